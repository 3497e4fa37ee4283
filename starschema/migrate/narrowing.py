"""Whether a column's values fit another type: a database may cut them, round them, or keep them and say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Numeric,
    SmallInteger,
    String,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.types import TypeEngine

from starschema.errors import StarSchemaError

BITS = ((SmallInteger, 15), (BigInteger, 63), (Integer, 31))
"""Bits of the whole numbers, without their sign; the small and the big are an Integer too, so they come first."""

WHOLE_DIGITS = {15: 5, 31: 10, 63: 19}
"""Most decimal digits of a whole number, by its bits."""


def refuse_what_does_not_fit(connection: Connection, table: str, column: Column[Any], type_: TypeEngine[Any]) -> None:
    """Refuse to change a column's type if one of its values would be lost.

    Args:
        connection: The database.
        table: The table's name, for the message.
        column: The column as it is.
        type_: Its type from now on.

    Raises:
        StarSchemaError: A value does not fit.
    """
    for fits in _bounds(column, column.type, type_):
        count, example = connection.execute(select(func.count(), func.max(column)).where(not_(fits))).one()
        if count:
            shown = repr(example) if isinstance(example, str) else str(example)
            raise StarSchemaError(
                f"{table}.{column.name}: {count:,} values do not fit {type_!r}, such as {shown[:80]}; shorten them "
                "first, or keep the wider type"
            )


def refuse_what_may_not_fit(table: str, column: Column[Any], type_: TypeEngine[Any]) -> None:
    """Refuse to change a column's type where values might be lost and nobody can look.

    Args:
        table: The table's name, for the message.
        column: The column as it is.
        type_: Its type from now on.

    Raises:
        StarSchemaError: The new type is narrower.
    """
    if any(True for _ in _bounds(column, column.type, type_)):
        raise StarSchemaError(
            f"{table}.{column.name}: whether its values fit {type_!r} only they can say: run the migration on the "
            "database, without --sql"
        )


def _bounds(column: Column[Any], old: TypeEngine[Any], new: TypeEngine[Any]) -> Iterator[ColumnElement[bool]]:
    """Give what must hold for the values, where the new type is narrower."""
    match old, new:
        case String(), String() if new.length is not None and (old.length is None or old.length > new.length):
            yield func.char_length(column) <= new.length
        case (Float(), _) | (_, Float()):
            return
        case ((Numeric() | Integer()), Numeric()) if new.precision is not None and new.scale is not None:
            digits = new.precision - new.scale
            if digits < _digits(old):
                yield func.abs(column) < literal(Decimal(10) ** digits, Numeric(38, 0))
            if isinstance(old, Numeric) and (old.scale or 0) > new.scale:
                yield column == func.round(column, new.scale)
        case Integer(), Integer() if _bits(new) < _bits(old):
            yield column.between(-(2 ** _bits(new)), 2 ** _bits(new) - 1)


def _bits(kind: Integer) -> int:
    return next(bits for known, bits in BITS if isinstance(kind, known))


def _digits(kind: Numeric[Any] | Integer) -> int:
    """Return how many digits stand before the decimal point at most."""
    if isinstance(kind, Integer):
        return WHOLE_DIGITS[_bits(kind)]
    return (kind.precision or 38) - (kind.scale or 0)
