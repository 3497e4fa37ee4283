"""Members are looked up where it costs least, by a rule; where that was stands in the load log."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

import pytest
from sqlalchemy import select

from starschema import Warehouse
from starschema.load.keys.where import FITTING_KEYS, KEYS_SHARE, ROWS_SHARE, place_for
from tests.cases.customers import Customer, Mart, Sale

PLACES: tuple[Literal["workbench", "warehouse"], ...] = ("workbench", "warehouse")
MEMBERS = 80


@pytest.mark.parametrize("share", [KEYS_SHARE, ROWS_SHARE])
def test_a_dimension_is_brought_from_a_share_of_its_keys_on(share: int) -> None:
    assert place_for(1_000, 1_000 * share, share) == "workbench"
    assert place_for(999, 1_000 * share, share) == "warehouse"
    assert place_for(1_000, 1_000 * share + 1, share) == "warehouse"


def test_an_empty_dimension_and_an_empty_load_are_no_trouble() -> None:
    assert place_for(0, 0, KEYS_SHARE) == "workbench"
    assert place_for(5, 0, KEYS_SHARE) == "workbench"
    assert place_for(0, 1, KEYS_SHARE) == "warehouse"


def test_more_keys_than_a_workbench_holds_stay_in_the_warehouse() -> None:
    assert place_for(FITTING_KEYS, FITTING_KEYS, KEYS_SHARE) == "workbench"
    assert place_for(FITTING_KEYS + 1, FITTING_KEYS + 1, KEYS_SHARE) == "warehouse"


def customers(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": i, "name": f"n{i}", "city": f"c{i % 3}"} for i in range(first, last)]


def sales(first: int, last: int) -> list[dict[str, Any]]:
    return [{"order_no": str(i), "id": i, "sold_at": "2024-02-01", "amount": 1} for i in range(first, last)]


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Customer, customers(0, MEMBERS), effective=date(2024, 1, 1))
    return warehouse


def logged(warehouse: Warehouse) -> Any:
    return json.loads(warehouse.runs(1)[0]["lookups"])


def test_the_load_log_says_where_it_was(warehouse: Warehouse) -> None:
    warehouse.load(Sale, sales(0, MEMBERS // KEYS_SHARE))
    assert logged(warehouse) == {"dim_customer": "workbench"}
    warehouse.load(Sale, sales(20, 20 + MEMBERS // KEYS_SHARE - 1))
    assert logged(warehouse) == {"dim_customer": "warehouse"}
    warehouse.load(Customer, customers(0, MEMBERS // ROWS_SHARE), effective=date(2024, 2, 1))
    assert logged(warehouse) == {"dim_customer": "workbench"}
    warehouse.load(Customer, customers(0, 1), effective=date(2024, 2, 1))
    assert logged(warehouse) == {"dim_customer": "warehouse"}
    warehouse.load(Customer, customers(0, MEMBERS), effective=date(2024, 3, 1), snapshot=True, lookup="warehouse")
    assert logged(warehouse) == {"dim_customer": "workbench"}


def test_either_place_gives_the_same_keys_and_the_same_history(warehouse: Warehouse) -> None:
    for number, place in enumerate(PLACES):
        moved = [{"id": i, "city": f"moved {number}"} for i in range(number * 10, number * 10 + 10)]
        result = warehouse.load(Customer, moved, effective=date(2024, 3, 1), lookup=place)
        assert result.versioned == 10
        assert logged(warehouse) == {"dim_customer": place}
        first = 100 * (number + 1)
        rows = [{**row, "order_no": str(first + i)} for i, row in enumerate(sales(0, MEMBERS + 5 + number))]
        assert warehouse.load(Sale, rows, lookup=place).inserted == len(rows)
        assert logged(warehouse) == {"dim_customer": place}
    fact = Sale.__table__
    with warehouse.engine.connect() as connection:
        keys = {
            row.order_no: row.customer_key for row in connection.execute(select(fact.c.order_no, fact.c.customer_key))
        }
    assert [keys[str(100 + i)] for i in range(MEMBERS + 5)] == [keys[str(200 + i)] for i in range(MEMBERS + 5)]
