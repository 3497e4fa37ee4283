"""What people do to a flow's work: try again, call off, load again from the landing, fill in the past, tidy up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dateutil.relativedelta import relativedelta

from starschema.errors import StarSchemaError
from starschema.load.log import now
from starschema.tasks.pieces import Piece, slice_piece
from starschema.tasks.running import run_here, watch
from starschema.tasks.task import UNFINISHED
from starschema.tasks.worker import Worker

if TYPE_CHECKING:
    from starschema.tasks.feed import Feed
    from starschema.tasks.report import FlowResult

By = Literal["day", "week", "month", "quarter", "year"]
"""How long a slice of the past may be."""

STEPS: dict[str, relativedelta] = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}

HALF_WRITTEN = dt.timedelta(days=1)
"""How long a file may be in the landing before the worklist knows of it."""


@dataclass(frozen=True)
class Tidied:
    """What was tidied away.

    Args:
        files: How many files.
        bytes: How large they were.
        kept: How large what was kept is.
    """

    files: int
    bytes: int
    kept: int

    def __str__(self) -> str:
        return f"{self.files:,} files of {self.bytes:,} bytes removed, {self.kept:,} bytes kept"


def chosen(
    worker: Worker, feeds: Iterable[str] | None, tasks: Iterable[str] | None, states: Sequence[str]
) -> list[str]:
    """Return the numbers of the tasks in some states, of some feeds or by the start of their numbers."""
    of = None if feeds is None else worker.flow.named(feeds)
    found = [task for task in worker.worklist.tasks(feeds=of) if task.status in states]
    if tasks is None:
        return [task.task_id for task in found]
    numbers = []
    for start in tasks:
        meant = [task.task_id for task in found if task.task_id.startswith(start)]
        if len(meant) != 1:
            many = "no task" if not meant else f"{len(meant)} tasks"
            raise StarSchemaError(f"{worker.flow.name}: {many} {' or '.join(states)} begins with {start!r}")
        numbers += meant
    return numbers


def slices(start: dt.date, end: dt.date, by: str) -> Iterator[tuple[dt.date, dt.date, str]]:
    """Yield the slices from `start` to `end`: first day, the day after the last, and a name.

    >>> [name for _, _, name in slices(dt.date(2024, 1, 15), dt.date(2024, 3, 10), "month")]
    ['2024-01', '2024-02', '2024-03']
    >>> next(slices(dt.date(2024, 1, 15), dt.date(2024, 3, 10), "month"))[:2]
    (datetime.date(2024, 1, 1), datetime.date(2024, 2, 1))
    """
    if by not in STEPS:
        raise StarSchemaError(f"by={by!r} is no length of time; use one of {', '.join(STEPS)}")
    if start > end:
        raise StarSchemaError(f"start {start} is after end {end}; swap them")
    first = _floor(start, by)
    while first <= end:
        after = first + STEPS[by]
        yield first, after, _named(first, by)
        first = after


def fill_in(
    worker: Worker,
    feeds: Iterable[str] | None,
    days: tuple[dt.date, dt.date],
    by: str,
    only: str | None,
    *,
    app: Any,
    wait: bool,
    progress: bool,
) -> FlowResult:
    """Load the past of feeds by slices, in this process or by Celery's workers; see `Flow.backfill`."""
    flow, began = worker.flow, now()
    names = flow.named([name for name, feed in flow.feeds.items() if feed.slices] if feeds is None else feeds)
    for name in names or list(flow.feeds):
        if flow.feeds[name].slices is None:
            raise StarSchemaError(f"{flow.feeds[name]}: give slices=, a function of (start, end), to fill in a past")
    along = {one for name in names for one in flow.before[name]}
    numbers = worker.look(along - worker.worklist.looked_at())
    numbers += slices_of(worker, [flow.feeds[name] for name in names], days, by, only)
    order = [feed.name for feed in flow.in_order if feed.name in along | set(names)]
    if app is None:
        return run_here(worker, order, progress=progress)
    from starschema.tasks.celery_app import send_ready

    send_ready(app, worker, (task for task in worker.worklist.waiting() if task.feed in order))
    return watch(worker, order, numbers, began, wait=wait, progress=progress)


def slices_of(
    worker: Worker, feeds: Sequence[Feed], days: tuple[dt.date, dt.date], by: str, only: str | None
) -> list[str]:
    """Ask for the slices of feeds, again for those that were loaded before; return the numbers of their tasks.

    Args:
        worker: Who asks.
        feeds: Which have slices.
        days: The first and the last day.
        by: How long a slice is.
        only: "failed" for those that failed, "missing" for those that are not loaded yet, whatever the reason.
    """
    if only not in (None, "failed", "missing"):
        raise StarSchemaError(f"only={only!r} is not known; use 'failed' or 'missing', or leave it out")
    parts = list(slices(*days, by))
    pieces: list[Piece] = [slice_piece(feed, first, after, name) for feed in feeds for first, after, name in parts]
    numbers = [piece.task_id(worker.flow.name) for piece in pieces]
    known = {task.task_id: task.status for task in worker.worklist.tasks(feeds=[feed.name for feed in feeds])}
    wanted = [(n, piece) for n, piece in zip(numbers, pieces, strict=True) if _is_meant(known.get(n), only)]
    again = [feed.name for feed in feeds if not feed.known_by_content]
    for load_again in (True, False):
        worker.worklist.reopen(
            [n for n, piece in wanted if n in known and (piece.feed in again) == load_again],
            states=("done", "failed", "revoked"),
            again=load_again,
            extract=True,
        )
    worker.ask([piece for n, piece in wanted if n not in known])
    return [n for n, _ in wanted]


def tidy(worker: Worker, older_than: dt.timedelta | None, larger_than: int | None) -> Tidied:
    """Remove what has landed and is loaded: what is too old, then the oldest until the rest is small enough."""
    landing, flow = worker.flow.landing, worker.flow
    tasks = worker.worklist.tasks()
    needed = {part for task in tasks if task.status in UNFINISHED and task.extract for part in task.extract.parts}
    known = {part for task in tasks if task.extract for part in task.extract.parts}
    there: dict[str, tuple[int, dt.datetime]] = {}
    for feed in {*flow.feeds, *(task.feed for task in tasks)}:
        there |= landing.parts(f"{flow.name}/{feed}")
    moment = now()
    total = sum(size for size, _ in there.values())
    removed = 0
    files = 0
    for part, (size, landed) in sorted(there.items(), key=lambda item: item[1][1]):
        age = moment - landed
        if part in needed or (part not in known and age < HALF_WRITTEN):
            continue
        if (older_than is not None and age > older_than) or (larger_than is not None and total - removed > larger_than):
            landing.remove(part)
            removed += size
            files += 1
    return Tidied(files, removed, total - removed)


def _is_meant(status: str | None, only: str | None) -> bool:
    return only is None or (status == "failed" if only == "failed" else status != "done")


def _floor(day: dt.date, by: str) -> dt.date:
    if by == "week":
        return day - dt.timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    if by == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if by == "year" else day


def _named(first: dt.date, by: str) -> str:
    if by == "month":
        return f"{first:%Y-%m}"
    if by == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return str(first.year) if by == "year" else str(first)
