"""What a flow on Celery costs and gains: `python -m benchmarks.flow [--url URL] [--broker URL] [--rows 1000000]`.

Three questions, each told as the best of `--repeats`: what Celery adds to one load of so many rows, landing included,
against `Warehouse.load` of the same file; how much faster two processes are than one on eight files; and how many
loads of ten rows a worker does in a minute. Workers are up and have loaded something before the clock starts; that
all rows are there, once, is checked after it stops. Beside the seconds stands what
processors worked for it (on Linux): the loading processes, and PostgreSQL's if it is on this machine. Where one process
keeps most of them busy, two cannot gain much; `--only cores` gives one process one core, with its part of the server,
and two processes two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet
from rich.console import Console
from rich.table import Table
from sqlalchemy import Numeric, String, create_engine, func, make_url, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from benchmarks.databases import SERVERS
from starschema import Dimension, Flow, TransactionFact, Warehouse, attribute, degenerate, measure, natural_key, role
from starschema.tasks.worker import Worker

FILES = 8
"""Files for the question of two processes."""

MEMBERS = 1000
"""Customers that the sales are to."""

Running = subprocess.Popen[bytes]

TOLD = ("BENCHMARK_FOLDER", "BENCHMARK_FLOW", "BENCHMARK_BROKER", "BENCHMARK_URL")
"""Variables that tell a worker what to do."""


class Mart(DeclarativeBase):
    """The benchmark's tables."""


class Customer(Dimension, Mart):
    """One row per customer."""

    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(40), scd=1)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    """What was sold."""

    sale_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer)
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


def sales(first: int, rows: int) -> pa.Table:
    """Return sales numbered from `first`."""
    numbers = pa.array(range(first, first + rows), pa.int64())
    member = pc.add(pc.subtract(numbers, pc.multiply(pc.divide(numbers, MEMBERS), MEMBERS)), 1)
    return pa.table(
        {
            "sale_no": numbers,
            "sold_at": pa.array([datetime(2024, 1, 1)] * rows),
            "customer_id": member,
            "amount": member.cast(pa.decimal128(21, 2)),
        }
    )


def flow_of(folder: Path, name: str) -> Flow:
    """Return the flow that loads every file of `folder`."""
    flow = Flow(name, Mart, landing=folder.parent / f"landing-{name}")
    flow.feed(Sale, str(folder / "*.parquet"))
    return flow


def __getattr__(name: str) -> Any:
    """Make a worker's app when it is asked for."""
    if name != "app":
        raise AttributeError(name)
    folder, flow, broker, url = (os.environ[variable] for variable in TOLD)
    return flow_of(Path(folder), flow).celery(broker=broker, url=url, sweep=1.0)


class Place:
    """Where the benchmark loads: an empty warehouse for each measurement.

    Args:
        url: A server, or `sqlite://`.
        scratch: A folder.
    """

    def __init__(self, url: str, scratch: Path) -> None:
        self.server = make_url(url)
        self.scratch = scratch
        self.made: list[str] = []

    def empty(self) -> Warehouse:
        """Return an empty warehouse with its customers."""
        name = f"starschema_flow_{token_hex(4)}"
        if self.server.get_backend_name() == "sqlite":
            url = f"sqlite:///{self.scratch}/{name}.db"
        else:
            self._run(f"CREATE DATABASE {name}")
            self.made.append(name)
            url = self.server.set(database=name).render_as_string(hide_password=False)
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        warehouse.load(Customer, [{"customer_id": n + 1, "city": "Oslo"} for n in range(MEMBERS)])
        return warehouse

    def drop(self) -> None:
        """Drop what was made."""
        for name in self.made:
            self._run(f"DROP DATABASE {name}")

    def _run(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def worker(place: Place, broker: str, folder: Path, processes: int) -> Iterator[tuple[Flow, Any, Warehouse, Running]]:
    """Start a worker of so many processes, each of which has loaded something."""
    warehouse = place.empty()
    name = f"bench-{token_hex(4)}"
    url = warehouse.engine.url.render_as_string(hide_password=False)
    os.environ.update(dict(zip(TOLD, (str(folder), name, broker, url), strict=True)))
    for n in range(processes):
        parquet.write_table(sales(-(n + 1) * 10, 10), folder / f"warm{n}.parquet")
    flow = flow_of(folder, name)
    app = flow.celery(broker=broker, url=url, sweep=1.0)
    command = ["celery", "-A", "benchmarks.flow:app", "worker", "-B", "-c", str(processes), "-l", "WARNING"]
    with (place.scratch / "worker.log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *command, "-s", str(place.scratch / f"beat-{name}"), "-n", f"{name}@%h"],
            stdout=log,
            stderr=log,
        )
    try:
        finish(flow, app, warehouse, processes, running)
        yield flow, app, warehouse, running
    finally:
        running.terminate()
        running.wait()
        app.close()
        warehouse.engine.dispose()


class Took(NamedTuple):
    """What something took.

    Args:
        seconds: By the clock.
        worked: Seconds that processors worked for it; 0 where nothing tells.
    """

    seconds: float
    worked: float


class Clock:
    """How long something takes, and how long processors work for it.

    Args:
        warehouse: Where it loads.
        worker: The process that does it with its children, if it is not this one.
    """

    def __init__(self, warehouse: Warehouse, worker: Running | None = None) -> None:
        self._processes = lambda: busy_with(warehouse, os.getpid() if worker is None else worker.pid)
        self._before = {pid: worked(pid) for pid in self._processes()}
        self._started = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self._started

    def stop(self) -> Took:
        """Return what it took."""
        seconds = self.elapsed
        return Took(seconds, sum(worked(pid) - self._before.get(pid, 0.0) for pid in self._processes()))


def busy_with(warehouse: Warehouse, pid: int) -> set[int]:
    """Return a process, its children, and those of the server that serve them, as far as they are here to be seen."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = {pid, *(map(int, listed.read_text().split()) if listed.exists() else ())}
    url = warehouse.engine.url
    if url.get_backend_name() == "postgresql" and url.host in ("127.0.0.1", "localhost", None):
        with warehouse.engine.connect() as connection:
            asked = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            found.update(connection.scalars(asked))
    return found


def worked(pid: int) -> float:
    """Return how many seconds processors have worked for a process."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pin(pids: set[int], core: int) -> None:
    """Have processes run on one core."""
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


def finish(flow: Flow, app: Any, warehouse: Warehouse, tasks: int, running: Running) -> Took:
    """Start a flow, wait until so many tasks are done, and return how long that took."""
    worklist = Worker(flow, warehouse).worklist
    clock = Clock(warehouse, running)
    flow.start(app)
    while True:
        counts = worklist.counts().get("sale", {})
        if counts.get("done", 0) >= tasks:
            return clock.stop()
        if counts.get("failed") or running.poll() is not None:
            raise SystemExit(f"the flow failed: {[task.error for task in flow.tasks(warehouse, status='failed')]}")
        # To look costs something too: not more often than a hundredth of the time can tell.
        time.sleep(max(0.02, clock.elapsed / 100))


def check(warehouse: Warehouse, rows: int) -> None:
    """Make sure that every sale is there."""
    with warehouse.engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(Sale).where(Sale.sale_no >= 0))
    if found != rows:
        raise SystemExit(f"{found} sales are there, and {rows} were given")


def files(folder: Path, count: int, rows: int) -> Path:
    """Make a folder, and have so many files of so many rows altogether moved into it later."""
    folder.mkdir(parents=True)
    (folder / "kept").mkdir()
    each = rows // count
    for n in range(count):
        parquet.write_table(sales(n * each, each), folder / "kept" / f"{n}.parquet")
    return folder


def arrive(folder: Path) -> None:
    """Have the files arrive."""
    for file in (folder / "kept").iterdir():
        file.rename(folder / file.name)


def by_celery(
    place: Place, broker: str, name: str, count: int, rows: int, processes: int, *, core: int | None = None
) -> Took:
    """Return how long so many files take so many processes, on one core if one is named."""
    folder = files(place.scratch / f"{name}-{token_hex(3)}", count, rows)
    with worker(place, broker, folder, processes) as (flow, app, warehouse, running):
        if core is not None:
            pin(busy_with(warehouse, running.pid), core)
        arrive(folder)
        took = finish(flow, app, warehouse, count + processes, running)
        check(warehouse, rows)
    return took


def by_hand(place: Place, rows: int) -> Took:
    """Return how long `Warehouse.load` takes with the same file, in a process that has loaded something."""
    warehouse = place.empty()
    file = place.scratch / f"by-hand-{token_hex(3)}.parquet"
    parquet.write_table(sales(0, rows), file)
    clock = Clock(warehouse)
    warehouse.load(Sale, file)
    took = clock.stop()
    check(warehouse, rows)
    warehouse.engine.dispose()
    return took


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flow", description=__doc__)
    parser.add_argument("--url", default=SERVERS["postgresql"], help="a server, or sqlite://")
    parser.add_argument("--broker", default="amqp://guest:guest@127.0.0.1:5672//", help="Celery's; files: for a folder")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large load")
    parser.add_argument("--small", type=int, default=1000, help="how many small loads")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("large", "files", "small", "cores"), help="one of the questions")
    options = parser.parse_args()
    shown = Table("what", "seconds", "worked", "that is")
    with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
        place = Place(options.url, Path(scratch))
        broker = f"filesystem://{scratch}/broker" if options.broker == "files:" else options.broker
        try:
            for what, took, meaning in answers(place, broker, options):
                shown.add_row(what, f"{took.seconds:.2f}", f"{took.worked:.2f}", meaning)
        finally:
            place.drop()
    Console(width=100).print(shown)


def answers(place: Place, broker: str, options: argparse.Namespace) -> Iterator[tuple[str, Took, str]]:
    """Yield what was measured, what it took, and what that means."""
    rows, repeats = options.rows, range(options.repeats)
    if options.only in (None, "large"):
        plain = min(by_hand(place, rows) for _ in repeats)
        one = min(by_celery(place, broker, "one", 1, rows, 1) for _ in repeats)
        yield f"{rows:,} rows by Warehouse.load", plain, ""
        yield "the same by Celery", one, f"{100 * (one.seconds / plain.seconds - 1):+.1f} %"
    if options.only in (None, "files"):
        alone = min(by_celery(place, broker, "eight", FILES, rows, 1) for _ in repeats)
        both = min(by_celery(place, broker, "two", FILES, rows, 2) for _ in repeats)
        yield f"in {FILES} files, one process", alone, ""
        yield f"in {FILES} files, two processes", both, f"{alone.seconds / both.seconds:.2f} times as fast"
    if options.only == "cores":
        single = min(by_celery(place, broker, "core", FILES, rows, 1, core=0) for _ in repeats)
        double = min(by_celery(place, broker, "two", FILES, rows, 2) for _ in repeats)
        yield f"in {FILES} files, one process on one core", single, ""
        yield f"in {FILES} files, two processes on all", double, f"{single.seconds / double.seconds:.2f} times as fast"
    if options.only in (None, "small"):
        small = by_celery(place, broker, "small", options.small, options.small * 10, 2)
        yield f"{options.small:,} loads of 10 rows", small, f"{60 * options.small / small.seconds:,.0f} a minute"


if __name__ == "__main__":
    main()
