"""What classes say that add facts up to slices: an `Aggregate` one fact, a `Consolidated` fact several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, Numeric, String, Table, text
from sqlalchemy.orm import mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    AddedUpColumn,
    AttributeColumn,
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    DerivedColumn,
    LagColumn,
    LevelColumn,
    MeasureColumn,
    NaturalKeyColumn,
    StatusColumn,
    declaration_of,
)
from starschema.model.declaring import (
    LAST,
    add_member,
    check_names,
    declared_columns,
    finish_table,
    members_of,
    name_table,
    physical_of,
    snake_case,
)
from starschema.model.kinds import AggregateMeasure, Part
from starschema.model.physical import check_physical
from starschema.model.role import MARK, Role
from starschema.model.rolled_from import rolled_from
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, MeasureSpec, Physical, RoleSpec
from starschema.model.storage import key_type

USE = "role(), level(), total(), counted(), lowest() or highest()"

OTHER_KINDS: dict[type[Declaration], str] = {
    **dict.fromkeys(
        (NaturalKeyColumn, AttributeColumn),
        "it is of a dimension; use level() of an attribute, such as Sale.customer.city",
    ),
    DegenerateColumn: "an aggregate has no columns of its own; use level() of a degenerate column of the fact",
    MeasureColumn: "an aggregate has no measures of its own; use total(), counted(), lowest() or highest()",
    **dict.fromkeys(
        (LagColumn, StatusColumn, DerivedColumn, ConvertedColumn),
        "it is of a fact; use level(), or total() of its column",
    ),
}

FAMILIES = (Boolean, Integer, Numeric, String, DateTime, Date)
"""Types whose values can be compared, whatever their sizes."""


WORDS = {"total": "Sum of", "lowest": "Least", "highest": "Greatest", "distinct": "How many different"}
"""What is kept of a slice, as the comments of the columns say it."""


def column_of(base: Any) -> Any:
    """Return the column behind a class's attribute, None if it is none; then the class body is refused later."""
    columns = getattr(getattr(base, "property", None), "columns", None)
    return columns[0] if columns else None


def fact_of(cls: type[Any], of: Any, said: str) -> FactSpec:
    """Return the fact that `of` is.

    Raises:
        ModelError: It is none, or belongs to another declarative base.
    """
    base = getattr(of, "__dict__", {}).get("__starschema__")
    if not isinstance(base, FactSpec):
        raise ModelError(f"{cls.__name__}: of={of!r} is no fact; declare class {cls.__name__}(..., of={said})")
    if base.cls is not of:
        raise ModelError(
            f"{cls.__name__}: {of.__name__} is a subtype, and its rows are among those of {base.cls.__name__}; make it "
            f"of={base.cls.__name__}"
        )
    if base.stored.metadata is not cls.metadata:
        raise ModelError(f"{cls.__name__}: {base.cls.__name__} belongs to another declarative base; a star has one")
    return base


class Side:
    """What a class keeps of one fact: the roles and levels to which it is added up, and the measures."""

    def __init__(self, cls: type[Any], base: FactSpec) -> None:
        self.cls = cls
        self.base = base
        self.roles: dict[str, RoleSpec] = {}
        self.rolled: dict[str, DimensionSpec] = {}
        self.levels: dict[str, tuple[Any, RoleSpec | None]] = {}
        self.kept: dict[str, tuple[AddedUpColumn, Any, RoleSpec | None]] = {}

    def add_role(self, role: Role[Any]) -> None:
        """Keep the fact's role of this name, or the member of a roll-up that follows from one of its roles."""
        dimension = role.dimension.__dict__.get("__starschema__")
        found = next((r for r in self.base.roles if r.name == role.name), None)
        where, base = f"{self.cls.__name__}.{role.name}", self.base.cls.__name__
        if isinstance(dimension, DimensionSpec) and (found is None or found.dimension is not dimension):
            below = rolled_from(where, self.base, role, dimension)
            found = below or found
            if below is not None:
                self.rolled[role.name] = dimension
        if found is not None and (kind := self.base.kind_having(found.column)) is not None:
            raise ModelError(f"{where}: only rows of kind {kind!r} have that role; declare it on {base}")
        if found is None or (found.dimension is not dimension and role.name not in self.rolled):
            raise ModelError(
                f"{where}: {base} has no role {role.name!r} to {role.dimension.__name__}; keep one that it has"
            )
        if (role.source, role.as_of, role.strict, role.durable, role.grain) != (None, None, False, False, False):
            raise ModelError(f"{where}: what it refers to follows from {base}.{found.name}; leave out all options")
        self._check_followed(where, found, None)
        self.roles[role.name] = found

    def member_of(self, name: str) -> DimensionSpec:
        """Return the dimension to which one of the roles refers."""
        return self.rolled.get(name, self.roles[name].dimension)

    def _check_followed(self, where: str, role: RoleSpec, column: Any) -> None:
        """Check that dimension loads can tell which facts change slices when the role's members change."""
        moving = {other.column.name for other in role.dimension.references}
        if role.through is not None or (column is not None and column.name in moving):
            raise ModelError(
                f"{where}: {self.base.cls.__name__}.{role.name} hangs on the history of another dimension, which "
                "aggregates do not follow; use a role or an attribute that does not"
            )

    @property
    def _own(self) -> list[Any]:
        """The columns of the fact itself by which it can be added up."""
        status = None if self.base.accumulating is None else self.base.accumulating.status
        return [*self.base.degenerates, *([] if status is None else [status])]

    def source(self, base: Any) -> tuple[Any, RoleSpec | None] | None:
        """Return the column of the fact or of a role's dimension that `base` is, with the role, or None."""
        column = column_of(base)
        if column is None:
            return None
        own = getattr(getattr(base, "class_", None), "__dict__", {}).get("__starschema__") is self.base
        if own and not getattr(base.parent, "is_aliased_class", False):
            return self.base.table.c[column.name], None
        mark = getattr(getattr(base.parent, "selectable", None), MARK, None)
        for role in self.base.roles:
            if mark == f"{self.base.cls.__module__}.{self.base.cls.__qualname__}.{role.name}":
                return column, role
        return None

    def add_level(self, name: str, base: Any) -> None:
        """Add up to a level of the fact."""
        where, found = f"{self.cls.__name__}.{name}", self.source(base)
        if found is None or (found[1] is None and found[0] not in self._own):
            fact = self.base.cls.__name__
            raise ModelError(
                f"{where}: level() takes an attribute of a role of {fact}, such as {fact}.customer.city, or a "
                f"degenerate column of it, not {base}"
            )
        if found[1] is not None:
            self._check_followed(where, found[1], found[0])
        self.levels[name] = found

    def partial(self) -> list[str]:
        """Return what a slice may have nothing of, since only rows of one subtype have it."""
        family = self.base.family
        if family is None:
            return []
        said = {name: column for name, (column, role) in self.levels.items() if role is None}
        said |= {n: column for n, (told, column, _) in self.kept.items() if told.how not in ("rows", "distinct")}
        return [name for name, column in said.items() if family.of_kind(column.name) is not None]

    def add_measure(self, name: str, said: AddedUpColumn) -> None:
        """Keep what is said of the fact's slices."""
        self.kept[name] = (said, *self._measured(f"{self.cls.__name__}.{name}", said))

    def _measured(self, where: str, said: AddedUpColumn) -> tuple[Any, RoleSpec | None]:
        if said.how == "rows":
            return None, None
        found, name = self.source(said.base), self.base.cls.__name__
        if said.how == "distinct":
            if found is None or (found[1] is None and found[0] not in self._own):
                raise ModelError(
                    f"{where}: distinct= takes an attribute of a role of {name}, or a degenerate column of it, not "
                    f"{said.base}"
                )
            if found[1] is not None:
                self._check_followed(where, found[1], found[0])
            return found
        if found is None or found[1] is not None or found[0] not in [m.column for m in self.base.measures]:
            raise ModelError(f"{where}: {said.how}() takes a measure of {name}, not {said.base}")
        return found

    def check_totals(self) -> None:
        """Check that what is summed adds up, over all that the slices leave out.

        Raises:
            ModelError: It does not.
        """
        for name, (said, column, _) in self.kept.items():
            if said.how == "total":
                self._check_total(f"{self.cls.__name__}.{name}", column)

    def _check_total(self, where: str, column: Any) -> None:
        measured: MeasureSpec = next(m for m in self.base.measures if m.column is column)
        name = f"{self.base.cls.__name__}.{measured.name}"
        if isinstance(measured.column.type, Float):
            raise ModelError(f"{where}: a sum of floating point numbers depends on their order; make {name} a Numeric")
        if measured.additive:
            return
        semi = measured.except_over
        if semi is None:
            raise ModelError(f"{where}: {name} is not additive; use lowest() or highest(), or what it is made of")
        kept = [role for name, role in self.roles.items() if name not in self.rolled]
        whole = [*kept, *(role for _, role in self.levels.values() if self._is_whole(role))]
        if all(role.name != semi.role for role in whole if role is not None):
            raise ModelError(
                f"{where}: {name} does not add up over {semi.role!r}; keep that role: {semi.role} = role(...)"
            )

    def _is_whole(self, role: RoleSpec | None) -> bool:
        """Return whether the levels tell every member of the role from every other: they have its natural key."""
        if role is None:
            return False
        have = {column.name for column, via in self.levels.values() if via is role}
        return {column.name for column in role.dimension.natural_key} <= have

    def comments(self) -> dict[str, str]:
        """Return what each level and measure is, in words, by its name."""
        family, found = self.base.family, dict[str, str]()

        def shown(column: Any, role: RoleSpec | None) -> str:
            if role is not None:
                return f"{role.dimension.stored.name}.{column.name}"
            kind = None if family is None else family.of_kind(column.name)
            table = self.base.stored if family is None or kind is None else family.kinds[kind].table
            return f"{table.name}.{column.name}"

        for name, (column, role) in self.levels.items():
            found[name] = shown(column, role) if role is None else f"{role.name}: {shown(column, role)}"
        for name, (said, column, role) in self.kept.items():
            if column is None:
                found[name] = f"How many rows of {self.base.stored.name} are in the slice"
            else:
                found[name] = f"{WORDS[said.how]} {shown(column, role)}"
        return found

    def parts(self, table: Table) -> tuple[Part, ...]:
        """Return what tells the slices apart, in the order of the mapped table."""
        roles = [Part(table.c[f"{name}_key"], *self._key_of(name), self.rolled.get(name)) for name in self.roles]
        levels = [Part(table.c[name], column, role) for name, (column, role) in self.levels.items()]
        order = list(table.columns.keys())
        return tuple(sorted([*roles, *levels], key=lambda part: order.index(part.column.name)))

    def _key_of(self, name: str) -> tuple[Any, RoleSpec]:
        """Return the key that one of the roles keeps, and the fact's role from which it follows."""
        role, rolled = self.roles[name], self.rolled.get(name)
        return role.column if rolled is None else rolled.key, role

    def measures(self, table: Table) -> tuple[AggregateMeasure, ...]:
        """Return what is kept of each slice."""
        return tuple(
            AggregateMeasure(table.c[name], said.how, column, role) for name, (said, column, role) in self.kept.items()
        )


class SlicesPlan:
    """What the body of a class says that adds facts up, before it is mapped."""

    prefix: ClassVar[str] = "agg"
    """What the table's name begins with."""

    def __init__(self, cls: type[Any], facts: Sequence[FactSpec], physical: Physical | None) -> None:
        self.cls = cls
        self.name = snake_case(cls.__name__)
        self.key = f"{self.name}_key"
        self.sides = [Side(cls, fact) for fact in facts]
        self.members = members_of(cls)
        self.columns = declared_columns(cls, self.members, OTHER_KINDS, USE)
        self.roles = sorted(
            (value for value in self.members.values() if isinstance(value, Role)), key=lambda role: role.order
        )
        self.physical = physical_of(cls, self.members, physical)
        self.reserved = {
            self.key: "the surrogate key",
            "load_id": "the library's own column",
            "key": "the library's own column",
        }
        self.check()
        name_table(cls, self.members, f"{self.prefix}_{self.name}")
        self.add_own()

    def check(self) -> None:
        """Check what the body says, before anything is mapped.

        Raises:
            ModelError: It says something that cannot be.
        """
        where, fact = self.cls.__name__, self.sides[0].base.cls.__name__
        named = [(name, "the declared column") for name in self.columns]
        named += [(role.column_name, f"the key of role {role.name!r}") for role in self.roles]
        check_names(self.cls, named, self.reserved)
        for name, column in self.columns.items():
            said = declaration_of(column)
            if isinstance(said, LevelColumn):
                self.add_level(name, said)
            elif isinstance(said, AddedUpColumn):
                self.add_measure(name, said)
        for role in self.roles:
            for side in self.sides:
                side.add_role(role)
            if role.of is not None and all(role.name not in side.rolled for side in self.sides):
                raise ModelError(
                    f"{where}.{role.name}: of= says which role of {fact} a roll-up follows from, and this one needs "
                    "none; leave it out"
                )
        if not any(side.levels or side.roles for side in self.sides):
            raise ModelError(
                f"{where} adds up everything; give it roles of {fact}, or levels such as "
                f"month = level({fact}.order_date.year_month)"
            )
        if not any(side.kept for side in self.sides):
            raise ModelError(f"{where} keeps nothing; declare total(), counted(), lowest() or highest()")
        for side in self.sides:
            side.check_totals()
            for name in side.partial():
                self.columns[name].column.nullable = True

    def add_level(self, name: str, said: LevelColumn) -> None:
        """Add up to a level."""
        if said.others:
            raise ModelError(f"{self.cls.__name__}.{name}: an aggregate is of one fact, so level() takes one column")
        self.sides[0].add_level(name, said.base)

    def add_measure(self, name: str, said: AddedUpColumn) -> None:
        """Keep a measure."""
        self.sides[0].add_measure(name, said)

    def add_own(self) -> None:
        """Put the columns on the class that the body implies."""
        key = mapped_column(key_type(), primary_key=True, autoincrement=False, sort_order=-1, comment="Surrogate key")
        add_member(self.cls, self.members, self.key, key, "the surrogate key")
        for role in self.roles:
            columns = role.columns(self.cls)
            add_member(self.cls, self.members, role.column_name, columns[role.column_name], f"role {role.name!r}")
            related = role.relationship(columns[role.column_name])
            add_member(self.cls, self.members, role.member_name, related, f"the member of role {role.name!r}")
        load_id = mapped_column(
            key_type(),
            nullable=False,
            sort_order=LAST,
            default=0,
            server_default=text("0"),
            comment="Load that wrote the row last",
        )
        add_member(self.cls, self.members, "load_id", load_id, "the library's own column")
        self.known = {self.key, *self.columns, *(role.column_name for role in self.roles), "load_id"}
        check_physical(self.cls, self.physical, self.known, [role.name for role in self.roles])

    def finish(self) -> Table:
        """Complete the mapped table and return it."""
        table: Table = self.cls.__table__
        finish_table(self.cls, table, self.known, USE)
        facts = " and ".join(side.base.cls.__name__ for side in self.sides)
        parts = self.sides[0].parts(table)
        table.comment = table.comment or f"{facts} by {', '.join(part.column.name for part in parts)}"
        for side in self.sides:
            for name, said in side.comments().items():
                table.c[name].comment = table.c[name].comment or said
        return table

    def side_of(self, side: Side, table: Table, name: str) -> AggregateSpec:
        """Return what is kept of one fact, resolved."""
        return AggregateSpec(
            cls=self.cls,
            name=name,
            table=table,
            key=table.c[self.key],
            of=side.base,
            grain=side.parts(table),
            measures=side.measures(table),
            load_id=table.c["load_id"],
            physical=self.physical,
        )


def family(kind: Any) -> type[Any] | None:
    """Return what kind of values a type has, so that those of two columns can be compared."""
    return next((each for each in FAMILIES if isinstance(kind, each)), None)
