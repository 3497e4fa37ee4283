"""Where a lake is can be spelled as DuckDB does or as a URL; its books are asked like other tables; limits are said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, func, inspect, select, text

from starschema import ModelError, StarSchemaError, Warehouse
from starschema.backends.ducklake.address import attachment, catalog_url, database_url
from starschema.backends.ducklake.extensions import load_extensions
from starschema.migrate import difference
from starschema.model.bookkeeping import bookkeeping
from tests.failures.retail import Customer, Mart, Sale, sales, warehouse


@pytest.mark.parametrize(
    ("spelled", "url"),
    [
        (
            "ducklake:postgres:dbname=lake host=db port=5433 user=me password='a b' data_path=s3://bucket/mart/",
            "ducklake+postgresql://me:a b@db:5433/lake?data_path=s3%3A%2F%2Fbucket%2Fmart%2F",
        ),
        (
            "ducklake:postgres:data_path='/srv/my lake/' dbname=lake host=/run sslmode=require",
            "ducklake+postgresql:///lake?data_path=%2Fsrv%2Fmy+lake%2F&host=%2Frun&sslmode=require",
        ),
        ("ducklake:postgresql:dbname=lake", "ducklake+postgresql:///lake"),
        ("postgresql+psycopg://me@db/shop", "postgresql+psycopg://me@db/shop"),
    ],
)
def test_duckdbs_own_spelling_is_a_url(spelled: str, url: str) -> None:
    assert database_url(spelled).render_as_string(hide_password=False) == url


def test_a_lake_is_attached_by_its_catalogs_connection_alone() -> None:
    url = database_url("ducklake:postgres:dbname=lake host=db user=me password='a b' data_path=/srv/lake/")
    assert attachment(url) == ("ducklake:postgres:user=me password='a b' host=db dbname=lake", "/srv/lake/")
    socket = database_url("ducklake:postgres:dbname=lake host=/run")
    assert attachment(socket) == ("ducklake:postgres:dbname=lake host=/run", None)
    assert catalog_url(url).render_as_string(hide_password=False) == "postgresql+psycopg://me:a b@db/lake"


@pytest.mark.parametrize("spelled", ["ducklake:meta.ducklake", "ducklake:sqlite:meta.sqlite", "ducklake:mysql:db=lake"])
def test_a_catalog_elsewhere_than_in_postgresql_is_refused(spelled: str) -> None:
    with pytest.raises(StarSchemaError, match=r"catalog is in PostgreSQL.*ducklake:postgres:dbname="):
        Warehouse(spelled, Mart)
    with pytest.raises(StarSchemaError, match="connection to the DuckLake's catalog cannot be read"):
        database_url("ducklake:postgres:dbname=lake colour=blue")


def test_a_lake_that_cannot_be_reached_is_named_without_its_password() -> None:
    url = "ducklake:postgres:dbname=lake host=127.0.0.1 port=1 user=me password=hunter2-secret"
    with pytest.raises(StarSchemaError, match="the lake cannot be attached") as caught:
        Warehouse(url, Mart).create_all()
    assert "hunter2-secret" not in str(caught.value)


def test_a_missing_extension_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    class Without:
        """A DuckDB that gets no extension."""

        def install_extension(self, name: str) -> None:
            raise duckdb.IOException(f"no network for {name}")

    monkeypatch.setattr("starschema.backends.ducklake.extensions.find_spec", lambda name: None)
    with pytest.raises(StarSchemaError, match=r"no extension 'postgres_scanner': pip install 'starschema\[ducklake\]'"):
        load_extensions(Without())  # type: ignore[arg-type]


@pytest.mark.only("ducklake")
def test_the_books_of_a_lake_are_asked_like_its_tables_and_together_with_them(url: str) -> None:
    mart = warehouse(url)
    mart.create_all()
    mart.load(Sale, sales(100, 10), load_key="monday")
    loads = bookkeeping(Mart.metadata).loads
    of = select(loads.c.load_key, func.count()).join_from(Sale, loads, Sale.load_id == loads.c.load_id)
    with create_engine(url).connect() as connection:
        assert connection.execute(of.group_by(loads.c.load_key)).all() == [("monday", 100)]
        assert connection.scalar(text("SELECT status FROM starschema_load")) == "done"
        assert connection.scalars(select(loads.c.status)).all() == ["done"]
        names = inspect(connection).get_table_names()
    assert {"fact_sale", "dim_customer", "dim_customer_journal", "starschema_load", "starschema_target"} <= set(names)
    mart.drop_all()
    assert inspect(mart.engine).get_table_names() == []


@pytest.mark.only("ducklake")
def test_several_may_make_a_lake_at_once(url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        marts = list(pool.map(lambda _: warehouse(url), range(2)))
        list(pool.map(Warehouse.create_all, marts))
    with marts[0].engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Customer)) == 2
        targets = bookkeeping(Mart.metadata).targets
        assert connection.scalar(select(func.count()).select_from(targets)) == 6


@pytest.mark.only("ducklake")
def test_what_a_lake_cannot_do_is_refused(url: str) -> None:
    mart = warehouse(url)
    with pytest.raises(ModelError, match="a DuckLake has no foreign keys"):
        mart.create_all(foreign_keys="enforced")
    mart.create_all()
    with mart.engine.connect() as connection, pytest.raises(ModelError, match="cannot be compared with its model"):
        difference(connection, Mart)
    with mart.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Customer)) == 2
