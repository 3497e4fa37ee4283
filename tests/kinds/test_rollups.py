"""Shrunken roll-ups: the dimension of a level has what the base says of it, after every load of the base."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    JunkDimension,
    ModelError,
    RejectedRows,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    level,
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


class Day(Calendar, Mart, fiscal_year_starts=7):
    pass


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))
    name: Mapped[str | None] = attribute(String(20), scd=1)
    brand: Mapped[str | None] = attribute(String(20), scd=2)
    category: Mapped[str | None] = attribute(String(20), scd=1)


Month = rollup(Day, "month")
Week = rollup(Day, "week")
Brand = rollup(Product, "brand", "category")


class Budget(TransactionFact, Mart, grain="one row per month and brand"):
    month = role(Month, source="month", grain=True)
    brand = role(Brand, grain=True)
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class BudgetByCategory(Aggregate, Mart, of=Budget):
    year: Mapped[int | None] = level(Budget.month.fiscal_year)
    category: Mapped[str | None] = level(Budget.brand.category)
    amount: Mapped[Decimal] = total(Budget.amount)


BRANDS = select(Brand.brand, Brand.category, Brand.is_inferred).where(Brand.brand_key > 0).order_by(Brand.brand)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def products(warehouse: Warehouse, drawing: str, month: int = 1, **options: Any) -> Any:
    return warehouse.load(Product, rows(drawing), effective=date(2024, month, 1), **options)


def test_a_calendar_keeps_its_months_and_weeks(warehouse: Warehouse) -> None:
    done = warehouse.load(Day, start="2024-06-01", end="2024-07-15")
    assert (done.read, done.inserted) == (45, 45)
    months = select(Month.year_month, Month.month_start, Month.month_name, Month.quarter, Month.year, Month.fiscal_year)
    assert seen(warehouse, months.where(Month.month_key > 0).order_by(Month.year_month)) == [
        "'2024-06' 06-01 June 2 2024 2024",
        "'2024-07' 07-01 July 3 2024 2025",
    ]
    weeks = select(Week.iso_year, Week.iso_week).where(Week.week_key > 0).order_by(Week.iso_week)
    assert seen(warehouse, weeks) == [f"2024 {week}" for week in range(22, 30)]
    assert warehouse.load(Day, start="2024-07-01", end="2024-07-31").inserted == 16
    assert warehouse.verify(Day)
    assert warehouse.verify(Month)
    assert repr(Month.__table__.c.quarter.type) == repr(Day.__table__.c.quarter.type)


def test_brands_come_with_their_products_and_stay_when_these_move(warehouse: Warehouse) -> None:
    products(warehouse, "sku brand category\na Acme Toys\nb Acme Toys\nc Bolt Tools\nd ∅ Tools")
    assert seen(warehouse, BRANDS) == ["Acme Toys no", "Bolt Tools no"]
    products(warehouse, "sku brand\nc Core", 2)
    products(warehouse, "sku name\nc Hammer", 3)
    assert seen(warehouse, BRANDS) == ["Acme Toys no", "Bolt Tools no", "Core Tools no"]
    products(warehouse, "sku category\na Games\nb Games", 4)
    assert seen(warehouse, BRANDS.where(Brand.brand == "Acme")) == ["Acme Games no"]
    assert warehouse.load(Product, rows("sku brand\nz New"), effective=date(2024, 5, 1), dry_run=True).inserted == 1
    assert len(seen(warehouse, BRANDS)) == 3
    assert warehouse.verify(Product)


def test_a_level_of_which_two_things_would_be_said_is_refused(warehouse: Warehouse) -> None:
    products(warehouse, "sku brand category\na Acme Toys\nc Bolt Tools")
    with pytest.raises(
        RejectedRows, match="Brand Acme would have category 'Toys' and category 'Games', which"
    ) as caught:
        products(warehouse, "sku brand category\nc Bolt Tools\nb Acme Games", 2)
    assert [(r.row, r.column) for r in caught.value.rejections] == [(2, "brand")]
    with pytest.raises(RejectedRows, match=r"or leave the attribute out of rollup\(Product, ...\)"):
        products(warehouse, "sku brand\nc Acme", 2)
    assert seen(warehouse, BRANDS) == ["Acme Toys no", "Bolt Tools no"]
    assert warehouse.verify(Product)


@pytest.mark.everywhere
def test_facts_and_aggregates_of_the_level_follow_what_the_base_says(warehouse: Warehouse) -> None:
    warehouse.load(Budget, rows("""
        month     brand amount
        '2024-06' Acme  10.00
        '2024-07' Acme  20.00
        '2024-07' ∅     3.00
    """))  # fmt: skip
    assert seen(warehouse, BRANDS) == ["Acme ∅ yes"]
    warehouse.load(Day, start="2024-06-01", end="2024-07-31")
    products(warehouse, "sku brand category\na Acme Toys")
    assert seen(warehouse, BRANDS) == ["Acme Toys no"]
    query = select(BudgetByCategory.year, BudgetByCategory.category, BudgetByCategory.amount)
    assert sorted(seen(warehouse, query)) == ["2024 Toys 10.00", "2025 Toys 20.00", "2025 Unknown 3.00"]
    products(warehouse, "sku category\na Games", 2)
    assert sorted(seen(warehouse, query)) == ["2024 Games 10.00", "2025 Games 20.00", "2025 Unknown 3.00"]
    assert warehouse.verify(BudgetByCategory)
    with pytest.raises(StarSchemaError, match="Month is a roll-up, kept by the loads of Day; load that"):
        warehouse.load(Month, rows("year_month\n'2024-01'"))


@pytest.mark.everywhere
@pytest.mark.beyond
def test_what_a_hand_has_broken_is_found(warehouse: Warehouse) -> None:
    products(warehouse, "sku brand category\na Acme Toys\nc Bolt Tools")
    with warehouse.engine.begin() as connection:
        connection.execute(delete(Brand).where(Brand.brand == "Acme"))
        connection.execute(update(Brand).where(Brand.brand == "Bolt").values(category="Toys"))
    assert str(warehouse.verify(Product)).splitlines() == [
        "dim_brand: 1 members that rows of dim_product have and it has not, such as brand=Acme",
        "dim_brand: 1 members of which rows of dim_product in force say something else, such as brand=Bolt",
    ]
    assert not warehouse.verify(Brand)


def test_what_cannot_be_rolled_up_is_refused() -> None:
    class Own(DeclarativeBase):
        pass

    class Date(Calendar, Own):
        pass

    class Flags(JunkDimension, Own):
        gift: Mapped[bool] = attribute()

    class Store(Dimension, Own):
        store: Mapped[int] = natural_key()
        country: Mapped[str | None] = attribute(String(20))
        region: Mapped[str | None] = attribute(String(20))

    region = rollup(Store, ("country", "region"))
    assert region.__name__ == "CountryRegion"
    assert rollup(Store, "country", name="Land").__table__.name == "dim_land"
    for arguments, expected in (
        ((Date, "decade"), "the levels of a calendar are month, quarter, year, week, fiscal_month, fiscal_quarter"),
        ((Date, "month", "day_name"), "and their attributes follow"),
        ((Store, "city"), r"rollup\(Store, 'city'\): Store has no attribute 'city'; it has country, region"),
        ((Store, "region", "land"), "Store has no attribute 'land'"),
        ((Flags, "gift"), "Flags is a junk dimension, whose members facts bring"),
        ((region, "region"), "CountryRegion is a roll-up itself; roll up its base"),
        ((Own, "x"), "that is no dimension"),
    ):
        with pytest.raises(ModelError, match=expected):
            rollup(*arguments)


CATEGORIES = {brand: f"c{number % 2}" for number, brand in enumerate("uvwxy")}
CHANGES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 6)), st.none() | st.sampled_from("uvwxy"), min_size=1, max_size=5
)


@settings(max_examples=3 if settings.default.max_examples <= 50 else 60)
@given(loads=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_roll_up_has_every_value_that_the_base_ever_was_told(
    warehouse: Warehouse, loads: list[dict[tuple[str, int], str | None]]
) -> None:
    with warehouse.engine.begin() as connection:
        for table in (Product.__table__, Brand.__table__):
            connection.execute(delete(table).where(table.c[f"{table.name[4:]}_key"] > 0))
        connection.execute(delete(warehouse._tables.journal(Product.__starschema__)))
    told = set()
    for load in [*loads, loads[0]]:
        data = [
            {"sku": sku, "at": date(2024, month, 1), "brand": brand, "category": CATEGORIES.get(brand or "")}
            for (sku, month), brand in load.items()
        ]
        warehouse.load(Product, data, effective="at")
        told |= {brand for brand in load.values() if brand is not None}
        # A value that a later one of the same time has replaced may never have been in a version.
        assert {line.split()[0] for line in seen(warehouse, BRANDS)} <= told
    assert warehouse.verify(Product)
