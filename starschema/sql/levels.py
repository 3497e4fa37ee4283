"""Levels of a dimension: what its rows say of them, and where they say two things at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, case, cast, func, literal, or_, select

from starschema.model.spec import DimensionSpec
from starschema.sql.compare import Query, equal


def told_by(spec: DimensionSpec, key: Sequence[str], names: Sequence[str], load_id: int | None) -> Query:
    """Select what the rows that a load has written say of a level, each thing once.

    Args:
        spec: The dimension.
        key: The attributes by which a member of the level is known; a row without one has none.
        names: These and what else is said.
        load_id: The load; None means all rows.
    """
    t = spec.table.c
    known = and_(spec.key > 0, ~spec.is_inferred, *(t[n].is_not(None) for n in key))
    written = known if load_id is None else and_(spec.load_id == load_id, known)
    return select(*(t[n] for n in names)).where(written).distinct()


def newest_of_levels(spec: DimensionSpec, key: Sequence[str], names: Sequence[str], sent: FromClause) -> Query:
    """Select what the newest rows say of the members of a level that are sent, each thing once, with one row's key.

    The newest are those in force, and of a member that no row in force has, those that ended last.
    """
    t = spec.table.c
    which = and_(equal(spec.table, sent, key), spec.key > 0, ~spec.is_inferred)
    until: ColumnElement[Any] = literal(1) if spec.valid_to is None else t.valid_to
    lasting = select(*(t[n] for n in key), func.max(until).label("_until")).join_from(spec.table, sent, which)
    last = lasting.group_by(*(t[n] for n in key)).subquery("last")
    newest = and_(equal(spec.table, last, key), until == last.c["_until"], spec.key > 0, ~spec.is_inferred)
    return (
        select(*(t[n] for n in names), func.min(spec.key).label("_key"))
        .join_from(spec.table, last, newest)
        .group_by(*(t[n] for n in names))
    )


def disputed(said: FromClause, key: Sequence[str]) -> Query:
    """Select the members of a level of which more than one thing is said."""
    columns = [said.c[n] for n in key]
    return select(*columns).group_by(*columns).having(func.count() > 1)


def of_several(spec: DimensionSpec, parent: str, child: str, sent: FromClause) -> Query:
    """Select the members of a level, of those sent, that ever were in two of the level above."""
    t = spec.table.c
    query = select(t[child]).join_from(spec.table, sent, t[child] == sent.c[child])
    return query.where(spec.key > 0, ~spec.is_inferred).group_by(t[child]).having(func.count(t[parent].distinct()) > 1)


def times_in(spec: DimensionSpec, parent: str, child: str, among: FromClause | None = None) -> Query:
    """Select since when and until when members of a level, or those `among`, were in which of the level above."""
    t = spec.table.c
    times = [] if spec.valid_from is None else [t.valid_from, t.valid_to]
    query = select(t[child], t[parent], *times, func.min(spec.key).label("_key"))
    if among is not None:
        query = query.join_from(spec.table, among, t[child] == among.c[child])
    told = (spec.key > 0, ~spec.is_inferred, t[child].is_not(None), t[parent].is_not(None))
    return query.where(*told).group_by(t[child], t[parent], *times)


def at_once(times: FromClause, parent: str, child: str) -> Query:
    """Select the members of a level that are in two of the level above at one time.

    Rows are gone through by start; one that starts before all so far of other parents have ended is at fault. So per
    parent and child what touches is run together first, and then no two runs of a child may overlap.

    Args:
        times: `times_in`.
        parent: The level above.
        child: The level.
    """
    if "valid_from" not in times.c:
        other = times.alias("other")
        pair = and_(other.c[child] == times.c[child], other.c[parent] > times.c[parent])
        return _pairs(times, other, parent, child, pair)
    t = times.c
    order: dict[str, Any] = {"partition_by": [t[child], t[parent]], "order_by": [t["valid_from"], t["_key"]]}
    reached = func.max(t["valid_to"]).over(**order, rows=(None, -1)).label("_reached")
    seen = select(*t, reached).subquery()
    starts = case((or_(seen.c["_reached"].is_(None), seen.c["_reached"] < seen.c["valid_from"]), 1), else_=0)
    marked = select(*seen.c, starts.label("_starts")).subquery()
    run = func.sum(marked.c["_starts"]).over(
        partition_by=[marked.c[child], marked.c[parent]], order_by=[marked.c["valid_from"], marked.c["_key"]]
    )
    told = select(*marked.c, run.label("_run")).subquery()
    runs = (
        select(
            told.c[child],
            told.c[parent],
            func.min(told.c["valid_from"]).label("valid_from"),
            func.max(told.c["valid_to"]).label("valid_to"),
            func.min(told.c["_key"]).label("_key"),
        )
        .group_by(told.c[child], told.c[parent], told.c["_run"])
        .cte("runs")
    )
    other = runs.alias("other")
    pair = and_(
        other.c[child] == runs.c[child],
        other.c[parent] > runs.c[parent],
        other.c["valid_from"] < runs.c["valid_to"],
        runs.c["valid_from"] < other.c["valid_to"],
    )
    return _pairs(runs, other, parent, child, pair)


def rows_at_once(times: FromClause, pair: FromClause, parent: str, child: str) -> Query:
    """Select the keys of the rows that put a member of a level in two of the level above at one time.

    Args:
        times: `times_in`.
        pair: A row of `at_once`.
        parent: The level above.
        child: The level.
    """
    one, other = times.alias("one"), times.alias("other")
    meets = [one.c[child] == pair.c["_child"], other.c[child] == pair.c["_child"]]
    meets += [cast(one.c[parent], String) == pair.c["_one"], cast(other.c[parent], String) == pair.c["_other"]]
    if "valid_from" in times.c:
        meets += [one.c["valid_from"] < other.c["valid_to"], other.c["valid_from"] < one.c["valid_to"]]
    both = select(one.c["_key"].label("_one_key"), other.c["_key"].label("_other_key"))
    return both.where(*meets).order_by(one.c["_key"], other.c["_key"]).limit(1)


def _pairs(one: FromClause, other: FromClause, parent: str, child: str, pair: ColumnElement[bool]) -> Query:
    return select(
        one.c[child].label("_child"),
        cast(one.c[child], String).label("_shown"),
        cast(one.c[parent], String).label("_one"),
        cast(other.c[parent], String).label("_other"),
    ).join_from(one, other, pair)


def lacking(spec: DimensionSpec, base: DimensionSpec) -> Query:
    """Select what the rows of a base say of a level for which its roll-up has no member."""
    key, rolled = [c.name for c in spec.natural_key], spec.table.alias("rolled")
    t = base.table.c
    there = select(literal(1)).where(*(rolled.c[n] == t[n] for n in key)).exists()
    told = (base.key > 0, ~base.is_inferred, *(t[n].is_not(None) for n in key))
    return select(*(t[n] for n in key)).where(*told, ~there).distinct()


def without_member(spec: DimensionSpec, base: DimensionSpec) -> Query:
    """Select, as `_key`, the keys of a base's rows with a level that its roll-up lacks, or knows from facts only."""
    key, rolled = [c.name for c in spec.natural_key], spec.table.alias("rolled")
    t = base.table.c
    there = and_(*(rolled.c[n] == t[n] for n in key), ~rolled.c[spec.is_inferred.name])
    known = (base.key > 0, *(t[n].is_not(None) for n in key))
    return select(base.key.label("_key")).where(*known, ~select(literal(1)).where(there).exists())


def nonconforming(spec: DimensionSpec, base: DimensionSpec) -> Query:
    """Select the members of a roll-up of which a row of the base in force says something else."""
    key, names = [c.name for c in spec.natural_key], [attribute.name for attribute in spec.attributes]
    rolled, t = spec.table, base.table.c
    other = or_(*(rolled.c[n].is_distinct_from(t[n]) for n in names))
    in_force = literal(1) == 1 if base.is_current is None else base.is_current
    told = and_(*(rolled.c[n] == t[n] for n in key), base.key > 0, ~base.is_inferred, in_force)
    return select(*(rolled.c[n] for n in key)).join_from(rolled, base.table, told).where(other).distinct()
