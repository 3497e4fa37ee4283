"""MariaDB sends many rows as one, and none of them is cut or taken for two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import duckdb
import pytest
from sqlalchemy import Column, Connection, DateTime, Integer, LargeBinary, MetaData, String, Table, Text, insert, select

from starschema.backends import backend_for
from starschema.backends.engines import engine
from starschema.backends.mysql import GROUP_BYTES, MySQLBackend
from tests.robust.every_type import TEXTS

pytestmark = pytest.mark.only("mariadb")

WIDTH = 200


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    made = engine(url)
    with backend_for(made).transaction() as found:
        yield found
    made.dispose()


@pytest.fixture
def table(connection: Connection) -> Table:
    columns = [Column("n", Integer), Column("said", String(WIDTH)), Column("at", DateTime)]
    found = Table("said", MetaData(), *columns, mysql_charset="utf8mb4")
    found.create(connection)
    return found


def fetched(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    with duckdb.connect() as duck:
        backend_for(connection.engine).fetch(connection, select(*table.c), list(table.c), duck, "rows")
        return duck.execute("SELECT * FROM rows ORDER BY n").fetchall()


@pytest.mark.parametrize("rows", [0, 1, 5000])
def test_every_text_and_the_lack_of_one_comes_as_it_is(connection: Connection, table: Table, rows: int) -> None:
    said = [*TEXTS, None]
    given = [(n, said[n % len(said)], datetime(2024, 1, 1) if n % 3 else None) for n in range(rows)]
    if given:
        connection.execute(insert(table), [dict(zip(("n", "said", "at"), row, strict=True)) for row in given])
    assert fetched(connection, table) == given


@pytest.mark.parametrize("letter", ["😀", '"', "\n", ","])
def test_the_longest_texts_fit(connection: Connection, table: Table, letter: str) -> None:
    together = MySQLBackend(connection.engine)._rows_together(list(table.c))
    assert together > 100
    given = [(n, letter * WIDTH, datetime(2024, 1, 1, 1, 1, 1)) for n in range(3 * together)]
    connection.execute(insert(table), [dict(zip(("n", "said", "at"), row, strict=True)) for row in given])
    assert fetched(connection, table) == given


@pytest.mark.parametrize("kind", [Text(), LargeBinary(), String(GROUP_BYTES)])
def test_what_has_no_limit_or_a_high_one_comes_row_by_row(connection: Connection, kind: Any) -> None:
    together = MySQLBackend(connection.engine)._rows_together([Column("n", Integer), Column("long", kind)])
    assert together <= 1
