"""Random stories of loads leave behind what the reference says, on each database."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.histories.operations import Load, stories
from tests.histories.store import Store

ALL_TYPES = {"joined": 0, "name": 1, "nick": "current", "city": 2, "region": 2, "boss": 3, "tier": 6}


@pytest.fixture
def store(url: str) -> Store:
    return Store(url, ALL_TYPES, sequence="lsn")


@given(loads=stories(ALL_TYPES))
def test_any_story_ends_as_the_reference_says(store: Store, loads: list[Load]) -> None:
    store.clear()
    store.tell(loads)
