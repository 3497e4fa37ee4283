"""What no migration can do is told by `starschema diff`, and refused by name with a remedy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, StarSchemaError, TransactionFact, Warehouse, degenerate, natural_key, role
from tests.migrate.environment import Migrations


def store(*, known_by: str = "store_id", row: str = "receipt") -> SimpleNamespace:
    """Stores known by one column, and sales with a row per receipt or per its lines."""

    class Mart(DeclarativeBase):
        """Every table."""

    if known_by == "store_id":

        class Store(Dimension, Mart):
            """One row per store."""

            store_id: Mapped[int] = natural_key()
    else:

        class Store(Dimension, Mart):  # type: ignore[no-redef]
            """One row per store of a chain."""

            chain: Mapped[str] = natural_key(String(8))
            store_id: Mapped[int] = natural_key()

    class Sale(TransactionFact, Mart, grain=f"one row per {row}"):
        """What was sold."""

        receipt: Mapped[int] = degenerate(grain=True)
        line: Mapped[int] = degenerate(grain=row == "line")
        store = role(Store)

    return SimpleNamespace(Mart=Mart, Store=Store, Sale=Sale)


CHANGES = {
    "natural key": (
        {"known_by": "both"},
        "dim_store is known by (store_id) in the warehouse, and by (chain, store_id) in the model",
        "give Store a new __tablename__, load it and what refers to it, and drop the old tables then",
    ),
    "grain": (
        {"row": "line"},
        "fact_sale has one row per (receipt) in the warehouse, and per (receipt, line) in the model",
        "give Sale a new __tablename__, load it from its source, and drop the old table then",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_migration_can_do_is_told_and_refused_with_a_remedy(
    change: str, engine: Engine, tmp_path: Path
) -> None:
    options, difference, remedy = CHANGES[change]
    old, new = store(), store(**options)
    Warehouse(engine, old.Mart).create_all()
    migrations = Migrations(engine, tmp_path / "m")
    assert migrations.difference(old.Mart) == []
    assert migrations.difference(new.Mart)[0] == difference
    with pytest.raises(StarSchemaError) as caught:
        migrations.write(new.Mart)
    assert str(caught.value).startswith(difference)
    assert str(caught.value).endswith(remedy)
