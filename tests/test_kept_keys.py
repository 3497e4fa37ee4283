"""Key maps stay in the process between loads, and are brought again when anybody has written versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from starschema import StarSchemaError, Warehouse
from starschema.load.keys import kept, whole_maps
from tests.cases.customers import Customer, Mart, Sale

pytestmark = pytest.mark.only("sqlite", "postgresql", "mariadb")


def sales(first: int, *customers: int) -> list[dict[str, Any]]:
    return [
        {"order_no": f"{first + n}", "id": customer, "sold_at": "2024-02-15", "amount": 1}
        for n, customer in enumerate(customers)
    ]


def moved(city: str, *customers: int) -> list[dict[str, Any]]:
    return [{"id": n, "city": city} for n in customers]


def cities(warehouse: Warehouse) -> dict[str, str | None]:
    fact, customer = Sale.__table__, Customer.__table__
    query = select(fact.c.order_no, customer.c.city).join_from(
        fact, customer, fact.c.customer_key == customer.c.customer_key
    )
    with warehouse.engine.connect() as connection:
        return {row.order_no: row.city for row in connection.execute(query)}


def members(warehouse: Warehouse, number: int) -> int:
    with warehouse.engine.connect() as connection:
        return len(connection.execute(select(Customer.customer_key).where(Customer.id == number)).all())


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The dimensions whose key maps were brought from the warehouse, in order."""
    found: list[str] = []
    fetch_all = whole_maps.fetch_all

    def fetched(bench: Any, spec: Any, name: str) -> Any:
        found.append(spec.table.name)
        return fetch_all(bench, spec, name)

    monkeypatch.setattr(whole_maps, "fetch_all", fetched)
    return found


@pytest.fixture
def other(url: str) -> Warehouse:
    """The same database, as another process sees it."""
    made = Warehouse(url, Mart)
    made.create_all()
    made.load(Customer, moved("Oslo", 1, 2, 3), effective=date(2024, 1, 1))
    return made


@pytest.fixture
def warehouse(url: str, other: Warehouse) -> Warehouse:
    return Warehouse(url, Mart, keep_keys=True)


def test_the_second_load_brings_nothing(warehouse: Warehouse, other: Warehouse, brought: list[str]) -> None:
    for number in range(3):
        assert warehouse.load(Sale, sales(10 * number, 1, 2)).inserted == 2
    assert brought == ["dim_customer"]
    assert json.loads(warehouse.runs(1)[0]["lookups"]) == {"dim_customer": "workbench"}
    for number in range(3, 5):
        other.load(Sale, sales(10 * number, 1, 2))
    assert brought == ["dim_customer"] * 3
    assert set(cities(warehouse).values()) == {"Oslo"}


def test_what_another_has_written_in_between_is_brought(
    warehouse: Warehouse, other: Warehouse, brought: list[str]
) -> None:
    warehouse.load(Sale, sales(0, 1))
    other.load(Customer, moved("Moss", 1), effective=date(2024, 2, 1))
    warehouse.load(Sale, sales(10, 1))
    assert brought == ["dim_customer"] * 2
    assert cities(warehouse) == {"0": "Moss", "10": "Moss"}
    warehouse.load(Customer, moved("Bergen", 1), effective=date(2024, 2, 10))
    warehouse.load(Sale, sales(20, 1))
    assert brought == ["dim_customer"] * 3
    assert cities(warehouse)["20"] == "Bergen"


def test_members_that_a_load_has_inferred_stay_with_the_map(
    warehouse: Warehouse, other: Warehouse, brought: list[str]
) -> None:
    assert warehouse.load(Sale, sales(0, 1, 8)).inferred == 1
    assert warehouse.load(Sale, sales(10, 8, 9)).inferred == 1
    assert warehouse.load(Sale, sales(20, 8, 9)).inferred == 0
    assert brought == ["dim_customer"]
    assert other.load(Sale, sales(30, 8, 9, 10)).inferred == 1
    assert warehouse.load(Sale, sales(40, 8, 9, 10)).inferred == 0
    assert brought == ["dim_customer"] * 3
    assert [members(warehouse, n) for n in (8, 9, 10)] == [1, 1, 1]


@pytest.mark.only("postgresql", "mariadb")
def test_a_map_that_another_load_has_added_to_meanwhile_is_not_kept(
    warehouse: Warehouse, other: Warehouse, brought: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    complete: Callable[..., None] = whole_maps.WholeMaps.complete

    def completed(self: Any, rows: Any) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(whole_maps.WholeMaps, "complete", complete)
            assert other.load(Sale, sales(100, 50)).inferred == 1
        complete(self, rows)

    with monkeypatch.context() as patched:
        # Another fact would be let in meanwhile; of the same one, loads take turns, so the lock is left out.
        patched.setattr(type(other._backend), "lock", lambda *_, **__: None)
        patched.setattr(whole_maps.WholeMaps, "complete", completed)
        assert warehouse.load(Sale, sales(0, 60)).inferred == 1
    assert brought == ["dim_customer"] * 2
    assert warehouse.load(Sale, sales(10, 50, 60)).inferred == 0
    assert brought == ["dim_customer"] * 3
    assert [members(warehouse, n) for n in (50, 60)] == [1, 1]


def test_a_load_that_fails_leaves_nothing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> None:
        raise ConnectionError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr("starschema.load.log.LoadLog.finish", stop)
        with pytest.raises(ConnectionError):
            warehouse.load(Sale, sales(0, 1, 8))
    assert warehouse.load(Sale, sales(0, 1, 8)).inferred == 1
    assert members(warehouse, 8) == 1


def test_a_dimension_that_was_dropped_and_made_again_is_another(
    warehouse: Warehouse, other: Warehouse, brought: list[str]
) -> None:
    warehouse.load(Sale, sales(0, 1, 3))
    other.drop_all()
    other.create_all()
    other.load(Customer, moved("Moss", 3, 2, 1), effective=date(2024, 1, 1))
    warehouse.load(Sale, sales(0, 1, 3))
    assert brought == ["dim_customer"] * 2
    assert cities(warehouse) == {"0": "Moss", "1": "Moss"}


def test_maps_that_would_take_too_much_are_not_kept(
    warehouse: Warehouse, brought: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_BYTES", 10)
    for number in range(2):
        warehouse.load(Sale, sales(10 * number, 1, 2))
    assert brought == ["dim_customer"] * 2


def test_a_place_to_look_up_that_there_is_not_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(StarSchemaError, match="lookup='bench' is none of 'auto', 'workbench', 'warehouse'"):
        warehouse.load(Sale, sales(0, 1), lookup="bench")  # type: ignore[arg-type]
