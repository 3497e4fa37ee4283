"""What systems told of a dimension goes with its attributes when these are renamed, added and dropped."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, Warehouse, attribute, natural_key
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows


def before():
    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart, systems=("crm", "billing")):
        no: Mapped[int] = natural_key()
        town: Mapped[str | None] = attribute(String(20), scd=2)
        fax: Mapped[str | None] = attribute(String(20))

    return Mart, Customer


def after():
    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart, systems=("crm", "billing")):
        no: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(20), scd=2, renamed_from="town")
        email: Mapped[str | None] = attribute(String(20))

    return Mart, Customer


def test_what_was_told_goes_on_under_the_attributes_new_names(engine, tmp_path):
    (old, customer), (new, moved) = before(), after()
    wh = Warehouse(engine, old)
    wh.create_all()
    wh.load(customer, [{"no": 1, "town": "Oslo", "fax": "1"}], system="billing", effective=date(2024, 1, 1))
    tables = set(image(engine))
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new)
    wh = Warehouse(engine, new)
    wh.load(moved, [{"no": 1, "email": "a@x"}], system="crm", effective=date(2024, 2, 1))
    wh.load(moved, [{"no": 1, "city": "Moss"}], system="crm", effective=date(2024, 3, 1))
    shown = "SELECT city, email FROM dim_customer WHERE customer_key > 0 ORDER BY valid_from"
    assert rows(engine, shown) == [("Oslo", "a@x"), ("Moss", "a@x")]
    assert rows(engine, "SELECT given_attributes FROM dim_customer_told ORDER BY told_at")[0] == (",city,",)
    migrations.downgrade()
    assert migrations.difference(old) == []
    assert set(image(engine)) - {"alembic_version"} == tables


def test_what_was_told_before_statements_had_sequences_gets_their_column(engine, tmp_path):
    base, customer = before()
    wh = Warehouse(engine, base)
    wh.create_all()
    wh.load(customer, [{"no": 1, "town": "Oslo"}], system="billing", effective=date(2024, 1, 1))
    told = wh._tables.systems(customer.__starschema__).told
    with engine.begin() as connection:  # as versions made the table that knew no sequences
        for index in told.indexes:
            index.drop(connection)
        connection.exec_driver_sql("ALTER TABLE dim_customer_told DROP COLUMN told_sequence")
        for index in told.indexes:
            index.create(connection)
    migrations = Migrations(engine, tmp_path / "m")
    assert "told_sequence" in migrations.migrate(base)
    assert migrations.difference(base) == []
    later = [{"no": 1, "town": town, "lsn": lsn} for town, lsn in (("Moss", 2), ("Lom", 1))]
    Warehouse(engine, base).load(customer, later, system="billing", effective=date(2024, 2, 1), sequence="lsn")
    shown = "SELECT town FROM dim_customer WHERE customer_key > 0 ORDER BY valid_from"
    assert rows(engine, shown) == [("Oslo",), ("Moss",)]
    assert rows(engine, "SELECT told_sequence FROM dim_customer_told ORDER BY told_at, told_sequence") == [
        (None,),
        (1,),
        (2,),
    ]
    migrations.downgrade()
