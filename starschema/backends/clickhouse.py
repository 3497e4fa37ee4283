"""ClickHouse: Parquet in, Arrow out, lightweight UPDATE and DELETE, and no transactions: the books lie elsewhere.

Every statement of a load runs in the session's settings, in which SQL means what it does elsewhere: an outer join gives
NULL, an aggregate of nothing is NULL, and NULL is no value to put into a column. What is sent waits in temporary tables
of the session.

Source: ClickHouse documentation, "Lightweight update", "Lightweight delete", "Session settings"; tried on 26.9 (chdb).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Engine,
    FromClause,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Time,
    Uuid,
    column,
    event,
    func,
    select,
    table,
    text,
)

from starschema.backends.apart.backend import ApartBackend
from starschema.backends.apart.connection import ApartConnection, Change
from starschema.backends.clickhouse_types import COLSPECS, FIRST, LAST
from starschema.backends.exchange import arrow_to_duckdb, duckdb_type, quoted, to_parquet
from starschema.backends.literal import literal_sql
from starschema.model.spec import BEGINNING, FOREVER
from starschema.model.undoing import identity

if TYPE_CHECKING:
    import duckdb

    from starschema.backends.apart.undo import Step

SETTINGS = {
    "session_timezone": "UTC",
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "union_default_mode": "DISTINCT",
    "cast_keep_nullable": 1,
    "input_format_null_as_default": 0,
    "insert_null_as_default": 0,
    "input_format_parquet_allow_missing_columns": 0,
    # By patch parts, as UPDATE: at once, in the session, which a mutation in the background knows nothing of.
    "lightweight_delete_mode": "lightweight_update_force",
    "mutations_sync": 1,
    "output_format_arrow_string_as_string": 1,
    # Rows are there when the statement ends, all of them: what undoing brings back is no repeat of the first time.
    "async_insert": 0,
    "insert_deduplicate": 0,
}
"""How the server is to understand the loads' statements."""

NEWER = {"deduplicate_insert": "disable", "deduplicate_insert_select": "disable"}
"""The same, as far as the server's version has it: since 26 it is these that say whether tables with replicas drop rows
that were inserted before."""

TYPES = {
    "BOOLEAN": "Bool",
    "SMALLINT": "Int16",
    "INTEGER": "Int32",
    "BIGINT": "Int64",
    "DOUBLE": "Float64",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6, 'UTC')",
}
"""The types of what is sent, by the workbench's; all others are text."""

_BEGINNING, _FOREVER, _FIRST, _LAST = (f"TIMESTAMP '{each}'" for each in (BEGINNING, FOREVER, FIRST, LAST))
"""The ends of time on the workbench, and what stands for them in the warehouse."""


class ClickHouseBackend(ApartBackend):
    """ClickHouse through clickhouse-connect, as a server or within the process (chdb)."""

    name = "clickhouse"

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        dialect: Any = engine.dialect
        if dialect.colspecs.get(DateTime) is not COLSPECS[DateTime]:
            dialect.colspecs = {**dialect.colspecs, **COLSPECS}
            dialect._type_memos.clear()
            event.listen(engine.pool, "connect", _settle)

    def insert(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by INSERT … FORMAT Parquet."""
        values = ", ".join(f"{self.outgoing(c, quoted(c.name))} AS {quoted(c.name)}" for c in columns)
        with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
            path = os.path.join(folder, "rows.parquet")
            rows = to_parquet(duck, f"SELECT {values} FROM ({query}) AS rows", path)
            if rows:
                into = _alone(connection.dialect.identifier_preparer.format_table(table))
                with open(path, "rb") as file:
                    _client(connection).raw_insert(
                        into, column_names=[c.name for c in columns], insert_block=file, fmt="Parquet"
                    )
        return rows

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` as a stream of Arrow batches."""
        import pyarrow as pa

        inner = query.subquery("fetched")
        names = [f"c{i}" for i in range(len(columns))]
        spelt = select(
            *(_spelt(c, value).label(n) for c, value, n in zip(columns, inner.c, names, strict=True))
        ).select_from(inner)
        read = ", ".join(f"{_read(c, n)} AS {quoted(c.name)}" for c, n in zip(columns, names, strict=True))
        with _client(connection).raw_stream(
            _alone(literal_sql(spelt, connection.dialect)), fmt="ArrowStream"
        ) as stream:
            batches = pa.ipc.open_stream(stream)
            duck.register("fetched_rows", batches)
            duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT {read} FROM fetched_rows")
            duck.unregister("fetched_rows")

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
        """Put the rows of `query` into a temporary table of the session."""
        preparer = connection.dialect.identifier_preparer
        shape = ", ".join(f"{preparer.quote(c.name)} Nullable({_type(c)})" for c in columns)
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {name} ({shape}) ENGINE = Memory")
        sent = table(name, *(column(c.name, c.type) for c in columns))
        self.insert(connection, sent, columns, duck, query)
        return sent

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Drop a temporary table of the session."""
        connection.exec_driver_sql(f"DROP TEMPORARY TABLE IF EXISTS {name}")

    def keep(self, connection: ApartConnection, name: str, query: Select[Any], like: Table) -> None:
        """Create a table with the rows of `query`, whose columns have the types that they have there."""
        preparer = connection.dialect.identifier_preparer
        made = preparer.format_table(Table(name, MetaData(), schema=like.schema))
        inner = query.subquery("kept")  # within which bytes are bytes
        sql = literal_sql(select(text("*")).select_from(inner), connection.dialect)
        connection.exec_driver_sql(f"CREATE TABLE {made} ENGINE = MergeTree ORDER BY tuple() AS {sql}")

    def update(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out an UPDATE, if it joins by what a table in memory tells of each key; no key of a part can change."""
        values, key = change.values or {}, identity(change.table)
        if not change.joins or self._sorting_key(connection, change.table).intersection(values):
            super().update(connection, change, step)
            return
        preparer = connection.dialect.identifier_preparer
        told, names = f"{step.anew}_told", [preparer.quote(c.name) for c in key]
        anew = change.rows_anew().subquery("anew")
        rows: Any = select(*(column(c.name) for c in key), *(column(name) for name in values)).select_from(anew)
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE {told} ENGINE = Join(ANY, LEFT, {', '.join(names)}) "
            f"SETTINGS join_use_nulls = 0 AS {literal_sql(rows, connection.dialect)}"
        )
        at = ", ".join(names)
        said = ", ".join(f"{preparer.quote(name)} = joinGet('{told}', {_text(name)}, {at})" for name in values)
        where = self.among(key, step.touched())
        connection.exec_driver_sql(
            f"UPDATE {preparer.format_table(change.table)} SET {said} "
            f"WHERE {literal_sql(where, connection.dialect)} SETTINGS join_use_nulls = 0"
        )
        self.drop_temporary(connection, told)

    def name_of(self, connection: Connection, load_id: int) -> Mapping[str, str]:
        """Return a comment."""
        return {"log_comment": f"starschema load {load_id} {uuid4().hex}"}

    def sign(self, connection: Connection, name: Mapping[str, str] | None) -> None:
        """Have statements carry the comment."""
        _client(connection).set_client_setting("log_comment", name["log_comment"] if name else "")

    def stop(self, connection: Connection, name: Mapping[str, str]) -> None:
        """Kill what carries the comment on this server, and wait until it has ended."""
        carries = f"Settings['log_comment'] = {_text(name['log_comment'])}"
        connection.exec_driver_sql(f"KILL QUERY WHERE {carries} SYNC")

    def _sorting_key(self, connection: ApartConnection, table: Table) -> set[str]:
        """Return the names of a table's columns by whose values its rows are in order or in parts."""
        asked = text(
            "SELECT name FROM system.columns WHERE table = :name AND database = coalesce(:schema, currentDatabase()) "
            "AND (is_in_sorting_key OR is_in_partition_key OR is_in_primary_key)"
        )
        return {str(row[0]) for row in connection.carry_out(asked, {"name": table.name, "schema": table.schema})}

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Bring times into the range that there is, and spell times of day as text."""
        kind = column.type
        if isinstance(kind, DateTime):
            return (
                f"CASE WHEN {value} <= {_BEGINNING} THEN {_FIRST} WHEN {value} >= {_FOREVER} THEN {_LAST} "
                f"ELSE {value} END"
            )
        if isinstance(kind, Time):
            return f"strftime(DATE '2000-01-01' + {value}, '%H:%M:%S.%f')"
        if isinstance(kind, Uuid):
            return f"CAST({value} AS UUID)"
        return value

    def unholdable(self, column: Column[Any], value: str) -> tuple[str, str] | None:
        """Refuse days and times outside of the years that there are, and what stands for the ends of time."""
        if isinstance(column.type, DateTime):
            ends = f"{value} NOT IN ({_BEGINNING}, {_FOREVER})"
            bad = f"({value} <= {_FIRST} OR {value} >= {_LAST}) AND {ends}"
            return bad, (
                f"{self.name} holds times after {FIRST} and before {LAST}, which stand for the ends of time; "
                "correct it, or use another database"
            )
        if isinstance(column.type, Date):
            bad = f"{value} NOT BETWEEN DATE '{FIRST.date()}' AND DATE '{LAST.date()}'"
            return (
                bad,
                f"{self.name} holds days from {FIRST.date()} to {LAST.date()}; correct it, or use another database",
            )
        return None


def _settle(connection: Any, _record: Any) -> None:
    """Give a new connection its settings."""
    client = connection.client
    known = {name: value for name, value in NEWER.items() if name in client.server_settings}
    for name, value in {**SETTINGS, **known}.items():
        client.set_client_setting(name, value)


def _client(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.client


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("%", "%%") + "'"


def _alone(sql: str) -> str:
    """Return SQL that is sent as it stands: percent signs are doubled only for the driver to undo that."""
    return sql.replace("%%", "%")


def _spelt(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a value of a query as it is brought: bytes as their digits, a UUID as text."""
    if isinstance(column.type, LargeBinary):
        return func.hex(value)
    if isinstance(column.type, Uuid):
        return func.toString(value)
    return value


def _read(column: Column[Any], value: str) -> str:
    """Return what reads a value that was brought as the workbench's type."""
    kind = column.type
    if isinstance(kind, LargeBinary):
        return f"unhex({value})"
    if isinstance(kind, DateTime):
        naive = f"timezone('UTC', CAST({value} AS TIMESTAMPTZ))"
        return f"CASE {naive} WHEN {_FIRST} THEN {_BEGINNING} WHEN {_LAST} THEN {_FOREVER} ELSE {naive} END"
    return f"CAST({value} AS {duckdb_type(column)})"


def _type(column: Column[Any]) -> str:
    """Return the type of a column that is sent."""
    from starschema.model.types import arrow_type

    kind = arrow_to_duckdb(str(arrow_type(column)))
    if kind.startswith("DECIMAL"):
        return f"Decimal{kind.removeprefix('DECIMAL')}"
    return "UUID" if isinstance(column.type, Uuid) else TYPES.get(kind, "String")
