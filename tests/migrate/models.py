"""A model with one of each kind of table that the library makes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    JunkDimension,
    MiniDimension,
    TransactionFact,
    attribute,
    band,
    degenerate,
    level,
    measure,
    natural_key,
    outrigger,
    profile,
    ragged,
    role,
    total,
)


class Mart(DeclarativeBase):
    """Every table of the mart."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Demographics(MiniDimension, Mart):
    """One row per combination of bands."""

    age: Mapped[str] = band("age", 18, 30, 65)


class Customer(Dimension, Mart, sequence="lsn", durable_key=True):
    """One row per version of a customer; 100% of them, in the shop's own words."""

    customer_id: Mapped[int] = natural_key()
    joined_on: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(80), scd=1)
    city: Mapped[str | None] = attribute(String(60), scd=2)
    tier: Mapped[str | None] = attribute(String(10), scd=3)
    segment: Mapped[str | None] = attribute(String(10), scd=6)
    demographics = profile(Demographics)


class Unit(Dimension, Mart):
    """One row per unit of the organisation."""

    unit_id: Mapped[int] = natural_key()
    parent_id: Mapped[int | None] = attribute()
    opened_on = outrigger(Day)
    tree = ragged(parent_id)


class Flags(JunkDimension, Mart):
    """One row per combination of flags."""

    channel: Mapped[str | None] = attribute(String(10))
    is_gift: Mapped[bool | None] = attribute()


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at", durable=True)
    unit = role(Unit)
    flags = role(Flags)
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class SalesByMonth(Aggregate, Mart, of=Sale):
    """Sales by month."""

    month = level(Sale.order_date.year_month)
    unit = role(Unit)
    amount = total(Sale.amount)


class Payment(TransactionFact, Mart, grain="one row per payment", subtypes="kind"):
    """What was paid, in whatever way."""

    payment_id: Mapped[int] = degenerate(grain=True)
    kind: Mapped[str] = degenerate(String(10))
    customer = role(Customer)
    paid: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class CardPayment(Payment, subtype="card"):
    """What only a payment by card has."""

    fee: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Account(Dimension, Mart, subtypes="kind"):
    """One row per version of an account of any kind."""

    number: Mapped[int] = natural_key()
    kind: Mapped[str | None] = attribute(String(10), scd=2)


class Savings(Account, subtype="savings"):
    """What only a savings account has."""

    rate: Mapped[Decimal | None] = attribute(Numeric(5, 2), scd=2)
