"""What must hold whenever a load commits, checked in the warehouse on what the load touched."""

from __future__ import annotations

from sqlalchemy import FromClause, select

from starschema.errors import LoadError
from starschema.load.run import Context
from starschema.model.spec import DimensionSpec
from starschema.sql import faults
from starschema.sql.compare import equal


def check_written(name: str, ready: int, written: int) -> None:
    """Check that all rows that were ready are in the table.

    Raises:
        LoadError: They are not, and the load is undone.
    """
    if written != ready:
        raise LoadError(f"{name}: {ready} rows were ready but {written} were written; the load was undone")


def check_versions(context: Context, spec: DimensionSpec, members: FromClause) -> None:
    """Check the touched members: no version overlaps the next, none is empty, at most one is in force.

    Raises:
        LoadError: The load has broken that, which is a bug of the library and undoes the load.
    """
    names = [c.name for c in spec.natural_key]
    if not context.bench.count(members):
        return
    sent = context.bench.send(spec.table, spec.natural_key, select(*(members.c[n] for n in names)))
    touched = (
        select(spec.key, *spec.natural_key, spec.table.c.valid_from, spec.table.c.valid_to, spec.table.c.is_current)
        .join_from(spec.table, sent, equal(spec.table, sent, names))
        .where(spec.key > 0)
        .subquery()
    )
    # No LIMIT: expecting to be done at the first row, a planner would choose to look at one pair of rows at a time.
    broken = context.connection.execute(faults.broken(spec, touched)).mappings().first()
    if broken is not None:
        member = ", ".join(f"{n}={broken[n]!r}" for n in names)
        raise LoadError(
            f"{spec.cls.__name__} with {member} would get versions that overlap; the load was undone. "
            "Please report this with the rows that were loaded"
        )
