"""What follows from rows that are there: a migration fills it, or the next load does, whichever comes first."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine

from starschema import Warehouse
from starschema.migrate import difference
from tests.migrate.environment import Migrations
from tests.migrate.growing import mart
from tests.migrate.seen import image, rows, run

BEFORE, AFTER = mart(grown=False), mart(grown=True)

FILLED = {
    "SELECT month, month_name FROM dim_month WHERE month_key > 0": [(1, "January")],
    "SELECT brand FROM dim_brand WHERE brand_key > 0 ORDER BY 1": [("Acme",), ("Best",)],
    "SELECT descendant_key, ancestor_key, depth FROM dim_unit_tree WHERE descendant_key > 0 ORDER BY 1, 2": [
        (1, 1, 0),
        (2, 1, 1),
        (2, 2, 0),
    ],
    "SELECT month, brand, sales, amount FROM agg_sales_by_brand ORDER BY brand": [
        ("2024-01", "Acme", 1, Decimal("10.00")),
        ("2024-01", "Best", 1, Decimal("30.00")),
    ],
    "SELECT month, brand, planned, sold FROM fact_plan_and_sales ORDER BY brand": [
        ("2024-01", "Acme", Decimal("50.00"), Decimal("10.00")),
        ("2024-01", "Best", Decimal("0.00"), Decimal("30.00")),
    ],
    "SELECT order_no, euros, kilos FROM fact_sale ORDER BY order_no": [
        ("1", Decimal("8.00"), Decimal("0.907")),
        ("2", Decimal("30.00"), Decimal("3.000")),
    ],
}
"""What there is to be, by the query that shows it."""


TABLES = ("fact_sale", "dim_unit", "dim_month", "dim_brand", "agg_sales_by_brand", "fact_plan_and_sales")
"""In what order, by the load log's name: that of a tree is its dimension's."""


def filled(engine: Engine, model: SimpleNamespace) -> Warehouse:
    """Return a warehouse with a few rows of everything that there was before."""
    wh = Warehouse(engine, model.Mart)
    wh.create_all()
    wh.load(model.Day, start="2024-01-01", end="2024-01-31")
    products = [{"sku": "a", "brand": "Acme", "maker": "M"}, {"sku": "b", "brand": "Best", "maker": "M"}]
    wh.load(model.Product, products, effective=date(2024, 1, 1))
    wh.load(model.Unit, [{"unit_id": 1, "parent_id": None}, {"unit_id": 2, "parent_id": 1}])
    wh.load(model.Currency, [{"code": "EUR"}, {"code": "USD"}])
    wh.load(model.Rate, [{"code": "USD", "since": date(2024, 1, 1), "rate": "0.8"}])
    wh.load(model.Plan, [{"month": "2024-01", "sku": "a", "planned": "50"}])
    wh.load(model.Sale, [sale("1", "a", "USD", "10", "lb", 2), sale("2", "b", "EUR", "30", "kg", 3)])
    return wh


def sale(number: str, sku: str, code: str, amount: str, unit: str, weight: int) -> dict[str, Any]:
    at = datetime(2024, 1, 5, 12)
    row = {"order_no": number, "sold_at": at, "sku": sku, "unit_id": 2, "code": code, "amount": amount}
    return row | {"weighed_in": unit, "weight": weight}


def test_a_migration_fills_what_follows_from_rows_that_are_there(engine: Engine, tmp_path: Path) -> None:
    filled(engine, BEFORE)
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(AFTER.Mart)
    assert "op.fill_tables(" in written
    grown = Warehouse(engine, AFTER.Mart)
    for query, expected in FILLED.items():
        assert exact(rows(engine, query)) == expected
    logged = rows(engine, "SELECT target, status FROM starschema_load ORDER BY load_id")
    assert logged[-6:] == [(table, "done") for table in TABLES]
    for cls in (AFTER.Sale, AFTER.SalesByBrand, AFTER.PlanAndSales, AFTER.Unit, AFTER.Product):
        assert grown.verify(cls)
    assert grown.load(AFTER.Sale, [sale("3", "a", "EUR", "1", "kg", 1)]).inserted == 1
    assert grown.load(AFTER.Unit, [{"unit_id": 3, "parent_id": 2}]).inserted == 1
    assert grown.verify(AFTER.SalesByBrand)
    assert grown.verify(AFTER.Unit)
    grown.load(AFTER.Sale, [sale("3", "a", "EUR", "1", "kg", 1) | {"gone": True}], deleted="gone")
    migrations.downgrade()
    assert migrations.difference(BEFORE.Mart) == []
    after = image(engine)
    assert set(after) - {"alembic_version"} == set(before)
    for found in (after["fact_sale"], before["fact_sale"]):
        for row in found["rows"]:
            del row["load_id"]  # the last to write the row was the one that filled its amounts
    assert after["fact_sale"] == before["fact_sale"]


def test_tables_made_without_a_migration_are_told_unfilled_till_a_load_fills_them_whole(engine: Engine) -> None:
    filled(engine, BEFORE)
    for column in ("DECIMAL(12, 2)", "DECIMAL(9, 3)"):
        name = "euros" if column == "DECIMAL(12, 2)" else "kilos"
        run(engine, f"ALTER TABLE fact_sale ADD COLUMN {name} {column}")
    run(engine, "ALTER TABLE dim_unit ADD COLUMN opened_on_key BIGINT DEFAULT -2")
    grown = Warehouse(engine, AFTER.Mart)
    grown.create_all()
    with engine.connect() as connection:
        unfilled = [line for line in difference(connection, AFTER.Mart) if "lacks what follows" in line]
    assert unfilled == [
        f"{table} lacks what follows from the rows of others"
        for table in ("dim_unit_tree", "dim_month", "dim_brand", "agg_sales_by_brand", "fact_plan_and_sales")
    ]
    # Each load brings one row, or touches one; nothing of the rest may be missing then.
    grown.load(AFTER.Day, start="2024-02-01", end="2024-02-01")
    grown.load(AFTER.Product, [{"sku": "a", "brand": "Acme", "maker": "N"}], effective=date(2024, 1, 9))
    grown.load(AFTER.Unit, [{"unit_id": 3, "parent_id": 2}])
    grown.rebuild(AFTER.Sale)
    with engine.connect() as connection:
        unfilled = [line for line in difference(connection, AFTER.Mart) if "lacks what follows" in line]
    assert unfilled == ["fact_plan_and_sales lacks what follows from the rows of others"]  # the plans' side of it
    grown.load(AFTER.Plan, [{"month": "2024-02", "sku": "a", "planned": "60"}])
    for cls in (AFTER.SalesByBrand, AFTER.PlanAndSales, AFTER.Unit, AFTER.Sale):
        assert grown.verify(cls)
    assert rows(engine, "SELECT month FROM dim_month WHERE month_key > 0 ORDER BY 1") == [(1,), (2,)]
    assert rows(engine, "SELECT brand FROM dim_brand WHERE brand_key > 0 ORDER BY 1") == [("Acme",), ("Best",)]
    assert grown.rebuild(AFTER.Month).read == 2
    with engine.connect() as connection:
        assert not [line for line in difference(connection, AFTER.Mart) if "lacks what follows" in line]


def exact(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """SQLite gives exact numbers as floats."""
    return [tuple(Decimal(str(v)).quantize(Decimal("0.001")) if isinstance(v, float) else v for v in r) for r in found]
