"""The window functions that look at a row's neighbours, by their own names.

`func.lag` and `func.lead` are whatever has been registered under these names: Trino's SQLAlchemy dialect, once somebody
imports it, registers classes of its own for all dialects, whose statements SQLAlchemy no longer caches.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import Function


class Neighbour(Function[Any]):
    """The value of the row before or after; NULL where there is none."""

    inherit_cache = True


@compiles(Neighbour)
def _plain(element: Neighbour, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.visit_function(element, **kw)


@compiles(Neighbour, "clickhousedb")
def _nullable(element: Neighbour, compiler: SQLCompiler, **kw: Any) -> str:
    # Where there is none, it would give the default of a type that cannot be NULL: 1970 for a time.
    values = ", ".join(compiler.process(clause, **kw) for clause in element.clauses)
    return f"{element.name}(toNullable({values}))"


def lag(column: ColumnElement[Any]) -> Neighbour:
    """Return the value of the row before."""
    return Neighbour("lag", column)


def lead(column: ColumnElement[Any]) -> Neighbour:
    """Return the value of the row after."""
    return Neighbour("lead", column)
