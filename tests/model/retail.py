"""Retail sales: a model with every kind of declaration that there is, for the tests beside it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    Physical,
    TransactionFact,
    attribute,
    degenerate,
    hierarchy,
    measure,
    natural_key,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the retail mart."""


class Day(Calendar, Mart, fiscal_year_starts=7):
    """One row per calendar day."""


class Customer(Dimension, Mart, sequence="lsn", durable_key=True):
    """One row per version of a customer.

    This paragraph is for readers of the code only.
    """

    customer_key: Mapped[int]
    customer_id: Mapped[int] = natural_key()
    joined_on: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(80), scd=1, comment="As on the invoice")
    city: Mapped[str | None] = attribute(String(60), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=6)
    segment: Mapped[str | None] = attribute(String(8), scd=3)
    seen_at: Mapped[datetime | None] = attribute(scope="current")
    geography = hierarchy(region, city)

    @property
    def label(self) -> str:
        """What a report shows."""
        return f"{self.name} ({self.city})"


class Product(Dimension, Mart):
    """One row per product of a shop."""

    shop: Mapped[str] = natural_key(String(4))
    sku: Mapped[str] = natural_key(String(20))
    title: Mapped[str] = attribute(String(200))


class Sale(TransactionFact, Mart, grain="one row per order line"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at")
    customer_key: Mapped[int]
    customer_member: Mapped[Customer]
    customer = role(Customer, as_of="sold_at", durable=True)
    ship_to = role(Customer, source="ship_to_id", as_of="sold_at", null="not applicable")
    product = role(Product, source=("store", "sku"), missing="reject")
    quantity: Mapped[int] = measure(unit="each")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")
    unit_price: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR", additive=False)
    physical = Physical(partition_by="sold_at", distribute_on="customer", sort_on=("sold_at",))


class StockCount(TransactionFact, Mart, grain="one row per product and day counted"):
    """What was on the shelves."""

    product = role(Product, grain=True)
    counted_on = role(Day, source="counted_on", grain=True)
    pieces: Mapped[int] = measure(unit="each")
