"""Values as each database writes them: constant points in time, nothing, and what can be nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, cast, null
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

from starschema.model.storage import timestamp

TOLD_BY_TIME = [("time", InternalTraversal.dp_plain_obj)]
TOLD_BY_TYPE = [("type", InternalTraversal.dp_type)]
"""What tells one of these from another, for SQLAlchemy to keep the texts of statements that have them."""


class At(ColumnElement[datetime]):
    """A constant point in time.

    Args:
        time: The time, naive UTC.
    """

    inherit_cache = True
    _traverse_internals = TOLD_BY_TIME
    type = timestamp()

    def __init__(self, time: datetime) -> None:
        self.time = time


WRITTEN = {
    "sqlite": "'{}'",
    "mysql": "CAST('{}' AS DATETIME(6))",
    "mariadb": "CAST('{}' AS DATETIME(6))",
    "mssql": "CAST('{}' AS DATETIME2(6))",
    "snowflake": "CAST('{}' AS TIMESTAMP_NTZ)",
    "bigquery": "DATETIME '{}'",
    "databricks": "TIMESTAMP_NTZ '{}'",
    "clickhousedb": "toDateTime64('{}', 6, 'UTC')",
}
"""How databases write a point in time that have words of their own for it, by SQLAlchemy's names of them."""

HELD = {"clickhousedb": (datetime(1900, 1, 1), datetime(2299, 12, 31))}
"""The first and the last time that a database can hold, which stand for all before and after."""


@compiles(At)
def _written(element: At, compiler: Any, **_: Any) -> str:
    name = compiler.dialect.name
    first, last = HELD.get(name, (datetime.min, datetime.max))
    text = min(max(element.time, first), last).isoformat(sep=" ", timespec="microseconds")
    return WRITTEN.get(name, "TIMESTAMP '{}'").format(text)


class Nothing(ColumnElement[Any]):
    """NULL, of a type where the database does not find it out.

    Args:
        kind: The type.
    """

    inherit_cache = True
    _traverse_internals = TOLD_BY_TYPE

    def __init__(self, kind: TypeEngine[Any]) -> None:
        self.type = kind


@compiles(Nothing)
def _typed(element: Nothing, compiler: Any, **options: Any) -> str:
    return str(compiler.process(cast(null(), element.type), **options))


@compiles(Nothing, "clickhousedb")
def _untyped(_element: Nothing, _compiler: Any, **_: Any) -> str:
    return "NULL"  # which none of its types holds that does not say so


class OrNothing(FunctionElement[Any]):
    """A value that a function may find missing, such as that of the row before the first."""

    inherit_cache = True


@compiles(OrNothing)
def _as_it_is(element: OrNothing, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(OrNothing, "clickhousedb")
def _nullable(element: OrNothing, compiler: Any, **options: Any) -> str:
    # Else a window function finds 1970 there.
    return f"toNullable({compiler.process(element.clauses, **options)})"
