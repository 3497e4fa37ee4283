"""Where a load's time goes: `python -m benchmarks.profile [--databases postgresql] [--tasks facts,snapshot]`.

Each load runs `--runs` times; the run of the median time is shown, by thread: what it did longest, how often and how
long, and what of its time went to nothing that is timed here: to Python, or to waiting for another thread. Below stand
those that are measured beside it, in the same rounds: what no load can do without, and what a hand-written one takes.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.engine import Engine

from benchmarks.contestants import CONTESTANTS, DATABASES, OURS, Contestant
from benchmarks.contestants.ours import TASKS
from benchmarks.databases import SERVERS, Place, place
from benchmarks.finished import write_finished
from benchmarks.rounds import run_contestant
from benchmarks.states import Preparation
from benchmarks.workload import Workload
from starschema.backends import backend_for
from starschema.backends.base import Sink
from starschema.load import pieces
from starschema.load.workbench import Workbench

WIDTH = 120
"""Of the output where it goes to a file, so that no figure is cut."""

SHOWN = 0.02
"""The share of a load's time from which on a step has a line of its own."""


@dataclass
class Profile:
    """What the threads of one load have done.

    Args:
        seconds: How long the load took.
        spent: Seconds of each time that a thread did something.
    """

    seconds: float = 0.0
    spent: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    _inside: threading.local = field(default_factory=threading.local)

    @property
    def busy(self) -> bool:
        """Whether this thread is doing something that is timed."""
        return getattr(self._inside, "busy", False)

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Time something; what it does in turn is part of it."""
        if self.busy:
            yield
            return
        self._inside.busy = True
        started = time.perf_counter()
        try:
            yield
        finally:
            self._inside.busy = False
            self.spent[threading.current_thread().name, what].append(time.perf_counter() - started)

    def timed(self, what: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return `call`, timed."""

        def wrapped(*given: Any, **named: Any) -> Any:
            with self.doing(what):
                return call(*given, **named)

        return wrapped


class TimedDuck:
    """A connection to DuckDB whose statements are timed."""

    def __init__(self, profile: Profile, duck: Any) -> None:
        self._profile = profile
        self._duck = duck

    def __getattr__(self, name: str) -> Any:
        return getattr(self._duck, name)

    def __enter__(self) -> TimedDuck:
        self._duck.__enter__()
        return self

    def __exit__(self, *given: Any) -> Any:
        return self._duck.__exit__(*given)

    def duplicate(self) -> TimedDuck:
        """Return another connection to the same database, timed too."""
        return TimedDuck(self._profile, self._duck.duplicate())

    def commit(self) -> None:
        """Commit."""
        self._profile.timed("COMMIT", self._duck.commit)()

    def execute(self, query: str, *given: Any) -> Any:
        """Run a statement."""
        return self._profile.timed(named(query), self._duck.execute)(query, *given)


def unnumbered(name: str) -> str:
    """Return a working table's name without the number that tells it from others."""
    return re.sub("_?[0-9]+$", "", name)


def named(statement: str) -> str:
    """Return what a statement does, without the names of its columns.

    >>> named('CREATE OR REPLACE TEMP TABLE "judged" AS SELECT 1')
    'judged = …'
    >>> named("UPDATE dim_customer SET is_current=false")
    'UPDATE dim_customer'
    """
    text = " ".join(statement.replace('"', "").replace("`", "").split())
    if made := re.match(r"CREATE (?:OR REPLACE )?TEMP(?:ORARY)? (?:TABLE|VIEW) (\w+)", text):
        return f"{unnumbered(made[1])} = …"
    if (verb := re.match(r"(INSERT INTO|UPDATE|DELETE FROM) (\w+)", text)) is not None:
        return f"{verb[1]} {verb[2]}"
    if re.match("SELECT", text) and (read := re.search(r" FROM (\w+)", text)):
        return f"SELECT … FROM {unnumbered(read[1])}"
    return " ".join(text.split()[:2])


@contextmanager
def profiled(url: str) -> Iterator[Profile]:
    """Time what loads into the database of `url` do, as long as the block runs."""
    found = Profile()
    engine = create_engine(url)
    backend = type(backend_for(engine))
    with ExitStack() as stack:
        stack.enter_context(_statements(found))
        dialect = type(engine.dialect)
        stack.enter_context(patch.object(dialect, "do_commit", found.timed("COMMIT", dialect.do_commit)))
        stack.enter_context(patch.object(Workbench, "__init__", _with_timed_duck(found)))
        stack.enter_context(patch.object(pieces, "_cast", _timed_pieces(found)))
        stack.enter_context(patch.object(backend, "sink", _timed_sink(found, backend.sink)))
        for way, title, place_of_name in (("write", "in", 1), ("send", "in", 1), ("fetch", "out", 4)):
            if not backend.in_place:
                timed = _timed_bulk(found, getattr(backend, way), title, place_of_name)
                stack.enter_context(patch.object(backend, way, timed))
        yield found
    engine.dispose()


def _with_timed_duck(found: Profile) -> Callable[..., None]:
    real = Workbench.__init__

    def made(self: Workbench, backend: Any, warehouse: Any, duck: Any) -> None:
        real(self, backend, warehouse, TimedDuck(found, duck))  # type: ignore[arg-type]

    return made


def _timed_bulk(found: Profile, real: Callable[..., Any], title: str, name: int) -> Callable[..., Any]:
    def timed(self: Any, *given: Any, **named: Any) -> Any:
        table = getattr(given[name], "fullname", None) or getattr(given[name], "name", given[name])
        with found.doing(f"bulk path {title}: {unnumbered(table)}"):
            return real(self, *given, **named)

    return timed


def _timed_sink(found: Profile, real: Callable[..., Sink]) -> Callable[..., Sink]:
    def timed(self: Any, connection: Any, table: Any, *given: Any) -> Sink:
        sink = real(self, connection, table, *given)
        return replace(sink, write=found.timed(f"bulk path in: {table.name}", sink.write))

    return timed


def _timed_pieces(found: Profile) -> Callable[..., Generator[Any, None, None]]:
    real = pieces._cast

    def timed(*given: Any) -> Generator[Any, None, None]:
        made = real(*given)
        while (piece := found.timed("read and cast a piece", next)(made, None)) is not None:
            yield piece

    return timed


@contextmanager
def _statements(found: Profile) -> Iterator[None]:
    """Time SQLAlchemy's statements."""
    began = threading.local()

    def before(*_: Any) -> None:
        began.at = time.perf_counter()

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not found.busy:
            found.spent[threading.current_thread().name, named(statement)].append(time.perf_counter() - began.at)

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)


def profile_of(where: Place, start: str, task: str, data: Workload) -> Profile:
    """Profile one of our loads, on a copy of a prepared database."""
    url = where.copy(start)
    try:
        where.calm()
        load = TASKS[task](url, data.folder)
        with profiled(url) as found:
            started = time.perf_counter()
            load()
            found.seconds = time.perf_counter() - started
        return found
    finally:
        where.drop(url)


def seconds_of(contestant: Contestant, where: Place, start: str, task: str, data: Workload) -> float:
    """Return how long another takes for it, on a copy of the same."""
    url = where.copy(start)
    try:
        where.calm()
        told = run_contestant(contestant, task, url, data.folder, Path(sys.executable))
        return float(told["seconds"])
    finally:
        where.drop(url)


def shown(found: Profile, others: dict[str, list[float]], title: str) -> Table:
    """Return the table of one load."""
    table = Table(title=title, title_justify="left")
    for name in ("thread", "what"):
        table.add_column(name, no_wrap=True)
    for name in ("times", "seconds", "share"):
        table.add_column(name, justify="right")

    def add(thread: str, what: str, times: str, seconds: float) -> None:
        table.add_row(thread, what, times, f"{seconds:.3f}", f"{seconds / found.seconds:.0%}")

    threads = sorted({thread for thread, _ in found.spent}, key=lambda thread: thread != "MainThread")
    for thread in threads:
        steps = {what: spans for (of, what), spans in found.spent.items() if of == thread}
        long = {what: spans for what, spans in steps.items() if sum(spans) >= SHOWN * found.seconds}
        for what, spans in sorted(long.items(), key=lambda step: -sum(step[1])):
            add(thread, what, str(len(spans)), sum(spans))
        short = [spans for what, spans in steps.items() if what not in long]
        if short:
            add(thread, "the other statements", str(sum(map(len, short))), sum(map(sum, short)))
        add(thread, "Python, or waiting for another thread", "", found.seconds - sum(map(sum, steps.values())))
    add("", "the load", "", found.seconds)
    table.add_section()
    for who, runs in others.items():
        add("", who, "", statistics.median(runs))
    return table


def main() -> None:
    """Profile what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__.partition("\n")[0])
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5, help="of which the one of the median time is shown")
    parser.add_argument("--databases", default="postgresql,mariadb,duckdb", help=", ".join(DATABASES))
    parser.add_argument("--tasks", default="facts,snapshot")
    for kind, url in SERVERS.items():
        parser.add_argument(f"--{kind}", metavar="URL", default=url, help=f"a server (default: {url})")
    options = parser.parse_args()
    console = Console(log_path=False)
    if not console.is_terminal:
        console.width = WIDTH
    with tempfile.TemporaryDirectory(prefix="starschema-profile-") as name:
        data = Workload(Path(name) / "loads", options.facts, options.members)
        data.write()
        for kind in options.databases.split(","):
            url = getattr(options, kind, None) or f"{kind}:///"
            where = place(make_url(url).render_as_string(hide_password=False), Path(name))
            try:
                states = Preparation([where], Path(name), console.log).states(where, data)
                write_finished(states.dimensions, data)
                for task in options.tasks.split(","):
                    console.print(_profiled(where, states.before(task), task, data, options.runs))
            finally:
                where.close()


def _profiled(where: Place, start: str, task: str, data: Workload, runs: int) -> Table:
    rivals = [
        c for c in CONTESTANTS if c.database == where.name and task in c.tasks and c.name != OURS and not c.packages
    ]
    others: dict[str, list[float]] = {each.name: [] for each in rivals}
    profiles: list[Profile] = []
    profile_of(where, start, task, data)  # the first load of a process compiles and imports, and does not count
    for _ in range(runs):
        profiles.append(profile_of(where, start, task, data))
        for each in rivals:
            others[each.name].append(seconds_of(each, where, start, task, data))
    profiles.sort(key=attrgetter("seconds"))
    return shown(profiles[len(profiles) // 2], others, f"{where.name}, {task}")


if __name__ == "__main__":
    main()
