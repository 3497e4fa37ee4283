"""`verify`: every fault that a hand can plant is found and named, and what loads leave behind has none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, Warehouse, attribute, degenerate, natural_key, role
from starschema.load.verify import Fault, Verification
from tests.histories.operations import Feed, Row, Sales, day
from tests.histories.store import Store
from tests.test_rebuild import FIRST, STORY

FOREVER = datetime(9999, 12, 31)

BEYOND = "versions that reach beyond the start of the next"
INVERTED = "versions that end before they start"
MISJUDGED = "versions whose is_current does not go with their valid_to"
RIVALS = "members with more than one current version"
GAP = "versions that end though no deletion or snapshot says so"
DANGLING = "rows whose customer_key no Customer has"
MISPLACED = "rows whose customer_key is not the version of sold_at"


@pytest.fixture
def store(url: str) -> Store:
    """Ann lives in Oslo (key 1) and from the 5th in Bergen (key 2), Bo in Moss (key 3); both bought something."""
    store = Store(url, {"city": 2})
    moves = (Row(1, 2, ("Oslo",)), Row(1, 5, ("Bergen",)), Row(2, 2, ("Moss",)))
    store.load(Feed(("city",), moves))
    store.load(Sales(((1, 3), (1, 6), (2, 3), (None, 3))))
    return store


def plant(store: Store, key: int, **values: Any) -> None:
    """Change a version by hand."""
    table = store.customer.__table__
    with store.warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.customer_key == key).values(values))


def point(store: Store, number: int, **keys: int) -> None:
    """Change a sale's keys by hand."""
    table = store.sale.__table__
    with store.warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.number == number).values(keys))


def kinds(found: Verification) -> dict[str, int]:
    return {fault.kind: fault.count for fault in found.faults}


def test_what_loads_leave_behind_has_no_fault(url: str) -> None:
    store = Store(url, FIRST, sequence="lsn")
    for load in STORY:
        store.load(load)
        for model in (store.customer, store.sale):
            found = store.warehouse.verify(model)
            assert found, str(found)
    assert str(found) == "Sale: no fault found"


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        (1, {"valid_to": day(6)}, {BEYOND: 1}),
        (1, {"valid_to": day(2)}, {INVERTED: 1, GAP: 1}),
        (1, {"valid_to": day(1)}, {INVERTED: 1, GAP: 1}),
        (1, {"is_current": True}, {MISJUDGED: 1, RIVALS: 1}),
        (3, {"is_current": False}, {MISJUDGED: 1}),
        (2, {"valid_to": day(9)}, {MISJUDGED: 1, GAP: 1}),
        (1, {"valid_to": FOREVER, "is_current": True}, {BEYOND: 1, RIVALS: 1}),
        (1, {"valid_to": day(4)}, {GAP: 1}),
        (3, {"valid_to": day(9), "is_current": False}, {GAP: 1}),
    ],
)
def test_a_fault_of_a_version_is_found_and_named(
    store: Store, key: int, values: dict[str, Any], expected: dict[str, int]
) -> None:
    assert store.warehouse.verify(store.customer)
    plant(store, key, **values)
    found = store.warehouse.verify(store.customer)
    assert not found
    assert kinds(found) == expected
    assert {fault.table for fault in found.faults} == {"dim_customer"}
    for fault in found.faults:
        assert fault.examples[0]["id"] == (2 if key == 3 else 1)


def test_a_version_that_was_deleted_by_hand_leaves_a_gap_and_facts_in_the_air(store: Store) -> None:
    table = store.customer.__table__
    with store.warehouse.engine.begin() as connection:
        connection.execute(delete(table).where(table.c.customer_key == 2))
    found = store.warehouse.verify(store.customer)
    assert kinds(found) == {GAP: 1, DANGLING: 1, "rows whose buyer_key no Customer has": 2}


def test_a_gap_that_a_deletion_explains_is_no_fault(store: Store) -> None:
    store.load(Feed((), (Row(1, 4, gone=True), Row(2, 9, gone=True)), deletes=True))
    assert store.warehouse.verify(store.customer)
    plant(store, 1, valid_to=day(3))
    assert kinds(store.warehouse.verify(store.customer)) == {GAP: 1}


@pytest.mark.parametrize("key", [77, 0, -3])
def test_a_fact_whose_key_is_of_nobody_is_found_from_both_sides(store: Store, key: int) -> None:
    point(store, 0, customer_key=key)
    for model in (store.customer, store.sale):
        found = store.warehouse.verify(model)
        assert kinds(found) == {DANGLING: 1}
        assert found.faults[0].table == "fact_sale"
        assert found.faults[0].examples == ({"number": 0, "customer_key": key},)


def test_a_fact_that_points_to_another_time_is_found_from_both_sides(store: Store) -> None:
    point(store, 0, customer_key=2, buyer_key=1)
    for model in (store.customer, store.sale):
        found = store.warehouse.verify(model)
        assert kinds(found) == {MISPLACED: 1}
        assert found.faults[0].examples == ({"number": 0, "customer_key": 2},)


def test_a_day_counts_from_its_midnight(url: str) -> None:
    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart):
        id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(20), scd=2)

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_on: Mapped[date] = degenerate()
        customer = role(Customer, source="id", as_of="sold_on")

    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Customer, [{"id": 1, "city": "Oslo"}], effective=date(2024, 1, 1))
    warehouse.load(Sale, [{"number": n, "id": 1, "sold_on": date(2024, n, 1)} for n in (1, 2, 3)])
    assert warehouse.load(Customer, [{"id": 1, "city": "Bergen"}], effective=date(2024, 2, 1)).repointed == 2
    table = Sale.__table__
    with warehouse.engine.begin() as connection:
        keys = connection.execute(select(table.c.customer_key).order_by(table.c.number)).scalars().all()
        assert keys == [1, 2, 2]
    assert warehouse.verify(Sale)
    with warehouse.engine.begin() as connection:
        connection.execute(update(table).values(customer_key=3 - table.c.customer_key))
    assert [fault.count for fault in warehouse.verify(Sale).faults] == [3]


def test_the_special_members_are_of_every_time(store: Store) -> None:
    point(store, 0, customer_key=-1, buyer_key=-2)
    assert store.warehouse.verify(store.sale)


def test_many_faults_are_counted_and_a_few_are_shown(store: Store) -> None:
    table = store.sale.__table__
    with store.warehouse.engine.begin() as connection:
        row = dict(connection.execute(select(table).where(table.c.number == 0)).mappings().one())
        connection.execute(insert(table), [{**row, "number": 100 + n, "customer_key": 77} for n in range(2000)])
    found = store.warehouse.verify(store.sale)
    assert [fault.count for fault in found.faults] == [2000]
    assert len(found.faults[0].examples) == 5
    assert str(found).startswith("fact_sale: 2,000 rows whose customer_key no Customer has, such as number=")


def test_a_check_changes_nothing_and_is_not_in_the_log(store: Store) -> None:
    runs = store.warehouse.runs()
    plant(store, 1, valid_to=day(4))
    before = store.versions()
    store.warehouse.verify(store.customer)
    assert store.versions() == before
    assert store.warehouse.runs() == runs


def test_a_verification_reads_as_lines() -> None:
    fault = Fault("rows that err", "fact_sale", 1200, ({"number": 1, "key": 2}, {"number": 2, "key": 2}, {"number": 3}))
    found = Verification("Sale", (fault, fault))
    line = "fact_sale: 1,200 rows that err, such as number=1, key=2; number=2, key=2"
    assert str(found) == f"{line}\n{line}"
    assert not found
    assert Verification("Sale", ())
