"""Bridges against a plain reference: what was told of each group at each time, in whatever loads it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Bridge, Dimension, Warehouse, attribute, group, member, natural_key, weight

pytestmark = pytest.mark.spread

FOREVER = datetime(9999, 12, 31)


class Mart(DeclarativeBase):
    pass


class Account(Dimension, Mart):
    account: Mapped[str] = natural_key(String(8))


class Holder(Dimension, Mart, durable_key=True):
    holder: Mapped[str] = natural_key(String(8))
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Holding(Bridge, Mart):
    account = group(Account)
    holder = member(Holder)
    share: Mapped[Decimal] = weight(Numeric(6, 5))
    kind: Mapped[str | None] = attribute(String(10))


Told = dict[str, tuple[Decimal, str | None]]
"""Who is in a group, with the share and the kind."""

Row = tuple[str, str, datetime, datetime, Decimal, str | None]


@dataclass
class Reference:
    """What was told last of each group at each time, and the times of snapshots."""

    told: dict[tuple[str, datetime], Told] = field(default_factory=dict)
    snapshots: set[datetime] = field(default_factory=set)

    def tell(self, statements: dict[tuple[str, datetime], Told]) -> None:
        self.told |= statements

    def snapshot(self, time: datetime, groups: dict[str, Told]) -> None:
        self.snapshots.add(time)
        self.told = {(name, at): told for (name, at), told in self.told.items() if at != time}
        self.tell({(name, time): told for name, told in groups.items()})

    def rows(self) -> list[Row]:
        found: list[Row] = []
        for name in sorted({name for name, _ in self.told}):
            times = sorted({at for other, at in self.told if other == name} | self.snapshots)
            running: dict[str, tuple[datetime, tuple[Decimal, str | None]]] = {}
            for start, end in pairwise([*times, FOREVER]):
                now = self.told.get((name, start), {})
                for who, (since, said) in list(running.items()):
                    if now.get(who) != said:
                        found.append((name, who, since, start, *said))
                        del running[who]
                for who, said in now.items():
                    running.setdefault(who, (start, said))
                if end == FOREVER:
                    found += [(name, who, since, FOREVER, *said) for who, (since, said) in running.items()]
        return sorted(found, key=lambda row: row[:3])

    def unshown(self) -> list[tuple[str, datetime]]:
        shown = {(row[0], time) for row in self.rows() for time in row[2:4]}
        return sorted(place for place in self.told if place not in shown and place[1] not in self.snapshots)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


TIMES = st.integers(1, 6).map(lambda day: datetime(2024, 1, day) + timedelta(hours=day))
SHARES = {1: ["1"], 2: ["0.5", "0.5"], 3: ["0.33333", "0.33333", "0.33334"]}
MEMBERS = st.lists(st.sampled_from("vwxyz"), min_size=1, max_size=3, unique=True).flatmap(
    lambda names: st.sampled_from([None, "owner"]).map(
        lambda kind: {n: (Decimal(s), kind) for n, s in zip(names, SHARES[len(names)], strict=True)}
    )
)
STATEMENTS = st.dictionaries(st.tuples(st.sampled_from("ABC"), TIMES), st.just({}) | MEMBERS, min_size=1, max_size=4)
SNAPSHOT = st.tuples(TIMES, st.dictionaries(st.sampled_from("ABC"), MEMBERS, min_size=1, max_size=3))
LOADS = st.lists(STATEMENTS | SNAPSHOT, min_size=1, max_size=5)
EXAMPLES = 6 if settings.default.max_examples <= 50 else 150


@settings(max_examples=EXAMPLES)
@given(loads=LOADS, again=st.integers(0, 4))
def test_a_bridge_is_what_was_told_last_of_each_group_at_each_time(
    warehouse: Warehouse, loads: list[dict[tuple[str, datetime], Told] | tuple[datetime, dict[str, Told]]], again: int
) -> None:
    tables = warehouse._tables
    with warehouse.engine.begin() as connection:
        connection.execute(delete(Holding).where(Holding.account_key > 0))
        connection.execute(delete(tables.retold(Holding.__starschema__)))
        connection.execute(delete(tables.snapshots))
    reference = Reference()
    for load in [*loads, loads[again % len(loads)]]:
        if isinstance(load, tuple):
            time, groups = load
            data = list(lines({(name, time): told for name, told in groups.items()}))
            result = warehouse.load(Holding, data, effective=time, snapshot=True, close_limit=1)
            reference.snapshot(time, groups)
        else:
            result = warehouse.load(Holding, lines(load), effective="at", deleted="gone")
            reference.tell(load)
        assert result.rejected == 0
        assert on_record(warehouse) == (reference.rows(), reference.unshown())
    assert warehouse.verify(Holding)


def lines(statements: dict[tuple[str, datetime], Told]) -> Iterator[dict[str, object]]:
    """Return what is told as plain rows; of an empty group, one that says that it is."""
    for (name, at), told in statements.items():
        if not told:
            yield {"at": at, "account": name, "holder": None, "share": None, "kind": None, "gone": True}
        for who, (share, kind) in told.items():
            yield {"at": at, "account": name, "holder": who, "share": share, "kind": kind, "gone": False}


def on_record(warehouse: Warehouse) -> tuple[list[Row], list[tuple[str, datetime]]]:
    again = warehouse._tables.retold(Holding.__starschema__)
    snapshots = select(warehouse._tables.snapshots.c.effective)
    query = (
        select(Account.account, Holder.holder, Holding.valid_from, Holding.valid_to, Holding.share, Holding.kind)
        .select_from(Holding)
        .join(Holding.account_member)
        .join(Holding.holder_member)
        .where(Account.account.is_not(None))
    )
    marks = (
        select(Account.account, again.c.changed_at)
        .join_from(again, Account, Account.account_key == again.c.account_key)  # type: ignore[attr-defined]
        .where(again.c.changed_at.not_in(snapshots))
    )
    with warehouse.engine.connect() as connection:
        rows = sorted((tuple(row) for row in connection.execute(query)), key=lambda row: row[:3])
        return rows, sorted(tuple(row) for row in connection.execute(marks))  # type: ignore[return-value]
