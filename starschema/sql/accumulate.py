"""What a row of an accumulating snapshot is: of each column, the value that the newest row of data tells.

A row of data, and what is on record of its grain, tell values; NULL tells nothing. Of two values of a column the one
with the greater sequence is right, and at one sequence, or without any, the greater one. That is a maximum, so the
order in which rows are told, and how often, is of no matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, and_, case, cast, func, literal, null, or_, select

from starschema.model.kinds import AccumulatingSpec, LagSpec, MilestoneSpec
from starschema.sql.compare import Query, equal

Told = Mapping[str, Sequence[str]]
"""What is told of a row, by name: a column of its own, or those of a role's natural key."""


def copies(stage: FromClause) -> Query:
    """Select the `_row` of the rows that repeat an earlier one in every column."""
    columns = [column for column in stage.c if column.name != "_row"]
    place = func.row_number().over(partition_by=columns, order_by=stage.c["_row"]).label("_copy")
    placed = select(stage.c["_row"], place).subquery()
    return select(placed.c["_row"]).where(placed.c["_copy"] > 1)


def settled(
    pooled: FromClause, grain: Sequence[str], told: Told, sequence: str | None, types: Mapping[str, Any]
) -> Query:
    """Select one row for each grain, each value the one that is right, and in `_told` when it was told.

    Args:
        pooled: Rows of data and rows on record, with `_row` for the former and `_told` for the latter.
        grain: The columns that identify a row.
        told: What is told beside them.
        sequence: The column that orders rows of data.
        types: The type of each column.
    """
    p = pooled.c
    best: dict[str, ColumnElement[Any]] = {}
    for name, columns in told.items():
        values = [p[column] for column in columns]
        given = and_(*(value.is_not(None) for value in values))
        stamp = [] if sequence is None else [_stamp(pooled, name, sequence, types)]
        best[name] = func.max(func.row(*stamp, *values)).filter(given)
    shift = 0 if sequence is None else 1
    found: list[ColumnElement[Any]] = [func.min(p["_row"]).label("_row"), *(p[n] for n in grain)]
    # Taken apart where they are made: DuckDB 1.5.5 does not find a place in what another query has put together.
    for name, columns in told.items():
        for place, column in enumerate(columns, start=1 + shift):
            found.append(func.struct_extract(best[name], place, type_=types[column]).label(column))
    if sequence is not None:
        newest = func.struct_extract(best[sequence], 1)
        parts: list[ColumnElement[Any]] = []
        for name in told:
            at: ColumnElement[Any] = func.struct_extract(best[name], 1)
            entry = literal(f'"{name}":"').concat(cast(at, String)).concat('"')
            parts.append(case((at != newest, entry)))
        listed = func.nullif(func.concat_ws(",", *parts), "")
        found.append((literal("{").concat(listed).concat("}")).label("_told"))
    return select(*found).group_by(*(p[n] for n in grain))


def _stamp(pooled: FromClause, name: str, sequence: str, types: Mapping[str, Any]) -> ColumnElement[Any]:
    """Return the sequence of the row of data that told a value."""
    older = func.json_extract_string(pooled.c["_told"], f'$."{name}"')
    return func.coalesce(cast(older, types[sequence]), pooled.c[sequence])


def reached(milestone: MilestoneSpec, days: Mapping[str, str], rows: FromClause) -> ColumnElement[Any]:
    """Return the day of a milestone in `rows`, NULL if it is not reached."""
    return rows.c[days[milestone.role.name]]


def lag(spec: LagSpec, days: Mapping[str, str], rows: FromClause) -> ColumnElement[Any]:
    """Return the time from one milestone to another: whole units, days from calendar day to calendar day."""
    if spec.unit == "days":
        elapsed = func.date_diff("day", reached(spec.start, days, rows), reached(spec.end, days, rows))
    else:
        assert spec.start.time is not None
        assert spec.end.time is not None
        elapsed = func.date_sub(spec.unit.removesuffix("s"), rows.c[spec.start.time.name], rows.c[spec.end.time.name])
    return cast(elapsed, spec.column.type)


def status(spec: AccumulatingSpec, days: Mapping[str, str], rows: FromClause) -> ColumnElement[Any]:
    """Return the name of the furthest milestone reached, in declared order; NULL if none is."""
    furthest = [(reached(m, days, rows).is_not(None), literal(m.role.name)) for m in reversed(spec.milestones)]
    return cast(case(*furthest, else_=null()), String)


def outcomes(
    pooled: FromClause, rows: FromClause, there: FromClause, changed: FromClause, grain: Sequence[str], told: Told
) -> Query:
    """Select the `_outcome` of every row of data: `inserted`, `updated` or `unchanged`.

    The first row of a new grain inserts it. Any other updates if it tells a value that is right and was not on record;
    where only the sequence of what is on record has moved, every row of the grain does.

    Args:
        pooled: Rows of data and rows on record.
        rows: What they come to, one row a grain.
        there: The rows on record.
        changed: Grains on record whose row changes.
        grain: The columns that identify a row.
        told: What is told beside them.
    """
    news = [
        and_(
            *(pooled.c[n] == rows.c[n] for n in columns),
            or_(*(there.c[n].is_distinct_from(rows.c[n]) for n in columns)),
        )
        for columns in told.values()
    ]
    new = there.c[grain[0]].is_(None)
    tells = cast(func.coalesce(or_(*news), False), Integer)
    judged = (
        select(
            new.label("_new"),
            (pooled.c["_row"] == rows.c["_row"]).label("_first"),
            changed.c[grain[0]].is_not(None).label("_changed"),
            tells.label("_tells"),
            func.max(tells).over(partition_by=[rows.c[n] for n in grain]).label("_told_anything"),
        )
        .join_from(pooled, rows, equal(pooled, rows, grain))
        .outerjoin(there, equal(there, rows, grain))
        .outerjoin(changed, equal(changed, rows, grain))
        .where(pooled.c["_row"].is_not(None))
        .subquery()
    )
    j = judged.c
    return select(
        case(
            (and_(j["_new"], j["_first"]), "inserted"),
            (and_(or_(j["_new"], j["_changed"]), or_(j["_tells"] == 1, j["_told_anything"] == 0)), "updated"),
            else_="unchanged",
        ).label("_outcome")
    )
