"""Supertypes and subtypes of facts, in SQLAlchemy's joined-table inheritance: one grain, and a table for each kind.

As with dimensions, loads see a supertype and all its subtypes as one wide fact, whose table is a view. A row of a
subtype is in two tables that share the grain as their primary key, so nothing that moves may be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, ForeignKeyConstraint, String, func
from sqlalchemy.orm import MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    INFO,
    AttributeColumn,
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    MeasureColumn,
    NaturalKeyColumn,
    declaration_of,
)
from starschema.model.converted import planned, resolved
from starschema.model.declaring import (
    add_member,
    declared_columns,
    finish_table,
    map_planned,
    members_of,
    name_table,
    snake_case,
    undone_on_error,
)
from starschema.model.fact_roles import add_roles, check_roles, check_times, named_by, resolved_role
from starschema.model.family import check_kind, check_own_names, kind_undone_on_error, own_members, whole_view
from starschema.model.kinds import Conversion, Family, Kind
from starschema.model.role import Milestone, Role
from starschema.model.semi_additive import semi_additive
from starschema.model.spec import FactSpec, MeasureSpec, Physical, RoleSpec

if TYPE_CHECKING:
    from starschema.model.fact import FactPlan

USE = "degenerate(), measure(), converted() or role()"

OTHER_KINDS: dict[type[Declaration], str] = {
    **dict.fromkeys(
        (NaturalKeyColumn, AttributeColumn), "it is for dimensions; the columns of a fact's subtype are made by " + USE
    ),
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
        if plan.parts:
            raise ModelError(f"{where}: a fact with subtypes cannot have parts; leave that out")
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

        roles = {role: _role_seen(role, seen) for role in spec.roles}
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
            conversions=tuple(_seen(each, seen) for each in spec.conversions),
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
            if isinstance(value, Physical):
                raise ModelError(f"{where}.{name}: subtypes lie as {owner} does; give it the hints")
        said = {name: _said(where, name, column, owner) for name, column in columns.items()}
        own = _OwnRoles(cls, spec, members, said)
        check_own_names(cls, spec.cls, family, [*((n, "the declared column") for n in columns), *own.named])
        dimensions = {role.name: role.dimension for role in spec.roles} | own.dimensions
        semi = {name: semi_additive(where, name, column, dimensions) for name, column in columns.items()}
        shared = {c.name: c.info.get(INFO) for c in family.stored.columns}
        roles = [*own.roles, *(r for r in members_of(spec.cls).values() if isinstance(r, Role))]
        conversions = planned(cls, said, roles, reversible=spec.reversible is not None, shared=shared)
        name_table(cls, members, f"fact_{snake_case(where)}")
        for key in family.key:
            shared_key = mapped_column(
                key.type, primary_key=True, autoincrement=False, sort_order=-1, comment=key.comment
            )
            add_member(cls, members, key.name, shared_key, "the grain")
        keys = add_roles(cls, members, own.roles)
        cls.__table_args__ = _with_reference(members.get("__table_args__", ()), family)
        cls.__mapper_args__ = {**members.get("__mapper_args__", {}), "polymorphic_identity": kind}
        mapped()
        table = cls.__table__
        finish_table(cls, table, {*(key.name for key in family.key), *columns, *keys}, USE)
        stored = {**family.stored.c, **{name: table.c[name] for name in (*columns, *keys)}}
        check_times(cls, own.roles, own.sources, stored)
        found = own.resolved(stored)
        converted = resolved(cls, stored, conversions, (*spec.roles, *found))
        for name in (*columns, *keys):
            spec.table.append_column(Column(name, table.c[name].type, nullable=True))

        def seen(column: Column[Any]) -> Column[Any]:
            return spec.table.c[column.name]

        measures = []
        for name, what in said.items():
            if isinstance(what, MeasureColumn | ConvertedColumn):
                base = conversions[name].base if isinstance(what, ConvertedColumn) else name
                adds_up = cast(MeasureColumn, said[base]).additive is True
                generated = isinstance(what, ConvertedColumn)
                measures.append(MeasureSpec(name, spec.table.c[name], what.unit, adds_up, generated, semi[base]))
        # Aggregates may refer to the supertype already, so it stays the same object.
        more: dict[str, Sequence[object]] = {
            "degenerates": [spec.table.c[name] for name, what in said.items() if isinstance(what, DegenerateColumn)],
            "measures": measures,
            "roles": [_role_seen(role, seen) for role in found],
            "conversions": [_seen(each, seen) for each in converted],
        }
        for field, added in more.items():
            object.__setattr__(spec, field, (*getattr(spec, field), *added))
        family.kinds[kind] = Kind(cls, table, (*columns, *keys))
        cls.__starschema__ = spec


class _OwnRoles:
    """The roles that only rows of one kind have.

    Args:
        cls: The subtype.
        spec: Its supertype.
        members: What its body says.
        said: What it declares in columns.
    """

    def __init__(
        self, cls: type[Any], spec: FactSpec, members: Mapping[str, Any], said: Mapping[str, Declaration]
    ) -> None:
        found = [value for value in members.values() if isinstance(value, Role)]
        self.roles: list[Role[Any]] = sorted(found, key=lambda role: role.order)
        self.sources = {role.name: role.resolved_source(cls) for role in self.roles}
        self.dimensions = {role.name: role.resolved_dimension(cls) for role in self.roles}
        self.named = [pair for role in self.roles for pair in named_by(role)]
        owner, others = spec.cls.__name__, {role.name for role in spec.roles}
        for role in self.roles:
            where = f"{cls.__name__}.{role.name}"
            if role.grain:
                raise ModelError(f"{where}: {owner} says the grain of all its subtypes; leave out grain=True")
            if role.name in others:
                raise ModelError(f"{where}: {owner} or another of its subtypes has a role of that name; rename it")
            dimension = self.dimensions[role.name]
            if isinstance(role, Milestone) or role.of is not None or dimension.grouping is not None:
                raise ModelError(
                    f"{where}: milestones, roles with of= and roles to groups are for rows of every kind; declare it "
                    f"on {owner}, where null='not applicable' is for rows of other kinds"
                )
        times = [name for name, what in said.items() if isinstance(what, DegenerateColumn)]
        check_roles(cls, self.roles, self.sources, [*times, *(c.name for c in _of_every_kind(spec))])

    def resolved(self, columns: Mapping[str, Column[Any]]) -> tuple[RoleSpec, ...]:
        """Return what they say; `columns` are those of the subtype's and the supertype's table, by name."""
        return tuple(
            resolved_role(role, self.dimensions[role.name], self.sources[role.name], columns, as_of=role.as_of)
            for role in self.roles
        )


def _of_every_kind(spec: FactSpec) -> list[Column[Any]]:
    return [column for column in spec.degenerates if spec.kind_having(column) is None]


Seen = Callable[[Column[Any]], Column[Any]]
"""Returns the view's column for that of a table."""


def _role_seen(role: RoleSpec, seen: Seen) -> RoleSpec:
    return replace(role, column=seen(role.column), durable=None if role.durable is None else seen(role.durable))


def _seen(each: Conversion, seen: Seen) -> Conversion:
    rates = None if each.rates is None else replace(each.rates, at=seen(each.rates.at))
    by = tuple(seen(column) for column in each.by)
    return replace(each, column=seen(each.column), base=seen(each.base), by=by, rates=rates)


def _said(where: str, name: str, column: MappedColumn[Any], owner: str) -> Declaration:
    said = declaration_of(column)
    if not isinstance(said, DegenerateColumn | MeasureColumn | ConvertedColumn):
        raise ModelError(f"{where}.{name}: the columns of a fact's subtype are made by {USE}")
    if isinstance(said, DegenerateColumn) and said.grain:
        raise ModelError(f"{where}.{name}: {owner} says the grain of all its subtypes; leave out grain=True")
    return said


def _with_reference(given: Any, family: Family) -> tuple[Any, ...]:
    """Return a class's own arguments of its table, and the reference to the row of the supertype."""
    names = [key.name for key in family.key]
    reference = ForeignKeyConstraint(names, list(family.key))
    return (reference, given) if isinstance(given, dict) else (reference, *given)
