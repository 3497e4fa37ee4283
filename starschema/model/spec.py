"""What a model class says, as plain data: the one thing every lower and higher layer reads.

A class such as ``Customer`` is for its users; the library itself works from ``spec_of(Customer)``, in which every
name is resolved to a `sqlalchemy.Column` and every default is filled in. SQL, DDL and loads are functions of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal

from sqlalchemy import Column, Table

from starschema.errors import ModelError
from starschema.model.kinds import (
    AccumulatingSpec,
    AggregateMeasure,
    BandSpec,
    BridgeSpec,
    ConsolidatedSpec,
    Conversion,
    Family,
    Grouping,
    Part,
    PeriodicSpec,
    ReversibleSpec,
)
from starschema.model.kinds import HierarchySpec as HierarchySpec
from starschema.model.kinds import RaggedSpec as RaggedSpec
from starschema.model.measured import MeasureSpec as MeasureSpec
from starschema.model.measured import SemiAdditive as SemiAdditive
from starschema.model.physical import NO_HINTS
from starschema.model.physical import Physical as Physical

UNKNOWN_KEY = -1
"""Surrogate key of every dimension's "unknown" member."""

NOT_APPLICABLE_KEY = -2
"""Surrogate key of every dimension's "not applicable" member."""

BEGINNING = datetime(1, 1, 1)
"""Where an inferred member's validity starts: before every real event."""

FOREVER = datetime(9999, 12, 31)
"""Open end of the version in force; a far date, so that `BETWEEN` and half-open joins need no NULL case."""


class Unset(Enum):
    """Type of `UNSET`, so that None can be a value like any other."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""Says that `attribute(unknown=...)` was left out."""


@dataclass(frozen=True)
class Attribute:
    """A descriptive column of a dimension.

    Args:
        name: Name of the column in the input and in the table.
        column: The table's column.
        scd: Type of slowly changing attribute: 0 kept as first seen, 1 corrected in place, 2 versioned,
            3 corrected in place with the value before in `previous`, 6 versioned with the newest value in `current`.
        scope: For type 1, whether a correction reaches all versions or the current one only.
        unknown: Value of both special members, a pair (unknown, not applicable), or `UNSET` for the default by type.
        previous: For type 3, the column of the value before.
        current: For type 6, the column of the newest value.
        band: The bands of which it says one, if it is no attribute that data brings itself.
        renamed_from: The name that it had before, for migrations.
    """

    name: str
    column: Column[Any]
    scd: Literal[0, 1, 2, 3, 6] = 1
    scope: Literal["all", "current"] = "all"
    unknown: Any = UNSET
    previous: Column[Any] | None = None
    current: Column[Any] | None = None
    band: BandSpec | None = None
    renamed_from: str | None = None

    @property
    def versioned(self) -> bool:
        """Whether a change of this attribute starts a new version."""
        return self.scd in (2, 6)


@dataclass(frozen=True, eq=False, repr=False)
class DimensionSpec:
    """A dimension, resolved.

    Args:
        cls: The model class.
        name: Snake-case name; the surrogate key is `<name>_key`.
        table: Its table.
        key: Surrogate primary key.
        natural_key: The columns by which the source systems know a member, in declared order.
        attributes: All descriptive columns, in declared order.
        is_inferred: True while only a fact has named the member.
        load_id: Which load wrote the row last.
        valid_from: Start of the version, on versioned dimensions.
        valid_to: Exclusive end of the version, `FOREVER` for the one in force, on versioned dimensions.
        is_current: Whether the version is in force, on versioned dimensions.
        sequence: Column that orders changes of one time, where the class declares `sequence=`.
        durable_key: One key per member over all its versions, where the class declares `durable_key=True`.
        journaled: Whether changes that leave no version of their own are kept in the journal.
        hierarchies: Declared hierarchies.
        ragged: Declared hierarchies of any depth.
        physical: Physical hints.
        calendar: How to compute the members (a `starschema.model.calendar.CalendarRules`), for a calendar.
        clock: How to compute the members (a `starschema.model.time_of_day.TimeOfDayRules`), for a dimension of times.
        references: Its outriggers, whose keys are among the attributes.
        profiles: The references to mini-dimensions of which a history is kept; a current one is in `references` too.
        combined: The columns whose combination is a member, on a junk dimension; the natural key is made from them.
        systems: The systems that feed it, in the order of their priority, where there are several.
        family: What makes it a supertype, if it is one; then its table is a view.
        rolled_up: The dimension of which it is a level, for a shrunken roll-up.
        creation: Column that orders versions by when they came into being, where keys are hashes.
        grouping: What makes it one of groups that facts make, if it is one.
    """

    cls: type[Any]
    name: str
    table: Table
    key: Column[Any]
    natural_key: tuple[Column[Any], ...]
    attributes: tuple[Attribute, ...]
    is_inferred: Column[Any]
    load_id: Column[Any]
    valid_from: Column[Any] | None = None
    valid_to: Column[Any] | None = None
    is_current: Column[Any] | None = None
    sequence: Column[Any] | None = None
    durable_key: Column[Any] | None = None
    journaled: bool = True
    hierarchies: tuple[HierarchySpec, ...] = ()
    physical: Physical = NO_HINTS
    calendar: Any = None
    clock: Any = None
    references: tuple[RoleSpec, ...] = ()
    profiles: tuple[RoleSpec, ...] = ()
    ragged: tuple[RaggedSpec, ...] = ()
    combined: tuple[Column[Any], ...] = ()
    systems: tuple[str, ...] = ()
    family: Family | None = None
    rolled_up: DimensionSpec | None = None
    creation: Column[Any] | None = None
    grouping: Grouping | None = None

    def __repr__(self) -> str:
        return f"<dimension {self.cls.__name__} in {self.table.fullname}>"

    @property
    def stored(self) -> Table:
        """The table that has the surrogate keys."""
        return self.table if self.family is None else self.family.stored

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that hold it: one, or those of a supertype and its subtypes."""
        return (self.table,) if self.family is None else self.family.tables

    @property
    def versioned(self) -> bool:
        """Whether members have versions in time."""
        return self.valid_from is not None

    @property
    def created(self) -> Column[Any]:
        """The column that is higher the later a version came into being: the key itself, if it is a number."""
        return self.key if self.creation is None else self.creation

    @property
    def member_key(self) -> Column[Any]:
        """The one key of a member, over all its versions where it has any and they have a durable key."""
        return self.key if self.durable_key is None else self.durable_key

    @property
    def computed(self) -> bool:
        """Whether the members need no data: the days of a calendar, the times of a day."""
        return self.calendar is not None or self.clock is not None

    @property
    def named_by(self) -> tuple[Column[Any], ...]:
        """The columns by which data names a member: the natural key, or what it is made from."""
        if not self.combined:
            return self.natural_key
        return tuple(a.column if a.band is None else a.band.column for a in self.attributes)


@dataclass(frozen=True, eq=False, repr=False)
class RoleSpec:
    """A reference to a dimension, in the part that the dimension plays for the fact, or the dimension, that refers.

    Args:
        name: The role's name; its column on the fact is `<name>_key`.
        dimension: The dimension that plays it.
        column: The foreign key column, NOT NULL.
        source: Input columns that name the member, one for each of the dimension's `named_by`.
        as_of: Column of the fact that holds the event time, or None for the current version.
        strict: Whether an event outside every version's interval takes the unknown member.
        missing: What an unknown natural key does.
        null: Which special member a NULL natural key takes.
        durable: Whether the role also carries the member's durable key.
        zone: For a calendar or a dimension of times, the zone whose day or time of day is meant; UTC by default.
        zone_from: The same, as the input column that names each row's zone.
        through: The history in which the member is found, if not by a natural key of its own: of a mini-dimension, by
            the natural key of whose profile it is.
        of: The role, of the same fact, to whose member the history belongs.
        system: The system whose key names the member, if it is not the natural key.
        separator: What stands between the members' natural keys, where one text names all members of a group.
        renamed_from: The name that it had before, for migrations.
        weights: Input columns of the shares of a group's members, where these are not alike.
    """

    name: str
    dimension: DimensionSpec
    column: Column[Any]
    source: tuple[str, ...]
    as_of: str | None = None
    strict: bool = False
    missing: Literal["infer", "unknown", "reject"] = "infer"
    null: Literal["unknown", "not applicable"] = "unknown"
    durable: Column[Any] | None = None
    zone: str | None = None
    zone_from: str | None = None
    through: DimensionSpec | None = None
    of: str | None = None
    system: str | None = None
    separator: str | None = None
    renamed_from: str | None = None
    weights: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The input columns that say who is meant, and in a group each member's share."""
        return *self.source, *self.weights

    @property
    def found_in(self) -> DimensionSpec:
        """The dimension whose natural key finds the member."""
        return self.through or self.dimension

    def __repr__(self) -> str:
        return f"<role {self.name} to {self.dimension.cls.__name__}>"


@dataclass(frozen=True, eq=False, repr=False)
class FactSpec:
    """A fact table, resolved.

    Args:
        cls: The model class.
        name: Snake-case name.
        table: Its table.
        grain_text: The declared grain, in words.
        grain: The columns that identify a row (the primary key).
        roles: References to dimensions.
        degenerates: Columns kept on the fact that belong to no dimension.
        measures: What is measured.
        load_id: Which load wrote the row.
        physical: Physical hints.
        accumulating: What makes it an accumulating snapshot, if it is one.
        periodic: What makes it a periodic snapshot, if it is one.
        reversible: What makes it a ledger, if it is one.
        conversions: The measures that are others in a common currency or unit.
        parts: Whether it may be loaded in parts, some of which are in the table before all are.
        family: What makes it a supertype, if it is one; then its table is a view.
    """

    cls: type[Any]
    name: str
    table: Table
    grain_text: str
    grain: tuple[Column[Any], ...]
    roles: tuple[RoleSpec, ...]
    degenerates: tuple[Column[Any], ...]
    measures: tuple[MeasureSpec, ...]
    load_id: Column[Any]
    physical: Physical = NO_HINTS
    accumulating: AccumulatingSpec | None = None
    periodic: PeriodicSpec | None = None
    reversible: ReversibleSpec | None = None
    conversions: tuple[Conversion, ...] = ()
    parts: bool = False
    family: Family | None = None

    def __repr__(self) -> str:
        return f"<fact {self.cls.__name__} in {self.table.fullname}>"

    @property
    def stored(self) -> Table:
        """The table that has every row: that of the supertype, where there are subtypes."""
        return self.table if self.family is None else self.family.stored

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that hold it: one, or those of a supertype and its subtypes."""
        return (self.table,) if self.family is None else self.family.tables

    def kind_having(self, column: Column[Any]) -> str | None:
        """Return the kind of rows that alone has a column, None for one that all have."""
        return None if self.family is None else self.family.of_kind(column.name)

    def holder(self, column: Column[Any]) -> Table:
        """Return the table that holds a column: the supertype's, or that of the one kind that has it."""
        kind = self.kind_having(column)
        return self.stored if self.family is None or kind is None else self.family.kinds[kind].table


@dataclass(frozen=True, eq=False, repr=False)
class AggregateSpec:
    """A fact added up, resolved.

    Args:
        cls: The model class.
        name: Snake-case name; the surrogate key is `<name>_key`.
        table: Its table.
        key: Surrogate primary key, since a part of the grain may be NULL.
        of: The fact.
        grain: What tells one slice from another.
        measures: What is kept of each slice.
        load_id: Which load wrote the row last.
        physical: Physical hints.
        others: Of a side of a consolidated fact, what is kept of the other facts in the same slices.
    """

    cls: type[Any]
    name: str
    table: Table
    key: Column[Any]
    of: FactSpec
    grain: tuple[Part, ...]
    measures: tuple[AggregateMeasure, ...]
    load_id: Column[Any]
    physical: Physical = NO_HINTS
    others: tuple[AggregateMeasure, ...] = ()

    def __repr__(self) -> str:
        return f"<aggregate {self.cls.__name__} in {self.table.fullname}>"

    @property
    def roles(self) -> tuple[RoleSpec, ...]:
        """The fact's roles that bear on the grain or the measures."""
        via = [part.via for part in self.grain] + [measure.via for measure in self.measures]
        return tuple(dict.fromkeys(role for role in via if role is not None))

    @property
    def references(self) -> tuple[RoleSpec, ...]:
        """The aggregate's own roles, whose keys it has."""
        return tuple(role for part in self.grain if (role := part.reference) is not None)


Spec = DimensionSpec | FactSpec | AggregateSpec | ConsolidatedSpec | BridgeSpec


def spec_of(cls: type[Any]) -> Spec:
    """Return what the model class `cls` says, resolved.

    Raises:
        ModelError: `cls` is no dimension or fact of this library.
    """
    spec = cls.__dict__.get("__starschema__")
    if not isinstance(spec, Spec):
        raise ModelError(
            f"{getattr(cls, '__name__', cls)!s} is no dimension or fact: "
            "subclass Dimension, Calendar or TransactionFact together with your declarative base"
        )
    return spec


def dimension_spec(cls: type[Any]) -> DimensionSpec:
    """Return the dimension that `cls` declares.

    Raises:
        ModelError: `cls` is not a dimension.
    """
    spec = spec_of(cls)
    if not isinstance(spec, DimensionSpec):
        kind = {FactSpec: "a fact", AggregateSpec: "an aggregate", BridgeSpec: "a bridge"}[type(spec)]
        raise ModelError(f"{cls.__name__} is {kind} where a dimension is needed")
    return spec
