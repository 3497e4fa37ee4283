"""Surrogate keys that follow from what they stand for: any warehouse that holds the same version gives it the same key.

Each part of the natural key, in declared order, is written as the number of its characters, a colon, its canonical
text and a semicolon; a version adds the time of its start in the same way. The first 16 hexadecimal digits of that
text's MD5, without their highest bit, are the key, and if they are 0 it is 1: so it is positive, and no special
member's. In Python, for customer 42 in the version of February:

    text = "2:42;" + "19:2024-02-01 00:00:00;"
    key = int(hashlib.md5(text.encode()).hexdigest()[:16], 16) & (2**63 - 1) or 1
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.types import UserDefinedType

from starschema.model.spec import DimensionSpec
from starschema.sql.canonical import canonical, counted
from starschema.sql.compare import Query

MASK = 2**63 - 1
"""Which bits of the first 64 of a hash are in a key: all but the sign."""


class _Unsigned(UserDefinedType[int]):
    """A whole number of 64 bits without a sign, as the workbench has it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "UBIGINT"


def member_hash(spec: DimensionSpec, rows: FromClause) -> ColumnElement[int]:
    """Return the key that a member has over all its versions."""
    return _hash(_text(spec, rows))


def version_hash(
    spec: DimensionSpec, rows: FromClause, start: datetime | ColumnElement[Any] | None = None
) -> ColumnElement[int]:
    """Return the surrogate key of what `rows` on the workbench hold: versions, or members of a dimension without.

    Args:
        spec: The dimension.
        rows: Rows with its natural key.
        start: Where the versions start; at their own `valid_from` by default.
    """
    if spec.valid_from is None:
        return member_hash(spec, rows)
    if isinstance(start, datetime):
        start = cast(literal(start, DateTime), DateTime)
    begins = rows.c[spec.valid_from.name] if start is None else start
    return _hash(_text(spec, rows).concat(counted(canonical(Column("start", DateTime()), begins))))


def _text(spec: DimensionSpec, rows: FromClause) -> ColumnElement[str]:
    first, *others = (counted(canonical(column, rows.c[column.name])) for column in spec.natural_key)
    for part in others:
        first = first.concat(part)
    return first


def _hash(text: ColumnElement[str]) -> ColumnElement[int]:
    digits = literal("0x", String()).concat(func.left(func.md5(text), 16))
    number = cast(digits, _Unsigned()).op("&")(literal_column(f"{MASK}::UBIGINT"))
    return cast(func.greatest(number, 1), BigInteger)


def collisions(spec: DimensionSpec, new: FromClause, others: FromClause, key: str, *, lasting: bool) -> Query:
    """Select natural keys and starts, first of a new version, then of another one with the same key.

    Args:
        spec: The dimension.
        new: Versions to be written.
        others: Versions that could have a key of theirs.
        key: The key's column.
        lasting: Whether it is one of members, which all their versions share.
    """
    mine, other = new.alias("mine"), others.alias("other")
    names = [c.name for c in spec.natural_key]
    if spec.valid_from is not None and not lasting:
        names.append(spec.valid_from.name)
    return (
        select(*(rows.c[name] for rows in (mine, other) for name in names), mine.c[key])
        .join_from(mine, other, mine.c[key] == other.c[key])
        .where(or_(*(mine.c[name] != other.c[name] for name in names)))
        .order_by(*(rows.c[name] for rows in (mine, other) for name in names))
        .limit(1)
    )
