"""Snowflake: Parquet files through a stage of the session in, and no DDL within a load, since it would commit.

Nothing is unique there and no row can be locked, so loads take their numbers from a sequence, and queue up by an
UPDATE of the library's row for the target, which holds it until the commit. What a load compares with the
warehouse waits in a temporary table that was made before the transaction began, a row as an array of texts.

Source: Snowflake documentation, "Transactions" (DDL commits), "COPY INTO <table>", "Unsupported features: SELECT FOR
UPDATE".
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    String,
    Table,
    Time,
    Uuid,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    update,
)

from starschema.backends.base import Backend
from starschema.backends.exchange import gather, quoted, to_parquet

if TYPE_CHECKING:
    import duckdb

STAGE = "starschema_files"
"""The session's stage for files on their way in."""

SENT = "starschema_sent"
"""The session's table of rows that are compared with the warehouse's."""

NUMBERS = "starschema_load_numbers"
"""The sequence of load numbers."""

FETCH_ROWS = 50_000
"""Rows taken from the cursor at a time."""

TO_MICROSECONDS = "YYYY-MM-DD HH24:MI:SS.FF6"


class SnowflakeBackend(Backend):
    """Snowflake through snowflake-sqlalchemy; the URL names database and schema."""

    name = "snowflake"
    deletes_by_join = False
    undoes_parts = False
    many_writers = False

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction, in a session that has got all that a load makes."""
        with self.engine.connect() as connection:
            self._prepare(connection)
            with connection.begin():
                yield connection

    def _prepare(self, connection: Connection) -> None:
        if SENT not in connection.info:
            connection.exec_driver_sql(f"CREATE TEMPORARY STAGE IF NOT EXISTS {STAGE}")
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE IF NOT EXISTS {SENT} (sent VARCHAR(100), told VARIANT)")
            connection.exec_driver_sql(f"CREATE SEQUENCE IF NOT EXISTS {NUMBERS}")
            connection.commit()
            connection.info[SENT] = True

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Wait for the end of any other load: who updates a row holds it, and those beside it, until the commit."""
        for target, lock in sorted(wanted, key=lambda row: (row[1], row[0])):
            assert isinstance(targets, Table)
            mine = targets.c.target == target, targets.c.lock == lock
            connection.execute(update(targets).values(last_key=targets.c.last_key).where(*mine))

    def next_load(self, connection: Connection, number: Column[int]) -> int:
        """Return the sequence's next number."""
        return int(connection.exec_driver_sql(f"SELECT {NUMBERS}.NEXTVAL").scalar_one())

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by COPY INTO from a Parquet file."""
        preparer = connection.dialect.identifier_preparer
        names = [f"c{i}" for i in range(len(columns))]
        values = ", ".join(
            f"{self.outgoing(c, quoted(c.name))} AS {name}" for c, name in zip(columns, names, strict=True)
        )
        into = ", ".join(preparer.quote(column.name) for column in columns)
        read = ", ".join(_read(c, f"$1:{name}") for c, name in zip(columns, names, strict=True))
        with self._staged(connection, duck, f"SELECT {values} FROM ({query}) AS rows") as (rows, file):
            if rows:
                connection.exec_driver_sql(
                    f"COPY INTO {preparer.format_table(table)} ({into}) "
                    f"FROM (SELECT {read} FROM {file}) FILE_FORMAT = (TYPE = PARQUET) PURGE = TRUE"
                )
        return rows

    @contextmanager
    def _staged(self, connection: Connection, duck: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[int, str]]:
        """Put the rows of a query into a file in the stage; yield how many they are, and the file's name there."""
        with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
            # A name of its own: a file that was loaded before would be passed over.
            path = os.path.join(folder, f"{uuid4().hex}.parquet")
            rows = to_parquet(duck, query, path)
            if rows:
                connection.exec_driver_sql(f"PUT 'file://{path}' @{STAGE} AUTO_COMPRESS = FALSE")
            yield rows, f"@{STAGE}/{os.path.basename(path)}"

    def send(
        self,
        connection: Connection,
        name: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
        *,
        like: Table | None = None,
    ) -> FromClause:
        """Put the rows of `query` into the session's table, each as an array of texts; return what reads them."""
        texts = ", ".join(f"CAST({self.outgoing(c, quoted(c.name))} AS VARCHAR)" for c in columns)
        told = f"SELECT to_json([{texts}]) AS told FROM ({query}) AS rows"
        with self._staged(connection, duck, told) as (rows, file):
            if rows:
                connection.exec_driver_sql(
                    f"COPY INTO {SENT} (sent, told) FROM (SELECT '{name}', PARSE_JSON($1:told::VARCHAR) FROM {file}) "
                    "FILE_FORMAT = (TYPE = PARQUET) PURGE = TRUE"
                )
        read = [literal_column(_read(c, f"told[{i}]::VARCHAR"), c.type).label(c.name) for i, c in enumerate(columns)]
        return select(*read).select_from(table(SENT)).where(column("sent", String) == name).subquery(name)

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Delete what was sent under this name."""
        connection.exec_driver_sql(f"DELETE FROM {SENT} WHERE sent = '{name}'")

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Spell as text what Parquet and Snowflake may understand differently: times, exact numbers, bytes."""
        kind = column.type
        if isinstance(kind, LargeBinary):
            return f"hex({value})"
        if isinstance(kind, Date | DateTime | Time) or (isinstance(kind, Numeric) and kind.asdecimal):
            return f"CAST({value} AS VARCHAR)"
        return value

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` through the driver, times as text, since a session may show fewer digits."""
        inner = query.subquery()
        spelt = select(*(_spelt(column, value) for column, value in zip(columns, inner.c, strict=True)))
        cursor = connection.execute(spelt)
        gather(duck, name, columns, iter(lambda: [tuple(row) for row in cursor.fetchmany(FETCH_ROWS)], []))


def _spelt(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    kind = column.type
    if isinstance(kind, LargeBinary):
        return func.hex_encode(value)
    if isinstance(kind, DateTime):
        moment = func.convert_timezone("UTC", value) if kind.timezone else value
        return func.to_varchar(moment, TO_MICROSECONDS)
    if isinstance(kind, Time | Uuid):
        return cast(value, String)
    return value


def _read(column: Column[Any], value: str) -> str:
    """Return what reads a value of a file or an array as the column's type."""
    if isinstance(column.type, LargeBinary):
        return f"TO_BINARY({value}::VARCHAR, 'HEX')"
    return f"{value}::{_type(column)}"


def _type(column: Column[Any]) -> str:
    """Return the name of the type that a value is cast to."""
    kind = column.type
    if isinstance(kind, Numeric) and kind.asdecimal:
        return f"NUMBER({kind.precision}, {kind.scale})"
    if isinstance(kind, DateTime):
        return "TIMESTAMP_NTZ"
    named = (
        (Boolean, "BOOLEAN"),
        (BigInteger, "BIGINT"),
        (Integer, "INTEGER"),
        (Float, "DOUBLE"),
        (Date, "DATE"),
        (Time, "TIME"),
    )
    return next((name for types, name in named if isinstance(kind, types)), "VARCHAR")
