"""The model of `starschema demo`: sales to customers who move."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    TransactionFact,
    attribute,
    degenerate,
    hierarchy,
    measure,
    natural_key,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the demo."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(80), scd=1)
    city: Mapped[str | None] = attribute(String(60), scd=2)
    country: Mapped[str | None] = attribute(String(60), scd=2)
    geography = hierarchy(country, city)


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    quantity: Mapped[int] = measure(unit="each")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")
