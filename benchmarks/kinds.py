"""What kinds of facts, and trees, cost as they grow: `python -m benchmarks.kinds [--url URL] [--rows 100000 1000000]`.

For each size, facts of that many rows are there already, and small loads are measured, each `--repeats` times and told
as medians: 10,000 more sales without aggregates, with one, and with one that counts different customers; a correction
of 100 customers whose sales change slices; 50,000 orders that reach their next milestone; of a tree of as many units,
eight below each, 1,000 leaves that move, and one unit with a 64th of the tree below it; of a bridge with as many rows,
two for each account, 5,000 accounts that change hands, in order or late. The small loads should cost what their rows
and slices cost; what must read the fact's table anew says so by its ratio to the first size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Aggregate,
    Bridge,
    Calendar,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    group,
    lag,
    level,
    measure,
    member,
    milestone,
    natural_key,
    ragged,
    role,
    status,
    total,
    weight,
)

MORE_SALES = 10_000
"""Sales of a small load."""

MOVED_ORDERS = 50_000
"""Orders that reach a milestone in a load."""

CORRECTED = 100
"""Customers whose region is corrected."""

MOVED_UNITS = 1_000
"""Units that move to another one in a load."""

CHANGED_ACCOUNTS = 5_000
"""Accounts that change hands in a load."""

START = datetime(2024, 1, 1)


class Mart(DeclarativeBase):
    """The benchmark's tables."""


class Day(Calendar, Mart):
    """One row per day."""


class Customer(Dimension, Mart):
    """One row per version of a customer; one for every twenty sales."""

    customer_id: Mapped[int] = natural_key()
    region: Mapped[str | None] = attribute(String(40), scd=1)
    city: Mapped[str | None] = attribute(String(40), scd=2)


class SaleColumns:
    """What all three facts have."""

    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class PlainSale(SaleColumns, TransactionFact, Mart, grain="one row per sale"):
    """Sales that nothing follows from."""

    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")


class Sale(SaleColumns, TransactionFact, Mart, grain="one row per sale"):
    """Sales that are added up."""

    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")


class SalesByMonth(Aggregate, Mart, of=Sale):
    """At most 24 months by 50 regions."""

    month: Mapped[str | None] = level(Sale.day.year_month)
    region: Mapped[str | None] = level(Sale.customer.region)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal] = total(Sale.amount)


class CountedSale(SaleColumns, TransactionFact, Mart, grain="one row per sale"):
    """Sales of which different customers are counted."""

    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")


class CustomersByMonth(Aggregate, Mart, of=CountedSale):
    """What cannot be added, only counted anew."""

    month: Mapped[str | None] = level(CountedSale.day.year_month)
    customers: Mapped[int] = counted(distinct=CountedSale.customer.customer_id)


class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="told_at"):
    """Orders on their way."""

    number: Mapped[int] = degenerate(grain=True)
    told_at: Mapped[datetime] = degenerate()
    ordered = milestone(Day, source="ordered_at")
    shipped = milestone(Day, source="shipped_at")
    paid = milestone(Day, source="paid_at")
    state: Mapped[str | None] = status(String(8))
    days_to_ship: Mapped[int | None] = lag("ordered", "shipped")
    customer = role(Customer)
    amount: Mapped[Decimal | None] = measure(Numeric(14, 2), unit="EUR")


class Holder(Dimension, Mart):
    """Who holds accounts; one for every five."""

    holder: Mapped[int] = natural_key()


class Account(Dimension, Mart):
    """Accounts, each with two holders."""

    account: Mapped[int] = natural_key()


class AccountHolders(Bridge, Mart):
    """Who holds which account."""

    account = group(Account)
    customer = member(Holder, source="holder")
    share: Mapped[Decimal] = weight(Numeric(5, 4))


class Unit(Dimension, Mart):
    """Units of an organisation, each below another."""

    number: Mapped[int] = natural_key()
    above: Mapped[int | None] = attribute()
    tree = ragged(above)


def table(select: str) -> pa.Table:
    """Return the rows of a query on an empty DuckDB."""
    return duckdb.connect().execute(select).to_arrow_table()


def customers(rows: int) -> pa.Table:
    """Return a customer for every twenty rows."""
    return table(
        "SELECT i AS customer_id, 'region ' || i % 50 AS region, 'city ' || i % 1000 AS city "
        f"FROM range({rows // 20}) t(i)"
    )


def sales(first: int, rows: int, known: int, months: int = 24) -> pa.Table:
    """Return sales of `known` customers over some months, the last of which is the same for all sizes."""
    days = months * 30
    return table(
        f"SELECT i AS number, TIMESTAMP '2025-12-28' - to_days((i * 7919 % {days})::INT) AS sold_at, "
        f"i * 31 % {known} AS customer_id, CAST(i % 10000 AS DECIMAL(14, 2)) / 100 AS amount "
        f"FROM range({first}, {first + rows}) t(i)"
    )


def orders(rows: int) -> pa.Table:
    """Return new orders."""
    return table(
        f"SELECT i AS number, TIMESTAMP '2024-01-01' AS told_at, DATE '2024-01-01' + (i % 30)::INT AS ordered_at, "
        f"i * 31 % {rows // 20} AS customer_id, CAST(i % 10000 AS DECIMAL(14, 2)) / 100 AS amount "
        f"FROM range({rows}) t(i)"
    )


def steps(rows: int, version: int) -> pa.Table:
    """Return the next step of some orders, spread over all."""
    step, name = max(rows // MOVED_ORDERS, 1), "shipped_at" if version % 2 else "paid_at"
    told = START + timedelta(days=40 + version)
    return table(
        f"SELECT i * {step} AS number, TIMESTAMP '{told}' AS told_at, DATE '{told.date()}' AS {name} "
        f"FROM range({min(MOVED_ORDERS, rows)}) t(i)"
    )


def seconds(work: Callable[[], Any]) -> float:
    """Return how long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def facts(warehouse: Warehouse, rows: int, repeats: int) -> Iterator[tuple[str, float]]:
    """Yield the first loads and, as medians, what small ones take."""
    known = rows // 20
    warehouse.load(Day, start="2023-12-01", end="2026-01-31")
    warehouse.load(Customer, customers(rows), effective=START)
    kinds: dict[str, type[Any]] = {"no aggregate": PlainSale, "an aggregate": Sale, "distinct": CountedSale}
    for title, model in kinds.items():
        first = sales(0, rows, known)
        yield f"first sales, {title}", seconds(lambda model=model, first=first: warehouse.load(model, first))
    number = count(rows, MORE_SALES)
    for title, model in kinds.items():
        runs = []
        for _ in range(repeats):
            more = sales(next(number), MORE_SALES, known, months=1)
            runs.append(seconds(lambda model=model, more=more: warehouse.load(model, more)))
        yield f"{MORE_SALES:,} more, {title}", statistics.median(runs)
    runs = []
    for version in range(repeats):
        changed = [{"customer_id": i, "region": f"region {50 + version}"} for i in range(min(CORRECTED, known))]
        effective = START + timedelta(days=1 + version)
        runs.append(
            seconds(lambda changed=changed, effective=effective: warehouse.load(Customer, changed, effective=effective))
        )
    yield f"{CORRECTED} customers corrected", statistics.median(runs)
    yield "aggregate verified", seconds(lambda: warehouse.verify(SalesByMonth))


def milestones(warehouse: Warehouse, rows: int, repeats: int) -> Iterator[tuple[str, float]]:
    """Yield the first load of orders and, as a median, what their next step takes."""
    first = orders(rows)
    yield "first orders", seconds(lambda: warehouse.load(Order, first))
    runs = []
    for version in range(1, repeats + 1):
        told = steps(rows, version)
        runs.append(seconds(lambda told=told: warehouse.load(Order, told)))
    yield f"{MOVED_ORDERS:,} orders reach a step", statistics.median(runs)


def trees(warehouse: Warehouse, rows: int, repeats: int) -> Iterator[tuple[str, float]]:
    """Yield the first load of a tree and, as medians, what moves in it take."""
    first = table(f"SELECT i AS number, CASE WHEN i > 0 THEN (i - 1) // 8 END AS above FROM range({rows}) t(i)")
    yield "first units of a tree", seconds(lambda: warehouse.load(Unit, first))
    runs = []
    for version in range(1, repeats + 1):
        moved = table(
            f"SELECT i AS number, (i * 7919 + {version}) % {rows // 16} AS above "
            f"FROM range({rows - min(MOVED_UNITS, rows // 2)}, {rows}) t(i)"
        )
        runs.append(seconds(lambda moved=moved: warehouse.load(Unit, moved)))
    yield f"{MOVED_UNITS:,} leaves move", statistics.median(runs)
    runs = []
    for version in range(repeats):
        part = [{"number": 9, "above": 2 if version % 2 == 0 else 1}]
        runs.append(seconds(lambda part=part: warehouse.load(Unit, part)))
    yield "a 64th of the tree moves", statistics.median(runs)


def holders(first: int, accounts: int, step: int, version: int) -> pa.Table:
    """Return two holders of each of some accounts, others in every version."""
    return table(
        f"SELECT i * {step} AS account, (i * {step} // 10 * 2 + h + {version}) AS holder, "
        f"CAST(CASE h WHEN 0 THEN 0.25 ELSE 0.75 END AS DECIMAL(5, 4)) AS share "
        f"FROM range({first}, {first + accounts}) t(i), range(2) u(h)"
    )


def bridges(warehouse: Warehouse, rows: int, repeats: int) -> Iterator[tuple[str, float]]:
    """Yield the first load of a bridge and, as medians, what changes of hands take."""
    accounts = rows // 2
    first = holders(0, accounts, 1, 0)
    yield "first rows of a bridge", seconds(lambda: warehouse.load(AccountHolders, first, effective=START))
    few = min(CHANGED_ACCOUNTS, accounts)
    for title, sign in (("in order", 1), ("late", -1)):
        runs = []
        for version in range(1, repeats + 1):
            told = holders(0, few, accounts // few, version)
            effective = START + timedelta(days=100 + sign * version)
            runs.append(
                seconds(
                    lambda told=told, effective=effective: warehouse.load(AccountHolders, told, effective=effective)
                )
            )
        yield f"{CHANGED_ACCOUNTS:,} accounts change hands, {title}", statistics.median(runs)
    yield "bridge verified", seconds(lambda: warehouse.verify(AccountHolders))


SCENARIOS = (facts, milestones, trees, bridges)
"""What is measured, in one database after another."""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=__doc__.partition("\n")[0])
    parser.add_argument("--url", help="an empty database; a DuckDB file in a temporary folder by default")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=[s.__name__ for s in SCENARIOS], help="one part of it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(options.url or f"duckdb:///{Path(folder) / 'kinds.duckdb'}", Mart)
        first: dict[str, float] = {}
        shown = Table("rows", "load", "seconds", f"ratio to {options.rows[0]:,}")
        console = Console()
        for rows in options.rows:
            warehouse.drop_all()
            warehouse.create_all()
            for scenario in (s for s in SCENARIOS if options.only in (None, s.__name__)):
                for title, took in scenario(warehouse, rows, options.repeats):
                    ratio = took / first.setdefault(title, took)
                    shown.add_row(f"{rows:,}", title, f"{took:.2f}", f"{ratio:.2f}")
                    console.log(f"{rows:,} {title}: {took:.2f} s")
        warehouse.drop_all()
        warehouse.engine.dispose()
    console.print(shown)


if __name__ == "__main__":
    main()
