"""How values travel to BigQuery and back: what it could read in another way goes as text, and is cast there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    LargeBinary,
    Numeric,
    String,
    Time,
    Uuid,
    cast,
    func,
)
from sqlalchemy.types import TypeEngine

from starschema.backends.exchange import duckdb_type
from starschema.backends.identifier import Identifier

NUMERIC_SCALE, NUMERIC_WHOLE = 9, 29
"""What NUMERIC holds behind and before the point; BIGNUMERIC holds 38 of each."""

PLAIN = {
    "BOOLEAN": "BOOL",
    "SMALLINT": "INT64",
    "INTEGER": "INT64",
    "BIGINT": "INT64",
    "DOUBLE": "FLOAT64",
    "DATE": "DATE",
}
"""The types of values that travel as they are, by the workbench's; all others are text."""


class Moment(DateTime):
    """A time, spelled by ourselves: the client would write the year 1 without its zeros."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what spells it."""
        return lambda value: _utc(value).isoformat("T", "microseconds") if isinstance(value, dt.datetime) else value

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what spells it as a constant."""
        kind, zone = ("TIMESTAMP", "+00:00") if self.timezone else ("DATETIME", "")
        return lambda value: f"{kind} '{_utc(value).isoformat(' ', 'microseconds')}{zone}'"


def _utc(value: dt.datetime) -> dt.datetime:
    return value if value.tzinfo is None else value.astimezone(dt.UTC).replace(tzinfo=None)


COLSPECS: dict[type[TypeEngine[Any]], type[TypeEngine[Any]]] = {DateTime: Moment, Uuid: Identifier}
"""SQLAlchemy's types as the tables here hold their values, which its dialect for BigQuery has otherwise."""


def number(precision: int, scale: int) -> str:
    """Return the name of an exact number's type."""
    return "NUMERIC" if scale <= NUMERIC_SCALE and precision - scale <= NUMERIC_WHOLE else "BIGNUMERIC"


def travels_as(column: Column[Any]) -> str:
    """Return the type of a column in a table of rows on their way in."""
    return PLAIN.get(duckdb_type(column), "STRING")


def told(column: Column[Any], value: str) -> str:
    """Return the DuckDB expression that makes a value ready for its way in."""
    if isinstance(column.type, LargeBinary):
        return f"hex({value})"
    kind = duckdb_type(column)
    typed = f"CAST({value} AS {kind})"
    return typed if kind in PLAIN else f"CAST({typed} AS VARCHAR)"


def read(column: Column[Any], value: str) -> str:
    """Return BigQuery's expression that reads what `told` has told."""
    kind = column.type
    if isinstance(kind, LargeBinary):
        return f"FROM_HEX({value})"
    if isinstance(kind, DateTime):
        return f"CAST({value} AS {'TIMESTAMP' if kind.timezone else 'DATETIME'})"
    if isinstance(kind, Time):
        return f"CAST({value} AS TIME)"
    if isinstance(kind, Numeric) and kind.asdecimal:
        return f"CAST({value} AS {number(kind.precision or 0, kind.scale or 0)})"
    return value


def spelt(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a value of a query as it goes out: `starschema.backends.exchange.incoming` reads it."""
    kind = column.type
    if isinstance(kind, LargeBinary):
        return func.to_hex(value)
    if isinstance(kind, DateTime) and kind.timezone:
        return func.datetime(value, "UTC")
    if isinstance(kind, Numeric) and kind.asdecimal:
        return cast(value, String)  # a BIGNUMERIC has more digits than Arrow's usual numbers
    return value
