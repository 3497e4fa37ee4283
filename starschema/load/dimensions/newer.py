"""What one system tells that is newer than all that any told: held against the versions in force, as such loads are.

Of each member it is put together with what the others say by now, which makes one change with every attribute. Such
changes start versions, end them and overwrite; what they leave over is made anew from all that was told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, func, literal, select

from starschema.load.arrivals import Arrivals
from starschema.load.dimensions.anew import refuse_untold
from starschema.load.dimensions.judged import judge
from starschema.load.dimensions.on_record import versions_on_record
from starschema.load.dimensions.straight import load_straight
from starschema.load.dimensions.told import record, told_on_record
from starschema.load.keys.where import ROWS_SHARE
from starschema.load.log import Keys
from starschema.load.newest import noted_change
from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, DimensionSpec
from starschema.model.systems import SystemTables
from starschema.sql import changes as sql
from starschema.sql import straight, survivorship
from starschema.sql.compare import Query, union
from starschema.sql.in_order import can_be_in_order
from starschema.sql.records import attribute_groups


@dataclass(frozen=True)
class NewerLoad:
    """The part of a load that is newer than all that any system has told of a dimension.

    Args:
        context: The load.
        catalog: The model, to find what follows.
        spec: The dimension.
        tables: What systems told of it.
        repoint: Whether facts follow.
    """

    context: Context
    catalog: Catalog
    spec: DimensionSpec
    tables: SystemTables
    repoint: bool

    def __call__(self, now: FromClause, members: FromClause) -> tuple[Counter[str], FromClause | None]:
        """Record what it can; return counts, and `_member` of those left over: None if that is nobody.

        Args:
            now: The load's statements.
            members: The natural key of each `_member`.
        """
        context, bench, spec = self.context, self.context.bench, self.spec
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        given = [a.name for a in spec.attributes]
        time = self._time(now, given, keys)
        if time is None:
            return Counter(), select(members.c["_member"]).subquery()
        keys.know(given)
        odd = bench.keep("odd", survivorship.odd(now))
        own = now if not bench.count(odd) else bench.keep("own_now", sql.without(now, odd, "_member"))
        named = members if own is now else bench.keep("own_members", sql.without(members, odd, "_member"))
        recent = self._told_before(named)
        changes = bench.keep("newer_changes", self._changes(own, named, recent))
        whole = context.lookups.brings_all(spec, bench.count(changes), keys.last, ROWS_SHARE)
        in_force = versions_on_record(bench, spec, changes, "in_force", whole=whole, in_force=True)
        untold = named if recent is None else bench.keep("untold", sql.without(named, recent, "_member"))
        refuse_untold(bench, spec, in_force, untold)
        updated, in_force = self._overwrite(changes, in_force)
        came = Arrivals(changes, tuple(given), 0, 0)
        done, left = load_straight(
            context,
            self.catalog,
            spec,
            came,
            judge(bench, spec, came, keys, None, whole=whole, in_force=in_force),
            keys,
            time,
            None,
            None,
            close_limit=1.0,
            repoint=self.repoint,
        )
        counts = Counter(done)
        counts["updated"] = updated
        counts["unchanged"] -= updated
        rest = [] if left is None else [select(left.table.c["_member"])]
        recorded = own if left is None else bench.keep("newer_told", sql.without(own, left.table, "_member"))
        record(bench, spec, self.tables, recorded, members)
        if bench.count(odd):
            rest.append(select(odd.c["_member"]))
        return counts, union(*rest).subquery() if rest else None

    def _time(self, now: FromClause, given: list[str], keys: Keys) -> datetime | None:
        """Return the load's time, if it has one, and that is newer than everything on record."""
        context, spec = self.context, self.spec
        if not spec.versioned or context.dry_run or not can_be_in_order(spec, given, list(keys.added_at)):
            return None
        earliest, latest = context.bench.rows(select(func.min(now.c["_time"]), func.max(now.c["_time"])))[0]
        time: datetime | None = latest
        newer = time is not None and earliest == time and time > newest_told(context, spec, self.tables)
        return time if newer else None

    def _told_before(self, members: FromClause) -> FromClause | None:
        """Bring what systems said last of the members, or return None where none has ever said anything."""
        if newest_told(self.context, self.spec, self.tables) == BEGINNING:
            return None
        return told_on_record(self.context.bench, self.spec, self.tables, members, "told_last", newest=True)

    def _changes(self, own: FromClause, members: FromClause, recent: FromClause | None) -> Query:
        """Select what all systems together say of the members by now, as changes."""
        bench, spec, told = self.context.bench, self.spec, own
        if recent is not None:
            columns = [c.name for c in recent.c]
            told = bench.keep("told_by_now", union(select(*recent.c), select(*(own.c[n] for n in columns))))
        alone = bench.keep("told_alone", survivorship.alone(told))
        if bench.count(alone) == bench.count(members):
            return survivorship.changes_alone(spec, members, own)
        merged = merged_by_now(bench, spec, told, alone)
        return survivorship.changes(spec, bench.keep("merged_by_now", merged), members, own)

    def _overwrite(self, changes: FromClause, in_force: FromClause) -> tuple[int, FromClause]:
        """Overwrite what keeps no versions; return of how many members that is all, and the versions in force then."""
        bench, spec = self.context.bench, self.spec
        names = [a.name for a in spec.attributes if a.scd == 1]
        if not names or self.catalog.aggregates_by(spec):
            return 0, in_force
        rows = bench.keep("overwritten", straight.overwritten(spec, changes, in_force, names))
        if not bench.count(rows):
            return 0, in_force
        columns = [spec.table.c[n] for n in names]
        load_id = literal(self.context.load_id).label(spec.load_id.name)
        written = select(*(rows.c[c.name] for c in (*spec.natural_key, *columns)), load_id)
        bench.update(spec.table, spec.natural_key, [*columns, spec.load_id], written)
        only = bench.scalar(select(func.count()).select_from(rows).where(~rows.c["_follows"]))
        return only, bench.keep("in_force_now", straight.as_overwritten(spec, in_force, rows, names))


def merged_by_now(bench: Workbench, spec: DimensionSpec, told: FromClause, alone: FromClause) -> Query:
    """Select what all systems together say of each member by now, by `_member` and the time of the newest word.

    Args:
        bench: The workbench.
        spec: The dimension.
        told: All that counts of what they told of the members.
        alone: `_member` of those of whom there is one statement.
    """
    merged = survivorship.as_told(spec, sql.within(told, alone, "_member").subquery())
    several = bench.keep("told_together", sql.without(told, alone, "_member"))
    if not bench.count(several):
        return merged
    groups = attribute_groups(spec, [row[0] for row in bench.rows(select(several.c["_given"]).distinct())], {})
    ties = bool(bench.rows(survivorship.repeated(several, [*survivorship.VOICE, "_time"])))
    voices = bench.keep("voices_by_now", survivorship.voices(several, groups, ties=ties))
    known = {row[0] for row in bench.rows(select(voices.c["_system"]).distinct())} <= set(spec.systems)
    rivals = not known or bool(bench.rows(survivorship.repeated(voices, ["_member", "_system"])))
    together = survivorship.by_now(spec, voices, groups, rivals=rivals).subquery()
    return union(merged, select(*(together.c[c.name] for c in merged.selected_columns)))


def newest_told(context: Context, spec: DimensionSpec, tables: SystemTables) -> datetime:
    """Return the newest time of which any system has told anything."""
    noted = noted_change(context, spec)
    if noted is not None:
        return noted
    snapshots = context.tables.snapshots
    queries = (
        select(func.max(tables.told.c.told_at)),
        select(func.max(snapshots.c.effective)).where(snapshots.c.target == spec.table.fullname),
    )
    found = [context.connection.execute(query).scalar() for query in queries]
    return max((time for time in found if time is not None), default=BEGINNING)
