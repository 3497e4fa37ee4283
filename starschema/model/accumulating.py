"""`AccumulatingSnapshot`: one row for each thing that goes through steps, filled in as it reaches them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from sqlalchemy import Date, DateTime, Integer, String, Text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    Declaration,
    DegenerateColumn,
    LagColumn,
    StatusColumn,
    declaration_of,
    declared_column,
    next_order,
    refuse,
)
from starschema.model.declaring import LAST, add_member, map_planned
from starschema.model.fact import (
    AGGREGATES_KINDS,
    CONVERSIONS_KINDS,
    DIMENSIONS_KINDS,
    PERIODS_KINDS,
    RESERVED,
    FactPlan,
)
from starschema.model.kinds import AccumulatingSpec, LagSpec, MilestoneSpec
from starschema.model.role import Milestone, Role
from starschema.model.spec import FactSpec, MeasureSpec, Physical

D = TypeVar("D")

UNITS = ("days", "hours", "minutes", "seconds")
"""Units of a lag; all but days need the time of day."""

TOLD = "told"
"""Name of the column that says which values are older than the row's sequence."""


class AccumulatingSnapshot:
    """Base of a fact whose rows are filled in step by step: `class Order(AccumulatingSnapshot, Mart)`.

    A row of data may bring any part of a row: what it leaves out or has NULL it says nothing about, so that a milestone
    that was reached stays reached. Where two rows of data tell different values of a column, the one with the greater
    `sequence` is right, and of two with the same sequence, or in a class without one, the greater value. So a row is
    a function of the set of rows told of it, whatever the loads they came in and the order of these.

    Args:
        grain: What one row is, in words, such as "one row per order".
        sequence: A degenerate column by which rows of data are told newer from older, such as the time of the change.
        physical: Hints for the physical design.

    Grain:
        One row per combination of the degenerate columns declared with `grain=True`, which are the primary key.

    Source:
        Kimball, The Data Warehouse Toolkit, 3rd edition, chapter 4, "Accumulating Snapshot".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[FactSpec]
        load_id: Mapped[int]

    def __init_subclass__(
        cls, *, grain: str = "", sequence: str | None = None, physical: Physical | None = None, **kw: Any
    ) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        if kw.keys() & {"subtypes", "subtype"}:
            raise ModelError(
                f"{cls.__name__}: rows of an accumulating snapshot come in parts, which cannot say what of other kinds "
                "they have; leave out subtypes=, or use a TransactionFact"
            )
        mapped = partial(super().__init_subclass__, **kw)
        options = [grain, sequence, physical]
        map_planned(cls, options, lambda: AccumulatingPlan(cls, grain, physical, sequence), mapped)


def milestone(dimension: type[D], *, source: str, **kw: Any) -> Milestone[D]:
    """Declare a step that rows of an accumulating snapshot reach: a role to a calendar.

    Its key is that of the "not applicable" member, -2, until a row of data brings a day. If `source` is also declared
    as a degenerate column, the time of day is kept there.

    Args:
        dimension: The calendar.
        source: Input column that holds the day or the time.
        **kw: Further options of the foreign key's `sqlalchemy.orm.mapped_column`, such as `comment` or `index`.
    """
    return Milestone(dimension, source, None, False, "infer", "not applicable", False, False, kw)


def lag(
    start: str, end: str, *, unit: Literal["days", "hours", "minutes", "seconds"] = "days", **kw: Any
) -> MappedColumn[Any]:
    """Declare the time from one milestone to another as a measure that the load computes, NULL until both are reached.

    Days are counted from calendar day to calendar day, other units as whole ones that have passed.

    Args:
        start: Name of the milestone from which time is counted.
        end: Name of the other.
        unit: What is counted. All but days need the time of day of both milestones.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    return declared_column(LagColumn(order=next_order(), refused=refused, start=start, end=end, unit=unit), None, kw)


def status(type_: String | None = None, **kw: Any) -> MappedColumn[Any]:
    """Declare the column that names the furthest milestone reached, in declared order; NULL where none is.

    Args:
        type_: SQLAlchemy type, a text that the names fit.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    return declared_column(StatusColumn(order=next_order(), refused=refused), type_, kw)


class AccumulatingPlan(FactPlan):
    """What an accumulating snapshot's class body says."""

    takes_profiles = False

    other_kinds: ClassVar[dict[type[Declaration], str]] = (
        DIMENSIONS_KINDS | PERIODS_KINDS | AGGREGATES_KINDS | CONVERSIONS_KINDS
    )
    use: ClassVar[str] = "degenerate(), measure(), milestone(), lag(), status() or role()"
    reserved: ClassVar[dict[str, str]] = RESERVED | {TOLD: "the library's own column"}

    def __init__(self, cls: type[Any], grain: str, physical: Physical | None, sequence: str | None) -> None:
        self.sequence = sequence
        super().__init__(cls, grain, physical)

    def check(self) -> None:
        """Check milestones, lags, status and sequence too."""
        super().check()
        where = self.cls.__name__
        self.milestones = {role.name: role for role in self.roles if isinstance(role, Milestone)}
        self.lags = self._declared(LagColumn)
        self.statuses = self._declared(StatusColumn)
        if not self.milestones:
            raise ModelError(
                f'{where} has no milestone; declare its steps by shipped = milestone(Day, source="shipped_on"), '
                "or use TransactionFact if a row never changes"
            )
        if len(self.statuses) > 1:
            raise ModelError(f"{where} has several status columns, {', '.join(self.statuses)}; keep one")
        for name, declared in self.lags.items():
            self._check_lag(f"{where}.{name}", declared)
        if self.sequence is not None:
            self._check_sequence()

    def check_role(self, role: Role[Any]) -> None:
        """Refuse roles in the grain, and milestones that are no days."""
        where = f"{self.cls.__name__}.{role.name}"
        if role.grain:
            raise ModelError(
                f"{where}: a row of an accumulating snapshot is found again by its grain, which cannot hang on a key; "
                "use degenerate(grain=True) columns"
            )
        if self.dimensions[role.name].grouping is not None:
            raise ModelError(
                f"{where}: rows of an accumulating snapshot come in parts, of which none says all members of a group; "
                "use a TransactionFact"
            )
        if role.strict or role.missing == "unknown":
            said = "strict=True" if role.strict else "missing='unknown'"
            raise ModelError(
                f"{where}: with {said} a row would not know its member again when the next row of data comes; leave "
                "it out, or use missing='reject'"
            )
        if isinstance(role, Milestone) and self.dimensions[role.name].calendar is None:
            raise ModelError(
                f"{where} is a milestone to {role.dimension.__name__}, which is no calendar; use role(), "
                "or a dimension of days"
            )

    def _declared(self, kind: type[Any]) -> dict[str, Any]:
        said = {name: declaration_of(column) for name, column in self.columns.items()}
        return {name: what for name, what in said.items() if isinstance(what, kind)}

    def _check_lag(self, where: str, declared: LagColumn) -> None:
        for name in (declared.start, declared.end):
            if name not in self.milestones:
                raise ModelError(f"{where}: {name!r} is no milestone; known are {', '.join(self.milestones)}")
        if declared.start == declared.end:
            raise ModelError(f"{where}: a lag has two ends, and both are {declared.start!r}; name another milestone")
        if declared.unit not in UNITS:
            raise ModelError(f"{where}: unit={declared.unit!r} is unknown; use {', '.join(map(repr, UNITS))}")
        for name in (declared.start, declared.end):
            source = self.sources[name][0]
            if declared.unit != "days" and not self._is_degenerate(source):
                raise ModelError(
                    f"{where}: {declared.unit} between milestones need the time of day; keep that of {name!r} by "
                    f"declaring {source}: Mapped[datetime | None] = degenerate()"
                )

    def _check_sequence(self) -> None:
        where = self.cls.__name__
        if not isinstance(self.sequence, str) or not self._is_degenerate(self.sequence):
            raise ModelError(
                f"{where}: sequence={self.sequence!r} is no column of it; "
                f"declare {self.sequence}: Mapped[datetime] = degenerate()"
            )
        said = declaration_of(self.columns[self.sequence])
        if isinstance(said, DegenerateColumn) and said.grain:
            raise ModelError(f"{where}: sequence={self.sequence!r} is in the grain, so no two rows could differ in it")

    def _is_degenerate(self, name: str) -> bool:
        return name in self.columns and isinstance(declaration_of(self.columns[name]), DegenerateColumn)

    def add_own(self) -> None:
        """Put the column on the class, too, that says which values are older than the row."""
        super().add_own()
        if self.sequence is None:
            return
        comment = f"JSON: column to the {self.sequence} of the row that told its value, where that is not the newest"
        column = mapped_column(TOLD, Text, nullable=True, sort_order=LAST, comment=comment)
        add_member(self.cls, self.members, TOLD, column, "the library's own column")
        self.known.add(TOLD)

    def resolved(self) -> FactSpec:
        """Complete the mapped table and return what the class says."""
        spec = super().resolved()
        table = spec.table
        milestones = {
            role.name: MilestoneSpec(role, table.c[role.source[0]] if self._is_degenerate(role.source[0]) else None)
            for role in spec.roles
            if role.name in self.milestones
        }
        lags = tuple(
            LagSpec(table.c[name], milestones[said.start], milestones[said.end], said.unit)
            for name, said in self.lags.items()
        )
        self._check_types(spec, milestones, lags)
        for lag in lags:
            said = f"{lag.unit.capitalize()} from {lag.start.role.name} to {lag.end.role.name}, once both are reached"
            lag.column.comment = lag.column.comment or said
        for name in self.statuses:
            table.c[name].comment = table.c[name].comment or "Milestone reached last"
        own = AccumulatingSpec(
            milestones=tuple(milestones.values()),
            lags=lags,
            status=next((table.c[name] for name in self.statuses), None),
            sequence=None if self.sequence is None else table.c[self.sequence],
            told=None if self.sequence is None else table.c[TOLD],
        )
        computed = tuple(MeasureSpec(lag.column.name, lag.column, lag.unit, generated=True) for lag in lags)
        return replace(spec, measures=(*spec.measures, *computed), accumulating=own)

    def _check_types(self, spec: FactSpec, milestones: dict[str, MilestoneSpec], lags: tuple[LagSpec, ...]) -> None:
        where, table = self.cls.__name__, spec.table
        for milestone in milestones.values():
            if milestone.time is not None and not (
                isinstance(milestone.time.type, DateTime) and milestone.time.nullable
            ):
                raise ModelError(
                    f"{where}.{milestone.time.name} keeps the time of milestone {milestone.role.name!r}, which is not "
                    f"known at first; declare {milestone.time.name}: Mapped[datetime | None] = degenerate()"
                )
        for lag in lags:
            if not isinstance(lag.column.type, Integer) or not lag.column.nullable:
                raise ModelError(
                    f"{where}.{lag.column.name} is a whole number of {lag.unit}, NULL until both milestones are "
                    f"reached; declare {lag.column.name}: Mapped[int | None] = lag(...)"
                )
        for name in self.statuses:
            longest = max(map(len, milestones))
            kind = table.c[name].type
            if not isinstance(kind, String) or (kind.length or longest) < longest or not table.c[name].nullable:
                raise ModelError(
                    f"{where}.{name} names milestones, and is NULL where none is reached; "
                    f"declare {name}: Mapped[str | None] = status(String({longest}))"
                )
        if self.sequence is not None:
            column = table.c[self.sequence]
            if not isinstance(column.type, Integer | Date | DateTime) or column.nullable:
                raise ModelError(
                    f"{where}: sequence={self.sequence!r} must order all rows, so it is a number or a time and NOT "
                    f"NULL; declare {self.sequence}: Mapped[datetime] = degenerate()"
                )
