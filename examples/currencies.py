"""Sales in several currencies, in euros by the rate of their day: `python -m examples.currencies [URL]`.

Rates come as a central bank publishes them, one euro in foreign money, a day late; what was sold meanwhile has no
amount in euros until they come. A rate that is corrected takes along all that hangs on it: the sales and their sums.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    LoadResult,
    TransactionFact,
    Warehouse,
    attribute,
    converted,
    counted,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Currency(Dimension, Mart):
    """One row per currency."""

    code: Mapped[str] = natural_key(String(3))
    name: Mapped[str | None] = attribute(String(40))


class Rate(TransactionFact, Mart, grain="one row per currency and day"):
    """What one euro is in foreign money, from a day on."""

    currency = role(Currency, source="currency", grain=True)
    day = role(Day, source="day", grain=True)
    per_euro: Mapped[Decimal] = measure(Numeric(12, 6), additive=False)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    """What was sold, in whatever money it was paid, and what that was in euros."""

    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    unit: Mapped[str] = degenerate(String(4))
    day = role(Day, source="sold_at")
    shop_day = role(Day, source="sold_at", zone_from="zone")  # the day that it was in the shop
    currency = role(Currency, source="currency")
    amount: Mapped[Decimal] = measure(Numeric(14, 2))
    weight: Mapped[Decimal] = measure(Numeric(10, 3))
    euros: Mapped[Decimal | None] = converted(
        amount, Rate.per_euro, as_of="sold_at", divide=True, home="EUR", unit="EUR"
    )
    kilos: Mapped[Decimal] = converted(weight, {"kg": 1, "lb": Decimal("0.45359237")}, by="unit", unit="kg")


class SalesByMonth(Aggregate, Mart, of=Sale):
    """Months added up in euros."""

    month: Mapped[str | None] = level(Sale.day.year_month)
    sales: Mapped[int] = counted()
    euros: Mapped[Decimal | None] = total(Sale.euros)
    kilos: Mapped[Decimal] = total(Sale.kilos)


RATES = [("USD", date(2024, 1, 2), "1.0956"), ("NOK", date(2024, 1, 2), "11.2550"), ("USD", date(2024, 1, 3), "1.0919")]
CORRECTED = [("USD", date(2024, 1, 3), "1.0917")]

SOLD = [
    (1, datetime(2024, 1, 2, 3), "USD", "100.00", "10.000", "lb", "America/New_York"),
    (2, datetime(2024, 1, 3, 9), "USD", "100.00", "2.500", "kg", "America/New_York"),
    (3, datetime(2024, 1, 3, 18), "EUR", "50.00", "1.000", "kg", "Europe/Berlin"),
    (4, datetime(2024, 1, 5, 9), "NOK", "1000.00", "0.750", "kg", "Europe/Oslo"),  # its rate is still that of the 2nd
]


def rows(data: list[Any], *columns: str) -> list[dict[str, Any]]:
    """Return tuples as rows."""
    return [dict(zip(columns, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load sales before their rates, the rates, and a correction."""
    yield warehouse.load(Currency, rows([("USD", "US dollar"), ("NOK", "Norwegian krone")], "code", "name"))
    yield warehouse.load(Sale, rows(SOLD, "number", "sold_at", "currency", "amount", "weight", "unit", "zone"))
    yield warehouse.load(Rate, rows(RATES, "currency", "day", "per_euro"))
    yield warehouse.load(Rate, rows(CORRECTED, "currency", "day", "per_euro"), on_duplicate="replace")


def in_euros() -> Select[int, date, str, Decimal, Decimal | None]:
    """Select every sale by its shop's calendar, in its own money and in euros."""
    shown = select(Sale.number, Sale.shop_day.date, Sale.currency.code, Sale.amount, Sale.euros)
    return shown.join(Sale.currency).join(Sale.shop_day).order_by(Sale.number)


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='currencies-')}/currencies.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with warehouse.engine.connect() as connection:
        for number, day, code, amount, euros in connection.execute(in_euros()):
            print(f"sale {number}, {day}: {amount} {code} were {euros} EUR")
        for month, sales, euros, kilos in connection.execute(
            select(SalesByMonth.month, SalesByMonth.sales, SalesByMonth.euros, SalesByMonth.kilos)
        ):
            print(f"{month}: {sales} sales, {euros} EUR, {kilos} kg")


if __name__ == "__main__":
    main(*sys.argv[1:])
