"""Facts added up to the slices of an aggregate: in the warehouse, or on the workbench for those that a load brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, FromClause, and_, case, cast, func, literal, null, or_, select

from starschema.model.kinds import AggregateMeasure, Part
from starschema.model.spec import UNKNOWN_KEY, AggregateSpec, DimensionSpec, RoleSpec
from starschema.sql.compare import Query, differs, same

Members = Mapping[str, FromClause]
"""For each role by name, its dimension's keys and attributes."""


def attributes(spec: AggregateSpec) -> dict[RoleSpec, list[Column[Any]]]:
    """Return the attributes that the aggregate hangs on, by role."""
    found: dict[RoleSpec, dict[str, Column[Any]]] = {}
    sources = [(part.via, part.source) for part in spec.grain if part.rolled is None]
    sources += [(m.via, m.source) for m in spec.measures if m.source is not None]
    for part in spec.grain:
        if part.via is not None and part.rolled is not None:
            there = part.via.dimension.table.c
            sources += [(part.via, there[column.name]) for column in part.rolled.natural_key]
    for role, column in sources:
        if role is not None and column is not role.column:
            found.setdefault(role, {})[column.name] = column
    return {role: list(columns.values()) for role, columns in found.items()}


def rolled(spec: AggregateSpec, role: RoleSpec) -> list[DimensionSpec]:
    """Return the roll-ups whose members' keys the aggregate has by way of a role."""
    found = (part.rolled for part in spec.grain if part.via is role and part.rolled is not None)
    return list(dict.fromkeys(found))


def rolled_key(above: DimensionSpec) -> str:
    """Return the name that the key of a roll-up's member has beside the attributes of its base's."""
    return f"_{above.key.name}"


def known_of(role: RoleSpec, columns: Sequence[Column[Any]], rollups: Sequence[DimensionSpec]) -> Query:
    """Select the keys of a role's dimension, some attributes, and the keys of its members' members in roll-ups.

    What only facts have named of a roll-up does not count: the next load of its base says what is in it.
    """
    dimension = role.dimension
    joined: FromClause = dimension.table
    keys: list[ColumnElement[Any]] = []
    for above in rollups:
        level = above.table.alias(f"above_{above.name}")
        met = [level.c[c.name] == dimension.table.c[c.name] for c in above.natural_key]
        joined = joined.outerjoin(level, and_(*met, ~level.c[above.is_inferred.name]))
        found = func.coalesce(level.c[above.key.name], UNKNOWN_KEY)
        special = dimension.key < 0
        keys.append(case((special, dimension.key), else_=found).label(rolled_key(above)))
    return select(dimension.key, *columns, *keys).select_from(joined)


def grain(spec: AggregateSpec) -> list[str]:
    """Return the names of the columns that tell one slice from another."""
    return [part.column.name for part in spec.grain]


def in_warehouse(spec: AggregateSpec) -> tuple[FromClause, Members]:
    """Return the fact's table joined with the dimensions whose attributes matter, and these."""
    joined: FromClause = spec.of.table
    members: dict[str, FromClause] = {}
    for role, columns in attributes(spec).items():
        above, name = rolled(spec, role), f"at_{role.name}"
        known = role.dimension.table.alias(name) if not above else known_of(role, columns, above).subquery(name)
        members[role.name] = known
        joined = joined.join(members[role.name], members[role.name].c[role.dimension.key.name] == role.column)
    return joined, members


def on_workbench(spec: AggregateSpec, rows: FromClause, members: Members) -> FromClause:
    """Return some rows of the fact joined with what is known of their members."""
    joined = rows
    for role in attributes(spec):
        member = members[role.name]
        joined = joined.join(member, member.c[role.dimension.key.name] == rows.c[role.column.name])
    return joined


def value(part: Part, rows: FromClause, members: Members) -> ColumnElement[Any]:
    """Return what a fact's row has in a part of the grain."""
    if part.rolled is not None and part.via is not None:
        return members[part.via.name].c[rolled_key(part.rolled)]
    if part.is_attribute and part.via is not None:
        return members[part.via.name].c[part.source.name]
    return rows.c[part.source.name]


def slices(spec: AggregateSpec, joined: FromClause, rows: FromClause, members: Members) -> Query:
    """Select the slices in which the rows are, each once."""
    return select(*(value(p, rows, members).label(p.column.name) for p in spec.grain)).select_from(joined).distinct()


def added_up(spec: AggregateSpec, joined: FromClause, rows: FromClause, members: Members) -> Query:
    """Select each slice of the rows with its measures."""
    parts = [value(part, rows, members) for part in spec.grain]
    labelled = [part.label(p.column.name) for p, part in zip(spec.grain, parts, strict=True)]
    measures = [_measured(measure, rows, members).label(measure.column.name) for measure in spec.measures]
    return select(*labelled, *measures).select_from(joined).group_by(*parts)


def _measured(measure: AggregateMeasure, rows: FromClause, members: Members) -> ColumnElement[Any]:
    if measure.source is None:
        return cast(func.count(), BigInteger)  # ClickHouse's own has no sign, and is no number like any other
    column = (rows if measure.via is None else members[measure.via.name]).c[measure.source.name]
    if measure.how == "distinct":
        return cast(func.count(column.distinct()), BigInteger)
    if measure.how == "total":
        return func.sum(column)
    return func.min(column) if measure.how == "lowest" else func.max(column)


def typed(spec: AggregateSpec, sums: FromClause) -> Query:
    """Select slices with their measures in the types of the aggregate's columns."""
    measures = (cast(sums.c[m.column.name], m.column.type).label(m.column.name) for m in spec.measures)
    return select(*(sums.c[n] for n in grain(spec)), *measures)


def plus(spec: AggregateSpec, kept: FromClause, more: FromClause) -> Query:
    """Select the slices of `more`, facts that were added, with what is kept of them counted in."""
    joined = more.outerjoin(kept, same(kept, more, grain(spec)))
    return select(*(more.c[n] for n in grain(spec)), *(_plus(spec, m, kept, more) for m in spec.measures)).select_from(
        joined
    )


def _plus(spec: AggregateSpec, measure: AggregateMeasure, kept: FromClause, more: FromClause) -> ColumnElement[Any]:
    name = measure.column.name
    old, new = kept.c[name], more.c[name]
    # Where only other facts had rows, what is there of this one is no sum.
    first = [kept.c[m.column.name] == 0 for m in spec.measures if spec.others and m.how == "rows" and m.source is None]
    both: ColumnElement[Any] = old + new
    if measure.how in ("lowest", "highest"):
        both = func.least(old, new) if measure.how == "lowest" else func.greatest(old, new)
    found = case((or_(old.is_(None), *first), new), (new.is_(None), old), else_=both)
    return cast(found, measure.column.type).label(name)


def paired(spec: AggregateSpec, wanted: FromClause, kept: FromClause) -> Query:
    """Select the slices that are wanted, each with its `_key` if it is on record, and whether it differs there."""
    differ = differs(wanted, kept, [m.column.name for m in spec.measures])
    key = kept.c[spec.key.name]
    return select(
        *wanted.c, key.label("_key"), case((and_(key.is_not(None), differ), True), else_=False).label("_differs")
    ).select_from(wanted.outerjoin(kept, same(kept, wanted, grain(spec))))


def numbered_from(spec: AggregateSpec, rows: FromClause, last_key: int) -> ColumnElement[Any]:
    """Return the next surrogate keys for new slices."""
    place = func.row_number().over(order_by=[rows.c[n] for n in grain(spec)])
    return cast(place + last_key, BigInteger)


def among(spec: AggregateSpec, rows: FromClause, touched: FromClause) -> Query:
    """Select the slices that are among those touched."""
    return select(*rows.c).where(select(literal(1)).where(same(touched, rows, grain(spec))).exists())


def unwanted(spec: AggregateSpec, kept: FromClause, wanted: FromClause) -> Query:
    """Select the keys of slices on record that no fact is in, of any side."""
    elsewhere = [kept.c[m.column.name] > 0 for m in spec.others if m.how == "rows"]
    return select(kept.c[spec.key.name]).where(~_among(spec, kept, wanted), *(~there for there in elsewhere))


def emptied(spec: AggregateSpec, kept: FromClause, wanted: FromClause) -> Query:
    """Select the slices on record that only other sides have facts in, with nothing in them of this one."""
    elsewhere = or_(*(kept.c[m.column.name] > 0 for m in spec.others if m.how == "rows"))
    empty = (nothing(m) for m in spec.measures)
    return select(*(kept.c[n] for n in grain(spec)), *empty).where(~_among(spec, kept, wanted), elsewhere)


def _among(spec: AggregateSpec, kept: FromClause, wanted: FromClause) -> ColumnElement[bool]:
    return select(literal(1)).where(same(wanted, kept, grain(spec))).exists()


def nothing(measure: AggregateMeasure) -> ColumnElement[Any]:
    """Return what a slice has of a fact that has no rows in it."""
    value: Any = null() if measure.how in ("lowest", "highest") else literal(0)
    return cast(value, measure.column.type).label(measure.column.name)


def has_rows(spec: AggregateSpec, query: Query) -> Query:
    """Select only slices that the fact has rows in, where other facts may have some too."""
    own = [m.column for m in spec.measures if m.how == "rows"]
    return query.where(own[0] > 0) if spec.others else query


def within(column: ColumnElement[Any], values: list[Any]) -> ColumnElement[bool]:
    """Return whether a column has one of the values, of which one may be NULL."""
    known = [value for value in values if value is not None]
    return or_(column.in_(known), column.is_(None)) if len(known) < len(values) else column.in_(known)
