"""A dimension's versions on record, brought to the workbench."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, FromClause, cast, literal, select, true

from starschema.load.workbench import Workbench
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql.compare import Query, as_known, equal


def versions(spec: DimensionSpec, *, in_force: bool) -> tuple[Query, list[Column[Any]]]:
    """Select the versions on record as loads compare them, with their columns.

    Args:
        spec: The dimension.
        in_force: Whether to select only the versions in force; when they are is not told then.
    """
    left_out = [spec.load_id, *((spec.valid_from, spec.valid_to, spec.is_current) if in_force else ())]
    columns = [c for c in spec.table.columns if all(c is not other for other in left_out)]
    query = select(*as_known(spec, columns)).where(spec.key > 0)
    if in_force and spec.is_current is not None:
        query = query.where(spec.is_current)
    return query, columns


def versions_on_record(
    bench: Workbench, spec: DimensionSpec, named: FromClause, name: str, *, whole: bool, in_force: bool = False
) -> FromClause:
    """Bring the versions of the members that some rows name; of all members where most are needed anyway.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        named: Rows with its natural key.
        name: Of the working table.
        whole: Whether to bring those of all members.
        in_force: Whether to bring only the versions in force; when they are is not told then.
    """
    query, columns = versions(spec, in_force=in_force)
    if not whole:
        natural_key = [c.name for c in spec.natural_key]
        wanted = select(*(named.c[n] for n in natural_key)).distinct()
        sent = bench.send(spec.table, spec.natural_key, wanted)
        query = query.join_from(spec.table, sent, equal(spec.table, sent, natural_key))
    # Of versions that a load goes on to change, it needs to keep what they were.
    found = (bench.see if whole and in_force else bench.fetch)(name, query, columns)
    if spec.versioned:
        return found
    # Without versions a member is as it is since ever and for good; the set logic needs it said.
    return bench.keep(
        f"{name}_always",
        select(
            *found.c,
            cast(literal(BEGINNING, DateTime), DateTime).label("valid_from"),
            cast(literal(FOREVER, DateTime), DateTime).label("valid_to"),
            true().label("is_current"),
        ),
    )
