"""Random stories of loads leave behind what the reference says, whatever comes when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.histories.operations import (
    MEMBERS,
    VALUES,
    Feed,
    Load,
    Row,
    Snapshot,
    feeds,
    in_order_stories,
    stories,
)
from tests.histories.reference import Types
from tests.histories.store import Store

LONG = settings().max_examples > 100

ALL_TYPES: Types = {"joined": 0, "name": 1, "nick": "current", "city": 2, "region": 2, "boss": 3, "tier": 6}
MIXES: dict[str, Types] = {
    "one versioned": {"city": 2},
    "kept, corrected, versioned": {"joined": 0, "name": 1, "city": 2, "region": 2},
    "with the value before": {"boss": 3, "city": 2},
    "with the newest value": {"name": 1, "tier": 6},
    "corrected on the current version": {"nick": "current", "city": 2},
}

many = settings(max_examples=1000 if LONG else 12)
"""Stories, of three members' histories each, for each of two tests on DuckDB."""

others = settings(max_examples=1000 if LONG else 5)
"""For the databases to which the logic's results are brought; what the logic is, DuckDB is asked more often."""

few = settings(max_examples=500 if LONG else 6)
"""For what differs from others in its keys only."""

on_a_lake = settings(max_examples=200 if LONG else 6)
"""For DuckLake, on which a load takes a quarter of a second."""

on_spark = settings(max_examples=100 if LONG else 3)
"""For Spark, by Sail, on which a load takes a second."""

on_clickhouse = settings(max_examples=100 if LONG else 4)
"""For ClickHouse, where it takes more than that: every statement by itself, and what undoes it."""

beyond_one_machine = settings(max_examples=50)
"""For these three with attributes of every type, with --long alone."""

more = settings(max_examples=5000 if LONG else 8)
"""For DuckDB, the fastest of them."""

Stores = Callable[..., Store]


USUAL: Types = {"joined": 0, "name": 1, "city": 2, "region": 2}
"""Attributes kept, corrected and versioned, as most dimensions have them."""


@pytest.fixture
def store(url: str) -> Store:
    """A star with attributes of the usual types."""
    return Store(url, USUAL)


@pytest.fixture
def every_type(url: str) -> Store:
    """A star with attributes of every type, and a sequence."""
    return Store(url, ALL_TYPES, sequence="lsn")


@pytest.fixture
def stores(new_url: Callable[[], str]) -> Stores:
    """Gives a star with attributes of the types of a mix, always the same one, emptied."""
    made: dict[tuple[Any, ...], Store] = {}

    def of(mix: str, **options: Any) -> Store:
        key = mix, *options.items()
        if key not in made:
            made[key] = Store(new_url(), MIXES[mix], **options)
        made[key].clear()
        return made[key]

    return of


@pytest.fixture
def hashed(url: str) -> Store:
    """A star with attributes of every type, whose keys are hashes."""
    return Store(url, ALL_TYPES, surrogate="hash")


@pytest.mark.spread
@few
@given(loads=stories(ALL_TYPES))
def test_any_story_with_hash_keys_ends_as_the_reference_says(hashed: Store, loads: list[Load]) -> None:
    hashed.clear()
    hashed.tell(loads)


@pytest.mark.only("duckdb")
@many
@given(loads=stories(USUAL))
def test_any_story_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)


@pytest.mark.only("sqlite", "postgresql", "mariadb")
@others
@given(loads=stories(USUAL))
def test_any_story_on_another_database_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)


@pytest.mark.only("clickhouse")
@on_clickhouse
@given(loads=stories(USUAL))
def test_any_story_on_clickhouse_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)


@pytest.mark.only("ducklake")
@on_a_lake
@given(loads=stories(USUAL))
def test_any_story_on_a_lake_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)


@pytest.mark.only("spark")
@on_spark
@given(loads=stories(USUAL))
def test_any_story_on_spark_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)


@pytest.mark.long
@pytest.mark.only("ducklake", "clickhouse", "spark")
@beyond_one_machine
@given(loads=stories(ALL_TYPES))
def test_any_story_of_every_type_beyond_one_machine_ends_as_the_reference_says(
    every_type: Store, loads: list[Load]
) -> None:
    every_type.clear()
    every_type.tell(loads)


@pytest.mark.long
@pytest.mark.only("ducklake", "clickhouse", "spark")
@beyond_one_machine
@given(loads=stories(ALL_TYPES))
def test_any_story_with_hash_keys_beyond_one_machine_ends_as_the_reference_says(
    hashed: Store, loads: list[Load]
) -> None:
    hashed.clear()
    hashed.tell(loads)


@pytest.mark.only("duckdb")
@many
@given(loads=stories(ALL_TYPES))
def test_any_story_of_every_type_at_once_ends_as_the_reference_says(every_type: Store, loads: list[Load]) -> None:
    every_type.clear()
    every_type.tell(loads)


@pytest.mark.only("sqlite", "postgresql", "mariadb")
@others
@given(loads=stories(ALL_TYPES))
def test_any_story_of_every_type_on_another_database_ends_as_the_reference_says(
    every_type: Store, loads: list[Load]
) -> None:
    every_type.clear()
    every_type.tell(loads)


@pytest.mark.only("duckdb")
@more
@given(mix=st.sampled_from(sorted(MIXES)), sequence=st.sampled_from((None, "lsn")), data=st.data())
def test_every_mix_of_types_ends_as_the_reference_says(
    stores: Stores, mix: str, sequence: str | None, data: st.DataObject
) -> None:
    stores(mix, sequence=sequence).tell(data.draw(stories(MIXES[mix], sequences=sequence is not None)))


@pytest.mark.only("duckdb")
@more
@given(mix=st.sampled_from(sorted(MIXES)), data=st.data())
def test_without_a_journal_changes_in_order_end_as_the_reference_says(
    stores: Stores, mix: str, data: st.DataObject
) -> None:
    stores(mix, journal=False).tell(data.draw(in_order_stories(MIXES[mix])))


@pytest.mark.only("duckdb")
@more
@given(mix=st.sampled_from(sorted(MIXES)), data=st.data())
def test_a_load_delivered_again_writes_nothing(stores: Stores, mix: str, data: st.DataObject) -> None:
    store = stores(mix, sequence="lsn")
    for load in data.draw(stories(MIXES[mix], max_size=3)):
        store.load(load)
    load = data.draw(feeds(MIXES[mix]))
    store.load(load)
    before = store.versions()
    again = store.load(load)
    assert again.read == again.unchanged + again.duplicates + again.rejected
    assert store.versions() == before


@pytest.mark.only("duckdb")
@more
@given(mix=st.sampled_from(sorted(MIXES)), data=st.data())
def test_the_same_changes_in_any_batches_end_in_the_same_history(stores: Stores, mix: str, data: st.DataObject) -> None:
    """One change of a member at a time, so that no order of arrival counts."""
    columns = tuple(MIXES[mix])
    moments = st.tuples(st.sampled_from(MEMBERS), st.integers(2, 6))
    said = st.tuples(st.tuples(*[VALUES] * len(columns)), st.sampled_from((False, False, True)))
    changes = data.draw(st.dictionaries(moments, said, min_size=2, max_size=8))
    rows = [Row(member, day, values, gone=gone) for (member, day), (values, gone) in changes.items()]
    snapshot = Snapshot(columns, 7, {1: ("a",) * len(columns)})
    ends = []
    for _ in range(2):
        store = stores(mix)
        loads: list[Load] = [snapshot]
        left = data.draw(st.permutations(rows))
        while left:
            size = data.draw(st.integers(1, len(left)))
            loads.append(Feed(columns, tuple(left[:size]), deletes=True))
            left = left[size:]
        for load in data.draw(st.permutations(loads)):
            store.load(load)
        store.check()
        ends.append(store.shown())
    assert ends[0] == ends[1]
