"""Plans and sales, and the two side by side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Consolidated,
    Dimension,
    PeriodicSnapshot,
    TransactionFact,
    attribute,
    counted,
    degenerate,
    highest,
    level,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Plan(PeriodicSnapshot, Mart, grain="one row per month, product and city", period="month"):
    month: Mapped[str] = degenerate(String(10), grain=True)
    product = role(Product, grain=True)
    place: Mapped[str] = degenerate(String(30), grain=True)
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[dt.datetime] = degenerate()
    day = role(Day, source="sold_at")
    product = role(Product)
    customer = role(Customer, as_of="sold_at")
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))


class ByProduct(Consolidated, Mart, of=(Plan, Sale)):
    month: Mapped[str | None] = level(Plan.month, Sale.day.year_month)
    product = role(Product)
    planned: Mapped[Decimal] = total(Plan.amount)
    sold: Mapped[Decimal | None] = total(Sale.amount)
    best: Mapped[Decimal | None] = highest(Sale.amount)


class ByCity(Consolidated, Mart, of=(Sale, Plan)):
    city: Mapped[str | None] = level(Plan.place, Sale.customer.city)
    planned: Mapped[Decimal] = total(Plan.amount)
    sold: Mapped[Decimal | None] = total(Sale.amount)
    buyers: Mapped[int] = counted(distinct=Sale.customer.id)
