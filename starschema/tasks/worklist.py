"""The worklist: a row for every piece of work, with who does it and how it went, in the warehouse itself.

It is what makes a flow sure: a message that is lost or comes twice changes nothing, since what is to be done stands
here. Every change of a row is one statement that names the state it starts from, so two workers cannot both make it.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, func, insert, inspect, or_, select, update
from sqlalchemy.exc import IntegrityError

from starschema.backends import Backend
from starschema.ddl.execute import create_flow_tables
from starschema.errors import StarSchemaError
from starschema.load.log import ATTEMPTS, ERROR_CHARACTERS, now
from starschema.load.result import LoadResult
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.catalog import Catalog
from starschema.tasks.landing import Extract
from starschema.tasks.owner import is_dead, owner
from starschema.tasks.pieces import Piece
from starschema.tasks.task import UNFINISHED, ClaimLost, Task

KEYS_AT_ONCE = 500
"""Task numbers named in one query."""


class Worklist:
    """The work of one flow in one warehouse.

    Args:
        backend: The warehouse's database.
        tables: The library's own tables there.
        catalog: The model.
        flow: The flow's name.
        patience: Seconds after which a claim whose heart is still is taken over.
    """

    def __init__(self, backend: Backend, tables: Bookkeeping, catalog: Catalog, flow: str, patience: float) -> None:
        self.backend = backend
        self.flow = flow
        self.patience = dt.timedelta(seconds=patience)
        self._catalog = catalog
        self._tasks: Table = tables.tasks
        self._feeds: Table = tables.feeds
        self._made = False

    def make(self) -> None:
        """Create the tables of flows, if they are missing."""
        if self._made:
            return
        inspector = inspect(self.backend.engine)
        if not inspector.has_table(self._feeds.name, schema=self._feeds.schema):
            with self.backend.transaction() as connection:
                create_flow_tables(connection, self._catalog)
        self._made = True

    def add(
        self,
        pieces: Sequence[Piece],
        targets: Mapping[str, tuple[str, int]],
        asked_by: str | None,
        asked_at: dt.datetime | None = None,
    ) -> list[str]:
        """Ask for pieces that were not asked for before, and again for rounds that failed; return all their numbers.

        Args:
            pieces: What is to be done.
            targets: For each feed its table and its priority.
            asked_by: The message that asks; one that comes twice asks once.
            asked_at: When they were asked for, if not now.
        """
        tasks = self._tasks
        numbers = [piece.task_id(self.flow) for piece in pieces]
        for _ in range(ATTEMPTS):
            try:
                with self.backend.noting() as connection:
                    known = self._statuses(connection, numbers)
                    moment = asked_at or now()
                    rows: list[dict[str, Any]] = []
                    for position, (number, piece) in enumerate(zip(numbers, pieces, strict=True)):
                        target, priority = targets[piece.feed]
                        details = json.dumps({**piece.details, "effective": _after(moment, position).isoformat()})
                        if number in known:
                            if known[number] in piece.asked_again_if:
                                self._reopen(connection, number, details)
                            continue
                        rows.append(
                            {
                                "task_id": number,
                                "flow": self.flow,
                                "feed": piece.feed,
                                "target": target,
                                "piece": piece.name,
                                "details": details,
                                "status": "waiting",
                                "priority": priority,
                                "asked_at": moment,
                                "position": position,
                                "asked_by": asked_by,
                                "due_at": moment,
                                "attempts": 0,
                                "generation": 0,
                            }
                        )
                    if rows:
                        connection.execute(insert(tasks), rows)
                return numbers
            except IntegrityError:
                continue  # another process asked for the same at the same time
        raise StarSchemaError(f"{self.flow}: could not ask for work in {ATTEMPTS} attempts; try again")

    def was_asked_by(self, feed: str, message: str) -> bool:
        """Return whether a message has asked for work of a feed before."""
        tasks = self._tasks
        query = select(tasks.c.task_id).where(self._of([feed]), tasks.c.asked_by == message).limit(1)
        with self.backend.engine.connect() as connection:
            return connection.scalar(query) is not None

    def progress(self, feed: str) -> tuple[int, str | None]:
        """Return how many rounds of a feed are done, and how far its source was read; note that it is looked at."""
        feeds = self._feeds
        where = and_(feeds.c.flow == self.flow, feeds.c.feed == feed)
        for _ in range(ATTEMPTS):
            with self.backend.engine.connect() as connection:
                row = connection.execute(select(feeds.c.rounds, feeds.c.mark).where(where)).first()
            if row is not None:
                return int(row[0]), row[1]
            try:
                with self.backend.noting() as connection:
                    connection.execute(insert(feeds).values(flow=self.flow, feed=feed, rounds=0))
            except IntegrityError:
                continue  # another process was there first
        raise StarSchemaError(f"{self.flow}: could not note the feed {feed} in {ATTEMPTS} attempts; try again")

    def looked_at(self) -> set[str]:
        """Return the feeds for which work was ever asked."""
        query = select(self._feeds.c.feed).where(self._feeds.c.flow == self.flow)
        with self.backend.engine.connect() as connection:
            return set(connection.scalars(query))

    def tasks(self, *, feeds: Collection[str] | None = None, status: str | None = None) -> list[Task]:
        """Return tasks in the order in which they were asked for."""
        tasks = self._tasks
        query = select(tasks).where(self._of(feeds)).order_by(tasks.c.asked_at, tasks.c.position)
        if status is not None:
            query = query.where(tasks.c.status == status)
        with self.backend.engine.connect() as connection:
            return [Task.of(row) for row in connection.execute(query).mappings()]

    def task(self, task_id: str) -> Task | None:
        """Return one task."""
        with self.backend.engine.connect() as connection:
            return self._task(connection, task_id)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many tasks of each feed are in each state."""
        tasks = self._tasks
        query = select(tasks.c.feed, tasks.c.status, func.count()).where(self._of(None))
        found: dict[str, dict[str, int]] = {}
        with self.backend.engine.connect() as connection:
            for feed, status, count in connection.execute(query.group_by(tasks.c.feed, tasks.c.status)):
                found.setdefault(feed, {})[status] = count
        return found

    def oldest_unfinished(self) -> dict[str, tuple[dt.datetime, int]]:
        """Return for each feed with unfinished work when the oldest of it was asked for, and its position."""
        tasks = self._tasks
        query = (
            select(tasks.c.feed, tasks.c.asked_at, func.min(tasks.c.position))
            .where(self._of(None), tasks.c.status.in_(UNFINISHED))
            .group_by(tasks.c.feed, tasks.c.asked_at)
        )
        found: dict[str, tuple[dt.datetime, int]] = {}
        with self.backend.engine.connect() as connection:
            for feed, asked, position in connection.execute(query):
                found[feed] = min(found.get(feed, (asked, position)), (asked, position))
        return found

    def waiting(self, *, unsent_since: dt.datetime | None = None, limit: int = 1000) -> list[Task]:
        """Return tasks that are due, the most urgent first, of those not sent to a worker since a time."""
        tasks = self._tasks
        query = select(tasks).where(self._of(None), tasks.c.status == "waiting", tasks.c.due_at <= now())
        if unsent_since is not None:
            query = query.where(or_(tasks.c.sent_at.is_(None), tasks.c.sent_at < unsent_since))
        query = query.order_by(tasks.c.priority, tasks.c.asked_at, tasks.c.position).limit(limit)
        with self.backend.engine.connect() as connection:
            return [Task.of(row) for row in connection.execute(query).mappings()]

    def next_due(self) -> dt.datetime | None:
        """Return when the next waiting task is due."""
        tasks = self._tasks
        query = select(func.min(tasks.c.due_at)).where(self._of(None), tasks.c.status == "waiting")
        with self.backend.engine.connect() as connection:
            due: dt.datetime | None = connection.scalar(query)
            return due

    def sent(self, numbers: Iterable[str]) -> None:
        """Note that workers are told of these tasks."""
        self._set(numbers, [self._tasks.c.status == "waiting"], sent_at=now())

    def claim(self, task_id: str) -> Task | None:
        """Claim a waiting task that is due; None if there is nothing to claim."""
        tasks, token, moment = self._tasks, secrets.token_hex(16), now()
        with self.backend.noting() as connection:
            connection.execute(
                update(tasks)
                .where(tasks.c.task_id == task_id, tasks.c.status == "waiting", tasks.c.due_at <= moment)
                .values(
                    status="running",
                    claim=token,
                    claimed_by=owner(),
                    heartbeat_at=moment,
                    attempts=tasks.c.attempts + 1,
                )
            )
            task = self._task(connection, task_id)
        return task if task is not None and task.claim == token else None

    def beat(self, task: Task) -> bool:
        """Say that a claim is alive; return whether it still is this worker's."""
        tasks = self._tasks
        mine = and_(tasks.c.task_id == task.task_id, tasks.c.claim == task.claim, tasks.c.status == "running")
        with self.backend.noting() as connection:
            connection.execute(update(tasks).where(mine).values(heartbeat_at=now()))
            return connection.scalar(select(tasks.c.task_id).where(mine)) is not None

    def landed(self, task: Task, extract: Extract) -> None:
        """Note what has landed.

        Raises:
            ClaimLost: The task is another's by now.
        """
        with self.backend.noting() as connection:
            self._mine(connection, task, extract=extract.as_json(), landed_at=now())

    def finish(self, connection: Connection, task: Task, result: LoadResult, mark: str | None) -> None:
        """Note on the load's connection that a task is done, and how far its feed has come.

        Raises:
            ClaimLost: The task is another's by now, which undoes the load.
        """
        self._mine(
            connection,
            task,
            status="done",
            load_id=result.load_id,
            rows=result.read,
            finished_at=now(),
            error=None,
        )
        if "round" in task.details:
            feeds = self._feeds
            moved: dict[str, Any] = {} if mark is None else {"mark": mark, "moved_at": now()}
            connection.execute(
                update(feeds)
                .where(feeds.c.flow == self.flow, feeds.c.feed == task.feed, feeds.c.rounds < task.details["round"])
                .values(rounds=task.details["round"], **moved)
            )

    def close(self, task: Task) -> None:
        """Note that a task is done that has nothing to load."""
        with self.backend.noting() as connection:
            self._mine(connection, task, status="done", finished_at=now(), error=None)

    def postpone(self, task: Task, error: str, seconds: float) -> None:
        """Have a task tried again later."""
        due = now() + dt.timedelta(seconds=seconds)
        self._give_up_claim(task, status="waiting", due_at=due, sent_at=None, error=error[:ERROR_CHARACTERS])

    def fail(self, task: Task, error: str) -> None:
        """Keep a task as one that is not tried again by itself."""
        self._give_up_claim(task, status="failed", finished_at=now(), error=error[:ERROR_CHARACTERS])

    def take_over(self, running: Iterable[Task], max_attempts: int) -> list[str]:
        """Free the claims of workers that died, and give up what has killed too many; return what was freed."""
        tasks = self._tasks
        freed = []
        for task in running:
            still = and_(tasks.c.claim == task.claim, tasks.c.status == "running")
            if not is_dead(task.claimed_by or ""):
                still = and_(still, tasks.c.heartbeat_at < now() - self.patience)
            lost = f"the worker {task.claimed_by} died in attempt {task.attempts}"
            over = task.attempts >= max_attempts
            values: dict[str, Any] = {"status": "failed" if over else "waiting", "error": lost, "sent_at": None}
            self._set([task.task_id], [still], claim=None, **values)
            if (found := self.task(task.task_id)) is not None and found.claim is None and found.status == "waiting":
                freed.append(task.task_id)
        return freed

    def reopen(self, numbers: Collection[str], *, states: Sequence[str], again: bool, extract: bool) -> None:
        """Have tasks done again.

        Args:
            numbers: Which.
            states: The states of those that are meant.
            again: Whether to load what has been loaded, by a load key of its own.
            extract: Whether to extract anew.
        """
        tasks = self._tasks
        values: dict[str, Any] = {"status": "waiting", "attempts": 0, "due_at": now(), "sent_at": None, "claim": None}
        if again:
            values["generation"] = tasks.c.generation + 1
        if extract:
            values["extract"] = None
        self._set(numbers, [self._is(states)], **values)

    def settle(self, numbers: Collection[str]) -> None:
        """Note of tasks that have failed or wait, if there are such, that there is nothing left to do."""
        self._set(numbers, [self._is(("waiting", "failed"))], status="done", finished_at=now(), error=None)

    def revoke(self, numbers: Collection[str]) -> None:
        """Have tasks not done; one that is running is undone when it comes to its end."""
        self._set(numbers, [self._is(UNFINISHED)], status="revoked", claim=None, finished_at=now())

    def _task(self, connection: Connection, task_id: str) -> Task | None:
        row = connection.execute(select(self._tasks).where(self._tasks.c.task_id == task_id)).mappings().first()
        return None if row is None else Task.of(row)

    def _is(self, states: Sequence[str]) -> ColumnElement[bool]:
        """Return that the status is one of `states`, in words that many rows can be set by at once."""
        return or_(*(self._tasks.c.status == state for state in states))

    def _of(self, feeds: Collection[str] | None) -> ColumnElement[bool]:
        mine = self._tasks.c.flow == self.flow
        return mine if feeds is None else and_(mine, self._tasks.c.feed.in_(list(feeds)))

    def _statuses(self, connection: Connection, numbers: Sequence[str]) -> dict[str, str]:
        tasks = self._tasks
        found: dict[str, str] = {}
        for start in range(0, len(numbers), KEYS_AT_ONCE):
            some = tasks.c.task_id.in_(numbers[start : start + KEYS_AT_ONCE])
            rows = connection.execute(select(tasks.c.task_id, tasks.c.status).where(some))
            found |= {row.task_id: row.status for row in rows}
        return found

    def _reopen(self, connection: Connection, number: str, details: str) -> None:
        tasks = self._tasks
        values: dict[str, Any] = {"status": "waiting", "attempts": 0, "due_at": now(), "sent_at": None, "extract": None}
        where = and_(tasks.c.task_id == number, tasks.c.status.in_(("failed", "done")))
        connection.execute(update(tasks).where(where).values(details=details, **values))

    def _mine(self, connection: Connection, task: Task, **values: Any) -> None:
        tasks = self._tasks
        mine = and_(tasks.c.task_id == task.task_id, tasks.c.claim == task.claim)
        connection.execute(update(tasks).where(mine, tasks.c.status == "running").values(**values))
        said = connection.execute(select(*(tasks.c[name] for name in values)).where(mine)).mappings().first()
        if said is None or any(said[name] != value for name, value in values.items() if isinstance(value, str)):
            raise ClaimLost(f"{task.feed}, {task.piece}: another worker has taken it over, or it was revoked")

    def _give_up_claim(self, task: Task, **values: Any) -> None:
        tasks = self._tasks
        mine = and_(tasks.c.claim == task.claim, tasks.c.status == "running")
        self._set([task.task_id], [mine], claim=None, **values)

    def _set(self, numbers: Iterable[str], where: Sequence[ColumnElement[bool]], **values: Any) -> None:
        """Set values of tasks by their keys, in order, so that no two workers wait for each other in a circle."""
        if not (ordered := sorted(numbers)):
            return
        condition = and_(self._tasks.c.task_id == bindparam("number"), *where)
        with self.backend.noting() as connection:
            connection.execute(
                update(self._tasks).where(condition).values(**values), [{"number": number} for number in ordered]
            )


def _after(moment: dt.datetime, position: int) -> dt.datetime:
    """Return the time that changes without one take effect: those of a later piece a microsecond later."""
    return moment + dt.timedelta(microseconds=position)
