"""PostgreSQL: COPY in both directions, binary or CSV; rows are locked by SELECT … FOR UPDATE."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, DateTime, FromClause, LargeBinary, Select, String, Table
from sqlalchemy.dialects import postgresql

from starschema.backends.ahead import ahead
from starschema.backends.base import Backend, Sink
from starschema.backends.binary_copy import binary_copy, binary_values, copy_arrow
from starschema.backends.binary_fetch import binary_reading
from starschema.backends.csv_pipe import csv_pipe
from starschema.backends.exchange import gather_arrow, quoted, read_rows
from starschema.backends.literal import literal_sql

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CHUNK = 1 << 20
"""Bytes handed to the driver at a time: large enough that the calls do not count, small enough to hold two."""

SPELLING = (
    "SELECT set_config('datestyle', 'ISO, YMD', true), set_config('extra_float_digits', '1', true), "
    "set_config('standard_conforming_strings', 'on', true)"
)
"""Settings on which the text of a value depends, for the transaction."""

HANDFUL = 100
"""As many rows of a table without statistics PostgreSQL expects, about."""

KEY_COLUMNS = (
    "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) "
    "WHERE i.indrelid = to_regclass(%s) AND i.indisprimary"
)
"""The columns of a table's primary key."""

_OFFLINE = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
"""Compiles statements for COPY, which takes no parameters: `named` leaves percent signs as they are."""


class PostgreSQLBackend(Backend):
    """PostgreSQL through psycopg 3."""

    name = "postgresql"

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Open a transaction without the settings that values need on their way by COPY."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def begin(self, connection: Connection) -> None:
        """Have values spelt in one way and in full, whatever the database or the session is set to."""
        connection.exec_driver_sql(SPELLING)

    def primary_key(self, connection: Connection, table: Table) -> set[str]:
        """Ask for nothing else: SQLAlchemy's way takes several times as long, and each load asks."""
        name = connection.dialect.identifier_preparer.format_table(table)
        return set(connection.exec_driver_sql(KEY_COLUMNS, (name,)).scalars())

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by COPY … FROM STDIN: binary where every column's type has such a form."""
        target, into = _quoted_target(table, columns)
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            values = binary_values(cursor, target, into, columns)
            if values is not None:
                spelt = ", ".join(f"{v} AS {quoted(c.name)}" for v, c in zip(values, columns, strict=True))
                copy = f"COPY {target} ({into}) FROM STDIN (FORMAT binary)"
                return binary_copy(cursor, copy, duck, f"SELECT {spelt} FROM ({query}) AS rows")
            return self._write_csv(cursor, f"COPY {target} ({into})", columns, duck, query)

    def sink(
        self, connection: Connection, table: FromClause, columns: Sequence[Column[Any]], duck: duckdb.DuckDBPyConnection
    ) -> Sink:
        """Return what encodes Arrow for binary COPY, where every column's type has such a form."""
        target, into = _quoted_target(table, columns)
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            values = binary_values(cursor, target, into, columns)
        if values is None:
            return super().sink(connection, table, columns, duck)

        def write(rows: pa.Table) -> int:
            with driver.cursor() as cursor:
                return copy_arrow(cursor, f"COPY {target} ({into}) FROM STDIN (FORMAT binary)", rows)

        return Sink(values, write)

    def _write_csv(
        self, cursor: Any, copy: str, columns: Sequence[Column[Any]], duck: duckdb.DuckDBPyConnection, query: str
    ) -> int:
        values = ", ".join(f"{self.outgoing(c, quoted(c.name))} AS {quoted(c.name)}" for c in columns)
        text = [c.name for c in columns if isinstance(c.type, String)]
        copy = f"{copy} FROM STDIN (FORMAT csv, NULL 'NULL')"
        with csv_pipe(duck, f"SELECT {values} FROM ({query}) AS rows", text) as pipe:
            with open(pipe, "rb", buffering=0) as rows, cursor.copy(copy) as target:
                while chunk := rows.read(CHUNK):
                    target.write(chunk)
            return int(cursor.rowcount)

    def key_taken(self, error: Exception) -> bool:
        """Return whether the server said so."""
        from psycopg.errors import UniqueViolation

        return isinstance(error, UniqueViolation)

    def sent(self, connection: Connection, name: str, rows: int) -> None:
        """Gather statistics: without them a join with the table is planned as if it had a handful of rows."""
        if rows > HANDFUL:
            connection.exec_driver_sql(f"ANALYZE {name}")

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Spell bytes as hex, and times with a zone as the UTC that they are."""
        if isinstance(column.type, LargeBinary):
            return f"'\\x' || lower(hex({value}))"
        if isinstance(column.type, DateTime) and column.type.timezone:
            return f"CAST({value} AS VARCHAR) || '+00'"
        return value

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` by COPY … TO STDOUT: binary where it can be read."""
        inner = literal_sql(query, _OFFLINE)
        names = [f"c{i}" for i in range(len(columns))]
        rows = f"({inner}) AS rows ({', '.join(names)})"
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            reading = binary_reading(cursor, rows, names, columns)
            if reading is not None:
                with ahead(lambda: reading.pieces(cursor), pieces=1) as pieces:
                    gather_arrow(duck, name, columns, reading.values, pieces)
                return
            spelt = ", ".join(_spelt(column, n) for column, n in zip(columns, names, strict=True))
            with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
                path = os.path.join(folder, "rows.csv")
                copy = f"COPY (SELECT {spelt} FROM {rows}) TO STDOUT (FORMAT csv)"
                with open(path, "wb") as file, cursor.copy(copy) as source:
                    for chunk in source:
                        file.write(chunk)
                read_rows(duck, name, columns, path)


def _quoted_target(table: FromClause, columns: Sequence[Column[Any]]) -> tuple[str, str]:
    """Return a table and its columns as COPY names them."""
    preparer = _OFFLINE.identifier_preparer
    return preparer.format_table(table), ", ".join(preparer.quote(column.name) for column in columns)


def _spelt(column: Column[Any], name: str) -> str:
    if isinstance(column.type, LargeBinary):
        return f"encode({name}, 'hex')"
    if isinstance(column.type, DateTime) and column.type.timezone:
        return f"{name} AT TIME ZONE 'UTC'"
    return name
