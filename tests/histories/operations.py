"""Loads as data: what Hypothesis draws, what a regression test spells out, and what both sides are told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from tests.histories.reference import Change, Types, Version, history, version_at

MEMBERS = (1, 2, 3)


def day(number: int) -> datetime:
    """Return a day of January 2024."""
    return datetime(2024, 1, number)


@dataclass(frozen=True)
class Row:
    """A row of a change feed."""

    id: int
    day: int
    values: tuple[str | None, ...] = ()
    sequence: int | None = None
    gone: bool = False


@dataclass(frozen=True)
class Feed:
    """A load of changes with the given attribute columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sequenced: bool = False
    deletes: bool = False


@dataclass(frozen=True)
class Snapshot:
    """A load of a whole membership, or of the slices of it that its rows name: values by member."""

    columns: tuple[str, ...]
    day: int
    members: dict[int, tuple[str | None, ...]]
    slice: str | None = None


@dataclass(frozen=True)
class Sales:
    """A load of facts: member (or none) and day."""

    rows: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True)
class Rebuild:
    """The history made again from what is on record, which must end as it was."""


Load = Feed | Snapshot | Sales | Rebuild


@dataclass
class Ledger:
    """All that was told so far, and the history and facts that follow from it."""

    types: Types
    changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    inferred: set[int] = field(default_factory=set)
    sales: list[tuple[int | None, datetime]] = field(default_factory=list)
    arrival: int = 0

    def record(self, load: Load) -> None:
        """Take note of a load."""
        self.arrival += 1
        if isinstance(load, Feed):
            self._feed(load)
        elif isinstance(load, Snapshot):
            self._snapshot(load)
        elif isinstance(load, Sales):
            self.sales += [(member, day(number)) for member, number in load.rows]
        # Whatever a fact refers to is there, be it that a later load took away all that was known of it.
        self.inferred |= {member for member, _ in self.sales if member is not None and not self.versions(member)}

    def _feed(self, load: Feed) -> None:
        said: dict[tuple[Any, ...], set[Row]] = defaultdict(set)
        for row in load.rows:
            said[row.id, row.day, row.sequence if load.sequenced else None].add(row)
        for (member, number, sequence), rows in said.items():
            if len({spoken(load, row) for row in rows}) > 1:
                continue  # they contradict each other: all are rejected
            told = spoken(load, rows.pop())
            values = None if told is None else dict(zip(load.columns, told, strict=True))
            self.changes[member].append(Change(day(number), self.arrival, values, sequence))

    def _snapshot(self, load: Snapshot) -> None:
        slices = None
        if load.slice:
            place = load.columns.index(load.slice)
            slices = load.slice, frozenset(values[place] for values in load.members.values()) - {None}
        for member in MEMBERS:
            told = load.members.get(member)
            values = None if told is None else dict(zip(load.columns, told, strict=True))
            self.changes[member].append(Change(day(load.day), self.arrival, values, slices=slices))

    def versions(self, member: int) -> list[Version]:
        """Return a member's history as it is now."""
        return history(self.types, self.changes[member], member in self.inferred)

    def dimension(self) -> list[dict[str, Any]]:
        """Return the rows that the dimension must have now, in order."""
        return [
            {
                "id": member,
                **dict(sorted(version.values.items())),
                "valid_from": version.valid_from,
                "valid_to": version.valid_to,
                "is_current": version.is_current,
                "is_inferred": version.is_inferred,
            }
            for member in MEMBERS
            for version in self.versions(member)
        ]

    def facts(self) -> list[tuple[int | None, datetime | None]]:
        """Return member and start of the version to which each sale must point now; None is the unknown member."""
        return [
            (None, None) if member is None else (member, version_at(self.versions(member), time).valid_from)
            for member, time in self.sales
        ]


def spoken(load: Feed, row: Row) -> tuple[str | None, ...] | None:
    """Return the values that a row tells, None for a deletion."""
    return None if load.deletes and row.gone else row.values


VALUES = st.sampled_from(("a", "b", None))
DAYS = st.integers(2, 7)


def columns_of(types: Types) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw which attributes a load has columns for: mostly all."""
    every = tuple(types)
    some = st.sets(st.sampled_from(every)).map(lambda chosen: tuple(name for name in every if name in chosen))
    return st.one_of(st.just(every), some)


@st.composite
def feeds(draw: st.DrawFn, types: Types, sequences: bool = True) -> Feed:
    columns = draw(columns_of(types))
    sequenced = sequences and draw(st.booleans())
    deletes = draw(st.booleans())
    row = st.builds(
        Row,
        id=st.sampled_from(MEMBERS),
        day=DAYS,
        values=st.tuples(*[VALUES] * len(columns)),
        sequence=st.sampled_from((1, 2, 3, None)) if sequenced else st.none(),
        gone=st.sampled_from((False, False, True)) if deletes else st.just(False),
    )
    return Feed(columns, tuple(draw(st.lists(row, min_size=1, max_size=6))), sequenced, deletes)


@st.composite
def snapshots(draw: st.DrawFn, types: Types) -> Snapshot:
    columns = draw(columns_of(types))
    members = draw(st.dictionaries(st.sampled_from(MEMBERS), st.tuples(*[VALUES] * len(columns))))
    # A slice is a place in time only if its attribute is versioned.
    places = [name for name in columns if types[name] == 2]
    chosen = draw(st.sampled_from((None, *places))) if members else None
    return Snapshot(columns, draw(DAYS), members, chosen)


SALES: st.SearchStrategy[Sales] = st.builds(
    Sales, st.lists(st.tuples(st.sampled_from((*MEMBERS, None)), DAYS), min_size=1, max_size=4).map(tuple)
)


@st.composite
def stories(draw: st.DrawFn, types: Types, sequences: bool = True, max_size: int = 6) -> list[Load]:
    """Draw a list of loads of every kind, some of them delivered again later, and rebuilds between them."""
    fresh: st.SearchStrategy[Load | int] = st.one_of(
        feeds(types, sequences),
        feeds(types, sequences),
        snapshots(types),
        SALES,
        st.integers(0, max_size),
        st.just(Rebuild()),
    )
    loads: list[Load] = []
    for drawn in draw(st.lists(fresh, min_size=1, max_size=max_size)):
        if not isinstance(drawn, int):
            loads.append(drawn)
        elif loads:
            loads.append(loads[drawn % len(loads)])
    return loads


@st.composite
def in_order_stories(draw: st.DrawFn, types: Types) -> list[Load]:
    """Draw loads of whole rows, each newer than the one before, as a dimension without a journal takes them."""
    columns = tuple(types)
    values = st.tuples(*[VALUES] * len(columns))
    loads: list[Load] = []
    for number in draw(st.lists(DAYS, unique=True, max_size=5).map(sorted)):
        members = draw(st.dictionaries(st.sampled_from(MEMBERS), st.tuples(values, st.booleans()), min_size=1))
        if draw(st.booleans()):
            loads.append(Snapshot(columns, number, {member: told for member, (told, _) in members.items()}))
        else:
            rows = (Row(member, number, told, gone=gone) for member, (told, gone) in members.items())
            loads.append(Feed(columns, tuple(rows), deletes=True))
        if draw(st.booleans()):
            loads.append(draw(SALES))
    return loads
