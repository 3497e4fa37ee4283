"""Loads of facts with subtypes: what the rows say of kinds.

A row is whole, so what it does not say of its own kind is NULL; and it can say nothing of another kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, String, and_, case, cast, false, literal, null, select

from starschema.errors import SourceError
from starschema.load.arrivals import set_aside
from starschema.load.families import OF_ANOTHER, refuse_other_kinds
from starschema.load.keys.naming import Naming
from starschema.load.stage import Rejects, Stage
from starschema.load.workbench import Workbench
from starschema.model.spec import FactSpec, RoleSpec


def told_of_kind(spec: FactSpec, kind: str | None, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
    """Return which columns data tells: for a load of one kind, not the kind itself, nor what others have."""
    family = spec.family
    if family is None or kind is None:
        return list(columns)
    return [c for c in columns if c.name != family.by and family.of_kind(c.name) in (None, kind)]


def roles_of_kinds(spec: FactSpec, kind: str | None) -> tuple[list[str], list[str]]:
    """Return the names of the roles whose columns data may lack, and of those that are not read.

    A load of one kind reads the roles of that kind and the shared ones; of one of all kinds no row needs have another
    kind's.
    """
    of = {role.name: own for role in spec.roles if (own := spec.kind_having(role.column)) is not None}
    return [name for name in of if kind is None], [name for name, own in of.items() if kind not in (None, own)]


def with_fact_kinds(
    bench: Workbench,
    spec: FactSpec,
    kind: str | None,
    namings: Mapping[str, Naming],
    staged: Stage,
    rejects: Rejects,
    deleted: str | None,
) -> Stage:
    """Return the stage with the kind of each row; rows that say what cannot be are set aside.

    Args:
        bench: The load's workbench.
        spec: The fact.
        kind: The kind that the load is of, or None if the rows say theirs.
        namings: The stage's columns for each role.
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
    own = [(role, namings[role.name], of) for role in spec.roles if (of := spec.kind_having(role.column)) is not None]
    own = [(role, naming, of) for role, naming, of in own if all(n in staged.table.c for n in naming.key)]
    alone = {role.name for role, _, _ in own if _reads_alone(spec, role)}
    given = [n for each in family.kinds.values() for n in each.attributes if n in staged.names]
    given += [n for role, _, _ in own if role.name in alone for n in role.source]
    if by.name not in staged.names:
        if given:
            raise SourceError(
                f"{name}: the data has {', '.join(given)}, but does not say the {by.name}; give that, too"
            )
        return _naming_nobody(bench, staged, [(naming, false()) for _, naming, _ in own])
    rows = staged.table
    gone = false() if deleted is None else rows.c[deleted]
    refuse_other_kinds(bench, name, family, rows, rejects, gone)
    kinds = rows.c[by.name]
    for role, naming, of in own:
        for source, read in zip(role.source, (rows.c[n] for n in naming.read), strict=False):
            if role.name in alone:
                wrong = and_(read.is_not(None), kinds.is_distinct_from(of), ~gone)
                reason = OF_ANOTHER.format(by.name, of)
                rejects.add(set_aside(bench, rows, wrong, source, cast(read, String), reason))
    told = {c.name for c in spec.degenerates} | {m.name for m in spec.measures if not m.generated}
    for identity, each in family.kinds.items():
        for column in (each.table.c[n] for n in each.attributes if n in told and not each.table.c[n].nullable):
            value = rows.c[column.name] if column.name in rows.c else cast(null(), column.type)
            reason = f"NULL in {each.cls.__name__}.{column.name}, which is NOT NULL; fill it in"
            lacking = and_(rows.c[by.name] == identity, value.is_(None), ~gone)
            rejects.add(set_aside(bench, rows, lacking, column.name, value, reason))
    return _naming_nobody(bench, staged, [(naming, kinds == of) for _, naming, of in own])


def _reads_alone(spec: FactSpec, role: RoleSpec) -> bool:
    """Return whether nothing else of a fact reads the columns of a role, so that they are of its kind only."""
    others = [other for other in spec.roles if other is not role]
    read = {name for other in others for name in other.source} | {str(other.zone_from) for other in others}
    return not {*role.source} & (read | {c.name for c in spec.table.columns})


def _naming_nobody(bench: Workbench, staged: Stage, own: Sequence[tuple[Naming, ColumnElement[bool]]]) -> Stage:
    """Return the stage in which rows name the members of a role only where they are of the kind that has it."""
    if not own:
        return staged
    kept = {name: of_it for naming, of_it in own for name in naming.key}
    columns = [case((kept[c.name], c)).label(c.name) if c.name in kept else c for c in staged.table.c]
    return replace(staged, table=bench.keep("stage", select(*columns)))
