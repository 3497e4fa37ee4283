"""The members that facts refer to: their key maps brought to the workbench, and new ones inferred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, cast, func, literal, select, true

from starschema.load.keys.collisions import refuse_collisions
from starschema.load.keys.kept import stamp_anew
from starschema.load.keys.where import KEYS_SHARE, Lookups
from starschema.load.log import Keys
from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.ragged import ClosureTable
from starschema.model.spec import UNKNOWN_KEY, DimensionSpec
from starschema.model.special import special_members
from starschema.sql import lookup
from starschema.sql.compare import equal


def fetch_versions(
    bench: Workbench, tables: Bookkeeping, spec: DimensionSpec, wanted: FromClause, name: str, lookups: Lookups
) -> FromClause:
    """Bring what lookups need of the wanted members' versions; of all members where `lookups` says so."""
    if lookups.brings_all(spec, bench.count(wanted), keys_given(bench, tables, spec, lookups), KEYS_SHARE):
        return fetch_all(bench, spec, name)
    return fetch_named(bench, spec, wanted, name)


def keys_given(bench: Workbench, tables: Bookkeeping, spec: DimensionSpec, lookups: Lookups) -> int:
    """Return how many surrogate keys a dimension had given when first asked; one that is computed gives none."""
    target = spec.table.fullname
    if target not in lookups.given:
        targets = tables.targets
        query = select(func.max(targets.c.last_key)).where(targets.c.target == target)
        lookups.given[target] = bench.warehouse.execute(query).scalar() or 0
    return lookups.given[target]


def fetch_all(bench: Workbench, spec: DimensionSpec, name: str) -> FromClause:
    """Bring what lookups need of all versions."""
    columns = lookup.key_map_columns(spec)
    return bench.see(name, select(*columns).where(spec.key > 0), columns)


def fetch_named(bench: Workbench, spec: DimensionSpec, wanted: FromClause, name: str) -> FromClause:
    """Bring what lookups need of the versions of some members, by their natural keys."""
    columns = lookup.key_map_columns(spec)
    sent = bench.send(spec.table, spec.natural_key, select(*wanted.c))
    met = equal(spec.table, sent, [c.name for c in spec.natural_key])
    return bench.fetch(name, select(*columns).where(spec.key > 0).join_from(spec.table, sent, met), columns)


def take_turns(context: Context, dimensions: Sequence[DimensionSpec]) -> None:
    """Wait for the turn to add members to all of the dimensions, in the order that all loads keep."""
    wanted = [(dimension.table.fullname, "members") for dimension in dimensions]
    context.backend.take_turns(context.connection, context.tables.targets, wanted)


def infer(context: Context, spec: DimensionSpec, unknown: FromClause, name: str) -> int:
    """Add members that only facts have named so far; return how many.

    Waits for its turn to add members, and looks again for those that another load has added meanwhile.

    Args:
        context: The load.
        spec: The dimension.
        unknown: The members' natural keys, and such attributes as the facts tell.
        name: What the names of working tables begin with.
    """
    bench, tables = context.bench, context.tables
    take_turns(context, [spec])
    columns = list(spec.natural_key)
    names = [c.name for c in columns]
    sent = bench.send(spec.table, spec.natural_key, select(*(unknown.c[n] for n in names)))
    meanwhile = bench.fetch(
        f"{name}_meanwhile",
        select(*columns).join_from(spec.table, sent, equal(spec.table, sent, names)).where(spec.key > 0),
        columns,
    )
    missing = bench.keep(f"{name}_missing", lookup.unknown_members(spec, unknown, meanwhile))
    count = bench.count(missing)
    if not count:
        return 0
    stamp_anew(context.connection, tables, spec.table.fullname)
    if spec.computed:
        _add_computed(context, spec, missing)
        return count
    keys = Keys(context.connection, tables, spec.table.fullname)
    placeholder = next(row for row in special_members(spec) if row[spec.key.name] == UNKNOWN_KEY)
    rows = bench.keep(f"{name}_inferred", lookup.inferred_members(spec, missing, keys.last, placeholder))
    keys.take(count)
    if spec.creation is not None:
        refuse_collisions(bench, spec, rows)
    _write(context, spec, rows)
    for ragged in spec.ragged:
        _add_to_tree(context, tables.closure(spec, ragged), rows.c[spec.key.name])
    return count


def _add_to_tree(context: Context, bridge: ClosureTable, key: ColumnElement[int]) -> None:
    """Add members of whom no parent is known to a bridge, each alone."""
    own: dict[str, ColumnElement[Any]] = {
        "descendant_key": key,
        "ancestor_key": key,
        "depth": literal(0),
        "is_top": true(),
        "is_bottom": true(),
    }
    own["load_id"] = cast(literal(context.load_id), BigInteger)
    columns = list(bridge.table.columns)
    context.bench.write(bridge.table, select(*(own[c.name].label(c.name) for c in columns)), columns)


def _add_computed(context: Context, spec: DimensionSpec, missing: FromClause) -> None:
    """Add the missing days or times of day, complete: their attributes need no source."""
    bench = context.bench
    name = spec.natural_key[0].name
    rows = bench.empty("computed", [c for c in spec.table.columns if c is not spec.load_id])
    if spec.clock is not None:
        bench.append("computed", spec.clock.rows(spec.key.name).to_batches())
    else:
        year = func.year(missing.c[name])
        for (number,) in bench.rows(select(year).distinct().order_by(year)):
            days = spec.calendar.rows(dt.date(number, 1, 1), dt.date(number, 12, 31), spec.key.name)
            bench.append("computed", days.to_batches())
    wanted = bench.keep("missing_computed", select(*rows.c).where(rows.c[name].in_(select(missing.c[name]))))
    filled = [func.coalesce(c, False).label(c.name) if c.name == spec.is_inferred.name else c for c in wanted.c]
    _write(context, spec, bench.keep("new_computed", select(*filled)))


def _write(context: Context, spec: DimensionSpec, rows: FromClause) -> None:
    columns = [c for c in spec.table.columns if c is not spec.load_id]
    load_id = cast(literal(context.load_id), BigInteger).label(spec.load_id.name)
    query = select(*(rows.c[c.name] for c in columns), load_id)
    context.bench.write(spec.table, query, [*columns, spec.load_id])
