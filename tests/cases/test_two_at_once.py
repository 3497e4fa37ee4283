"""Case 26: two loaders at once end in the state of some order of their loads, whatever that was."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import select

from starschema import Warehouse
from starschema.model.bookkeeping import bookkeeping
from tests.cases.customers import Customer, Mart, Sale, told

CITIES = ["Oslo", "Moss", "Hamar", "Bergen", "Rome", "Pisa"]


def load_half(url: str, half: int) -> int:
    """Load every other change of three customers, each in a load of its own, and a sale to one not known."""
    warehouse = Warehouse(url, Mart)
    versioned = 0
    for place, city in list(enumerate(CITIES))[half::2]:
        rows = [{"id": number, "name": "Ann", "city": city} for number in (1, 2, 3)]
        versioned += warehouse.load(Customer, rows, effective=datetime(2024, place + 1, 1)).read
    sale = {"order_no": f"{half}", "id": 99, "sold_at": datetime(2024, 1, 15)}
    versioned += warehouse.load(Sale, [sale]).inserted
    warehouse.engine.dispose()
    return versioned


def loaders(backend: str) -> Executor:
    """Return two processes; two threads for DuckDB, and for ClickHouse in memory, which one process can open."""
    if backend in ("duckdb", "clickhouse"):
        return ThreadPoolExecutor(2)
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


def test_two_loaders_at_once_make_one_history_and_one_inferred_member(backend: str, url: str) -> None:
    story = told(url)
    story.warehouse.engine.dispose()
    with loaders(backend) as pool:
        assert list(pool.map(load_half, [url, url], [0, 1])) == [10, 10]
    life = """
                Oslo   [01-01, 02-01)
                Moss   [02-01, 03-01)
                Hamar  [03-01, 04-01)
                Bergen [04-01, 05-01)
                Rome   [05-01, 06-01)
                Pisa   [06-01, ∞) current"""
    story.tell(f"""
        after   {life.strip()}{life}{life}
                ∅ [0001-01-01, ∞) current inferred
    """)
    keys = [row["customer_key"] for row in story.rows()]
    assert len(set(keys)) == len(keys) == 19
    assert story.points() == [f"0 K{keys[-1]}", f"1 K{keys[-1]}"]
    with story.warehouse.engine.connect() as connection:
        statuses = connection.execute(select(bookkeeping(Mart.metadata).loads.c.status)).scalars().all()
    assert statuses == ["done"] * 8
