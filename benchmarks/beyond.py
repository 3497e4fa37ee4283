"""Beyond one machine: `python -m benchmarks.beyond [--sizes 1000000 4000000 16000000] [--workers 1 2]`.

The same star, the same load of sales, in a DuckDB file and in a DuckLake with its catalog in PostgreSQL and its files
in a folder. In the lake the load is done in parts, so many workers at a time, each with a DuckDB of its own. On Sail,
within this process, tables are of Delta; on a cluster of Spark, of so many workers with a core each, of Iceberg: it is
a program of its own (`benchmarks.on_cluster`), and left out, with the reason, where it cannot be had. The books of both
are in a file of SQLite's. Told are
the medians of `--repeats`, the ratio to DuckDB's time for as many facts, and how the time grew from the size before.
Each load goes into a new warehouse whose dimensions are loaded, and is followed by one of `--then` more sales, which
tells what it costs that others are on record. That all facts are there, and that they add up, is checked after each.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import duckdb
from rich.console import Console
from rich.table import Table
from sqlalchemy import URL, NullPool, Numeric, String, create_engine, func, make_url, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from benchmarks.cluster import environment
from benchmarks.environments import NotInstalled
from benchmarks.growth import in_short
from benchmarks.processes import run
from benchmarks.tasks import MONTHS
from benchmarks.workload import Workload
from starschema import (
    Calendar,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
)

Times = tuple[float, float]
"""Seconds of a load of sales and of the one that follows."""

New = Callable[[Path], tuple[str, Callable[[], None]]]
"""Makes an empty warehouse in a folder; returns its URL and what does away with it."""

SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
"""Where catalogs are made, by default."""


class Mart(DeclarativeBase):
    """The benchmark's tables."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=2)
    city: Mapped[str | None] = attribute(String(40), scd=2)
    segment: Mapped[str | None] = attribute(String(20), scd=2)


class Product(Dimension, Mart):
    """One row per product."""

    product_id: Mapped[int] = natural_key()
    title: Mapped[str | None] = attribute(String(60), scd=1)
    category: Mapped[str | None] = attribute(String(20), scd=1)


class Sale(TransactionFact, Mart, grain="one row per order line", parts=True):
    """What was sold."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at", missing="unknown")
    customer = role(Customer, as_of="sold_at", missing="unknown")
    product = role(Product, missing="unknown")
    quantity: Mapped[int] = measure(unit="each")
    unit_price: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR", additive=False)
    discount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


@dataclass(frozen=True)
class Place:
    """Where the sales are loaded.

    Args:
        name: What the table calls it.
        measure: Loads both as often as told, each time into a new warehouse; returns how long each of the loads took.
    """

    name: str
    measure: Callable[[Workload, Workload, int], list[Times]]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beyond", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 4_000_000, 16_000_000])
    parser.add_argument("--then", type=int, default=1_000_000, help="facts of the load that follows")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--members", type=int, default=100_000, help="customers")
    parser.add_argument("--scattered", action="store_true", help="orders' numbers do not rise")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--server", default=SERVER, help="PostgreSQL in which catalogs may be created")
    parser.add_argument("--memory", type=int, default=2048, help="megabytes of each of Spark's executors")
    parser.add_argument("--only", nargs="+", default=[], help="how names of places begin, besides DuckDB")
    options = parser.parse_args(arguments)
    counts = {n: f"{n} worker{'s'[: n > 1]}" for n in options.workers}
    places = [Place("DuckDB", _here(_duckdb))]
    places += [Place(f"DuckLake, {said}", _here(_lakes(options.server), n)) for n, said in counts.items()]
    places.append(Place("Sail", _here(_sail)))
    places += [Place(f"Spark, {said}", partial(_spark, n, options.memory)) for n, said in counts.items()]
    wanted = ("DuckDB", *options.only) if options.only else ("",)
    places = [place for place in places if place.name.startswith(wanted)]
    seconds: dict[tuple[str, int], Times] = {}
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="beyond-") as folder:
        for size in options.sizes:
            data = Workload(Path(folder, str(size)), size, options.members, scattered=options.scattered)
            data.write()
            more = following(data, options.then)
            more.write_sales()
            for place in places:
                try:
                    first, then = zip(*place.measure(data, more, options.repeats), strict=True)
                except NotInstalled as error:
                    missing[place.name] = str(error)
                    continue
                seconds[place.name, size] = statistics.median(first), statistics.median(then)
                print(
                    f"{place.name}: {in_short(size)}",
                    *(f"{a:.2f} + {b:.2f} s" for a, b in zip(first, then, strict=True)),
                )
    console = Console(width=120)
    console.print(_table(places, options, seconds))
    for name, reason in missing.items():
        console.print(f"{name}: not measured: {reason}")


def following(data: Workload, facts: int) -> Workload:
    """Return the sales that follow others, of the same customers."""
    return replace(data, folder=data.folder / "then", facts=facts, first_order=data.first_order + data.facts)


def _here(new: New, workers: int | None = None) -> Callable[[Workload, Workload, int], list[Times]]:
    """Return what loads within this process."""
    return lambda data, more, repeats: [load(new, workers, data, more) for _ in range(repeats)]


def load(new: New, workers: int | None, data: Workload, more: Workload) -> Times:
    """Load the dimensions, the sales and those that follow; return how long the sales took.

    Args:
        new: Makes the warehouse.
        workers: Parts loaded at a time, or None for a load in one piece.
        data: What is loaded.
        more: What is loaded then.
    """
    with tempfile.TemporaryDirectory(prefix="beyond-") as folder:
        url, drop = new(Path(folder))
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        warehouse.load(Day, start="2024-01-01", end="2024-12-31")
        warehouse.load(Product, data.products)
        for number, month in enumerate(MONTHS[: data.snapshots], 1):
            warehouse.load(Customer, data.customers(number), effective=date.fromisoformat(month), snapshot=True)
        first = _timed(warehouse, workers, data)
        _check(warehouse, [data])
        then = _timed(warehouse, workers, more)
        _check(warehouse, [data, more])
        warehouse.engine.dispose()
        drop()
    return first, then


def _timed(warehouse: Warehouse, workers: int | None, data: Workload) -> float:
    started = time.perf_counter()
    if workers is None:
        warehouse.load(Sale, data.sales)
    else:
        warehouse.load(Sale, data.sales, workers=workers, load_key=f"sales from {data.first_order}")
    return time.perf_counter() - started


def _check(warehouse: Warehouse, loaded: list[Workload]) -> None:
    """Stop if what was loaded is not what the files say."""
    files = [str(data.sales) for data in loaded]
    whole = duckdb.sql(f"SELECT count(*), sum(amount), count(customer_id) FROM read_parquet({files})").fetchone()
    with warehouse.engine.connect() as connection:
        found = connection.execute(select(func.count(), func.sum(Sale.amount)).select_from(Sale)).one()
        known = connection.scalar(select(func.count()).select_from(Sale).where(Sale.__table__.c.customer_key > 0))
    assert whole is not None
    if tuple(found) != whole[:2] or not 0.98 * whole[2] <= (known or 0) <= whole[2]:
        raise SystemExit(f"{warehouse}: loaded {tuple(found)} with {known} customers, the files have {whole}")


def _table(places: list[Place], options: argparse.Namespace, seconds: dict[tuple[str, int], Times]) -> Table:
    sizes = options.sizes
    table = Table(title="Loads of sales")
    then = f"{in_short(options.then)} more"
    for heading in ("Where", "Facts", "Seconds", "Facts a second", "To DuckDB", "To the size before", then):
        table.add_column(heading, justify="left" if heading == "Where" else "right")
    for place in places:
        for position, size in enumerate(sizes):
            if (place.name, size) not in seconds:
                table.add_row(place.name, in_short(size), "-")
                continue
            taken, followed = seconds[place.name, size]
            before = seconds[place.name, sizes[position - 1]][0] if position else None
            table.add_row(
                place.name,
                in_short(size),
                f"{taken:.2f}",
                f"{size / taken:,.0f}",
                f"{taken / seconds['DuckDB', size][0]:.2f}",
                "" if before is None else f"{taken / before:.2f}",
                f"{followed:.2f}",
            )
    return table


def _duckdb(folder: Path) -> tuple[str, Callable[[], None]]:
    return f"duckdb:///{folder}/mart.db", lambda: None


@cache
def _server() -> Any:
    """Start Sail, to run as long as this process: PySpark's clients, at its end, wait minutes for one that is gone."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(port=0)
    server.start(background=True)
    return server


def _sail(folder: Path) -> tuple[str, Callable[[], None]]:
    """Make a schema of Sail's in a session of its own."""
    from pyspark.sql import SparkSession

    host, port = _server().listening_address
    identity = str(uuid4())
    session = SparkSession.builder.remote(f"sc://{host}:{port}/;session_id={identity}").create()
    session.sql(f"CREATE SCHEMA mart LOCATION 'file://{folder}/mart'")
    query = {"session_id": identity, "staging": f"{folder}/staging", "books": f"sqlite:///{folder}/books.db"}
    url = URL.create("spark+connect", host=host, port=port, database="mart", query=query)

    return url.render_as_string(), session.stop


def _spark(workers: int, memory: int, data: Workload, more: Workload, repeats: int) -> list[Times]:
    """Load on a cluster of Spark, which a program of its own starts and ends."""
    sizes = ("--facts", str(data.facts), "--then", str(more.facts), "--members", str(data.members))
    wanted = (
        "--workers",
        str(workers),
        "--memory",
        str(memory),
        "--repeats",
        str(repeats),
        "--data",
        str(data.folder),
        *sizes,
    )
    found: list[Times] = run("benchmarks.on_cluster", wanted, environment=environment())["seconds"]
    return found


def _lakes(server: str) -> New:
    """Return what makes lakes with their catalogs on a server."""

    def new(folder: Path) -> tuple[str, Callable[[], None]]:
        name = f"beyond_{token_hex(4)}"
        catalogs = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with catalogs.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))

        def drop() -> None:
            with catalogs.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

        catalog = make_url(server).set(drivername="ducklake+postgresql", database=name)
        url = catalog.update_query_dict({"data_path": f"{folder}/files/"})
        return url.render_as_string(hide_password=False), drop

    return new


if __name__ == "__main__":
    main()
