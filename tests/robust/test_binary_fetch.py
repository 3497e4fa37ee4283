"""What PostgreSQL sends by binary COPY is read as its CSV would be, whatever types the server's columns have."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest
from psycopg.errors import DivisionByZero
from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Time,
    Uuid,
    create_engine,
    text,
)

from starschema.backends import backend_for, binary_fetch
from starschema.errors import LoadError

pytestmark = pytest.mark.only("postgresql")

NUMBERS = [Column("n", BigInteger), Column("t", String)]

MANY = "SELECT g AS n, repeat('ä', CAST(g % 40 AS integer)) AS t FROM generate_series(1, 300000) AS g"
"""More than a piece, with texts that Arrow keeps in two ways."""


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with backend_for(engine).transaction() as found:
        yield found
    engine.dispose()


def fetched(connection: Connection, query: str, columns: Sequence[Column[Any]]) -> list[tuple[Any, ...]]:
    """Return the rows of a query after their way through the workbench, in its order."""
    with duckdb.connect() as duck:
        named = text(query).columns(*columns)
        backend_for(connection.engine).fetch(connection, named, columns, duck, "rows")
        return duck.execute("SELECT * FROM rows ORDER BY 1").fetchall()


@pytest.fixture
def as_csv(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the rows come as CSV from now on."""
    return lambda: monkeypatch.setattr("starschema.backends.postgresql.binary_reading", lambda *_: None)


@pytest.mark.parametrize(
    ("column", "sql"),
    [
        pytest.param(Column("v", Integer), "int2 '-32768'", id="a narrower integer"),
        pytest.param(Column("v", Integer), "int8 '2147483647'", id="a wider integer"),
        pytest.param(Column("v", Integer), "numeric '12'", id="an integer in a numeric column"),
        pytest.param(Column("v", Boolean), "true", id="a truth value"),
        pytest.param(Column("v", Boolean), "int4 '1'", id="a truth value in an integer column"),
        pytest.param(Column("v", Numeric(12, 2)), "numeric '-1234567890.12'", id="a decimal"),
        pytest.param(Column("v", Numeric(12, 2)), "float4 '0.1'", id="a decimal in a float column"),
        pytest.param(Column("v", Float), "float8 '0.1'", id="a float"),
        pytest.param(Column("v", Float), "float4 '0.1'", id="a short float"),
        pytest.param(Column("v", Float), "float8 '-infinity'", id="an infinite float"),
        pytest.param(Column("v", String), "text ''", id="no text"),
        pytest.param(Column("v", String), "text 'twelve bytes'", id="a text of twelve bytes"),
        pytest.param(Column("v", String), "text 'thirteen byte'", id="a text of thirteen bytes"),
        pytest.param(Column("v", String), "varchar E'a\\n\"b\",\\\\N\\r😀'", id="what CSV has to quote"),
        pytest.param(Column("v", String), "int4 '7'", id="a text in an integer column"),
        pytest.param(Column("v", String), "jsonb '{\"a\": 1}'", id="a text in a JSON column"),
        pytest.param(Column("v", CHAR(5)), "char(5) 'ab'", id="padded text"),
        pytest.param(Column("v", Enum("a", "b", name="letter")), "name 'b'", id="an enumeration"),
        pytest.param(Column("v", LargeBinary), "bytea '\\x00ff5c10'", id="bytes"),
        pytest.param(Column("v", LargeBinary), "bytea '\\x'", id="no bytes"),
        pytest.param(Column("v", LargeBinary), "decode(repeat('00ff', 40000), 'hex')", id="many bytes"),
        pytest.param(Column("v", Uuid), "uuid '5D2E3F8E-53C1-4B0E-9F0D-111111111111'", id="a UUID"),
        pytest.param(Column("v", Date), "date '0001-01-01'", id="the first day"),
        pytest.param(Column("v", Date), "date 'infinity'", id="no last day"),
        pytest.param(Column("v", Date), "date '-infinity'", id="no first day"),
        pytest.param(Column("v", DateTime), "timestamp '1969-12-31 23:59:59.999999'", id="a time before 1970"),
        pytest.param(Column("v", DateTime), "timestamp '1999-12-31 23:59:59.999999'", id="a time before 2000"),
        pytest.param(Column("v", DateTime), "timestamp 'infinity'", id="no last time"),
        pytest.param(Column("v", DateTime), "timestamp '-infinity'", id="no first time"),
        pytest.param(Column("v", DateTime), "date '2024-02-29'", id="a time in a date column"),
        pytest.param(
            Column("v", DateTime(timezone=True)), "timestamptz '2024-02-29 01:30+02'", id="a time with a zone"
        ),
        pytest.param(Column("v", Time), "time '23:59:59.999999'", id="a time of day"),
    ],
)
def test_a_value_and_its_lack_come_as_they_would_by_csv(
    connection: Connection, as_csv: Any, column: Column[Any], sql: str
) -> None:
    query = (
        f"SELECT g AS n, CASE WHEN g % 3 > 0 THEN {sql} END AS v, CASE WHEN g % 3 < 2 THEN {sql} END AS w "
        "FROM generate_series(1, 4) AS g"
    )
    columns = [Column("n", Integer), column, Column("w", column.type)]
    binary = fetched(connection, query, columns)
    as_csv()
    assert list(map(repr, binary)) == list(map(repr, fetched(connection, query, columns)))
    assert [row[1:].count(None) for row in binary] == [0, 1, 1, 0]


def test_many_rows_come_in_pieces_and_none_is_lost(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[int] = []
    real = binary_fetch.cut
    monkeypatch.setattr(binary_fetch, "cut", lambda *given: pieces.append(len(given[1])) or real(*given))
    rows = fetched(connection, MANY, NUMBERS)
    assert rows == [(n, "ä" * (n % 40)) for n in range(1, 300_001)]
    assert len(pieces) > 1
    assert sum(pieces) == 300_000


def test_no_rows_make_an_empty_table(connection: Connection) -> None:
    assert fetched(connection, f"{MANY} WHERE false", NUMBERS) == []


def test_what_fails_on_the_server_halfway_is_raised_and_the_connection_can_go_on(connection: Connection) -> None:
    failing = "SELECT 1 / (g - 250000) AS n, 'x' AS t FROM generate_series(1, 300000) AS g"
    with pytest.raises(DivisionByZero), connection.begin_nested():
        fetched(connection, failing, NUMBERS)
    assert connection.scalar(text("SELECT 1")) == 1


def test_what_fails_on_the_workbench_halfway_lets_the_connection_go_on(connection: Connection) -> None:
    columns = [Column("n", BigInteger), Column("t", Integer)]
    with pytest.raises(duckdb.ConversionException, match="ä"), connection.begin_nested():
        fetched(connection, MANY, columns)
    assert connection.scalar(text("SELECT 1")) == 1


def test_a_session_of_another_encoding_has_its_rows_as_csv(connection: Connection) -> None:
    connection.execute(text("SET client_encoding = 'LATIN1'"))
    with pytest.raises(duckdb.Error, match=r"(?i)utf"):  # where only ASCII comes, it is the same
        fetched(connection, MANY, NUMBERS)
    assert fetched(connection, "SELECT 1 AS n, 'plain' AS t", NUMBERS) == [(1, "plain")]


def test_a_time_that_the_workbench_cannot_hold_is_refused(connection: Connection) -> None:
    with pytest.raises(LoadError, match="later than the workbench can hold"):
        fetched(connection, "SELECT 1 AS n, timestamp '294276-12-31' AS t", [NUMBERS[0], Column("t", DateTime)])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(struct.pack(">hiq", 2, 8, 5), id="of another number of values"),
        pytest.param(struct.pack(">hiq", 1, 4, 5), id="with a value of another length"),
    ],
)
def test_rows_of_another_form_are_no_rows(row: bytes) -> None:
    with pytest.raises(LoadError, match="another form"):
        binary_fetch.cut(bytearray(row), [len(row)], ["n"], [20])
