"""Random loads of two facts and a dimension leave what the facts come to side by side, reckoned in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from starschema import Warehouse
from tests.cases.plans import ByCity, ByProduct, Customer, Day, Mart, Plan, Product, Sale
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


MONTHS = st.sampled_from(["2024-01", "2024-02"])
CITIES = st.sampled_from(["Oslo", "Moss"])
AMOUNTS = st.decimals(-9, 9, places=2)
PLANS = st.lists(
    st.fixed_dictionaries({"month": MONTHS, "sku": st.sampled_from("AB"), "place": CITIES, "amount": AMOUNTS}),
    min_size=1,
    max_size=5,
    unique_by=lambda row: (row["month"], row["sku"], row["place"]),
)
SALES = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(1, 6),
            "sold_at": st.sampled_from([dt.datetime(2024, month, 10) for month in (1, 2)]),
            "sku": st.sampled_from("AB"),
            "id": st.sampled_from([1, 2, None]),
            "amount": st.none() | AMOUNTS,
            "gone": st.sampled_from([False, False, True]),
        }
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row["number"],
)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from([1, 2]),
            "city": st.none() | CITIES,
            "at": st.sampled_from([dt.datetime(2024, month, 5) for month in (1, 2)]),
        }
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda row: (row["id"], row["at"]),
)
STORIES = st.lists(
    st.tuples(st.just(Plan), PLANS) | st.tuples(st.just(Sale), SALES) | st.tuples(st.just(Customer), CHANGES),
    min_size=3,
    max_size=7,
)

Rows = list[Any]


def facts(warehouse: Warehouse) -> tuple[Rows, Rows]:
    """Return plans and sales as they are, with what they say of their members."""
    plan, sale, product, customer, day = (each.__table__ for each in (Plan, Sale, Product, Customer, Day))
    plans = select(plan.c.month, product.c.sku, plan.c.place, plan.c.amount).join(
        product, product.c.product_key == plan.c.product_key
    )
    sales = (
        select(day.c.year_month, product.c.sku, customer.c.city, sale.c.amount, customer.c.id)
        .join_from(sale, day, day.c.day_key == sale.c.day_key)
        .join(product, product.c.product_key == sale.c.product_key)
        .join(customer, customer.c.customer_key == sale.c.customer_key)
    )
    with warehouse.engine.connect() as connection:
        return list(connection.execute(plans)), list(connection.execute(sales))


def summed(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known or not amounts else None


def expected(warehouse: Warehouse) -> tuple[set[Any], set[Any]]:
    plans, sales = facts(warehouse)
    by_product: dict[Any, tuple[Rows, Rows]] = defaultdict(lambda: ([], []))
    by_city: dict[Any, tuple[Rows, Rows]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((plans, sales)):
        for row in rows:
            by_product[row[0], row[1]][side].append(row)
            by_city[row[2]][side].append(row)
    products, cities = set(), set()
    for (month, sku), (planned, sold) in by_product.items():
        amounts = [row[3] for row in sold if row[3] is not None]
        sums = summed([row[3] for row in planned]), summed([row[3] for row in sold])
        products.add((month, sku, *sums, max(amounts, default=None), len(planned), len(sold)))
    for city, (planned, sold) in by_city.items():
        sums = summed([row[3] for row in planned]), summed([row[3] for row in sold])
        cities.add((city, *sums, len({row[4] for row in sold} - {None}), len(planned), len(sold)))
    return products, cities


def kept(warehouse: Warehouse) -> tuple[set[Any], set[Any]]:
    one, other, product = ByProduct.__table__.c, ByCity.__table__.c, Product.__table__
    products = select(
        one.month, product.c.sku, one.planned, one.sold, one.best, one.plan_rows, one.sale_rows
    ).join_from(ByProduct.__table__, product, product.c.product_key == one.product_key)
    cities = select(other.city, other.planned, other.sold, other.buyers, other.plan_rows, other.sale_rows)
    with warehouse.engine.connect() as connection:
        found = [[tuple(row) for row in connection.execute(query)] for query in (products, cities)]
    assert all(len(rows) == len(set(rows)) for rows in found)
    return set(found[0]), set(found[1])


@settings(max_examples=200 if LONG else 3)
@given(story=STORIES)
def test_any_loads_leave_the_facts_side_by_side_as_they_are(star: Star, story: list[Any]) -> None:
    warehouse = star.warehouse
    warehouse.drop_all()
    warehouse.create_all()
    for model, rows in story:
        options: dict[str, Any] = {}
        if model is Sale:
            options = {"on_duplicate": "replace", "deleted": "gone"}
        elif model is Customer:
            options = {"effective": "at"}
        warehouse.load(model, rows, **options)
        assert kept(warehouse) == expected(warehouse)
    for model in (ByProduct, ByCity):
        assert warehouse.verify(model)
