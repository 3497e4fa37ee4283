"""`alembic upgrade --sql`: a script that does what the migration does, or a refusal by name where data must be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase

from starschema import StarSchemaError, Warehouse
from tests.ddl.retail import Mart as Retail
from tests.ddl.scripts import run_script
from tests.migrate.changing import new_attributes, old_attributes, with_delivery, with_durable_key, with_history
from tests.migrate.environment import Migrations
from tests.migrate.growing import mart
from tests.migrate.seen import image
from tests.migrate.test_more_of_a_kind import sums
from tests.migrate.test_renames import RENAMED, shop
from tests.robust.every_type import Mart as EveryType

KINDS = mart(grown=True)
"""Kept, since SQLAlchemy's registry holds classes weakly."""

CHANGES = {
    "attributes": (old_attributes, new_attributes),
    "a history begins": (lambda: with_history(1), lambda: with_history(2)),
    "a history ends": (lambda: with_history(2), lambda: with_history(1)),
    "roles": (lambda: with_history(2), with_delivery),
    "renamed tables": (lambda: shop("Client", "fact_visit"), lambda: shop("Customer", "fact_call")),
    "sums": (lambda: sums(more=False), lambda: sums(more=True)),
    "durable keys": (lambda: with_durable_key(False), lambda: with_durable_key(True)),
}

NARROWED = {"attributes": r"dim_customer_journal\.city", "roles": r"fact_sale\.amount"}
"""Columns that a downgrade makes narrower, so that their values must be looked at."""


def test_the_script_of_a_first_migration_makes_what_the_migration_makes(
    engine: Engine, new_url: Callable[[], str], tmp_path: Path
) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(KINDS.Mart)
    script = migrations.script("r1")
    url = new_url()
    other = create_engine(url)
    run_script(url, script)
    migrations.upgrade()
    assert image(other) == image(engine)
    run_script(url, migrations.script("r1:base", down=True))
    migrations.downgrade("base")
    assert image(other) == image(engine)


@pytest.mark.parametrize("change", CHANGES)
def test_the_script_of_a_change_does_what_the_migration_does_or_is_refused_by_name(
    change: str, engine: Engine, new_url: Callable[[], str], tmp_path: Path
) -> None:
    old, new = (make() for make in CHANGES[change])
    url = new_url()
    other = create_engine(url)
    for each in (engine, other):
        wh = Warehouse(each, old.Mart)
        wh.create_all()
        if not hasattr(old, "Customer"):
            continue
        told = [{"customer_id": 1, "city": "Oslo", "town": "Oslo", "shoe": 37, "name": "Ann", "fax": "1"}]
        known = {attribute.name for attribute in wh.catalog.spec(old.Customer).attributes} | {"customer_id"}
        wh.load(
            old.Customer, [{k: v for k, v in row.items() if k in known} for row in told], effective=date(2024, 1, 1)
        )
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(new.Mart, renamed_tables=RENAMED if change == "renamed tables" else None)
    in_place = change == "renamed tables" and engine.dialect.name == "duckdb"
    if engine.dialect.name in ("sqlite", "duckdb") and not in_place:
        with pytest.raises((StarSchemaError, CommandError), match=r"(dim_customer|fact_sale|agg_sums).*--sql"):
            migrations.script("r1")
        return
    run_script(url, migrations.script("r1"))
    migrations.upgrade()
    assert without_times(image(other)) == without_times(image(engine))
    if change in NARROWED:
        with pytest.raises(StarSchemaError, match=rf"{NARROWED[change]}: whether its values fit .* without --sql"):
            migrations.script("r1:base", down=True)
        return
    run_script(url, migrations.script("r1:base", down=True))
    migrations.downgrade("base")
    assert without_times(image(other)) == without_times(image(engine))


def test_a_script_leaves_what_follows_from_rows_to_the_next_load_and_refuses_amounts(
    engine: Engine, new_url: Callable[[], str], tmp_path: Path
) -> None:
    old, new = sums(more=False), sums(more=True)
    Warehouse(engine, old.Mart).create_all()
    migrations = Migrations(engine, tmp_path / "sums")
    migrations.write(new.Mart)
    if engine.dialect.name not in ("sqlite", "duckdb"):
        script = migrations.script("r1")
        assert "-- agg_sums is filled by the next load of what it follows from" in script
        assert "DELETE FROM agg_sums;" in script
    few, many, another = mart(grown=False), mart(grown=True), create_engine(new_url())
    Warehouse(another, few.Mart).create_all()
    migrations = Migrations(another, tmp_path / "amounts")
    migrations.write(many.Mart)
    with pytest.raises(
        (StarSchemaError, CommandError), match=r"(the converted amounts of fact_sale|dim_unit|fact_sale: sqlite).*--sql"
    ):
        migrations.script("r1")


@pytest.mark.parametrize("model", [EveryType, Retail], ids=["every type", "partitions"])
def test_types_and_partitions_come_and_go_by_scripts_too(
    model: type[DeclarativeBase], engine: Engine, new_url: Callable[[], str], tmp_path: Path
) -> None:
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(model)
    url = new_url()
    run_script(url, migrations.script("r1"))
    migrations.upgrade()
    other = create_engine(url)
    assert image(other) == image(engine)
    run_script(url, migrations.script("r1:base", down=True))
    migrations.downgrade("base")
    assert image(other) == image(engine)


def without_times(seen: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Leave out what a load writes down of its own."""
    return {name: found for name, found in seen.items() if name not in ("starschema_load", "starschema_target")}
