"""Snapshots of one system: its whole membership at a time, so that whom it lacks the system knows no more.

What a snapshot does not say is written down as if it were said: for each key that the system knew before, a deletion
at the snapshot's time. A statement that comes late, for before a snapshot that had no word of its key, brings the
deletion along. So what systems told stays all that counts, whatever the order of the loads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    FromClause,
    String,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
)

from starschema.errors import TooManyClosed
from starschema.load.dimensions.crosswalk import KEY
from starschema.load.run import Context
from starschema.model.spec import DimensionSpec
from starschema.model.systems import SystemTables
from starschema.sql.compare import Query, equal, union
from starschema.sql.records import framed
from starschema.sql.survivorship import VOICE

SLICE = "system"
"""The column of which a snapshot of one system is a slice, in the table of snapshots."""


class Snapshots:
    """The snapshots of one system, in a load of what it tells.

    Args:
        context: The load.
        spec: The dimension.
        tables: Its tables of systems.
        system: The system.
    """

    def __init__(self, context: Context, spec: DimensionSpec, tables: SystemTables, system: str) -> None:
        self.context = context
        self.bench = context.bench
        self.spec = spec
        self.told = tables.told
        self.system = system
        table = context.tables.snapshots
        self.table = table
        self.mine = and_(
            table.c.target == spec.table.fullname, table.c.slice_column == SLICE, table.c.slice_value == system
        )

    def after(self, earliest: datetime | None) -> FromClause | None:
        """Bring the times of the snapshots on record after a time, or return None if there is none."""
        if earliest is None:
            return None
        times = select(self.table.c.effective).where(self.mine, self.table.c.effective > earliest).distinct()
        found = self.bench.fetch("later_snapshots", times, [Column("_snapshot", DateTime)])
        return found if self.bench.count(found) else None

    def missing(self, stage: FromClause, time: datetime, close_limit: float) -> FromClause:
        """Return `system_key` and natural key of those whom the system knew and a snapshot lacks.

        Args:
            stage: The data.
            time: When the membership was as the data says.
            close_limit: The greatest share of them that may be missing.

        Raises:
            TooManyClosed: More are.
        """
        t, at = self.told.c, literal(time, DateTime)
        key = [t.system_key, *(t[c.name] for c in self.spec.natural_key)]
        spoken = func.max(case((~t.is_deletion, t.told_at)))
        gone = func.max(case((t.is_deletion, t.told_at)))
        voices = (
            select(*key, spoken.label("_spoken"), gone.label("_gone"))
            .where(t.system == self.system, t.told_at <= time)
            .group_by(*key)
            .having(spoken.is_not(None), or_(gone.is_(None), gone <= spoken))
        )
        columns = [*(Column(c.name, c.type) for c in key), Column("_spoken", DateTime), Column("_gone", DateTime)]
        known = self.bench.fetch("known_voices", voices, columns)
        named = select(literal(1)).where(stage.c[KEY] == known.c["system_key"]).exists()
        rows = select(known.c["system_key"].label(KEY), *(known.c[c.name] for c in self.spec.natural_key))
        missing = self.bench.keep("missing_keys", rows.where(known.c["_spoken"] < at, ~named))
        count, alive = self.bench.count(missing), self.bench.count(known)
        if count > close_limit * alive:
            raise TooManyClosed(
                f"{self.spec.cls.__name__}: the snapshot lacks {count} of {alive} keys of {self.system!r}, more than "
                f"close_limit={close_limit:g} allows; nothing was changed. If it is complete, raise close_limit"
            )
        return missing

    def absences(self, places: FromClause, members: FromClause) -> Query:
        """Select deletions as a load's statements, though of no row of its data.

        Args:
            places: `_member`, `_key` and `_time`.
            members: The natural key of each `_member`.
        """
        return select(
            places.c["_member"],
            literal(self.system, String).label("_system"),
            places.c["_key"],
            places.c["_time"],
            cast(null(), BigInteger).label("_sequence"),
            true().label("_deleted"),
            cast(literal(framed(())), String).label("_given"),
            cast(literal(self.context.load_id), BigInteger).label("_load"),
            *(cast(null(), a.column.type).label(a.name) for a in self.spec.attributes),
            cast(null(), BigInteger).label("_row"),
        )

    def lacking(self, news: FromClause, before: FromClause, later: FromClause) -> Query:
        """Select `_member`, `_key` and `_time` of the first snapshot after each statement that no word of it follows.

        Args:
            news: What the system tells.
            before: What was told before of the same members.
            later: `_snapshot`, the times of the system's snapshots on record.
        """
        n = news.c
        next_one = (
            select(n["_time"], func.min(later.c["_snapshot"]).label("_snapshot"))
            .join_from(news, later, later.c["_snapshot"] > n["_time"])
            .group_by(n["_time"])
            .subquery()
        )
        words = union(*(select(*(rows.c[c] for c in (*VOICE, "_time"))) for rows in (news, before))).subquery()
        follows = select(literal(1)).where(
            equal(words, news, VOICE), words.c["_time"] > n["_time"], words.c["_time"] <= next_one.c["_snapshot"]
        )
        return (
            select(n["_member"], n["_key"], next_one.c["_snapshot"].label("_time"))
            .join_from(news, next_one, next_one.c["_time"] == n["_time"])
            .where(~n["_deleted"], ~follows.exists())
            .distinct()
        )

    def record(self, time: datetime) -> None:
        """Keep that there was a snapshot of this time."""
        connection, table = self.context.connection, self.table
        if connection.scalar(select(func.count()).select_from(table).where(self.mine, table.c.effective == time)):
            return
        said: dict[str, Any] = {"slice_column": SLICE, "slice_value": self.system, "given": framed(())}
        target = self.spec.table.fullname
        connection.execute(insert(table).values(target=target, effective=time, load_id=self.context.load_id, **said))
