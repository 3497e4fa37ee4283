"""Tables that were made elsewhere, rows and all: loads count on from the highest key that is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import rows, run


class Mart(DeclarativeBase):
    """Every table."""


class Client(Dimension, Mart):
    """One row per version."""

    no: Mapped[int] = natural_key()
    town: Mapped[str | None] = attribute(String(20), scd=2)


class Part(Dimension, Mart, surrogate="hash"):
    """One row per part."""

    code: Mapped[str] = natural_key(String(9))


class Account(Dimension, Mart, subtypes="kind"):
    """One row per account."""

    number: Mapped[int] = natural_key()
    kind: Mapped[str | None] = attribute(String(9))


class Savings(Account, subtype="savings"):
    """Accounts that bear interest."""

    rate: Mapped[int | None] = attribute()


class Visit(TransactionFact, Mart, grain="one row per visit"):
    """Who came."""

    number: Mapped[int] = degenerate(grain=True)
    client = role(Client, source="no")
    hours: Mapped[Decimal] = measure(Numeric(5, 1))


class ByTown(Aggregate, Mart, of=Visit):
    """Hours of a town."""

    town: Mapped[str | None] = level(Visit.client.town)
    hours: Mapped[Decimal] = total(Visit.hours)


def test_loads_count_on_from_the_highest_key(engine: Engine, tmp_path: Path) -> None:
    wh = Warehouse(engine, Mart)
    wh.create_all()
    wh.load(Client, [{"no": 1, "town": "Oslo"}, {"no": 2, "town": "Rome"}], effective=date(2024, 1, 1))
    wh.load(Part, [{"code": "a"}, {"code": "b"}])
    wh.load(Savings, [{"number": 1, "rate": 3}])
    wh.load(Visit, [{"number": n, "no": n, "hours": 1} for n in (1, 2)])
    run(engine, "DELETE FROM starschema_target")
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(Mart)
    assert "op.register_tables(" in written
    assert rows(engine, "SELECT target, max(last_key) FROM starschema_target GROUP BY target ORDER BY target") == [
        ("agg_by_town", 2),
        ("dim_account_whole", 1),
        ("dim_client", 2),
        ("dim_part", 2),
        ("fact_visit", 0),
    ]
    wh.load(Client, [{"no": 3, "town": "Bern"}], effective=date(2024, 1, 1))
    wh.load(Part, [{"code": "c"}])
    wh.load(Savings, [{"number": 2, "rate": 3}])
    wh.load(Visit, [{"number": 3, "no": 3, "hours": 1}])
    assert rows(engine, "SELECT max(client_key) FROM dim_client") == [(3,)]
    assert rows(engine, "SELECT max(creation_number) FROM dim_part") == [(3,)]
    for model in (Client, Part, Account, Visit, ByTown):
        assert wh.verify(model), wh.verify(model)


def test_a_script_counts_them_when_it_runs(engine: Engine, tmp_path: Path) -> None:
    wh = Warehouse(engine, Mart)
    wh.create_all()
    wh.load(Client, [{"no": 1, "town": "Oslo"}], effective=date(2024, 1, 1))
    run(engine, "DELETE FROM starschema_target WHERE target = 'dim_client'")
    migrations = Migrations(engine, tmp_path / "m")
    migrations.write(Mart)
    script = migrations.script("base:head")
    statements = [each for each in script.split(";") if "INSERT INTO starschema_target" in each]
    run(engine, *statements)
    assert rows(engine, "SELECT max(last_key) FROM starschema_target WHERE target = 'dim_client'") == [(1,)]
