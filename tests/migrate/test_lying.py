"""How a table lies is changed where ALTER can, and told and refused with a remedy where it cannot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Physical, StarSchemaError, TransactionFact, Warehouse, degenerate
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows

SPAN = dt.date(2023, 1, 1), dt.date(2024, 12, 31)
YEARS = {
    "partition_by": "sold_at",
    "partition_every": "year",
    "partition_span": (dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
}


def shop(**hints: Any) -> SimpleNamespace:
    class Mart(DeclarativeBase):
        """Every table."""

    class Sale(TransactionFact, Mart, grain="one row per receipt"):
        """What was sold."""

        receipt: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[dt.datetime] = degenerate()
        physical = Physical(**hints)

    return SimpleNamespace(Mart=Mart, Sale=Sale)


@pytest.fixture
def loaded(engine: Engine) -> SimpleNamespace:
    old = shop()
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.Sale, [{"receipt": 1, "sold_at": dt.datetime(2023, 5, 1)}])
    return old


@pytest.mark.only("mariadb")
@pytest.mark.parametrize(
    ("hints", "difference"),
    [
        (YEARS, "fact_sale has no partitions, and 4 in the model"),
        ({"compress": True}, "fact_sale has the row format DYNAMIC, and COMPRESSED in the model"),
    ],
    ids=["partitions", "row format"],
)
def test_mariadb_lays_a_table_anew_and_back(
    hints: dict[str, Any], difference: str, loaded: SimpleNamespace, engine: Engine, tmp_path: Path
) -> None:
    new = shop(**hints)
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    assert migrations.difference(new.Mart) == [difference]
    assert "op.lay_out(" in migrations.migrate(new.Mart)
    assert Warehouse(engine, new.Mart).load(new.Sale, [{"receipt": 2, "sold_at": dt.datetime(2024, 5, 1)}]).inserted
    assert rows(engine, "SELECT receipt FROM fact_sale ORDER BY 1") == [(1,), (2,)]
    if "partition_by" in hints:
        again = shop(**hints | {"partition_span": (SPAN[0], dt.date(2025, 12, 31))})
        assert migrations.difference(again.Mart) == ["fact_sale has 4 partitions, and 5 in the model"]
        migrations.migrate(again.Mart)
        migrations.downgrade()
        assert migrations.difference(new.Mart) == []
    migrations.downgrade()
    assert migrations.difference(loaded.Mart) == []
    assert image(engine)["fact_sale"]["key"] == before["fact_sale"]["key"]


@pytest.mark.only("postgresql")
def test_postgresql_refuses_partitions_of_a_table_that_is_there_and_sets_its_parameters(
    loaded: SimpleNamespace, engine: Engine, tmp_path: Path
) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    parted = shop(**YEARS)
    told = "fact_sale is in no partitions in the warehouse, and by RANGE (sold_at) in the model"
    assert migrations.difference(parted.Mart) == [told]
    with pytest.raises(StarSchemaError, match=r"fact_sale is in no .*; PostgreSQL .* rename it, make it anew"):
        migrations.write(parted.Mart)
    filled = shop(options={"postgresql": {"postgresql_with": {"fillfactor": 70}}})
    assert migrations.difference(filled.Mart) == ["fact_sale has fillfactor = its default, and 70 in the model"]
    migrations.migrate(filled.Mart)
    options = "SELECT reloptions FROM pg_class WHERE relname = 'fact_sale'"
    assert rows(engine, options) == [(["fillfactor=70"],)]
    migrations.downgrade()
    assert rows(engine, options) == [(None,)]


@pytest.mark.only("duckdb", "sqlite")
def test_a_database_without_a_design_of_its_own_differs_in_nothing(
    loaded: SimpleNamespace, engine: Engine, tmp_path: Path
) -> None:
    new = shop(**YEARS, compress=True, sort_on=("sold_at",))
    assert Migrations(engine, tmp_path / "m").difference(new.Mart) == []
