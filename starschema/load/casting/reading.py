"""Columns of files and of Arrow that need no more than a simple cast, as SQL for whoever reads them by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    cast,
    column,
    false,
    func,
    try_cast,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean, Double, String, Time, TypeEngine

from starschema.load.casting.cast import Field
from starschema.sql.made_keys import ClockTime

TYPES: Mapping[str, TypeEngine[Any]] = {
    "bool": Boolean(),
    "int16": SmallInteger(),
    "int32": Integer(),
    "int64": BigInteger(),
    "double": Double(),
    "string": String(),
    "date32[day]": Date(),
    "timestamp[us]": DateTime(),
    "time64[us]": Time(),
    "binary": LargeBinary(),
}
"""What Arrow's types are in SQL, beside decimals: those that mean the same to all who read them."""


@dataclass(frozen=True)
class Reading:
    """How a column is read.

    Args:
        value: Its value in the stage's type.
        faults: When a row does not fit.
    """

    value: ColumnElement[Any]
    faults: Sequence[ColumnElement[bool]]


class NotText(FunctionElement[bool]):
    """Whether a text is none, of bytes that are no UTF-8; who reads it fails at that, unless it has words for it."""

    type = Boolean()
    inherit_cache = True


@compiles(NotText)
def _refused(element: NotText, compiler: Any, **options: Any) -> str:
    return str(compiler.process(false(), **options))


@compiles(NotText, "databricks")
def _told(element: NotText, compiler: Any, **options: Any) -> str:
    # Spark takes bytes as they come. To decode them it puts another character in the place of what is none.
    text = compiler.process(element.clauses, **options)
    return f"CAST(decode(CAST({text} AS BINARY), 'UTF-8') AS BINARY) <> CAST({text} AS BINARY)"


def reading(given: pa.DataType, field: Field, zone: str) -> Reading | None:
    """Return how a column is read for a field, or None where a value may have no counterpart.

    Args:
        given: The column's type in the data.
        field: What it is for.
        zone: The zone of times that name none.
    """
    kind, target = plain(given), field.type
    moments = [each for each in (kind, target) if pa.types.is_timestamp(each)]
    known = str(kind) in TYPES or pa.types.is_decimal128(kind)
    clocked = field.of_moment and pa.types.is_timestamp(kind)
    if not known or field.uuid or not (clocked or _holds(target, kind)) or (moments and zone != "UTC"):
        return None
    own: ColumnElement[Any] = column(field.source, _sql_type(kind))
    value = ClockTime(own) if clocked else own if kind == target else cast(own, _sql_type(target))
    faults: list[ColumnElement[bool]] = [own.is_(None)] if field.required else []
    if pa.types.is_integer(kind) and (greatest := _greatest(target)) < _greatest(kind):
        faults.append(~own.between(-greatest - pa.types.is_integer(target), greatest))
        value = try_cast(own, _sql_type(target))
    if pa.types.is_string(kind):
        faults += [NotText(own), func.contains(own, func.chr(0), type_=Boolean)]
        if field.max_length is not None:
            faults.append(func.length(own) > field.max_length)
        if field.enum is not None:
            faults.append(own.not_in(field.enum))
    if pa.types.is_date32(kind):
        faults.append(~own.between(date.min, date.max))
    if pa.types.is_timestamp(kind):
        faults.append(~own.between(datetime.min, datetime.max))
    return Reading(value, faults)


def plain(kind: pa.DataType) -> pa.DataType:
    """Return the type that holds the same values in the way that the stage does."""
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    return kind


def _sql_type(kind: pa.DataType) -> TypeEngine[Any]:
    return Numeric(kind.precision, kind.scale) if pa.types.is_decimal128(kind) else TYPES[str(kind)]


def _greatest(kind: pa.DataType) -> int:
    """Return the greatest whole number that a type holds."""
    if pa.types.is_decimal128(kind):
        return int(10 ** (kind.precision - kind.scale)) - 1
    return int(2 ** (kind.bit_width - 1)) - 1


def _holds(target: pa.DataType, kind: pa.DataType) -> bool:
    """Return whether a type holds the values of another, as casting has them."""
    if target == kind:
        return True
    if pa.types.is_integer(kind) and (pa.types.is_integer(target) or pa.types.is_decimal128(target)):
        return True  # that a value is not too large is a condition of the query
    if pa.types.is_decimal128(target) and pa.types.is_decimal128(kind):
        whole = target.precision - target.scale >= kind.precision - kind.scale
        return bool(whole and target.scale >= kind.scale)
    day_and_time = (pa.date32(), pa.timestamp("us"))
    return target in day_and_time and kind in day_and_time
