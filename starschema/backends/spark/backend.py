"""Spark: rows go in and out as Parquet in a staging folder that this process and the executors see.

So none passes the driver. Each statement stands by itself, so loads keep their books elsewhere and undo what they did
(`starschema.backends.apart`); what joins is a MERGE. Spark reads times and days before 1582 as they stand
(`datetimeRebaseMode`), and tells them as text, since some versions refuse to write them.

Source: Spark documentation, "Parquet Files", "Data Source Option".
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from glob import escape as glob_escape
from glob import glob
from typing import TYPE_CHECKING, Any, cast
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
    String,
    Table,
    Time,
    Uuid,
    and_,
    delete,
    func,
    select,
    table,
)
from sqlalchemy import cast as as_type
from sqlalchemy import column as named
from sqlalchemy.sql.visitors import iterate

from starschema.backends.apart.backend import ApartBackend
from starschema.backends.base import duckdb_type, quoted, to_parquet
from starschema.backends.literal import literal_sql
from starschema.backends.spark.dbapi import translated
from starschema.errors import StarSchemaError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from starschema.backends.apart.connection import ApartConnection, Change
    from starschema.backends.apart.undo import Step
    from starschema.backends.spark.dialect import SparkDialect

logger = logging.getLogger("starschema")

READ = {"datetimeRebaseMode": "CORRECTED", "int96RebaseMode": "CORRECTED"}
"""How Spark is to read Parquet that it has not written: as it is."""

SENT = "starschema_sent"
"""Key in a connection's info of what was sent: the folders by their names."""


class SparkBackend(ApartBackend):
    """A SparkSession, its books in an ordinary database."""

    name = "spark"
    deletes_by_join = True
    reads_files = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._dialect = cast("SparkDialect", engine.dialect)
        staging = self._dialect.place.staging
        if staging is None:
            raise StarSchemaError(
                "Spark reads and writes rows in a folder that this process and all executors see: add "
                "staging=/shared/folder to the URL's query"
            )
        self._staging = staging.removeprefix("file://")

    def insert(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, which are put into the staging folder, by INSERT … SELECT."""
        view = f"starschema_in_{uuid4().hex}"
        try:
            rows = self._stage(connection, view, columns, duck, query)
            if rows:
                preparer = connection.dialect.identifier_preparer
                given = {column.name for column in columns}
                # All columns, each by a name of its own, as Sail wants them.
                names = list(table.c.keys()) if isinstance(table, Table) else [column.name for column in columns]
                into = ", ".join(preparer.quote(name) for name in names)
                values = ", ".join(("" if name in given else "NULL AS ") + preparer.quote(name) for name in names)
                target = preparer.format_table(cast(Table, table))
                connection.exec_driver_sql(f"INSERT INTO {target} ({into}) SELECT {values} FROM {view}")
        finally:
            self.drop_temporary(connection, view)
        return rows

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
        """Put the rows of `query` into the staging folder; return what reads them there."""
        # Other processes may have the same session, and count as this one does.
        view = f"{name}_{uuid4().hex}"
        self._stage(connection, view, columns, duck, query)
        connection.info[SENT][name] = view
        return table(view, *(named(c.name, c.type) for c in columns))

    def read_files(
        self, connection: Connection, name: str, files: Sequence[str], kinds: Mapping[str, pa.DataType]
    ) -> str | None:
        """Name what the executors read of the files, where they find them; a time of day is none of Spark's types."""
        if any(str(kind).startswith("time64") for kind in kinds.values()):
            return None
        view = f"{name}_{uuid4().hex}"
        try:
            frame = _session(connection).read.options(**READ).parquet(*files)
            frame.createOrReplaceTempView(view)
        except Exception as error:
            logger.info("Spark does not read %s: %s", files[0], translated(error))
            return None
        connection.info.setdefault(SENT, {})[view,] = None
        return view

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Forget what was sent under this name."""
        sent = connection.info.get(SENT, {})
        view = sent.pop(name, name)
        if (view,) in sent:
            folder = sent.pop((view,))
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def _stage(
        self,
        connection: Connection,
        view: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Put the rows of `query` into a folder, and name there what reads them; return how many they are."""
        folder = os.path.join(self._staging, uuid4().hex)
        os.makedirs(folder)
        connection.info.setdefault(SENT, {})[view,] = folder
        values = ", ".join(f"{self.outgoing(c, quoted(c.name))} AS c{i}" for i, c in enumerate(columns))
        rows = os.path.join(folder, "rows")
        copied = to_parquet(duck, f"SELECT {values} FROM ({query}) AS rows", rows, pieces=True)
        preparer, types = connection.dialect.identifier_preparer, connection.dialect.type_compiler_instance
        read = [
            f"CAST(c{i} AS {types.process(column.type)}) AS {preparer.quote(column.name)}"
            for i, column in enumerate(columns)
        ]
        try:
            frame = _session(connection).read.options(**READ).parquet(rows)
            frame.selectExpr(*read).createOrReplaceTempView(view)
        except Exception as error:
            raise translated(error) from error
        return copied

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Have the executors put the rows of `query` into the staging folder, and read them there."""
        inner = query.subquery()
        spelt = select(*(_spelt(c, v).label(f"c{i}") for i, (c, v) in enumerate(zip(columns, inner.c, strict=True))))
        folder = os.path.join(self._staging, uuid4().hex)
        try:
            _session(connection).sql(literal_sql(spelt, connection.dialect)).write.parquet(folder)
        except Exception as error:
            raise translated(error) from error
        try:
            if glob(os.path.join(glob_escape(folder), "*.parquet")):
                read = ", ".join(f"{_read(c, f'c{i}')} AS {quoted(c.name)}" for i, c in enumerate(columns))
                rows = f"SELECT {read} FROM read_parquet('{_escaped(folder)}/*.parquet')"
            else:  # Sail writes no file for no rows
                nothing = ", ".join(f"CAST(NULL AS {duckdb_type(c)}) AS {quoted(c.name)}" for c in columns)
                rows = f"SELECT {nothing} LIMIT 0"
            duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {rows}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, connection: ApartConnection, name: str, query: Select[Any], like: Table) -> None:
        """Create a table with the rows of `query`, as the others are made."""
        made = connection.dialect.identifier_preparer.format_table(Table(name, MetaData(), schema=like.schema))
        # Sail leaves the files of a table of this name that a warehouse before this one has dropped.
        create = "CREATE OR REPLACE TABLE" if self._dialect.is_sail else "CREATE TABLE"
        connection.exec_driver_sql(
            f"{create} {made} USING {self._dialect.place.format} AS {literal_sql(query, connection.dialect)}"
        )

    def update(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out an UPDATE, as a MERGE where it joins and MERGE can do it."""
        looks_up = any(isinstance(part, Select) for where in change.where for part in iterate(where))
        if (change.joins and looks_up) or self._is_refused(change):
            super().update(connection, change, step)
        else:
            connection.carry_out(change.statement, dict(change.parameters))

    def _is_refused(self, change: Change) -> bool:
        """Return whether it is one of those that Sail refuses: of bytes in tables of Iceberg."""
        if not self._dialect.is_sail or self._dialect.place.format != "iceberg":
            return False
        return any(isinstance(change.table.c[name].type, LargeBinary) for name in change.values or ())

    def remove(
        self, connection: ApartConnection, table: FromClause, key: Sequence[ColumnElement[Any]], places: Select[Any]
    ) -> None:
        """Delete the rows of `table` whose key is one of `places`, by a MERGE, since Sail's DELETE looks nothing up."""
        at = places.subquery("at_places")
        same = and_(*(mine == other for mine, other in zip(key, at.c, strict=True)))
        connection.carry_out(delete(cast(Table, table)).using(at).where(same))

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Spell times of day as text, and say that times with a zone are UTC; all else has its type already."""
        if isinstance(column.type, Time):
            return f"strftime(DATE '2000-01-01' + CAST({value} AS TIME), '%H:%M:%S.%f')"
        if isinstance(column.type, DateTime) and column.type.timezone:
            return f"timezone('UTC', CAST({value} AS TIMESTAMP))"
        return f"CAST({value} AS {duckdb_type(column)})"


def _session(connection: Connection) -> Any:
    driver: Any = connection.connection.dbapi_connection
    return driver.session


def _escaped(path: str) -> str:
    return path.replace("'", "''")


def _spelt(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what tells a value to Parquet, whatever the session's zone is and what it does with old days."""
    if isinstance(column.type, DateTime) and column.type.timezone:
        return func.unix_micros(value)
    if isinstance(column.type, Date | DateTime):
        return as_type(value, String)
    return value


def _read(column: Column[Any], value: str) -> str:
    """Return the DuckDB expression that reads what `_spelt` tells."""
    if isinstance(column.type, DateTime) and column.type.timezone:
        return f"make_timestamp({value})"
    if isinstance(column.type, LargeBinary):
        return value
    if isinstance(column.type, Uuid):
        return f"lower(CAST(CAST({value} AS UUID) AS VARCHAR))"
    return f"CAST({value} AS {duckdb_type(column)})"
