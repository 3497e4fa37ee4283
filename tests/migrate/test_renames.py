"""A table under another name keeps its rows, its history and what was loaded under which key."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from secrets import token_hex
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    ModelError,
    Physical,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    ragged,
    role,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows, run


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


def bookings(dimension: str, fact: str, transfer: str, **options: object) -> SimpleNamespace:
    """Accounts and bookings of two kinds, in tables of some names."""

    class Mart(DeclarativeBase):
        """Every table."""

    class Account(Dimension, Mart, subtypes="kind"):
        """One row per version of an account."""

        __tablename__ = dimension
        number: Mapped[int] = natural_key()
        kind: Mapped[str | None] = attribute(String(9), scd=2)

    class Savings(Account, subtype="savings"):
        """Accounts that bear interest."""

        __tablename__ = f"{dimension}_savings"
        rate: Mapped[int | None] = attribute(scd=2)

    class Booking(TransactionFact, Mart, grain="one row per booking", subtypes="kind", **options):  # type: ignore[call-arg]
        """What was booked."""

        __tablename__ = fact
        number: Mapped[int] = degenerate(grain=True)
        at: Mapped[datetime] = degenerate()
        kind: Mapped[str | None] = degenerate(String(9))
        account = role(Account, source="account", as_of="at")

    class Transfer(Booking, subtype="transfer"):
        """Bookings between accounts."""

        __tablename__ = transfer
        fee: Mapped[int] = measure()
        payee = role(Account, source="payee", as_of="at")

    return SimpleNamespace(Mart=Mart, Account=Account, Savings=Savings, Booking=Booking, Transfer=Transfer)


def test_tables_of_subtypes_are_renamed_with_the_view_over_them(engine: Engine, tmp_path: Path) -> None:
    old, new = bookings("dim_a", "fact_b", "fact_t"), bookings("dim_account", "fact_booking", "fact_transfer")
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.Savings, [{"number": 1, "rate": 3}], effective=date(2024, 1, 1), load_key="first")
    booking = {"number": 1, "at": datetime(2024, 2, 5), "account": 1, "payee": 2, "fee": 4}
    wh.load(old.Transfer, [booking])
    before = image(engine)
    migrations = Migrations(engine, tmp_path / "m")
    names = {"dim_a": "dim_account", "dim_a_savings": "dim_account_savings"}
    names |= {"fact_b": "fact_booking", "fact_t": "fact_transfer"}
    written = migrations.write(new.Mart, renamed_tables=names)
    assert "op.drop_table(" not in written
    assert "op.create_table(" not in written
    migrations.upgrade()
    assert migrations.difference(new.Mart) == []
    now = Warehouse(engine, new.Mart)
    assert now.load(new.Savings, [{"number": 1, "rate": 3}], effective=date(2024, 1, 1), load_key="first").repeated
    assert now.load(new.Savings, [{"number": 2, "rate": 9}], effective=date(2024, 2, 1)).updated == 1
    assert now.load(new.Savings, [{"number": 1, "rate": 5}], effective=date(2024, 2, 1)).repointed == 1
    assert now.load(new.Transfer, [booking], on_duplicate="ignore").duplicates == 1
    for model in (new.Account, new.Savings, new.Booking, new.Transfer):
        assert now.verify(model), now.verify(model)
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert set(image(engine)) - {"alembic_version"} == set(before)
    assert Warehouse(engine, old.Mart).verify(old.Booking)


@pytest.mark.only("postgresql")
def test_partitions_are_renamed_with_their_table_and_so_is_the_function(engine: Engine, tmp_path: Path) -> None:
    lies = {"physical": Physical(partition_by="at")}
    old, new = bookings("dim_a", "fact_it's", "fact_t", **lies), bookings("dim_a", "fact_new", "fact_t", **lies)
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.Transfer, [{"number": 1, "at": datetime(2024, 2, 5), "account": 1, "payee": 2, "fee": 4}])
    run(engine, """SELECT "fact_it's_partitions"()""")
    before = parts(engine)
    assert before["fact_it's_202402"] == 1
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.write(new.Mart, renamed_tables={"fact_it's": "fact_new"})
    assert "op.create_table(" not in written
    migrations.upgrade()
    assert migrations.difference(new.Mart) == []
    assert parts(engine) == {name.replace("it's", "new"): count for name, count in before.items()}
    now = Warehouse(engine, new.Mart)
    now.load(new.Transfer, [{"number": 2, "at": datetime(2024, 5, 5), "account": 1, "payee": 2, "fee": 4}])
    assert rows(engine, "SELECT fact_new_partitions()") == [(1,)]
    assert now.verify(new.Booking)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT fact_new_partitions()")
        connection.commit()
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert {*before} < {*parts(engine)}
    assert rows(engine, """SELECT count(*) FROM pg_proc WHERE proname = 'fact_new_partitions'""") == [(0,)]
    run(engine, """SELECT "fact_it's_partitions"()""")


def parts(engine: Engine) -> dict[str, int]:
    """Return the partitions that there are, each with the number of its rows."""
    named = rows(
        engine, "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE relkind = 'r'"
    )
    return {name: rows(engine, f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in named}


@pytest.mark.only("postgresql")
def test_a_table_is_moved_to_its_tablespace_with_its_partitions(engine: Engine, tmp_path: Path) -> None:
    space = f"starschema_space_{token_hex(4)}"
    there = {"postgresql": {"postgresql_tablespace": space}}
    old = bookings("dim_a", "fact_b", "fact_t", physical=Physical(partition_by="at"))
    new = bookings("dim_a", "fact_b", "fact_t", physical=Physical(partition_by="at", options=there))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET allow_in_place_tablespaces = on")
        connection.exec_driver_sql(f"CREATE TABLESPACE {space} LOCATION ''")
    try:
        wh = Warehouse(engine, old.Mart)
        wh.create_all()
        wh.load(old.Transfer, [{"number": 1, "at": datetime(2024, 2, 5), "account": 1, "payee": 2, "fee": 4}])
        migrations = Migrations(engine, tmp_path / "m")
        assert migrations.difference(new.Mart) == [f"fact_b is in tablespace pg_default, and in {space} in the model"]
        migrations.migrate(new.Mart)
        query = (
            "SELECT DISTINCT t.spcname FROM pg_class c LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace "
            "WHERE c.relname LIKE 'fact_b%' AND c.relkind IN ('r', 'p')"
        )
        assert rows(engine, query) == [(space,)]
        migrations.downgrade()
        assert rows(engine, query) == [(None,)]
        assert wh.verify(old.Booking)
    finally:
        engine.dispose()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS fact_t, fact_b CASCADE")
            connection.exec_driver_sql(f"DROP TABLESPACE {space}")


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
