"""Loads of dimensions with subtypes: what the rows say of kinds, and which table takes what.

A load sees one wide dimension, in which a member has the columns of its own kind, and NULL in those of others. Whoever
says a kind says all of its columns and, by that, that there is nothing in the others'. So no row has anything of a kind
that it is not of, whatever the order of loads, and to write it is to write its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, FromClause, String, cast, literal, null, or_, select

from starschema.errors import SourceError
from starschema.model.kinds import Family
from starschema.model.spec import Attribute, DimensionSpec
from starschema.sql.compare import Query

if TYPE_CHECKING:
    from starschema.load.stage import Rejects, Stage
    from starschema.load.workbench import Workbench


def told_by(spec: DimensionSpec, kind: str | None) -> list[Attribute]:
    """Return the attributes that data tells: for a load of one kind, not the kind itself, nor what others have."""
    family = spec.family
    if family is None or kind is None:
        return list(spec.attributes)
    return [a for a in spec.attributes if a.name != family.by and family.of_kind(a.name) in (None, kind)]


def with_kinds(bench: Workbench, spec: DimensionSpec, kind: str | None, staged: Stage, rejects: Rejects) -> Stage:
    """Return the stage with all that the rows say of their kind; rows that say what cannot be are set aside.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        kind: The kind that the load is of, or None if the rows say theirs.
        staged: The stage.
        rejects: Takes the rows of no known kind, and those with something of another kind.

    Raises:
        SourceError: The data says kinds, but not all of their columns, or the other way round.
    """
    family = spec.family
    if family is None:
        return staged
    own = [a for a in spec.attributes if family.of_kind(a.name) is not None]
    if kind is not None:
        by = next(a for a in spec.attributes if a.name == family.by)
        more: list[ColumnElement[Any]] = [cast(literal(kind, by.column.type), by.column.type).label(by.name)]
        others = [a for a in own if family.of_kind(a.name) != kind]
        more += [cast(null(), a.column.type).label(a.name) for a in others]
        table = bench.keep("stage", select(*staged.table.c, *more))
        return replace(staged, table=table, names=staged.names | {by.name, *(a.name for a in others)})
    given = [a.name for a in own if a.name in staged.names]
    name = spec.cls.__name__
    if family.by in staged.names and (lacking := [a.name for a in own if a.name not in staged.names]):
        raise SourceError(
            f"{name}: the data says the {family.by}, but lacks {', '.join(lacking)}, so that nothing tells them from "
            f"NULL; give the columns of every kind, load {' and '.join(k.cls.__name__ for k in family.kinds.values())} "
            f"each by itself, or leave out {family.by}"
        )
    if given and family.by not in staged.names:
        raise SourceError(f"{name}: the data has {', '.join(given)}, but does not say the {family.by}; give that, too")
    if family.by in staged.names:
        _refuse(bench, name, family, staged.table, own, rejects)
    return staged


def _refuse(
    bench: Workbench, name: str, family: Family, rows: FromClause, own: Sequence[Attribute], rejects: Rejects
) -> None:
    from starschema.load.arrivals import set_aside

    said = rows.c[family.by]
    known = ", ".join(map(repr, family.kinds))
    reason = f"is no {family.by} of {name} that is declared; known are {known}: correct it, or declare its class"
    unknown = said.not_in(list(family.kinds))
    rejects.add(set_aside(bench, rows, unknown, family.by, said, reason))
    for attribute in own:
        kind = family.of_kind(attribute.name)
        value = rows.c[attribute.name]
        reason = f"is of {family.by} {kind!r} only, and the row says another or none; leave it NULL"
        wrong = value.is_not(None) & or_(said.is_(None), said != kind)
        rejects.add(set_aside(bench, rows, wrong, attribute.name, cast(value, String), reason))


def write_parts(bench: Workbench, family: Family, query: Query, columns: Sequence[Column[Any]]) -> int:
    """Write new versions to the tables that take their parts; return how many there are."""
    rows = bench.keep("whole_rows", query)
    stored = [family.stored.c[c.name] for c in columns if c.name in family.stored.c]
    written = bench.write(family.stored, select(*(rows.c[c.name] for c in stored)), stored)
    for identity, kind in family.kinds.items():
        own = [c for c in kind.table.columns if c.name in rows.c]
        bench.write(kind.table, select(*(rows.c[c.name] for c in own)).where(rows.c[family.by] == identity), own)
    return written


def update_parts(bench: Workbench, family: Family, columns: Sequence[Column[Any]], query: Query) -> None:
    """Update versions in the tables that have them; one whose kind changes goes from one table to another."""
    rows = bench.keep("whole_changes", query)
    (key,) = family.stored.primary_key.columns
    names = {c.name for c in columns}
    stored = [c for c in family.stored.columns if c.name in names]
    if stored:
        bench.update(family.stored, [key], stored, select(rows.c[key.name], *(rows.c[c.name] for c in stored)))
    for identity, kind in family.kinds.items():
        at = kind.table.c[key.name]
        own = [kind.table.c[name] for name in kind.attributes if name in names]
        if family.by in names:
            is_it = rows.c[family.by] == identity
            bench.delete(kind.table, [at], select(rows.c[key.name]).where(rows.c[family.by].is_distinct_from(identity)))
            coming = bench.keep("of_kind", select(*rows.c).where(is_it))
            sent = bench.send(kind.table, [at], select(coming.c[key.name]))
            there = bench.fetch("there_of_kind", select(at).join_from(kind.table, sent, at == sent.c[key.name]), [at])
            new = select(coming.c[key.name], *(coming.c[c.name] for c in own))
            bench.write(kind.table, new.where(coming.c[key.name].not_in(select(there.c[key.name]))), [at, *own])
        if own:
            bench.update(kind.table, [at], own, select(rows.c[key.name], *(rows.c[c.name] for c in own)))


def delete_parts(bench: Workbench, family: Family, query: Query) -> None:
    """Delete versions from all tables that have them."""
    rows = bench.keep("whole_gone", query)
    (key,) = family.stored.primary_key.columns
    for table in (*(kind.table for kind in family.kinds.values()), family.stored):
        bench.delete(table, [table.c[key.name]], select(rows.c[key.name]))
