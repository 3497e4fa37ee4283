"""Values as SQL text: how a database writes the few constants that a script holds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.engine import default

from starschema.errors import ModelError

Range = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, kw_only=True)
class Literals:
    """How one database writes constants.

    Args:
        backslashes: Whether a backslash in a text begins an escape.
        doubles_quotes: Whether a quote in a text is doubled all the same.
        prefix: What stands before the quote of a text.
        true: The word for true.
        false: The word for false.
        timestamp: A time, from its ISO text.
        zoned: A time of a column that keeps a zone, from the ISO text of its time in UTC.
        date: A day, from its ISO text.
        time: A time of day, from its ISO text.
        uuid: A UUID, from its text; None writes it as any text.
        binary: Bytes, from their hexadecimal text.
        times: The first and the last time that the database can hold; what lies outside becomes these.
    """

    backslashes: bool = False
    doubles_quotes: bool = False
    prefix: str = ""
    true: str = "TRUE"
    false: str = "FALSE"
    timestamp: Callable[[str], str] = lambda text: f"TIMESTAMP '{text}'"
    zoned: Callable[[str], str] = lambda text: f"TIMESTAMP '{text} +00:00'"
    date: Callable[[str], str] = lambda text: f"DATE '{text}'"
    time: Callable[[str], str] = lambda text: f"TIME '{text}'"
    uuid: Callable[[str], str] | None = None
    binary: Callable[[str], str] = lambda text: f"X'{text}'"
    times: Range | None = None

    def boolean(self, value: bool) -> str:
        """Return a truth value."""
        return self.true if value else self.false

    def text(self, value: str) -> str:
        """Return a quoted text."""
        if self.backslashes:
            quote = "''" if self.doubles_quotes else "\\'"
            for plain, escaped in (("\\", "\\\\"), ("'", quote), ("\n", "\\n"), ("\r", "\\r"), ("\x00", "\\0")):
                value = value.replace(plain, escaped)
        else:
            value = value.replace("'", "''")
        return f"{self.prefix}'{value}'"

    def spelled(self, value: Any, column: Column[Any]) -> str:
        """Return a value of `column`.

        Raises:
            ModelError: It is no number that SQL can write.
        """
        match value:
            case None:
                return "NULL"
            case bool():
                return self.boolean(value)
            case Enum():
                return self.text(_stored(value, column))
            case int() | Decimal():
                return format(value, "f") if isinstance(value, Decimal) else str(value)
            case float() if math.isfinite(value):
                return repr(value)
            case dt.datetime():
                text = self.held(value).isoformat(" ", "microseconds")
                zoned = isinstance(column.type, DateTime) and column.type.timezone
                return self.zoned(text) if zoned else self.timestamp(text)
            case dt.date():
                return self.date(self.held(dt.datetime(value.year, value.month, value.day)).date().isoformat())
            case dt.time():
                return self.time(value.isoformat("microseconds"))
            case bytes():
                return self.binary(value.hex())
            case UUID() if self.uuid is not None:
                return self.uuid(str(value))
            case str() | UUID():
                return self.text(str(value))
        raise ModelError(f"{column.table.name}.{column.name}: {value!r} cannot be written as SQL; give another value")

    def held(self, value: dt.datetime) -> dt.datetime:
        """Return the time nearest to `value` that the database can hold."""
        if value.tzinfo is not None:
            value = value.astimezone(dt.UTC).replace(tzinfo=None)
        return value if self.times is None else min(max(value, self.times[0]), self.times[1])


def _stored(value: Enum, column: Column[Any]) -> str:
    kind = column.info.get("starschema_enum", column.type)
    stored = kind.bind_processor(default.DefaultDialect())
    return str(value.name if stored is None else stored(value))
