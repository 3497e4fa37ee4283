"""What hash keys cost beside counted ones: `python -m benchmarks.hashes [--url URL] [--members N] [--facts N]`.

The same loads of the same rows into two models that differ in `surrogate=` only, one after the other and several times,
each in a database without tables: members of a composite natural key, a snapshot with 8 % of them changed, sales by the
version of their time, and a tenth as many that name members nobody knows. Told are medians, and what a load by hashes
takes of what one by counted keys does.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import duckdb
from rich.console import Console
from rich.table import Table
from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, Warehouse, attribute, degenerate, measure, natural_key, role

CHANGED = 12
"""Of so many members one is changed in the second snapshot."""


def shop(surrogate: Literal["number", "hash"]) -> SimpleNamespace:
    """Return a star whose keys are counted, or hashes."""

    class Mart(DeclarativeBase):
        """Every table."""

    class Customer(Dimension, Mart, surrogate=surrogate):
        """One row per version of a customer."""

        shop: Mapped[str] = natural_key(String(8))
        number: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(40), scd=1)
        city: Mapped[str | None] = attribute(String(40), scd=2)

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        """What was sold."""

        order_no: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        customer = role(Customer, as_of="sold_at")
        amount: Mapped[Decimal] = measure(Numeric(14, 2))

    return SimpleNamespace(Mart=Mart, Customer=Customer, Sale=Sale)


def write(folder: Path, members: int, facts: int) -> dict[str, str]:
    """Write what is loaded as Parquet files, and return their names."""
    customer = f"'shop ' || i % 7 AS shop, i AS number, 'name ' || i AS name FROM range({members}) t(i)"
    named = "'shop ' || c % 7 AS shop, c AS number, CAST(i % 10000 AS DECIMAL(14, 2)) / 100 AS amount"
    sold = "TIMESTAMP '2024-01-01' + to_minutes((i % 86400)::INT) AS sold_at"
    parts = {
        "members": f"SELECT 'city ' || i % 500 AS city, {customer}",
        "snapshot": f"SELECT 'city ' || (i + (i % {CHANGED} = 0)::INT) % 500 AS city, {customer}",
        "facts": f"SELECT i AS order_no, {sold}, {named} "
        f"FROM (SELECT i, i * 31 % {members} AS c FROM range({facts}) t(i))",
        "inferring": f"SELECT {facts} + i AS order_no, {sold}, {named} "
        f"FROM (SELECT i, {members} + i AS c FROM range({facts // 10}) t(i))",
    }
    names = {}
    with duckdb.connect() as connection:
        for name, query in parts.items():
            names[name] = str(folder / f"{name}.parquet")
            connection.execute(f"COPY ({query}) TO '{names[name]}' (FORMAT parquet)")
    return names


def loads(url: str, model: SimpleNamespace, files: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Yield how long each load takes, in a database whose tables are made anew."""
    warehouse = Warehouse(url, model.Mart)
    warehouse.drop_all()
    warehouse.create_all()
    told: list[tuple[str, Any, dict[str, Any]]] = [
        ("members", model.Customer, {"effective": date(2024, 1, 1), "snapshot": True}),
        ("snapshot", model.Customer, {"effective": date(2024, 2, 1), "snapshot": True}),
        ("facts", model.Sale, {}),
        ("inferring", model.Sale, {}),
    ]
    for name, cls, options in told:
        started = time.perf_counter()
        warehouse.load(cls, files[name], **options)
        yield name, time.perf_counter() - started
    for cls in (model.Customer, model.Sale):
        if not (found := warehouse.verify(cls)):
            raise AssertionError(found)
    warehouse.drop_all()
    warehouse.engine.dispose()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hashes", description=__doc__.partition("\n")[0])
    parser.add_argument("--url", help="an empty database; a DuckDB file in a temporary folder by default")
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    titles = {
        "members": f"{options.members:,} members, first",
        "snapshot": "a snapshot of them, 8 % changed",
        "facts": f"{options.facts:,} facts",
        "inferring": f"{options.facts // 10:,} facts of as many unknown members",
    }
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), options.members, options.facts)
        for run in range(options.repeats + 1):
            for surrogate in ("number", "hash") if run % 2 == 0 else ("hash", "number"):
                url = options.url or f"duckdb:///{Path(folder) / f'{surrogate}_{run}.duckdb'}"
                for name, seconds in loads(url, shop(surrogate), files):
                    if run:  # the first warms up
                        took[name, surrogate].append(seconds)
    shown = Table("load", "counted", "hashes", "ratio")
    for name, title in titles.items():
        counted, hashed = (statistics.median(took[name, surrogate]) for surrogate in ("number", "hash"))
        shown.add_row(title, f"{counted:.2f} s", f"{hashed:.2f} s", f"{hashed / counted:.2f}")
    Console().print(shown)


if __name__ == "__main__":
    main()
