"""Names of types: what a database calls the few that a model can have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.types import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    Time,
    TypeEngine,
    Uuid,
)


@dataclass(frozen=True, kw_only=True)
class Types:
    """Names of types on one database.

    Args:
        text: The name of a text of at most so many characters, None for any number.
        long_text: The same for `Text`, where that is another type.
        key_length: Characters of a key whose text has no declared length, where a key must have one.
        number: The name of an exact number of so many digits, and how many of these follow the point.
    """

    boolean: str
    smallint: str = "SMALLINT"
    integer: str = "INTEGER"
    bigint: str = "BIGINT"
    double: str = "DOUBLE PRECISION"
    date: str = "DATE"
    timestamp: str
    timestamp_with_zone: str
    time: str
    binary: str
    uuid: str
    text: Callable[[int | None], str]
    long_text: str | None = None
    key_length: int | None = None
    number: Callable[[int, int], str] = lambda precision, scale: f"NUMERIC({precision}, {scale})"

    def named(self, type_: TypeEngine[Any], *, indexed: bool) -> str | None:
        """Return the name of `type_`, None if no model can have it.

        Args:
            type_: A column's type.
            indexed: Whether a key holds the column.
        """
        match type_:
            case Boolean():
                return self.boolean
            case SmallInteger():
                return self.smallint
            case BigInteger():
                return self.bigint
            case Integer():
                return self.integer
            case Float():
                return self.double
            case Numeric() if type_.precision is not None:
                return self.number(type_.precision, type_.scale or 0)
            case Text() if self.long_text is not None and not indexed:
                return self.long_text
            case String():  # an enumeration has its longest name's length
                return self.text(type_.length or (self.key_length if indexed else None))
            case DateTime():
                return self.timestamp_with_zone if type_.timezone else self.timestamp
            case Date():
                return self.date
            case Time():
                return self.time
            case LargeBinary():
                return self.binary
            case Uuid():
                return self.uuid
        return None
