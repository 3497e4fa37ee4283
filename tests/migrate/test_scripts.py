"""`alembic upgrade --sql`: a script that does what the migration does, or a refusal by name where data must be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine

from starschema import StarSchemaError, Warehouse
from tests.ddl.scripts import run_script
from tests.migrate.changing import new_attributes, old_attributes, with_delivery, with_durable_key, with_history
from tests.migrate.environment import Migrations
from tests.migrate.growing import mart
from tests.migrate.seen import image

KINDS = mart(grown=True)
"""Kept, since SQLAlchemy's registry holds classes weakly."""

CHANGES = {
    "attributes": (old_attributes, new_attributes),
    "a history begins": (lambda: with_history(1), lambda: with_history(2)),
    "a history ends": (lambda: with_history(2), lambda: with_history(1)),
    "roles": (lambda: with_history(2), with_delivery),
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
        told = [{"customer_id": 1, "city": "Oslo", "town": "Oslo", "shoe": 37, "name": "Ann", "fax": "1"}]
        known = {attribute.name for attribute in wh.catalog.spec(old.Customer).attributes} | {"customer_id"}
        wh.load(
            old.Customer, [{k: v for k, v in row.items() if k in known} for row in told], effective=date(2024, 1, 1)
        )
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(new.Mart)
    if engine.dialect.name in ("sqlite", "duckdb"):
        with pytest.raises((StarSchemaError, CommandError), match=r"(dim_customer|fact_sale).*--sql"):
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


def without_times(seen: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Leave out what a load writes down of its own."""
    return {name: found for name, found in seen.items() if name not in ("starschema_load", "starschema_target")}
