"""How the rows of a fact name the members of its roles: by a natural key as it stands, or by what one is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, FromClause, String, cast, null, select

from starschema.errors import SourceError
from starschema.load.cast import Field
from starschema.load.stage import Stage, field_for
from starschema.load.workbench import Workbench
from starschema.model.spec import FactSpec, RoleSpec
from starschema.sql.combination import combination, combined_members
from starschema.sql.compare import union


@dataclass(frozen=True)
class Naming:
    """The stage's columns for one role.

    Args:
        role: The role.
        key: The natural key of the member.
        read: What the data brings for it: the natural key itself, or what it is made from.
    """

    role: RoleSpec
    key: tuple[str, ...]
    read: tuple[str, ...]


def namings(fact: FactSpec) -> dict[str, Naming]:
    """Return the stage's columns for the roles of `fact`, by the role's name."""
    found = {}
    for number, role in enumerate(fact.roles):
        dimension = role.dimension
        read = tuple(f"_role_{number}_{i}" for i in range(len(dimension.named_by)))
        found[role.name] = Naming(role, (f"_role_{number}",) if dimension.combined else read, read)
    return found


def fields_of(naming: Naming, fact: str) -> list[tuple[Field, Column[Any]]]:
    """Return what the stage takes for a role, with the column that gives the type.

    Args:
        naming: The role's columns.
        fact: Name of the fact's class, for messages.
    """
    role = naming.role
    optional = bool(role.dimension.combined)
    return [
        (field_for(column, f"{fact}.{role.name}", source=source, name=name, optional=optional), column)
        for name, source, column in zip(naming.read, role.source, role.dimension.named_by, strict=True)
    ]


def named(bench: Workbench, staged: Stage, found: dict[str, Naming], fact: str) -> Stage:
    """Return the stage with the natural key of every role, for those roles whose data brings something else.

    Args:
        bench: The load's workbench.
        staged: The input.
        found: The columns of every role.
        fact: Name of the fact's class, for messages.

    Raises:
        SourceError: The data has some of the columns of a combination, but not all.
    """
    s = staged.table.c
    made = []
    for naming in found.values():
        columns = naming.role.dimension.combined
        if not columns:
            continue
        lacking = [source for source, name in zip(naming.role.source, naming.read, strict=True) if name not in s]
        if not lacking:
            values = [(column, s[name]) for column, name in zip(columns, naming.read, strict=True)]
            made.append(combination(values).label(naming.key[0]))
        elif len(lacking) < len(columns):
            raise SourceError(
                f"{fact}: the data lacks {', '.join(map(repr, lacking))} for {fact}.{naming.role.name}, though it has "
                f"the other columns of that combination; give NULL for what is not known, or leave all of them out"
            )
        else:
            made.append(cast(null(), String).label(naming.key[0]))
    if not made:
        return staged
    return replace(
        staged,
        table=bench.keep("stage", select(*s, *made)),
        names=staged.names | {key.name for key in made},
    )


def told_members(bench: Workbench, rows: FromClause, lacking: FromClause, naming: Sequence[Naming]) -> FromClause:
    """Return members that are lacking with what the rows tell of them: of a combination, its attributes.

    Args:
        bench: The load's workbench.
        rows: The stage.
        lacking: The members' natural keys.
        naming: The roles in which the rows may name them, all to one dimension.
    """
    dimension = naming[0].role.dimension
    if not dimension.combined:
        return lacking
    key = dimension.natural_key[0].name
    names = [c.name for c in dimension.combined]
    # A role whose columns the data lacks names nobody.
    named_in = [n for n in naming if n.read[0] in rows.c]
    every = union(
        *(
            select(rows.c[n.key[0]].label(key), *(rows.c[r].label(c) for r, c in zip(n.read, names, strict=True)))
            for n in named_in
        )
    ).subquery()
    return bench.keep("told_members", combined_members(lacking, every, names))
