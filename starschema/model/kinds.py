"""What makes a dimension or a fact one of a kind, as plain data; parts of what `starschema.model.spec` says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Column, Table

if TYPE_CHECKING:
    from starschema.model.spec import AggregateSpec, Attribute, DimensionSpec, FactSpec, Physical, RoleSpec


@dataclass(frozen=True, eq=False)
class BandSpec:
    """Bands of a number, resolved.

    Args:
        column: The input column of the number, for its name and type.
        bounds: Where a band ends and the next begins, ascending.
        labels: The bands' names, one more than there are bounds.
        null: The name of the band of NULL.
    """

    column: Column[Any]
    bounds: tuple[Any, ...]
    labels: tuple[str, ...]
    null: str


@dataclass(frozen=True)
class HierarchySpec:
    """Attribute names from the coarsest level to the finest; of a strict one, each child is in one parent at a time."""

    name: str
    levels: tuple[str, ...]
    strict: bool = False


@dataclass(frozen=True, eq=False)
class RaggedSpec:
    """A hierarchy of any depth: the attributes that hold the natural key of a member's parent."""

    name: str
    parent: tuple[Column[Any], ...]


@dataclass(frozen=True)
class MilestoneSpec:
    """A step that a row of an accumulating snapshot reaches.

    Args:
        role: The role that it fills, whose key is `NOT_APPLICABLE_KEY` until then.
        time: The degenerate column that keeps its time of day, or None if only the day is kept.
    """

    role: RoleSpec
    time: Column[Any] | None = None


@dataclass(frozen=True)
class LagSpec:
    """The time from one milestone to another, NULL until both are reached."""

    column: Column[Any]
    start: MilestoneSpec
    end: MilestoneSpec
    unit: Literal["days", "hours", "minutes", "seconds"]


@dataclass(frozen=True)
class AccumulatingSpec:
    """What makes a fact an accumulating snapshot.

    Args:
        milestones: Its steps, in the order in which they are reached.
        lags: The times between them that are kept.
        status: The column that names the furthest step reached, where there is one.
        sequence: The column that tells a newer row from an older one, where there is one.
        told: With a sequence, the column that says which values are older than the row's.
    """

    milestones: tuple[MilestoneSpec, ...]
    lags: tuple[LagSpec, ...] = ()
    status: Column[Any] | None = None
    sequence: Column[Any] | None = None
    told: Column[Any] | None = None


@dataclass(frozen=True)
class DerivedMeasure:
    """A measure of a periodic snapshot that follows from what moves: as the period opens, moves or closes.

    Args:
        column: The column.
        part: Which of these it is.
        base: The column of the other fact that is added up.
    """

    column: Column[Any]
    part: Literal["opening", "movement", "closing"]
    base: Column[Any]


@dataclass(frozen=True)
class DerivationSpec:
    """How a periodic snapshot follows from the fact of what moves.

    Args:
        of: That fact.
        every: How long a period is; its day is the last of it.
        roles: For each role of the snapshot, by name, the one of the other fact.
        measures: What is derived.
    """

    of: FactSpec
    every: Literal["day", "week", "month", "quarter", "year"]
    roles: dict[str, RoleSpec]
    measures: tuple[DerivedMeasure, ...]


@dataclass(frozen=True)
class PeriodicSpec:
    """What makes a fact a periodic snapshot.

    Args:
        column: The column of the grain that says the period.
        role: The role whose key that is, or None for a degenerate column.
        derived: How the snapshot follows from another fact, if it does.
    """

    column: Column[Any]
    role: RoleSpec | None = None
    derived: DerivationSpec | None = None


@dataclass(frozen=True)
class ReversibleSpec:
    """What makes a transaction fact a ledger, to which corrections are added and in which nothing is changed.

    Args:
        of: The columns declared as the grain: what an entry is about.
        sequence: The column that tells a newer row of data from an older one.
        reversal: 0 for an entry as it was told, 1 for one that takes such an entry back, 2 for a deletion.
    """

    of: tuple[Column[Any], ...]
    sequence: Column[Any]
    reversal: Column[Any]


@dataclass(frozen=True)
class Part:
    """A part of an aggregate's grain.

    Args:
        column: The aggregate's column.
        source: Where its values come from: a column of the fact, or of the dimension that `via` refers to.
        via: The fact's role whose key or whose member's attribute it is, or None for a degenerate column.
        rolled: The roll-up of the dimension that `via` refers to, where the key of its member is meant.
    """

    column: Column[Any]
    source: Column[Any]
    via: RoleSpec | None = None
    rolled: DimensionSpec | None = None

    @property
    def is_attribute(self) -> bool:
        """Whether the values are those of an attribute."""
        return self.via is not None and self.source is not self.via.column and self.rolled is None

    @property
    def reference(self) -> RoleSpec | None:
        """The aggregate's own role whose key the column is, or None if it is no key."""
        if self.via is None or self.is_attribute:
            return None
        if self.rolled is None:
            return self.via
        return replace(self.via, name=self.column.name.removesuffix("_key"), dimension=self.rolled, column=self.column)


@dataclass(frozen=True)
class AggregateMeasure:
    """What an aggregate keeps of a slice.

    Args:
        column: The aggregate's column.
        how: What is done with the facts of the slice.
        source: A column of the fact or, for `distinct`, of the dimension that `via` refers to; None to count rows.
        via: The fact's role whose members' attribute is counted.
    """

    column: Column[Any]
    how: Literal["total", "rows", "lowest", "highest", "distinct"]
    source: Column[Any] | None = None
    via: RoleSpec | None = None


@dataclass(frozen=True, eq=False, repr=False)
class BridgeSpec:
    """A bridge from groups to their members, resolved.

    Args:
        cls: The model class.
        name: Snake-case name.
        table: Its table.
        group: The reference to the dimension of the groups.
        member: The reference to the dimension of the members.
        attributes: What else each row says, the weight included.
        weight: The column of the members' shares, which are 1 together, where there is one.
        valid_from: Since when the member is in the group like this.
        valid_to: Until when, exclusive; `FOREVER` for as long as nothing else is told.
        load_id: Which load wrote the row last.
        physical: Physical hints.
    """

    cls: type[Any]
    name: str
    table: Table
    group: RoleSpec
    member: RoleSpec
    attributes: tuple[Attribute, ...]
    weight: Column[Any] | None
    valid_from: Column[Any]
    valid_to: Column[Any]
    load_id: Column[Any]
    physical: Physical

    def __repr__(self) -> str:
        return f"<bridge {self.cls.__name__} in {self.table.fullname}>"

    @property
    def sides(self) -> tuple[RoleSpec, RoleSpec]:
        """Both references."""
        return self.group, self.member

    @property
    def grain(self) -> tuple[Column[Any], Column[Any], Column[Any]]:
        """What tells one row from another."""
        return self.group.column, self.member.column, self.valid_from


@dataclass(eq=False)
class Grouping:
    """What makes a dimension one of groups that come into being as facts name their members.

    Args:
        bridge: The bridge that says who is in which group; None until it is declared.
    """

    bridge: BridgeSpec | None = None

    @property
    def member(self) -> RoleSpec:
        """The bridge's reference to the members."""
        assert self.bridge is not None
        return self.bridge.member


@dataclass(frozen=True)
class RatesInForce:
    """The rates by which a measure is converted: each in force until the next of its currency.

    Args:
        fact: The fact that holds them.
        rate: Its measure.
        keys: The columns of its grain by which a rate is known, in the order of the conversion's `by`.
        since: The rest of its grain, since when a rate is in force: a column, or a role to a calendar.
        at: The converted fact's column of the event's time.
        divide: Whether amounts are divided by the rate.
        home: The currency that needs no rate, as its column or its dimension's natural key says it.
        home_in: That dimension, where a role names the currency.
    """

    fact: FactSpec
    rate: Column[Any]
    keys: tuple[Column[Any], ...]
    since: RoleSpec | Column[Any]
    at: Column[Any]
    divide: bool = False
    home: Any = None
    home_in: DimensionSpec | None = None


@dataclass(frozen=True)
class Conversion:
    """How a measure follows from another one.

    Args:
        column: The measure.
        base: The column that is converted.
        by: The columns that name its currency or unit.
        rates: The rates, or None for constant factors.
        factors: The factor of each unit.
    """

    column: Column[Any]
    base: Column[Any]
    by: tuple[Column[Any], ...]
    rates: RatesInForce | None = None
    factors: dict[Any, Decimal] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[Column[Any], ...]:
        """The fact's columns that it hangs on."""
        return (self.base, *self.by, *(() if self.rates is None else (self.rates.at,)))


@dataclass(frozen=True, eq=False, repr=False)
class ConsolidatedSpec:
    """Facts side by side, resolved.

    Args:
        cls: The model class.
        name: Snake-case name; the surrogate key is `<name>_key`.
        table: Its table.
        key: Surrogate primary key, since a part of the grain may be NULL.
        sides: For each of the facts, what is kept of it, as if it were an aggregate; all of it in one table.
        load_id: Which load wrote the row last.
        physical: Physical hints.
    """

    cls: type[Any]
    name: str
    table: Table
    key: Column[Any]
    sides: tuple[AggregateSpec, ...]
    load_id: Column[Any]
    physical: Physical

    def __repr__(self) -> str:
        return f"<consolidated fact {self.cls.__name__} in {self.table.fullname}>"

    @property
    def roles(self) -> tuple[RoleSpec, ...]:
        """The facts' roles that bear on the grain or the measures."""
        return tuple(dict.fromkeys(role for side in self.sides for role in side.roles))


@dataclass(frozen=True)
class Kind:
    """A subtype of a dimension or a fact.

    Args:
        cls: The model class.
        table: The table of its own columns, which has the supertype's primary key.
        attributes: Their names: of attributes, or of measures and degenerate columns.
    """

    cls: type[Any]
    table: Table
    attributes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Family:
    """What makes a dimension or a fact a supertype.

    Args:
        stored: The supertype's own table; loads see a view of it and of those of all kinds.
        by: The column that says the kind of a row.
        kinds: The subtypes by kind, one more with each that is declared.
    """

    stored: Table
    by: str
    kinds: dict[str, Kind] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Column[Any], ...]:
        """The primary key that all of its tables have: a surrogate key, or the grain."""
        return tuple(self.stored.primary_key.columns)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that hold it, the supertype's first."""
        return self.stored, *(kind.table for kind in self.kinds.values())

    def kind_of(self, cls: type[Any]) -> str | None:
        """Return the kind that a class is, None for the supertype."""
        return next((identity for identity, kind in self.kinds.items() if kind.cls is cls), None)

    def of_kind(self, attribute: str) -> str | None:
        """Return the kind that has an attribute, None for one that all have."""
        return next((identity for identity, kind in self.kinds.items() if attribute in kind.attributes), None)
