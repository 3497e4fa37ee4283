"""A model with a column of every type that a load can carry, and the values at each type's edges."""

from __future__ import annotations

import enum
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    Time,
    Unicode,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, attribute, degenerate, measure, natural_key, role


class Mart(DeclarativeBase):
    """Every table of the mart of every type."""


class Mood(enum.Enum):
    """An enumeration whose members are stored by name."""

    calm = 1
    NULL = 2
    été = 3


WORDS = ("plain", "NULL", "\\N", "it's", 'a "quoted" word', "a,b", "ÅÉ 😀", "  padded", "back\\slash")
"""What an Enum of plain text may say."""

TYPES: dict[str, Any] = {
    "boolean": Boolean(),
    "small": SmallInteger(),
    "integer": Integer(),
    "big": BigInteger(),
    "whole": Numeric(12, 0),
    "money": Numeric(14, 2),
    "fine": Numeric(18, 9),
    "share": Numeric(15, 15),
    "long_whole": Numeric(38, 0),
    "long_fine": Numeric(38, 30),
    "float": Float(),
    "double": Double(),
    "short_text": String(200),
    "text": Text(),
    "unicode": Unicode(200),
    "word": Enum(*WORDS, name="word"),
    "mood": Enum(Mood, name="mood"),
    "day": Date(),
    "at": DateTime(),
    "zoned": DateTime(timezone=True),
    "clock": Time(),
    "content": LargeBinary(),
    "identity": Uuid(),
}
"""The columns, and their types."""


class Thing(Dimension, Mart):
    """One row per version of a thing, with an attribute of every type."""

    thing_id: Mapped[int] = natural_key()
    boolean: Mapped[Any] = attribute(TYPES["boolean"], scd=2, nullable=True)
    small: Mapped[Any] = attribute(TYPES["small"], scd=2, nullable=True)
    integer: Mapped[Any] = attribute(TYPES["integer"], scd=2, nullable=True)
    big: Mapped[Any] = attribute(TYPES["big"], scd=2, nullable=True)
    whole: Mapped[Any] = attribute(TYPES["whole"], scd=2, nullable=True)
    money: Mapped[Any] = attribute(TYPES["money"], scd=2, nullable=True)
    fine: Mapped[Any] = attribute(TYPES["fine"], scd=2, nullable=True)
    share: Mapped[Any] = attribute(TYPES["share"], scd=2, nullable=True)
    long_whole: Mapped[Any] = attribute(TYPES["long_whole"], scd=2, nullable=True)
    long_fine: Mapped[Any] = attribute(TYPES["long_fine"], scd=2, nullable=True)
    float: Mapped[Any] = attribute(TYPES["float"], scd=2, nullable=True)
    double: Mapped[Any] = attribute(TYPES["double"], scd=2, nullable=True)
    short_text: Mapped[Any] = attribute(TYPES["short_text"], scd=2, nullable=True)
    text: Mapped[Any] = attribute(TYPES["text"], scd=2, nullable=True)
    unicode: Mapped[Any] = attribute(TYPES["unicode"], scd=2, nullable=True)
    word: Mapped[Any] = attribute(TYPES["word"], scd=2, nullable=True)
    mood: Mapped[Any] = attribute(TYPES["mood"], scd=2, nullable=True)
    day: Mapped[Any] = attribute(TYPES["day"], scd=2, nullable=True)
    at: Mapped[Any] = attribute(TYPES["at"], scd=2, nullable=True)
    zoned: Mapped[Any] = attribute(TYPES["zoned"], scd=2, nullable=True)
    clock: Mapped[Any] = attribute(TYPES["clock"], scd=2, nullable=True)
    content: Mapped[Any] = attribute(TYPES["content"], scd=2, nullable=True)
    identity: Mapped[Any] = attribute(TYPES["identity"], scd=2, nullable=True)


class Event(TransactionFact, Mart, grain="one row per event"):
    """What happened to a thing, with a column of every type."""

    event_id: Mapped[int] = degenerate(grain=True)
    thing = role(Thing)
    boolean: Mapped[Any] = degenerate(TYPES["boolean"], nullable=True)
    small: Mapped[Any] = measure(TYPES["small"], nullable=True)
    integer: Mapped[Any] = measure(TYPES["integer"], nullable=True)
    big: Mapped[Any] = measure(TYPES["big"], nullable=True)
    whole: Mapped[Any] = measure(TYPES["whole"], nullable=True)
    money: Mapped[Any] = measure(TYPES["money"], nullable=True)
    fine: Mapped[Any] = measure(TYPES["fine"], nullable=True)
    share: Mapped[Any] = measure(TYPES["share"], nullable=True)
    long_whole: Mapped[Any] = measure(TYPES["long_whole"], nullable=True)
    long_fine: Mapped[Any] = measure(TYPES["long_fine"], nullable=True)
    float: Mapped[Any] = measure(TYPES["float"], nullable=True)
    double: Mapped[Any] = measure(TYPES["double"], nullable=True)
    short_text: Mapped[Any] = degenerate(TYPES["short_text"], nullable=True)
    text: Mapped[Any] = degenerate(TYPES["text"], nullable=True)
    unicode: Mapped[Any] = degenerate(TYPES["unicode"], nullable=True)
    word: Mapped[Any] = degenerate(TYPES["word"], nullable=True)
    mood: Mapped[Any] = degenerate(TYPES["mood"], nullable=True)
    day: Mapped[Any] = degenerate(TYPES["day"], nullable=True)
    at: Mapped[Any] = degenerate(TYPES["at"], nullable=True)
    zoned: Mapped[Any] = degenerate(TYPES["zoned"], nullable=True)
    clock: Mapped[Any] = degenerate(TYPES["clock"], nullable=True)
    content: Mapped[Any] = degenerate(TYPES["content"], nullable=True)
    identity: Mapped[Any] = degenerate(TYPES["identity"], nullable=True)


TEXTS = (
    "", " ", "  padded  ", "tab\tand\vmore", "it's", '"', '""', 'say "hi", please', ",", ",,", "a\nb", "a\r\nb", "\r",
    "\n", "\\", "\\\\", "\\n", "\\N", "\\.", "a\n\\.\nb", "NULL", "null", '"NULL"', "'", "''", "%", "%s %(x)s %%",
    ":x", "?", "e\u0301", "é", "ffi ﬃ", "a\u200db", "\u00a0", "\ufeffbom", "😀", "👩‍👩‍👧‍👦🏳️‍🌈", "\U0001d518\U0001d52b",
    "日本語", "مرحبا", "\U0010fffd", "\uffff", "\x01\x1f\x7f", "0x41", "nan", "0001-01-01", "x" * 200, "😀" * 200,
)  # fmt: skip

FLOATS = (
    0.0, -0.0, 1.0, 0.1, 0.1 + 0.2, 1 / 3, -2.5, 1e-310, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
    -1.7976931348623157e308, 123456789.12345679, 9007199254740993.0, 1e22, 1e23, 3.141592653589793,
)  # fmt: skip

STAMPS = (
    datetime(1, 1, 2),
    datetime(1, 1, 2, 0, 0, 0, 1),
    datetime(999, 12, 31, 23, 59, 59, 999999),
    datetime(1582, 10, 10),
    datetime(1900, 2, 28, 12, 30),
    datetime(1969, 12, 31, 23, 59, 59, 999999),
    datetime(1970, 1, 1),
    datetime(2024, 2, 29, 23, 59, 59, 999999),
    datetime(2024, 3, 31, 2, 30),
    datetime(2038, 1, 19, 3, 14, 8),
    datetime(9999, 12, 30),
    datetime(9999, 12, 30, 23, 59, 59, 999999),
)


def _decimals(precision: int, scale: int) -> list[Decimal]:
    """Return the numbers at the edges of a Numeric: nothing, the smallest step, and all digits."""
    digits = (str(1), "9" * precision, ("1234567890" * 4)[:precision])
    # From text, since arithmetic would round to 28 digits.
    numbers = [Decimal(f"{sign}{whole}E-{scale}") for whole in digits for sign in ("", "-")]
    return [Decimal(f"0E-{scale}"), *numbers]


VALUES: dict[str, list[Any]] = {
    "boolean": [True, False],
    "small": [0, 1, -1, 2**15 - 1, -(2**15)],
    "integer": [0, 1, -1, 2**31 - 1, -(2**31)],
    "big": [0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63)],
    "whole": _decimals(12, 0),
    "money": _decimals(14, 2),
    "fine": _decimals(18, 9),
    "share": _decimals(15, 15),
    "long_whole": _decimals(38, 0),
    "long_fine": _decimals(38, 30),
    "float": list(FLOATS),
    "double": list(FLOATS),
    "short_text": list(TEXTS),
    "text": [*TEXTS, "y" * 70_000, "😀\n" * 20_000],
    "unicode": list(TEXTS),
    "word": list(WORDS),
    "mood": list(Mood),
    "day": [date(1, 1, 2), date(1582, 10, 10), date(1970, 1, 1), date(2024, 2, 29), date(9999, 12, 30)],
    "at": list(STAMPS),
    "zoned": [
        *(stamp.replace(tzinfo=UTC) for stamp in STAMPS),
        datetime(2024, 2, 1, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime(2024, 2, 1, 1, tzinfo=timezone(-timedelta(hours=11, minutes=30))),
    ],
    "clock": [time(0), time(0, 0, 0, 1), time(12, 30), time(23, 59, 59), time(23, 59, 59, 999999)],
    "content": [
        b"", b"\0", b"\\x41", b"NULL", b"\\N", b"\xff\xfe", b"a\nb\r\n", b'"', b" ", bytes(range(256)), bytes(70_000),
    ],
    "identity": [
        uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.UUID("123e4567-e89b-12d3-a456-426614174000"),
        uuid.UUID(int=1),
    ],
}  # fmt: skip
"""Values at the edges of each type; every one of them must come back as it went in."""
