"""Aggregates: what they keep is what the fact adds up to, whatever load changed the fact or its dimensions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, true, update

from starschema import StarSchemaError
from tests.cases.sales import BuyersByCity, Mart, OrdersByDay, SalesByCustomer, SalesByMonth, SalesByProduct, StockByDay
from tests.cases.stars import Star


def facts(*lines: str) -> str:
    """Return a drawn load of sales: number, time, customer, buyer, product, channel, pieces and amount."""
    rows = "\n                ".join(lines)
    return f"""
        load    Sale number sold_at id buyer_id sku channel pieces amount
                {rows}
    """


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


MONTHS = "SalesByMonth month city sales amount least most"


def test_what_a_load_adds_is_added_and_null_is_a_slice_of_its_own(star: Star) -> None:
    star.tell("""
        load    Customer id city segment at effective=at
                1 Oslo big 01-01
                2 oslo small 01-01
    """)
    star.tell(
        facts(
            "1 01-01T10:00 1 1 A web 1 5.00",
            "2 01-02T10:00 1 2 A web 2 ∅",
            "3 01-02T10:00 2 2 B ∅ 3 7.50",
            "4 02-02T10:00 ∅ 2 B shop 4 ∅",
            "5 01-09T10:00 9 2 B shop 5 1.00",
        )
    )
    star.tell(f"""
        after   {MONTHS}
                2024-01 Oslo 2 5.00 5.00 2
                2024-01 oslo 1 7.50 7.50 3
                2024-01 ∅ 1 1.00 1.00 5
                2024-02 Unknown 1 ∅ ∅ 4
        after   SalesByProduct product channel segment pieces
                A web big 3
                B shop Unknown 4
                B shop ∅ 5
                B ∅ small 3
        after   BuyersByCity city buyers cities channels
                Oslo 1 1 1
                oslo 1 3 2
    """)
    star.tell(facts("6 01-20T10:00 1 1 A ∅ 9 -5.01", "7 02-20T10:00 ∅ 1 A ∅ 1 2.00", "8 03-01T10:00 1 9 C ∅ 1 ∅"))
    star.tell(f"""
        after   {MONTHS}
                2024-01 Oslo 3 -0.01 -5.01 9
                2024-01 oslo 1 7.50 7.50 3
                2024-01 ∅ 1 1.00 1.00 5
                2024-02 Unknown 2 2.00 2.00 4
                2024-03 Oslo 1 ∅ ∅ 1
        after   BuyersByCity city buyers cities channels
                Oslo 1 2 1
                oslo 1 3 2
                ∅ 1 1 0
        after   SalesByMonth month city load_id
                2024-01 Oslo 3
                2024-01 oslo 2
                2024-01 ∅ 2
                2024-02 Unknown 3
                2024-03 Oslo 3
    """)
    for aggregate in (SalesByMonth, SalesByProduct, BuyersByCity, SalesByCustomer):
        assert star.warehouse.verify(aggregate)


def test_what_a_load_changes_is_added_up_anew(star: Star) -> None:
    star.tell(facts("1 01-01T10:00 1 1 A web 1 5.00", "2 01-02T10:00 1 2 A web 2 7.00"))
    star.tell(f"""
        load    Sale number sold_at id buyer_id sku channel pieces amount on_duplicate=replace
                2 02-02T10:00 1 2 A web 2 6.00
                3 01-03T10:00 1 2 A web 9 9.00
        counts  2 read, 1 inserted, 1 updated, 2 inferred
        after   {MONTHS}
                2024-01 ∅ 2 14.00 5.00 9
                2024-02 ∅ 1 6.00 6.00 2
        load    Sale number sold_at id buyer_id sku channel pieces amount on_duplicate=replace
                2 01-02T10:00 1 2 A web 2 6.00
        after   {MONTHS}
                2024-01 ∅ 3 20.00 5.00 9
        load    Sale number sold_at id buyer_id sku channel pieces amount on_duplicate=ignore
                2 01-02T10:00 1 2 A web 2 99.00
                4 01-04T10:00 1 2 A web 2 1.00
        after   {MONTHS}
                2024-01 ∅ 4 21.00 1.00 9
    """)
    star.tell("""
        load    Stock day sku pieces
                01-01 A 5
                01-01 B 6
                01-02 A 5
        load    Stock day sku pieces
                01-01 A 4
        after   StockByDay day pieces
                01-01 4
                01-02 5
        load    Stock day sku pieces period='2024-01-02'
                01-02 C 1
        after   StockByDay day pieces
                01-01 4
                01-02 1
        load    Order order_no shipped_on pieces
                1 ∅ 5
                2 ∅ ∅
                3 01-05 7
        load    Order order_no shipped_on
                1 01-05
        after   OrdersByDay shipped state orders pieces
                01-05 shipped 2 12
                n/a ∅ 1 ∅
    """)
    star.load("Stock", [], period="2024-01-02")
    assert star.holds("StockByDay", ["day", "pieces"]) == ["01-01 4"]
    for aggregate in (SalesByMonth, StockByDay, OrdersByDay):
        assert star.warehouse.verify(aggregate)


def test_slices_follow_the_history_of_dimensions(star: Star) -> None:
    star.tell("""
        load    Customer id city segment at effective=at
                1 Oslo big 01-01
                2 Moss small 01-01
    """)
    star.tell(
        facts("1 01-05T00:00 1 1 A web 1 5.00", "2 01-25T00:00 1 2 A web 2 7.00", "3 01-25T00:00 2 2 A web 4 1.00")
    )
    star.tell(f"""
        load    Customer id city segment at effective=at
                1 Moss big 01-10
        counts  1 read, 1 versioned, 1 repointed
        after   {MONTHS}
                2024-01 Moss 2 8.00 1.00 4
                2024-01 Oslo 1 5.00 5.00 1
        after   SalesByCustomer customer customer.city sales
                1 Moss 1
                1 Oslo 1
                2 Moss 1
        load    Customer id segment at effective=at
                2 big 02-01
        counts  1 read, 1 updated
        after   SalesByProduct product channel segment pieces
                A web big 7
        load    Customer id city segment at effective=at
                1 Oslo big 01-10
        after   {MONTHS}
                2024-01 Moss 1 1.00 1.00 4
                2024-01 Oslo 2 12.00 5.00 2
        after   SalesByCustomer customer sales
                1 2
                2 1
    """)
    star.load(
        "Customer",
        [{"id": 1, "city": "Rome"}, {"id": 2, "city": "Moss"}],
        effective=dt.date(2024, 1, 20),
        snapshot=True,
    )
    star.tell(f"""
        after   {MONTHS}
                2024-01 Moss 1 1.00 1.00 4
                2024-01 Oslo 1 5.00 5.00 1
                2024-01 Rome 1 7.00 7.00 2
    """)
    for aggregate in (SalesByMonth, SalesByProduct, BuyersByCity, SalesByCustomer):
        assert star.warehouse.verify(aggregate)


@pytest.mark.beyond
def test_an_aggregate_is_verified_and_can_be_added_up_anew(star: Star) -> None:
    star.tell(facts("1 01-05T00:00 1 1 A web 1 5.00", "2 02-25T00:00 1 2 A web 2 7.00", "3 03-25T00:00 1 2 A web 4 ∅"))
    table = SalesByMonth.__table__
    with star.warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.month == "2024-01").values(amount=6))
        connection.execute(delete(table).where(table.c.month == "2024-02"))
        connection.execute(update(table).where(table.c.month == "2024-03").values(month=None))
    found = star.warehouse.verify(SalesByMonth)
    assert {fault.kind: fault.count for fault in found.faults} == {
        "slices of Sale that are missing, or are other than this": 3,
        "slices that are not what Sale adds up to": 2,
    }
    star.result = star.warehouse.rebuild(SalesByMonth)
    assert star.counts() == "3 read, 2 inserted, 1 updated, 1 removed, 1 missing"
    assert star.warehouse.verify(SalesByMonth)
    # One that was declared later is complete after the first load.
    with star.warehouse.engine.begin() as connection:
        connection.execute(delete(table).where(true()))  # ClickHouse wants to be told
    star.tell(facts("4 01-06T00:00 1 1 A web 1 1.00"))
    star.tell(f"""
        after   {MONTHS}
                2024-01 ∅ 2 6.00 1.00 1
                2024-02 ∅ 1 7.00 7.00 2
                2024-03 ∅ 1 ∅ ∅ 4
    """)
    with pytest.raises(StarSchemaError, match="SalesByMonth is kept by the loads of Sale; load that, or rebuild"):
        star.load("SalesByMonth", [{"month": "2024-01"}])


def test_a_load_that_fails_leaves_the_aggregates_as_they_were(star: Star, monkeypatch: pytest.MonkeyPatch) -> None:
    star.tell(facts("1 01-05T00:00 1 1 A web 1 5.00"))

    def failing(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("starschema.load.log.LoadLog.finish", failing)
    with pytest.raises(RuntimeError):
        star.tell(facts("2 01-06T00:00 1 1 A web 1 5.00"))
    monkeypatch.undo()
    assert star.holds("SalesByMonth", ["sales"]) == ["1"]
    assert star.warehouse.verify(SalesByMonth)
