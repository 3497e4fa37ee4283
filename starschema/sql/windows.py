"""The window functions that look at a row's neighbours, by their own names.

`func.lag` and `func.lead` are whatever has been registered under these names: Trino's SQLAlchemy dialect, once somebody
imports it, registers classes of its own for all dialects, whose statements SQLAlchemy no longer caches.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.sql.functions import Function


def lag(column: ColumnElement[Any]) -> Function[Any]:
    """Return the value of the row before."""
    return Function("lag", column)


def lead(column: ColumnElement[Any]) -> Function[Any]:
    """Return the value of the row after."""
    return Function("lead", column)
