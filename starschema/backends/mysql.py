"""MariaDB and MySQL: LOAD DATA LOCAL in, and every warning it gives is an error.

LOCAL turns what it cannot store into warnings ('abc' becomes 0, text is cut, a duplicate is skipped), so the warnings
are read after each use. What it cuts without even a warning (fractions of a second) has been cut by the cast before.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    Uuid,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.mysql import CHAR
from sqlalchemy.schema import CreateTable

from starschema.backends.base import Backend
from starschema.backends.csv_pipe import csv_pipe
from starschema.backends.exchange import quoted, read_rows
from starschema.backends.literal import literal_sql
from starschema.errors import LoadError, StarSchemaError

if TYPE_CHECKING:
    import duckdb

FETCH_ROWS = 50_000
"""Rows taken from an unbuffered cursor at a time: a few MB, and few calls."""

GROUP_BYTES = 500_000
"""What rows may take that come as one. What is longer than twice that MariaDB cuts off, and says so in a warning."""

VALUE_BYTES = 60
"""The longest text of a value that is no text itself."""

LOCK_WAIT_SECONDS = 3600
"""How long a load waits for its turn; InnoDB's default of 50 s is less than a large load takes."""


DUPLICATE_KEY = 1062
"""The server's number for a row whose key is there already, which LOCAL makes a warning and skips."""


class KeyTaken(LoadError):
    """A row was skipped, since its key is in the table already."""


class MySQLBackend(Backend):
    """MariaDB or MySQL through PyMySQL."""

    name = "mysql"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction that sees what the load before it committed once it has its lock."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                connection.exec_driver_sql(f"SET SESSION innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}")
                yield connection

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by LOAD DATA LOCAL INFILE."""
        preparer = connection.dialect.identifier_preparer
        values = ", ".join(f"{self.outgoing(c, quoted(c.name))} AS {quoted(c.name)}" for c in columns)
        text = [c.name for c in columns if isinstance(c.type, String)]
        into: list[str] = []
        computed: list[str] = []
        for i, column in enumerate(columns):
            name = preparer.quote(column.name)
            if isinstance(column.type, LargeBinary):
                into.append(f"@v{i}")
                computed.append(f"{name} = UNHEX(@v{i})")
            else:
                into.append(name)
        setting = f" SET {', '.join(computed)}" if computed else ""
        driver: Any = connection.connection.driver_connection
        with csv_pipe(duck, f"SELECT {values} FROM ({query}) AS rows", text) as pipe, driver.cursor() as cursor:
            statement = (
                f"LOAD DATA LOCAL INFILE '{pipe}' INTO TABLE {preparer.format_table(table)} "
                "CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' "
                f"LINES TERMINATED BY X'0A' ({', '.join(into)}){setting}"
            )
            try:
                written = int(cursor.execute(statement))
            except Exception as error:
                if getattr(error, "args", (0,))[0] in (1148, 3948, 4166, 2068):
                    raise StarSchemaError(
                        "the server or the driver refuses LOAD DATA LOCAL: set local_infile=ON on the server "
                        "and add ?local_infile=1 to the URL"
                    ) from error
                raise
            cursor.execute("SHOW WARNINGS")
            warnings = cursor.fetchall()
        for level, code, message in warnings:
            if code != DUPLICATE_KEY:
                raise LoadError(f"{table}: the database would have changed a value: {level} {code}: {message}")
        if warnings:
            raise KeyTaken(f"{table}: the database has left out a row: {' '.join(map(str, warnings[0]))}")
        return written

    def key_taken(self, error: Exception) -> bool:
        """Return whether rows were left out for their keys, and nothing else was wrong."""
        return isinstance(error, KeyTaken)

    def create_temporary(self, connection: Connection, table: Table) -> None:
        """Create it with an index: joins here have no other way to find a row, and CREATE INDEX would commit."""
        first = connection.dialect.identifier_preparer.quote(next(iter(table.columns)).name)
        columns = str(CreateTable(table).compile(connection)).rstrip().removesuffix(")")
        connection.exec_driver_sql(f"{columns}, KEY ({first}))")

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Drop a temporary table; without the word TEMPORARY, the statement would commit the transaction."""
        connection.exec_driver_sql(f"DROP TEMPORARY TABLE IF EXISTS {name}")

    def unholdable(self, column: Column[Any], value: str) -> tuple[str, str] | None:
        """Refuse NaN and the infinities, and UUIDs of a make that MariaDB takes for a mistake."""
        if isinstance(column.type, Float):
            return f"isnan({value}) OR isinf({value})", f"{self.name} has no NaN and no infinity; give NULL instead"
        if isinstance(column.type, Uuid) and self.engine.dialect.supports_native_uuid:
            # Tried on 10.11: the version's high bit set, and the ninth byte from 01 to 80.
            refused = f"{value}[15] >= '8' AND {value}[20:21] > '00' AND {value}[20:21] <= '80'"
            return refused, "mariadb takes it for no UUID, though it is one; declare String(36) to keep it"
        return None

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Spell booleans as 0 and 1, bytes as hex, and a UUID as its column stores it."""
        if isinstance(column.type, Boolean):
            return f"CAST({value} AS TINYINT)"
        if isinstance(column.type, LargeBinary):
            return f"hex({value})"
        if isinstance(column.type, Uuid) and not self.engine.dialect.supports_native_uuid:
            return f"replace({value}, '-', '')"
        return value

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` through an unbuffered cursor, each as one text of CSV for DuckDB to read.

        The driver is written in Python, and takes as long for a value as for a row, so MariaDB sends many rows as one.
        """
        from pymysql.cursors import SSCursor

        inner = query.subquery()
        values = [_spelt(column, value) for column, value in zip(columns, inner.c, strict=True)]
        spelt = select(func.concat_ws(",", *values).label("line"))
        sql = literal_sql(spelt, connection.dialect).replace("%%", "%")
        together = self._rows_together(columns)
        if together > 1:
            # However often the server counts a row, it puts it into one group.
            sql = (
                f"SELECT GROUP_CONCAT(line SEPARATOR '\n') FROM ({sql}) AS spelt "
                f"GROUP BY (@starschema_row := @starschema_row + 1) DIV {together}"
            )
        driver: Any = connection.connection.driver_connection
        with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
            path = os.path.join(folder, "rows.csv")
            with open(path, "w", encoding="utf-8", newline="") as file, driver.cursor(SSCursor) as cursor:
                if together > 1:
                    cursor.execute(f"SET @starschema_row = 0, SESSION group_concat_max_len = {2 * GROUP_BYTES}")
                cursor.execute(sql)
                while rows := cursor.fetchmany(max(FETCH_ROWS // max(together, 1), 1)):
                    file.write("\n".join(chain.from_iterable(rows)))
                    file.write("\n")
            read_rows(duck, name, columns, path)

    def _rows_together(self, columns: Sequence[Column[Any]]) -> int:
        """Return how many rows of these columns come as one, however long their texts are."""
        if not self.engine.dialect.is_mariadb:  # type: ignore[attr-defined]
            return 1
        longest = 0
        for column in columns:
            kind = column.type
            length = kind.length if isinstance(kind, String) else VALUE_BYTES // 4
            if isinstance(kind, LargeBinary) or length is None:
                return 1
            longest += 4 * length + 3  # bytes of its characters, two quotes and a comma
        return min(GROUP_BYTES // longest, 1000)


def _spelt(column: Column[Any], value: Any) -> Any:
    spelt: Any
    if isinstance(column.type, LargeBinary):
        spelt = func.concat('"', func.hex(value), '"')
    elif isinstance(column.type, String):
        spelt = func.concat('"', func.replace(value, '"', '""'), '"')
    else:
        spelt = cast(cast(value, Integer) if isinstance(column.type, Boolean) else value, CHAR(60))
    return func.ifnull(spelt, "")
