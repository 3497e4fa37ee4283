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
from tests.ddl.retail import Mart

CITY = Table("city", MetaData(), *(Column(n, Integer) for n in ("country", "no")), Column("order", String))
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


def main() -> None:
    """Do all of it."""
    warnings.simplefilter("ignore")  # what the driver warns of is its own business
    with create_engine("clickhousedb://localhost/default?interface=chdb").connect() as connection:
        check_scripts(connection, Mart)
        check_scripts(connection, Hinted)
        check_merges(connection)
    print("all is well")


if __name__ == "__main__":
    main()
