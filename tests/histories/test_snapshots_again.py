"""What a snapshot tells is kept when it is delivered again, and when older changes come after it."""

from __future__ import annotations

import pytest

from tests.histories.operations import Feed, Load, Row, Snapshot
from tests.histories.store import Store

FIRST = Feed(("name", "city"), (Row(1, 4, ("Ann", "Oslo")),))
RENAMED = Snapshot(("name", "city"), 5, {1: ("Anne", "Oslo")})
BARE = Feed((), (Row(1, 4),))
OLDER = Feed(("city",), (Row(1, 3, ("Bergen",)),))


@pytest.mark.spread
@pytest.mark.parametrize(
    "loads",
    [
        pytest.param([FIRST, RENAMED, RENAMED, OLDER], id="a correction, and then an older change"),
        pytest.param([FIRST, RENAMED, RENAMED, FIRST], id="a correction, and then what it corrected again"),
        pytest.param([BARE, RENAMED, BARE], id="what was not known before, and then nothing again"),
        pytest.param([BARE, RENAMED, RENAMED, BARE], id="what was not known before, twice, and then nothing again"),
        pytest.param([BARE, RENAMED, RENAMED, OLDER, BARE], id="what was not known before, and then an older change"),
    ],
)
def test_what_a_snapshot_told_is_not_forgotten(url: str, loads: list[Load]) -> None:
    Store(url, {"name": 1, "city": 2}).tell(loads)
