"""The model that the DDL tests write down: retail sales, four dimensions and a fact."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    JunkDimension,
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


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    joined_on: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(80), scd=1)
    city: Mapped[str | None] = attribute(String(60), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=2)
    geography = hierarchy(region, city)


class Product(Dimension, Mart):
    """One row per product, whose code is any text."""

    code: Mapped[str] = natural_key()
    name: Mapped[str | None] = attribute(comment="What the till prints; 100% of it, in the shop's own words")
    weight: Mapped[float | None] = attribute()


class OrderFlags(JunkDimension, Mart):
    """One row per combination of flags seen so far."""

    channel: Mapped[str | None] = attribute(String(10))
    is_gift: Mapped[bool | None] = attribute()


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    product = role(Product, source="product_code")
    flags = role(OrderFlags)
    quantity: Mapped[int] = measure(unit="each")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")
    unit_price: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR", additive=False)
    physical = Physical(partition_by="sold_at", distribute_on="customer", sort_on=("sold_at",))
