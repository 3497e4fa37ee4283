"""A load that dies leaves nothing half-done, and loading again ends where a load that lived would have."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from starschema.model.bookkeeping import bookkeeping
from tests.failures.loads import die_at
from tests.failures.processes import PATIENCE, start
from tests.failures.retail import Customer, Mart, Sale, load_everything, overlaps, state, warehouse

SIZE = 4_000
"""Facts in a load that dies at a moment that the test names."""

LARGE = 20_000
"""Facts in one that dies at a moment left to chance: enough that it is killed within a bulk write now and then."""

Urls = Callable[[], str]


@pytest.fixture(scope="module")
def lived() -> dict[tuple[str, int], Any]:
    """What loads that nobody killed have left behind, and how long they took, by database and size."""
    return {}


def created(url: str) -> str:
    """Create the mart and let go of the database, so that another process can open it."""
    mart = warehouse(url)
    mart.create_all()
    mart.engine.dispose()
    return url


def clean(lived: dict[tuple[str, int], Any], backend: str, new_url: Urls, size: int) -> Any:
    if (backend, size) not in lived:
        url = created(new_url())
        started = time.monotonic()
        load_everything(url, size)
        lived[backend, size] = (state(url), time.monotonic() - started)
    return lived[backend, size]


def check_that_the_retry_ends_like_a_load_that_lived(url: str, size: int, expected: Any) -> None:
    half = state(url)
    results = load_everything(url, size)
    for result in results:
        assert result.rejected == 0
    assert state(url) == expected
    assert overlaps(url) == []
    # What was there after the crash was the work of whole loads.
    assert len(half["fact_sale"]) in (0, size)
    members, inferred = size // 8, min(size // 100, 300)
    stages = (0, members, members + inferred, 2 * members + inferred, 3 * members + inferred)
    assert len(half["dim_customer"]) - 2 in stages
    mart = warehouse(url)
    with mart.engine.connect() as connection:
        loads = bookkeeping(Mart.metadata).loads
        done = set(connection.scalars(select(loads.c.load_id).where(loads.c.status == "done")))
        for table in (Customer, Sale):
            assert set(connection.scalars(select(table.load_id).distinct())) - {0} <= done
        keys = connection.execute(select(loads.c.load_key).where(loads.c.status == "done")).scalars().all()
        assert sorted(keys) == ["first", "late", "moved", "sales"]
        tables = inspect(connection).get_table_names()
        assert not [name for name in tables if name.startswith(("starschema_sent", "starschema_moves"))]
    mart.engine.dispose()


@pytest.mark.only("postgresql", "mariadb")
@pytest.mark.parametrize(
    ("moment", "occurrence"), [("before a piece is handed to the writer", 3), ("after a piece is written", 2)]
)
def test_a_load_killed_between_two_pieces_can_be_done_again(
    new_url: Urls, backend: str, lived: Any, moment: str, occurrence: int
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    process, _ = start(die_at, (url, SIZE, moment, occurrence))
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL, f"the loads never came {occurrence} times {moment}"
    check_that_the_retry_ends_like_a_load_that_lived(url, SIZE, expected)


@pytest.mark.parametrize(
    ("moment", "occurrence"),
    [
        ("after the log's first entry", 1),
        ("before a bulk write", 2),
        ("after a bulk write", 3),
        ("before an update", 1),
        ("just before the commit", 2),
        ("just before the commit", 4),
    ],
)
def test_a_load_killed_at_a_moment_can_be_done_again(
    new_url: Urls, backend: str, lived: Any, moment: str, occurrence: int
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    process, _ = start(die_at, (url, SIZE, moment, occurrence))
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL, f"the loads never came {occurrence} times {moment}"
    check_that_the_retry_ends_like_a_load_that_lived(url, SIZE, expected)


def test_a_load_killed_at_any_time_can_be_done_again(
    databases: Any, backend: str, lived: Any, request: pytest.FixtureRequest
) -> None:
    expected, seconds = clean(lived, backend, databases.new, LARGE)
    rounds = 25 if request.config.getoption("--long") else 2
    for _ in range(rounds):
        databases.reset()
        url = created(databases.new())
        delay = random.uniform(0, seconds)
        process, _ = start(load_everything, (url, LARGE))
        process.join(delay)
        process.kill()
        process.join()
        try:
            check_that_the_retry_ends_like_a_load_that_lived(url, LARGE, expected)
        except Exception as error:
            error.add_note(f"the load was killed after {delay:.3f} s of about {seconds:.3f} s")
            raise


def test_a_failed_load_leaves_no_files_and_no_tables(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    mart = warehouse(created(url))
    rows = [{"order_no": n, "sold_at": "2024-01-01", "customer_id": n, "amount": "1.00"} for n in range(100)]
    mart.load(Sale, rows)

    class Stopped(Exception):
        """What stops the load."""

    def stop(*_: Any) -> None:
        raise Stopped("in the middle")

    before = state(url)
    mart = warehouse(url)
    with monkeypatch.context() as patched:
        patched.setattr("starschema.load.log.LoadLog.finish", stop)
        with pytest.raises(Stopped):
            mart.load(Sale, [{**row, "order_no": row["order_no"] + 1000, "customer_id": 7000} for row in rows])
    with mart.engine.connect() as connection:
        # on this very connection, which the failed load gave back to the pool
        names = inspect(connection).get_temp_table_names() if mart.engine.dialect.name in ("sqlite",) else []
        assert names == []
    assert list(folder.iterdir()) == []
    mart.engine.dispose()
    assert state(url) == before
    (failed, done) = warehouse(url).runs()
    assert (failed["status"], done["status"]) == ("failed", "done")
    assert failed["error"] == "Stopped: in the middle"
    assert failed["finished_at"] is not None
    assert failed["inserted"] == 0
