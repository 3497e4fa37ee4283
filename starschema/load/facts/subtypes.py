"""Loads of facts with subtypes: what the rows say of kinds.

A row is whole, so what it does not say of its own kind is NULL; and it can say nothing of another kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, String, and_, case, cast, false, literal, null, or_, select

from starschema.errors import SourceError
from starschema.load.families import OF_ANOTHER, Wrong, of_other_kinds, refuse_wrong
from starschema.load.keys.naming import Naming
from starschema.load.stage import Rejects, Stage
from starschema.load.there import BAD
from starschema.load.workbench import Workbench
from starschema.model.spec import FactSpec, RoleSpec
from starschema.sql.compare import Query


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
    if spec.family is None:
        return staged
    if kind is not None:
        staged = _of_kind(spec, staged, bench.keep("stage", _saying(spec, kind, staged)))
    own = _own_roles(spec, namings, staged)
    gone = false() if deleted is None else staged.table.c[deleted]
    refuse_wrong(bench, staged.table, _wrong(spec, own, staged, gone), rejects)
    if not own:
        return staged
    return replace(staged, table=bench.keep("stage", select(*_naming_nobody(spec, own, staged))))


def with_fact_kinds_there(spec: FactSpec, kind: str | None, namings: Mapping[str, Naming], staged: Stage) -> Stage:
    """Return rows that the warehouse reads with the kind of each; those that say what cannot be do not fit.

    Args:
        spec: The fact.
        kind: The kind that the load is of, or None if the rows say theirs.
        namings: The rows' columns for each role.
        staged: The rows.

    Raises:
        SourceError: The data has a subtype's columns, but does not say the kind.
    """
    if spec.family is None:
        return staged
    if kind is not None:
        staged = _of_kind(spec, staged, _saying(spec, kind, staged).subquery("rows_of_kind"))
    own = _own_roles(spec, namings, staged)
    faults = [staged.table.c[BAD], *(each.condition for each in _wrong(spec, own, staged, false()))]
    columns = [c for c in _naming_nobody(spec, own, staged) if c.name != BAD]
    return replace(staged, table=select(*columns, or_(*faults).label(BAD)).subquery("rows_of_kinds"))


def _saying(spec: FactSpec, kind: str, staged: Stage) -> Query:
    """Select the rows with their kind, which is that of all."""
    assert spec.family is not None
    by = spec.table.c[spec.family.by]
    return select(*staged.table.c, cast(literal(kind, by.type), by.type).label(by.name))


def _of_kind(spec: FactSpec, staged: Stage, rows: FromClause) -> Stage:
    assert spec.family is not None
    return replace(staged, table=rows, names=staged.names | {spec.family.by})


def _own_roles(spec: FactSpec, namings: Mapping[str, Naming], staged: Stage) -> list[tuple[RoleSpec, Naming, str]]:
    """Return the roles of one kind only that the rows have, with that kind."""
    own = [(role, namings[role.name], of) for role in spec.roles if (of := spec.kind_having(role.column)) is not None]
    return [(role, naming, of) for role, naming, of in own if all(n in staged.table.c for n in naming.key)]


def _wrong(
    spec: FactSpec, own: Sequence[tuple[RoleSpec, Naming, str]], staged: Stage, gone: ColumnElement[bool]
) -> Iterator[Wrong]:
    """Yield what rows can say of kinds that cannot be.

    Args:
        spec: The fact.
        own: The roles of one kind only.
        staged: The rows.
        gone: The rows that are no more, and so say nothing besides.

    Raises:
        SourceError: The data has a subtype's columns, but does not say the kind.
    """
    family, rows, name = spec.family, staged.table, spec.cls.__name__
    assert family is not None
    alone = {role.name for role, _, _ in own if _reads_alone(spec, role)}
    if family.by not in staged.names:
        given = [n for each in family.kinds.values() for n in each.attributes if n in staged.names]
        given += [n for role, _, _ in own if role.name in alone for n in role.source]
        if given:
            raise SourceError(
                f"{name}: the data has {', '.join(given)}, but does not say the {family.by}; give that, too"
            )
        return
    yield from of_other_kinds(name, family, rows, gone)
    kinds = rows.c[family.by]
    for role, naming, of in own:
        for source, read in zip(role.source, (rows.c[n] for n in naming.read), strict=False):
            if role.name in alone:
                wrong = and_(read.is_not(None), kinds.is_distinct_from(of), ~gone)
                yield Wrong(wrong, source, cast(read, String), OF_ANOTHER.format(family.by, of))
    told = {c.name for c in spec.degenerates} | {m.name for m in spec.measures if not m.generated}
    for identity, each in family.kinds.items():
        for column in (each.table.c[n] for n in each.attributes if n in told and not each.table.c[n].nullable):
            value = rows.c[column.name] if column.name in rows.c else cast(null(), column.type)
            reason = f"NULL in {each.cls.__name__}.{column.name}, which is NOT NULL; fill it in"
            yield Wrong(and_(kinds == identity, value.is_(None), ~gone), column.name, value, reason)


def _naming_nobody(
    spec: FactSpec, own: Sequence[tuple[RoleSpec, Naming, str]], staged: Stage
) -> list[ColumnElement[Any]]:
    """Return the columns of rows that name the members of a role only where they are of the kind that has it."""
    assert spec.family is not None
    rows, by = staged.table, spec.family.by
    kept = {name: rows.c[by] == of if by in rows.c else false() for _, naming, of in own for name in naming.key}
    return [case((kept[c.name], c)).label(c.name) if c.name in kept else c for c in rows.c]


def _reads_alone(spec: FactSpec, role: RoleSpec) -> bool:
    """Return whether nothing else of a fact reads the columns of a role, so that they are of its kind only."""
    others = [other for other in spec.roles if other is not role]
    read = {name for other in others for name in other.source} | {str(other.zone_from) for other in others}
    return not {*role.source} & (read | {c.name for c in spec.table.columns})
