"""Flows run as they are where no transaction holds a load together: on ClickHouse and on Spark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.flows.brokers import broker
from tests.flows.shop import small_flow, state, warehouse, write_little
from tests.flows.test_workers import Shop
from tests.flows.workers import is_done, wait_for

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


@pytest.mark.only("spark")
def test_a_worker_of_celerys_runs_it_on_spark(url: str, tmp_path: Path, started: ExitStack) -> None:
    folder = tmp_path / "shop"
    write_little(folder)
    shop = Shop(url, broker("redis", started), folder, started, flow="small")
    worker = shop.worker("-c", "1")
    shop.flow.start(shop.app)
    wait_for(lambda: is_done(shop.flow, shop.mart, PIECES), worker)
    worker.kill()
    assert state(shop.mart) == on_duckdb(folder)
    assert {str(task.claimed_by).split()[1] for task in shop.flow.tasks(shop.mart)}.isdisjoint({str(os.getpid())})
