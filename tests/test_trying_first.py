"""A fact load leaves it to the database to find a grain that is there already, and looks closer only if it does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text

from starschema import RejectedRows, Warehouse
from starschema.load.facts.fact import FactLoad
from tests.cases.customers import Mart, Sale

pytestmark = pytest.mark.only("sqlite", "postgresql", "mariadb")


def sales(*orders: str, amount: int = 1) -> list[dict[str, Any]]:
    return [{"order_no": order, "id": 1, "sold_at": "2024-02-01", "amount": amount} for order in orders]


def counted(warehouse: Warehouse) -> tuple[Any, ...]:
    fact = Sale.__table__
    with warehouse.engine.connect() as connection:
        return tuple(connection.execute(select(func.count(), func.sum(fact.c.amount)).select_from(fact)).one())


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Sale, sales("A", "B"))
    return warehouse


def test_new_rows_are_written_without_a_look_at_those_on_record(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(*_: Any) -> None:
        raise AssertionError("it looked")

    monkeypatch.setattr(FactLoad, "_on_record", looked)
    assert warehouse.load(Sale, sales("C", "D")).inserted == 2
    with pytest.raises(AssertionError, match="it looked"):
        warehouse.load(Sale, sales("E", "A"))
    with pytest.raises(AssertionError, match="it looked"):
        warehouse.load(Sale, sales("E"), on_duplicate="ignore")
    assert counted(warehouse) == (4, 4)


def test_a_row_that_is_there_already_is_named_and_the_others_are_written_once(warehouse: Warehouse) -> None:
    with pytest.raises(RejectedRows, match=r"row 2.*already has a row of this grain"):
        warehouse.load(Sale, sales("C", "B", "D", amount=5))
    assert counted(warehouse) == (2, 2)
    result = warehouse.load(Sale, sales("C", "B", "D", amount=5), reject_limit=1)
    assert (result.inserted, result.rejected) == (2, 1)
    assert counted(warehouse) == (4, 12)


def test_a_plan_says_the_same(warehouse: Warehouse) -> None:
    plan = warehouse.load(Sale, sales("C", "B"), dry_run=True)
    assert (plan.inserted, plan.rejected) == (1, 1)
    assert counted(warehouse) == (2, 2)


@pytest.mark.only("postgresql", "mariadb")
def test_without_its_primary_key_the_table_is_looked_through(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        name = inspect(connection).get_pk_constraint("fact_sale")["name"]
        what = "PRIMARY KEY" if warehouse.engine.dialect.name != "postgresql" else f"CONSTRAINT {name}"
        connection.execute(text(f"ALTER TABLE fact_sale DROP {what}"))
    with pytest.raises(RejectedRows, match="already has a row of this grain"):
        warehouse.load(Sale, sales("C", "B"))
    assert counted(warehouse) == (2, 2)
