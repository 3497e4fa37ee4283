"""A flow in one process, one task after another in the order of the model; or watched as other processes do it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from starschema.load.log import now
from starschema.tasks.report import FlowResult, Report
from starschema.tasks.task import Task
from starschema.tasks.worker import Worker

POLL_SECONDS = 1.0
"""How often to look what became of the work of other processes."""

Told = Callable[[int, int, str], None]
"""Told how many tasks are done, of how many, and what is being done."""


def run_here(worker: Worker, names: Sequence[str], *, progress: bool) -> FlowResult:
    """Do all work that is asked for, of the feeds `names`; return what was done.

    What other processes are doing is waited for, and what is to be tried again later too.
    """
    started = time.perf_counter()
    reports: list[Report] = []
    with _bar(worker.flow.name) if progress else _silent() as told:
        while True:
            worker.worklist.take_over(worker.worklist.tasks(status="running"), worker.flow.max_attempts)
            ready = _ready(worker, names)
            for n, task in enumerate(ready):
                told(len(reports), len(reports) + len(ready) - n, f"{task.feed}, {task.piece}")
                report = worker.do(task.task_id)
                if report is not None:
                    reports.append(report)
            if not ready and not _wait(worker, names):
                break
    left = _left(worker, names)
    return FlowResult(worker.flow.name, tuple(names), tuple(reports), left, time.perf_counter() - started)


def watch(
    worker: Worker, names: Sequence[str], numbers: Collection[str], began: dt.datetime, *, wait: bool, progress: bool
) -> FlowResult:
    """Wait until other processes have done some tasks, or can do no more; return what became of these.

    Args:
        worker: What sees the worklist.
        names: The feeds that the tasks are of, and those that they wait for.
        numbers: The tasks.
        began: When they were asked for: a load that was over by then is a repeated one.
        wait: Whether to wait, rather than only look.
        progress: Show a progress bar on the terminal, that counts tasks.
    """
    started = time.perf_counter()
    with _bar(worker.flow.name) if progress else _silent() as told:
        while True:
            over = _over(worker, names, numbers)
            told(len(over), len(numbers), ", ".join(f"{task.feed}, {task.piece}" for task in over[-1:]))
            if not wait or len(over) == len(numbers) or not _wait(worker, names, least=POLL_SECONDS):
                break
    reports = worker.reports(_over(worker, names, numbers), began)
    return FlowResult(worker.flow.name, tuple(names), reports, _left(worker, names), time.perf_counter() - started)


def _over(worker: Worker, names: Sequence[str], numbers: Collection[str]) -> list[Task]:
    """Return those of some tasks that nobody does any more by itself, the last one last."""
    meant = set(numbers)
    over = [task for task in worker.worklist.tasks(feeds=names) if task.task_id in meant and task.is_over]
    return sorted(over, key=lambda task: task.finished_at or task.asked_at)


def _ready(worker: Worker, names: Sequence[str]) -> list[Task]:
    return worker.ready(task for task in worker.worklist.waiting() if task.feed in names)


def _wait(worker: Worker, names: Sequence[str], *, least: float = 0.0) -> bool:
    """Wait a little, at least so many seconds, if there is anything to wait for; return whether there was."""
    moment = now()
    waiting = worker.worklist.tasks(feeds=names, status="waiting")
    later = [task.due_at for task in worker.ready(waiting)]
    if worker.worklist.tasks(feeds=names, status="running"):
        time.sleep(POLL_SECONDS)
        return True
    if not later:
        return False
    time.sleep(max(least, (min(later) - moment).total_seconds()))
    return True


def _left(worker: Worker, names: Sequence[str]) -> dict[str, str]:
    """Return what is left to do, and what it waits for."""
    found: dict[str, str] = {}
    for task in worker.worklist.tasks(feeds=names, status="waiting"):
        others = ", ".join(worker.waits_for(task))
        found.setdefault(task.feed, f"waits for {others}" if others else "waits")
    return found


@contextmanager
def _silent() -> Iterator[Told]:
    yield lambda done, total, what: None


@contextmanager
def _bar(flow: str) -> Iterator[Told]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), transient=True) as bar:
        shown = bar.add_task(flow, total=None)
        yield lambda done, total, what: bar.update(shown, completed=done, total=total, description=what)
