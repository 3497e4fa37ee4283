"""A table under another name keeps its rows, its history and what was loaded under which key."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    ModelError,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    natural_key,
    ragged,
    role,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows


def shop(name: str, fact: str, **more: object) -> SimpleNamespace:
    """Members of some class with a tree, and what they did, in a table of some name."""

    class Mart(DeclarativeBase):
        """Every table."""

    body = {
        "__annotations__": {"no": Mapped[int], "town": Mapped[str | None], "above": Mapped[int | None]},
        "__doc__": "One row per version.",
        "__module__": __name__,
        "no": natural_key(),
        "town": attribute(String(20), scd=2, index=True),
        "above": attribute(),
        "tree": ragged("above"),
        **more,
    }
    member = type(name, (Dimension, Mart), body, durable_key=True)

    class Visit(TransactionFact, Mart, grain="one row per visit"):
        """Who came."""

        __tablename__ = fact
        number: Mapped[int] = degenerate(grain=True)
        came_at: Mapped[datetime] = degenerate()
        who = role(member, source="no", as_of="came_at")

    return SimpleNamespace(Mart=Mart, Member=member, Visit=Visit)


RENAMED = {"dim_client": "dim_customer", "fact_visit": "fact_call"}


def test_renamed_tables_keep_what_is_in_them_and_what_is_known_of_them(engine: Engine, tmp_path: Path) -> None:
    old, new = shop("Client", "fact_visit"), shop("Customer", "fact_call")
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.Member, [{"no": 1, "town": "Oslo", "above": None}, {"no": 2, "above": 1}], effective=date(2024, 1, 1))
    wh.load(old.Member, [{"no": 1, "town": "Moss"}], effective=date(2024, 3, 1), load_key="march")
    visit = {"number": 1, "came_at": datetime(2024, 2, 5), "no": 1}
    wh.load(old.Visit, [visit])
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.write(new.Mart, renamed_tables=RENAMED)
    assert "op.drop_table(" not in written
    assert "op.create_table(" not in written
    migrations.upgrade()
    assert migrations.difference(new.Mart) == []
    assert rows(engine, "SELECT no, town FROM dim_customer WHERE customer_key > 0 ORDER BY customer_key") == [
        (1, "Oslo"),
        (2, None),
        (1, "Moss"),
    ]
    now = Warehouse(engine, new.Mart)
    assert now.load(new.Member, [{"no": 1, "town": "Moss"}], effective=date(2024, 3, 1), load_key="march").repeated
    assert now.load(new.Member, [{"no": 1, "town": "Voss"}], effective=date(2024, 2, 1)).repointed == 1
    assert now.load(new.Visit, [visit], on_duplicate="ignore").duplicates == 1
    assert now.verify(new.Member)
    assert now.verify(new.Visit)
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert set(image(engine)) - {"alembic_version"} == set(before)
    assert Warehouse(engine, old.Mart).verify(old.Member)


@pytest.mark.only("duckdb")
def test_a_name_that_is_none_of_the_models_and_columns_that_change_as_well_are_refused(
    engine: Engine, tmp_path: Path
) -> None:
    old, new = shop("Client", "fact_visit"), shop("Customer", "fact_visit", email=attribute(String(20)))
    Warehouse(engine, old.Mart).create_all()
    migrations = Migrations(engine, tmp_path / "m")
    with pytest.raises(ModelError, match="dim_customers is no table of the model"):
        migrations.write(new.Mart, renamed_tables={"dim_client": "dim_customers"})
    grown = shop("Customer", "fact_visit", phone=attribute(String(20)))
    with pytest.raises(StarSchemaError, match=r"dim_client is to be dim_customer.*; have one migration rename"):
        migrations.write(grown.Mart, renamed_tables={"dim_client": "dim_customer"})
