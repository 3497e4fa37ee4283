"""The view of a dimension as it is now, on the real databases."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, String, create_engine, func, inspect, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    ModelError,
    TransactionFact,
    Warehouse,
    as_now,
    attribute,
    create_ddl,
    degenerate,
    measure,
    natural_key,
    role,
)
from starschema.ddl import create_all, create_statements, drop_all
from starschema.ddl.dialects import offline_dialect
from starschema.ddl.written import Written
from tests.ddl import retail
from tests.ddl.scripts import run_script


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart, durable_key=True):
    """One row per version of a customer."""

    customer_durable_key: Mapped[int]
    customer_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(20), scd=1)
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    customer_durable_key: Mapped[int]
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="sold_at", durable=True)
    amount: Mapped[int] = measure(unit="EUR")


def columns_of(engine: Engine, name: str) -> list[str]:
    return [column["name"] for column in inspect(engine).get_columns(name)]


def load_history(url: str) -> Warehouse:
    """Customer 1 moves, 2 stays, 3 is deleted, and a sale names 4 before anyone else does."""
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    changes = [
        {"customer_id": 1, "name": "Ann", "city": "Oslo", "at": date(2024, 1, 1), "gone": False},
        {"customer_id": 2, "name": "Bo", "city": "Oslo", "at": date(2024, 1, 1), "gone": False},
        {"customer_id": 3, "name": "Cy", "city": "Oslo", "at": date(2024, 1, 1), "gone": False},
        {"customer_id": 1, "name": "Ann", "city": "Bergen", "at": date(2024, 2, 1), "gone": False},
        {"customer_id": 3, "name": "Cy", "city": "Moss", "at": date(2024, 2, 1), "gone": False},
        {"customer_id": 3, "name": None, "city": None, "at": date(2024, 3, 1), "gone": True},
    ]
    warehouse.load(Customer, changes, effective="at", deleted="gone")
    sales = [(1, 1, "2024-01-15", 10), (2, 1, "2024-02-15", 5), (3, 2, "2024-02-15", 2), (4, 3, "2024-01-15", 7)]
    sales += [(5, 4, "2024-01-15", 1), (6, None, "2024-01-15", 3)]
    names = ("number", "customer_id", "sold_at", "amount")
    warehouse.load(Sale, [dict(zip(names, sale, strict=True)) for sale in sales])
    return warehouse


@pytest.mark.clickhouse
def test_every_member_is_in_the_view_once_as_its_newest_version_says(url: str) -> None:
    warehouse = load_history(url)
    now = as_now(Customer)
    query = select(now.customer_id, now.name, now.city, now.is_current, now.is_inferred)
    with warehouse.engine.connect() as connection:
        rows = connection.execute(query.order_by(func.coalesce(now.customer_id, 0), now.customer_durable_key)).all()
    assert [tuple(row) for row in rows] == [
        (None, "Not applicable", "Not applicable", True, False),
        (None, "Unknown", "Unknown", True, False),
        (1, "Ann", "Bergen", True, False),
        (2, "Bo", "Oslo", True, False),
        (3, "Cy", "Moss", False, False),
        (4, None, None, True, True),
    ]


def test_facts_are_told_as_things_were_and_as_they_are(url: str) -> None:
    warehouse = load_history(url)
    now = as_now(Customer)
    was = select(Sale.customer.city, func.sum(Sale.amount)).select_from(Sale).join(Sale.customer)
    same = Sale.customer_durable_key == now.customer_durable_key
    are = select(now.city, func.sum(Sale.amount)).join_from(Sale, now, same)
    with warehouse.engine.connect() as connection:
        as_was = {city: int(total) for city, total in connection.execute(was.group_by(Sale.customer.city))}
        as_is = {city: int(total) for city, total in connection.execute(are.group_by(now.city))}
    assert as_was == {"Oslo": 19, "Bergen": 5, None: 1, "Unknown": 3}
    assert as_is == {"Oslo": 2, "Bergen": 15, "Moss": 7, None: 1, "Unknown": 3}


def test_the_durable_key_is_the_views_first_column(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
    assert columns_of(engine, "dim_customer_now")[:2] == ["customer_durable_key", "customer_key"]
    assert sorted(columns_of(engine, "dim_customer_now")) == sorted(columns_of(engine, "dim_customer"))


def test_creating_again_leaves_the_view_and_dropping_takes_it_along(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
        create_all(connection, Mart)
    assert inspect(engine).get_view_names() == ["dim_customer_now"]
    with engine.connect() as connection:
        drop_all(connection, Mart)
        drop_all(connection, Mart)
    assert inspect(engine).get_view_names() == []
    assert inspect(engine).get_table_names() == []


def test_creating_again_gives_the_view_a_column_that_the_table_has_got(engine: Engine) -> None:
    class Base(DeclarativeBase):
        pass

    class Customer(Dimension, Base, durable_key=True):
        customer_id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20), scd=1)
        city: Mapped[str | None] = attribute(String(20), scd=6)

    with engine.connect() as connection:
        create_all(connection, Mart)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE dim_customer ADD COLUMN current_city VARCHAR(20)"))
        create_all(connection, Base)
    assert columns_of(engine, "dim_customer_now") == [
        "customer_durable_key",
        *(column.name for column in Customer.__table__.columns if column.name != "customer_durable_key"),
    ]


def test_a_script_makes_the_view_and_can_run_again(url: str, backend: str) -> None:
    script = create_ddl(Mart, backend, if_not_exists=True)
    run_script(url, script)
    run_script(url, script)
    engine = create_engine(url)
    assert inspect(engine).get_view_names() == ["dim_customer_now"]
    engine.dispose()
    run_script(url, create_ddl(Mart, backend, drop=True))
    assert inspect(engine).get_view_names() == []


def test_the_view_reads_well() -> None:
    assert "CREATE VIEW dim_customer_now AS SELECT newest.customer_durable_key, newest.customer_key, " in create_ddl(
        Mart, "postgresql"
    )


def test_a_view_of_bigquery_names_the_dataset_of_its_tables_or_the_script_says_that_it_must() -> None:
    assert "-- dim_customer_now is a view, and BigQuery's name the dataset" in create_ddl(Mart, "bigquery")
    dialect: Any = offline_dialect("bigquery")
    dialect.dataset_id = "shop"
    (view,) = (s.text for s in create_statements(Mart, dialect) if isinstance(s, Written) and "VIEW" in s.text)
    assert set(re.findall(r"(?:FROM|JOIN) (\S+)", view)) == {"`shop`.`dim_customer`"}


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (retail.Customer, "Customer has no view.*it lacks durable_key=True"),
        (retail.Product, "Product has no view.*it lacks versions"),
        (retail.Sale, "Sale is a fact"),
    ],
)
def test_a_dimension_without_the_view_says_what_it_lacks(model: type[Any], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        as_now(model)


def test_a_table_of_the_views_name_is_refused() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base, durable_key=True):
        """One row per version of a shop."""

        id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(20), scd=2)

    class ShopNow(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()

    with pytest.raises(ModelError, match=r"Shop: .* dim_shop_now, which is a table of the model too; rename"):
        create_ddl(Base, "sqlite")
