"""The one text of a value, from which hashes are made: whatever is equal has the same, whatever differs another.

A whole number is its digits; a decimal has no zeros at the end of its fraction, and no point without one; a truth value
is `true` or `false`; a date is `2024-02-29`, a time of day `13:05:00`, a date and time both with a space between, their
fraction of a second without zeros at its end; a UUID is in lower case with hyphens, bytes are hexadecimal digits in
upper case; a text is itself. So a value keeps its text when its column gets a longer or a wider type.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Float, LargeBinary, Numeric, String, Time, cast, func


def canonical(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the text of `value`, which is on the workbench as one of `column`."""
    kind = column.type
    if isinstance(kind, LargeBinary):
        return func.hex(value)
    if isinstance(kind, Float):
        return cast(value + 0.0, String())  # the sum makes a zero of the negative zero, which equals it
    text = cast(value, String())
    if isinstance(kind, Numeric) and kind.scale:
        return func.regexp_replace(text, r"\.?0+$", "")
    return text


PLAIN_SCALE = 6
"""Up to so many decimals, Java writes a number without an exponent."""


def is_written_alike(column: Column[Any]) -> bool:
    """Return whether Spark writes the same text of a column's values."""
    kind = column.type
    return not isinstance(kind, Float | Time) and not (isinstance(kind, Numeric) and (kind.scale or 0) > PLAIN_SCALE)


def counted(text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text between its length in characters and a semicolon, so that it ends where it seems to end."""
    return cast(func.length(text), String()).concat(":").concat(text).concat(";")
