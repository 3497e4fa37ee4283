"""Marks: how far a source was read, as text that a log, a message or a table can hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from starschema.errors import SourceError

Value = datetime | date | Decimal | int | float | str
"""What a cursor's values can be."""

_READ: dict[str, Callable[[str], Value]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "int": int,
    "float": float,
    "str": str,
}


def mark_of(value: Value) -> str:
    """Return the mark that says `value`, and its type.

    >>> mark_of(datetime(2024, 2, 29, 12))
    '{"datetime": "2024-02-29T12:00:00"}'

    Raises:
        SourceError: A cursor cannot be of that type.
    """
    for kind in (datetime, date, Decimal, int, float, str):
        if isinstance(value, kind) and not isinstance(value, bool):
            text = value.isoformat() if isinstance(value, date) else str(value)
            return json.dumps({kind.__name__.lower(): text})
    raise SourceError(f"a cursor is a time, a date, a number or a text, not {value!r}; choose another column")


def value_of(mark: str) -> Value:
    """Return the value that a mark says.

    >>> value_of('{"int": "17"}')
    17

    Raises:
        SourceError: It is no mark.
    """
    try:
        ((kind, text),) = json.loads(mark).items()
        value: Value = _READ[kind](text)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        raise SourceError(f"{mark!r} is no mark; a mark is what mark_of() returns") from None
    return value


def later(one: Value | None, other: Value | None) -> Value | None:
    """Return the later of two values; `other` if they cannot be compared, since it was read last."""
    if one is None or other is None:
        return other if one is None else one
    try:
        return one if one > other else other  # type: ignore[operator]
    except TypeError:
        return other
