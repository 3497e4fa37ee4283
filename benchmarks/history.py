"""What keeping a history costs: `python -m benchmarks.history [--url URL] [--members 100000 1000000]`.

A dimension of some members is filled by a first snapshot. Then, each `--repeats` times and told as medians: a snapshot
with 8 % changes, a feed of 50,000 changes in order, and the same feed with 1 %, 10 % and 50 % of its rows late, which
is to say older than what is on record. Beside the seconds stand the rows that the load wrote into the dimension and
its journal, and the ratio to the first size: the feeds should cost what their rows cost, whatever the dimension's size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.table import Table
from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, LoadResult, Warehouse, attribute, natural_key
from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import dimension_spec

FEED_ROWS = 50_000
"""Changes in each feed."""

CHANGED = 8
"""Percent of the members that a snapshot changes."""

START = datetime(2024, 1, 1)


class Mart(DeclarativeBase):
    """The benchmark's tables."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=1)
    city: Mapped[str | None] = attribute(String(40), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=2)


def customers(ids: pa.Array, version: int) -> pa.Table:
    """Return a row per id; the city depends on `version`, the rest does not."""
    text = ids.cast(pa.string())
    region = pc.subtract(ids, pc.multiply(pc.divide(ids, 50), 50)).cast(pa.string())
    return pa.table(
        {
            "customer_id": ids,
            "name": pc.binary_join_element_wise("customer", text, " "),
            "city": pc.binary_join_element_wise("city", text, str(version), " "),
            "region": pc.binary_join_element_wise("region", region, " "),
        }
    )


def snapshot(members: int, version: int) -> pa.Table:
    """Return all members, the first 8 % of them changed to `version`."""
    changed = members * CHANGED // 100
    moved = customers(pa.array(range(changed), pa.int32()), version)
    return pa.concat_tables([moved, customers(pa.array(range(changed, members), pa.int32()), 0)])


def feed(members: int, version: int, late: int, now: datetime) -> pa.Table:
    """Return changes of members that no snapshot changed, `late` percent of them older than all that is on record."""
    first = members * CHANGED // 100
    step = max((members - first) // FEED_ROWS, 1)
    ids = pa.array(range(first, members, step), pa.int32())[:FEED_ROWS]
    rows = customers(ids, version)
    is_late = pa.array([i % 100 < late for i in range(len(ids))])
    times = pc.if_else(is_late, pa.scalar(START + timedelta(hours=version)), pa.scalar(now))
    return rows.append_column("changed_at", times.cast(pa.timestamp("us")))


def measured(warehouse: Warehouse, load: Callable[[], LoadResult]) -> tuple[float, int]:
    """Return the seconds that a load takes and the rows of dimension and journal that carry its number."""
    started = time.perf_counter()
    result = load()
    seconds = time.perf_counter() - started
    journal = bookkeeping(Mart.metadata).journal(dimension_spec(Customer))
    with warehouse.engine.connect() as connection:
        written = [
            connection.scalar(select(func.count()).select_from(t).where(t.c.load_id == result.load_id)) or 0
            for t in (Customer.__table__, journal)
        ]
    return seconds, sum(written)


def scenarios(warehouse: Warehouse, members: int, repeats: int) -> Iterator[tuple[str, float, float]]:
    """Yield what was done, the median seconds and the median rows written."""
    warehouse.drop_all()
    warehouse.create_all()

    def whole(version: int, day: int) -> tuple[float, int]:
        rows = snapshot(members, version)
        effective = START + timedelta(days=day)
        return measured(warehouse, lambda: warehouse.load(Customer, rows, effective=effective, snapshot=True))

    yield "first snapshot", *whole(0, 1)
    runs = [whole(version, 10 + version) for version in range(1, repeats + 1)]
    yield f"snapshot, {CHANGED} % changed", *(statistics.median(column) for column in zip(*runs, strict=True))
    version = 100
    for late in (0, 1, 10, 50):
        runs = []
        for _ in range(repeats):
            version += 1
            rows = feed(members, version, late, START + timedelta(days=version))
            runs.append(measured(warehouse, lambda rows=rows: warehouse.load(Customer, rows, effective="changed_at")))
        title = "feed in order" if late == 0 else f"feed, {late} % late"
        yield title, *(statistics.median(column) for column in zip(*runs, strict=True))
    warehouse.drop_all()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__.partition("\n")[0])
    parser.add_argument("--url", help="an empty database; a DuckDB file in a temporary folder by default")
    parser.add_argument("--members", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(options.url or f"duckdb:///{Path(folder) / 'history.duckdb'}", Mart)
        first: dict[str, float] = {}
        table = Table("members", "load", "seconds", "rows written", f"ratio to {options.members[0]:,}")
        console = Console()
        for members in options.members:
            for title, seconds, written in scenarios(warehouse, members, options.repeats):
                ratio = seconds / first.setdefault(title, seconds)
                table.add_row(f"{members:,}", title, f"{seconds:.2f}", f"{written:,.0f}", f"{ratio:.2f}")
                console.log(f"{members:,} {title}: {seconds:.2f} s")
        warehouse.engine.dispose()
    console.print(table)


if __name__ == "__main__":
    main()
