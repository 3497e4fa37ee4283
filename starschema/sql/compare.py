"""Comparing rows as a warehouse must: NULL is a value, and equals itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Over,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)

from starschema.model.spec import UNKNOWN_KEY, DimensionSpec

Query = Select[*tuple[Any, ...]]
"""A statement that selects any number of columns of any types."""


def same(left: FromClause, right: FromClause, names: Iterable[str]) -> ColumnElement[bool]:
    """Return whether both rows agree in every column of `names`; NULL agrees with NULL."""
    return and_(true(), *(left.c[name].is_not_distinct_from(right.c[name]) for name in names))


def differs(left: FromClause, right: FromClause, names: Iterable[str]) -> ColumnElement[bool]:
    """Return whether the rows disagree in any column of `names`; NULL against a value disagrees."""
    return or_(false(), *(left.c[name].is_distinct_from(right.c[name]) for name in names))


def equal(left: FromClause, right: FromClause, names: Iterable[str]) -> ColumnElement[bool]:
    """Return plain equality in every column of `names`, for keys that are never NULL (it can use an index)."""
    return and_(true(), *(left.c[name] == right.c[name] for name in names))


def as_known(spec: DimensionSpec, columns: Iterable[Column[Any]]) -> list[ColumnElement[Any]]:
    """Return the columns of a dimension as a load compares them: a reference to the unknown member is NULL."""
    keys = [role.column for role in spec.references]
    return [func.nullif(c, UNKNOWN_KEY).label(c.name) if c in keys else c for c in columns]


def as_written(spec: DimensionSpec, rows: FromClause, columns: Iterable[Column[Any]]) -> list[ColumnElement[Any]]:
    """Return the columns of a dimension as the warehouse has them: a reference to nobody known is to that member."""
    keys = [role.column for role in spec.references]
    return [func.coalesce(rows.c[c.name], UNKNOWN_KEY).label(c.name) if c in keys else rows.c[c.name] for c in columns]


def numbered(partition: Sequence[ColumnElement[Any]], order: Sequence[ColumnElement[Any]]) -> Over[int]:
    """Return the row's number within its partition, from 1."""
    return func.row_number().over(partition_by=list(partition) or None, order_by=list(order))


def union(first: Query, *others: Query) -> Query:
    """Select the rows of all queries, repeats included."""
    if not others:
        return first
    return select(*union_all(first, *others).subquery().c)


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.count(case((condition, 1)))
