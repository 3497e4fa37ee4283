"""Whose money is in the bank's accounts: a weighted bridge, `python -m examples.accounts [URL]`.

An account may have several holders, and a holder several accounts, so the holders cannot be an attribute of the
account. A bridge says who holds which account when and how much of it; a deposit is added up by shares that are 1
together, so that every total is right to the cent, as it was on the day or as it is now.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Calendar,
    Dimension,
    LoadResult,
    RejectedRows,
    TransactionFact,
    Warehouse,
    as_then,
    degenerate,
    group,
    in_force,
    measure,
    member,
    natural_key,
    role,
    rollup,
    weight,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


Month = rollup(Day, "month")


class Account(Dimension, Mart):
    """One row per account."""

    number: Mapped[str] = natural_key(String(8))


class Person(Dimension, Mart):
    """One row per person."""

    name: Mapped[str] = natural_key(String(40))


class Holders(Bridge, Mart):
    """Who holds which account, and how much of it."""

    account = group(Account)
    person = member(Person)
    share: Mapped[Decimal] = weight(Numeric(7, 6))


class Deposit(TransactionFact, Mart, grain="one row per deposit"):
    """What was paid in."""

    deposit_no: Mapped[int] = degenerate(grain=True)
    paid_on: Mapped[date] = degenerate()
    day = role(Day, source="paid_on")
    account = role(Account, source="account", as_of="paid_on")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Target(TransactionFact, Mart, grain="one row per month"):
    """What was hoped for, which is told by months only."""

    month = role(Month, source="month", grain=True)
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


JANUARY, MARCH, APRIL = date(2024, 1, 1), date(2024, 3, 1), date(2024, 4, 1)
HELD: dict[date, list[tuple[str, str, str]]] = {
    JANUARY: [("A-1", "Ann", "0.333333"), ("A-1", "Bo", "0.666667"), ("A-2", "Cy", "1")],
    APRIL: [("A-1", "Ann", "1")],  # Bo has sold what he held
}
LATE = [("A-2", "Cy", "0.5"), ("A-2", "Di", "0.5")]
WRONG = [("A-1", "Ann", "0.5"), ("A-1", "Di", "0.4")]
DEPOSITS = [
    (1, date(2024, 2, 5), "A-1", "100.01"),
    (2, date(2024, 3, 10), "A-2", "50.00"),
    (3, date(2024, 4, 10), "A-1", "0.99"),
]
TARGETS = [("2024-02", "90.00"), ("2024-03", "60.00")]


def holders(data: Sequence[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Return tuples as rows of the bridge."""
    return [dict(zip(("number", "name", "share"), values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load who holds what, what was paid in, and what was hoped for."""
    yield warehouse.load(Day, start="2024-01-01", end="2024-06-30")
    for effective, told in HELD.items():
        yield warehouse.load(Holders, holders(told), effective=effective)
    deposits = [dict(zip(("deposit_no", "paid_on", "account", "amount"), values, strict=True)) for values in DEPOSITS]
    yield warehouse.load(Deposit, deposits)
    yield warehouse.load(Target, [dict(zip(("month", "amount"), values, strict=True)) for values in TARGETS])


def paid_by_person(joined: ColumnElement[bool]) -> Select[str, Decimal]:
    """Select what each person has paid in, by the shares of the accounts."""
    return (
        select(Holders.person.name, func.sum(Deposit.amount * Holders.share))
        .select_from(Deposit)
        .join(Holders, joined)
        .join(Holders.person)
        .group_by(Holders.person.name)
        .order_by(Holders.person.name)
    )


def main(url: str | None = None) -> None:
    """Load, mend and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='accounts-')}/accounts.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    try:
        warehouse.load(Holders, holders(WRONG), effective=MARCH)
    except RejectedRows as error:
        print(error.rejections[0].reason)
    print(warehouse.load(Holders, holders(LATE), effective=MARCH))
    with warehouse.engine.connect() as connection:
        for title, joined in (("then", as_then), ("now", in_force)):
            for name, amount in connection.execute(paid_by_person(joined(Deposit.account, Holders))):
                print(f"  {title} {name}: {amount.normalize()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
