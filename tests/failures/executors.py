"""A program for an environment with PySpark: loads on a cluster whose executors are killed under them.

An executor is stopped while it has a task, and killed once what it had said by then has not ended the task.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from benchmarks.cluster import Cluster, cluster, schema, session
from starschema import LoadResult, Warehouse
from starschema.backends.spark import dbapi
from starschema.model.bookkeeping import bookkeeping
from starschema.model.undoing import finished_query
from tests.failures.loads import at_moment
from tests.failures.retail import Customer, Mart, Sale, load_everything, overlaps, sales, state, warehouse
from tests.failures.test_books_crashes import statuses
from tests.failures.test_crashes import created

SIZE = 8_000

ERRORS = (DBAPIError, dbapi.Error)
"""What a load raises whose statement Spark has given up."""


@dataclass(frozen=True)
class Task:
    """An attempt at a task, as the driver knows it."""

    stage: int
    attempt: int
    number: int
    executor: str


class Tasks:
    """What the driver knows of tasks.

    Args:
        spark: The session.
    """

    def __init__(self, spark: Any) -> None:
        self._tracker = spark.sparkContext.statusTracker()
        self._store = spark.sparkContext._jsc.sc().statusStore()

    def running(self) -> list[Task]:
        """Return those under way."""
        found = []
        for stage in self._tracker.getActiveStageIds():
            if (told := self._tracker.getStageInfo(stage)) is not None:
                attempt = told.currentAttemptId
                each = [task for task in self._of(stage, attempt) if task.status() == "RUNNING"]
                found += [Task(stage, attempt, task.taskId(), task.executorId()) for task in each]
        return found

    def became(self, task: Task) -> tuple[str, str]:
        """Return the status of a task, and its error."""
        (told,) = (each for each in self._of(task.stage, task.attempt) if each.taskId() == task.number)
        return told.status(), str(told.errorMessage())

    def executors(self) -> dict[str, int]:
        """Return the executors that live, and how many tasks each has been given."""
        listed = self._store.executorList(True)
        each = [listed.apply(place) for place in range(listed.size())]
        return {one.id(): one.totalTasks() for one in each if one.id() != "driver"}

    def _of(self, stage: int, attempt: int) -> list[Any]:
        listed = self._store.taskList(stage, attempt, 1000)
        return [listed.apply(place) for place in range(listed.size())]


class Killer(threading.Thread):
    """Kills executors in the midst of tasks, the first that it finds once it is started.

    Args:
        on: The cluster.
        tasks: What the driver knows.
        times: How many it kills, one after another.
    """

    def __init__(self, on: Cluster, tasks: Tasks, times: int = 1) -> None:
        super().__init__(daemon=True)
        self.on, self.tasks, self.times = on, tasks, times
        self.killed: list[Task] = []
        self._over = threading.Event()

    def run(self) -> None:
        """Kill, until as many are dead as wanted, or it is over."""
        while len(self.killed) != self.times and not self._over.is_set():
            for task in self.tasks.running()[:1]:
                # Long enough that the executor has begun: of what it has not, Spark counts no failure.
                time.sleep(random.uniform(0.01, 0.03))
                with suppress(ProcessLookupError):
                    self._kill(task)

    def end(self) -> None:
        """Have it kill no more, and check that it has killed, and that the tasks failed by it."""
        self._over.set()
        if self.ident is not None:
            self.join()
        assert len(self.killed) == self.times, f"{len(self.killed)} executors were killed in the midst of a task"
        for task in self.killed:
            status, error = self.tasks.became(task)
            print(f"  {task}: {error.splitlines()[0]}", flush=True)
            assert (status, "ExecutorLostFailure" in error) == ("FAILED", True), (status, error)
            assert task.executor not in self.tasks.executors(), self.tasks.executors()

    def _kill(self, task: Task) -> None:
        executor = process_of(self.on, task.executor)
        os.kill(executor, signal.SIGSTOP)
        time.sleep(0.2)  # what it has said before is known to the driver then
        if self.tasks.became(task)[0] != "RUNNING":
            os.kill(executor, signal.SIGCONT)
            return
        os.kill(executor, signal.SIGKILL)
        self.killed.append(task)


def process_of(on: Cluster, executor: str) -> int:
    """Return the process of an executor.

    Raises:
        ProcessLookupError: There is none any more.
    """
    for worker in on.workers:
        for listed in Path(f"/proc/{worker.pid}/task").glob("*/children"):
            with suppress(OSError):
                for pid in listed.read_text().split():
                    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if (
                        b"--executor-id" in command
                        and command[command.index(b"--executor-id") + 1].decode() == executor
                    ):
                        return int(pid)
    raise ProcessLookupError(f"executor {executor} has no process")


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

    def killer(self, times: int = 1) -> Killer:
        """Return who kills executors."""
        return Killer(self.on, self.tasks, times)

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


RETRIED = (
    ("before executors look at the rows", 1, True),
    ("before executors append the rows", 1, True),
    ("after a bulk write", 3, False),
    ("before an update", 1, False),
    ("just before the commit", 2, False),
)


def retried(trial: Trial) -> None:
    """Executors are killed, and Spark does their tasks again, as it does unless told otherwise."""
    for moment, occurrence, files in RETRIED:
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
            killer.start()

        failure = None
        with at(moment, occurrence, happen):
            try:
                load_everything(url, SIZE, trial.sold if files else None)
            except ERRORS as error:
                failure = error
        killer.end()
        seen.append(trial.seen(url))
        print(f"  seen: {seen}; {steps(url)} steps; {failure!r:.200}", flush=True)
        assert "ExecutorLostFailure" in str(failure)
        assert "cannot use staging" not in str(failure)
        assert seen[0] == seen[1]
        assert statuses(url)["failed"]
        trial.load(url, files=files)


STORIES: dict[str, tuple[Callable[[Trial], None], dict[str, str]]] = {
    "retried": (retried, {}),
    "failing": (failing, {"spark_task_maxFailures": "1"}),
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
