"""A warehouse made by a migration is the one that `create_all` makes, and a migration undone leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.orm import DeclarativeBase

from starschema import Warehouse
from starschema.ddl import create_all
from tests.ddl.retail import Mart as Retail
from tests.ddl.retail import Sale
from tests.migrate.environment import Migrations
from tests.migrate.growing import mart
from tests.migrate.models import Mart
from tests.migrate.seen import ALEMBIC, image, rows, run
from tests.robust.every_type import Mart as EveryType

EVERY_KIND = mart(grown=True)
"""Kept, since SQLAlchemy's registry holds classes weakly."""

GROWN: type[DeclarativeBase] = EVERY_KIND.Mart


@pytest.mark.parametrize("model", [Mart, GROWN], ids=["mart", "grown"])
def test_a_first_migration_makes_what_create_all_makes_and_undone_leaves_nothing(
    model: type[DeclarativeBase], engine: Engine, new_url: Callable[[], str], tmp_path: Path
) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(model)
    assert "op.create_view(" in written
    assert "op.fill_tables(" not in written
    other = create_engine(new_url())
    with other.connect() as connection:
        create_all(connection, model)
    assert image(engine) == image(other)
    migrations.downgrade()
    assert inspect(engine).get_table_names() == [ALEMBIC]
    assert inspect(engine).get_view_names() == []
    migrations.upgrade()
    assert image(engine) == image(other)


def test_columns_of_every_type_come_and_go_and_come_again(engine: Engine, tmp_path: Path) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(EveryType)
    made = image(engine)
    migrations.downgrade()
    migrations.upgrade()
    assert image(engine) == made


def test_tables_of_others_are_left_alone(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE dim_customer_import (x INTEGER)"))
        connection.execute(text("CREATE TABLE other (x INTEGER)"))
    migrations = Migrations(engine, tmp_path / "m")
    assert "import" not in migrations.migrate(EveryType).replace("import sqlalchemy", "").split("def upgrade")[1]
    assert {"dim_customer_import", "other"} <= set(inspect(engine).get_table_names())


def test_a_fact_that_is_partitioned_comes_with_its_partitions(engine: Engine, tmp_path: Path) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(Retail)
    day = {"sold_at": datetime(2024, 1, 5), "customer_id": 1, "product_code": "A", "quantity": 1}
    line = {"order_no": "1", "line_no": 1, "amount": Decimal("2.50"), "unit_price": Decimal("2.50")}
    Warehouse(engine, Retail).load(Sale, [day | line])
    if engine.dialect.name == "postgresql":
        run(engine, "SELECT fact_sale_partitions()")
        assert rows(engine, "SELECT count(*) FROM fact_sale_202401") == [(1,)]
        if (engine.dialect.server_version_info or (0,)) >= (18,):
            checked = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conenforced"
            assert rows(engine, checked) == [(0,)]
    assert migrations.difference(Retail) == []
    migrations.downgrade()
    assert inspect(engine).get_table_names() == [ALEMBIC]
    migrations.upgrade()
    assert migrations.difference(Retail) == []
