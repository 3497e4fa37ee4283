"""The database with the books dies under loads that undo themselves: each happened or did not, and all can be done."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, func, make_url, select
from sqlalchemy.exc import DBAPIError

from starschema.model.undoing import FINISHED
from tests.backends import Databases
from tests.failures.loads import at_moment
from tests.failures.retail import Sale, load_everything, overlaps, state, warehouse
from tests.failures.test_crashes import created
from tests.failures.test_server_crashes import Server

SIZE, LARGE = 2_000, 20_000

pytestmark = pytest.mark.only("clickhouse", "spark")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A private PostgreSQL, in which the books are."""
    with ExitStack() as started:
        yield Server("postgresql", started)


@pytest.fixture
def new_mart(databases: Databases, server: Server) -> Callable[[], str]:
    """Gives the URL of one more empty mart, with its books in a database of their own on the private server."""

    def new() -> str:
        url = make_url(databases.new())
        return created(url.update_query_dict({"books": server.empty()}).render_as_string(hide_password=False))

    return new


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Any]:
    """Gives what loads of a size leave behind that nobody killed: the same everywhere, so DuckDB does them."""

    @cache
    def of(size: int) -> Any:
        url = created(f"duckdb:///{tmp_path_factory.mktemp('lived')}/mart.db")
        load_everything(url, size)
        return state(url)

    return of


def statuses(url: str) -> dict[str, set[str | None]]:
    """Return the keys of the loads on record by what became of these."""
    found: dict[str, set[str | None]] = {}
    for run in warehouse(url).runs(100):
        found.setdefault(str(run["status"]), set()).add(run["load_key"])
    return found


def seen(url: str) -> int:
    """Return how many sales readers of the views see."""
    mart = warehouse(url)
    columns = (Column(c.name, c.type) for c in Sale.__table__.columns)
    with mart.engine.connect() as connection:
        view = Table(f"fact_sale{FINISHED}", MetaData(), *columns)
        return connection.scalar(select(func.count()).select_from(view)) or 0


def check_the_end(url: str, size: int, expected: Any) -> None:
    """Check what readers see after the crash, load again, and compare all tables and the log with a load that lived."""
    assert seen(url) in (0, size)
    load_everything(url, size)
    assert state(url) == expected
    assert seen(url) == size
    assert overlaps(url) == []
    told = statuses(url)
    assert told.pop("done") == {"first", "sales", "moved", "late"}
    assert set(told) <= {"failed"}


@pytest.mark.parametrize(
    ("moment", "occurrence"),
    [
        ("after a bulk write", 3),
        *(
            pytest.param(*each, marks=pytest.mark.long)
            for each in (
                ("after the log's first entry", 2),
                ("before a bulk write", 2),
                ("before an update", 1),
                ("just before the commit", 2),
                ("just before the commit", 4),
            )
        ),
    ],
)
def test_a_load_whose_books_die_at_a_moment_is_undone_by_the_next_one(
    new_mart: Callable[[], str],
    server: Server,
    lived: Callable[[int], Any],
    moment: str,
    occurrence: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = new_mart()
    with monkeypatch.context() as patched:
        at_moment(moment, occurrence, server.kill, patched.setattr)
        with pytest.raises(DBAPIError):
            load_everything(url, SIZE)
    warehouse(url).engine.dispose()
    server.start()
    assert "running" in statuses(url)
    check_the_end(url, SIZE, lived(SIZE))


@pytest.mark.long
def test_a_load_whose_books_die_at_any_moment_can_be_done_again(
    new_mart: Callable[[], str], server: Server, lived: Callable[[int], Any]
) -> None:
    begun = time.monotonic()
    load_everything(new_mart(), LARGE)
    seconds = time.monotonic() - begun
    for _ in range(5):
        url = new_mart()
        timer = threading.Timer(random.uniform(0.1, seconds), server.kill)
        timer.start()
        with suppress(DBAPIError):
            load_everything(url, LARGE)
        timer.join()
        server.start()
        check_the_end(url, LARGE, lived(LARGE))
