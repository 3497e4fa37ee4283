"""Spark: rows go in and out as Parquet in a place that this process and the executors reach, the staging.

So none passes the driver. Each statement stands by itself, so loads keep their books elsewhere and undo what they did
(`starschema.backends.apart`); what joins is a MERGE. Spark reads times and days before 1582 as they stand
(`datetimeRebaseMode`), and tells them as text, since some versions refuse to write them.

Source: Spark documentation, "Parquet Files", "Data Source Option".
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote
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
from starschema.backends.exchange import duckdb_type, quoted, to_parquet
from starschema.backends.literal import literal_sql
from starschema.backends.spark.dbapi import Error, OperationalError, to_arrow, translated
from starschema.backends.spark.staging import staging
from starschema.backends.spark.statements import interrupt, name_of
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
"""Key in a connection's info of what was sent: the views by their names, and the folders by their views."""


class SparkBackend(ApartBackend):
    """A SparkSession, its books in an ordinary database."""

    name = "spark"
    deletes_by_join = True
    reads_files = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._dialect = cast("SparkDialect", engine.dialect)
        place = self._dialect.place.staging
        if place is None:
            raise StarSchemaError(
                "Spark reads and writes rows where this process and all executors do: add staging=/shared/folder or "
                "staging=s3://bucket/prefix to the URL's query, in which an @ is %40"
            )
        self._staging = staging(place, self._dialect.place.workspace)
        self._met = False
        """Whether this process has found there what executors had put there."""

    @property
    def finds_repeats_by_sorting(self) -> bool:
        """Whether this is Spark: four million grains it sorts in 3 s, groups in 6; Sail groups in 0.5, sorts in 3."""
        return not self._dialect.is_sail

    def insert(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, which are put into the staging, by INSERT … SELECT."""
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
        """Put the rows of `query` into the staging; return what reads them there."""
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
        view, session = f"{name}_{uuid4().hex}", _session(connection)
        try:
            frame = session.read.options(**READ).parquet(*map(self._path, files))
            frame.createOrReplaceTempView(view)
        except Exception as error:
            told = translated(error, session)
            if isinstance(told, OperationalError):
                raise told from error
            logger.info("Spark cannot read %s (%s); its rows come by way of this process", files[0], told)
            return None
        connection.info.setdefault(SENT, {})[view,] = None
        return view

    def _path(self, location: str) -> str:
        """Return where a file lies: for Sail by its URL, for Spark by a path of Hadoop's, which could be a pattern."""
        if self._dialect.is_sail:
            return location
        scheme, _, path = location.partition("://")
        return re.sub(r"([\\\[\]{}*?])", r"\\\1", f"{scheme}://{unquote(path) if scheme == 'file' else path}")

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Forget what was sent under this name."""
        sent = connection.info.get(SENT, {})
        view = sent.pop(name, name)
        if (view,) in sent:
            folder = sent.pop((view,))
            try:
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")
            finally:
                if folder is not None:
                    self._staging.remove(folder)

    def _stage(
        self,
        connection: Connection,
        view: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Put the rows of `query` into a folder, and name what reads them there; return how many they are."""
        folder = uuid4().hex
        values = ", ".join(f"{self.outgoing(c, quoted(c.name))} AS c{i}" for i, c in enumerate(columns))
        preparer, types = connection.dialect.identifier_preparer, connection.dialect.type_compiler_instance
        read = [
            f"CAST(c{i} AS {types.process(column.type)}) AS {preparer.quote(column.name)}"
            for i, column in enumerate(columns)
        ]
        session = _session(connection)
        try:
            with self._staging.filling(folder) as rows:
                copied = to_parquet(duck, f"SELECT {values} FROM ({query}) AS rows", rows, pieces=True)
            try:
                frame = session.read.options(**READ).parquet(self._staging.address(folder))
                frame.selectExpr(*read).createOrReplaceTempView(view)
            except Exception as error:
                raise self._explained(error, session) from error
        except BaseException:
            self._staging.remove(folder)
            raise
        connection.info.setdefault(SENT, {})[view,] = folder
        return copied

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Have the executors put the rows of `query` into the staging, and read them there."""
        inner = query.subquery()
        spelt = select(*(_spelt(c, v).label(f"c{i}") for i, (c, v) in enumerate(zip(columns, inner.c, strict=True))))
        folder = uuid4().hex
        try:
            frame = self._write(connection, literal_sql(spelt, connection.dialect), folder)
            with self._staging.reading(folder) as files:
                self._meet(frame, folder, files)
                if files:
                    read = ", ".join(f"{_read(c, f'c{i}')} AS {quoted(c.name)}" for i, c in enumerate(columns))
                    rows = f"SELECT {read} FROM read_parquet([{', '.join(map(_text, files))}])"
                else:  # Sail writes no file for no rows
                    nothing = ", ".join(f"CAST(NULL AS {duckdb_type(c)}) AS {quoted(c.name)}" for c in columns)
                    rows = f"SELECT {nothing} LIMIT 0"
                duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {rows}")
        finally:
            self._staging.remove(folder)

    def _write(self, connection: Connection, asked: str, folder: str) -> Any:
        """Have the executors put the rows of a query into a folder; return its DataFrame."""
        session = _session(connection)
        try:
            frame = session.sql(asked)
            frame.write.parquet(self._staging.address(folder))
        except Exception as error:
            raise (self._explained if folder in str(error) else translated)(error, session) from error
        return frame

    def _explained(self, error: Exception, session: Any) -> Error:
        """Return the interface's error for one of PySpark's that is about the staging, or names it in passing."""
        told = translated(error, session)
        if isinstance(told, OperationalError):
            return told
        return type(told)(f"Spark cannot use staging={self._staging.address('')} as this process does: {told}")

    def _meet(self, frame: Any, folder: str, files: Sequence[str]) -> None:
        """Make sure, once, that where the executors put files is where this process looks: no file must be no row.

        Raises:
            StarSchemaError: It is not.
        """
        if not files and not self._met and to_arrow(frame.limit(1)).num_rows:
            raise StarSchemaError(
                f"Spark has put rows into {self._staging.address(folder)}, and this process finds none there: staging= "
                "is to name one place for both, a folder that they share or a store that both reach by one endpoint"
            )
        self._met = self._met or bool(files)

    def keep(self, connection: ApartConnection, name: str, query: Select[Any], like: Table) -> None:
        """Create a table with the rows of `query`, as the others are made."""
        made = connection.dialect.identifier_preparer.format_table(Table(name, MetaData(), schema=like.schema))
        # Sail leaves the files of a table of this name that a warehouse before this one has dropped.
        create = "CREATE OR REPLACE TABLE" if self._dialect.is_sail else "CREATE TABLE"
        connection.exec_driver_sql(
            f"{create} {made} USING {self._dialect.place.format} AS {literal_sql(query, connection.dialect)}"
        )

    def update(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out an UPDATE, as a MERGE where it joins one table and looks nothing up."""
        looks_up = any(isinstance(part, Select) for where in change.where for part in iterate(where))
        if (change.joins and looks_up) or len(change.joined) > 1 or self._is_refused(change):
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

    def name_of(self, connection: Connection, load_id: int) -> Mapping[str, str] | None:
        """Return the session and a tag, where a server has the session."""
        return name_of(_session(connection), load_id)

    def sign(self, connection: Connection, name: Mapping[str, str] | None) -> None:
        """Have statements carry the tag."""
        driver: Any = connection.connection.dbapi_connection
        driver.tag = None if name is None else name["tag"]

    def stop(self, connection: Connection, name: Mapping[str, str]) -> None:
        """Interrupt what carries the tag, in the session that is named."""
        session = _session(connection)
        try:
            interrupt(session, name)
        except Exception as error:
            raise translated(error, session) from error

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


def _text(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"


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
