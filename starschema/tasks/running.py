"""A flow in one process: what there is to do, one task after another, in the order of the model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
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


def _ready(worker: Worker, names: Sequence[str]) -> list[Task]:
    return worker.ready(task for task in worker.worklist.waiting() if task.feed in names)


def _wait(worker: Worker, names: Sequence[str]) -> bool:
    """Wait a little, if there is anything to wait for; return whether there was."""
    moment = now()
    waiting = worker.worklist.tasks(feeds=names, status="waiting")
    later = [task.due_at for task in worker.ready(waiting)]
    if worker.worklist.tasks(feeds=names, status="running"):
        time.sleep(POLL_SECONDS)
        return True
    if not later:
        return False
    time.sleep(max(0.0, (min(later) - moment).total_seconds()))
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
