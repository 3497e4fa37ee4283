"""DuckDB: the workbench is the warehouse, so no row moves.

One process at a time can write to a database file; within it, loads take turns on a lock of the process's own,
since DuckDB answers a second writer with a conflict where others make it wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, DateTime, Engine, Enum, FromClause, Select, Uuid

from starschema.backends.base import Backend
from starschema.backends.exchange import quoted
from starschema.backends.literal import literal_sql

if TYPE_CHECKING:
    import duckdb

_turns: dict[str, threading.RLock] = {}
_turns_guard = threading.Lock()


class DuckDBBackend(Backend):
    """The embedded warehouse."""

    name = "duckdb"
    in_place = True
    undoes_parts = False
    many_writers = False

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        place = engine.url.database or ":memory:"
        key = f"{place}#{id(engine)}" if place == ":memory:" else place
        with _turns_guard:
            self._turn = _turns.setdefault(key, threading.RLock())

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction when no other load of this process has one."""
        with self._turn, super().transaction() as connection:
            yield connection

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Do nothing: `transaction` has let in one load only."""

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by INSERT … SELECT."""
        preparer = connection.dialect.identifier_preparer
        name = preparer.format_table(table)
        into = ", ".join(quoted(column.name) for column in columns)
        values = ", ".join(self.outgoing(column, quoted(column.name)) for column in columns)
        counted = duck.execute(f"INSERT INTO {name} ({into}) SELECT {values} FROM ({query}) AS rows").fetchone()
        return int(counted[0]) if counted else 0

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Keep the rows of `query` in a temporary table beside the warehouse's own, in the workbench's types."""
        read = self.reading(connection, query, columns)
        duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {read}")

    def reading(self, connection: Connection, query: Select[Any], columns: Sequence[Column[Any]]) -> str:
        """Return DuckDB's SQL for the rows of `query` in the workbench's types."""
        sql = literal_sql(query, connection.dialect)
        names = [f"c{i}" for i in range(len(columns))]
        read = ", ".join(
            f"{_read(column, n)} AS {quoted(column.name)}" for column, n in zip(columns, names, strict=True)
        )
        return f"SELECT {read} FROM ({sql}) AS rows ({', '.join(names)})"

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Say that times with a zone are UTC; DuckDB would take them for the session's zone."""
        if isinstance(column.type, DateTime) and column.type.timezone:
            return f"timezone('UTC', {value})"
        return value


def _read(column: Column[Any], value: str) -> str:
    if isinstance(column.type, DateTime) and column.type.timezone:
        return f"timezone('UTC', {value})"
    if isinstance(column.type, Enum | Uuid):
        return f"CAST({value} AS VARCHAR)"
    return value
