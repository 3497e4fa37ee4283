"""Stories that once ended wrong, found by Hypothesis and cut down to what matters."""

from __future__ import annotations

import pytest

from tests.histories.operations import Feed, Load, Row, Sales, Snapshot
from tests.histories.reference import Types
from tests.histories.store import Store

ONE: Types = {"city": 2}
CITY = ("city",)


@pytest.mark.only("duckdb", "mariadb")
@pytest.mark.parametrize(
    ("types", "loads"),
    [
        pytest.param(
            {"joined": 0, "city": 2},
            [
                Feed(("joined", "city"), (Row(1, 3, (None, "a")), Row(1, 7, ("b", "b")))),
                Feed(("joined", "city"), (Row(1, 5, ("a", "a")),)),
            ],
            id="a kept value turns out to have been told earlier",
        ),
        pytest.param(
            ONE,
            [
                Feed(CITY, (Row(1, 4, ("a",), gone=True),), deletes=True),
                Sales(((1, 2),)),
                Feed(CITY, (Row(1, 6, ("a",)),)),
            ],
            id="a member is deleted, then named by a fact, then told",
        ),
        pytest.param(
            ONE,
            [Sales(((1, 2),)), Feed(CITY, (Row(1, 4, gone=True, values=("a",)),), deletes=True)],
            id="a member that only a fact has named is deleted",
        ),
        pytest.param(
            ONE,
            [
                Feed(CITY, (Row(1, 4, ("a",)),)),
                Sales(((1, 5),)),
                Feed(CITY, (Row(1, 4, ("a",), gone=True),), deletes=True),
                Feed(CITY, (Row(1, 6, ("b",)),)),
            ],
            id="all that was known of a fact's member is taken back, then it returns",
        ),
        pytest.param(
            {"tier": 6},
            [
                Feed((), (Row(1, 2),)),
                Feed(("tier",), (Row(1, 7, ("a",)),)),
                Feed(("tier",), (Row(1, 7, ("b",)),)),
            ],
            id="the first value ever told, which fills the time before, is corrected",
        ),
        pytest.param(
            {"boss": 3, "city": 2},
            [
                Feed(("boss", "city"), (Row(1, 3, ("b", "a")), Row(1, 6, ("a", "a")))),
                Feed(("boss", "city"), (Row(1, 6, ("b", "a")),)),
            ],
            id="the only change that had a value before is corrected away",
        ),
        pytest.param(
            {"boss": 3, "city": 2},
            [
                Feed(("boss", "city"), (Row(1, 4, ("a", "a")), Row(1, 6, ("b", "a")))),
                Feed(("boss", "city"), (Row(1, 4, ("a", "a"), gone=True),), deletes=True),
            ],
            id="the value before was told at the time of a deletion",
        ),
        pytest.param(
            ONE,
            [
                Feed(CITY, (Row(1, 4, ("a",)), Row(2, 2, ("a",)))),
                Snapshot(CITY, 4, {2: ("a",)}),
                Snapshot(CITY, 3, {1: ("b",), 2: ("a",)}),
            ],
            id="a snapshot lacks what a feed told at the same time, and an older one comes later",
        ),
        pytest.param(
            {"name": 1, "city": 2},
            [
                Feed((), (Row(1, 3),)),
                Snapshot(("city", "name"), 5, {1: (None, "b"), 2: ("a", "a")}, slice="city"),
                Feed((), (Row(1, 4),)),
            ],
            id="a snapshot of slices holds a row that is in none",
        ),
        pytest.param(
            {"name": 1, "city": 2},
            [
                Feed(("name",), (Row(1, 5, ("a",)),)),
                Snapshot(("name", "city"), 3, {}),
                Feed(("name", "city"), (Row(1, 5, ("a", None)), Row(1, 3, ("a", "a")))),
                Feed(("name", "city"), (Row(1, 6, ("a", "b")),)),
            ],
            id="NULL is told of an attribute that came later",
        ),
        pytest.param(
            ONE,
            [
                Feed(CITY, (Row(1, 2, ("a",), sequence=1),), sequenced=True),
                Snapshot(CITY, 2, {}),
            ],
            id="a snapshot lacks what a row with a sequence told at the same time, and no version keeps the sequence",
        ),
        pytest.param(
            {"boss": 3, "city": 2},
            [
                Feed(
                    ("boss", "city"),
                    (Row(1, 3, ("a", "a")), Row(1, 4, ("b", None)), Row(1, 5, ("b", "a"))),
                ),
                Feed((), (Row(1, 6),)),
            ],
            id="a row that tells nothing comes long after the change whose value before is shown",
        ),
        pytest.param(
            {"name": 1, "city": 2},
            [
                Snapshot(CITY, 2, {}),
                Feed(("name",), (Row(3, 2, ("b",)),)),
                Feed(("name", "city"), (Row(3, 5, ("b", "b")),)),
            ],
            id="what data has told of others only is filled by the first row that tells it",
        ),
    ],
)
def test_a_story_that_once_ended_wrong(url: str, types: Types, loads: list[Load]) -> None:
    Store(url, types).tell(loads)
