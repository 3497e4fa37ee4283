"""Stock as it was counted and as it should be, two periodic snapshots: `python -m examples.inventory [URL]`.

What is counted is loaded, whole days at a time. What should be there is derived in the warehouse from all that moved,
days without movement included. The two are compared where they meet, at a product and a day.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    LoadResult,
    PeriodicSnapshot,
    TransactionFact,
    Warehouse,
    closing,
    degenerate,
    except_over,
    measure,
    movement,
    natural_key,
    opening,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Product(Dimension, Mart):
    """One row per product."""

    sku: Mapped[str] = natural_key(String(8))


class Movement(TransactionFact, Mart, grain="one row per movement"):
    """What came into the store, and what left it."""

    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="moved_on")
    product = role(Product)
    pieces: Mapped[int] = measure(unit="each")


class Count(PeriodicSnapshot, Mart, grain="one row per product and day counted", period="day"):
    """What somebody found on the shelves."""

    day = role(Day, source="counted_on", grain=True)
    product = role(Product, grain=True)
    pieces: Mapped[int] = measure(unit="each", additive=except_over(day, use="last"))


class Stock(PeriodicSnapshot, Mart, grain="one row per product and day", period="day", of=Movement):
    """What should be there, day by day."""

    day = role(Day, grain=True)
    product = role(Product, grain=True)
    opened: Mapped[int] = opening(Movement.pieces)
    moved: Mapped[int] = movement(Movement.pieces)
    closed: Mapped[int] = closing(Movement.pieces)


class StockByMonth(PeriodicSnapshot, Mart, grain="one row per sku and month", period="day", of=Movement, every="month"):
    """The same at each month's end."""

    day = role(Day, grain=True)
    product = role(Product, grain=True)
    moved: Mapped[int] = movement(Movement.pieces)
    closed: Mapped[int] = closing(Movement.pieces)


MOVED = [
    (1, date(2024, 1, 30), "cup", 12),
    (2, date(2024, 2, 1), "cup", -2),
    (3, date(2024, 2, 1), "pot", 5),
    (4, date(2024, 2, 3), "cup", -3),
]
LATE = [(5, date(2024, 2, 2), "pot", -1)]  # was written down a week later

COUNTED = [(date(2024, 2, 3), "cup", 6), (date(2024, 2, 3), "pot", 5)]
RECOUNTED = [(date(2024, 2, 3), "cup", 7)]
"""Day, product and pieces: a second count of a day is the whole of it, so the pot was not there after all."""


def rows(data: list[tuple[Any, ...]], *columns: str) -> list[dict[str, Any]]:
    """Return tuples as rows."""
    return [dict(zip(columns, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load what moved and what was counted; derive what should be there, and again after a late movement."""
    yield warehouse.load(Product, [{"sku": "cup"}, {"sku": "pot"}])
    yield warehouse.load(Movement, rows(MOVED, "number", "moved_on", "sku", "pieces"))
    yield warehouse.load(Stock, end="2024-02-04")
    yield warehouse.load(Count, rows(COUNTED, "counted_on", "sku", "pieces"))
    yield warehouse.load(Movement, rows(LATE, "number", "moved_on", "sku", "pieces"))
    yield warehouse.load(Stock, start="2024-02-02", end="2024-02-04")
    yield warehouse.load(Count, rows(RECOUNTED, "counted_on", "sku", "pieces"))
    yield warehouse.load(StockByMonth)


def missing() -> Select[str, date, int, int | None]:
    """Select where what was counted is not what should be there; what was not counted on a day of counting is 0."""
    counted = select(Count.__table__.c.day_key).distinct().subquery()
    stock, count = Stock.__table__, Count.__table__
    same = and_(count.c.day_key == stock.c.day_key, count.c.product_key == stock.c.product_key)
    found = func.coalesce(Count.pieces, 0)
    return (
        select(Stock.product.sku, Stock.day.date, Stock.closed, found)
        .select_from(Stock)
        .join(Stock.product)
        .join(Stock.day)
        .join(counted, counted.c.day_key == stock.c.day_key)
        .outerjoin(Count, same)
        .where(found != Stock.closed)
        .order_by(Stock.product.sku)
    )


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='inventory-')}/inventory.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with warehouse.engine.connect() as connection:
        for sku, day, expected, found in connection.execute(missing()):
            print(f"{sku}, {day}: {expected} should be there, {found} are")


if __name__ == "__main__":
    main(*sys.argv[1:])
