"""Random stories of loads leave in the aggregates what the sales add up to, reckoned in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from starschema import Warehouse
from tests.cases.sales import (
    BuyersByCity,
    Customer,
    Day,
    Mart,
    Product,
    Sale,
    SalesByCustomer,
    SalesByMonth,
    SalesByProduct,
)
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


CITIES = st.sampled_from(["Oslo", "Moss", None])
NUMBERS = st.integers(1, 12)
SALES = st.lists(
    st.fixed_dictionaries(
        {
            "number": NUMBERS,
            "sold_at": st.sampled_from([dt.datetime(2024, month, day) for month in (1, 2) for day in (5, 25)]),
            "channel": st.sampled_from(["web", None]),
            "id": st.sampled_from([1, 2, 3, None]),
            "buyer_id": st.sampled_from([1, 2]),
            "sku": st.sampled_from("AB"),
            "pieces": st.integers(0, 3),
            "amount": st.none() | st.decimals(-9, 9, places=2),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["number"],
)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from([1, 2, 3]),
            "city": CITIES,
            "segment": CITIES,
            "at": st.sampled_from([dt.datetime(2024, month, day) for month in (1, 2) for day in (1, 15)]),
            "gone": st.sampled_from([False, False, False, True]),
        }
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: (row["id"], row["at"]),
)
SNAPSHOTS = st.tuples(
    st.sampled_from([dt.date(2024, 1, 10), dt.date(2024, 2, 10), dt.date(2024, 3, 10)]),
    st.lists(
        st.fixed_dictionaries({"id": st.sampled_from([1, 2, 3]), "city": CITIES, "segment": CITIES}),
        min_size=1,
        unique_by=lambda row: row["id"],
    ),
)
STORIES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["replace", "ignore"]), SALES),
        st.tuples(st.just("change"), CHANGES),
        st.tuples(st.just("snapshot"), SNAPSHOTS),
        st.tuples(st.just("again"), st.integers(0, 9)),
    ),
    min_size=3,
    max_size=7,
)

Told = list[dict[str, Any]]


def told(warehouse: Warehouse) -> Told:
    """Return every sale with what it says of its members."""
    sale, customer, buyer = Sale.__table__, Customer.__table__.alias(), Customer.__table__.alias()
    day, product = Day.__table__, Product.__table__
    query = (
        select(
            sale, day.c.year_month, customer.c.city, customer.c.segment, product.c.sku,
            buyer.c.city.label("buyer_city"), buyer.c.id.label("buyer"),
        )
        .join_from(sale, day, day.c.day_key == sale.c.day_key)
        .join(customer, customer.c.customer_key == sale.c.customer_key)
        .join(buyer, buyer.c.customer_key == sale.c.buyer_key)
        .join(product, product.c.product_key == sale.c.product_key)
    )  # fmt: skip
    with warehouse.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def by(sales: Told, names: tuple[str, ...], summed: Callable[[Told], tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Return the slices of the sales by some columns, each with what is summed up of it."""
    slices: dict[tuple[Any, ...], Told] = defaultdict(list)
    for sale in sales:
        slices[tuple(sale[name] for name in names)].append(sale)
    return {(*slice_, *summed(rows)) for slice_, rows in slices.items()}


def months(rows: Told) -> tuple[Any, ...]:
    amounts = [row["amount"] for row in rows if row["amount"] is not None]
    total = sum(amounts, Decimal(0)) if amounts else None
    return len(rows), total, min(amounts, default=None), max(row["pieces"] for row in rows)


def buyers(rows: Told) -> tuple[Any, ...]:
    return tuple(len({row[name] for row in rows} - {None}) for name in ("buyer", "city", "channel"))


def kept(warehouse: Warehouse, model: type[Any]) -> set[tuple[Any, ...]]:
    table = model.__table__
    columns = [c for c in table.columns if c.name not in (f"{model.__starschema__.name}_key", "load_id")]
    with warehouse.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(*columns))]
        assert len(rows) == connection.scalar(select(func.count(table.primary_key.columns[0].distinct())))
    assert len(rows) == len(set(rows))
    return set(rows)


@settings(max_examples=300 if LONG else 4)
@given(story=STORIES)
def test_any_loads_in_any_order_and_again_leave_what_the_sales_add_up_to(star: Star, story: list[Any]) -> None:
    warehouse = star.warehouse
    warehouse.drop_all()
    warehouse.create_all()
    done: list[Any] = []
    for kind, data in story:
        step = done[data % len(done)] if kind == "again" and done else (kind, data)
        if step[0] == "again":
            continue
        done.append(step)
        kind, data = step
        if kind == "change":
            warehouse.load(Customer, data, effective="at", deleted="gone")
        elif kind == "snapshot":
            warehouse.load(Customer, data[1], effective=data[0], snapshot=True, close_limit=1)
        else:
            warehouse.load(Sale, data, on_duplicate=kind)
        sales = told(warehouse)
        assert kept(warehouse, SalesByMonth) == by(sales, ("year_month", "city"), months)
        assert kept(warehouse, SalesByProduct) == by(
            sales, ("product_key", "channel", "segment"), lambda rows: (sum(row["pieces"] for row in rows),)
        )
        assert kept(warehouse, BuyersByCity) == by(sales, ("buyer_city",), buyers)
        assert kept(warehouse, SalesByCustomer) == by(sales, ("customer_key",), lambda rows: (len(rows),))
