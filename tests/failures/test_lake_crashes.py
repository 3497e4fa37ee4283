"""A lake and its books are committed together or not at all, whoever dies: the loader, or its connections."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text

from starschema import Warehouse
from starschema.model.bookkeeping import bookkeeping
from tests.failures.loads import cut_off_at, die_at, load_visits
from tests.failures.processes import PATIENCE, start
from tests.failures.retail import Customer, Mart, Sale, customers, load_everything, sales, state, warehouse
from tests.failures.test_crashes import check_that_the_retry_ends_like_a_load_that_lived, clean, created

SIZE = 2_000

Urls = Callable[[], str]

pytestmark = pytest.mark.only("ducklake")


@pytest.fixture(scope="module")
def lived() -> dict[tuple[str, int], Any]:
    """What loads that nobody killed have left behind, by database and size."""
    return {}


@pytest.mark.parametrize(
    ("moment", "occurrence"),
    [
        ("before the lake and the books are committed", 2),
        ("between what the books are told and the lake's commit", 3),
        ("after the lake's commit", 3),
    ],
)
def test_a_loader_killed_about_the_commit_leaves_all_of_its_load_or_nothing(
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
        ("after the log's first entry", 2),
        ("after a bulk write", 2),
        ("before the lake and the books are committed", 2),
        ("between what the books are told and the lake's commit", 3),
        ("after the lake's commit", 3),
    ],
)
def test_loads_whose_connections_to_the_catalog_are_ended_can_be_done_again(
    new_url: Urls, backend: str, lived: Any, moment: str, occurrence: int
) -> None:
    expected, _ = clean(lived, backend, new_url, SIZE)
    url = created(new_url())
    process, outcome = start(cut_off_at, (url, SIZE, moment, occurrence))
    assert outcome.poll(PATIENCE), "a load hangs"
    outcome.recv()  # an error, or results: that depends on which connection is used again
    process.join()
    check_that_the_retry_ends_like_a_load_that_lived(url, SIZE, expected)


def test_a_load_that_has_lost_its_locks_is_undone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lake's connection lives, and the one that held the locks is gone at the last moment."""
    from starschema.backends.ducklake.dialect import Lake

    mart: Warehouse = warehouse(created(url))
    mart.load(Sale, sales(100, 10))
    commit, ended = Lake.commit_telling, []

    def lose(lake: Lake, message: str) -> None:
        pid = lake.books.connection.scalar(select(func.pg_backend_pid()))
        lake.books.connection.rollback()
        with mart.engine.connect() as connection, connection.beside.begin() as other:  # type: ignore[attr-defined]
            ended.append(other.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid}))
        commit(lake, message)

    monkeypatch.setattr(Lake, "commit_telling", lose)
    more = sales(200, 10).slice(100)
    with pytest.raises(Exception, match="lost its connection to the catalog, and with it its locks"):
        mart.load(Sale, more, load_key="more")
    assert ended == [True]
    monkeypatch.undo()
    with mart.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Sale)) == 100
    assert [run["status"] for run in mart.runs()] == ["failed", "done"]
    assert mart.load(Sale, more, load_key="more").inserted == 100


def test_the_books_tell_of_every_load_that_is_in_the_lake_and_of_no_other(url: str) -> None:
    mart = warehouse(created(url))
    load_everything(url, SIZE)
    loads = bookkeeping(Mart.metadata).loads
    with mart.engine.connect() as connection:
        done = set(connection.scalars(select(loads.c.load_id).where(loads.c.status == "done")))
        for model in (Customer, Sale):
            assert set(connection.scalars(select(model.load_id).distinct())) - {0} <= done
        left = connection.beside.connect()  # type: ignore[attr-defined]
        with left:
            assert left.scalar(text("SELECT count(*) FROM starschema_commit")) == 0
    assert state(url)["fact_sale"]


def test_loads_of_different_tables_do_not_wait_for_each_other(url: str) -> None:
    mart = warehouse(created(url))
    mart.load(Customer, customers(10, date(2023, 12, 1)), effective="at")
    targets, backend = bookkeeping(Mart.metadata).targets, mart._backend
    with backend.transaction() as other:
        backend.lock(other, targets, [("fact_sale", "history")], share=False)
        process, outcome = start(load_visits, (url, 0, 100, 10))
        assert outcome.poll(PATIENCE), "the load waits"
        assert outcome.recv().inserted == 100
        process.join()
