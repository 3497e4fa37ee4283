"""Sales in several currencies and units: rates known by a role and a time, others by a code and a day, and factors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    PeriodicSnapshot,
    TransactionFact,
    converted,
    counted,
    degenerate,
    level,
    lowest,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Currency(Dimension, Mart):
    code: Mapped[str] = natural_key(String(3))


class Rate(TransactionFact, Mart, grain="one row per currency and time since when its rate is in force"):
    currency = role(Currency, grain=True)
    since: Mapped[dt.datetime] = degenerate(grain=True)
    rate: Mapped[Decimal] = measure(Numeric(9, 4), additive=False)


class Quote(TransactionFact, Mart, grain="one row per currency and day"):
    currency: Mapped[str] = degenerate(String(3), grain=True)
    day = role(Day, source="day", grain=True)
    per_eur: Mapped[Decimal] = measure(Numeric(9, 4), additive=False)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[dt.datetime | None] = degenerate()
    code: Mapped[str | None] = degenerate(String(3))
    unit: Mapped[str | None] = degenerate(String(8))
    day = role(Day, source="sold_at")
    currency = role(Currency)
    amount: Mapped[Decimal | None] = measure(Numeric(11, 2))
    weight: Mapped[int | None] = measure()
    eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="sold_at", home="EUR", unit="EUR")
    quoted: Mapped[Decimal | None] = converted(
        "amount", Quote.per_eur, Numeric(13, 3), by="code", as_of="sold_at", divide=True, unit="EUR"
    )
    kilos: Mapped[Decimal | None] = converted(
        weight, {"kg": 1, "lb": Decimal("0.45359237")}, Numeric(9, 3), by="unit", unit="kg"
    )


class SalesByCurrency(Aggregate, Mart, of=Sale):
    currency = role(Currency)
    month: Mapped[str | None] = level(Sale.day.year_month)
    sales: Mapped[int] = counted()
    eur: Mapped[Decimal | None] = total(Sale.eur, Numeric(15, 2))
    least: Mapped[Decimal | None] = lowest(Sale.quoted)


class Invoice(TransactionFact, Mart, grain="one row per invoice", reversible="changed_at"):
    number: Mapped[int] = degenerate(grain=True)
    changed_at: Mapped[dt.datetime] = degenerate()
    currency = role(Currency)
    amount: Mapped[Decimal | None] = measure(Numeric(11, 2))
    eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="changed_at", home="EUR")


class Balance(PeriodicSnapshot, Mart, grain="one row per currency and day", period="on"):
    on: Mapped[dt.date] = degenerate(grain=True)
    currency = role(Currency, grain=True)
    amount: Mapped[Decimal] = measure(Numeric(11, 2))
    eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="on", home="EUR")
