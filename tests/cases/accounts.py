"""Accounts of two kinds, in versions, and cards of two kinds, without."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    TransactionFact,
    attribute,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    pass


class Account(Dimension, Mart, subtypes="kind"):
    number: Mapped[int] = natural_key()
    kind: Mapped[str | None] = attribute(String(10), scd=2)
    owner: Mapped[str | None] = attribute(String(20), scd=1)
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Savings(Account, subtype="savings"):
    rate: Mapped[Decimal | None] = attribute(Numeric(5, 2), scd=2)


class Card(Dimension, Mart, subtypes="type"):
    card_id: Mapped[int] = natural_key()
    type: Mapped[str | None] = attribute(String(10))
    colour: Mapped[str | None] = attribute(String(10))


class Debit(Card, subtype="debit"):
    bank: Mapped[str | None] = attribute(String(10))


class Booking(TransactionFact, Mart, grain="one row per booking"):
    id: Mapped[int] = degenerate(grain=True)
    at: Mapped[dt.datetime] = degenerate()
    account = role(Account, as_of="at")
    savings = role(Savings, as_of="at")
    card = role(Card)
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Checking(Account, subtype="checking"):
    limit: Mapped[int | None] = attribute(scd=2)
    branch: Mapped[str | None] = attribute(String(20), scd=2)


class Credit(Card, subtype="credit"):
    points: Mapped[int | None] = attribute()


class ByRate(Aggregate, Mart, of=Booking):
    kind: Mapped[str | None] = level(Booking.account.kind)
    rate: Mapped[Decimal | None] = level(Booking.savings.rate)
    amount: Mapped[Decimal] = total(Booking.amount)
