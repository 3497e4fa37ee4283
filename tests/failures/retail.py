"""A small mart, the loads that the tests break, and its whole state as rows to compare."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow as pa
from sqlalchemy import Numeric, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

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
from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import dimension_spec

START = datetime(2024, 1, 1)


class Mart(DeclarativeBase):
    """Every table of the mart."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=1)
    city: Mapped[str | None] = attribute(String(40), scd=2)


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="sold_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


class Visit(TransactionFact, Mart, grain="one row per visit"):
    """Who came by."""

    visit_no: Mapped[int] = degenerate(grain=True)
    came_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="came_at")


def warehouse(url: str) -> Warehouse:
    """Return the mart in the database at `url`."""
    return Warehouse(url, Mart)


def customers(count: int, day: date, *, prefix: str = "city") -> pa.Table:
    """Return a change of each of `count` customers."""
    numbers = range(1, count + 1)
    return pa.table(
        {
            "customer_id": numbers,
            "name": [f"name {n}" for n in numbers],
            "city": [f"{prefix} {n % 7}" for n in numbers],
            "at": [day] * count,
        }
    )


def sales(count: int, members: int) -> pa.Table:
    """Return `count` sales to `members` customers, one in a hundred of whom the dimension does not know yet."""
    numbers = range(count)
    return pa.table(
        {
            "order_no": numbers,
            "sold_at": [START + timedelta(minutes=n % 100_000) for n in numbers],
            "customer_id": [n % members + 1 if n % 100 else members + 1 + n // 100 % 300 for n in numbers],
            "amount": [Decimal(n % 9973) / 100 for n in numbers],
        }
    )


def load_everything(url: str, size: int, sold: str | None = None) -> list[LoadResult]:
    """Load three batches of customers, the last of them late, and the sales in between; each at most once.

    Args:
        url: Where the mart is.
        size: How many sales there are.
        sold: Files with the sales, if they are read from files.
    """
    loaded = warehouse(url)
    members = size // 8
    results = [
        loaded.load(Customer, customers(members, date(2024, 1, 1)), effective="at", load_key="first"),
        loaded.load(Sale, sold or sales(size, members), load_key="sales"),
        loaded.load(Customer, customers(members, date(2024, 2, 10), prefix="town"), effective="at", load_key="moved"),
        loaded.load(Customer, customers(members, date(2024, 1, 20), prefix="late"), effective="at", load_key="late"),
    ]
    loaded.engine.dispose()
    return results


def state(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the dimension, its journal and the facts, without the numbers of the loads."""
    loaded = warehouse(url)
    tables = [
        Customer.__table__,
        bookkeeping(Mart.metadata).journal(dimension_spec(Customer)),
        Sale.__table__,
        Visit.__table__,
    ]
    found = {}
    with loaded.engine.connect() as connection:
        for table in tables:
            columns = [column for column in table.columns if column.name != "load_id"]
            rows = connection.execute(select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    loaded.engine.dispose()
    return found


def overlaps(url: str) -> list[Any]:
    """Return the customers with two versions of one time, or not one current version."""
    loaded = warehouse(url)
    with loaded.engine.connect() as connection:
        query = select(Customer.customer_id, Customer.valid_from, Customer.valid_to, Customer.is_current)
        rows = connection.execute(query.where(Customer.customer_key > 0).order_by(*query.selected_columns)).all()
    loaded.engine.dispose()
    members: dict[int, list[Any]] = {}
    for row in rows:
        members.setdefault(row.customer_id, []).append(row)
    return [
        number
        for number, versions in members.items()
        if sum(version.is_current for version in versions) != 1
        or any(one.valid_to > other.valid_from for one, other in pairwise(versions))
    ]
