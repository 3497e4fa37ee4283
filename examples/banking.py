"""Accounts and bookings of several kinds, each a supertype with its subtypes: `python -m examples.banking [URL]`.

A savings account has a rate, a checking account a limit; whatever all have is in the supertype. All share one key and
one set of versions, so a booking refers to an account, and to what was right for its kind at the time. A transfer is a
booking with a fee, a payment by card one with a shop: both share the bookings' grain, in tables of their own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import (
    Dimension,
    LoadResult,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Account(Dimension, Mart, subtypes="kind"):
    """What every account has."""

    number: Mapped[int] = natural_key()
    kind: Mapped[str | None] = attribute(String(10), scd=2)
    owner: Mapped[str | None] = attribute(String(40))
    city: Mapped[str | None] = attribute(String(40), scd=2)


class Savings(Account, subtype="savings"):
    """What only a savings account has."""

    rate: Mapped[Decimal | None] = attribute(Numeric(5, 2), scd=2)


class Checking(Account, subtype="checking"):
    """What only a checking account has."""

    credit: Mapped[int | None] = attribute(scd=2)


class Booking(TransactionFact, Mart, grain="one row per booking", subtypes="way"):
    """What was paid in, and out."""

    id: Mapped[int] = degenerate(grain=True)
    booked_at: Mapped[datetime] = degenerate()
    way: Mapped[str | None] = degenerate(String(10))
    account = role(Account, as_of="booked_at")
    savings = role(Savings, as_of="booked_at")  # the same key; its rate is NULL for an account of another kind
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Transfer(Booking, subtype="transfer"):
    """What only a transfer has."""

    fee: Mapped[Decimal] = measure(Numeric(6, 2), unit="EUR")


class CardPayment(Booking, subtype="card"):
    """What only a payment by card has."""

    shop: Mapped[str | None] = degenerate(String(20))


SAVINGS = [(1, "Ann", "Oslo", "2.50"), (2, "Bo", "Moss", "2.50")]
CHECKING = [(3, "Ann", "Oslo", 1000), (4, "Cy", "Moss", 500)]
RAISED = [(1, "3.00")]
TURNED = [(2, 200)]  # Bo's savings account is a checking account from March on

BOOKED = [
    (1, datetime(2024, 1, 10), 1, "100.00", None, None, None),
    (2, datetime(2024, 2, 10), 1, "50.00", "transfer", "0.50", None),
    (3, datetime(2024, 2, 10), 2, "80.00", None, None, None),
    (4, datetime(2024, 3, 10), 2, "-30.00", "card", None, "Kiosk"),
]
MOVED = [(5, datetime(2024, 3, 10), 3, "-400.00", "1.25")]


def rows(data: list[Any], *columns: str) -> list[dict[str, Any]]:
    """Return tuples as rows."""
    return [dict(zip(columns, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load each kind by itself, as the systems that keep them do, and the bookings of all."""
    start = date(2024, 1, 1)
    yield warehouse.load(Savings, rows(SAVINGS, "number", "owner", "city", "rate"), effective=start)
    yield warehouse.load(Checking, rows(CHECKING, "number", "owner", "city", "credit"), effective=start)
    yield warehouse.load(Savings, rows(RAISED, "number", "rate"), effective=date(2024, 2, 1))
    yield warehouse.load(Booking, rows(BOOKED, "id", "booked_at", "number", "amount", "way", "fee", "shop"))
    yield warehouse.load(Transfer, rows(MOVED, "id", "booked_at", "number", "amount", "fee"))
    yield warehouse.load(Checking, rows(TURNED, "number", "credit"), effective=date(2024, 3, 1))


def by_rate() -> Select[str | None, Decimal | None, Decimal]:
    """Select what was booked, by the kind of the account and its rate at the time."""
    kind, rate = Booking.account.kind, Booking.savings.rate
    return (
        select(kind, rate, func.sum(Booking.amount))
        .select_from(Booking)
        .join(Booking.account)
        .join(Booking.savings)
        .group_by(kind, rate)
        .order_by(kind, rate)
    )


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='banking-')}/banking.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with Session(warehouse.engine) as session:
        for kind, rate, amount in session.execute(by_rate()):
            print(f"{kind} at {rate}: {amount} EUR")
        fees = select(func.sum(Transfer.fee), func.sum(Transfer.amount))
        print("transfers cost {} EUR for {} EUR".format(*session.execute(fees).one()))
        for booking in session.scalars(select(CardPayment)):
            print(f"{booking.amount} EUR by card at {booking.shop}, of {booking.account.owner}")
        for account in session.scalars(select(Account).where(Account.is_current, Account.number > 0)):
            more = f"rate {account.rate}" if isinstance(account, Savings) else ""
            more = f"credit {account.credit}" if isinstance(account, Checking) else more
            print(f"account {account.number} of {account.owner}: {more}")


if __name__ == "__main__":
    main(*sys.argv[1:])
