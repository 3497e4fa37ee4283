"""What a history must be: a dimension as a plain function of the set of changes told, to compare the library with.

It knows no database and no batches. A member's changes are put in order of time, then sequence (none comes first), then
arrival; at one time the last word counts, column by column. What follows is read off that order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

BEGINNING, FOREVER = datetime(1, 1, 1), datetime(9999, 12, 31)

Types = Mapping[str, int | str]
"""Attribute to type: 0, 1, 2, 3, 6, or "current" for type 1 on the current version only."""


@dataclass(frozen=True)
class Change:
    """What was said of one member: a row's values, or that it is gone (`told` is None).

    A snapshot says so of every member that it lacks, or only of those in one of the `slices` given.
    """

    time: datetime
    arrival: int
    told: Mapping[str, Any] | None
    sequence: int | None = None
    slices: tuple[str, frozenset[Any]] | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """Where the change stands among all of its member."""
        return self.time, self.sequence is not None, self.sequence or 0, self.arrival

    def ends(self, state: Mapping[str, Any]) -> bool:
        """Whether the change, which is no row, speaks of a member in this state."""
        return self.slices is None or state[self.slices[0]] in self.slices[1]


@dataclass(frozen=True)
class Version:
    """A row of the dimension."""

    values: Mapping[str, Any]
    valid_from: datetime
    valid_to: datetime
    is_inferred: bool

    @property
    def is_current(self) -> bool:
        return self.valid_to == FOREVER


def history(types: Types, changes: Iterable[Change], inferred: bool = False) -> list[Version]:
    """Return one member's versions, in order.

    `inferred` says that a fact named it when it had none: it is there since the beginning, bare until a row tells more.
    """
    in_order = sorted(changes, key=lambda change: change.order)
    moments = [(time, list(group)) for time, group in groupby(in_order, lambda change: change.time)]
    words = {name: _words(name, moments) for name in types}
    # What was not known yet is filled backwards by what is known first.
    state = {name: said[0] if said else None for name, said in words.items()}
    alive, start = False, BEGINNING
    spans: list[tuple[datetime, datetime, dict[str, Any]]] = []
    for time, group in moments:
        now, lives = dict(state), alive
        for change in group:
            if change.told is not None:
                now, lives = {**now, **change.told}, True
            elif change.ends(now):
                lives = False
        changed = any(now[name] != state[name] for name, kind in types.items() if kind in (2, 6))
        if alive and (changed or not lives):
            spans.append((start, time, state))
        if lives and (changed or not alive):
            start = BEGINNING if inferred and not spans and not alive else time
        state, alive = now, lives
    if alive:
        spans.append((start, FOREVER, state))
    whole = _whole(types, in_order, words)
    if inferred and not spans:
        return [Version({**dict.fromkeys(state), **dict.fromkeys(whole)}, BEGINNING, FOREVER, True)]
    return [Version({**at_end, **whole}, start, end, False) for start, end, at_end in spans]


def _words(name: str, moments: Sequence[tuple[datetime, list[Change]]]) -> list[Any]:
    """Return every value told for an attribute, the last one at each time."""
    said = [[c.told[name] for c in group if c.told is not None and name in c.told] for _, group in moments]
    return [values[-1] for values in said if values]


def _whole(types: Types, in_order: Sequence[Change], words: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return the values that are the same on all of a member's versions."""
    values: dict[str, Any] = {}
    for name, said in words.items():
        newest = said[-1] if said else None
        if types[name] == 0:
            told = (change.told.get(name) for change in in_order if change.told is not None)
            values[name] = next((value for value in told if value is not None), None)
        elif types[name] in (1, 3):
            values[name] = newest
        if types[name] == 3:
            values[f"previous_{name}"] = next((old for old, new in reversed([*pairwise(said)]) if old != new), None)
        if types[name] == 6:
            values[f"current_{name}"] = newest
    return values


def version_at(versions: Sequence[Version], time: datetime) -> Version:
    """Return the version to which an event belongs: the one in force, else the nearest earlier, else the earliest."""
    return next((v for v in reversed(versions) if v.valid_from <= time), versions[0])
