"""A load on Spark that is killed is undone by the next: what is there is the work of whole loads, at every moment."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

from tests.failures.loads import die_at
from tests.failures.processes import PATIENCE, start
from tests.failures.test_crashes import check_that_the_retry_ends_like_a_load_that_lived, clean, created

SIZE = 2_000

Urls = Callable[[], str]

pytestmark = pytest.mark.only("spark")


@pytest.fixture(scope="module")
def lived() -> dict[tuple[str, int], Any]:
    """What loads that nobody killed have left behind, by database and size."""
    return {}


@pytest.mark.parametrize(
    ("moment", "occurrence"),
    [
        ("after the log's first entry", 2),
        ("before a bulk write", 2),
        ("after a bulk write", 3),
        ("before an update", 1),
        ("just before the commit", 2),
        ("just before the commit", 4),
    ],
)
def test_a_load_killed_at_a_moment_is_undone_by_the_next(
    new_url: Urls, backend: str, lived: Any, moment: str, occurrence: int
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    process, _ = start(die_at, (url, SIZE, moment, occurrence))
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL, f"the loads never came {occurrence} times {moment}"
    check_that_the_retry_ends_like_a_load_that_lived(url, SIZE, expected)
