"""The load log: a row for every load, begun before it and ended with it, so that a killed one leaves a trace too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from starschema.backends import Backend
from starschema.errors import LoadError, Rejection
from starschema.load.keys.where import Lookups
from starschema.load.result import LoadResult
from starschema.model.bookkeeping import COUNTS, Bookkeeping

ATTEMPTS = 50
"""How often to try for the next load number; as many loads must start in the same instant for the last to fail."""

LOADS_AT_ONCE = 500
"""Load numbers named in one query."""

ERROR_CHARACTERS = 2000
"""How much of an error's text is kept: enough for its cause, not the whole of a large statement."""


class LoadLog:
    """Writes `starschema_load` and the quarantine.

    Args:
        backend: The warehouse's database.
        tables: The library's own tables there.
    """

    def __init__(self, backend: Backend, tables: Bookkeeping) -> None:
        self.backend = backend
        self.tables = tables

    def start(self, target: str, load_key: str | None, source: str, *, status: str = "running") -> int:
        """Log that a load begins, in a transaction of its own, and return its number."""
        for _ in range(ATTEMPTS):
            try:
                with self.backend.noting() as connection:
                    return self.begin(connection, target, load_key, source, status=status)
            except IntegrityError:
                continue  # another load took the number
        raise LoadError(f"{target}: could not get a load number in {ATTEMPTS} attempts; try again")

    def begin(
        self, connection: Connection, target: str, load_key: str | None, source: str, *, status: str = "running"
    ) -> int:
        """Log that a load begins, and return its number.

        Raises:
            IntegrityError: Another load took the number in the same instant.
        """
        loads = self.tables.loads
        load_id = self.backend.next_load(connection, loads.c.load_id)
        connection.execute(
            insert(loads).values(
                load_id=load_id,
                target=target,
                load_key=load_key,
                status=status,
                source=source,
                started_at=now(),
                **dict.fromkeys(COUNTS, 0),
            )
        )
        return load_id

    def earlier(
        self, connection: Connection, target: str, load_key: str | None, name: str, *, wait: bool = False
    ) -> LoadResult | None:
        """Return what the load of this key did, if it has been done.

        Args:
            connection: The load's connection.
            target: The table.
            load_key: The key, if the load has one.
            name: Name of the model class.
            wait: Whether to wait for the end of other loads of the key, each of which has its row in the log by now.
        """
        if load_key is None:
            return None
        loads = self.tables.loads
        query = select(loads).where(loads.c.target == target, loads.c.load_key == load_key).order_by(loads.c.load_id)
        query = query.with_for_update() if wait else query.where(loads.c.status == "done").limit(1)
        for row in connection.execute(query).mappings():
            if row["status"] == "done" and row["load_key"] == load_key:
                return _result(row, name, repeated=True)
        return None

    def results(self, connection: Connection, names: Mapping[int, str], since: datetime) -> dict[int, LoadResult]:
        """Return what loads did, by number.

        Args:
            connection: A connection to the warehouse.
            names: The model class of each load.
            since: Loads that were over by then count as repeated.
        """
        loads = self.tables.loads
        found: dict[int, LoadResult] = {}
        numbers = list(names)
        for start in range(0, len(numbers), LOADS_AT_ONCE):
            some = loads.c.load_id.in_(numbers[start : start + LOADS_AT_ONCE])
            for row in connection.execute(select(loads).where(some)).mappings():
                before = row["finished_at"] is not None and row["finished_at"] < since
                found[row["load_id"]] = _result(row, names[row["load_id"]], repeated=before)
        return found

    def forget(self, connection: Connection, load_id: int) -> None:
        """Take back that a load began, because there was nothing to do."""
        connection.execute(delete(self.tables.loads).where(self.tables.loads.c.load_id == load_id))

    def finish(
        self,
        connection: Connection,
        result: LoadResult,
        rejections: Sequence[Rejection],
        target: str,
        lookups: Lookups,
    ) -> None:
        """Log what the load did and set its rejected rows aside, in the load's own transaction."""
        loads = self.tables.loads
        self.set_aside(connection, result.load_id, target, rejections)
        connection.execute(
            update(loads)
            .where(loads.c.load_id == result.load_id)
            .values(
                status="done",
                finished_at=now(),
                seconds=result.seconds,
                lookups=json.dumps(lookups.places),
                error=None,
                **{count: getattr(result, count) for count in COUNTS},
            )
        )

    def set_aside(self, connection: Connection, load_id: int, target: str, rejections: Sequence[Rejection]) -> None:
        """Put rejected rows into the quarantine."""
        if rejections:
            connection.execute(
                insert(self.tables.quarantine),
                [
                    {
                        "load_id": load_id,
                        "target": target,
                        "row_number": rejection.row,
                        "column_name": rejection.column,
                        # As in the record: PostgreSQL's text cannot hold this character.
                        "value": rejection.value and rejection.value.replace("\0", "\\u0000"),
                        "reason": rejection.reason,
                        "record": rejection.record,
                    }
                    for rejection in rejections
                ],
            )

    def failure(self, error: BaseException) -> str:
        """Return what the log keeps of an error."""
        return self.backend.told(error)[:ERROR_CHARACTERS]

    def fail(self, load_id: int, error: BaseException, seconds: float, status: str = "failed") -> None:
        """Log that the load failed, in a transaction of its own; one of which parts are in keeps that status.

        What another process has made of it meanwhile is left as it is.
        """
        loads = self.tables.loads
        text = self.failure(error)
        with self.backend.transaction() as connection:
            connection.execute(
                update(loads)
                .where(loads.c.load_id == load_id, loads.c.status.in_(("running", status)))
                .values(status=status, finished_at=now(), seconds=seconds, error=text)
            )

    def runs(self, connection: Connection, limit: int) -> list[dict[str, Any]]:
        """Return the newest loads, newest first."""
        loads = self.tables.loads
        rows = connection.execute(select(loads).order_by(loads.c.load_id.desc()).limit(limit))
        return [dict(row) for row in rows.mappings()]


class Keys:
    """Gives out surrogate keys of one dimension, while its members lock is held.

    Args:
        connection: The load's connection.
        tables: The library's own tables.
        target: The dimension's table.
    """

    def __init__(self, connection: Connection, tables: Bookkeeping, target: str) -> None:
        self.connection = connection
        self.rows = tables.targets
        self.where = (self.rows.c.target == target, self.rows.c.lock == "members")
        row = connection.execute(select(self.rows.c.last_key, self.rows.c.attributes).where(*self.where)).first()
        if row is None:
            raise LoadError(f"{target} is not in this warehouse; run Warehouse.create_all() first")
        self.last = int(row[0])
        self.added_at: dict[str, int] = json.loads(row[1])

    def take(self, count: int) -> None:
        """Mark the next `count` keys as given."""
        self.last += count
        self._save()

    def know(self, attributes: Sequence[str]) -> None:
        """Remember that data now has these attributes; the versions that exist now were never told the new ones."""
        new = [name for name in attributes if name not in self.added_at]
        if new:
            self.added_at |= dict.fromkeys(new, self.last)
            self._save()

    def _save(self) -> None:
        self.connection.execute(
            update(self.rows).where(*self.where).values(last_key=self.last, attributes=json.dumps(self.added_at))
        )


def _result(row: RowMapping, name: str, *, repeated: bool) -> LoadResult:
    """Return what a row of the log says that its load did."""
    counts = {count: int(row[count]) for count in COUNTS}
    return LoadResult.of(
        name,
        counts,
        load_id=row["load_id"],
        seconds=row["seconds"] or 0.0,
        load_key=row["load_key"],
        repeated=repeated,
    )


def now() -> datetime:
    """Return the time, as all times are kept: naive UTC, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)
