"""Loads of facts with subtypes: what the rows say of kinds.

A row is whole, so what it does not say of its own kind is NULL; and it can say nothing of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, and_, cast, false, literal, null, select

from starschema.errors import SourceError
from starschema.load.arrivals import set_aside
from starschema.load.families import refuse_other_kinds
from starschema.load.stage import Rejects, Stage
from starschema.load.workbench import Workbench
from starschema.model.spec import FactSpec


def told_of_kind(spec: FactSpec, kind: str | None, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
    """Return which columns data tells: for a load of one kind, not the kind itself, nor what others have."""
    family = spec.family
    if family is None or kind is None:
        return list(columns)
    return [c for c in columns if c.name != family.by and family.of_kind(c.name) in (None, kind)]


def with_fact_kinds(
    bench: Workbench, spec: FactSpec, kind: str | None, staged: Stage, rejects: Rejects, deleted: str | None
) -> Stage:
    """Return the stage with the kind of each row; rows that say what cannot be are set aside.

    Args:
        bench: The load's workbench.
        spec: The fact.
        kind: The kind that the load is of, or None if the rows say theirs.
        staged: The stage.
        rejects: Takes the rows of no known kind, those with something of another kind, and those that lack what their
            own must have.
        deleted: The stage's column that says that a row is no more, and so nothing besides, where there is one.

    Raises:
        SourceError: The data has a subtype's columns, but does not say the kind.
    """
    family = spec.family
    if family is None:
        return staged
    name, by = spec.cls.__name__, spec.table.c[family.by]
    if kind is not None:
        rows = bench.keep("stage", select(*staged.table.c, cast(literal(kind, by.type), by.type).label(by.name)))
        staged = replace(staged, table=rows, names=staged.names | {by.name})
    given = [n for each in family.kinds.values() for n in each.attributes if n in staged.names]
    if by.name not in staged.names:
        if given:
            raise SourceError(
                f"{name}: the data has {', '.join(given)}, but does not say the {by.name}; give that, too"
            )
        return staged
    rows = staged.table
    gone = false() if deleted is None else rows.c[deleted]
    refuse_other_kinds(bench, name, family, rows, rejects, gone)
    for identity, each in family.kinds.items():
        for column in (each.table.c[n] for n in each.attributes if not each.table.c[n].nullable):
            value = rows.c[column.name] if column.name in rows.c else cast(null(), column.type)
            reason = f"NULL in {each.cls.__name__}.{column.name}, which is NOT NULL; fill it in"
            lacking = and_(rows.c[by.name] == identity, value.is_(None), ~gone)
            rejects.add(set_aside(bench, rows, lacking, column.name, value, reason))
    return staged
