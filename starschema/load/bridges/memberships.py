"""Who is in which group when: what a load tells, put in line with what was told before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    and_,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from starschema.errors import TooManyClosed
from starschema.load.keys.where import ROWS_SHARE, place_for
from starschema.load.run import Context
from starschema.model.kinds import BridgeSpec
from starschema.sql import bridge as sql
from starschema.sql.bridge import GROUP, MEMBER
from starschema.sql.compare import equal


class Memberships:
    """The memberships that a load of a bridge tells.

    Args:
        context: The load.
        spec: The bridge.
        rows: The rows that are whole, with the keys of both sides.
        snapshot: The time at which the data is all groups that there are, if it is.
        close_limit: The greatest share of groups that it may leave empty.
    """

    def __init__(
        self, context: Context, spec: BridgeSpec, rows: FromClause, snapshot: datetime | None, close_limit: float
    ) -> None:
        self.context = context
        self.spec = spec
        self.rows = rows
        self.snapshot = snapshot
        self.close_limit = close_limit

    def record(self) -> dict[str, int]:
        """Bring the bridge to what is known after the load; return what the rows have done."""
        bench, spec, rows = self.context.bench, self.spec, self.rows
        told = bench.keep("bridge_members", select(*rows.c).where(~rows.c["_deleted"]))
        everything = self._fetch()
        missing = None if self.snapshot is None else self._missing(everything, self.snapshot)
        time = None if self.snapshot is None else literal(self.snapshot, DateTime)
        statement = bench.keep("bridge_statements", sql.statements(rows, missing, time))
        first = bench.keep("bridge_firsts", sql.firsts(statement))
        held = bench.keep("bridge_held", sql.since_first(everything, first, "valid_to"))
        counts = self._counts(told, statement, held)
        since = bench.scalar(select(func.min(first.c["_first"])))
        if since is None:
            return counts
        snapshots = self._snapshots(since)
        again = bench.keep("bridge_again", sql.since_first(self._again(first, since), first, "_time"))
        span = bench.keep("bridge_spans", sql.spans(statement, first, held, again, snapshots))
        piece = bench.keep("bridge_pieces", sql.pieces(spec, told, held, span))
        wanted = bench.keep("bridge_wanted", sql.runs(spec, piece))
        unshown = bench.keep("bridge_unshown", sql.unshown(span, wanted, snapshots))
        self._write(wanted, held)
        self._write_again(unshown, again)
        return counts

    def _counts(self, told: FromClause, statement: FromClause, held: FromClause) -> dict[str, int]:
        bench, rows = self.context.bench, self.rows
        found = {name: int(count) for name, count in bench.rows(sql.outcomes(self.spec, told, held))}
        gone = bench.keep("bridge_emptied", select(rows.c[GROUP], rows.c["_time"]).where(rows.c["_deleted"]))
        in_force = and_(held.c["valid_from"] <= gone.c["_time"], gone.c["_time"] < held.c["valid_to"])
        there = select(literal(1)).where(equal(held, gone, [GROUP]), in_force).exists()
        closed = int(bench.scalar(select(func.count()).select_from(gone).where(there)))
        missing = int(bench.scalar(sql.ended(statement, told, held)))
        return {
            "inserted": found.get("inserted", 0),
            "updated": found.get("updated", 0),
            "versioned": found.get("versioned", 0),
            "unchanged": found.get("unchanged", 0) + bench.count(gone) - closed,
            "closed": closed + missing,
            "missing": missing,
        }

    def _fetch(self) -> FromClause:
        """Bring the rows on record of the groups named, or of all, that reach the first time of which data tells."""
        bench, spec = self.context.bench, self.spec
        since: datetime | None = self.snapshot or bench.scalar(select(func.min(self.rows.c["_time"])))
        columns: list[Column[Any]] = [
            Column(GROUP, BigInteger),
            Column(MEMBER, BigInteger),
            spec.valid_from,
            spec.valid_to,
            *(a.column for a in spec.attributes),
        ]
        if since is None:
            return bench.empty("bridge_on_record", columns)
        group = spec.group.column
        query = select(
            group.label(GROUP),
            spec.member.column.label(MEMBER),
            spec.valid_from,
            spec.valid_to,
            *(a.column for a in spec.attributes),
        ).where(group > 0, spec.valid_to >= literal(since, DateTime))
        query = self._among(query, group, self.rows, whole=self.snapshot is not None)
        return bench.fetch("bridge_on_record", query, columns)

    def _among(self, query: Any, group: Column[Any], rows: FromClause, *, whole: bool) -> Any:
        """Limit a query of the bridge or its journal to the groups of `rows`, unless nearly all are asked for."""
        context, bench, targets = self.context, self.context.bench, self.context.tables.targets
        named = bench.keep("bridge_named", select(rows.c[GROUP].label(group.name)).distinct())
        target = self.spec.group.dimension.table.fullname
        last = context.connection.execute(select(func.max(targets.c.last_key)).where(targets.c.target == target))
        place = place_for(bench.count(named), last.scalar() or 0, ROWS_SHARE)
        wanted = place if context.lookups.wanted == "auto" else context.lookups.wanted
        if whole or wanted == "workbench":
            return query
        sent = bench.send(group.table, [group], select(*named.c))
        return query.join(sent, group == sent.c[group.name])

    def _missing(self, held: FromClause, snapshot: datetime) -> FromClause:
        """Return the groups with members in force at a snapshot's time that it lacks.

        Raises:
            TooManyClosed: They are more than `close_limit` allows.
        """
        bench, rows, time = self.context.bench, self.rows, literal(snapshot, DateTime)
        in_force = and_(held.c["valid_from"] <= time, time < held.c["valid_to"])
        there = bench.keep("bridge_in_force", select(held.c[GROUP]).where(in_force).distinct())
        named = select(literal(1)).where(equal(there, rows, [GROUP])).exists()
        missing = bench.keep("bridge_missing", select(*there.c).where(~named))
        count, alive = bench.count(missing), bench.count(there)
        if count > self.close_limit * alive:
            raise TooManyClosed(
                f"{self.spec.cls.__name__}: the snapshot lacks {count} of {alive} groups, more than "
                f"close_limit={self.close_limit:g} allows; nothing was changed. If it is complete, raise "
                "close_limit"
            )
        return missing

    def _snapshots(self, since: datetime) -> FromClause:
        """Bring the times of snapshots from a time on, the load's own among them, and keep that it was one."""
        context, table, target = self.context, self.context.tables.snapshots, self.spec.table.fullname
        if self.snapshot is not None:
            own = and_(table.c.target == target, table.c.effective == self.snapshot)
            again = context.connection.execute(update(table).where(own).values(load_id=context.load_id)).rowcount
            if not again:
                row = {"target": target, "effective": self.snapshot, "given": "", "load_id": context.load_id}
                context.connection.execute(insert(table), [row])
        query = select(table.c.effective).where(table.c.target == target, table.c.effective >= since).distinct()
        return context.bench.fetch("bridge_snapshots", query, [Column("_time", DateTime)])

    def _again(self, first: FromClause, since: datetime) -> FromClause:
        """Bring the times from the load's first on at which its groups were told to be as they were."""
        table = self.context.tables.retold(self.spec)
        group = table.c[self.spec.group.column.name]
        query = select(group.label(GROUP), table.c.changed_at).where(table.c.changed_at >= since)
        query = self._among(query, group, first, whole=False)
        return self.context.bench.fetch("bridge_retold", query, [Column(GROUP, BigInteger), Column("_time", DateTime)])

    def _write(self, wanted: FromClause, held: FromClause) -> None:
        bench, spec, table = self.context.bench, self.spec, self.spec.table
        load_id = cast(literal(self.context.load_id), BigInteger).label(spec.load_id.name)
        gone = bench.keep("bridge_gone", sql.added(held, wanted))
        changed = bench.keep("bridge_changed", sql.changed(spec, wanted, held))
        added = bench.keep("bridge_added", sql.added(wanted, held))
        if bench.count(gone):
            bench.delete(table, spec.grain, select(*self._key(gone)))
        said = [spec.valid_to, *(a.column for a in spec.attributes)]
        if bench.count(changed):
            query = select(*self._key(changed), *(changed.c[c.name] for c in said), load_id)
            bench.update(table, spec.grain, [*said, spec.load_id], query)
        if bench.count(added):
            query = select(*self._key(added), *(added.c[c.name] for c in said), load_id)
            bench.write(table, query, [*spec.grain, *said, spec.load_id])

    def _key(self, rows: FromClause) -> list[ColumnElement[Any]]:
        spec = self.spec
        return [
            rows.c[GROUP].label(spec.group.column.name),
            rows.c[MEMBER].label(spec.member.column.name),
            rows.c["valid_from"],
        ]

    def _write_again(self, wanted: FromClause, known: FromClause) -> None:
        """Bring the times at which groups were told what they were to those that no row shows."""
        bench, table = self.context.bench, self.context.tables.retold(self.spec)
        key = list(table.primary_key.columns)
        place = [GROUP, "_time"]
        for name, rows, others in (("gone", known, wanted), ("new", wanted, known)):
            there = select(literal(1)).where(equal(rows, others, place)).exists()
            named = [rows.c[n].label(c.name) for n, c in zip(place, key, strict=True)]
            found = bench.keep(f"bridge_{name}_again", select(*named).where(~there))
            if not bench.count(found):
                continue
            if name == "gone":
                bench.delete(table, key, select(*found.c))
            else:
                load_id = cast(literal(self.context.load_id), BigInteger).label("load_id")
                bench.write(table, select(*found.c, load_id), [*key, table.c.load_id])
