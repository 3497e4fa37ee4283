"""What must hold whenever a load commits, checked in the warehouse on what the load touched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import DateTime, FromClause, func, literal, or_, select

from starschema.errors import LoadError
from starschema.load.run import Context
from starschema.model.spec import FOREVER, DimensionSpec
from starschema.sql.compare import Query, equal


def check_versions(context: Context, spec: DimensionSpec, members: FromClause) -> None:
    """Check the touched members: no version overlaps the next, none is empty, at most one is in force.

    Raises:
        LoadError: The load has broken that, which is a bug of the library and undoes the load.
    """
    names = [c.name for c in spec.natural_key]
    count = context.bench.count(members)
    if not count:
        return
    sent = context.bench.send(spec.table, spec.natural_key, select(*(members.c[n] for n in names)))
    touched = (
        select(
            *(spec.table.c[n] for n in names), spec.table.c.valid_from, spec.table.c.valid_to, spec.table.c.is_current
        )
        .join_from(spec.table, sent, equal(spec.table, sent, names))
        .where(spec.key > 0)
        .subquery()
    )
    broken = context.connection.execute(faults(touched, names).limit(1)).first()
    if broken is not None:
        member = ", ".join(f"{n}={value!r}" for n, value in zip(names, broken, strict=False))
        raise LoadError(
            f"{spec.cls.__name__} with {member} would get versions that overlap; the load was undone. "
            "Please report this with the rows that were loaded"
        )


def faults(versions: FromClause, natural_key: list[str]) -> Query:
    """Select the versions that overlap the next of their member, are empty, or are wrongly marked as in force."""
    v = versions.c
    keys: list[Any] = [v[n] for n in natural_key]
    following = func.lead(v["valid_from"]).over(partition_by=keys, order_by=v["valid_from"])
    lined_up = select(*v, following.label("_next")).subquery()
    row = lined_up.c
    far = literal(FOREVER, DateTime)
    return select(*row).where(
        or_(
            row["_next"] < row["valid_to"],
            row["_next"] == row["valid_from"],
            row["valid_from"] >= row["valid_to"],
            row["is_current"] & (row["valid_to"] != far),
            ~row["is_current"] & (row["valid_to"] == far),
        )
    )
