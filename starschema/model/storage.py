"""Column types: which ones a load can carry, and what they must be on each database to keep every value whole."""

from __future__ import annotations

from decimal import Decimal
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
    Text,
    Time,
    Uuid,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

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

INDEXED_TEXT_LENGTH = 255
"""Length of a key column without one of its own, where the database cannot index text of any length."""


class SqliteDecimal(TypeDecorator[Decimal]):
    """A Numeric on SQLite, which keeps a float: exact to 15 significant digits, and read back as Decimal.

    SQLAlchemy's own Numeric does the same with a warning for every statement.
    """

    impl = Float
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__()
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return a NUMERIC column that takes and gives floats."""
        return dialect.type_descriptor(Numeric(self.precision, self.scale, asdecimal=False))

    def process_bind_param(self, value: Any, dialect: Dialect) -> float | None:
        """Turn a Decimal to the float that SQLite keeps."""
        return None if value is None else float(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Turn the float that SQLite keeps to a Decimal of the declared scale."""
        return None if value is None else Decimal(f"{value:.{self.scale}f}")


def timestamp() -> DateTime:
    """Return the type of a point in time: naive UTC, to the microsecond on every database."""
    return DateTime().with_variant(mysql.DATETIME(fsp=6), *MYSQL)


def check_type(class_name: str, column: Column[Any]) -> None:
    """Check that a load can carry values of `column`'s type.

    Raises:
        ModelError: It cannot, or the column has no type, or a Numeric lacks precision or scale.
    """
    type_ = column.type
    where = f"{class_name}.{column.name}"
    if isinstance(type_, NullType):
        raise ModelError(f"{where} has no type: annotate it as Mapped[...] or give a SQLAlchemy type first")
    if isinstance(type_, TypeDecorator) or not isinstance(type_, CARRIED):
        raise ModelError(f"{where}: no load can carry {type_!r}; use {CARRIED_TEXT}")
    if isinstance(type_, Numeric) and not isinstance(type_, Float) and None in (type_.precision, type_.scale):
        raise ModelError(f"{where}: a Numeric needs its precision and scale, such as Numeric(14, 2), to be exact")


def make_portable(column: Column[Any], *, key: bool) -> None:
    """Give `column` the variants of its type without which a database would cut, round or refuse values.

    Args:
        column: A column of a table that no statement was made from yet.
        key: Whether the column is part of a key, hence indexed.
    """
    type_ = column.type
    if type_._variant_mapping:
        return  # the user decided
    if type(type_) is DateTime:
        # MySQL's DATETIME keeps whole seconds unless told.
        column.type = type_.with_variant(mysql.DATETIME(fsp=6), *MYSQL)
    elif type(type_) is Time:
        column.type = type_.with_variant(mysql.TIME(fsp=6), *MYSQL)
    elif isinstance(type_, String) and type_.length is None:
        if key:
            column.type = type_.with_variant(String(INDEXED_TEXT_LENGTH), *MYSQL)
        elif not isinstance(type_, Text):
            column.type = type_.with_variant(mysql.LONGTEXT(), *MYSQL)
    elif type(type_) is Numeric and type_.asdecimal and type_.precision is not None and type_.scale is not None:
        column.type = type_.with_variant(SqliteDecimal(type_.precision, type_.scale), "sqlite")


def key_type() -> BigInteger:
    """Return the type of surrogate keys and load ids."""
    return BigInteger()
