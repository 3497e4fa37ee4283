"""Until when a table knows of something: what is newer than all of it moves nothing that is on record.

Without this, every load of a dimension would look through the facts for rows to re-point and through its own history
for what a change comes too late for; a load in order has neither. The newest times are kept with the table's lock row,
never lowered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, FromClause, Table, cast, func, select, update
from sqlalchemy import DateTime as DateTimeType

from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec, FactSpec

CHANGE = "change"
"""Name under which a dimension's newest change is kept; a fact's newest events go by the name of their column."""


KEPT_WITH = ("history", "members")
"""The locks with whose rows newest times are kept: with the second, which a fact has no other use for, by those that
add to it at the same time, since all of them share the first."""


def newest_times(connection: Connection, tables: Bookkeeping, table: Table) -> dict[str, datetime]:
    """Return the newest times by name; a name without one has nothing on record."""
    targets = tables.targets
    query = select(targets.c.attributes).where(targets.c.target == table.fullname, targets.c.lock.in_(KEPT_WITH))
    found: dict[str, datetime] = {}
    for (told,) in connection.execute(query):
        for name, time in json.loads(told).items():
            if not isinstance(time, str):
                continue  # a dimension's members have an attribute's first key here
            found[name] = max(datetime.fromisoformat(time), found.get(name, datetime.min))
    return found


def newest_events(bench: Workbench, fact: FactSpec, rows: FromClause) -> dict[str, datetime]:
    """Return the newest events among rows on the workbench, by their columns."""
    columns = sorted({role.as_of for role in fact.roles if role.as_of is not None and role.as_of in rows.c})
    if not columns:
        return {}
    found = bench.rows(select(*(cast(func.max(rows.c[name]), DateTimeType) for name in columns)))[0]
    return {name: time for name, time in zip(columns, found, strict=True) if time is not None}


def note_events(context: Context, fact: FactSpec, rows: FromClause) -> None:
    """Remember the newest events among the rows that a load adds, while it holds the fact's lock."""
    note_newest(context, fact, newest_events(context.bench, fact, rows))


def note_newest(context: Context, fact: FactSpec, found: Mapping[str, datetime]) -> None:
    """Remember the newest events that a load adds, by their columns, while it holds the fact's lock."""
    _note(context, fact.table, found)


def newest_change(context: Context, spec: DimensionSpec) -> datetime:
    """Return the time of the newest change on record, of any kind and whatever became of it."""
    return noted_change(context, spec) or _newest_on_record(context, spec)


def noted_change(context: Context, spec: DimensionSpec) -> datetime | None:
    """Return what `note_change` has noted, if it ever has."""
    return newest_times(context.connection, context.tables, spec.table).get(CHANGE)


def note_change(context: Context, spec: DimensionSpec, time: datetime | None) -> None:
    """Remember the newest change that a load brings, while it holds the dimension's lock."""
    _note(context, spec.table, {CHANGE: time})


def _newest_on_record(context: Context, spec: DimensionSpec) -> datetime:
    """Return what the tables know, for a dimension whose newest change was never noted."""
    assert spec.valid_from is not None
    assert spec.valid_to is not None
    snapshots, journal = context.tables.snapshots, context.tables.journal(spec)
    queries = [
        select(func.max(spec.valid_from)),
        select(func.max(spec.valid_to)).where(spec.valid_to < FOREVER),
        select(func.max(snapshots.c.effective)).where(snapshots.c.target == spec.table.fullname),
    ]
    if spec.journaled:
        queries.append(select(func.max(journal.c.changed_at)))
    found = [context.connection.execute(query).scalar() for query in queries]
    return max((time for time in found if time is not None), default=BEGINNING)


def _note(context: Context, table: Table, found: Mapping[str, datetime | None]) -> None:
    if not found:
        return
    targets = context.tables.targets
    lock = KEPT_WITH[context.beside]
    if context.beside:
        context.backend.lock(context.connection, targets, [(table.fullname, lock)], share=False)
    known = newest_times(context.connection, context.tables, table)
    later = {n: t for n, t in found.items() if t is not None and t > known.get(n, datetime.min)}
    if later:
        told = {name: time.isoformat() for name, time in (known | later).items()}
        context.connection.execute(
            update(targets)
            .where(targets.c.target == table.fullname, targets.c.lock == lock)
            .values(attributes=json.dumps(told))
        )
