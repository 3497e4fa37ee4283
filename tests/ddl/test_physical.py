"""What each database needs of types and keys, told from the physical metadata alone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import DateTime, Enum, LargeBinary, MetaData, String, Time
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from starschema import Dimension, Physical, TransactionFact, attribute, degenerate, measure, natural_key, role
from starschema.ddl import SUPPORTED, create_ddl, physical_metadata
from starschema.ddl.dialects import offline_dialect
from starschema.errors import ModelError
from tests.ddl.retail import Mart


def spelled(model: Any, dialect: str, table: str) -> str:
    known = offline_dialect(dialect)
    return str(CreateTable(physical_metadata(model, known).tables[table]).compile(dialect=known))


def test_a_whole_number_key_is_the_row_id_on_sqlite() -> None:
    assert "customer_key INTEGER NOT NULL" in spelled(Mart, "sqlite", "dim_customer")


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_no_database_gives_out_keys_by_itself(dialect: str) -> None:
    written = create_ddl(Mart, dialect).upper()
    for word in (" SERIAL", "AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "NEXTVAL"):
        assert word not in written


def test_text_without_a_length_is_limited_in_keys_of_mariadb_only() -> None:
    written = spelled(Mart, "mariadb", "dim_product")
    assert "code VARCHAR(255) COLLATE utf8mb4_nopad_bin" in written
    assert "name LONGTEXT" in written
    assert "code VARCHAR," in spelled(Mart, "postgresql", "dim_product")


def test_short_forms_that_cut_values_are_not_used_on_mysql() -> None:
    class Base(DeclarativeBase):
        pass

    class Thing(Dimension, Base):
        """Of every type that has a short form."""

        id: Mapped[int] = natural_key()
        ratio: Mapped[float | None] = attribute()
        picture: Mapped[bytes | None] = attribute(LargeBinary)
        opens: Mapped[Any] = attribute(Time, nullable=True)
        seen: Mapped[Any] = attribute(DateTime, scd=2, nullable=True)

    written = spelled(Base, "mysql", "dim_thing")
    for line in ("ratio DOUBLE", "picture LONGBLOB", "opens TIME(6)", "seen DATETIME(6)", "valid_from DATETIME(6)"):
        assert line in written


def test_a_collation_that_would_fold_a_natural_key_is_taken_off() -> None:
    class Base(DeclarativeBase):
        pass

    class Thing(Dimension, Base):
        """Keyed by text that its author wanted folded."""

        code: Mapped[str] = natural_key(String(20, collation="NOCASE"))
        name: Mapped[str | None] = attribute(String(20, collation="NOCASE"))

    written = spelled(Base, "sqlite", "dim_thing")
    assert "code VARCHAR(20)," in written
    assert 'name VARCHAR(20) COLLATE "NOCASE"' in written
    assert "code VARCHAR(20) COLLATE utf8mb4_nopad_bin" in spelled(Base, "mariadb", "dim_thing")


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_a_key_too_wide_for_innodb_names_the_class_and_the_remedy(dialect: str) -> None:
    class Base(DeclarativeBase):
        pass

    class Wide(Dimension, Base):
        """Keyed by four texts of any length."""

        a: Mapped[str] = natural_key()
        b: Mapped[str] = natural_key()
        c: Mapped[str] = natural_key()
        d: Mapped[str] = natural_key()

    with pytest.raises(ModelError, match=r"Wide: .*dim_wide takes 4080 bytes .*allows 3072.*String\(60\)"):
        create_ddl(Base, dialect)
    assert "dim_wide" in create_ddl(Base, "postgresql")


def test_references_are_declared_unchecked_on_a_postgresql_that_can() -> None:
    connected: Any = postgresql
    dialect = connected.dialect()
    assert "FOREIGN KEY" not in str(
        CreateTable(physical_metadata(Mart, dialect).tables["fact_sale"]).compile(dialect=dialect)
    )
    dialect.server_version_info = (18, 4)
    written = str(CreateTable(physical_metadata(Mart, dialect).tables["fact_sale"]).compile(dialect=dialect))
    assert written.count("NOT ENFORCED") == 4
    enforced = physical_metadata(Mart, dialect, foreign_keys="enforced")
    assert "NOT ENFORCED" not in str(CreateTable(enforced.tables["fact_sale"]).compile(dialect=dialect))


def test_a_fact_has_a_primary_key_except_on_duckdb() -> None:
    assert "PRIMARY KEY (order_no, line_no)" in spelled(Mart, "sqlite", "fact_sale")
    written = spelled(Mart, "duckdb", "fact_sale")
    assert "PRIMARY KEY" not in written
    assert "order_no VARCHAR(12) NOT NULL" in written
    assert "line_no INTEGER NOT NULL" in written


def test_keys_and_clusters_that_bigquery_cannot_have_are_left_out_in_words() -> None:
    class Base(DeclarativeBase):
        metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

    class Reading(TransactionFact, Base, grain="one row per time of day and device", subtypes="kind"):
        """What was read."""

        at: Mapped[Any] = degenerate(Time, grain=True, nullable=False)
        device: Mapped[int] = degenerate(grain=True)
        kind: Mapped[str | None] = degenerate(String(9))
        value: Mapped[int] = measure()
        physical = Physical(cluster_on=("at", "device"))

    class Heat(Reading, subtype="heat"):
        """What only heat has."""

        sensor: Mapped[str | None] = degenerate(String(9))

    written = create_ddl(Base, "bigquery")
    assert "-- Reading: the primary key is left out: BigQuery's have at most 16 columns" in written
    assert re.search(r"-- Reading: BigQuery clusters by 4 columns, .* left out: at\n", written)
    assert "CLUSTER BY `device`\n" in written
    assert not re.search(r"CREATE TABLE `fact_\w+` \([^;]* KEY", written)
    assert "CONSTRAINT pk_fact_reading PRIMARY KEY" in create_ddl(Base, "snowflake")


def test_indexes_of_the_users_own_come_in_one_order() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        zone: Mapped[str | None] = attribute(String(9), index=True)
        area: Mapped[str | None] = attribute(String(9), index=True)
        city: Mapped[str | None] = attribute(String(9), index=True)

    written = create_ddl(Base, "sqlite")
    found = re.findall(r"CREATE INDEX ix_dim_shop_(\w+)", written)
    assert found == ["area", "city", "zone"]


def test_options_for_one_database_are_used_there_only() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        physical = Physical(
            options={
                "mariadb": {"mariadb_row_format": "COMPRESSED"},
                "postgresql": {"postgresql_with": {"fillfactor": 70}},
            }
        )

    assert "ROW_FORMAT=COMPRESSED" in spelled(Base, "mariadb", "dim_shop")
    assert "WITH (fillfactor = 70)" in spelled(Base, "postgresql", "dim_shop")
    assert "fillfactor" not in spelled(Base, "mysql", "dim_shop")


def test_an_option_that_a_database_does_not_know_names_the_class() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        physical = Physical(options={"postgresql": {"postgresql_colour": "blue"}})

    with pytest.raises(ModelError, match=r"Shop: Physical\(options=...\) for postgresql: .*colour"):
        create_ddl(Base, "postgresql")


def test_a_schema_is_created_and_named_everywhere() -> None:
    class Base(DeclarativeBase):
        metadata = MetaData(schema="mart")

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(40), scd=2)

    written = create_ddl(Base, "postgresql")
    assert written.startswith("CREATE SCHEMA IF NOT EXISTS mart;")
    for table in ("dim_shop", "dim_shop_journal", "starschema_load", "starschema_target"):
        assert f"CREATE TABLE mart.{table} " in written
    assert "'mart.dim_shop', 'history'" in written


def test_the_users_own_tables_types_and_naming_convention_come_along() -> None:
    class Base(DeclarativeBase):
        metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})

    class Note(Base):
        __tablename__ = "note"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        kind: Mapped[str | None] = attribute(Enum("small", "large", name="shop_kind"))

    class Visit(TransactionFact, Base, grain="one row per visit"):
        """Who came."""

        visit_no: Mapped[int] = degenerate(grain=True)
        shop = role(Shop, source="shop_id")
        minutes: Mapped[int] = measure(unit="min")

    written = create_ddl(Base, "postgresql", foreign_keys="enforced")
    assert "CREATE TABLE note" in written
    assert "CONSTRAINT pk_dim_shop PRIMARY KEY (shop_key)" in written
    assert "CONSTRAINT fk_fact_visit_shop_key FOREIGN KEY(shop_key) REFERENCES dim_shop (shop_key)" in written
    assert written.index("CREATE TYPE shop_kind") < written.index("CREATE TABLE dim_shop")
    dropped = create_ddl(Base, "postgresql", drop=True)
    assert dropped.index("DROP TABLE IF EXISTS fact_visit") < dropped.index("DROP TABLE IF EXISTS dim_shop")
    assert dropped.index("DROP TABLE IF EXISTS dim_shop") < dropped.index("DROP TYPE shop_kind")


@pytest.mark.parametrize(
    ("hints", "order"),
    [
        ({}, "WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY sold_at"),
        ({"cluster_on": ("shop",)}, "WRITE ORDERED BY shop_key, sold_at"),
    ],
)
def test_files_of_iceberg_are_in_order_each_by_itself_unless_rows_are_to_be_clustered(
    hints: dict[str, Any], order: str
) -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        id: Mapped[int] = natural_key()

    class Sale(TransactionFact, Base, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        shop = role(Shop, as_of="sold_at", source="shop_id")
        amount: Mapped[int] = measure(unit="EUR")
        physical = Physical(**hints, options={"spark": {"format": "iceberg"}})

    written = create_ddl(Base, "spark")
    assert "PARTITIONED BY (months(sold_at))" in written
    assert f"ALTER TABLE fact_sale {order};" in written
