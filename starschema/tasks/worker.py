"""A worker: it looks for work, and does a task: extract, land, apply the business rule, load."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starschema.backends import backend_for
from starschema.errors import SourceError, StarSchemaError
from starschema.load.log import LoadLog
from starschema.load.result import LoadResult
from starschema.model.bookkeeping import bookkeeping
from starschema.tasks.heartbeat import heartbeat
from starschema.tasks.landing import Extract
from starschema.tasks.pieces import Piece, extracted, file_pieces, listing_piece, round_piece, source_of
from starschema.tasks.report import Report
from starschema.tasks.rules import landed
from starschema.tasks.task import ClaimLost, Task
from starschema.tasks.transient import delay, is_transient
from starschema.tasks.worklist import Worklist

if TYPE_CHECKING:
    from starschema.tasks.feed import Feed
    from starschema.tasks.flow import Flow
    from starschema.warehouse import Warehouse

logger = logging.getLogger("starschema")

RECORDING_ATTEMPTS = 6
"""How often to try to note how a task has ended; after that, its claim is taken over like that of one who died."""


class Worker:
    """Does the work of one flow in one warehouse.

    Args:
        flow: The flow.
        warehouse: Where to.
    """

    def __init__(self, flow: Flow, warehouse: Warehouse) -> None:
        self.flow = flow
        self.warehouse = warehouse
        self.worklist = Worklist(
            backend_for(warehouse.engine),
            bookkeeping(warehouse.base.metadata),
            warehouse.catalog,
            flow.name,
            flow.patience,
        )
        self.worklist.make()

    def look(self, names: Iterable[str], asked_by: str | None = None) -> list[str]:
        """Ask for what there is to do now for some feeds, and for those that they wait for and nobody looked at yet.

        Returns:
            The numbers of the tasks.
        """
        wanted = set(names)
        new = set(self.flow.feeds) - self.worklist.looked_at()
        for name in list(wanted):
            wanted |= self.flow.before[name] & new
        pieces: list[Piece] = []
        listed: list[str] = []
        for feed in self.flow.in_order:
            if feed.name not in wanted:
                continue
            if asked_by is not None and self.worklist.was_asked_by(feed.name, asked_by):
                continue
            found = self._pieces(feed)
            pieces += found
            listing = listing_piece(feed)
            if feed.of_files and listing not in found:
                listed.append(listing.task_id(self.flow.name))
        self.worklist.settle(listed)
        return self.ask(pieces, asked_by)

    def ask(self, pieces: list[Piece], asked_by: str | None = None, asked_at: dt.datetime | None = None) -> list[str]:
        """Ask for pieces of work, now or as of a time, and return the numbers of their tasks."""
        targets = {f.name: (f.spec.table.fullname, f.priority) for f in self.flow.in_order}
        return self.worklist.add(pieces, targets, asked_by, asked_at)

    def ready(self, tasks: Iterable[Task]) -> list[Task]:
        """Return those of `tasks` that wait for no other."""
        oldest = self.worklist.oldest_unfinished()
        return [task for task in tasks if not self._waits_for(task, oldest)]

    def waits_for(self, task: Task) -> list[str]:
        """Return the feeds whose work must be done before `task`."""
        return self._waits_for(task, self.worklist.oldest_unfinished())

    def do(self, task_id: str, of: str | None = None) -> Report | None:
        """Do a task, if it is to be done and waits for no other; return how it went.

        Args:
            task_id: Its number.
            of: The name of its feed, where that is known.
        """
        feed = self.flow.feeds.get(of) if of is not None else None
        task = None
        if feed is not None and not self.flow.before[feed.name] and feed.known_by_content:
            task = self.worklist.claim(task_id)  # it waits for nothing, so that there is nothing to ask before
        task = task or self._claimed(task_id)
        return None if task is None else self._carried_out(task)

    def _claimed(self, task_id: str) -> Task | None:
        """Claim a task, if it is to be done and waits for no other; one whose worker is dead is taken over."""
        task = self.worklist.task(task_id)
        if task is not None and task.status == "running":
            self.worklist.take_over([task], self.flow.max_attempts)
            task = self.worklist.task(task_id)
        if task is None or task.status != "waiting":
            return None
        feed = self.flow.feeds.get(task.feed)
        if feed is not None and (self.flow.before[feed.name] or not feed.known_by_content) and self.waits_for(task):
            return None
        return self.worklist.claim(task_id)

    def _carried_out(self, task: Task) -> Report | None:
        """Do a task that is claimed; return how it went, if that is for this worker to say."""
        feed = self.flow.feeds.get(task.feed)
        with heartbeat(self.worklist, task):
            try:
                if feed is None:
                    raise StarSchemaError(f"{self.flow.name} has no feed {task.feed!r} any more; revoke its tasks")
                result = self._done(feed, task)
            except ClaimLost as error:
                logger.warning("%s", error)
                return None
            except Exception as error:
                return self._failed(task, error)
            except BaseException:
                self._note(lambda: self.worklist.postpone(task, "interrupted", 0.0))
                raise
        return Report(task.feed, task.piece, "done", result=result)

    def reports(self, tasks: Sequence[Task], since: dt.datetime) -> tuple[Report, ...]:
        """Return what became of tasks that other processes did; loads that were over by `since` count as repeated."""
        log = LoadLog(self.worklist.backend, bookkeeping(self.warehouse.base.metadata))
        loads = {task.task_id: task.load_id for task in tasks if task.status == "done" and task.load_id is not None}
        names = {loads[task.task_id]: self.flow.feeds[task.feed].model for task in tasks if task.task_id in loads}
        with self.worklist.backend.engine.connect() as connection:
            results = log.results(connection, names, since)
        done = {number: results.get(load_id) for number, load_id in loads.items()}
        return tuple(
            Report(task.feed, task.piece, task.status, result=done.get(task.task_id), error=task.error)
            for task in tasks
        )

    def _done(self, feed: Feed, task: Task) -> LoadResult | None:
        if "listing" in task.details:
            self.ask(file_pieces(feed), asked_at=task.asked_at)
            self.worklist.close(task)
            return None
        if not feed.takes_data:
            return self._load(feed, task, None, None)
        extract = task.extract or self._extract(feed, task)
        with self.flow.landing.local(extract) as files:
            return self._load(feed, task, extract, landed(feed, files, name=task.piece))

    def _extract(self, feed: Feed, task: Task) -> Extract:
        source = source_of(feed, task.details)
        landing, folder, files = self.flow.landing, f"{self.flow.name}/{feed.name}", source.as_parquet()
        extract = landing.copy(folder, files) if files else landing.land(folder, extracted(source))
        extract = replace(extract, mark=source.reached)
        self.worklist.landed(task, extract)
        return extract

    def _load(self, feed: Feed, task: Task, extract: Extract | None, data: Any) -> LoadResult:
        options = dict(feed.options)
        if feed.has_times:
            # What has no time of its own took effect when it was asked for, however often it is tried.
            options["effective"] = feed.effective or dt.datetime.fromisoformat(task.details["effective"])
        mark = None if extract is None else extract.mark
        return self.warehouse.load(
            feed.cls,
            data,
            load_key=load_key(feed, task, extract),
            alongside=lambda connection, result: self.worklist.finish(connection, task, result, mark),
            **options,
        )

    def _failed(self, task: Task, error: Exception) -> Report:
        text = backend_for(self.warehouse.engine).told(error)
        logger.error("%s, %s: attempt %d failed: %s", task.feed, task.piece, task.attempts, type(error).__name__)
        if is_transient(error) and task.attempts < self.flow.max_attempts:
            seconds = delay(task.attempts, self.flow.backoff)
            self._note(lambda: self.worklist.postpone(task, text, seconds))
            return Report(task.feed, task.piece, "postponed", error=text)
        self._note(lambda: self.worklist.fail(task, text))
        return Report(task.feed, task.piece, "failed", error=text)

    def _note(self, note: Any) -> None:
        """Note how a task has ended, though the database may be away just now."""
        for attempt in range(1, RECORDING_ATTEMPTS + 1):
            try:
                note()
                return
            except Exception as error:
                if attempt == RECORDING_ATTEMPTS or not is_transient(error):
                    raise
                time.sleep(delay(attempt, self.flow.backoff))

    def _pieces(self, feed: Feed) -> list[Piece]:
        rounds, mark = self.worklist.progress(feed.name)
        if feed.source is None and feed.takes_data:
            return []  # it has slices only
        if not feed.of_files:
            return [round_piece(feed, rounds + 1, mark)]
        try:
            return file_pieces(feed)
        except SourceError:
            return [listing_piece(feed)]

    def _waits_for(self, task: Task, oldest: dict[str, tuple[dt.datetime, int]]) -> list[str]:
        feed = self.flow.feeds.get(task.feed)
        if feed is None:
            return []
        before: Collection[str] = self.flow.before[feed.name]
        if not feed.known_by_content:
            before = {*before, feed.name}
        return sorted(name for name in before if name in oldest and oldest[name] < task.place)


def load_key(feed: Feed, task: Task, extract: Extract | None) -> str:
    """Return the key under which a task's load is done once: its content's, or its own where order counts.

    A slice has a key of its own too, so that two that are empty are two loads.
    """
    said = [] if extract is None else [extract.content]
    if extract is None or task.generation or "slice" in task.details or not feed.known_by_content:
        said += [task.task_id, str(task.generation)]
    return f"{feed.flow}/{feed.name}/{hashlib.sha256(' '.join(said).encode()).hexdigest()[:40]}"
