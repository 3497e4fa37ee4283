"""Flows run as they are beyond one machine: on ClickHouse and Spark, where each load undoes itself, and on a lake."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.backends import ServerDatabases
from tests.flows.brokers import broker
from tests.flows.shop import full_flow, small_flow, state, warehouse, write_little
from tests.flows.test_workers import Shop, check, kill_one, rounds
from tests.flows.workers import is_done, wait_for
from tests.services import Unavailable

PIECES = 2
"""A file of customers, and one of sales."""


@pytest.fixture
def started() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def on_duckdb(folder: Path) -> Any:
    """Return the state that the flow comes to on DuckDB."""
    mart = warehouse("duckdb:///:memory:")
    assert small_flow(folder, "clean").run(mart)
    return state(mart)


@pytest.mark.only("clickhouse", "spark")
def test_a_flow_run_by_one_process_ends_as_on_duckdb_and_has_nothing_left_to_do(url: str, tmp_path: Path) -> None:
    write_little(tmp_path)
    mart, flow = warehouse(url), small_flow(tmp_path)
    result = flow.run(mart)
    assert result, str(result)
    assert state(mart) == on_duckdb(tmp_path)
    assert not flow.run(mart).reports
    assert is_done(flow, mart, PIECES)


@pytest.fixture
def place(url: str, backend: str, _server_databases: Callable[[str], ServerDatabases]) -> Iterator[str]:
    """The URL of an empty database whose books several processes can write at once, in one of PostgreSQL's."""
    if backend != "spark":
        yield url
        return
    try:
        pool = _server_databases("postgresql")
    except Unavailable as error:
        pytest.skip(f"no postgresql for the books; tried {error}")
    yield make_url(url).update_query_dict({"books": pool.new()}).render_as_string(hide_password=False)
    pool.reset()


@pytest.mark.only("ducklake", "spark")
def test_workers_of_celerys_run_it_though_one_is_killed_at_its_load(
    place: str, tmp_path: Path, started: ExitStack
) -> None:
    folder = tmp_path / "shop"
    write_little(folder)
    shop = Shop(place, broker("redis", started), folder, started, flow="small")
    worker = shop.worker("-c", "2")
    shop.flow.start(shop.app)
    wait_for(lambda: kill_one(shop, worker, random.Random(7)), worker)
    wait_for(lambda: is_done(shop.flow, shop.mart, PIECES), worker)
    worker.kill()
    assert state(shop.mart) == on_duckdb(folder)
    done = [run["load_key"] for run in shop.mart.runs(100) if run["status"] == "done"]
    assert len(set(done)) == len(done) == PIECES
    assert max(task.attempts for task in shop.flow.tasks(shop.mart)) > 1
    assert {str(task.claimed_by).split()[1] for task in shop.flow.tasks(shop.mart)}.isdisjoint({str(os.getpid())})


@pytest.mark.long
@pytest.mark.only("ducklake", "spark")
def test_workers_that_are_killed_again_and_again_do_everything_once(
    place: str, tmp_path: Path, started: ExitStack
) -> None:
    shop = Shop(place, broker("redis", started), tmp_path / "shop", started)
    clean = warehouse("duckdb:///:memory:")
    assert full_flow(shop.folder, "clean").run(clean)
    rounds(shop, 9, random.Random())
    check(shop, state(clean))
