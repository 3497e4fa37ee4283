"""`TransactionFact`: the base class of what happened and was measured."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import Column, text
from sqlalchemy.orm import Mapped, mapped_column

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
from starschema.model.converted import planned, resolved
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
from starschema.model.fact_roles import add_roles, check_roles, check_times, named_by, resolved_role
from starschema.model.fact_subtype import map_with_subtypes
from starschema.model.hierarchy import Hierarchy
from starschema.model.physical import check_physical
from starschema.model.profile_role import profile_role
from starschema.model.ragged import Ragged
from starschema.model.role import Milestone, Role
from starschema.model.semi_additive import semi_additive
from starschema.model.spec import DimensionSpec, FactSpec, MeasureSpec, Physical, RoleSpec
from starschema.model.storage import key_type

USE = "degenerate(), measure(), converted() or role()"

DIMENSIONS_KINDS: dict[type[Declaration], str] = {
    NaturalKeyColumn: "natural_key() is for dimensions; on a fact use degenerate(grain=True), or role() to a dimension",
    AttributeColumn: "attribute() is for dimensions; on a fact use degenerate(), or role() to a dimension",
}

STEPS_KINDS: dict[type[Declaration], str] = {
    LagColumn: "lag() is the time between two milestones, which an AccumulatingSnapshot has; use measure()",
    StatusColumn: "status() is the milestone reached last, of those an AccumulatingSnapshot has; use degenerate()",
}

PERIODS_KINDS: dict[type[Declaration], str] = {
    DerivedColumn: "opening(), movement() and closing() are of a PeriodicSnapshot with of=, the fact of what moves; "
    "use measure()",
}

AGGREGATES_KINDS: dict[type[Declaration], str] = dict.fromkeys(
    (LevelColumn, AddedUpColumn),
    "level(), total(), counted(), lowest() and highest() are of an Aggregate; use measure()",
)

CONVERSIONS_KINDS: dict[type[Declaration], str] = {
    ConvertedColumn: "converted() is computed as whole rows are loaded; use it in a TransactionFact, or in a "
    "PeriodicSnapshot that is not derived",
}

OTHER_KINDS = DIMENSIONS_KINDS | STEPS_KINDS | PERIODS_KINDS | AGGREGATES_KINDS
"""Declarations that a transaction fact cannot have, with the remedy."""

RESERVED: dict[str, str] = dict.fromkeys(("key", "load_id"), "the library's own column")


class TransactionFact:
    """Base of a fact with one row per event: mix it with your declarative base, `class Sale(TransactionFact, Mart)`.

    The library adds `load_id` and each role's `<role>_key`; declare `customer_key: Mapped[int]`, and for loader options
    `customer_member: Mapped[Customer]`, in the class body if editors and type checkers should know them.

    A fact with `reversible="changed_at"` is a ledger: a row of data that corrects an earlier one is added, and so is a
    reversal of the earlier one, the same row with its measures negated, so that sums are right and nothing is changed.
    Which of two rows corrects the other is told by that column. The library adds the column `reversal`: 1 for what
    takes another row back, 2 for a deletion. Every row told is booked, and every one but the newest reversed, in
    whatever order they come.

    Args:
        grain: What one row is, in words, such as "one row per order line".
        reversible: A degenerate column that tells a newer row of one grain from an older one.
        parts: Whether files may be loaded in parts, several at a time, by `Warehouse.load(..., workers=)`. Until all
            are in, some rows are in the table; queries that must not see these say `.where(finished(Sale))`.
        physical: Hints for the physical design.
        subtypes: For a fact whose rows are of several kinds, the degenerate column that says which: classes made from
            it, `class Transfer(Booking, subtype="transfer")`, have columns of their own, in tables of the same key.
        subtype: For such a class, the kind.

    Grain:
        One row per combination of the columns declared with `grain=True`, which are the primary key; of a reversible
        fact, one row per combination of these, the column that orders them, and `reversal`.
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[FactSpec]
        load_id: Mapped[int]

    def __init_subclass__(
        cls,
        *,
        grain: str = "",
        reversible: str | None = None,
        parts: bool = False,
        physical: Physical | None = None,
        subtypes: str | None = None,
        subtype: str | None = None,
        **kw: Any,
    ) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        mapped = partial(super().__init_subclass__, **kw)
        if parts and reversible is not None:
            raise ModelError(
                f"{cls.__name__}: a ledger compares every row with what is booked, so it cannot be loaded in parts; "
                "leave out parts= or reversible="
            )
        options = [grain, physical, parts, reversible]

        def plan() -> FactPlan:
            if reversible is None:
                return FactPlan(cls, grain, physical, parts=parts)
            from starschema.model.reversible import ReversiblePlan

            return ReversiblePlan(cls, grain, physical, reversible)

        map_with_subtypes(cls, options, subtypes, subtype, plan, mapped)


class FactPlan:
    """What a fact's class body says, before it is mapped, and how that becomes a `FactSpec` after."""

    other_kinds: ClassVar[dict[type[Declaration], str]] = OTHER_KINDS
    """Declarations that this kind of fact cannot have, with the remedy."""

    use: ClassVar[str] = USE
    """The functions that declare what it can have."""

    reserved: ClassVar[dict[str, str]] = RESERVED

    takes_profiles: ClassVar[bool] = True
    """Whether a role can be found by way of another one, and follow it."""

    is_reversible: ClassVar[bool] = False
    """Whether corrections are entries of their own."""

    def __init__(self, cls: type[Any], grain: str, physical: Physical | None, *, parts: bool = False) -> None:
        self.cls = cls
        self.parts = parts
        self.name = snake_case(cls.__name__)
        self.grain = grain
        self.members = members_of(cls)
        self.columns = declared_columns(cls, self.members, self.other_kinds, self.use)
        self.roles = sorted(
            (value for value in self.members.values() if isinstance(value, Role)), key=lambda role: role.order
        )
        self.sources = {role.name: role.resolved_source(cls) for role in self.roles}
        self.dimensions: dict[str, DimensionSpec] = {role.name: role.resolved_dimension(cls) for role in self.roles}
        if not self.takes_profiles and (role := next((role for role in self.roles if role.of is not None), None)):
            raise ModelError(f"{cls.__name__}.{role.name}: of= is for a TransactionFact, whose rows are of one time")
        self.profiles = {role.name: profile_role(cls, role, self.roles) for role in self.roles if role.of is not None}
        self.sources |= {name: self.sources[base.name] for name, (base, _) in self.profiles.items()}
        self.physical = physical_of(cls, self.members, physical)
        self.check()
        name_table(cls, self.members, f"fact_{self.name}")
        self.add_own()

    def check(self) -> None:
        """Check what the body says, before anything is mapped.

        Raises:
            ModelError: It says something that cannot be.
        """
        where = self.cls.__name__
        if not isinstance(self.grain, str) or not self.grain.strip():
            raise ModelError(
                f'{where} does not say its grain; declare class {where}(..., grain="one row per ...") in words'
            )
        grains = [said for column in self.columns.values() if getattr(said := declaration_of(column), "grain", False)]
        if not grains and not any(role.grain for role in self.roles):
            raise ModelError(
                f"{where} has no grain column; declare those that identify a row by degenerate(grain=True) or "
                "role(..., grain=True)"
            )
        for name, value in self.members.items():
            if isinstance(value, Hierarchy | Ragged):
                raise ModelError(f"{where}.{name}: a fact has no hierarchies; declare it on the dimension")
        named = [(name, "the declared column") for name in self.columns]
        for role in self.roles:
            self.check_role(role)
            named += named_by(role)
        check_names(self.cls, named, self.reserved)
        self.semi_additive = {
            name: found
            for name, column in self.columns.items()
            if (found := semi_additive(where, name, column, self.dimensions))
        }
        declared = {name: declaration_of(column) for name, column in self.columns.items()}
        self.conversions = planned(self.cls, declared, self.roles, reversible=self.is_reversible)
        times = [name for name, each in declared.items() if isinstance(each, DegenerateColumn)]
        check_roles(self.cls, self.roles, self.sources, times)

    def check_role(self, role: Role[Any]) -> None:
        """Check that this kind of fact can have the role.

        Raises:
            ModelError: It cannot.
        """
        if isinstance(role, Milestone):
            raise ModelError(
                f"{self.cls.__name__}.{role.name}: a milestone is for an AccumulatingSnapshot, whose rows are updated "
                "as it is reached; use role()"
            )

    def add_own(self) -> None:
        """Put the columns on the class that the body implies."""
        self.known = {*self.columns, *add_roles(self.cls, self.members, self.roles)}
        load_id = mapped_column(
            key_type(),
            nullable=False,
            sort_order=LAST,
            default=0,
            server_default=text("0"),
            comment="Load that wrote the row",
        )
        add_member(self.cls, self.members, "load_id", load_id, "the library's own column")
        self.known.add("load_id")
        check_physical(self.cls, self.physical, self.known, self.sources)

    def resolved(self) -> FactSpec:
        """Complete the mapped table and return what the class says."""
        cls, table = self.cls, self.cls.__table__
        finish_table(cls, table, self.known, self.use)
        table.comment = table.comment or self.grain
        for role in self.roles:
            if role.name.lower() == table.name.lower():
                raise ModelError(f"{cls.__name__}.{role.name} has the name of the fact's own table; rename the role")
        check_times(cls, self.roles, self.sources, table.c)
        said = {name: declaration_of(column) for name, column in self.columns.items()}
        roles = tuple(self._resolved_role(role) for role in self.roles)
        return FactSpec(
            cls=cls,
            name=self.name,
            table=table,
            grain_text=self.grain,
            grain=tuple(table.primary_key.columns),
            roles=roles,
            degenerates=tuple(table.c[name] for name, what in said.items() if isinstance(what, DegenerateColumn)),
            measures=tuple(
                self._measure(name, table.c[name], what)
                for name, what in said.items()
                if isinstance(what, MeasureColumn | ConvertedColumn)
            ),
            load_id=table.c["load_id"],
            physical=self.physical,
            conversions=resolved(cls, dict(table.c), self.conversions, roles),
            parts=self.parts,
        )

    def _measure(self, name: str, column: Column[Any], said: MeasureColumn | ConvertedColumn) -> MeasureSpec:
        """Return a measure; a converted one adds up over what the one that it follows from does."""
        is_converted = isinstance(said, ConvertedColumn)
        base = self.conversions[name].base if is_converted else name
        measured = cast(MeasureColumn, declaration_of(self.columns[base]))
        semi = self.semi_additive.get(base)
        return MeasureSpec(name, column, said.unit, measured.additive is True, is_converted, semi)

    def _resolved_role(self, role: Role[Any]) -> RoleSpec:
        base, through = self.profiles.get(role.name, (role, None))
        return resolved_role(
            role,
            self.dimensions[role.name],
            self.sources[role.name],
            self.cls.__table__.c,
            as_of=base.as_of,
            through=through,
        )
