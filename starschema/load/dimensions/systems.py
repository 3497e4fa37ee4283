"""Loading what one system tells of a dimension that several feed: recorded, and put together with what others told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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

from starschema.errors import SourceError, StarSchemaError
from starschema.load.arrivals import OUTSIDE, set_aside, settle
from starschema.load.dimensions.anew import write_anew
from starschema.load.dimensions.crosswalk import KEY, Crosswalk
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
"""What tells one statement from another: who tells what, of whom, since when."""


@dataclass(frozen=True)
class SystemOptions:
    """How what a system tells is loaded; see `Warehouse.load`."""

    system: str | None
    system_key: str | None
    match: Sequence[str]
    effective: datetime | str
    deleted: str | None = None
    zone: str = "UTC"
    reject_limit: int = 0
    repoint: bool = True
    progress: Callable[[int], None] | None = None


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
        if options.deleted is not None and not self.spec.versioned:
            raise StarSchemaError(
                f"{self.name} keeps no versions, so a deletion has nowhere to be recorded: "
                "leave out deleted=, or make an attribute scd=2"
            )
        if not isinstance(options.effective, str) and not BEGINNING < options.effective < FOREVER:
            raise SourceError(f"{self.name}: effective={options.effective}: {OUTSIDE}")
        return options.system

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench = context.bench
        tables = context.tables.systems(self.spec)
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._staged(context, rejects)
        given = [a.name for a in self.spec.attributes if a.name in staged.names]
        self._check_times(bench, staged.table, rejects)
        named = all(n in staged.names for n in self.names)
        said = [*(self.names if named else ()), *given]
        duplicates = settle(bench, staged.table, [KEY, "_time"], said, rejects, deleted="_deleted")
        crosswalk = Crosswalk(context, self.spec, tables, self.system, self.options.match, rejects)
        resolved = crosswalk.resolved(staged.table, named=named)
        rejects.check()
        members = bench.keep("all_members", sql.members([resolved], self.names))
        now = bench.keep("told_now", self._told(context, staged.table, resolved, members, given))
        before = told_on_record(bench, self.spec, tables, members)
        news = bench.keep("news", self._news(now, before))
        counts: Counter[str] = Counter(read=staged.read, rejected=rejects.count, duplicates=duplicates)
        if bench.count(news):
            record(bench, self.spec, tables, news)
            busy = bench.keep("members", sql.within(members, news, "_member"))
            columns = [c.name for c in before.c]
            told = bench.keep(
                "told",
                union(
                    select(*sql.within(before, busy, "_member").subquery().c),
                    select(*(news.c[n] for n in columns)),
                ),
            )
            changes = put_together(bench, self.spec, told, busy, news)
            untold = bench.keep("untold", sql.without(busy, before, "_member"))
            done, _ = write_anew(context, self.catalog, self.spec, changes, busy, untold, repoint=self.options.repoint)
            counts.update(done)
        outcomes = ("inserted", "updated", "versioned", "closed", "unchanged")
        counts["unchanged"] += bench.count(now) - sum(counts[name] for name in outcomes)
        return Outcome(dict(counts), rejects.kept)

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
                s["_deleted"],
                cast(literal(framed(given)), String).label("_given"),
                cast(literal(context.load_id), BigInteger).label("_load"),
                *(
                    (s[a.name] if a.name in given else cast(null(), a.column.type)).label(a.name)
                    for a in self.spec.attributes
                ),
                s["_row"],
                *(members.c[n] for n in self.names),
            )
            .join_from(table, resolved, resolved.c[KEY] == s[KEY])
            .join(members, equal(members, resolved, self.names))
        )

    def _news(self, now: FromClause, before: FromClause) -> Query:
        """Select the statements that are not what the system told last of the same."""
        later = before.alias("later")
        last = ~select(literal(1)).where(equal(later, before, PLACE), later.c["_load"] > before.c["_load"]).exists()
        alike = same(before, now, ["_deleted", *(a.name for a in self.spec.attributes)])
        known = select(literal(1)).where(equal(before, now, PLACE), alike, last).exists()
        return select(*now.c).where(~known)


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
        keys = [tables.told.c[c.name] for c in spec.natural_key]
        every = bench.fetch("members_told", select(*keys).distinct(), keys)
        members = bench.keep("members", sql.members([every], [c.name for c in spec.natural_key]))
        told = told_on_record(bench, spec, tables, members, whole=True)
        nothing = bench.keep("news", select(*told.c, cast(null(), BigInteger).label("_row")).where(literal(1) == 0))
        if not bench.count(told):
            return Outcome({})
        changes = put_together(bench, spec, told, members, nothing)
        untold = bench.keep("untold", sql.without(members, told, "_member"))
        done, merged = write_anew(context, self.catalog, spec, changes, members, untold, repoint=self.repoint)
        counts = {
            "versioned": merged.new_keys,
            "updated": bench.count(merged.updated),
            "closed": bench.count(merged.gone),
        }
        return Outcome({**counts, "read": sum(counts.values()), "repointed": done["repointed"]})


def told_on_record(
    bench: Workbench, spec: DimensionSpec, tables: SystemTables, members: FromClause, *, whole: bool = False
) -> FromClause:
    """Bring what systems have told of some members so far, under the names of working columns."""
    table, names = tables.told, [c.name for c in spec.natural_key]
    query = select(*table.c)
    if not whole:
        sent = bench.send(table, [table.c[n] for n in names], select(*(members.c[n] for n in names)))
        query = query.join_from(table, sent, equal(table, sent, names))
    rows = bench.fetch("told_rows", query, list(table.columns))
    return bench.keep("told_before", statements(spec, rows, members))


def statements(spec: DimensionSpec, rows: FromClause, members: FromClause) -> Query:
    """Select rows of what systems told under the names of working columns."""
    r = rows.c
    return select(
        members.c["_member"],
        r["system"].label("_system"),
        r["system_key"].label("_key"),
        r["told_at"].label("_time"),
        r["is_deletion"].label("_deleted"),
        r["given_attributes"].label("_given"),
        r["load_id"].label("_load"),
        *(r[a.name] for a in spec.attributes),
    ).join_from(rows, members, and_(*(r[c.name] == members.c[c.name] for c in spec.natural_key)))


def record(bench: Workbench, spec: DimensionSpec, tables: SystemTables, news: FromClause) -> None:
    """Write what a system tells."""
    n = news.c
    working = {
        "system": n["_system"],
        "system_key": n["_key"],
        "told_at": n["_time"],
        "is_deletion": n["_deleted"],
        "given_attributes": n["_given"],
        "load_id": n["_load"],
    }
    columns = list(tables.told.columns)
    rows = select(*((working[c.name].label(c.name) if c.name in working else n[c.name]) for c in columns))
    bench.write(tables.told, rows, columns)


def put_together(
    bench: Workbench, spec: DimensionSpec, told: FromClause, members: FromClause, news: FromClause
) -> FromClause:
    """Return what systems told as one row for each member and time, as changes of the dimension."""
    given = [row[0] for row in bench.rows(select(told.c["_given"]).distinct())]
    groups = attribute_groups(spec, given, {})
    times = bench.keep("times_told", survivorship.times_told(told))
    lined_up = bench.keep("voices", survivorship.lined_up(spec, told, times, groups))
    heard = bench.keep("heard", survivorship.heard(lined_up, groups, spec.systems))
    merged = bench.keep("put_together", survivorship.put_together(spec, lined_up, heard, groups))
    names = [a.name for a in spec.attributes]
    return bench.keep("member_changes", survivorship.changes(spec, merged, members, news, names))
