"""Every operation from old data to new data and back, on every database."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from starschema import StarSchemaError, Warehouse
from tests.migrate.changing import (
    Shop,
    new_attributes,
    old_attributes,
    with_delivery,
    with_durable_key,
    with_history,
    with_tree,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows, run

FIRST, SECOND = date(2024, 1, 1), date(2024, 2, 1)


def warehouse(engine: Engine, shop: Shop) -> Warehouse:
    made = Warehouse(engine, shop.Mart)
    made.create_all()
    return made


def test_attributes_are_renamed_widened_added_and_dropped_and_histories_go_on(engine: Engine, tmp_path: Path) -> None:
    old, new = old_attributes(), new_attributes()
    wh = warehouse(engine, old)
    ann = {"customer_id": 1, "name": "Ann", "town": "Oslo", "shoe": 37, "fax": "1"}
    wh.load(old.Customer, [ann, ann | {"customer_id": 2, "name": "Bo"}], effective=FIRST, snapshot=True)
    wh.load(old.Customer, [ann | {"town": "Bergen", "shoe": 38}], effective=SECOND)
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(new.Mart)
    for name in ("rename_attribute", "drop_attribute", "add_attribute", "drop_view", "create_view"):
        assert f"op.{name}(" in written
    shown = "customer_key, name, city, shoe_size, previous_shoe_size, email, tier, segment"
    assert rows(engine, f"SELECT {shown} FROM dim_customer ORDER BY customer_key") == [
        (-2, "Not applicable", "Not applicable", None, None, "Not applicable", "n/a", "N/A"),
        (-1, "Unknown", "Unknown", None, None, "Unknown", "none", "Unknown"),
        (1, "Ann", "Oslo", 38, 37, None, "none", None),
        (2, "Bo", "Oslo", 37, None, None, "none", None),
        (3, "Ann", "Bergen", 38, 37, None, "none", None),
    ]
    moved = Warehouse(engine, new.Mart)
    late = {"customer_id": 1, "city": "Moss", "email": "ann@x.no"}
    moved.load(new.Customer, [late], effective=date(2024, 1, 15))
    assert rows(
        engine, "SELECT city, email, shoe_size FROM dim_customer WHERE customer_id = 1 ORDER BY valid_from"
    ) == [
        ("Oslo", "ann@x.no", 38),
        ("Moss", "ann@x.no", 38),
        ("Bergen", "ann@x.no", 38),
    ]
    assert moved.verify(new.Customer)
    run(engine, "DELETE FROM dim_customer WHERE city = 'Moss'")
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    back = rows(engine, "SELECT customer_key, name, town, shoe, previous_shoe, fax FROM dim_customer"
                " WHERE customer_key > 0 ORDER BY customer_key")  # fmt: skip
    was = [row for row in before["dim_customer"]["rows"] if row["customer_key"] > 0]
    names = ("customer_key", "name", "town", "shoe", "previous_shoe")
    assert [row[:5] for row in back] == sorted(tuple(row[n] for n in names) for row in was)
    assert {row[5] for row in back} == {None}  # what was dropped is lost
    assert set(image(engine)) - {"alembic_version"} == set(before)
    Warehouse(engine, old.Mart).load(old.Customer, [ann | {"town": "Voss"}], effective=date(2024, 3, 1))


def test_a_type_is_narrowed_only_if_the_values_fit(engine: Engine, tmp_path: Path) -> None:
    old, new = with_history(2), with_delivery()
    wh = warehouse(engine, old)
    wh.load(old.Sale, [sale(1, 1, "12.50")], load_key="a")
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new.Mart)
    again = Warehouse(engine, new.Mart)
    again.load(new.Sale, [sale(2, 1, "1234567890.12") | {"recipient_id": 1, "delivered_on": FIRST, "discount": None}])
    with pytest.raises(StarSchemaError, match=r"fact_sale\.amount: 1 values do not fit .* such as 1234567890\.12"):
        migrations.downgrade()


def test_a_role_is_added_as_not_applicable_and_loads_go_on(engine: Engine, tmp_path: Path) -> None:
    old, new = with_history(2), with_delivery()
    wh = warehouse(engine, old)
    wh.load(old.Sale, [sale(1, 1, "12.50"), sale(2, 2, "3.00")])
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(new.Mart)
    assert written.count("op.add_role(") == 2
    assert "op.change_type(" in written
    query = "SELECT order_no, delivered_key, recipient_key, amount, discount FROM fact_sale ORDER BY order_no"
    assert money(rows(engine, query)) == [(1, -2, -2, "12.50", None), (2, -2, -2, "3.00", None)]
    more = Warehouse(engine, new.Mart)
    more.load(new.Sale, [sale(3, 1, "5.00") | {"recipient_id": 2, "delivered_on": date(2024, 1, 9), "discount": None}])
    assert more.verify(new.Sale)
    run(engine, "DELETE FROM fact_sale WHERE order_no = 3")
    migrations.downgrade()
    after = image(engine)
    assert migrations.difference(old.Mart) == []
    assert after["fact_sale"] == before["fact_sale"]


def test_versions_begin_with_one_for_each_member_and_end_with_the_newest(engine: Engine, tmp_path: Path) -> None:
    old, new = with_history(1), with_history(2)
    wh = warehouse(engine, old)
    customers = [{"customer_id": 1, "city": "Oslo"}, {"customer_id": 2, "city": "Voss"}]
    wh.load(old.Customer, customers)
    wh.load(old.Sale, [sale(1, 1, "1.00"), sale(2, 7, "2.00")])
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    assert "op.start_history(" in migrations.migrate(new.Mart)
    versions = "SELECT customer_id, city, valid_from, valid_to FROM dim_customer ORDER BY customer_key, valid_from"
    since, beginning, end = datetime(1900, 1, 1), datetime(1, 1, 1), datetime(9999, 12, 31)
    assert times(rows(engine, versions)) == [
        (None, "Not applicable", beginning, end),
        (None, "Unknown", beginning, end),
        (1, "Oslo", since, end),
        (2, "Voss", since, end),
        (7, None, beginning, end),
    ]
    now = Warehouse(engine, new.Mart)
    now.load(new.Sale, [sale(3, 1, "3.00", month=3), sale(4, 2, "4.00", month=3)])
    now.load(new.Customer, [{"customer_id": 1, "city": "Bergen"}], effective=date(2024, 2, 1))
    now.load(new.Customer, [{"customer_id": 2, "gone": True}], effective=date(2024, 2, 1), deleted="gone")
    assert now.verify(new.Customer)
    sold = "SELECT order_no, city FROM fact_sale f JOIN dim_customer d ON d.customer_key = f.customer_key ORDER BY 1"
    assert rows(engine, sold) == [(1, "Oslo"), (2, None), (3, "Bergen"), (4, "Voss")]
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert rows(engine, sold) == [(1, "Bergen"), (2, None), (3, "Bergen"), (4, "Voss")]
    assert rows(engine, "SELECT customer_id, city FROM dim_customer WHERE customer_key > 0 ORDER BY 1") == [
        (1, "Bergen"),
        (2, "Voss"),
        (7, None),
    ]
    assert image(engine)["dim_customer"]["columns"] == before["dim_customer"]["columns"]
    assert image(engine)["dim_customer"]["unique"] == before["dim_customer"]["unique"]
    last = Warehouse(engine, old.Mart)
    assert last.load(old.Customer, customers).updated == 1
    assert last.verify(old.Sale)


def test_members_and_facts_get_durable_keys(engine: Engine, tmp_path: Path) -> None:
    old, new = with_durable_key(False), with_durable_key(True)
    wh = warehouse(engine, old)
    wh.load(old.Customer, [{"customer_id": 1, "city": "Oslo"}, {"customer_id": 2, "city": "Voss"}], effective=FIRST)
    wh.load(old.Customer, [{"customer_id": 1, "city": "Bergen"}], effective=SECOND)
    wh.load(old.Sale, [sale(1, 1, "1.00"), sale(2, 1, "2.00", month=3), sale(3, 2, "3.00")])
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new.Mart)
    keys = "SELECT customer_key, customer_durable_key FROM {} ORDER BY 1"
    assert rows(engine, keys.format("dim_customer")) == [(-2, -2), (-1, -1), (1, 1), (2, 2), (3, 1)]
    assert rows(engine, keys.format("fact_sale")) == [(1, 1), (2, 2), (3, 1)]
    assert rows(engine, keys.format("dim_customer_now")) == [(-2, -2), (-1, -1), (2, 2), (3, 1)]
    assert Warehouse(engine, new.Mart).verify(new.Customer)
    migrations.downgrade()
    assert image(engine) == before


def test_a_tree_goes_by_the_keys_that_stay_when_versions_end(engine: Engine, tmp_path: Path) -> None:
    old, new = with_tree(True), with_tree(False)
    wh = warehouse(engine, old)
    wh.load(old.Customer, [{"unit_id": 1, "name": "All"}, {"unit_id": 2, "name": "A", "parent_id": 1}], effective=FIRST)
    wh.load(old.Customer, [{"unit_id": 1, "name": "Everything", "parent_id": None}], effective=SECOND)
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new.Mart)
    above = "SELECT descendant_key, ancestor_key FROM dim_unit_tree WHERE descendant_key > 0 ORDER BY 1, 2"
    assert rows(engine, above) == [(2, 2), (2, 3), (3, 3)]
    now = Warehouse(engine, new.Mart)
    now.load(new.Customer, [{"unit_id": 3, "name": "B", "parent_id": 1}])
    assert now.verify(new.Customer)
    assert rows(engine, above) == [(2, 2), (2, 3), (3, 3), (4, 3), (4, 4)]
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert Warehouse(engine, old.Mart).verify(old.Customer)


@pytest.mark.only("sqlite", "postgresql", "mariadb")
def test_a_role_comes_with_a_reference_that_is_enforced(engine: Engine, tmp_path: Path) -> None:
    old, new = with_history(2), with_delivery()
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(old.Mart, foreign_keys="enforced")
    migrations.upgrade()
    before = image(engine)
    migrations.write(new.Mart, foreign_keys="enforced")
    migrations.upgrade()
    assert ["recipient_key"] in [columns for columns, _ in image(engine)["fact_sale"]["references"]]
    assert "    pass\n" in migrations.write(new.Mart, foreign_keys="enforced")
    migrations.downgrade("r1")
    assert image(engine) == before
    wh = Warehouse(engine, old.Mart)
    wh.load(old.Sale, [sale(1, 1, "1.00") | {"customer_id": None}])
    migrations.downgrade("base")
    assert image(engine) == {}


def sale(number: int, customer: int, amount: str, month: int = 1) -> dict[str, Any]:
    return {"order_no": number, "sold_at": datetime(2024, month, 5), "customer_id": customer, "amount": Decimal(amount)}


def money(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(*row[:3], f"{row[3]:.2f}", row[4]) for row in found]


def times(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """SQLite gives times as text."""
    return [
        tuple(datetime.fromisoformat(v) if isinstance(v, str) and v[:1].isdigit() else v for v in row) for row in found
    ]
