"""The mart: what was sold and who called, two stars that share their days and customers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Calendar, Dimension, TransactionFact, attribute, degenerate, measure, natural_key, role


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart, systems=("crm", "billing")):
    """One row per version of a customer; the CRM's word counts, and billing's where the CRM says nothing."""

    customer_id: Mapped[int] = natural_key()
    email: Mapped[str | None] = attribute(String(80))
    name: Mapped[str | None] = attribute(String(80))
    country: Mapped[str | None] = attribute(String(40), scd=2)


class Product(Dimension, Mart):
    """One row per version of a product."""

    sku: Mapped[str] = natural_key(String(10))
    title: Mapped[str | None] = attribute(String(80))
    category: Mapped[str | None] = attribute(String(40), scd=2)
    price: Mapped[Decimal | None] = attribute(Numeric(10, 2), scd=2)


class Sale(TransactionFact, Mart, grain="one row per line of an invoice"):
    """What was sold; billing knows customers by its own accounts."""

    invoice_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    customer = role(Customer, source="account", system="billing", as_of="sold_at")
    product = role(Product, source="sku", as_of="sold_at")
    quantity: Mapped[int] = measure(unit="each")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


class Call(TransactionFact, Mart, grain="one row per call"):
    """Who called the support, and for how long."""

    call_no: Mapped[int] = degenerate(grain=True)
    called_at: Mapped[datetime] = degenerate()
    day = role(Day, source="called_at")
    customer = role(Customer, as_of="called_at")
    minutes: Mapped[int] = measure(unit="min")
