"""What must hold whenever a load commits, checked in the warehouse on what the load touched."""

from __future__ import annotations

from sqlalchemy import FromClause, select

from starschema.errors import LoadError
from starschema.load.run import Context
from starschema.model.spec import DimensionSpec
from starschema.sql import faults
from starschema.sql.compare import equal


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
    checks = (faults.overlapping, faults.inverted, faults.misjudged)
    for check in checks:
        broken = context.connection.execute(check(spec, touched).limit(1)).mappings().first()
        if broken is None:
            continue
        member = ", ".join(f"{n}={broken[n]!r}" for n in names)
        raise LoadError(
            f"{spec.cls.__name__} with {member} would get versions that overlap; the load was undone. "
            "Please report this with the rows that were loaded"
        )
