"""Bookings of which only those of one kind have some roles, amounts in other currencies, and combinations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    JunkDimension,
    TransactionFact,
    attribute,
    converted,
    counted,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    pass


class Party(Dimension, Mart):
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Terms(JunkDimension, Mart):
    speed: Mapped[str | None] = attribute(String(8))
    is_abroad: Mapped[bool | None] = attribute()


class Rate(TransactionFact, Mart, grain="one row per currency and time"):
    currency: Mapped[str] = degenerate(String(3), grain=True)
    since: Mapped[dt.datetime] = degenerate(grain=True)
    rate: Mapped[Decimal] = measure(Numeric(9, 4), additive=False)


class Booking(TransactionFact, Mart, grain="one row per booking", subtypes="kind"):
    id: Mapped[int] = degenerate(grain=True)
    at: Mapped[dt.datetime] = degenerate()
    kind: Mapped[str | None] = degenerate(String(10))
    currency: Mapped[str | None] = degenerate(String(3))
    account = role(Party, source="account", as_of="at")
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))
    eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="at", home="EUR")


class Transfer(Booking, subtype="transfer"):
    settled_at: Mapped[dt.datetime | None] = degenerate()
    payee = role(Party, source="payee", as_of="at")
    bank = role(Party, source="bank", as_of="settled_at", null="not applicable")
    terms = role(Terms)
    fee: Mapped[Decimal] = measure(Numeric(9, 2))
    fee_eur: Mapped[Decimal | None] = converted(fee, Rate.rate, as_of="at", home="EUR")


class Card(Booking, subtype="card"):
    unit: Mapped[str | None] = degenerate(String(2))
    weight: Mapped[int | None] = measure()
    kilos: Mapped[Decimal | None] = converted(weight, {"kg": 1, "lb": Decimal("0.5")}, Numeric(9, 1), by="unit")
    owner = role(Party, source="account")


class ByKind(Aggregate, Mart, of=Booking):
    kind: Mapped[str | None] = level(Booking.kind)
    city: Mapped[str | None] = level(Booking.account.city)
    bookings: Mapped[int] = counted()
    eur: Mapped[Decimal | None] = total(Booking.eur)
    fees: Mapped[Decimal | None] = total(Transfer.fee_eur)
