"""Loading a dimension: stage, changes, merge, write, facts follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    FromClause,
    String,
    Table,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    select,
    true,
)

from starschema.errors import OutOfOrder, StarSchemaError, TooManyClosed
from starschema.load.arrivals import Arrivals, arrivals
from starschema.load.follow import follow
from starschema.load.invariants import check_versions
from starschema.load.log import Keys
from starschema.load.merge import (
    Merge,
    delete_gone,
    journal_columns,
    merge,
    write_journal,
    write_versions,
)
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sources import Source
from starschema.sql import changes as sql
from starschema.sql import match
from starschema.sql.compare import equal
from starschema.sql.records import Known, framed

WHOLE_TABLE_SHARE = 4
"""From this share of the keys ever given (a quarter), reading the whole dimension beats looking members up."""


@dataclass(frozen=True)
class DimensionOptions:
    """How a dimension is loaded; see `Warehouse.load`."""

    effective: datetime | str
    snapshot: bool | str = False
    on_missing: str = "close"
    close_limit: float = 0.2
    sequence: str | None = None
    deleted: str | None = None
    zone: str = "UTC"
    reject_limit: int = 0
    repoint: bool = True
    progress: Callable[[int], None] | None = None


class DimensionLoad:
    """One load of one dimension.

    Args:
        catalog: The model, to find the facts that refer to the dimension.
        spec: The dimension.
        source: The input.
        options: How to load it.
    """

    def __init__(self, catalog: Catalog, spec: DimensionSpec, source: Source, options: DimensionOptions) -> None:
        self.catalog = catalog
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        self.natural_key = [c.name for c in spec.natural_key]
        self._check_options()

    def _check_options(self) -> None:
        o = self.options
        if o.snapshot and isinstance(o.effective, str):
            raise StarSchemaError(
                f"{self.name}: a snapshot has one time: give effective= a date, not the column {o.effective!r}"
            )
        if isinstance(o.snapshot, str) and o.snapshot not in [
            *self.natural_key,
            *(a.name for a in self.spec.attributes),
        ]:
            raise StarSchemaError(f"{self.name}: snapshot={o.snapshot!r} names no column of the dimension")
        if o.deleted is not None and not self.spec.versioned:
            raise StarSchemaError(
                f"{self.name} keeps no versions, so a deletion has nowhere to be recorded: "
                "leave out deleted=, or make an attribute scd=2"
            )
        if o.on_missing not in ("close", "ignore"):
            raise StarSchemaError(f"{self.name}: on_missing={o.on_missing!r} is neither 'close' nor 'ignore'")

    @property
    def closes(self) -> bool:
        """Whether members that the data lacks are to be closed."""
        return bool(self.options.snapshot) and self.options.on_missing == "close" and self.spec.versioned

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        spec, options, bench = self.spec, self.options, context.bench
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        rejects = Rejects(self.name, options.reject_limit)
        came = arrivals(
            bench,
            spec,
            self.source,
            rejects,
            effective=options.effective,
            sequence=options.sequence,
            deleted=options.deleted,
            sighted=self.closes,
            zone=options.zone,
            progress=options.progress,
        )
        keys.know(came.given)
        on_record = self._versions(context, came, keys)
        missing = self._missing(context, came, on_record) if self.closes else None
        sources = [came.table] if missing is None else [came.table, missing]
        members = bench.keep("members", sql.members(sources, self.natural_key))
        changes = bench.keep("member_changes", sql.with_member(came.table, members, self.natural_key))
        versions = bench.keep("member_versions", sql.with_member(on_record, members, self.natural_key))
        idle = bench.keep(
            "idle",
            sql.idle(
                changes,
                versions,
                compared=[n for n in came.given if self._scd(n) != 0],
                first_seen=[n for n in came.given if self._scd(n) == 0],
                sequence=None if spec.sequence is None else spec.sequence.name,
            ),
        )
        journal_table = context.tables.journal(spec) if spec.versioned and spec.journaled else None
        journal = None
        if journal_table is not None:
            touched = members if not self.closes else bench.keep("busy", sql.without(members, idle, "_member"))
            journal = self._journal(context, journal_table, touched)
            idle = bench.keep("idle_unless_recorded", self._unrecorded(changes, idle, journal))
        busy_members = bench.keep("busy_members", sql.without(members, idle, "_member"))
        known = self._known(context, came, changes, versions, journal, busy_members, missing)
        if journal_table is None and spec.versioned:
            self._check_order(context, known)
        merged = merge(
            bench, spec, known, busy_members, last_key=keys.last, added_at=keys.added_at, load_id=context.load_id
        )
        counts, samples = self._counts(context, came, known, merged, bench.count(idle), rejects)
        if merged.new_keys:
            keys.take(merged.new_keys)
        write_versions(bench, spec, merged, context.load_id)
        if spec.versioned and options.repoint:
            counts["repointed"] = follow(context, self.catalog, spec, merged, known.versions)
        delete_gone(bench, spec, merged)
        if journal_table is not None and merged.journal is not None and journal is not None:
            write_journal(bench, spec, journal_table, merged.journal, known_journal(known), busy_members)
            if not self.closes:
                self._journal_idle(context, journal_table, changes, idle, came)
        if self.closes:
            self._record_snapshot(context, came)
        if spec.versioned:
            check_versions(context, spec, busy_members)
        return Outcome(counts, rejects.kept, samples)

    def _scd(self, name: str) -> int:
        return next(a.scd for a in self.spec.attributes if a.name == name)

    def _versions(self, context: Context, came: Arrivals, keys: Keys) -> FromClause:
        """Bring the versions of the members that the data names; of all members where most are needed anyway."""
        spec, bench = self.spec, context.bench
        columns = [c for c in spec.table.columns if c is not spec.load_id]
        query = select(*columns).where(spec.key > 0)
        named = came.table.select().with_only_columns(*(came.table.c[n] for n in self.natural_key)).distinct()
        if not (self.options.snapshot or bench.count(came.table) * WHOLE_TABLE_SHARE >= keys.last):
            sent = bench.send(spec.table, spec.natural_key, named)
            query = query.join_from(spec.table, sent, equal(spec.table, sent, self.natural_key))
        on_record = bench.fetch("on_record", query, columns)
        if spec.versioned:
            return on_record
        # Without versions a member is as it is since ever and for good; the set logic needs it said.
        return bench.keep(
            "on_record_always",
            select(
                *on_record.c,
                cast(literal(BEGINNING, DateTime), DateTime).label("valid_from"),
                cast(literal(FOREVER, DateTime), DateTime).label("valid_to"),
                true().label("is_current"),
            ),
        )

    def _missing(self, context: Context, came: Arrivals, on_record: FromClause) -> FromClause:
        """Return the natural keys of the members that were in force at the snapshot's time and that it lacks."""
        bench, time = context.bench, literal(self.options.effective, DateTime)
        v = on_record.c
        in_force = [v["valid_from"] <= time, v["valid_to"] > time, ~v["is_inferred"]]
        if isinstance(self.options.snapshot, str):
            column = self.options.snapshot
            if column not in came.table.c:
                raise StarSchemaError(f"{self.name}: the data lacks {column!r}, which snapshot= names")
            in_force.append(v[column].in_(select(came.table.c[column])))
        named = select(literal(1)).where(equal(came.table, on_record, self.natural_key)).exists()
        keys = [v[n] for n in self.natural_key]
        missing = bench.keep("missing", select(*keys).where(*in_force, ~named).distinct())
        count = bench.count(missing)
        alive = bench.scalar(select(func.count()).select_from(on_record).where(*in_force))
        if count > self.options.close_limit * alive:
            raise TooManyClosed(
                f"{self.name}: the snapshot lacks {count} of {alive} members, more than close_limit="
                f"{self.options.close_limit:g} allows; nothing was changed. If it is complete, raise close_limit"
            )
        return missing

    def _journal(self, context: Context, table: Table, members: FromClause) -> FromClause:
        """Bring the journal rows of the members."""
        bench = context.bench
        keys = select(*(members.c[n] for n in self.natural_key))
        sent = bench.send(table, [table.c[n] for n in self.natural_key], keys)
        rows = bench.fetch(
            "journal_rows",
            select(*table.c).join_from(table, sent, equal(table, sent, self.natural_key)),
            list(table.columns),
        )
        r = rows.c
        return bench.keep(
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

    def _unrecorded(self, changes: FromClause, idle: FromClause, journal: FromClause) -> Any:
        """Select the idle rows whose time the journal does not know; what it knows may be another thing."""
        recorded = select(literal(1)).where(
            journal.c["_member"] == changes.c["_member"], journal.c["_time"] == changes.c["_time"]
        )
        return select(*idle.c).join_from(idle, changes, changes.c["_row"] == idle.c["_row"]).where(~recorded.exists())

    def _known(
        self,
        context: Context,
        came: Arrivals,
        changes: FromClause,
        versions: FromClause,
        journal: FromClause | None,
        busy: FromClause,
        missing: FromClause | None,
    ) -> Known:
        bench = context.bench
        moved = bench.keep("busy_changes", sql.within(changes, busy, "_member"))
        held = bench.keep("busy_versions", sql.within(versions, busy, "_member"))
        noted = None if journal is None else bench.keep("busy_journal", sql.within(journal, busy, "_member"))
        first = (
            select(moved.c["_member"], func.min(moved.c["_time"]).label("_since"))
            .group_by(moved.c["_member"])
            .subquery()
        )
        own_time = literal(None if isinstance(self.options.effective, str) else self.options.effective, DateTime)
        since = bench.keep(
            "since",
            select(*busy.c, cast(func.coalesce(first.c["_since"], own_time), DateTime).label("_since")).join_from(
                busy, first, first.c["_member"] == busy.c["_member"], isouter=True
            ),
        )
        snapshots = self._snapshots(context, came, since) if noted is not None or missing is not None else None
        return Known(moved, framed(came.given), held, noted, snapshots, since)

    def _snapshots(self, context: Context, came: Arrivals, since: FromClause) -> FromClause | None:
        """Return the earlier snapshots that can matter, and this load's own; None where there is none."""
        bench, table = context.bench, context.tables.snapshots
        earliest = bench.scalar(select(func.min(since.c["_since"])))
        if earliest is None:
            return None
        columns: list[Column[Any]] = [
            Column("_time", DateTime),
            Column("_slice_column", String),
            Column("_slice_value", String),
            Column("_given", String),
        ]
        query = select(table.c.effective, table.c.slice_column, table.c.slice_value, table.c.given).where(
            table.c.target == self.spec.table.fullname, table.c.effective >= earliest
        )
        earlier = bench.fetch("earlier_snapshots", query, columns)
        parts = [select(*earlier.c, false().label("_own"))]
        if self.closes:
            parts.append(self._own_snapshot(came))
        every = bench.keep("snapshots", parts[0].union_all(*parts[1:]) if len(parts) > 1 else parts[0])
        return every if bench.count(every) else None

    def _own_snapshot(self, came: Arrivals) -> Any:
        time = cast(literal(self.options.effective, DateTime), DateTime).label("_time")
        given = literal(framed(came.given)).label("_given")
        if isinstance(self.options.snapshot, str):
            value = cast(came.table.c[self.options.snapshot], String)
            column = cast(literal(self.options.snapshot), String).label("_slice_column")
            return (
                select(time, column, value.label("_slice_value"), given, true().label("_own"))
                .where(value.is_not(None))
                .distinct()
            )
        nothing = cast(null(), String)
        return select(time, nothing.label("_slice_column"), nothing.label("_slice_value"), given, true().label("_own"))

    def _record_snapshot(self, context: Context, came: Arrivals) -> None:
        bench, table = context.bench, context.tables.snapshots
        rows = bench.rows(self._own_snapshot(came))
        known = set(
            context.connection.execute(
                select(table.c.slice_column, table.c.slice_value, table.c.given).where(
                    table.c.target == self.spec.table.fullname, table.c.effective == self.options.effective
                )
            ).tuples()
        )
        new = [
            {
                "target": self.spec.table.fullname,
                "effective": time,
                "slice_column": column,
                "slice_value": value,
                "given": given,
                "load_id": context.load_id,
            }
            for time, column, value, given, _ in rows
            if (column, value, given) not in known
        ]
        if new:
            context.connection.execute(insert(table), new)

    def _check_order(self, context: Context, known: Known) -> None:
        """Without a journal, a change older than what is on record cannot be placed."""
        v, c = known.versions.c, known.changes.c
        end = case((v["valid_to"] == literal(FOREVER, DateTime), v["valid_from"]), else_=v["valid_to"])
        newest = select(v["_member"], func.max(end).label("_newest")).group_by(v["_member"]).subquery()
        late = context.bench.rows(
            select(c["_row"], c["_time"], newest.c["_newest"])
            .join_from(known.changes, newest, newest.c["_member"] == c["_member"])
            .where(c["_time"] < newest.c["_newest"])
            .order_by(c["_row"])
            .limit(1)
        )
        if late:
            row, time, newest_time = late[0]
            raise OutOfOrder(
                f"{self.name}: row {row} is of {time}, but {newest_time} is on record, and a dimension with journal=False "
                "takes changes in order only; leave out journal=False, or load the older changes first"
            )
        if self.closes:
            table = context.tables.snapshots
            last = context.connection.execute(
                select(func.max(table.c.effective)).where(table.c.target == self.spec.table.fullname)
            ).scalar()
            if last is not None and self.options.effective < last:  # type: ignore[operator]
                raise OutOfOrder(
                    f"{self.name}: the snapshot is of {self.options.effective}, but one of {last} is loaded, and a "
                    "dimension with journal=False takes snapshots in order only"
                )

    def _journal_idle(
        self, context: Context, table: Table, changes: FromClause, idle: FromClause, came: Arrivals
    ) -> None:
        """Keep the repeats of a change feed, so that a later, older change finds them."""
        rows = context.bench.keep(
            "repeats_to_keep",
            select(
                *changes.c,
                literal(framed(came.given)).label("_given"),
                cast(literal(context.load_id), BigInteger).label("_load"),
            )
            .join_from(changes, idle, idle.c["_row"] == changes.c["_row"])
            .where(~idle.c["_starts"]),
        )
        if context.bench.count(rows):
            query = select(*(rows.c[n] for n in self.natural_key), *journal_columns(self.spec, rows))
            context.bench.write(table, query, list(table.columns))

    def _counts(
        self, context: Context, came: Arrivals, known: Known, merged: Merge, idle: int, rejects: Rejects
    ) -> tuple[dict[str, int], dict[str, list[dict[str, Any]]]]:
        bench = context.bench
        outcomes = bench.keep(
            "outcomes",
            match.outcomes(known.changes, merged.keyed, merged.new, merged.updated, known.versions),
        )
        found = dict(
            bench.rows(select(outcomes.c["_outcome"], func.count()).group_by(outcomes.c["_outcome"]))
        )
        counts = {name: int(found.get(name, 0)) for name in ("inserted", "updated", "versioned", "closed")}
        missing = 0
        if self.closes:
            told = select(literal(1)).where(known.changes.c["_member"] == merged.keyed.c["_member"])
            time = literal(self.options.effective, DateTime)
            ends = select(func.count()).where(merged.keyed.c["valid_to"] == time, ~told.exists())
            missing = int(bench.scalar(ends.select_from(merged.keyed)))
        counts["closed"] += missing
        counts |= {
            "missing": missing,
            "read": came.read,
            "unchanged": int(found.get("unchanged", 0)) + idle,
            "rejected": rejects.count,
            "duplicates": came.duplicates,
        }
        return counts, {}


def known_journal(known: Known) -> FromClause:
    """Return the journal rows of the affected members."""
    assert known.journal is not None
    return known.journal

