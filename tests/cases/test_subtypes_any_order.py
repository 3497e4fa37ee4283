"""Histories of accounts of two kinds, in any batches and order, are those that plain Python derives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cases.accounts import Account, Checking, Mart, Savings
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100
NAMES = ("kind", "owner", "city", "rate", "limit", "branch")
OWN = {"savings": ("rate",), "checking": ("limit", "branch")}


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


BASE = {"owner": st.sampled_from(["Ann", "Bo", None]), "city": st.sampled_from(["Oslo", "Moss", None])}
VALUES = {
    "savings": {"rate": st.none() | st.decimals(1, 3, places=1)},
    "checking": {"limit": st.none() | st.integers(1, 3), "branch": st.sampled_from(["west", None])},
}


@st.composite
def batches(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Draw a load: of one kind or of all, telling all of the columns that it has, or some of those."""
    target = draw(st.sampled_from(["savings", "checking", "any", "base"]))
    given = draw(st.lists(st.sampled_from(["owner", "city"]), unique=True))
    if target in OWN:
        given += draw(st.lists(st.sampled_from(OWN[target]), unique=True))
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        row: dict[str, Any] = {"number": draw(st.integers(1, 2)), "at": draw(st.integers(1, 6))}
        kind = draw(st.sampled_from(["savings", "checking"])) if target == "any" else target
        if target == "any":
            row |= {"kind": kind, "rate": None, "limit": None, "branch": None}
        for name, values in {**BASE, **VALUES.get(kind, {})}.items():
            if name in given or (target == "any" and name in OWN[kind]):
                row[name] = draw(values)
        rows.append(row)
    return target, rows


STORIES = st.lists(batches(), min_size=1, max_size=6)


class Reference:
    """Changes by member and time, each of them once, and the versions that follow."""

    def __init__(self) -> None:
        self.told: dict[tuple[int, int], dict[str, Any]] = {}

    def takes(self, target: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Note the changes, and return those of the rows that speak of members and times not spoken of yet."""
        taken = []
        for row in rows:
            place = row["number"], row["at"]
            if place in self.told:
                continue
            change = {name: value for name, value in row.items() if name in NAMES}
            if target in OWN:
                change |= {name: None for other, names in OWN.items() if other != target for name in names}
                change["kind"] = target
            self.told[place] = change
            taken.append(row | {"at": dt.datetime(2024, 1, row["at"])})
        return taken

    def versions(self) -> list[tuple[Any, ...]]:
        """Return them: what is told holds until something else is, and, of what was not told before, since ever."""
        found = []
        for number in sorted({number for number, _ in self.told}):
            changes = sorted((at for own, at in self.told if own == number))
            last: tuple[Any, ...] | None = None
            for at in changes:
                state = tuple(self._value(number, name, at, changes) for name in NAMES)
                if state != last:
                    found.append((number, dt.datetime(2024, 1, at), *state))
                last = state
        return found

    def _value(self, number: int, name: str, at: int, changes: list[int]) -> Any:
        told = [time for time in changes if name in self.told[number, time]]
        if not told:
            return None
        before = told if name == "owner" else [time for time in told if time <= at]
        return self.told[number, before[-1] if before else told[0]][name]


@settings(max_examples=300 if LONG else 5)
@given(story=STORIES)
def test_any_loads_of_any_class_leave_the_versions_that_python_derives(star: Star, story: list[Any]) -> None:
    warehouse, reference = star.warehouse, Reference()
    warehouse.drop_all()
    warehouse.create_all()
    models = {"savings": Savings, "checking": Checking}
    for target, rows in story:
        if taken := reference.takes(target, rows):
            warehouse.load(models.get(target, Account), taken, effective="at")
    whole = Account.__starschema__.table
    query = select(whole.c.number, whole.c.valid_from, *(whole.c[name] for name in NAMES)).where(
        whole.c.account_key > 0
    )
    with warehouse.engine.connect() as connection:
        found = sorted((tuple(row) for row in connection.execute(query)), key=lambda row: row[:2])
    assert found == reference.versions()
    checked = warehouse.verify(Account)
    assert checked, str(checked)
