"""Bookings of several kinds, a ledger of them, and how accounts of two kinds stand month by month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    PeriodicSnapshot,
    TransactionFact,
    attribute,
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


class Account(Dimension, Mart):
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Booking(TransactionFact, Mart, grain="one row per booking and line", subtypes="kind"):
    id: Mapped[int] = degenerate(grain=True)
    line: Mapped[str] = degenerate(String(5), grain=True)
    at: Mapped[dt.datetime] = degenerate()
    kind: Mapped[str | None] = degenerate(String(10))
    account = role(Account, as_of="at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Transfer(Booking, subtype="transfer"):
    fee: Mapped[Decimal] = measure(Numeric(12, 2))
    note: Mapped[str | None] = degenerate(String(10))


class ByCity(Aggregate, Mart, of=Booking):
    city: Mapped[str | None] = level(Booking.account.city)
    kind: Mapped[str | None] = level(Booking.kind)
    bookings: Mapped[int] = counted()
    amount: Mapped[Decimal] = total(Booking.amount)
    fees: Mapped[Decimal | None] = total(Transfer.fee)


class Card(Booking, subtype="card"):
    """Declared when others refer to the supertype already."""

    shop: Mapped[str | None] = degenerate(String(10))
    points: Mapped[int | None] = measure(additive=False)


class Entry(TransactionFact, Mart, grain="one row per entry", reversible="told_at", subtypes="kind"):
    id: Mapped[int] = degenerate(grain=True)
    told_at: Mapped[dt.datetime] = degenerate()
    kind: Mapped[str] = degenerate(String(10))
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Wire(Entry, subtype="wire"):
    charge: Mapped[Decimal] = measure(Numeric(12, 2))


class Cheque(Entry, subtype="cheque"):
    bank: Mapped[str | None] = degenerate(String(10))


class Standing(PeriodicSnapshot, Mart, grain="one row per account and month", period="month", subtypes="kind"):
    month: Mapped[str] = degenerate(String(7), grain=True)
    number: Mapped[int] = degenerate(grain=True)
    kind: Mapped[str] = degenerate(String(10))
    balance: Mapped[Decimal] = measure(Numeric(12, 2))


class SavingsStanding(Standing, subtype="savings"):
    interest: Mapped[Decimal] = measure(Numeric(12, 2))


class LoanStanding(Standing, subtype="loan"):
    arrears: Mapped[Decimal | None] = measure(Numeric(12, 2))
