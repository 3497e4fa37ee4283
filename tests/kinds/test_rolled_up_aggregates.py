"""Aggregates by the members of roll-ups, where their fact refers to the base: each fact is in its member's member."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Consolidated,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    measure,
    natural_key,
    role,
    rollup,
    total,
)
from tests.kinds.tables import rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))
    brand: Mapped[str | None] = attribute(String(20), scd=2)


Month = rollup(Day, "month")
Brand = rollup(Product, "brand")


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    paid = role(Day, source="paid_on", null="not applicable")
    product = role(Product, as_of="sold_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class SalesByMonth(Aggregate, Mart, of=Sale):
    month = role(Month, of="day")
    paid = role(Month, of="paid")
    brand = role(Brand)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal] = total(Sale.amount)


class Plan(TransactionFact, Mart, grain="one row per month and brand"):
    month = role(Month, source="month", grain=True)
    brand = role(Brand, grain=True)
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class PlanVsSales(Consolidated, Mart, of=(Plan, Sale)):
    month = role(Month, of="day")
    brand = role(Brand)
    planned: Mapped[Decimal] = total(Plan.amount)
    sold: Mapped[Decimal] = total(Sale.amount)


BY_MONTH = (
    select(SalesByMonth.month.year_month, SalesByMonth.paid.year_month, SalesByMonth.brand.brand)
    .add_columns(SalesByMonth.sales, SalesByMonth.amount)
    .select_from(SalesByMonth)
    .join(SalesByMonth.month)
    .join(SalesByMonth.paid)
    .join(SalesByMonth.brand)
)
SIDE_BY_SIDE = (
    select(PlanVsSales.month.year_month, PlanVsSales.brand.brand, PlanVsSales.planned, PlanVsSales.sold)
    .select_from(PlanVsSales)
    .join(PlanVsSales.month)
    .join(PlanVsSales.brand)
)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def products(warehouse: Warehouse, drawing: str, month: int = 1) -> Any:
    return warehouse.load(Product, rows(drawing), effective=date(2024, month, 1))


def check(warehouse: Warehouse) -> None:
    for model in (SalesByMonth, PlanVsSales):
        assert warehouse.verify(model)


@pytest.mark.everywhere
def test_facts_are_in_the_months_and_brands_of_their_members_and_move_with_them(warehouse: Warehouse) -> None:
    warehouse.load(Day, start="2024-01-01", end="2024-02-29")
    products(warehouse, "sku brand\na Acme\nb Bolt\nc ∅")
    warehouse.load(Sale, rows("""
        number  sold_at  paid_on  sku  amount
        1       01-05    02-05    a    1.00
        2       02-05    02-06    a    2.00
        3       02-06    ∅        b    4.00
        4       02-07    ∅        c    8.00
    """))  # fmt: skip
    assert sorted(seen(warehouse, BY_MONTH)) == [
        "'2024-01' '2024-02' Acme 1 1.00",
        "'2024-02' '2024-02' Acme 1 2.00",
        "'2024-02' ∅ Bolt 1 4.00",
        "'2024-02' ∅ ∅ 1 8.00",
    ]
    products(warehouse, "sku brand\na Core", 2)
    warehouse.load(Sale, rows("number sold_at paid_on sku amount\n3 01-06 02-06 b 5.00"), on_duplicate="replace")
    assert sorted(seen(warehouse, BY_MONTH))[:3] == [
        "'2024-01' '2024-02' Acme 1 1.00",
        "'2024-01' '2024-02' Bolt 1 5.00",
        "'2024-02' '2024-02' Core 1 2.00",
    ]
    check(warehouse)


@pytest.mark.everywhere
def test_what_a_roll_up_does_not_know_yet_is_unknown_till_a_load_of_its_base(warehouse: Warehouse) -> None:
    warehouse.load(Plan, rows("month brand amount\n'2024-01' Acme 50.00"))
    warehouse.load(Sale, rows("number sold_at paid_on sku amount\n1 01-05 ∅ a 1.00\n2 01-06 ∅ a 2.00"))
    check(warehouse)
    warehouse.load(Day, start="2024-01-01", end="2024-01-31")
    products(warehouse, "sku brand\na Acme")
    assert seen(warehouse, SIDE_BY_SIDE) == ["'2024-01' Acme 50.00 3.00"]
    check(warehouse)


@pytest.mark.everywhere
def test_what_a_hand_has_moved_to_another_month_is_found_and_added_up_anew(warehouse: Warehouse) -> None:
    warehouse.load(Day, start="2024-01-01", end="2024-02-29")
    warehouse.load(Sale, rows("number sold_at paid_on sku amount\n1 01-05 ∅ a 1.00"))
    with warehouse.engine.begin() as connection:
        row = dict(connection.execute(select(SalesByMonth.__table__)).mappings().one())
        connection.execute(delete(SalesByMonth).where(SalesByMonth.month_key == row["month_key"]))
        connection.execute(insert(SalesByMonth.__table__).values(**{**row, "month_key": row["month_key"] + 1}))
    assert not warehouse.verify(SalesByMonth)
    warehouse.rebuild(SalesByMonth)
    check(warehouse)


MONTHS = st.integers(1, 3)
SALES = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(1, 6),
            "sold_at": MONTHS.map(lambda month: datetime(2024, month, 15)),
            "paid_on": st.none() | MONTHS.map(lambda month: date(2024, month, 20)),
            "sku": st.none() | st.sampled_from("ab"),
            "amount": st.sampled_from([Decimal("1.00"), Decimal("2.50")]),
        }
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda sale: sale["number"],
)
BRANDS = st.none() | st.sampled_from("xyz")
STEPS = st.one_of(
    st.tuples(st.just(Sale), SALES),
    st.tuples(st.just(Day), MONTHS),
    st.tuples(st.just(Product), st.dictionaries(st.tuples(st.sampled_from("ab"), MONTHS), BRANDS, min_size=1)),
    st.tuples(st.just(Plan), st.dictionaries(st.tuples(MONTHS, BRANDS), st.integers(1, 9), min_size=1, max_size=3)),
)


@settings(max_examples=4 if settings.default.max_examples <= 50 else 100)
@given(story=st.lists(STEPS, min_size=2, max_size=6))
def test_any_loads_of_facts_and_bases_in_any_order_leave_each_fact_in_its_members_member(
    warehouse: Warehouse, story: list[Any]
) -> None:
    warehouse.drop_all()
    warehouse.create_all()
    told: dict[int, dict[str, Any]] = {}
    brands: dict[tuple[str, int], str | None] = {}
    plans: dict[tuple[int, str | None], int] = {}
    every = [(Day, month) for month in (1, 2, 3)] + [(Product, {(sku, 1): "w"}) for sku in "ab"]
    for model, data in [*story, *story[:2], *every]:
        if model is Sale:
            warehouse.load(Sale, data, on_duplicate="replace")
            told |= {sale["number"]: sale for sale in data}
        elif model is Day:
            warehouse.load(Day, start=f"2024-{data:02}-01", end=f"2024-{data:02}-28")
        elif model is Product:
            changes = [{"sku": s, "at": date(2024, m, 1), "brand": brand} for (s, m), brand in data.items()]
            warehouse.load(Product, changes, effective="at")
            brands |= data
        else:
            planned = [{"month": f"2024-{m:02}", "brand": b, "amount": amount} for (m, b), amount in data.items()]
            warehouse.load(Plan, planned, on_duplicate="replace")
            plans |= data
        check(warehouse)

    def brand_of(sale: dict[str, Any]) -> str:
        own = sorted(month for sku, month in brands if sku == sale["sku"] and month <= sale["sold_at"].month)
        then = [brands[sale["sku"], month] for month in own]
        return (then[-1] if then else None) or "∅"

    sums: dict[tuple[int, str], list[Any]] = {}
    for (month, brand), amount in plans.items():
        sums.setdefault((month, brand or "∅"), [0, 0])[0] += amount
    for sale in told.values():
        sums.setdefault((sale["sold_at"].month, brand_of(sale)), [0, 0])[1] += sale["amount"]
    expected = sorted(f"'2024-{m:02}' {b} {planned:.2f} {sold:.2f}" for (m, b), (planned, sold) in sums.items())
    assert sorted(seen(warehouse, SIDE_BY_SIDE)) == expected
