"""`PeriodicSnapshot`: how things stand at the end of each period, loaded or derived from what moves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, get_args

from sqlalchemy import Column, Float
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import (
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    DerivedColumn,
    declaration_of,
    declared_column,
    next_order,
    refuse,
)
from starschema.model.fact import AGGREGATES_KINDS, CONVERSIONS_KINDS, DIMENSIONS_KINDS, STEPS_KINDS, FactPlan
from starschema.model.fact_subtype import map_with_subtypes
from starschema.model.kinds import DerivationSpec, DerivedMeasure, PeriodicSpec
from starschema.model.spec import FactSpec, MeasureSpec, Physical, RoleSpec, SemiAdditive

if TYPE_CHECKING:
    from starschema.model.columns import ColumnType

T = TypeVar("T")

Every = Literal["day", "week", "month", "quarter", "year"]
"""How long a derived snapshot's periods are."""


WHEN = {"opening": "before the period", "movement": "in the period", "closing": "until the period ends"}
"""Which movements are added up, as the comments of the columns say it."""


class PeriodicSnapshot:
    """Base of a fact that says how things stand, period by period: `class Inventory(PeriodicSnapshot, Mart)`.

    A load brings whole periods: what was on record of a period in the data, and is not in the data, is removed.

    With `of=`, the snapshot is not loaded but derived from the fact of what moves: every member that has moved has a
    row for each period from its first movement on, so a period without movement carries forward. A movement whose day
    is unknown is in no period.

    Args:
        grain: What one row is, in words, such as "one row per product, store and day".
        period: The role or degenerate column of the grain that says the period.
        of: The fact of what moves, for a derived snapshot. Its roles of the same names make the grain.
        every: How long the periods of a derived snapshot are; the period's day is the last of it. Weeks are ISO's.
        physical: Hints for the physical design.
        subtypes: As of a `TransactionFact`; not of a derived snapshot.
        subtype: As of a `TransactionFact`.

    Grain:
        One row per combination of the columns declared with `grain=True`, which are the primary key.

    Source:
        Kimball, The Data Warehouse Toolkit, 3rd edition, chapter 4, "Inventory Periodic Snapshot".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[FactSpec]
        load_id: Mapped[int]

    def __init_subclass__(
        cls,
        *,
        grain: str = "",
        period: str | None = None,
        of: type[Any] | None = None,
        every: Every = "day",
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
        given = [grain, period, of, physical, every != "day"]
        if of is not None and subtypes is not None:
            raise ModelError(f"{cls.__name__}: a derived snapshot has no kinds of rows; leave out subtypes= or of=")

        def plan() -> PeriodicPlan:
            return PeriodicPlan(cls, grain, physical, period, of, every)

        map_with_subtypes(cls, given, subtypes, subtype, plan, mapped)


def opening(base: InstrumentedAttribute[T], type_: ColumnType | None = None, **kw: Any) -> MappedColumn[T]:
    """Declare how much there is as a period opens: all that has moved before.

    Args:
        base: The measure of what moves, such as `Movement.pieces`.
        type_: SQLAlchemy type, where sums may not fit that of the measure.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    return _derived("opening", base, type_, kw)


def movement(base: InstrumentedAttribute[T], type_: ColumnType | None = None, **kw: Any) -> MappedColumn[T]:
    """Declare how much moves in a period; see `opening`."""
    return _derived("movement", base, type_, kw)


def closing(base: InstrumentedAttribute[T], type_: ColumnType | None = None, **kw: Any) -> MappedColumn[T]:
    """Declare how much there is as a period closes: all that has moved until then; see `opening`."""
    return _derived("closing", base, type_, kw)


def _derived(part: str, base: Any, type_: ColumnType | None, kw: dict[str, Any]) -> MappedColumn[Any]:
    refused = refuse(kw, "nullable")
    declared = DerivedColumn(order=next_order(), refused=refused, part=part, base=base)
    own = base.type if type_ is None and isinstance(base, InstrumentedAttribute) else type_
    return declared_column(declared, own, kw, nullable=False)


class PeriodicPlan(FactPlan):
    """What a periodic snapshot's class body says."""

    takes_profiles = False

    other_kinds: ClassVar[dict[type[Declaration], str]] = DIMENSIONS_KINDS | STEPS_KINDS | AGGREGATES_KINDS
    use: ClassVar[str] = "degenerate(), measure(), role(), or opening(), movement() and closing()"

    def __init__(
        self,
        cls: type[Any],
        grain: str,
        physical: Physical | None,
        period: str | None,
        of: type[Any] | None,
        every: Every,
    ) -> None:
        self.period = period
        self.of = of
        self.every: Every = every
        super().__init__(cls, grain, physical)

    def check(self) -> None:
        """Check the period and what is derived, too."""
        super().check()
        where = self.cls.__name__
        self.derived = {
            name: said
            for name, column in self.columns.items()
            if isinstance(said := declaration_of(column), DerivedColumn)
        }
        self._check_period(where)
        if self.of is not None:
            for name in self.conversions:
                raise ModelError(f"{where}.{name}: {CONVERSIONS_KINDS[ConvertedColumn]}")
            self._check_base(where)
        elif self.derived:
            name = next(iter(self.derived))
            raise ModelError(
                f"{where}.{name} is derived from the fact of what moves; name it by class {where}(..., of=Movement)"
            )
        elif self.every != "day":
            raise ModelError(
                f"{where}: every={self.every!r} is for a snapshot that is derived; leave it out, or give of="
            )

    def _check_period(self, where: str) -> None:
        roles = {role.name: role for role in self.roles if role.grain}
        degenerates = [
            name
            for name, column in self.columns.items()
            if isinstance(said := declaration_of(column), DegenerateColumn) and said.grain
        ]
        if self.period not in (*roles, *degenerates):
            known = ", ".join((*roles, *degenerates))
            raise ModelError(
                f"{where}: period={self.period!r} is no role or column of its grain, which are {known}; name the one "
                "that says the period"
            )
        role = roles.get(self.period)
        if role is not None and self.dimensions[role.name].versioned:
            raise ModelError(
                f"{where}.{role.name}: {role.dimension.__name__} has versions, and a period is one for good; use a "
                "calendar, or a dimension whose attributes are not versioned"
            )

    def _check_base(self, where: str) -> None:
        """Check that the grain and the measures of a derived snapshot are those of the fact of what moves."""
        base = getattr(self.of, "__dict__", {}).get("__starschema__")
        if not isinstance(base, FactSpec):
            raise ModelError(f"{where}: of={self.of!r} is no fact; name the fact of what moves")
        if self.every not in get_args(Every):
            raise ModelError(f"{where}: every={self.every!r} is unknown; use {', '.join(map(repr, get_args(Every)))}")
        there = {role.name: role for role in base.roles}
        for role in self.roles:
            other = there.get(role.name)
            if not role.grain or other is None or other.dimension.cls is not role.dimension:
                raise ModelError(
                    f"{where}.{role.name}: a derived snapshot has roles of {base.cls.__name__} in its grain and no "
                    f"others; declare {role.name} = role({role.dimension.__name__}, grain=True), where "
                    f"{base.cls.__name__} has that role"
                )
        self.base, self.base_roles = base, {role.name: there[role.name] for role in self.roles}
        if self.period not in self.base_roles or self.base_roles[self.period].dimension.calendar is None:
            raise ModelError(
                f"{where}: the period of a derived snapshot is a role to a calendar; period={self.period!r} is none"
            )
        others = [
            name for name, column in self.columns.items() if not isinstance(declaration_of(column), DerivedColumn)
        ]
        if others or not self.derived:
            named = f"{where}.{others[0]}" if others else where
            raise ModelError(
                f"{named}: what a derived snapshot measures is declared by opening(), movement() and closing() of a "
                f"measure of {base.cls.__name__}"
            )
        for name, said in self.derived.items():
            self._check_measure(f"{where}.{name}", said, base)

    def _check_measure(self, where: str, said: DerivedColumn, base: FactSpec) -> None:
        name = getattr(said.base, "key", None)
        measured = next((m for m in base.measures if m.name == name), None)
        if getattr(said.base, "class_", None) is not base.cls or measured is None:
            raise ModelError(f"{where}: {said.part}() takes a measure of {base.cls.__name__}, not {said.base}")
        if not measured.additive:
            raise ModelError(f"{where}: {base.cls.__name__}.{name} is not additive, so it cannot be added up over time")
        if isinstance(measured.column.type, Float):
            raise ModelError(
                f"{where}: a sum of floating point numbers depends on their order; make {base.cls.__name__}.{name} "
                "a Numeric"
            )

    def resolved(self) -> FactSpec:
        """Complete the mapped table and return what the class says."""
        spec = super().resolved()
        roles: dict[str, RoleSpec] = {role.name: role for role in spec.roles}
        role = roles.get(self.period or "")
        column = spec.table.c[self.period or ""] if role is None else role.column
        derived = None
        computed: list[MeasureSpec] = []
        if self.of is not None:
            measures = []
            for name, said in self.derived.items():
                own, base = spec.table.c[name], next(m for m in self.base.measures if m.name == said.base.key)
                measures.append(DerivedMeasure(own, said.part, base.column))
                own.comment = own.comment or f"Sum of {self.base.stored.name}.{base.name} {WHEN[said.part]}"
                computed.append(self._measured(name, own, base.unit, said.part))
            derived = DerivationSpec(self.base, self.every, self.base_roles, tuple(measures))
        periodic = PeriodicSpec(column, role, derived)
        return replace(spec, measures=(*spec.measures, *computed), periodic=periodic)

    def _measured(self, name: str, column: Column[Any], unit: str | None, part: str) -> MeasureSpec:
        """Return a derived measure: what moves adds up, how things stand does not over time."""
        assert self.period is not None
        if part == "movement":
            return MeasureSpec(name, column, unit, generated=True)
        semi = SemiAdditive(self.period, "first" if part == "opening" else "last")
        return MeasureSpec(name, column, unit, additive=False, generated=True, except_over=semi)
