"""`rebuild`: after an attribute's type was changed, the history is as if it had been so from the beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import select, text

from starschema import LoadResult, StarSchemaError, TransactionFact
from tests.histories.operations import Feed, Load, Row, Sales, Snapshot, stories
from tests.histories.reference import Types
from tests.histories.store import Store

pytestmark = pytest.mark.spread

FIRST: Types = {"joined": 0, "name": 1, "city": 2, "region": 2, "tier": 2}

CHANGES: dict[str, dict[str, int]] = {"1 to 2": {"name": 2}, "2 to 1": {"city": 1}, "2 to 6": {"tier": 6}}

# A life with a repeat, late changes, snapshots, a deletion told and one seen, an inferred member, and sales between.
STORY: list[Load] = [
    Sales(((3, 2), (1, 3), (None, 3))),
    Feed(
        tuple(FIRST),
        (
            Row(1, 2, ("a", "Ann", "Oslo", "East", "low")),
            Row(1, 5, ("a", "Anne", "Oslo", "East", "low")),
            Row(2, 2, (None, "Bo", "Moss", "East", "low")),
        ),
    ),
    Sales(((1, 2), (1, 4), (1, 6), (2, 4))),
    Feed(("name", "city"), (Row(1, 3, ("Anna", "Bergen")), Row(2, 6, ("Bob", "Moss")), Row(2, 4, (None, None)))),
    Snapshot(tuple(FIRST), 7, {1: ("b", "Anne", "Oslo", "West", "high"), 3: ("c", "Cy", "Rome", "South", "low")}),
    Feed(("name",), (Row(1, 6, ("Annie",)), Row(3, 8, (None,), gone=True)), deletes=True),
    Snapshot(tuple(FIRST), 4, {2: ("a", "Bo", "Moss", "East", "high")}, "region"),
    Sales(((1, 4), (2, 8), (3, 9))),
    Feed(("name", "tier"), (Row(3, 10, ("Cyd", "high")), Row(2, 9, ("Bo", None)))),
]


CHANGED: Types = {**FIRST, "name": 2, "city": 1, "tier": 6}


def told(store: Store, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes a row the version that it is."""
    return row["id"], row["valid_from"], *(row[name] for name in store.types)


class Two:
    """One database under two models, whose attributes differ in their types."""

    def __init__(self, url: str, before: Types, after: Types) -> None:
        self.before = Store(url, before, sequence="lsn")
        with self.before.warehouse.engine.begin() as connection:
            for name in (f"current_{name}" for name, kind in after.items() if kind == 6 and before[name] != 6):
                connection.execute(text(f"ALTER TABLE dim_customer ADD COLUMN {name} VARCHAR(20)"))
        self.after = Store(url, after, sequence="lsn")

    def clear(self) -> None:
        self.before.clear()

    def load(self, store: Store, loads: Sequence[Load]) -> None:
        """Load one after the other under one of the models, and check what that leaves."""
        for load in loads:
            store.load(load)
        store.check()

    def rebuilt(self, source: Store, target: Store) -> LoadResult:
        """Rebuild for `target` what `source` has loaded, and check it."""
        target.ledger = deepcopy(source.ledger)
        target.ledger.types = target.types
        old = {told(target, row): row["customer_key"] for row in target.versions()}
        result = target.warehouse.rebuild(target.customer)
        found = target.check()
        kept = {key for row in found if (key := old.get(told(target, row))) not in (None, row["customer_key"])}
        assert not kept, "versions that remain have other keys"
        for model in (target.customer, target.sale):
            verified = target.warehouse.verify(model)
            assert verified, str(verified)
        return result


def image(store: Store) -> Mapping[str, Any]:
    """Every row of every table, but for the load log, and the stamps that loads draw."""
    tables = [*store.base.metadata.sorted_tables, *store.own_tables]
    with store.warehouse.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(*(c for c in table.columns if c.name != "stamp")))))
            for table in tables
            if table is not store.books.loads
        }


@pytest.mark.parametrize("change", CHANGES)
def test_the_history_is_as_if_the_type_had_always_been_so(url: str, change: str) -> None:
    two = Two(url, FIRST, {**FIRST, **CHANGES[change]})
    two.load(two.before, STORY)
    two.rebuilt(two.before, two.after)


def test_a_rebuild_that_finds_nothing_to_do_writes_nothing(url: str) -> None:
    two = Two(url, FIRST, CHANGED)
    two.load(two.before, STORY)
    for source, target in ((two.before, two.before), (two.before, two.after)):
        two.rebuilt(source, target)
        before = image(target)
        result = two.rebuilt(target, target)
        assert image(target) == before
        assert (result.versioned, result.updated, result.closed, result.repointed) == (0, 0, 0, 0)


@pytest.mark.everywhere
def test_nothing_is_lost_on_the_way_there_and_back(url: str) -> None:
    two = Two(url, FIRST, CHANGED)
    two.load(two.before, STORY[:5])
    two.rebuilt(two.before, two.after)
    two.load(two.after, STORY[5:])
    two.rebuilt(two.after, two.before)
    two.load(two.before, STORY[2:3])


def test_the_counts_say_what_became_of_versions_and_facts(url: str) -> None:
    two = Two(url, {"name": 1, "city": 2}, {"name": 2, "city": 2})
    names = ("name", "city")
    two.load(
        two.before,
        [
            Feed(names, (Row(1, 2, ("Ann", "Oslo")), Row(1, 4, ("Anne", "Oslo")), Row(2, 2, ("Bo", "Oslo")))),
            Sales(((1, 3), (1, 5), (1, 6), (2, 5))),
        ],
    )
    assert [row["customer_key"] for row in two.before.versions()] == [1, 2]
    # Anne in Oslo was the version of key 1, and still is, from her own day on; the older Ann is new.
    result = two.rebuilt(two.before, two.after)
    assert [row["customer_key"] for row in two.after.versions()] == [3, 1, 2]
    assert (result.versioned, result.updated, result.closed, result.repointed) == (1, 1, 0, 1)
    back = two.rebuilt(two.after, two.before)
    assert (back.versioned, back.updated, back.closed, back.repointed) == (0, 1, 1, 5)


def test_facts_stay_where_they_are_if_told_to(url: str) -> None:
    two = Two(url, {"name": 1, "city": 2}, {"name": 2, "city": 2})
    two.load(
        two.before,
        [
            Feed(("name", "city"), (Row(1, 2, ("Ann", "Oslo")), Row(1, 4, ("Anne", "Oslo")))),
            Sales(((1, 5),)),
        ],
    )
    keys = [fact["customer_key"] for fact in two.before.facts()]
    assert two.after.warehouse.rebuild(two.after.customer, repoint=False).repointed == 0
    assert [fact["customer_key"] for fact in two.after.facts()] == keys


def test_what_has_no_versions_cannot_be_rebuilt(url: str) -> None:
    store = Store(url, {"name": 1})
    with pytest.raises(StarSchemaError, match="Customer keeps no versions, so there is no history to rebuild"):
        store.warehouse.rebuild(store.customer)
    assert issubclass(store.sale, TransactionFact)
    with pytest.raises(StarSchemaError, match="Sale is a fact"):
        store.warehouse.rebuild(store.sale)


SMALL: Types = {"joined": 0, "name": 1, "city": 2, "tier": 2}
SMALL_CHANGED: Types = {"joined": 0, "name": 2, "city": 1, "tier": 6}


def apart(loads: Sequence[Load]) -> list[Load]:
    """Put feeds and sales on even days and snapshots on odd ones: what both say of one time is a story of its own."""
    moved: list[Load] = []
    for load in loads:
        if isinstance(load, Feed):
            moved.append(replace(load, rows=tuple(replace(row, day=2 * row.day) for row in load.rows)))
        elif isinstance(load, Snapshot):
            moved.append(replace(load, day=2 * load.day + 1))
        elif isinstance(load, Sales):
            moved.append(Sales(tuple((member, 2 * number) for member, number in load.rows)))
        else:
            moved.append(load)
    return moved


@pytest.fixture
def two(url: str) -> Two:
    return Two(url, SMALL, SMALL_CHANGED)


@pytest.mark.only("duckdb", "sqlite")
@settings(max_examples=settings().max_examples // 10)
@given(loads=stories(SMALL, max_size=5))
def test_any_story_can_be_rebuilt_there_and_back(two: Two, loads: list[Load]) -> None:
    two.clear()
    two.load(two.before, apart(loads))
    two.rebuilt(two.before, two.after)
    two.rebuilt(two.after, two.before)
