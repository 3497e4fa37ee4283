"""Orders on their way to payment, an accumulating snapshot: `python -m examples.orders [URL]`.

Three systems tell of each order, in any order and more than once. What they leave behind is one row an order, with a
date for each step, the days between steps, and how far the order has come.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Calendar,
    Dimension,
    LoadResult,
    Warehouse,
    attribute,
    degenerate,
    lag,
    measure,
    milestone,
    natural_key,
    role,
    status,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(40), scd=2)


class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="told_at"):
    """One row per order, filled in as it goes from step to step."""

    order_no: Mapped[str] = degenerate(String(8), grain=True)
    told_at: Mapped[datetime] = degenerate()  # of two rows that differ, the one told later is right
    ordered_at: Mapped[datetime | None] = degenerate()
    ordered = milestone(Day, source="ordered_at")
    shipped = milestone(Day, source="shipped_at")
    shipped_at: Mapped[datetime | None] = degenerate()
    paid = milestone(Day, source="paid_on")
    state: Mapped[str | None] = status(String(8))
    hours_to_ship: Mapped[int | None] = lag("ordered", "shipped", unit="hours")
    days_to_pay: Mapped[int | None] = lag("shipped", "paid")
    customer = role(Customer, as_of="ordered_at")
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2), unit="EUR")


CUSTOMERS = [{"customer_id": 1, "city": "Oslo"}, {"customer_id": 2, "city": "Bergen"}]

SHOP = """
A-1  2024-03-01T09:00  2024-03-01T09:00  1  120.00
A-2  2024-03-01T10:00  2024-03-01T10:00  2   80.00
A-3  2024-03-02T11:00  2024-03-02T11:00  1   45.50
A-4  2024-03-04T08:00  2024-03-04T08:00  2   10.00
A-3  2024-03-02T12:30  2024-03-02T11:00  1   54.50
"""
"""Order, when the shop told of it, when it was made, customer, amount; that of A-3 was mistyped and corrected."""

WAREHOUSE = """
A-1  2024-03-02T15:00  2024-03-02T15:00
A-3  2024-03-05T07:30  2024-03-05T07:30
A-2  2024-03-08T16:00  2024-03-08T16:00
"""
"""Order, when the warehouse told of it, when it was shipped."""

BANK = """
A-1  2024-03-10T00:00  2024-03-09
A-3  2024-03-21T00:00  2024-03-20
"""
"""Order, when the bank told of it, when it was paid."""


def rows(text: str, *columns: str) -> list[dict[str, Any]]:
    """Return lines of text as rows."""
    return [dict(zip(columns, line.split(), strict=True)) for line in text.strip().splitlines()]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load what each system tells, the last step first: an order is paid before anybody knows that it was made."""
    yield warehouse.load(Customer, CUSTOMERS, effective=datetime(2024, 1, 1))
    shop = rows(SHOP, "order_no", "told_at", "ordered_at", "customer_id", "amount")
    yield warehouse.load(Order, rows(BANK, "order_no", "told_at", "paid_on"))
    yield warehouse.load(Order, shop[::-1])
    yield warehouse.load(Order, rows(WAREHOUSE, "order_no", "told_at", "shipped_at"))
    yield warehouse.load(Order, shop)  # delivered again: nothing changes


def how_far() -> Select[str | None, int, Decimal | None]:
    """Select how many orders have come how far, and what they are worth."""
    return select(Order.state, func.count(), func.sum(Order.amount)).group_by(Order.state).order_by(Order.state)


def how_fast() -> Select[str | None, int, int | None, int | None]:
    """Select, by city, how many orders were shipped, and the longest that shipping and paying took."""
    city = Order.customer.city
    return (
        select(city, func.count(Order.hours_to_ship), func.max(Order.hours_to_ship), func.max(Order.days_to_pay))
        .select_from(Order)
        .join(Order.customer)
        .group_by(city)
        .order_by(city)
    )


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='orders-')}/orders.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with warehouse.engine.connect() as connection:
        for state, orders, amount in connection.execute(how_far()):
            print(f"{state}: {orders} orders, {amount} EUR")
        for city, shipped, hours, days in connection.execute(how_fast()):
            print(f"{city}: {shipped} shipped within {hours} hours, paid within {days} days")


if __name__ == "__main__":
    main(*sys.argv[1:])
