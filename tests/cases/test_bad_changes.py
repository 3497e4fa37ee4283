"""A change that cannot be placed is set aside with a reason that says what to do, and the others are loaded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from starschema import RejectedRows, SourceError, Warehouse
from starschema.model.bookkeeping import bookkeeping
from tests.cases.customers import Customer, Mart

pytestmark = pytest.mark.spread

GOOD = {"id": 7, "city": "Oslo", "at": "2024-01-01", "gone": "no"}

BAD: dict[str, tuple[list[dict[str, Any]], str, str | None, str]] = {
    "a time that is none": ([{**GOOD, "id": 1, "at": "soon"}], "at", "soon", "write it as 2024-02-01"),
    "a time before all time": ([{**GOOD, "id": 1, "at": "0001-01-01"}], "at", "0001-01-01", "open ends; correct it"),
    "a time after all time": ([{**GOOD, "id": 1, "at": "9999-12-31"}], "at", "9999-12-31", "open ends; correct it"),
    "a time that no database holds": (
        [{**GOOD, "id": 1, "at": "12024-01-01"}],
        "at",
        "12024-01-01",
        "write it as 2024-02-01",
    ),
    "no time": ([{**GOOD, "id": 1, "at": None}], "at", None, "fill it in"),
    "a flag that says neither yes nor no": ([{**GOOD, "id": 1, "gone": "perhaps"}], "gone", "perhaps", "true"),
    "no natural key": ([{**GOOD, "id": None}], "id", None, "every row needs a value"),
    "a contradiction": (
        [{**GOOD, "id": 1, "city": "Moss"}, {**GOOD, "id": 1, "city": "Bergen"}],
        "",
        None,
        "keep one, or give sequence= a column",
    ),
    "a deletion and a row of one time": (
        [{**GOOD, "id": 1}, {**GOOD, "id": 1, "gone": "yes"}],
        "",
        None,
        "keep one, or give sequence= a column",
    ),
}


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


def cities(warehouse: Warehouse) -> dict[int, str | None]:
    customers = Customer.__table__
    query = select(customers.c.id, customers.c.city).where(customers.c.customer_key > 0)
    with warehouse.engine.connect() as connection:
        return {row.id: row.city for row in connection.execute(query)}


@pytest.mark.parametrize("case", BAD)
def test_a_change_that_cannot_be_placed_is_set_aside_with_its_reason(warehouse: Warehouse, case: str) -> None:
    rows, column, value, remedy = BAD[case]
    data = [{key: row[key] for key in GOOD} for row in ({**GOOD, "id": 6}, *rows, GOOD)]
    result = warehouse.load(Customer, data, effective="at", deleted="gone", reject_limit=2)
    assert (result.read, result.inserted, result.rejected) == (len(data), 2, len(rows))
    assert cities(warehouse) == {6: "Oslo", 7: "Oslo"}
    quarantine = bookkeeping(Mart.metadata).quarantine
    with warehouse.engine.connect() as connection:
        kept = connection.execute(select(quarantine).order_by(quarantine.c.row_number)).mappings().all()
    assert [row["row_number"] for row in kept] == list(range(2, 2 + len(rows)))
    for row in kept:
        assert (row["column_name"] or "", row["load_id"]) == (column, result.load_id)
        assert value is None or value in row["value"]
        assert remedy in row["reason"]
        assert "Oslo" in row["record"] or "Moss" in row["record"] or "Bergen" in row["record"]


@pytest.mark.parametrize("case", BAD)
def test_by_default_it_fails_the_load_and_nothing_is_loaded(warehouse: Warehouse, case: str) -> None:
    rows, _, _, remedy = BAD[case]
    with pytest.raises(RejectedRows) as caught:
        warehouse.load(Customer, [GOOD, *rows], effective="at", deleted="gone")
    assert remedy in str(caught.value)
    assert "row 2" in str(caught.value)
    assert cities(warehouse) == {}


def test_a_flag_may_be_left_open(warehouse: Warehouse) -> None:
    warehouse.load(Customer, [{**GOOD, "gone": None}], effective="at", deleted="gone")
    assert cities(warehouse) == {7: "Oslo"}


def test_a_constant_time_outside_of_all_time_is_refused(warehouse: Warehouse) -> None:
    for time in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(SourceError, match="9999-12-31"):
            warehouse.load(Customer, [{"id": 1, "city": "Oslo"}], effective=time)
    assert cities(warehouse) == {}
