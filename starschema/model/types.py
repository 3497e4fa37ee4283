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
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Time,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from starschema.model.storage import check_type

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_type(column: Column[Any]) -> pa.DataType:
    """Return the Arrow type in which `column`'s values are staged.

    Times with a zone are staged as naive UTC, as all times are; a UUID is staged as its canonical text.

    Raises:
        ModelError: No load can fill a column of this type; see `starschema.model.storage.check_type`.

    Units:
        Timestamps and times count microseconds.
    """
    import pyarrow as pa

    check_type(label_of(column), column)
    kind = column.type
    if isinstance(kind, Numeric):
        return pa.decimal128(kind.precision, kind.scale)
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
    return next(arrow for known, arrow in simple if isinstance(kind, known))


def label_of(column: Column[Any]) -> str:
    """Return `table.column`, or the bare name of a column that has no table yet."""
    table = getattr(column, "table", None)
    return f"{table.name}.{column.name}" if table is not None else str(column.name)
