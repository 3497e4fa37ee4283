"""Fixed hierarchies that are strict: at any time a child has one parent, or the load is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import String, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, JunkDimension, ModelError, RejectedRows, Warehouse, attribute, hierarchy, natural_key
from tests.kinds.tables import rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Store(Dimension, Mart):
    """One row per version of a store."""

    store: Mapped[int] = natural_key()
    country: Mapped[str | None] = attribute(String(20), scd=2)
    region: Mapped[str | None] = attribute(String(20), scd=2)
    city: Mapped[str | None] = attribute(String(20), scd=2)
    places = hierarchy(country, region, city, strict=True)


class Shelf(Dimension, Mart):
    """One row per shelf, as it is now."""

    shelf: Mapped[int] = natural_key()
    hall: Mapped[str | None] = attribute(String(20))
    aisle: Mapped[int | None] = attribute()
    where = hierarchy(hall, aisle, strict=True)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def stores(warehouse: Warehouse, drawing: str, month: int, **options: Any) -> Any:
    return warehouse.load(
        Store, rows(f"store country region city\n{drawing}"), effective=date(2024, month, 1), **options
    )


def test_a_child_with_two_parents_at_one_time_is_refused_with_both(warehouse: Warehouse) -> None:
    stores(warehouse, "1 NO East Oslo\n2 NO West Bergen\n3 NO East Oslo\n4 ∅ ∅ Oslo\n5 NO ∅ ∅", 1)
    before = seen(warehouse, select(Store.store, Store.city, Store.valid_from).order_by(Store.store_key))  # type: ignore[attr-defined]
    expected = (
        r"city 'Oslo' would be in region 'East' \(Store 1\) and in 'West' \(6\) at one time, and hierarchy 'places' is "
        "strict; correct one of them, or rename the city where they are two"
    )
    with pytest.raises(RejectedRows, match=expected) as caught:
        stores(warehouse, "2 NO West Voss\n6 NO West Oslo\n7 NO West Oslo", 2)
    assert [(r.row, r.column, r.value) for r in caught.value.rejections] == [(2, "city", "Oslo"), (3, "city", "Oslo")]
    with pytest.raises(RejectedRows, match=r"region 'East' would be in country 'NO' \(Store 1\) and in 'SE' \(8\)"):
        stores(warehouse, "8 SE East Malmo", 2)
    with pytest.raises(RejectedRows, match="city 'Oslo' would be in region 'East'"):
        stores(warehouse, "9 NO North Oslo", 1)
    with pytest.raises(RejectedRows, match="city 'Oslo' would be in region"):
        warehouse.load(Store, rows("store region\n1 West"), effective=date(2024, 3, 1))
    assert seen(warehouse, select(Store.store, Store.city, Store.valid_from).order_by(Store.store_key)) == before  # type: ignore[attr-defined]
    assert warehouse.verify(Store)


def test_a_child_may_have_another_parent_at_another_time(warehouse: Warehouse) -> None:
    stores(warehouse, "1 NO East Oslo\n3 NO East Oslo", 1)
    moved = stores(warehouse, "1 NO South Oslo\n3 NO South Oslo\n4 NO South Oslo", 3)
    assert (moved.versioned, moved.inserted) == (2, 1)
    with pytest.raises(RejectedRows, match=r"region 'East' \(Store 5\) and in 'South' \(1\)"):
        stores(warehouse, "5 NO East Oslo", 2)
    at = [{"store": 5, "country": "NO", "region": region, "city": "Oslo", "at": date(2024, month, 1)}
          for region, month in (("East", 2), ("South", 3))]  # fmt: skip
    done = warehouse.load(Store, at, effective="at")
    assert (done.inserted, done.versioned) == (1, 1)
    assert warehouse.verify(Store)


@pytest.mark.beyond
def test_without_versions_a_child_has_one_parent_for_good(warehouse: Warehouse) -> None:
    warehouse.load(Shelf, rows("shelf hall aisle\n1 A 1\n2 A 1\n3 B 2"))
    with pytest.raises(RejectedRows, match=r"aisle '1' would be in hall 'A' \(Shelf 1\) and in 'B' \(3\) at one time"):
        warehouse.load(Shelf, rows("shelf hall aisle\n3 B 1"))
    assert warehouse.load(Shelf, rows("shelf hall aisle\n1 B 1\n2 B 1")).updated == 2
    assert warehouse.verify(Shelf)
    with warehouse.engine.begin() as connection:
        connection.execute(update(Shelf).where(Shelf.shelf == 2).values(hall="A"))
    assert str(warehouse.verify(Shelf)) == "dim_shelf: 1 times aisle is in more than one hall at once, such as aisle=1"


def test_facts_bring_the_members_of_a_junk_dimension_so_nothing_can_be_strict_there() -> None:
    class Own(DeclarativeBase):
        pass

    with pytest.raises(ModelError, match=r"Flags.levels: .* which nothing checks; leave out strict=True"):

        class Flags(JunkDimension, Own):
            a: Mapped[str] = attribute(String(2))
            b: Mapped[str] = attribute(String(2))
            levels = hierarchy(a, b, strict=True)
