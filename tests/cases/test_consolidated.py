"""Facts side by side: what every load of one of them leaves of it, drawn."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from starschema import StarSchemaError
from tests.cases.plans import ByCity, ByProduct, Mart
from tests.cases.stars import Star

PRODUCTS = "ByProduct month product planned sold best plan_rows sale_rows"
CITIES = "ByCity city planned sold buyers plan_rows sale_rows"


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


def test_a_fact_that_has_nothing_in_a_slice_shows_as_zero(star: Star) -> None:
    star.tell(f"""
        load    Customer id city at effective=at
                1 Oslo 01-01
                2 Moss 01-01
        load    Plan month sku place amount
                '2024-01' A Oslo 10.00
                '2024-01' A Moss 5.00
                '2024-01' B Oslo 7.00
        load    Sale number sold_at sku id amount
                1 01-05T10:00 A 1 4.00
                2 01-06T10:00 A 2 ∅
                3 02-01T10:00 A 1 3.00
        after   {PRODUCTS}
                2024-01 A 15.00 4.00 4.00 2 2
                2024-01 B 7.00 0.00 ∅ 1 0
                2024-02 A 0.00 3.00 3.00 0 1
        after   {CITIES}
                Moss 5.00 ∅ 1 1 1
                Oslo 17.00 7.00 1 2 2
        load    Plan month sku place amount
                '2024-01' B Bergen 1.00
        counts  1 read, 1 inserted, 3 removed, 3 missing
        after   {PRODUCTS}
                2024-01 A 0.00 4.00 4.00 0 2
                2024-01 B 1.00 0.00 ∅ 1 0
                2024-02 A 0.00 3.00 3.00 0 1
        after   {CITIES}
                Bergen 1.00 0.00 0 1 0
                Moss 0.00 ∅ 1 0 1
                Oslo 0.00 7.00 1 0 2
        load    Sale number sold_at sku id amount on_duplicate=replace
                1 01-05T10:00 B 1 ∅
                3 02-01T10:00 B 1 3.00
        after   {PRODUCTS}
                2024-01 A 0.00 ∅ ∅ 0 1
                2024-01 B 1.00 ∅ ∅ 1 1
                2024-02 B 0.00 3.00 3.00 0 1
    """)
    star.tell(f"""
        load    Customer id city at effective=at
                1 Bergen 01-20
        counts  1 read, 1 versioned, 1 repointed
        after   {CITIES}
                Bergen 1.00 3.00 1 1 1
                Moss 0.00 ∅ 1 0 1
                Oslo 0.00 ∅ 1 0 1
        load    Sale number gone sold_at sku id amount deleted=gone
                1 yes ∅ ∅ ∅ ∅
                2 yes ∅ ∅ ∅ ∅
                3 yes ∅ ∅ ∅ ∅
        after   {PRODUCTS}
                2024-01 B 1.00 0.00 ∅ 1 0
        after   {CITIES}
                Bergen 1.00 0.00 0 1 0
    """)
    for model in (ByProduct, ByCity):
        assert star.warehouse.verify(model)


@pytest.mark.beyond
def test_a_consolidated_fact_is_verified_and_can_be_added_up_anew(star: Star) -> None:
    star.tell("""
        load    Plan month sku place amount
                '2024-01' A Oslo 10.00
                '2024-02' A Oslo 5.00
        load    Sale number sold_at sku id amount
                1 01-05T10:00 A 1 4.00
                2 03-06T10:00 A 2 1.00
    """)
    table = ByProduct.__table__
    with star.warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.month == "2024-01").values(planned=11))
        connection.execute(update(table).where(table.c.month == "2024-02").values(sold=1))
        connection.execute(delete(table).where(table.c.month == "2024-03"))
    found = star.warehouse.verify(ByProduct)
    assert {fault.kind: fault.count for fault in found.faults} == {
        "slices of Plan that are missing, or are other than this": 1,
        "slices that are not what Plan adds up to": 1,
        "slices of Sale that are missing, or are other than this": 1,
        "slices with something of a fact that has no rows in them": 1,
    }
    star.result = star.warehouse.rebuild(ByProduct)
    assert star.counts() == "5 read, 1 inserted, 2 updated, 2 unchanged"
    assert star.warehouse.verify(ByProduct)
    with pytest.raises(StarSchemaError, match="ByProduct is kept by the loads of Plan and Sale; load that, or rebuild"):
        star.load("ByProduct", [{"month": "2024-01"}])
