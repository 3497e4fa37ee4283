"""Column types: which ones a model may have, since a load can carry their values, and which ones the library uses."""

from __future__ import annotations

from typing import Any

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
    String,
    Time,
    Uuid,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator, TypeEngine

from starschema.errors import ModelError

MYSQL = ("mysql", "mariadb")

CARRIED: tuple[type[TypeEngine[Any]], ...] = (
    Boolean,
    Integer,
    Numeric,
    Float,
    String,
    Date,
    DateTime,
    Time,
    LargeBinary,
    Uuid,
)
"""Types that a load can carry, with their subclasses (SmallInteger, BigInteger, Double, Text, Unicode, Enum, ...)."""

CARRIED_TEXT = (
    "Boolean, SmallInteger, Integer, BigInteger, Numeric, Float, Double, String, Text, Unicode, Enum, Date, DateTime, "
    "Time, LargeBinary or Uuid"
)


def timestamp() -> DateTime:
    """Return the type of a point in time: naive UTC, to the microsecond on every database."""
    return DateTime().with_variant(mysql.DATETIME(fsp=6), *MYSQL)


DIGITS = 38
"""Most digits of a Numeric: what a 128-bit decimal holds, in Arrow, on the workbench and on most databases."""


def check_type(where: str, column: Column[Any]) -> None:
    """Check that a load can carry values of `column`'s type, exactly.

    A decorated type is refused: its conversion is Python, a call for each value, and a load converts whole columns.

    Args:
        where: The column's class and name, for the message.
        column: The column.

    Raises:
        ModelError: It cannot, or a Numeric lacks precision or scale, or has too many digits.
    """
    type_ = column.type
    if isinstance(type_, TypeDecorator) or not isinstance(type_, CARRIED):
        raise ModelError(f"{where}: no load can carry {type_!r}; use {CARRIED_TEXT}")
    if not isinstance(type_, Numeric):
        return
    if type_.precision is None or type_.scale is None or not 0 <= type_.scale <= type_.precision:
        raise ModelError(f"{where}: a Numeric needs its precision and scale to be exact, such as Numeric(14, 2)")
    if not 0 < type_.precision <= DIGITS:
        raise ModelError(
            f"{where}: a Numeric has from 1 to {DIGITS} digits, not {type_.precision}; "
            f"use Numeric({DIGITS}, {min(type_.scale, DIGITS)}) at most, or String if it is no number to reckon with"
        )


def keep_microseconds(column: Column[Any]) -> None:
    """Give `column` the variant of its type without which MySQL cuts the fractions of seconds.

    Args:
        column: A column of a table that no statement was made from yet.
    """
    # By exact type: whoever says TIMESTAMP or mysql.DATETIME(fsp=3), or gives a variant, has decided.
    if type(column.type) is DateTime and not column.type._variant_mapping:
        column.type = column.type.with_variant(mysql.DATETIME(fsp=6), *MYSQL)
    elif type(column.type) is Time and not column.type._variant_mapping:
        column.type = column.type.with_variant(mysql.TIME(fsp=6), *MYSQL)


def key_type() -> BigInteger:
    """Return the type of surrogate keys and load ids."""
    return BigInteger()
