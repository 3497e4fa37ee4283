"""A dimension's journal: the changes that its versions do not show, so that any order of loads ends the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, FromClause, and_, cast, func, literal, null, select

from starschema.load.run import Context
from starschema.model.spec import DimensionSpec
from starschema.sql.compare import Query, equal, union
from starschema.sql.records import framed


class Journal:
    """The journal of one dimension, during a load.

    Args:
        context: The load's surroundings.
        spec: The dimension.
    """

    def __init__(self, context: Context, spec: DimensionSpec) -> None:
        self.context = context
        self.bench = context.bench
        self.spec = spec
        self.table = context.tables.journal(spec)
        self.natural_key = [c.name for c in spec.natural_key]

    def of(self, members: FromClause) -> FromClause:
        """Bring the rows of the members, under the names of working columns."""
        key = [self.table.c[n] for n in self.natural_key]
        sent = self.bench.send(self.table, key, select(*(members.c[n] for n in self.natural_key)))
        rows = self.bench.fetch(
            "journal_rows",
            select(*self.table.c).join_from(self.table, sent, equal(self.table, sent, self.natural_key)),
            list(self.table.columns),
        )
        r = rows.c
        return self.bench.keep(
            "journal",
            select(
                members.c["_member"],
                r["changed_at"].label("_time"),
                r["change_sequence"].label("_sequence"),
                r["is_deletion"].label("_deleted"),
                r["given_attributes"].label("_given"),
                r["load_id"].label("_load"),
                *(r[a.name] for a in self.spec.attributes),
            ).join_from(rows, members, equal(rows, members, self.natural_key)),
        )

    def times(self, changes: FromClause, *, whole: bool) -> FromClause:
        """Bring the times at which the journal knows something of the changes' members, from the earliest change on.

        Args:
            changes: The natural key and `_time` of some changes.
            whole: Whether so many are asked for that those of all members are brought sooner.
        """
        since = self.bench.scalar(select(func.min(changes.c["_time"])))
        key = [self.table.c[n] for n in self.natural_key]
        at = self.table.c.changed_at
        query = select(*key, at).where(at >= literal(since, DateTime))
        if not whole:
            sent = self.bench.send(self.table, key, select(*(changes.c[n] for n in self.natural_key)))
            query = query.join_from(self.table, sent, equal(self.table, sent, self.natural_key))
        return self.bench.fetch("journal_times", query, [*key, at])

    def write(self, wanted: FromClause, on_record: FromClause, members: FromClause, *, loads: bool = False) -> None:
        """Bring the members' rows from what is on record to what is wanted, one time of a member at a time.

        Args:
            wanted: The records that the versions do not show.
            on_record: The members' rows so far.
            members: Natural keys and `_member` numbers.
            loads: Whether it matters which load told a record again: it does if that was a snapshot.
        """
        if not self.bench.count(wanted) and not self.bench.count(on_record):
            return
        compared = ["_member", "_time", "_sequence", "_deleted", "_given", *(a.name for a in self.spec.attributes)]
        if loads:
            compared.append("_load")
        here, there = (select(*(rows.c[n] for n in compared)) for rows in (wanted, on_record))
        wanting, surplus = here.except_all(there).subquery(), there.except_all(here).subquery()
        both = union(select(*wanting.c), select(*surplus.c)).subquery()
        touched = self.bench.keep("touched", select(both.c["_member"], both.c["_time"]).distinct())
        if not self.bench.count(touched):
            return
        place = ["_member", "_time"]
        key = [members.c[n] for n in self.natural_key]
        doomed = (
            select(*key, touched.c["_time"].label("changed_at"))
            .join_from(touched, members, equal(touched, members, ["_member"]))
            .join(on_record, equal(touched, on_record, place))
            .distinct()
        )
        self.bench.delete(self.table, [*(self.table.c[n] for n in self.natural_key), self.table.c.changed_at], doomed)
        rows = (
            select(*key, *self._columns(wanted))
            .join_from(wanted, members, equal(wanted, members, ["_member"]))
            .join(touched, equal(touched, wanted, place))
        )
        self.bench.write(self.table, rows, list(self.table.columns))

    def keep_repeats(self, changes: FromClause, idle: FromClause, given: Sequence[str]) -> None:
        """Keep rows that told nothing new, so that a later, older change finds them.

        A snapshot's need no keeping: that there was one is on record, and it saw whom it did not find missing.
        """
        if not self.bench.count(idle):
            return
        seen = and_(changes.c["_sighted"], changes.c["_sequence"].is_(None))
        rows = self.bench.keep(
            "repeats_to_keep",
            select(
                *changes.c,
                literal(framed(given)).label("_given"),
                cast(literal(self.context.load_id), BigInteger).label("_load"),
            )
            .join_from(changes, idle, equal(changes, idle, ["_row"]))
            .where(~idle.c["_starts"], ~seen),
        )
        if self.bench.count(rows):
            query = select(*(rows.c[n] for n in self.natural_key), *self._columns(rows))
            self.bench.write(self.table, query, list(self.table.columns))

    def _columns(self, rows: FromClause) -> list[ColumnElement[Any]]:
        """Return a record's working columns under the journal's names, in its order."""
        return [
            rows.c["_time"].label("changed_at"),
            rows.c["_sequence"].label("change_sequence"),
            rows.c["_deleted"].label("is_deletion"),
            *(
                (rows.c[a.name] if a.name in rows.c else cast(null(), a.column.type)).label(a.name)
                for a in self.spec.attributes
            ),
            rows.c["_given"].label("given_attributes"),
            rows.c["_load"].label("load_id"),
        ]


def unrecorded(changes: FromClause, idle: FromClause, times: FromClause, natural_key: Sequence[str]) -> Query:
    """Select the idle rows that are newer than all that the journal knows of their member.

    The version in force shows what the journal told last, so that an older row may agree with it and still matter.
    """
    later = times.c["changed_at"] >= changes.c["_time"]
    known = select(literal(1)).where(equal(times, changes, natural_key), later).exists()
    return select(*idle.c).join_from(idle, changes, equal(changes, idle, ["_row"])).where(~known)
