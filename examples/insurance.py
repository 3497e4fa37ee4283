"""What kind of people have claims: a mini-dimension of profiles, `python -m examples.insurance [URL]`.

Age, income and the like change too often to make versions of a customer, of whom there are millions. So they go, as
bands, to a small dimension of profiles, and a claim refers to the profile that the customer had when it happened.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    LoadResult,
    MiniDimension,
    TransactionFact,
    Warehouse,
    attribute,
    band,
    degenerate,
    measure,
    natural_key,
    profile,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Profile(MiniDimension, Mart):
    """One row per profile that a customer has had."""

    age: Mapped[str] = band("age", 18, 30, 50, 70)
    income: Mapped[str] = band("income", 20_000, 60_000, labels=("low", "middle", "high"), null="not told")
    smokes: Mapped[bool] = attribute()


class Customer(Dimension, Mart):
    """One row per version of a customer; a change of profile makes none."""

    customer_key: Mapped[int]
    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40))
    city: Mapped[str | None] = attribute(String(40), scd=2)
    profile = profile(Profile, current=True)


class Claim(TransactionFact, Mart, grain="one row per claim"):
    """What was paid."""

    claim_no: Mapped[int] = degenerate(grain=True)
    happened_on: Mapped[date] = degenerate()
    day = role(Day, source="happened_on")
    customer = role(Customer, as_of="happened_on")
    profile = role(Profile, of="customer")
    paid: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


COLUMNS = ("customer_id", "name", "city", "age", "income", "smokes")
JANUARY = [
    (1, "Ann", "Oslo", 29, 58_000, False),
    (2, "Bo", "Moss", 69, None, True),
    (3, "Cy", "Oslo", 41, 19_000, True),
]
JULY = [(1, "Ann", "Oslo", 30, 61_000, False), (2, "Bo", "Oslo", 70, None, True), (3, "Cy", "Oslo", 41, 19_000, True)]
LATE = [(3, "Cy", "Oslo", 41, 25_000, False)]
"""Told in August, of April: Cy had given up smoking and found better work."""

CLAIMS = [
    (1, date(2024, 2, 1), 1, "120.00"),
    (2, date(2024, 5, 2), 3, "75.50"),
    (3, date(2024, 6, 30), 2, "1000.00"),
    (4, date(2024, 7, 1), 2, "300.00"),
    (5, date(2024, 7, 9), 1, "45.00"),
]


def customers(data: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return tuples as rows of customers, who bring their profiles."""
    return [dict(zip(COLUMNS, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load two states of the customers, and the claims."""
    yield warehouse.load(Customer, customers(JANUARY), effective=date(2024, 1, 1), snapshot=True)
    yield warehouse.load(Customer, customers(JULY), effective=date(2024, 7, 1), snapshot=True)
    claims = [dict(zip(("claim_no", "happened_on", "customer_id", "paid"), values, strict=True)) for values in CLAIMS]
    yield warehouse.load(Claim, claims)


def load_late(warehouse: Warehouse) -> LoadResult:
    """Load what was learned late."""
    return warehouse.load(Customer, customers(LATE), effective=date(2024, 4, 1))


def paid_by_profile() -> Select[str, str, bool, Decimal]:
    """Select what was paid to whom, as they were when it happened."""
    kind = (Claim.profile.age, Claim.profile.income, Claim.profile.smokes)
    query = select(*kind, func.sum(Claim.paid)).select_from(Claim).join(Claim.profile)
    return query.group_by(*kind).order_by(*kind)


def as_they_are() -> Select[str | None, str | None, str, int]:
    """Select the customers as they are now, and how many versions each has."""
    now = (Customer.name, Customer.profile.age, func.max(Customer.city), func.count())
    query = select(*now).select_from(Customer).join(Customer.profile).where(Customer.customer_key > 0)
    return query.group_by(Customer.name, Customer.profile.age).order_by(Customer.name)


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='insurance-')}/insurance.db", Mart)
    warehouse.create_all()

    def show() -> None:
        with warehouse.engine.connect() as connection:
            for age, income, smokes, paid in connection.execute(paid_by_profile()):
                print(f"  {age}, {income} income, {'smokes' if smokes else 'does not smoke'}: {paid}")

    for result in load_everything(warehouse):
        print(result)
    show()
    print(load_late(warehouse))
    show()
    with warehouse.engine.connect() as connection:
        for name, age, _, versions in connection.execute(as_they_are()):
            print(f"{name} is {age}, {versions} versions")


if __name__ == "__main__":
    main(*sys.argv[1:])
