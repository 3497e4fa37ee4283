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


def check_type(class_name: str, column: Column[Any]) -> None:
    """Check that a load can carry values of `column`'s type.

    Raises:
        ModelError: It cannot, or a Numeric lacks precision or scale.
    """
    type_ = column.type
    where = f"{class_name}.{column.name}"
    if isinstance(type_, TypeDecorator) or not isinstance(type_, CARRIED):
        raise ModelError(f"{where}: no load can carry {type_!r}; use {CARRIED_TEXT}")
    if isinstance(type_, Numeric) and not (
        type_.precision is not None and type_.scale is not None and 0 <= type_.scale <= type_.precision
    ):
        raise ModelError(f"{where}: a Numeric needs its precision and scale to be exact, such as Numeric(14, 2)")


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
