"""A program for an environment with PySpark: loads on a cluster whose executors and workers are killed under them."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from benchmarks.cluster import PATIENCE, Cluster, cluster, schema, session
from starschema import LoadResult, Warehouse
from starschema.backends.spark import dbapi
from starschema.model.bookkeeping import bookkeeping
from starschema.model.undoing import finished_query
from starschema.tasks.transient import is_transient
from tests.failures.killers import Killer, Tasks
from tests.failures.loads import at_moment
from tests.failures.retail import Customer, Mart, Sale, load_everything, overlaps, sales, state, warehouse
from tests.failures.test_books_crashes import statuses
from tests.failures.test_crashes import created

SIZE = 8_000

ERRORS = (DBAPIError, dbapi.Error)
"""What a load raises whose statement Spark has given up."""


class Trial:
    """A cluster, and what loads of the mart are to leave behind there.

    Args:
        on: The cluster.
        spark: The session.
        folder: Where the files go.
    """

    def __init__(self, on: Cluster, spark: Any, folder: Path) -> None:
        self.on, self.spark, self.folder = on, spark, folder
        self.tasks = Tasks(spark)
        self.seconds: list[float] = []
        (folder / "sales").mkdir()
        sold = sales(SIZE, SIZE // 8)
        for place in range(4):
            pq.write_table(sold.slice(place * SIZE // 4, SIZE // 4), folder / "sales" / f"{place}.parquet")
        self.sold = f"{folder}/sales/*.parquet"
        url = created(f"duckdb:///{folder}/lived.db")
        self.stages = [shown(url)]
        load = Warehouse.load

        def and_look(*arguments: Any, **options: Any) -> LoadResult:
            result = load(*arguments, **options)
            self.stages.append(shown(url))
            return result

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Warehouse, "load", and_look)
            self.told = numbers(load_everything(url, SIZE, self.sold))
        self.expected = state(url)

    def new(self) -> str:
        """Return the URL of a mart with nothing in it."""
        name = f"mart_{token_hex(4)}"
        return created(schema(self.spark, name, self.folder / name))

    def killer(self, times: int = 1, *, machines: bool = False) -> Killer:
        """Return who kills executors."""
        return Killer(self.on, self.tasks, times, machines=machines)

    def have_workers(self, count: int) -> None:
        """Start workers until there are so many, and wait for their executors."""
        while len(self.on.workers) < count:
            self.on.add_worker()
        deadline = time.monotonic() + PATIENCE
        while len(self.tasks.executors()) < count:
            assert time.monotonic() < deadline, self.tasks.executors()
            time.sleep(0.1)

    def load(self, url: str, killer: Killer | None = None, *, files: bool) -> None:
        """Load everything, perhaps while somebody kills, and check that all is as after loads of which none was."""
        begun = time.monotonic()
        results = load_everything(url, SIZE, self.sold if files else None)
        self.seconds.append(time.monotonic() - begun)
        if killer is not None:
            killer.end()
        if not any(result.repeated for result in results):
            assert numbers(results) == self.told, (results, self.told)
        found = state(url)
        for table, rows in self.expected.items():
            assert found[table] == rows, (table, len(found[table]), len(rows))
        assert overlaps(url) == []
        assert (self.seen(url), steps(url)) == (4, 0)
        told = statuses(url)
        assert told.pop("done") == {"first", "sales", "moved", "late"}
        assert set(told) <= {"failed"}, told

    def seen(self, url: str) -> int:
        """Return how many loads readers see, by the query of the views, of which the catalog keeps none.

        Raises:
            ValueError: They see part of a load.
        """
        return self.stages.index(shown(url, finished_query))


def numbers(results: list[LoadResult]) -> list[LoadResult]:
    """Return what loads did, without what no two have in common."""
    return [replace(result, load_id=0, seconds=0.0) for result in results]


def shown(url: str, query: Callable[..., Any] | None = None) -> list[list[tuple[Any, ...]]]:
    """Return the rows of the dimension and the facts, or those of a query of each and the record of loads under way."""
    mart, found = warehouse(url), []
    with mart.engine.connect() as connection:
        for table in (Customer.__table__, Sale.__table__):
            rows = table if query is None else query(table, bookkeeping(Mart.metadata).undo).subquery()
            columns = [type_coerce(rows.c[c.name], c.type) for c in table.columns if c.name != "load_id"]
            found.append(sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr))
    mart.engine.dispose()
    return found


def steps(url: str) -> int:
    """Return how many steps of loads are still to be undone."""
    mart = warehouse(url)
    with mart.engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(bookkeeping(Mart.metadata).undo))
    mart.engine.dispose()
    return int(found or 0)


@contextmanager
def at(moment: str, occurrence: int, happen: Callable[[], None]) -> Iterator[None]:
    """Have something happen at a moment, as `at_moment` does, of the loads within."""
    print(f"{moment}, {occurrence}", flush=True)
    with pytest.MonkeyPatch.context() as patch:
        at_moment(moment, occurrence, happen, patch.setattr)
        yield


MOMENTS = (
    ("before executors look at the rows", 1, True),
    ("before executors append the rows", 1, True),
    ("after a bulk write", 3, False),
    ("before an update", 1, False),
)


def retried(trial: Trial) -> None:
    """Executors are killed, and Spark does their tasks again, as it does unless told otherwise."""
    for moment, occurrence, files in (*MOMENTS, ("just before the commit", 2, False)):
        killer = trial.killer()
        with at(moment, occurrence, killer.start):
            trial.load(trial.new(), killer, files=files)
    for files in (True, False):
        killer, url = trial.killer(times=2), trial.new()
        delay = random.uniform(0, min(trial.seconds) / 2)
        print(f"after {delay:.3f} s, of {min(trial.seconds):.3f} s at least", flush=True)
        threading.Timer(delay, killer.start).start()
        trial.load(url, killer, files=files)


FAILING = (
    ("before executors append the rows", 1, True),
    ("after executors have appended the rows", 1, True),
    ("before an update", 1, False),
)


def failing(trial: Trial) -> None:
    """Executors are killed, and Spark does no task again."""
    for moment, occurrence, files in FAILING:
        url, killer = trial.new(), trial.killer()
        seen: list[int] = []

        def happen(url: str = url, killer: Killer = killer, seen: list[int] = seen) -> None:
            seen.append(trial.seen(url))
            trial.have_workers(2)
            killer.start()

        with at(moment, occurrence, happen):
            fail(trial, url, files)
        killer.end()
        seen.append(trial.seen(url))
        print(f"  seen: {seen}; {steps(url)} steps", flush=True)
        assert seen[0] == seen[1]
        assert statuses(url)["failed"]
        trial.load(url, files=files)


DYING = (("before a bulk write", 4), ("before a bulk write", 5))


def dying(trial: Trial) -> None:
    """Executors are killed under a load, and while it is undone, and while the next load undoes it."""
    for moment, occurrence in DYING:
        url, killers = trial.new(), [trial.killer() for _ in range(3)]

        def kill(which: int, killers: list[Killer] = killers) -> Callable[[], None]:
            def happen() -> None:
                trial.have_workers(2)
                killers[which].start()

            return happen

        with at(moment, occurrence, kill(0)), at("before a load is undone", 1, kill(1)):
            failure = fail(trial, url)
        (note,) = failure.__notes__
        assert "undone by the next load of any of its tables" in note, note
        seen = [trial.seen(url)]
        assert steps(url)
        with at("before a load is undone", 1, kill(2)):
            fail(trial, url)
        seen.append(trial.seen(url))
        print(f"  seen: {seen}; {steps(url)} steps", flush=True)
        assert seen[0] == seen[1]
        assert steps(url)
        for killer in killers:
            killer.end()
        trial.load(url, files=False)


def losing(trial: Trial) -> None:
    """A worker is killed with its executor, and the other goes on; then all are, and a new one comes."""
    for times, moments in ((1, MOMENTS), (2, MOMENTS[1::2])):
        for moment, occurrence, files in moments:
            trial.have_workers(2)
            killer = trial.killer(times, machines=True)
            with at(moment, occurrence, killer.start):
                trial.load(trial.new(), killer, files=files)
            assert len(trial.on.workers) == 1


def fail(trial: Trial, url: str, files: bool = False) -> BaseException:
    """Load everything, which must fail as an executor has died; return the error."""
    with pytest.raises(ERRORS, match="ExecutorLostFailure") as caught:
        load_everything(url, SIZE, trial.sold if files else None)
    print(f"  {caught.value!r:.200}", flush=True)
    assert "cannot use staging" not in str(caught.value)
    assert is_transient(caught.value)
    return caught.value


ONCE = {"spark_task_maxFailures": "1"}
"""Settings by which Spark gives up a statement one of whose tasks has failed."""

STORIES: dict[str, tuple[Callable[[Trial], None], dict[str, str]]] = {
    "retried": (retried, {}),
    "failing": (failing, ONCE),
    "dying": (dying, ONCE),
    "losing": (losing, {}),
}


def main() -> None:
    """Tell the story that is named."""
    tell, settings = STORIES[sys.argv[1]]
    with tempfile.TemporaryDirectory(prefix="starschema-spark-") as name:
        folder = Path(name)
        # What the driver knows of tasks it is to know at once.
        with cluster(folder, workers=2) as on, session(on, spark_ui_liveUpdate_period="0", **settings) as spark:
            tell(Trial(on, spark, folder))
    print("all is well")


if __name__ == "__main__":
    main()
