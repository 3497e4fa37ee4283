"""A column's times as points in time, to be compared with the bounds of versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Midnight(FunctionElement[datetime]):
    """The midnight with which a day begins; most databases read a date so where a point in time is wanted."""

    inherit_cache = True
    type = DateTime()


@compiles(Midnight)
def _as_it_is(element: Midnight, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(Midnight, "sqlite")
def _completed(element: Midnight, compiler: Any, **options: Any) -> str:
    # SQLite's times are text, and the text of a day sorts before that of its own midnight.
    return f"({compiler.process(element.clauses, **options)} || ' 00:00:00.000000')"


@compiles(Midnight, "databricks")
def _cast(element: Midnight, compiler: Any, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    # Sail compares a day with a time in nanoseconds, of which it counts too few for the ends of time.
    return f"CAST({day} AS TIMESTAMP_NTZ)" if getattr(compiler.dialect, "is_sail", False) else str(day)


def moment(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column as a point in time: a date is its midnight."""
    return Midnight(column) if isinstance(column.type, Date) else column
