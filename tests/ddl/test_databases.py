"""The DDL on the real databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, NullPool, String, create_engine, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, attribute, degenerate, measure, natural_key, role
from starschema.ddl import create_all, create_ddl, drop_all
from starschema.model.bookkeeping import bookkeeping
from tests.ddl.retail import Customer, Mart, Product, Sale
from tests.ddl.scripts import run_script

TABLES = {
    "dim_customer",
    "dim_customer_journal",
    "dim_day",
    "dim_order_flags",
    "dim_product",
    "fact_sale",
    "starschema_load",
    "starschema_mark",
    "starschema_part",
    "starschema_quarantine",
    "starschema_snapshot",
    "starschema_target",
}


def tables(engine: Engine) -> set[str]:
    """The tables that there are, without the partitions that PostgreSQL lists among them."""
    return {name for name in inspect(engine).get_table_names() if not name.startswith("fact_sale_")}


CUSTOMERS = Mart.metadata.tables["dim_customer"]
PRODUCTS = Mart.metadata.tables["dim_product"]


def image(engine: Engine) -> dict[str, Any]:
    """Everything that the database says of its tables, and the rows in them."""
    found: dict[str, Any] = {}
    inspector = inspect(engine)
    with engine.connect() as connection:
        for table in sorted(inspector.get_table_names()):
            columns = [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)]
            rows = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").all()
            key = inspector.get_pk_constraint(table)["constrained_columns"]
            unique = sorted(sorted(u["column_names"]) for u in inspector.get_unique_constraints(table))
            found[table] = (columns, key, unique, [tuple(row) for row in rows])
    return found


def test_a_created_warehouse_has_every_table_and_the_special_members(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
    assert tables(engine) == TABLES
    with engine.connect() as connection:
        rows = connection.execute(
            select(
                CUSTOMERS.c.customer_key, Customer.city, Customer.valid_from, Customer.valid_to, Customer.is_current
            ).order_by(CUSTOMERS.c.customer_key)
        ).all()
        assert [tuple(row) for row in rows] == [
            (-2, "Not applicable", datetime(1, 1, 1), datetime(9999, 12, 31), True),
            (-1, "Unknown", datetime(1, 1, 1), datetime(9999, 12, 31), True),
        ]
        targets = bookkeeping(Mart.metadata).targets
        locks = connection.execute(select(targets.c.target, targets.c.lock, targets.c.last_key, targets.c.attributes))
        assert {tuple(lock) for lock in locks} == {
            (table, lock, 0, "{}")
            for table in ("dim_day", "dim_customer", "dim_product", "dim_order_flags", "fact_sale")
            for lock in ("history", "members")
        }


def test_creating_twice_changes_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
    before = image(engine)
    with engine.begin() as connection:
        create_all(connection, Mart)
    assert image(engine) == before


def test_a_script_makes_the_same_warehouse_as_create_all(url: str, new_url: Any) -> None:
    dialect = url.partition(":")[0].partition("+")[0]
    run_script(url, create_ddl(Mart, dialect))
    scripted = create_engine(url)
    created = create_engine(new_url())
    with created.connect() as connection:
        create_all(connection, Mart)
    assert image(scripted) == image(created)
    assert tables(scripted) == TABLES
    run_script(url, create_ddl(Mart, dialect, drop=True))
    assert inspect(scripted).get_table_names() == []


def test_a_script_that_can_run_again_changes_nothing_the_second_time(url: str) -> None:
    dialect = url.partition(":")[0].partition("+")[0]
    script = create_ddl(Mart, dialect, if_not_exists=True)
    run_script(url, script)
    engine = create_engine(url)
    before = image(engine)
    engine.dispose()
    run_script(url, script)
    assert image(engine) == before


@pytest.mark.only("mariadb")
def test_a_script_for_mysql_can_run_again_too(url: str) -> None:
    # No MySQL is at hand, but MariaDB reads the same statements, but for the name of the collation.
    script = create_ddl(Mart, "mysql", if_not_exists=True).replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin")
    run_script(url, script)
    run_script(url, script)
    engine = create_engine(url)
    assert tables(engine) == TABLES
    assert [index["name"] for index in inspect(engine).get_indexes("starschema_quarantine")] == [
        "ix_starschema_quarantine_load"
    ]


def test_a_dimension_added_later_gets_its_tables_and_the_others_keep_theirs(engine: Engine) -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20))

    with engine.connect() as connection:
        create_all(connection, Base)
    with engine.begin() as connection:
        connection.execute(insert(Shop).values(shop_key=1, id=7, name="Corner", is_inferred=False, load_id=1))

    class Street(Dimension, Base):
        """One row per street."""

        id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20), scd=2)

    with engine.connect() as connection:
        create_all(connection, Base)
        assert connection.scalar(select(func.count()).select_from(Shop)) == 3
        assert connection.scalar(select(func.count()).select_from(Street)) == 2
    assert "dim_street_journal" in inspect(engine).get_table_names()


def test_dropping_leaves_nothing_and_can_be_repeated(engine: Engine) -> None:
    with engine.connect() as connection:
        drop_all(connection, Mart)
        create_all(connection, Mart)
        drop_all(connection, Mart)
        drop_all(connection, Mart)
    assert inspect(engine).get_table_names() == []


@pytest.mark.only("sqlite", "postgresql", "mariadb")
def test_checked_references_can_be_dropped_without_saying_that_they_were(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart, foreign_keys="enforced")
        assert len(inspect(connection).get_foreign_keys("fact_sale")) == 4
    with engine.connect() as connection:
        drop_all(connection, Mart)
    assert inspect(engine).get_table_names() == []


def test_dropping_one_model_leaves_the_log_of_another(engine: Engine) -> None:
    class Other(DeclarativeBase):
        pass

    class Shop(Dimension, Other):
        """One row per shop."""

        id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20))

    with engine.connect() as connection:
        create_all(connection, Mart)
        create_all(connection, Other)
        drop_all(connection, Mart)
    assert set(inspect(engine).get_table_names()) == {
        "dim_shop",
        *(table for table in TABLES if table.startswith("starschema_")),
    }
    with engine.connect() as connection:
        targets = bookkeeping(Other.metadata).targets
        assert set(connection.scalars(select(targets.c.target))) == {"dim_shop"}


def test_natural_keys_are_told_apart_code_point_by_code_point(engine: Engine) -> None:
    spellings = ["ab", "AB", "ab ", "áb", "a\u0301b"]
    with engine.connect() as connection:
        create_all(connection, Mart)
    with engine.begin() as connection:
        connection.execute(
            insert(Product),
            [
                {"product_key": key, "code": code, "is_inferred": False, "load_id": 1}
                for key, code in enumerate(spellings, 1)
            ],
        )
    with engine.connect() as connection:
        for key, code in enumerate(spellings, 1):
            assert connection.scalars(select(PRODUCTS.c.product_key).where(Product.code == code)).all() == [key]
        names = select(func.count(Product.code.distinct()))
        assert connection.scalar(names) == len(spellings)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(Product).values(product_key=99, code="AB", is_inferred=False, load_id=1))


def test_grain_text_is_told_apart_code_point_by_code_point(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
    fixed: dict[str, Any] = {"line_no": 1, "sold_at": datetime(2024, 1, 1)}
    fixed |= dict.fromkeys(("order_date_key", "customer_key", "product_key", "flags_key"), -1)
    measured = {"quantity": 1, "amount": 1, "unit_price": 1, "load_id": 1}
    with engine.begin() as connection:
        connection.execute(insert(Sale), [{"order_no": no, **fixed, **measured} for no in ("a", "A", "a ", "á")])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count(Sale.order_no.distinct()))) == 4


HOSTILE = 'It\'s 100% "quoted", `ticked`; DROP TABLE x; -- :name %(x)s %s ? $1 $$ {0} C:\\new /* */'


def hostile_model() -> type[DeclarativeBase]:
    class Base(DeclarativeBase):
        pass

    class Odd(Dimension, Base):
        __doc__ = HOSTILE
        __tablename__ = 'dim o\'dd; 50%s :x "q"'
        code: Mapped[str] = natural_key(String(20), comment=HOSTILE)
        note: Mapped[str | None] = attribute(String(200), scd=2, unknown=HOSTILE)

    class Event(TransactionFact, Base, grain=HOSTILE):
        no: Mapped[int] = degenerate(grain=True)
        odd = role(Odd, source="code")
        count_: Mapped[int] = measure()

    return Base


def check_hostile(connection: Connection, base: type[DeclarativeBase], backend: str) -> None:
    table = base.metadata.tables['dim o\'dd; 50%s :x "q"']
    inspector = inspect(connection)
    assert inspector.has_table(table.name)
    assert inspector.has_table(f"{table.name}_journal")
    assert set(connection.scalars(select(table.c.note))) == {HOSTILE}
    if backend != "sqlite":
        assert inspector.get_table_comment(table.name)["text"] == HOSTILE
        comments = {column["name"]: column["comment"] for column in inspector.get_columns(table.name)}
        assert comments["code"] == HOSTILE


def test_hostile_names_comments_and_values_arrive_as_they_are(engine: Engine, backend: str) -> None:
    base = hostile_model()
    with engine.connect() as connection:
        create_all(connection, base)
    with engine.connect() as connection:
        check_hostile(connection, base, backend)


def test_hostile_names_comments_and_values_arrive_through_a_script(url: str, backend: str) -> None:
    base = hostile_model()
    run_script(url, create_ddl(base, backend))
    with create_engine(url).connect() as connection:
        check_hostile(connection, base, backend)


@pytest.mark.only("duckdb", "postgresql", "mariadb")
def test_comments_come_from_docstrings(engine: Engine) -> None:
    with engine.connect() as connection:
        create_all(connection, Mart)
    inspector = inspect(engine)
    assert inspector.get_table_comment("dim_customer")["text"] == "One row per version of a customer."
    comments = {column["name"]: column["comment"] for column in inspector.get_columns("dim_product")}
    assert comments["name"] == "What the till prints; 100% of it, in the shop's own words"


@pytest.mark.only("sqlite", "postgresql", "duckdb")
def test_a_failure_leaves_nothing_half_made(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE starschema_target (target VARCHAR(10))")
    with engine.connect() as connection, pytest.raises(Exception, match=r"(?i)lock"):
        create_all(connection, Mart)
    assert inspect(engine).get_table_names() == ["starschema_target"]


@pytest.mark.only("postgresql", "mariadb", "sqlite")
def test_processes_that_create_one_warehouse_at_once_wait_for_each_other(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)

    def create(_: int) -> None:
        with engine.connect() as connection:
            create_all(connection, Mart)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(4)))
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Customer)) == 2
