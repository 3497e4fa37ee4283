"""Which system each value of a member is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, cast, literal, select

from starschema.backends import Backend
from starschema.load.dimensions.told import statements
from starschema.load.workbench import workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.spec import DimensionSpec
from starschema.sql import survivorship
from starschema.sql.records import attribute_groups


@dataclass(frozen=True)
class Sourced:
    """A value, and where it is from.

    Args:
        value: What the system says; None if no system says anything.
        system: Which one, or None.
        since: Since when it says so, as naive UTC, or None.
    """

    value: Any
    system: str | None
    since: datetime | None


def sources_of(
    backend: Backend, tables: Bookkeeping, spec: DimensionSpec, natural_key: Sequence[Any], as_of: datetime
) -> dict[str, Sourced]:
    """Return the attributes of a member as they are put together at a time, each with its source.

    Args:
        backend: The warehouse's database.
        tables: The library's own tables.
        spec: The dimension.
        natural_key: The member's natural key, column by column.
        as_of: The time.

    Returns:
        Nothing for a member of whom no system has told by then, or of whom all say that it is gone.
    """
    told = tables.systems(spec).told
    wanted = [told.c[c.name] == value for c, value in zip(spec.natural_key, natural_key, strict=True)]
    with backend.transaction() as connection, workbench(backend, connection) as bench:
        rows = bench.fetch("told_rows", select(*told.c).where(*wanted), list(told.columns))
        key: list[Column[Any]] = [told.c[c.name] for c in spec.natural_key]
        one = select(*(rows.c[c.name] for c in key), cast(literal(1), BigInteger).label("_member")).distinct()
        members = bench.keep("members", one)
        known = bench.keep("told", statements(spec, rows, members))
        groups = attribute_groups(spec, [row[0] for row in bench.rows(select(known.c["_given"]).distinct())], {})
        at = cast(literal(as_of, DateTime), DateTime).label("_time")
        times = bench.keep("times_told", select(members.c["_member"], at))
        lined_up = bench.keep("voices", survivorship.lined_up(spec, known, times, groups))
        heard = bench.keep("heard", survivorship.heard(lined_up, groups, spec.systems))
        merged = bench.keep("put_together", survivorship.put_together(spec, lined_up, heard, groups))
        m = merged.c
        parts = [
            (m[a.name], m[f"{survivorship.FROM}{a.name}"], m[f"{survivorship.SINCE}{a.name}"]) for a in spec.attributes
        ]
        found = bench.rows(select(*(c for part in parts for c in part)).where(~m["_deleted"]))
    if not found:
        return {}
    values = iter(found[0])
    return {a.name: Sourced(next(values), next(values), next(values)) for a in spec.attributes}
