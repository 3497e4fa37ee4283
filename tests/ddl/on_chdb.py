"""A program for an environment with chdb: a real ClickHouse takes the scripts, and merges as a dict is updated."""

from __future__ import annotations

import random
import warnings
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, insert, select

from starschema.ddl import create_all, create_statements, drop_all
from starschema.model.catalog import catalog
from starschema.sql.merge_into import merge_statements
from tests.ddl.hints import Hinted
from tests.ddl.kinds import Mart as Kinds
from tests.ddl.retail import Mart
from tests.ddl.test_in_place import STAGE as SALES
from tests.ddl.test_in_place import statements

CITY = Table("city", MetaData(), *(Column(n, Integer) for n in ("country", "no")), Column("order", String))
STAGED = SALES.to_metadata(MetaData(), name="stage_of_sales")
STAGE = CITY.to_metadata(MetaData(), name="stage")


def check_scripts(connection: Connection, base: type[Any]) -> None:
    """Create everything, then twice what is missing, and drop it."""
    for statement in create_statements(base, connection.dialect):
        connection.execute(statement)
    for _ in range(2):
        create_all(connection, base)
    for dimension in catalog(base).dimensions:
        name = connection.dialect.identifier_preparer.format_table(dimension.table)
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() == 2
    drop_all(connection, base)
    assert connection.exec_driver_sql("SHOW TABLES").all() == []


def check_merges(connection: Connection) -> None:
    """Merge rows at random, with NULLs among them, with and without changes."""
    for table in (CITY, STAGE):
        connection.exec_driver_sql(
            f"CREATE TABLE {table.name} (country Int32, no Int32, `order` Nullable(String)) ENGINE = MergeTree "
            "ORDER BY (country, no)"
        )
    chosen = random.Random(5)
    for turn in range(30):
        held, told = (
            {
                (chosen.randint(1, 2), chosen.randint(1, 3)): chosen.choice([None, "", "a", "A"])
                for _ in range(chosen.randint(0, 5))
            }
            for _ in range(2)
        )
        for table, rows in ((CITY, held), (STAGE, told)):
            connection.exec_driver_sql(f"TRUNCATE TABLE {table.name}")
            if rows:
                listed = [{"country": c, "no": n, "order": order} for (c, n), order in rows.items()]
                connection.execute(insert(table), listed)
        changed = ("order",) if turn % 3 else ()
        for statement in merge_statements(connection.dialect, CITY, select(*STAGE.c), ("country", "no"), changed):
            connection.execute(statement)
        found = {(c, n): order for c, n, order in connection.execute(select(*CITY.c))}
        assert found == (held | told if changed else told | held), (held, told, found)


def check_facts(connection: Connection) -> None:
    """Insert facts of rows that are there, each with the version of its time; one names a member that is new."""
    create_all(connection, Mart)
    connection.exec_driver_sql(
        "CREATE TABLE stage_of_sales (order_no String, line_no Int32, sold_at DateTime64(6, 'UTC'), "
        "sold_on Nullable(Date32), customer_id Nullable(Int32), product_code Nullable(String), "
        "combination Nullable(String), quantity Int32, amount Decimal(14, 2), unit_price Decimal(12, 2)) "
        "ENGINE = MergeTree ORDER BY order_no"
    )
    connection.exec_driver_sql(
        "INSERT INTO dim_customer (customer_key, customer_id, valid_from, valid_to, is_current) VALUES "
        "(1, 1, '2024-01-10 00:00:00', '2024-02-01 00:00:00', false), "
        "(2, 1, '2024-02-01 00:00:00', '2299-12-31 00:00:00', true)"
    )
    sales = [("a", "01-01", 1), ("b", "01-31", 1), ("c", "02-01", 1), ("d", "02-01", 5), ("e", "02-01", "NULL")]
    rows = ", ".join(f"('{no}', 1, '2024-{day} 00:00:00', NULL, {who}, NULL, NULL, 1, 1, 1)" for no, day, who in sales)
    connection.exec_driver_sql(f"INSERT INTO stage_of_sales VALUES {rows}")
    for statement in statements(STAGED, load_id=1, last_key=2):
        connection.execute(statement)
    found = connection.exec_driver_sql("SELECT order_no, customer_key FROM fact_sale ORDER BY order_no").all()
    assert [tuple(row) for row in found] == [("a", 1), ("b", 1), ("c", 2), ("d", 3), ("e", -1)]


def main() -> None:
    """Do all of it."""
    warnings.simplefilter("ignore")  # what the driver warns of is its own business
    with create_engine("clickhousedb://localhost/default?interface=chdb").connect() as connection:
        check_scripts(connection, Mart)
        check_scripts(connection, Hinted)
        check_scripts(connection, Kinds)
        check_merges(connection)
        check_facts(connection)
    print("all is well")


if __name__ == "__main__":
    main()
