"""The star that every contestant fills: sales of products to customers whose history is kept."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Calendar, Dimension, TransactionFact, attribute, degenerate, measure, natural_key, role


class Mart(DeclarativeBase):
    """Every table of the benchmark."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer; all that is known of one is versioned, as all contestants can do."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=2)
    city: Mapped[str | None] = attribute(String(40), scd=2)
    segment: Mapped[str | None] = attribute(String(20), scd=2)


class Product(Dimension, Mart):
    """One row per product."""

    product_id: Mapped[int] = natural_key()
    title: Mapped[str | None] = attribute(String(60), scd=1)
    category: Mapped[str | None] = attribute(String(20), scd=1)


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold; whom or what no dimension knows is the unknown member, so that plain SQL can do the same."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at", missing="unknown")
    customer = role(Customer, as_of="sold_at", missing="unknown")
    product = role(Product, missing="unknown")
    quantity: Mapped[int] = measure(unit="each")
    unit_price: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR", additive=False)
    discount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")
