"""Which Arrow type carries a column's values from the input to the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    Interval,
    LargeBinary,
    Numeric,
    PickleType,
    SmallInteger,
    String,
    Time,
    Uuid,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from starschema.errors import ModelError

if TYPE_CHECKING:
    import pyarrow as pa

DECIMAL128_DIGITS = 38
"""Most digits that a 128-bit decimal holds."""

DECIMAL256_DIGITS = 76
"""Most digits that a 256-bit decimal holds."""


def storage_type(column: Column[Any]) -> TypeEngine[Any]:
    """Return the type that the database keeps for `column`: a decorated type's innermost `impl`."""
    kind: TypeEngine[Any] = column.type
    # These two make something else of their `impl`: an interval as a date, an object as bytes.
    while isinstance(kind, TypeDecorator) and not isinstance(kind, Interval | PickleType):
        inner = kind.impl
        kind = inner() if isinstance(inner, type) else inner
    return kind


def arrow_type(column: Column[Any]) -> pa.DataType:
    """Return the Arrow type in which `column`'s values are staged.

    Times with a zone are staged as naive UTC, as all times are; a UUID is staged as its canonical text.

    Raises:
        ModelError: No Arrow type holds every value of the column exactly, or the type is not supported.

    Units:
        Timestamps and times count microseconds.
    """
    import pyarrow as pa

    kind = storage_type(column)
    if isinstance(kind, Numeric):
        return _decimal(column, kind)
    # An Enum, a Text and a Unicode are all a String; the small and big integers are an Integer, so they come first.
    simple: tuple[tuple[type[TypeEngine[Any]], pa.DataType], ...] = (
        (Boolean, pa.bool_()),
        (SmallInteger, pa.int16()),
        (BigInteger, pa.int64()),
        (Integer, pa.int32()),
        (Float, pa.float64()),
        (String, pa.string()),
        (Uuid, pa.string()),
        (DateTime, pa.timestamp("us")),
        (Date, pa.date32()),
        (Time, pa.time64("us")),
        (LargeBinary, pa.binary()),
    )
    for known, arrow in simple:
        if isinstance(kind, known):
            return arrow
    raise ModelError(
        f"{label_of(column)}: loads cannot fill a column of type {kind!r}; use one of Boolean, SmallInteger, Integer, "
        "BigInteger, Numeric(p, s), Float, Double, String, Text, Enum, Date, DateTime, Time, LargeBinary or Uuid"
    )


def _decimal(column: Column[Any], kind: Numeric[Any]) -> pa.DataType:
    import pyarrow as pa

    precision, scale = kind.precision, kind.scale or 0
    if precision is None:
        raise ModelError(
            f"{label_of(column)}: Numeric without a precision is a different number on every database; "
            "say how many digits it holds, such as Numeric(14, 2)"
        )
    if not 0 < precision <= DECIMAL256_DIGITS or not 0 <= scale <= precision:
        raise ModelError(
            f"{label_of(column)}: Numeric({precision}, {scale}) cannot be staged; a precision is from 1 to "
            f"{DECIMAL256_DIGITS}, a scale from 0 to the precision"
        )
    return pa.decimal128(precision, scale) if precision <= DECIMAL128_DIGITS else pa.decimal256(precision, scale)


def label_of(column: Column[Any]) -> str:
    """Return `table.column`, or the bare name of a column that has no table yet."""
    table = getattr(column, "table", None)
    return f"{table.name}.{column.name}" if table is not None else str(column.name)
