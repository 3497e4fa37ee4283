"""The special members that every dimension has: -1 "unknown" and -2 "not applicable"."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Enum, String

from starschema.errors import ModelError
from starschema.model.spec import (
    BEGINNING,
    FOREVER,
    NOT_APPLICABLE_KEY,
    UNKNOWN_KEY,
    UNSET,
    Attribute,
    DimensionSpec,
)

TEXTS = {
    UNKNOWN_KEY: ("Unknown", "Unk", "?"),
    NOT_APPLICABLE_KEY: ("Not applicable", "N/A", "-"),
}
"""What text attributes say, the longest that fits the column first."""


def special_members(spec: DimensionSpec) -> list[dict[str, Any]]:
    """Return the rows of `spec`'s special members, with a value for every column of its table.

    Raises:
        ModelError: An attribute is NOT NULL and there is nothing to put in it, or what it says does not fit.
    """
    return [_member(spec, key) for key in TEXTS]


def _member(spec: DimensionSpec, key: int) -> dict[str, Any]:
    # Whatever is not named here is NULL: the natural key, the sequence, the value before.
    row: dict[str, Any] = dict.fromkeys(spec.table.columns.keys())
    row[spec.key.name] = key
    row[spec.is_inferred.name] = False
    row[spec.load_id.name] = 0
    parents = {column for ragged in spec.ragged for column in ragged.parent}
    for attribute in spec.attributes:
        if attribute.column in parents and attribute.unknown is UNSET:
            continue  # nothing is above it, and a text would be the key of what is
        row[attribute.name] = special_value(spec.cls, attribute, key)
        if attribute.current is not None:
            row[attribute.current.name] = row[attribute.name]
    if spec.creation is not None:
        row[spec.creation.name] = 0
    if spec.durable_key is not None:
        row[spec.durable_key.name] = key
    for column, value in ((spec.valid_from, BEGINNING), (spec.valid_to, FOREVER), (spec.is_current, True)):
        if column is not None:
            row[column.name] = value
    return row


def special_value(cls: type[Any], attribute: Attribute, key: int) -> Any:
    """Return what `attribute` of `cls` says of a special member.

    Raises:
        ModelError: The attribute is NOT NULL and there is nothing to put in it, or what it says does not fit.
    """
    column = attribute.column
    where = f"{cls.__name__}.{attribute.name}"
    if attribute.unknown is UNSET:
        value = _text(column, key)
    elif isinstance(attribute.unknown, tuple):
        if len(attribute.unknown) != 2:
            raise ModelError(f"{where}: unknown={attribute.unknown!r} must be one value or (unknown, not applicable)")
        value = attribute.unknown[0 if key == UNKNOWN_KEY else 1]
    else:
        value = attribute.unknown
    if value is None and not column.nullable:
        raise ModelError(
            f"{where} is NOT NULL, and the special members have no value for it; "
            "make it Mapped[... | None] or give attribute(unknown=...)"
        )
    if value is not None and not _fits(column, value):
        raise ModelError(f"{where}: unknown={value!r} does not fit {column.type!r}; give a value that does")
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)  # a database that keeps no zones drops it, and all times are in UTC
    return value


def _text(column: Column[Any], key: int) -> str | None:
    """Return the longest text for `key` that `column` can hold, None if it holds no text."""
    if isinstance(column.type, Enum):
        return next((text for text in TEXTS[key] if text in column.type.enums), None)
    if isinstance(column.type, String):
        length = column.type.length
        return next((text for text in TEXTS[key] if length is None or len(text) <= length), None)
    return None


def _fits(column: Column[Any], value: Any) -> bool:
    type_ = column.type
    if isinstance(type_, Enum):
        return value in type_.enums or (type_.enum_class is not None and isinstance(value, type_.enum_class))
    if isinstance(type_, String):
        return isinstance(value, str) and (type_.length is None or len(value) <= type_.length)
    python = type_.python_type
    if python in (float, Decimal):
        return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    # bool is an int, and datetime a date, but neither is meant where the other is declared.
    return type(value) is python
