"""Supertypes and subtypes of facts, in SQLAlchemy's joined-table inheritance: one grain, and a table for each kind.

As with dimensions, loads see a supertype and all its subtypes as one wide fact, whose table is a view. A row of a
subtype is in two tables that share the grain as their primary key, so nothing that moves may be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKeyConstraint, String, func
from sqlalchemy.orm import MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    AttributeColumn,
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    MeasureColumn,
    NaturalKeyColumn,
    declaration_of,
)
from starschema.model.declaring import (
    add_member,
    declared_columns,
    finish_table,
    map_planned,
    name_table,
    snake_case,
    undone_on_error,
)
from starschema.model.family import check_kind, check_own_names, kind_undone_on_error, own_members, whole_view
from starschema.model.kinds import Family, Kind
from starschema.model.role import Role
from starschema.model.semi_additive import semi_additive
from starschema.model.spec import FactSpec, MeasureSpec, Physical

if TYPE_CHECKING:
    from starschema.model.fact import FactPlan

USE = "degenerate() or measure()"

OTHER_KINDS: dict[type[Declaration], str] = {
    **dict.fromkeys(
        (NaturalKeyColumn, AttributeColumn), "it is for dimensions; the columns of a fact's subtype are made by " + USE
    ),
    ConvertedColumn: "a fact with subtypes has no converted measures; convert in a fact of its own",
}


def map_with_subtypes(
    cls: type[Any],
    options: Collection[object],
    subtypes: str | None,
    subtype: Any,
    plan: Callable[[], FactPlan],
    mapped: Callable[[], None],
) -> None:
    """Have SQLAlchemy map a fact, a supertype or a subtype.

    Args:
        cls: A class that is being created.
        options: Its other class keywords' values.
        subtypes: The column that says the kind, for a supertype.
        subtype: The kind, for a subtype.
        plan: Reads the body, if it is no subtype.
        mapped: Lets the next class in line, SQLAlchemy's, do its part.

    Raises:
        ModelError: The class says something that no warehouse could keep.
    """
    supertype = _supertype_of(cls)
    if supertype is not None:
        if subtypes is not None or any(options):
            raise ModelError(f"{cls.__name__} is a subtype, of which {supertype.cls.__name__} says all but subtype=")
        _map_subtype(cls, supertype, subtype, mapped)
    elif subtype is not None:
        raise ModelError(f"{cls.__name__}: subtype= is for a subclass of a fact that says subtypes=")
    elif subtypes is None:
        map_planned(cls, options, plan, mapped)
    else:
        map_planned(cls, [*options, subtypes], lambda: SupertypePlan(plan(), subtypes), mapped)


class SupertypePlan:
    """What the class body of a supertype says.

    Args:
        plan: What it says as any fact of its sort.
        by: The column that says the kind of a row.

    Raises:
        ModelError: There is no such column, or the fact has what supertypes cannot have.
    """

    def __init__(self, plan: FactPlan, by: str) -> None:
        self.plan = plan
        self.by = by
        cls = plan.cls
        where = cls.__name__
        said = declaration_of(plan.columns[by]) if isinstance(by, str) and by in plan.columns else None
        if not isinstance(said, DegenerateColumn):
            raise ModelError(
                f"{where}: subtypes={by!r} is no degenerate column of it; name the one that says the kind, "
                "kind: Mapped[str] = degenerate(String(20))"
            )
        if said.grain:
            raise ModelError(
                f"{where}.{by} says the kind, and a row whose kind is corrected is the same row; leave out grain=True"
            )
        for what, given in (("converted measures", plan.conversions), ("parts", plan.parts)):
            if given:
                raise ModelError(f"{where}: a fact with subtypes cannot have {what}; leave that out")
        for role in plan.roles:
            dimension = plan.dimensions[role.name]
            if role.grain and (dimension.versioned or dimension.systems):
                raise ModelError(
                    f"{where}.{role.name}: the tables of subtypes share the grain, and a key of "
                    f"{dimension.cls.__name__} may move; use degenerate(grain=True) columns, or a role to a dimension "
                    "without versions"
                )
        kind: Any = plan.columns[by]
        # A row that says no kind is one of the supertype itself.
        cls.__mapper_args__ = {
            **plan.members.get("__mapper_args__", {}),
            "polymorphic_on": func.coalesce(kind, ""),
            "polymorphic_identity": "",
        }

    def resolved(self) -> FactSpec:
        """Complete the mapped table and return what the class says, as loads see it: with the view for its table."""
        spec = self.plan.resolved()
        kind = spec.table.c[self.by]
        if not isinstance(kind.type, String):
            raise ModelError(
                f"{spec.cls.__name__}.{self.by} says the kind, which is a text; declare {self.by}: Mapped[str] = "
                "degenerate(String(20))"
            )
        family = Family(spec.table, self.by)
        view = whole_view(family)

        def seen(column: Column[Any]) -> Column[Any]:
            return view.c[column.name]

        roles = {
            role: replace(role, column=seen(role.column), durable=None if role.durable is None else seen(role.durable))
            for role in spec.roles
        }
        periodic, reversible = spec.periodic, spec.reversible
        if periodic is not None:
            own = None if periodic.role is None else roles[periodic.role]
            periodic = replace(periodic, column=seen(periodic.column), role=own)
        if reversible is not None:
            of = tuple(seen(c) for c in reversible.of)
            reversible = replace(
                reversible, of=of, sequence=seen(reversible.sequence), reversal=seen(reversible.reversal)
            )
        return replace(
            spec,
            table=view,
            grain=tuple(seen(c) for c in spec.grain),
            roles=tuple(roles.values()),
            degenerates=tuple(seen(c) for c in spec.degenerates),
            measures=tuple(replace(m, column=seen(m.column)) for m in spec.measures),
            load_id=seen(spec.load_id),
            periodic=periodic,
            reversible=reversible,
            family=family,
        )


def _supertype_of(cls: type[Any]) -> FactSpec | None:
    """Return the fact with subtypes of which `cls` is a subclass, if there is one."""
    found = (base.__dict__.get("__starschema__") for base in cls.__mro__[1:])
    return next((spec for spec in found if isinstance(spec, FactSpec) and spec.family is not None), None)


def _map_subtype(cls: type[Any], spec: FactSpec, kind: Any, mapped: Callable[[], None]) -> None:
    """Map a subtype, and add its columns to those of its family; see `map_with_subtypes`."""
    family = spec.family
    assert family is not None
    where, owner = cls.__name__, spec.cls.__name__
    check_kind(cls, spec.cls, family, kind)
    with undone_on_error(cls), kind_undone_on_error(spec.cls, kind):
        members = own_members(cls, spec.cls)
        columns = declared_columns(cls, members, OTHER_KINDS, USE)
        for name, value in members.items():
            if isinstance(value, Role):
                raise ModelError(
                    f"{where}.{name}: facts follow their members in one table; declare the role on {owner}, where "
                    "null='not applicable' is for rows of other kinds"
                )
            if isinstance(value, Physical):
                raise ModelError(f"{where}.{name}: subtypes lie as {owner} does; give it the hints")
        check_own_names(cls, spec.cls, family, columns)
        dimensions = {role.name: role.dimension for role in spec.roles}
        said = {name: _said(where, name, column, owner) for name, column in columns.items()}
        semi = {name: semi_additive(where, name, column, dimensions) for name, column in columns.items()}
        name_table(cls, members, f"fact_{snake_case(where)}")
        for key in family.key:
            own = mapped_column(key.type, primary_key=True, autoincrement=False, sort_order=-1, comment=key.comment)
            add_member(cls, members, key.name, own, "the grain")
        cls.__table_args__ = _with_reference(members.get("__table_args__", ()), family)
        cls.__mapper_args__ = {**members.get("__mapper_args__", {}), "polymorphic_identity": kind}
        mapped()
        table = cls.__table__
        finish_table(cls, table, {*(key.name for key in family.key), *columns}, USE)
        for name in columns:
            spec.table.append_column(Column(name, table.c[name].type, nullable=True))
        degenerates = [spec.table.c[name] for name, what in said.items() if isinstance(what, DegenerateColumn)]
        measures = [
            MeasureSpec(name, spec.table.c[name], what.unit, what.additive is True, except_over=semi[name])
            for name, what in said.items()
            if isinstance(what, MeasureColumn)
        ]
        # Aggregates may refer to the supertype already, so it stays the same object.
        object.__setattr__(spec, "degenerates", (*spec.degenerates, *degenerates))
        object.__setattr__(spec, "measures", (*spec.measures, *measures))
        family.kinds[kind] = Kind(cls, table, tuple(columns))
        cls.__starschema__ = spec


def _said(where: str, name: str, column: MappedColumn[Any], owner: str) -> Declaration:
    said = declaration_of(column)
    if not isinstance(said, DegenerateColumn | MeasureColumn):
        raise ModelError(f"{where}.{name}: the columns of a fact's subtype are made by {USE}")
    if isinstance(said, DegenerateColumn) and said.grain:
        raise ModelError(f"{where}.{name}: {owner} says the grain of all its subtypes; leave out grain=True")
    return said


def _with_reference(given: Any, family: Family) -> tuple[Any, ...]:
    """Return a class's own arguments of its table, and the reference to the row of the supertype."""
    names = [key.name for key in family.key]
    reference = ForeignKeyConstraint(names, list(family.key))
    return (reference, given) if isinstance(given, dict) else (reference, *given)
