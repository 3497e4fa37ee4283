"""A load on Spark that is killed is undone by the next: what is there is the work of whole loads, at every moment."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from starschema.backends.apart.work import LEFT
from starschema.backends.spark.dbapi import Cursor
from tests.failures.loads import die_at, sales_to
from tests.failures.processes import PATIENCE, start
from tests.failures.retail import Sale, load_everything, overlaps, state, warehouse
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


def test_an_interrupted_load_whose_statement_cannot_be_stopped_is_undone_by_the_next(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("starschema.backends.spark.backend.SparkBackend.name_of", lambda *_: None)
    mart = warehouse(created(url))

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    rows = sales_to(1, 5, 7)
    with pytest.raises(KeyboardInterrupt) as caught:
        mart.load(Sale, rows, alongside=interrupt)
    assert caught.value.__notes__ == [LEFT]
    assert len(state(url)["fact_sale"]) == 5
    mart.load(Sale, rows)
    assert len(state(url)["fact_sale"]) == 5


LONG = "(SELECT sum(a.id * b.id % 7) FROM range({0}) AS a CROSS JOIN range({0}) AS b)"
"""What takes Sail some seconds to answer."""

NUMBERS = 30_000


def load_slowly(url: str, size: int, table: str, begun: Path) -> None:
    """Load everything, while the first statement that inserts what it selects into a table takes some seconds."""
    run = Cursor._run

    def slowly(self: Any, statement: str) -> Any:
        found = re.match(rf"(INSERT INTO {table} \([^)]*\)) (SELECT .*)", statement, re.DOTALL)
        if found and not begun.exists():
            begun.touch()
            statement = f"{found[1]} SELECT * FROM ({found[2]}) AS told WHERE {LONG.format(NUMBERS)} IS NOT NULL"
        return run(self, statement)

    Cursor._run = slowly  # type: ignore[method-assign]
    load_everything(url, size)


def kill_in_an_insert(url: str, table: str, begun: Path) -> float:
    """Kill a process that loads everything while it inserts into a table; return when."""
    process, _ = start(load_slowly, (url, SIZE, table, begun))
    deadline = time.monotonic() + PATIENCE
    while not begun.exists():
        assert time.monotonic() < deadline, f"nothing is inserted into {table}"
        time.sleep(0.02)
    time.sleep(0.3)  # it has come to Sail then
    assert process.is_alive()
    process.kill()
    process.join()
    return time.monotonic()


def check_that_nothing_comes_later(url: str, killed: float, expected: Any) -> None:
    """Do it again, wait until what was under way would have been done, and look once more."""
    load_everything(url, SIZE)
    assert state(url) == expected
    assert overlaps(url) == []
    engine, asked = warehouse(url).engine, time.monotonic()
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT {LONG.format(NUMBERS)}").all()
    took = time.monotonic() - asked
    time.sleep(max(0.0, killed + 2 * took - time.monotonic()))
    assert state(url) == expected


@pytest.mark.parametrize("table", ["fact_sale", pytest.param("dim_customer", marks=pytest.mark.long)])
def test_a_statement_that_a_killed_load_has_left_under_way_adds_nothing_later(
    new_url: Urls, backend: str, lived: Any, tmp_path: Path, table: str
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    killed = kill_in_an_insert(url, table, tmp_path / "begun")
    check_that_nothing_comes_later(url, killed, expected)


@pytest.mark.long
def test_a_statement_of_one_that_was_killed_while_it_undid_another_adds_nothing_later(
    new_url: Urls, backend: str, lived: Any, tmp_path: Path
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    process, _ = start(die_at, (url, SIZE, "before a bulk write", 4))  # some versions are closed then
    process.join(PATIENCE)
    killed = kill_in_an_insert(url, "dim_customer", tmp_path / "begun")  # the first brings these back as they were
    check_that_nothing_comes_later(url, killed, expected)
