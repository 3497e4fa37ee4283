"""Whom a load concerns: the members whose history it may change, told from those of whom it says nothing new.

Most rows of a snapshot say what is known already. They are found by one comparison with the versions in force, so that
all that follows costs what the other rows cost.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import FromClause, select

from starschema.load.arrivals import Arrivals
from starschema.load.dimensions.journal import Journal, unrecorded
from starschema.load.log import Keys
from starschema.load.workbench import Workbench
from starschema.model.spec import DimensionSpec
from starschema.sql import changes as sql
from starschema.sql.compare import Query, equal


@dataclass(frozen=True)
class Concern:
    """The members that a load is busy with, numbered by `_member`, and the rows that it passes over.

    Args:
        members: Their natural keys and numbers.
        changes: What the load brings of them.
        versions: Their versions on record.
        journal: Their journal rows, or None without a journal.
        idle: `_row` and `_starts` of the rows that say nothing new.
    """

    members: FromClause
    changes: FromClause
    versions: FromClause
    journal: FromClause | None
    idle: FromClause


def concern(
    bench: Workbench,
    spec: DimensionSpec,
    came: Arrivals,
    on_record: FromClause,
    missing: FromClause | None,
    journal: Journal | None,
    keys: Keys,
    *,
    whole: bool,
) -> Concern:
    """Tell the members that a load is busy with from those of whom it says nothing new.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        came: What the load brings.
        on_record: The versions of the members in it, or of all.
        missing: Natural keys of members that a snapshot lacks, or None.
        journal: The dimension's journal, or None.
        keys: Its surrogate keys.
        whole: Whether `on_record` holds all members.
    """
    natural_key = [c.name for c in spec.natural_key]
    idle = bench.keep("idle", _idle(spec, came, on_record, natural_key, keys))
    if journal is not None and bench.count(idle):
        named = [*(came.table.c[n] for n in natural_key), came.table.c["_time"]]
        agreeing = bench.keep(
            "idle_changes", select(*named).join_from(came.table, idle, equal(came.table, idle, ["_row"]))
        )
        times = journal.times(agreeing, whole=whole)
        if bench.count(times):
            idle = bench.keep("idle_unless_noted", unrecorded(came.table, idle, times, natural_key))
    told = bench.keep("told", sql.without(came.table, idle, "_row"))
    members = bench.keep("members", sql.members([told] if missing is None else [told, missing], natural_key))
    return Concern(
        members,
        bench.keep("member_changes", sql.with_member(told, members, natural_key)),
        bench.keep("member_versions", sql.with_member(on_record, members, natural_key)),
        None if journal is None else journal.of(members),
        idle,
    )


def _idle(spec: DimensionSpec, came: Arrivals, on_record: FromClause, natural_key: list[str], keys: Keys) -> Query:
    kept = {a.name for a in spec.attributes if a.scd == 0}
    return sql.idle(
        came.table,
        on_record,
        natural_key,
        compared=[n for n in came.given if n not in kept],
        first_seen=[n for n in came.given if n in kept],
        sequence=None if spec.sequence is None else spec.sequence.name,
        created=spec.created.name,
        added_at=keys.added_at,
    )
