"""Mini-dimensions: who had which profile when, on facts as of the event and on the member as of now."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Double, String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    JunkDimension,
    MiniDimension,
    RejectedRows,
    SourceError,
    TransactionFact,
    Warehouse,
    attribute,
    band,
    degenerate,
    natural_key,
    profile,
    role,
)
from starschema.model.bookkeeping import bookkeeping
from tests.backends import IN_ONE_PROCESS
from tests.failures.processes import at_once
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Demographics(MiniDimension, Mart):
    age: Mapped[str] = band("age", 18, 65)
    is_married: Mapped[bool] = attribute()


class Customer(Dimension, Mart):
    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)
    demographics = profile(Demographics, current=True)


class Lead(Dimension, Mart):
    lead_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(20))
    demographics = profile(Demographics)


class AgeGroup(MiniDimension, Mart):
    age: Mapped[str] = band("age", 18, 65)


class Guest(Dimension, Mart):
    guest_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(20))
    age_group = profile(AgeGroup, current=True)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    sale_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    customer = role(Customer, as_of="sold_at")
    lead = role(Lead, as_of="sold_at", null="not applicable")
    demographics = role(Demographics, of="customer")
    lead_demographics = role(Demographics, of="lead", null="not applicable")


CUSTOMERS = (
    select(Customer.city, Customer.demographics.age, Customer.valid_from, Customer.valid_to)
    .select_from(Customer)
    .join(Customer.demographics)
    .where(Customer.customer_key > 0)
    .order_by(Customer.customer_id, Customer.valid_from)
)
SALES = (
    select(Sale.sale_no, Sale.customer.city, Sale.demographics.age, Sale.demographics.is_married)
    .select_from(Sale)
    .join(Sale.customer)
    .join(Sale.demographics)
    .order_by(Sale.sale_no)
)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def load(warehouse: Warehouse, drawing: str, day: date, model: type[Any] = Customer, **options: Any) -> Any:
    return warehouse.load(model, rows(drawing), effective=day, **options)


def test_a_fact_has_the_profile_of_its_time_and_a_change_makes_no_version(warehouse: Warehouse) -> None:
    first = load(warehouse, """
        customer_id  city  age  is_married
        1            Oslo  17   no
        2            Moss  40   yes
    """, date(2024, 1, 1))  # fmt: skip
    assert (first.inserted, first.inferred) == (2, 2)
    birthday = load(warehouse, """
        customer_id  city  age  is_married
        1            Oslo  18   no
        2            Moss  41   yes
    """, date(2024, 3, 1))  # fmt: skip
    assert (birthday.updated, birthday.versioned, birthday.unchanged) == (1, 0, 1)
    warehouse.load(Sale, rows("""
        sale_no  sold_at  customer_id  lead_id
        1        02-28    1            ∅
        2        03-01    1            ∅
        3        03-01    2            ∅
        4        03-01    ∅            ∅
        5        03-01    77           ∅
        6        ∅        1            ∅
    """))  # fmt: skip
    assert seen(warehouse, SALES) == drawn("""
        sale_no  city     age              is_married
        1        Oslo     'under 18'       no
        2        Oslo     '18 to under 65' no
        3        Moss     '18 to under 65' yes
        4        Unknown  Unknown          ∅
        5        ∅        Unknown          ∅
        6        Oslo     '18 to under 65' no
    """)
    assert seen(warehouse, CUSTOMERS.where(Customer.customer_id < 77)) == drawn("""
        city  age               from   to
        Oslo  '18 to under 65'  01-01  ∞
        Moss  '18 to under 65'  01-01  ∞
    """)
    with warehouse.engine.connect() as connection:
        assert set(connection.scalars(select(Sale.lead_demographics_key))) == {-2}
    assert all(warehouse.verify(model) for model in (Customer, Demographics, Sale))


def test_facts_follow_a_late_change_of_profile_and_one_that_comes_at_last(warehouse: Warehouse) -> None:
    warehouse.load(Sale, rows("""
        sale_no  sold_at  customer_id  lead_id
        1        01-31    1            1
        2        02-28    1            1
        3        04-01    1            1
        4        ∅        1            1
    """))  # fmt: skip
    change = "customer_id city age is_married\n1 {}"
    came = load(warehouse, change.format("Oslo 30 no"), date(2024, 1, 1))
    assert came.repointed == 4
    load(warehouse, change.format("Oslo 70 no"), date(2024, 3, 1))
    late = load(warehouse, change.format("Moss 70 yes"), date(2024, 2, 1))
    assert (late.versioned, late.repointed) == (1, 3), "sales 2 and 3 to other versions, sale 2 to another profile"
    assert seen(warehouse, SALES) == drawn("""
        sale_no  city  age               is_married
        1        Oslo  '18 to under 65'  no
        2        Moss  '65 and over'     yes
        3        Oslo  '65 and over'     no
        4        Oslo  '65 and over'     no
    """)
    left = load(warehouse, "lead_id age is_married\n1 5 no", date(2024, 2, 15), Lead, repoint=False)
    assert left.repointed == 0


def test_a_late_profile_of_a_member_without_versions_is_not_its_current_one(warehouse: Warehouse) -> None:
    current = select(Guest.age_group.age).select_from(Guest).join(Guest.age_group).where(Guest.guest_id == 1)
    load(warehouse, "guest_id age\n1 30", date(2024, 3, 1), Guest)
    late = load(warehouse, "guest_id age\n1 5\n2 70", date(2024, 1, 1), Guest)
    assert (late.inserted, late.updated, late.unchanged) == (1, 0, 1)
    assert seen(warehouse, current) == ["'18 to under 65'"]
    assert load(warehouse, "guest_id age\n1 5", date(2024, 1, 1), Guest).unchanged == 1
    assert load(warehouse, "guest_id age\n1 70", date(2024, 4, 1), Guest).updated == 1
    load(warehouse, "guest_id name\n1 Ann", date(2024, 5, 1), Guest)
    assert seen(warehouse, current) == ["'65 and over'"]
    assert load(warehouse, "guest_id age\n1 ∅", date(2024, 6, 1), Guest).updated == 1
    assert seen(warehouse, current) == ["Unknown"]
    assert warehouse.verify(Guest)


@pytest.mark.beyond
def test_data_without_the_profile_leaves_it_and_data_with_a_part_of_it_is_refused(warehouse: Warehouse) -> None:
    load(warehouse, "customer_id city age is_married\n1 Oslo 30 ∅", date(2024, 1, 1))
    assert load(warehouse, "customer_id city\n1 Moss", date(2024, 2, 1)).versioned == 1
    assert seen(warehouse, CUSTOMERS) == drawn("""
        city  age               from   to
        Oslo  '18 to under 65'  01-01  02-01
        Moss  '18 to under 65'  02-01  ∞
    """)
    message = r"Customer: the data lacks 'is_married' for Customer\.demographics, though it has 'age'"
    with pytest.raises(SourceError, match=message):
        load(warehouse, "customer_id age\n1 31", date(2024, 3, 1))


def test_rows_that_differ_in_the_profile_only_contradict_each_other(warehouse: Warehouse) -> None:
    drawing = """
        lead_id  name  age  is_married
        1        Ann   30   no
        1        Ann   31   no
        2        Bo    30   no
        2        Bo    70   no
    """
    with pytest.raises(RejectedRows, match="row 3: contradicts another row") as caught:
        load(warehouse, drawing, date(2024, 1, 1), Lead)
    assert caught.value.count == 2
    result = load(warehouse, drawing, date(2024, 1, 1), Lead, reject_limit=2)
    assert (result.inserted, result.duplicates, result.rejected) == (1, 1, 2)


def test_a_row_whose_number_is_none_is_rejected_whole(warehouse: Warehouse) -> None:
    with pytest.raises(RejectedRows, match=r"row 1, column 'age' \(value 'x'\): is no number"):
        load(warehouse, "lead_id name age is_married\n3 Cy x no", date(2024, 1, 1), Lead)


def test_a_deletion_ends_no_profile(warehouse: Warehouse) -> None:
    load(warehouse, "customer_id city age is_married\n1 Oslo 30 no", date(2024, 1, 1))
    gone = [{"customer_id": 1, "city": None, "age": None, "is_married": None, "gone": True}]
    warehouse.load(Customer, gone, effective=date(2024, 2, 1), deleted="gone")
    warehouse.load(Sale, [{"sale_no": 1, "sold_at": date(2024, 3, 1), "customer_id": 1, "lead_id": None}])
    assert seen(warehouse, SALES) == ["1 Oslo '18 to under 65' no"]


def test_a_fact_may_bring_a_profile_itself(url: str, backend: str) -> None:
    class VisitMart(DeclarativeBase):
        pass

    class Visitor(MiniDimension, VisitMart):
        age: Mapped[str | None] = band("years", 18, labels=("minor", "adult"), null="not asked")
        share: Mapped[str | None] = band("share", Decimal("0.5"), type_=Double())

    class Flags(JunkDimension, VisitMart):
        size: Mapped[str | None] = band("amount", 0, Decimal("99.99"), 1000)

    class Visit(TransactionFact, VisitMart, grain="one row per visit"):
        visit_no: Mapped[int] = degenerate(grain=True)
        visitor = role(Visitor)
        flags = role(Flags)

    warehouse = Warehouse(url, VisitMart)
    warehouse.create_all()
    warehouse.load(Visit, rows("""
        visit_no  years  share  amount
        1         17     0.49   -0.01
        2         18     0.5    0
        3         ∅      ∅      99.98
        4         99     1.0    99.99
        5         99     1.0    1000.00
    """))  # fmt: skip
    nothing = None if backend in ("mariadb", "sqlite") else float("nan")  # which these lack
    warehouse.load(Visit, [{"visit_no": 6, "years": 18, "share": nothing, "amount": None}])
    query = (
        select(Visit.visitor.age, Visit.visitor.share, Visit.flags.size)
        .select_from(Visit)
        .join(Visit.visitor)
        .join(Visit.flags)
        .order_by(Visit.visit_no)
    )
    assert seen(warehouse, query) == drawn("""
        age          share            size
        minor        'under 0.5'      'under 0'
        adult        '0.5 and over'   '0 to under 99.99'
        'not asked'  Unknown          '0 to under 99.99'
        adult        '0.5 and over'   '99.99 to under 1000'
        adult        '0.5 and over'   '1000 and over'
        adult        Unknown          Unknown
    """)
    assert warehouse.keys(Visitor, [(18, 0.5), (5, 0.7), None]) == [warehouse.keys(Visitor, [(99, 1)])[0], -1, -1]
    assert warehouse.load(Visitor, [{"years": 40, "share": 0.9}, {"years": 41, "share": 0.8}]).unchanged == 1


def change_profiles(url: str, month: int) -> None:
    """Load a profile of each of the same customers."""
    opened = Warehouse(url, Mart)
    data = [{"customer_id": n, "city": "Oslo", "age": 10 * month + n, "is_married": n % 2 == 0} for n in range(20)]
    opened.load(Customer, data, effective=date(2024, month, 1))
    opened.engine.dispose()


@pytest.mark.everywhere
def test_loads_at_once_end_as_one_after_the_other(url: str, backend: str) -> None:
    created = Warehouse(url, Mart)
    created.create_all()
    created.load(Sale, [
        {"sale_no": 20 * m + n, "sold_at": datetime(2024, m, 15), "customer_id": n, "lead_id": None}
        for m in (1, 3, 6) for n in range(20)
    ])  # fmt: skip
    created.engine.dispose()
    done = at_once([(change_profiles, (url, month)) for month in (1, 3, 6)], threads=backend in IN_ONE_PROCESS)
    assert done == [None] * 3
    query = select(Sale.demographics.age).select_from(Sale).join(Sale.demographics)
    with created.engine.connect() as connection:
        found = Counter(connection.scalars(query))
    ages = [10 * m + n for m in (1, 3, 6) for n in range(20)]
    assert found == Counter("under 18" if a < 18 else "18 to under 65" if a < 65 else "65 and over" for a in ages)
    assert created.verify(Demographics)


DAYS = [datetime(2024, 1, 1) + timedelta(days=n) for n in range(12)]
CHANGES = st.tuples(
    st.integers(1, 2),
    st.sampled_from(DAYS),
    st.sampled_from(["Oslo", "Moss", None]),
    st.sampled_from([10, 17, 18, 64, 65, None]),
    st.booleans(),
)


def label(age: int | None) -> str:
    return "Unknown" if age is None else "under 18" if age < 18 else "18 to under 65" if age < 65 else "65 and over"


@settings(max_examples=4)
@given(
    changes=st.lists(CHANGES, min_size=1, max_size=12, unique_by=lambda change: change[:2]),
    cuts=st.lists(st.integers(0, 12), max_size=3),
    again=st.integers(0, 12),
    shuffled=st.randoms(use_true_random=False),
)
def test_any_order_and_batching_of_changes_and_facts_ends_in_the_profiles_of_their_times(
    warehouse: Warehouse, changes: list[Any], cuts: list[int], again: int, shuffled: Any
) -> None:
    empty(warehouse)
    order = changes * 1
    shuffled.shuffle(order)
    places = sorted({0, len(order), *(min(cut, len(order)) for cut in cuts)})
    batches: list[Any] = [order[a:b] for a, b in pairwise(places)]
    batches.insert(shuffled.randint(0, len(batches)), "sales")
    for batch in [*batches, order[: min(again, len(order))]]:
        if batch == "sales":
            sales = [
                {"sale_no": 100 * c + n, "sold_at": day, "customer_id": c} for n, day in enumerate(DAYS) for c in (1, 2)
            ]
            warehouse.load(Sale, [{**sale, "lead_id": None} for sale in sales])
        elif batch:
            names = ("customer_id", "at", "city", "age", "is_married")
            warehouse.load(Customer, [dict(zip(names, c, strict=True)) for c in batch], effective="at")
    of_sale = select(Sale.sale_no, Sale.demographics.age, Sale.demographics.is_married)
    with warehouse.engine.connect() as connection:
        found = {n: rest for n, *rest in connection.execute(of_sale.select_from(Sale).join(Sale.demographics))}
        now = select(Customer.customer_id, Customer.demographics.age).where(Customer.customer_key > 0)
        current = {c: age for c, age in connection.execute(now.join_from(Customer, Customer.demographics))}  # noqa: C416
        versions = Counter(connection.scalars(select(Customer.customer_id).where(Customer.customer_key > 0)))
    for customer in (1, 2):
        own = sorted((c for c in changes if c[0] == customer), key=lambda c: c[1])
        for n, day in enumerate(DAYS):
            then = [c for c in own if c[1] <= day][-1:] or own[:1]
            expected = [label(then[0][3]), then[0][4]] if then else ["Unknown", None]
            assert found[100 * customer + n] == expected
        if own:
            assert current[customer] == label(own[-1][3])
            cities = [c[2] for c in own]
            assert versions[customer] == 1 + sum(a != b for a, b in pairwise(cities))


def empty(warehouse: Warehouse) -> None:
    own = bookkeeping(Mart.metadata)
    histories = [history.spec for history in warehouse.catalog.histories]
    journals = [own.journal(spec) for spec in (*histories, Customer.__starschema__)]
    with warehouse.engine.begin() as connection:
        for table in (Sale.__table__, *journals, *(history.table for history in histories)):
            connection.execute(delete(table))
        connection.execute(delete(Customer.__table__).where(Customer.__table__.c.customer_key > 0))
