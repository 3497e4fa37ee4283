"""How things stand at the end of each period, from what has moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Label,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.functions import Function

from starschema.model.kinds import DerivationSpec, DerivedMeasure
from starschema.sql.compare import Query, union


def movements(spec: DerivationSpec, period: str, sources: Mapping[str, Sequence[str]], start: dt.date) -> Query:
    """Select what has moved by natural key and day; what moved before `start` counts as the day before it.

    Args:
        spec: The derivation.
        period: Name of the role that says the day.
        sources: Names for the natural key's columns of each role.
        start: The first day whose movements are told apart.
    """
    fact = spec.of.table
    joined: FromClause = fact
    keys: list[Label[Any]] = []
    for name, role in spec.roles.items():
        member = role.dimension.table.alias(f"at_{name}")
        joined = joined.join(member, member.c[role.dimension.key.name] == role.column)
        for label, column in zip(sources[name], role.dimension.natural_key, strict=True):
            value: ColumnElement[Any] = member.c[column.name]
            if name == period:
                earlier = literal(start - dt.timedelta(days=1), Date)
                value = case((value < literal(start, Date), earlier), else_=value)
            keys.append(value.label(label))
    bases = {m.base.name: m.base for m in spec.measures}
    sums = [func.sum(column).label(f"_moved_{name}") for name, column in bases.items()]
    dated = select(*keys, *sums).select_from(joined).where(spec.roles[period].column > 0)
    return dated.group_by(*(key.element for key in keys))


def last_day(day: ColumnElement[Any], every: str) -> ColumnElement[Any]:
    """Return the last day of the period that a day is in."""
    one_more: ColumnElement[Any] = literal_column(f"INTERVAL 1 {every.upper()}")
    return cast(func.date_trunc(every, day) + one_more - literal_column("INTERVAL 1 DAY"), Date)


def first_day(day: dt.date, every: str) -> Query:
    """Select the first day of the period that a day is in."""
    return select(cast(func.date_trunc(every, cast(literal(day, Date), Date)), Date))


def periods(first: dt.date, last: dt.date, every: str, name: str) -> Query:
    """Select the last day of every period from that of `first` to that of `last`."""
    bounds = (cast(literal(day, Date), DateTime) for day in (first, last))
    days = func.generate_series(*bounds, literal_column("INTERVAL 1 DAY"))
    # Not by func: the dialect of BigQuery, once imported, puts an unnest of its own there.
    each = select(cast(Function("unnest", days), Date).label("_day")).subquery()
    return select(last_day(each.c["_day"], every).label(name)).distinct()


def standings(
    moved: FromClause,
    periods: FromClause,
    period: str,
    keys: Sequence[str],
    measures: Sequence[DerivedMeasure],
    every: str,
) -> Query:
    """Select, for every period from the first movement of its natural keys on, how it opens, moves and closes.

    Args:
        moved: What has moved by natural key and day.
        periods: The last day of each period, under the name `period`.
        period: Name of the column with the day.
        keys: The natural key's other columns.
        measures: What is derived.
        every: How long a period is.
    """
    bases = list(dict.fromkeys(m.base.name for m in measures))
    m = moved.c
    in_periods = select(
        last_day(m[period], every).label(period),
        *(m[k] for k in keys),
        *(func.coalesce(m[f"_moved_{b}"], 0).label(f"_moved_{b}") for b in bases),
    ).subquery()
    i = in_periods.c
    first = (
        select(*(i[k] for k in keys), func.min(i[period]).label("_first")).group_by(*(i[k] for k in keys)).subquery()
    )
    still = select(
        periods.c[period],
        *(first.c[k] for k in keys),
        *(literal(0).label(f"_moved_{b}") for b in bases),
    ).join_from(periods, first, periods.c[period] >= first.c["_first"])
    every_row = union(select(*i), still).subquery()
    e = every_row.c
    totals = (
        select(e[period], *(e[k] for k in keys), *(func.sum(e[f"_moved_{b}"]).label(f"_moved_{b}") for b in bases))
        .group_by(e[period], *(e[k] for k in keys))
        .subquery()
    )
    t = totals.c
    running = {
        b: func.sum(t[f"_moved_{b}"]).over(partition_by=[t[k] for k in keys] or None, order_by=t[period]) for b in bases
    }
    found: list[ColumnElement[Any]] = []
    for measure in measures:
        base = measure.base.name
        value: ColumnElement[Any] = {
            "opening": running[base] - t[f"_moved_{base}"],
            "movement": t[f"_moved_{base}"],
            "closing": running[base],
        }[measure.part]
        found.append(cast(value, measure.column.type).label(measure.column.name))
    stood = select(t[period], *(t[k] for k in keys), *found).subquery()
    place = func.row_number().over(order_by=[stood.c[period], *(stood.c[k] for k in keys)])
    return select(place.label("_row"), *stood.c).where(stood.c[period].in_(select(periods.c[period])))
