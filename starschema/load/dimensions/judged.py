"""What the rows of a load say that the versions in force do not show: found on the workbench, or in the warehouse.

A snapshot whose files the warehouse reads by itself is held against the versions in force there. Only what is new, has
changed or is missing comes to the workbench, where the load goes on as it always does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.types import DateTime

from starschema.load.arrivals import Arrivals, member_fields
from starschema.load.dimensions.on_record import versions, versions_on_record
from starschema.load.log import Keys
from starschema.load.run import Context
from starschema.load.stage import Stage, read_where_it_lies
from starschema.load.there import NotThere, look, read_there, refuse_repeated, tell
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec
from starschema.sql import straight

if TYPE_CHECKING:
    from starschema.load.dimensions.dimension import DimensionLoad
    from starschema.load.dimensions.snapshot import Snapshot


@dataclass(frozen=True)
class Judged:
    """What rows say that the versions in force do not show.

    Args:
        rows: Those rows on the workbench, as `sql.straight.judged` has them.
        told: How many rows there are in all.
        alive: How many members a snapshot should name.
    """

    rows: FromClause
    told: int
    alive: int = 0


@dataclass(frozen=True)
class Held:
    """A snapshot that was held against the versions in force in the warehouse.

    Args:
        came: Those of its rows that these do not show.
        judged: What they say.
        keys: The dimension's surrogate keys.
    """

    came: Arrivals
    judged: Judged
    keys: Keys


def judge(
    bench: Workbench,
    spec: DimensionSpec,
    came: Arrivals,
    keys: Keys,
    snapshot: Snapshot | None,
    *,
    whole: bool,
    in_force: FromClause | None = None,
) -> Judged:
    """Hold the rows against the versions in force on the workbench.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        came: The changes.
        keys: Its surrogate keys.
        snapshot: The snapshot that the load is, or None.
        whole: Whether to bring the versions of all members.
        in_force: The versions in force, if they are on the workbench already.

    Raises:
        NotAsItLies: A row does not fit, of those that were to be read where they are.
    """
    if in_force is None:
        in_force = versions_on_record(bench, spec, came.table, "in_force", whole=whole, in_force=True)
    judged = straight.judged(spec, came.table, in_force, came.given, keys.added_at, whole=snapshot is not None)
    with read_where_it_lies(bench):
        rows = bench.keep("judged", judged)
    if snapshot is None:
        return Judged(rows, bench.count(came.table))
    if snapshot.slice_column is not None:
        within = straight.of_slices(rows, came.table, in_force, spec.key.name, snapshot.slice_column)
        rows = bench.keep("judged_of_slices", within)
    return Judged(rows, bench.count(came.table), snapshot.alive(in_force))


def is_read_once(load: DimensionLoad, context: Context) -> bool:
    """Return whether nothing but the comparison with what is on record reads the input, if the load is straight."""
    return load.spec.versioned and stands_alone(load, context)


def stands_alone(load: DimensionLoad, context: Context) -> bool:
    """Return whether all rows are of one time and tell of members that are there, and nothing else reads them."""
    spec, options, catalog = load.spec, load.options, load.catalog
    return (
        isinstance(options.effective, datetime)
        and options.deleted is None
        and not context.dry_run
        and spec.family is None
        and not _is_followed(catalog, spec)
        and not any(hierarchy.strict for hierarchy in spec.hierarchies)
    )


def _is_followed(catalog: Catalog, spec: DimensionSpec) -> bool:
    histories = any(history.of is spec for history in catalog.histories)
    return bool(spec.references or spec.profiles or spec.ragged or catalog.rollups_of(spec) or histories)


def told_there(spec: DimensionSpec, staged: Stage) -> Arrivals:
    """Return what rows that the warehouse reads bring."""
    return Arrivals(staged.table, tuple(a.name for a in spec.attributes if a.name in staged.names), staged.read, 0)


def lacking_there(spec: DimensionSpec, came: Arrivals) -> ColumnElement[bool]:
    """Return whether a row that the warehouse reads lacks what every member has."""
    needed = [a.name for a in spec.attributes if a.name in came.given and not a.column.nullable]
    return or_(false(), *(came.table.c[name].is_(None) for name in needed))


def judge_there(load: DimensionLoad, context: Context, keys: Keys) -> Held | None:
    """Hold a whole snapshot against the versions in force in the warehouse; return None if it has to come here.

    Args:
        load: The load, of a dimension that nothing else follows from.
        context: Its surroundings.
        keys: The dimension's surrogate keys.
    """
    options = load.options
    if not load.spec.versioned or options.snapshot is not True or not options.closes(load.spec):
        return None
    fields, columns = member_fields(load.spec, load.options.kind)
    with read_there(context, load.source, fields, columns, load.name, options.zone) as staged:
        try:
            return None if staged is None else _judged_there(load, context, keys, staged)
        except NotThere as why:
            tell(load.name, why)
            return None


def _judged_there(load: DimensionLoad, context: Context, keys: Keys, staged: Stage) -> Held | None:
    spec, bench, s = load.spec, context.bench, staged.table.c
    came = told_there(spec, staged)
    if not load.is_straight(context, came, keys):
        return None
    key, given = [c.name for c in spec.natural_key], came.given
    context.lookups.look_up_there(spec)
    look(context, load.source, staged, bad=lacking_there(spec, came))
    refuse_repeated(context, staged, key)
    changes = select(
        literal(1, BigInteger).label("_row"),
        *(s[n] for n in (*key, *given)),
        cast(literal(load.options.effective, DateTime), DateTime).label("_time"),
        cast(null(), BigInteger).label("_sequence"),
        false().label("_deleted"),
        true().label("_sighted"),
    ).subquery("changes")
    in_force = versions(spec, in_force=True)[0].subquery("in_force")
    query = straight.judged(spec, changes, in_force, given, keys.added_at, whole=True)
    shape = [Column(c.name, c.type) for c in query.selected_columns]
    brought = bench.fetch("judged_there", query, shape)
    # Where many machines read, no row has a place; their natural keys are in an order of their own.
    place = func.row_number().over(order_by=[brought.c["_row"].nulls_last(), *(brought.c[n] for n in key)])
    numbered = case((brought.c["_row"].is_not(None), place)).label("_row")
    rows = bench.keep("judged", select(*(numbered if c.name == "_row" else c for c in brought.c)))
    said = select(*(rows.c[c.name] for c in changes.c)).where(rows.c["_row"].is_not(None))
    alive = select(func.count()).select_from(in_force).where(~in_force.c[spec.is_inferred.name])
    found = Judged(rows, staged.read, int(context.connection.execute(alive).scalar_one()))
    if load.options.progress is not None:
        load.options.progress(staged.read)
    return Held(Arrivals(bench.keep("changes", said), given, staged.read, 0), found, keys)
