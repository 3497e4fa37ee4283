"""Loads of dimensions with subtypes: what the rows say of kinds.

A load sees one wide dimension, in which a member has the columns of its own kind, and NULL in those of others. Whoever
says a kind says all of its columns and, by that, that there is nothing in the others'. So no row has anything of a kind
that it is not of, whatever the order of loads, and to write it is to write its parts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, cast, false, literal, null, select

from starschema.errors import SourceError
from starschema.load.families import of_other_kinds, refuse_wrong
from starschema.model.spec import Attribute, DimensionSpec

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
        refuse_wrong(bench, staged.table, of_other_kinds(name, family, staged.table, false()), rejects)
    return staged
