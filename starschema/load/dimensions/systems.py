"""Loading what one system tells of a dimension that several feed: recorded, and put together with what others told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    FromClause,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from starschema.errors import StarSchemaError
from starschema.load.arrivals import OUTSIDE, Arrivals, set_aside, settle
from starschema.load.dimensions.absent import Snapshots
from starschema.load.dimensions.anew import settled_at_once, versions_told, write_anew
from starschema.load.dimensions.crosswalk import KEY, Crosswalk
from starschema.load.dimensions.newer import NewerLoad, merged_by_now, newest_told
from starschema.load.dimensions.options import ChangeOptions
from starschema.load.dimensions.told import all_told, newest_times, record, told_on_record, without_rows
from starschema.load.log import Keys
from starschema.load.newest import note_change
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, field_for, stage
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.model.systems import KEY_CHARACTERS, SystemTables
from starschema.sources import Source
from starschema.sql import changes as sql
from starschema.sql import survivorship
from starschema.sql.compare import Query, equal, same, union
from starschema.sql.records import attribute_groups, framed

PLACE = ("_member", "_system", "_key", "_time", "_given")
"""With its sequence, what tells one statement from another: who tells what, of whom, since when."""


@dataclass(frozen=True)
class SystemOptions(ChangeOptions):
    """How what a system tells is loaded; see `Warehouse.load`."""

    system: str | None = None
    system_key: str | None = None
    match: Sequence[str] = ()


class SystemLoad:
    """One load of what one system tells.

    Args:
        catalog: The model, to find the facts that refer to the dimension.
        spec: The dimension.
        source: The input.
        options: How to load it.

    Raises:
        SourceError: The time is one that marks an open end.
        StarSchemaError: The options do not go with the dimension or with each other.
    """

    def __init__(self, catalog: Catalog, spec: DimensionSpec, source: Source, options: SystemOptions) -> None:
        self.catalog = catalog
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        self.names = [c.name for c in spec.natural_key]
        self.system = self._checked()

    def _checked(self) -> str:
        options, attributes = self.options, [a.name for a in self.spec.attributes]
        if options.system not in self.spec.systems:
            raise StarSchemaError(
                f"{self.name} is fed by {', '.join(self.spec.systems)}; give system= one of them, "
                f"not {options.system!r}"
            )
        for name in options.match:
            if name not in attributes:
                raise StarSchemaError(
                    f"{self.name}: match={name!r} is no attribute of it; it has {', '.join(attributes)}"
                )
        if options.match and options.system_key is None:
            raise StarSchemaError(
                f"{self.name}: match= is for members that a system knows by a key of its own; "
                "give system_key= its column"
            )
        if isinstance(options.snapshot, str):
            raise StarSchemaError(
                f"{self.name}: a snapshot is the whole membership of {options.system!r}, so snapshot="
                f"{options.snapshot!r} cannot limit it to slices; use snapshot=True"
            )
        options.check(self.spec)
        return options.system

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        return self.load(context)[0]

    def load(self, context: Context) -> tuple[Outcome, Arrivals]:
        """Load as a call does; return what was done, and the rows that came."""
        bench, spec, options = context.bench, self.spec, self.options
        tables = context.tables.systems(spec)
        rejects = Rejects(self.name, options.reject_limit, lenient=context.dry_run)
        staged = self._staged(context, rejects)
        given = [a.name for a in spec.attributes if a.name in staged.names]
        self._check_times(bench, staged.table, rejects)
        named = all(n in staged.names for n in self.names)
        said = [*(self.names if named else ()), *given]
        duplicates = settle(bench, staged.table, [KEY, "_time", "_sequence"], said, rejects, deleted="_deleted")
        crosswalk = Crosswalk(context, spec, tables, self.system, options.match, rejects)
        resolved = crosswalk.resolved(staged.table, named=named)
        rejects.check()
        snapshots = Snapshots(context, spec, tables, self.system)
        missing: list[FromClause] = []
        if options.closes(spec) and isinstance(options.effective, datetime):
            missing = [snapshots.missing(staged.table, options.effective, options.close_limit)]
        members = bench.keep("all_members", sql.members([resolved, *missing], self.names))
        now = bench.keep("told_now", self._told(context, staged.table, resolved, members, given))
        read = bench.count(now)
        for keys in missing:
            at = cast(literal(options.effective, DateTime), DateTime).label("_time")
            places = select(members.c["_member"], keys.c[KEY].label("_key"), at)
            lacking = bench.keep("missing_places", places.join_from(keys, members, equal(keys, members, self.names)))
            bench.add(now, snapshots.absences(lacking, members))
        counts = Counter(read=staged.read, rejected=rejects.count, duplicates=duplicates)
        newest = self._newest(context, tables, now)
        newer = NewerLoad(context, self.catalog, spec, tables, options.repoint)
        done, left = newer(now, members)
        counts.update(done)
        if left is not None:
            if done:
                now = bench.keep("told_now_left", sql.within(now, left, "_member"))
                members = bench.keep("members_left", sql.within(members, left, "_member"))
            counts.update(self._record(context, tables, now, members, snapshots))
        if missing and isinstance(options.effective, datetime):
            snapshots.record(options.effective)
        note_change(context, spec, newest)
        outcomes = ("inserted", "updated", "versioned", "closed", "unchanged")
        counts["unchanged"] += read - sum(counts[name] for name in outcomes)
        counts["closed"] += counts["missing"]
        return Outcome(dict(counts), rejects.kept), Arrivals(staged.table, tuple(given), staged.read, duplicates)

    def _newest(self, context: Context, tables: SystemTables, now: FromClause) -> datetime:
        """Return the newest time of which anything is told, this load included."""
        latest: datetime | None = context.bench.scalar(select(func.max(now.c["_time"])))
        known, given = newest_told(context, self.spec, tables), self.options.effective
        return max(known, latest or known, given if isinstance(given, datetime) else known)

    def _record(
        self, context: Context, tables: SystemTables, now: FromClause, members: FromClause, snapshots: Snapshots
    ) -> Counter[str]:
        """Record what the load tells of members, and bring their versions to what is told of them by now."""
        bench, spec = context.bench, self.spec
        recent = told_on_record(bench, spec, tables, members, "told_last", newest=True)
        newest = bench.keep("newest_told", newest_times(recent))
        later = snapshots.after(bench.scalar(select(func.min(now.c["_time"]))))
        candidates = survivorship.ahead(now, newest)
        if later is not None:
            last = select(func.max(later.c["_snapshot"])).scalar_subquery()
            candidates = candidates.where(candidates.selected_columns["_time"] >= last)
        ahead = bench.keep("ahead", candidates)
        untold = bench.keep("untold", sql.without(members, newest, "_member"))
        versions = versions_told(context, spec, members, untold)
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        keys.know([a.name for a in spec.attributes])
        fresh = bench.keep("fresh", sql.within(now, ahead, "_member"))
        at_once = self._at_once(bench, recent, fresh, ahead, members)
        ordered, idle = settled_at_once(context, spec, at_once, versions, keys)
        settled = [select(rows.c["_member"]) for rows in (ordered, idle) if rows is not None]
        done = bench.keep("settled", union(*settled))
        rest = bench.keep("rest", sql.without(members, done, "_member"))
        told = told_on_record(bench, spec, tables, rest, "told_before")
        news = bench.keep(
            "news", union(select(*sql.within(now, done, "_member").subquery().c), self._news(now, rest, told))
        )
        if later is not None:
            places = bench.keep("lacking_places", snapshots.lacking(news, told, later))
            bench.add(news, snapshots.absences(places, members))
        if not bench.count(news):
            return Counter()
        record(bench, spec, tables, news, members)
        busy = bench.keep("members", sql.without(sql.within(members, news, "_member").subquery(), idle, "_member"))
        if not bench.count(busy):
            return Counter()
        changes = self._changes(bench, told, news, rest, members)
        if ordered is not None:
            in_turn = sql.within(at_once, ordered, "_member")
            changes = bench.keep("all_changes", union(select(*changes.c), select(*in_turn.subquery().c)))
        held = bench.keep("busy_versions", sql.within(versions, busy, "_member"))
        counts, _ = write_anew(
            context, self.catalog, spec, changes, busy, held, keys, ordered=ordered, repoint=self.options.repoint
        )
        return counts

    def _at_once(
        self, bench: Workbench, recent: FromClause, fresh: FromClause, ahead: FromClause, members: FromClause
    ) -> FromClause:
        """Return what newer statements make of their members, as changes: one of each member, of its one time."""
        spec = self.spec
        columns = [c.name for c in recent.c]
        of_ahead = select(*sql.within(recent, ahead, "_member").subquery().c)
        told = bench.keep("told_at_once", union(of_ahead, select(*(fresh.c[n] for n in columns))))
        alone = bench.keep("told_alone", survivorship.alone(told))
        rows = bench.keep("merged_at_once", merged_by_now(bench, spec, told, alone))
        return bench.keep("changes_at_once", survivorship.changes(spec, rows, members, fresh))

    def _changes(
        self, bench: Workbench, told: FromClause, news: FromClause, rest: FromClause, members: FromClause
    ) -> FromClause:
        """Return what all that was ever told makes of the members that the news tell something of."""
        spec, columns = self.spec, [c.name for c in told.c]
        new = bench.keep("rest_news", sql.within(news, rest, "_member"))
        before = select(*sql.within(told, new, "_member").subquery().c)
        every = bench.keep("told", union(before, select(*(new.c[n] for n in columns))))
        merged = put_together(bench, spec, every, survivorship.times_told(every))
        return bench.keep("member_changes", survivorship.changes(spec, merged, members, new))

    def _staged(self, context: Context, rejects: Rejects) -> Stage:
        """Read the source, and complete what it leaves out: the system's key, the time, whether a member is gone."""
        options, name = self.options, self.name
        own_key = options.system_key is not None
        fields = [
            field_for(c, f"{name}.{c.name}", required=not own_key, optional=own_key) for c in self.spec.natural_key
        ]
        columns: list[Column[Any]] = list(self.spec.natural_key)
        for attribute in self.spec.attributes:
            fields.append(field_for(attribute.column, f"{name}.{attribute.name}", optional=True))
            columns.append(attribute.column)
        working: list[tuple[str, str | None, Any, dict[str, Any]]] = [
            (KEY, options.system_key, String(KEY_CHARACTERS), {"required": True, "part": f"key of {self.system!r}"}),
            (
                "_time",
                options.effective if isinstance(options.effective, str) else None,
                DateTime(),
                {"required": True, "part": "effective time"},
            ),
            ("_sequence", options.sequence, BigInteger(), {}),
            ("_deleted", options.deleted, Boolean(), {}),
        ]
        for column_name, source, kind, more in working:
            if source is not None:
                column: Column[Any] = Column(column_name, kind)
                fields.append(field_for(column, f"{name}: {source}", source=source, **more))
                columns.append(column)
        bench = context.bench
        staged = stage(bench, self.source, fields, columns, rejects, zone=options.zone, progress=options.progress)
        s = staged.table.c
        deleted = func.coalesce(s["_deleted"], false()) if "_deleted" in s else false()
        told = [c for c in s if c.name in {a.name for a in self.spec.attributes}]
        rest = [c for c in s if c.name not in {c.name for c in told} and c.name != "_deleted"]
        completed: list[Any] = []
        if not own_key:
            completed.append(func.concat_ws("|", *(cast(s[n], String) for n in self.names)).label(KEY))
        if not isinstance(options.effective, str):
            completed.append(cast(literal(options.effective, DateTime), DateTime).label("_time"))
        if options.sequence is None:
            completed.append(cast(null(), BigInteger).label("_sequence"))
        # What a row says of a member that is gone is of no account.
        values = [case((deleted, null()), else_=c).label(c.name) for c in told]
        table = bench.keep("stage", select(*rest, *values, *completed, cast(deleted, Boolean).label("_deleted")))
        bench.set_down()
        return Stage(table, staged.read, staged.names)

    def _check_times(self, bench: Workbench, table: FromClause, rejects: Rejects) -> None:
        if isinstance(self.options.effective, str):
            at = table.c["_time"]
            outside = or_(at <= literal(BEGINNING, DateTime), at >= literal(FOREVER, DateTime))
            rejects.add(set_aside(bench, table, outside, self.options.effective, at, OUTSIDE))

    def _told(
        self, context: Context, table: FromClause, resolved: FromClause, members: FromClause, given: Sequence[str]
    ) -> Query:
        """Select what the load brings as statements, with the `_row` of each."""
        s = table.c
        return (
            select(
                members.c["_member"],
                literal(self.system, String).label("_system"),
                s[KEY].label("_key"),
                s["_time"],
                s["_sequence"],
                s["_deleted"],
                cast(literal(framed(given)), String).label("_given"),
                cast(literal(context.load_id), BigInteger).label("_load"),
                *(
                    (s[a.name] if a.name in given else cast(null(), a.column.type)).label(a.name)
                    for a in self.spec.attributes
                ),
                s["_row"],
            )
            .join_from(table, resolved, resolved.c[KEY] == s[KEY])
            .join(members, equal(members, resolved, self.names))
        )

    def _news(self, now: FromClause, rest: FromClause, before: FromClause) -> Query:
        """Select the statements about some members that are not what the system told last of the same."""
        later, mine = before.alias("later"), sql.within(now, rest, "_member").subquery()
        again = and_(equal(later, before, PLACE), same(later, before, ["_sequence"]))
        last = ~select(literal(1)).where(again, later.c["_load"] > before.c["_load"]).exists()
        alike = same(before, mine, ["_sequence", "_deleted", *(a.name for a in self.spec.attributes)])
        known = select(literal(1)).where(equal(before, mine, PLACE), alike, last).exists()
        return select(*mine.c).where(~known)


class SystemRebuild:
    """Puts all that systems told together anew, as after a change of their priorities.

    Args:
        catalog: The model.
        spec: The dimension.
        repoint: Whether facts follow.
    """

    def __init__(self, catalog: Catalog, spec: DimensionSpec, *, repoint: bool) -> None:
        self.catalog = catalog
        self.spec = spec
        self.repoint = repoint

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`."""
        bench, spec = context.bench, self.spec
        tables = context.tables.systems(spec)
        natural = [tables.told.c[c.name] for c in spec.natural_key]
        every = bench.fetch("members_told", select(*natural).distinct(), natural)
        members = bench.keep("members", sql.members([every], [c.name for c in spec.natural_key]))
        told = all_told(bench, spec, tables, members, "told_before")
        if not bench.count(told):
            return Outcome({})
        nothing = bench.keep("news", without_rows(told).where(literal(1) == 0))
        merged_rows = put_together(bench, spec, told, survivorship.times_told(told))
        changes = bench.keep("member_changes", survivorship.changes(spec, merged_rows, members, nothing))
        untold = bench.keep("untold", sql.without(members, told, "_member"))
        versions = versions_told(context, spec, members, untold)
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        keys.know([a.name for a in spec.attributes])
        done, merged = write_anew(context, self.catalog, spec, changes, members, versions, keys, repoint=self.repoint)
        counts = {
            "versioned": merged.new_keys,
            "updated": bench.count(merged.updated),
            "closed": bench.count(merged.gone),
        }
        return Outcome({**counts, "read": sum(counts.values()), "repointed": done["repointed"]})


def put_together(bench: Workbench, spec: DimensionSpec, told: FromClause, times: Query) -> FromClause:
    """Return what systems told as one row for each of some members and times, with every attribute."""
    given = [row[0] for row in bench.rows(select(told.c["_given"]).distinct())]
    groups = attribute_groups(spec, given, {})
    wanted = bench.keep("times_told", times)
    lined_up = bench.keep("voices", survivorship.lined_up(spec, told, wanted, groups))
    heard = bench.keep("heard", survivorship.heard(lined_up, groups, spec.systems))
    return bench.keep("put_together", survivorship.put_together(spec, lined_up, heard, groups))
