"""A snapshot newer than all on record is written at once; what comes of it is what deriving would make of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from starschema.load.dimensions import dimension
from starschema.load.dimensions.dimension import DimensionLoad
from tests.histories.operations import MEMBERS, Feed, Load, Row, Sales, Snapshot
from tests.histories.store import COUNTED, Store

TYPES: dict[str, Any] = {"joined": 0, "name": 1, "city": 2, "region": 3}

values = st.tuples(*(st.sampled_from([None, "a", "b"]) for _ in TYPES))
memberships = st.dictionaries(st.sampled_from(MEMBERS), values)
feeds = st.tuples(st.sampled_from(MEMBERS), st.integers(2, 20), values, st.booleans())


@st.composite
def tellings(draw: st.DrawFn) -> list[Load]:
    """Draw snapshots of ever later days, with a change of any time or a sale before some of them."""
    loads: list[Load] = []
    for number in draw(st.lists(st.integers(2, 20), min_size=2, max_size=5, unique=True).map(sorted)):
        if draw(st.booleans()):
            member, at, told, gone = draw(feeds)
            loads.append(Feed(tuple(TYPES), (Row(member, at, told, gone=gone),), deletes=True))
        if draw(st.booleans()):
            loads.append(Sales(((draw(st.sampled_from(MEMBERS)), draw(st.integers(2, 20))),)))
        loads.append(Snapshot(tuple(TYPES), number, draw(memberships)))
    return loads


def seen(store: Store) -> tuple[list[Any], list[Any]]:
    """Return the versions and which of them the sales name, whatever their keys are."""
    hidden = ("customer_key", "load_id")
    versions = store.versions()
    place = {row["customer_key"]: (row["id"], row["valid_from"]) for row in versions}
    shown = [{name: value for name, value in row.items() if name not in hidden} for row in versions]
    return shown, [{n: place.get(key, key) for n, key in fact.items() if n.endswith("_key")} for fact in store.facts()]


@pytest.mark.only("duckdb")
@settings(max_examples=6, phases=[Phase.generate])
@given(loads=tellings())
def test_at_once_or_derived_ends_the_same_and_counts_the_same(stores: tuple[Store, Store], loads: list[Load]) -> None:
    at_once, derived = stores
    for store in stores:
        store.clear()
    for load in loads:
        done = at_once.load(load)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DimensionLoad, "is_straight", lambda *_: False)
            slowly = derived.load(load)
        assert {n: getattr(done, n) for n in COUNTED} == {n: getattr(slowly, n) for n in COUNTED}
        assert seen(at_once) == seen(derived)


@pytest.fixture
def stores(new_url: Any) -> tuple[Store, Store]:
    return Store(new_url(), TYPES), Store(new_url(), TYPES)


def months(store: Store) -> list[Load]:
    return [Snapshot(("name", "city"), number, {1: ("Ann", f"c{number}"), 2: ("Bob", "c")}) for number in (3, 5, 7)]


def test_only_what_is_newer_than_all_on_record_is_written_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(url, {"name": 1, "city": 2})
    times = []
    written = dimension.load_straight

    def noted(*args: Any, **options: Any) -> Any:
        times.append(args[6].day)
        return written(*args, **options)

    monkeypatch.setattr(dimension, "load_straight", noted)
    third, fifth, seventh = months(store)
    store.tell([third, seventh])
    assert times == [3, 7]
    store.tell([fifth, seventh])  # one is older, the other of the same time
    assert times == [3, 7]
    store.tell([Feed(("city",), (Row(1, 12, ("d",)),)), Snapshot(("name", "city"), 11, {1: ("Ann", "e")})])
    assert times == [3, 7]


def test_the_newest_change_is_looked_up_where_it_was_never_noted(url: str) -> None:
    store = Store(url, {"name": 1, "city": 2})
    first, late, newest = months(store)
    store.tell([first, newest])
    with store.warehouse.engine.begin() as connection:
        connection.execute(
            update(store.books.targets).values(attributes="{}").where(store.books.targets.c.lock == "history")
        )
    store.tell([late])
