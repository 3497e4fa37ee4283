"""SQLAlchemy's way to a SparkSession: what Databricks' dialect writes, run by any session.

Spark cannot update or delete by a join; MERGE can, and stands for both.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from databricks.sqlalchemy._ddl import DatabricksStatementCompiler
from databricks.sqlalchemy.base import DatabricksDialect
from sqlalchemy import URL, Connection, Engine, Insert, QueuePool, Table, event
from sqlalchemy.exc import DatabaseError, DisconnectionError, NoSuchTableError
from sqlalchemy.pool import Pool
from sqlalchemy.sql.compiler import GenericTypeCompiler
from sqlalchemy.types import Boolean, Date, DateTime, Float, LargeBinary, Numeric, String, Time, TypeDecorator, Uuid

from starschema.backends.spark import dbapi
from starschema.backends.spark.sessions import Place, is_alive, session_for
from starschema.errors import StarSchemaError

_MARK = "\x00"
"""Stands around the parts of a statement that are put together anew; no name and no literal has one."""


class _Moment(DateTime):
    """A time, naive or, where the column has a zone, in UTC."""

    def bind_processor(self, dialect: Any) -> Any:
        """Return what says that a time of a column with a zone is UTC if it says nothing else."""

        def process(value: Any) -> Any:
            if not isinstance(value, dt.datetime):
                return value
            known = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
            return known if self.timezone else known.replace(tzinfo=None)

        return process

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Return the same for what is read."""
        return self.bind_processor(dialect)


class _TimeOfDay(Time):
    """A time of day, as text that sorts as it does."""

    def bind_processor(self, dialect: Any) -> Any:
        """Return what makes it text."""
        return lambda value: None if value is None else value.isoformat("microseconds")

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Return what reads the text."""
        return lambda value: None if value is None else dt.time.fromisoformat(value)


class SparkTypes(GenericTypeCompiler):
    """Names of types, as casts want them."""

    def process(self, type_: Any, **kw: Any) -> str:
        """Return the name of a type."""
        shown = type_.dialect_impl(self.dialect)
        while isinstance(shown, TypeDecorator):
            shown = shown.impl_instance
        match shown:
            case Float():
                return "DOUBLE"
            case Numeric() if shown.precision is None:
                return "DECIMAL(38, 18)"
            case DateTime():
                return "TIMESTAMP" if shown.timezone else "TIMESTAMP_NTZ"
            case String() | Time() | Uuid():
                return "STRING"
            case LargeBinary():
                return "BINARY"
            case Boolean():
                return "BOOLEAN"
            case Date():
                return "DATE"
        return super().process(type_, **kw)


class SparkCompiler(DatabricksStatementCompiler):
    """Writes statements; an UPDATE or a DELETE by a join is a MERGE."""

    def render_literal_value(self, value: Any, type_: Any) -> str:
        """Return a value as a literal."""
        process = type_.dialect_impl(self.dialect).bind_processor(self.dialect)
        return dbapi.literal(value if process is None else process(value))

    def visit_try_cast(self, cast: Any, **kw: Any) -> str:
        """Write a cast that is NULL where a value does not fit."""
        return f"TRY_CAST({self.process(cast.clause, **kw)} AS {self.process(cast.typeclause, **kw)})"

    def update_tables_clause(self, update_stmt: Any, from_table: Any, extra_froms: Any, **kw: Any) -> str:
        """Mark the table."""
        table = super().update_tables_clause(update_stmt, from_table, [], **kw)  # type: ignore[no-untyped-call]
        return f"{_MARK}{table}{_MARK}"

    def update_from_clause(
        self, update_stmt: Any, from_table: Any, extra_froms: Any, from_hints: Any, **kw: Any
    ) -> str:
        """Mark what it is joined with."""
        return self._joined(extra_froms, from_hints, **kw)

    def delete_table_clause(self, delete_stmt: Any, from_table: Any, extra_froms: Any, **kw: Any) -> str:
        """Mark the table."""
        table = super().delete_table_clause(delete_stmt, from_table, [], **kw)  # type: ignore[no-untyped-call]
        return f"{_MARK}{table}{_MARK}"

    def delete_extra_from_clause(
        self, delete_stmt: Any, from_table: Any, extra_froms: Any, from_hints: Any, **kw: Any
    ) -> str:
        """Mark what it is joined with."""
        return self._joined(extra_froms, from_hints, **kw)

    def visit_update(self, update_stmt: Any, *args: Any, **kw: Any) -> str:
        """Write an UPDATE, as a MERGE where it joins."""
        text = super().visit_update(update_stmt, *args, **kw)
        if text.count(_MARK) == 2:
            return text.replace(_MARK, "")
        _, table, values, joined, rest = text.split(_MARK)
        return _merge(table, joined, rest, f"UPDATE SET {values.partition('SET ')[2]}")

    def visit_delete(self, delete_stmt: Any, *args: Any, **kw: Any) -> str:
        """Write a DELETE, as a MERGE where it joins."""
        text: str = super().visit_delete(delete_stmt, *args, **kw)  # type: ignore[no-untyped-call]
        if text.count(_MARK) == 2:
            return text.replace(_MARK, "")
        _, table, _, joined, rest = text.split(_MARK)
        return _merge(table, joined, rest, "DELETE")

    def _joined(self, froms: Any, hints: Any, **kw: Any) -> str:
        named = ", ".join(each._compiler_dispatch(self, asfrom=True, fromhints=hints, **kw) for each in froms)
        return f"{_MARK}{named}{_MARK}"


def _merge(table: str, joined: str, rest: str, action: str) -> str:
    condition = rest.partition("WHERE ")[2]
    return f"MERGE INTO {table} USING {joined} ON {condition} WHEN MATCHED THEN {action}"


class SparkDialect(DatabricksDialect):
    """Spark's SQL by a session of the process's own or of a server."""

    driver = "spark"
    supports_statement_cache = True
    use_insertmanyvalues = False
    supports_sane_rowcount = False
    supports_sane_multi_rowcount = False
    statement_compiler = SparkCompiler
    type_compiler_cls = SparkTypes
    type_compiler = SparkTypes
    colspecs: Any = {
        kind: own for kind, own in DatabricksDialect.colspecs.items() if not issubclass(kind, String | DateTime | Time)
    } | {DateTime: _Moment, Time: _TimeOfDay}
    place: Place
    is_sail = False

    @classmethod
    def import_dbapi(cls) -> Any:
        """Return the interface to a session."""
        return dbapi

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """Return the pool."""
        return QueuePool

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Have inserts name all columns, as Sail wants them, and no connection be used whose session is gone."""
        event.listen(engine, "before_execute", _with_all_columns, retval=True)
        event.listen(engine, "checkout", _not_lost)

    def create_connect_args(self, url: URL) -> Any:
        """Keep what the URL says; all connections share one session."""
        self.place = Place.of(url)
        self.catalog, self.schema = self.place.catalog, self.place.schema
        self.paramstyle = "named"
        return (), {}

    def connect(self, *_: Any, session: Any = None, **__: Any) -> Any:
        """Return a connection over the session, which is made when it is first asked for."""
        try:
            return dbapi.connect(session_for(self.place, session))
        except StarSchemaError:
            raise
        except Exception as error:
            raise dbapi.translated(error) from error

    def initialize(self, connection: Connection) -> None:
        """Learn what the server is; Databricks' own way asks for more than there is."""
        self.default_schema_name = self.schema or "default"
        # Spark and Databricks tell the commit that they were built from, too.
        self.is_sail = " " not in str(connection.exec_driver_sql("SELECT version()").scalar())

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Return whether the session still answers."""
        dbapi_connection.cursor().execute("SELECT 1")
        return True

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Return whether an error says that the session is gone."""
        return isinstance(e, dbapi.SessionLost)

    def has_table(self, connection: Any, table_name: str, schema: Any = None, catalog: Any = None, **kw: Any) -> bool:
        """Return whether there is a table or view of the name."""
        try:
            self.get_columns(connection, table_name, schema)
        except NoSuchTableError:
            return False
        return True

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """Return the columns of a table or view, with what Spark calls their types."""
        name = ".".join(self.identifier_preparer.quote(part) for part in (schema, table_name) if part)
        try:
            told = connection.exec_driver_sql(f"DESCRIBE TABLE {name}").all()
        except DatabaseError as error:
            if "NOT_FOUND" in str(error).upper() or "not found" in str(error):
                raise NoSuchTableError(table_name) from error
            raise
        columns = []
        for row in told:
            if not row[0] or row[0].startswith("#"):
                break  # partitions and the like follow
            column = {"name": row[0], "type": String(), "nullable": True, "default": None, "comment": row[2]}
            columns.append(column | {"spark_type": row[1]})
        return columns

    def get_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        """Return the names of the tables."""
        views = set(self.get_view_names(connection, schema))
        shown = connection.exec_driver_sql(f"SHOW TABLES{self._from(schema)}").all()
        return sorted(row[1] for row in shown if not row[2] and row[1] not in views)

    def get_view_names(
        self, connection: Any, schema: Any = None, only_materialized: Any = False, only_temp: Any = False, **kw: Any
    ) -> Any:
        """Return the names of the views."""
        shown = connection.exec_driver_sql(f"SHOW VIEWS{self._from(schema)}").mappings().all()
        return [row.get("viewName", row.get("tableName")) for row in shown if not row["isTemporary"]]

    def get_pk_constraint(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """Return no key: what there is of keys is not told."""
        return {"constrained_columns": [], "name": None}

    def get_foreign_keys(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """Return none."""
        return []

    def _from(self, schema: str | None) -> str:
        parts = (None, schema) if schema else (self.catalog, self.schema)
        name = ".".join(self.identifier_preparer.quote(part) for part in parts if part)
        return f" FROM {name}" if name else ""


class SparkConnectDialect(SparkDialect):
    """The same by Spark Connect."""

    supports_statement_cache = True


class SparkOnDatabricksDialect(SparkDialect):
    """The same by Databricks Connect."""

    supports_statement_cache = True


def _not_lost(connection: Any, *_: Any) -> None:
    """Have the pool open another connection where the session was stopped, or found lost by another connection."""
    if not is_alive(connection.session):
        raise DisconnectionError("the Spark session is gone")


def _with_all_columns(connection: Connection, statement: Any, multiparams: Any, params: Any, options: Any) -> Any:
    """Have an INSERT of rows say NULL for the columns that it does not name."""
    if isinstance(statement, Insert) and isinstance(statement.table, Table) and statement.select is None:
        given = params if isinstance(params, dict) else {}
        told = {*given, *(name for each in multiparams[:1] for name in each)}
        told |= {getattr(name, "name", name) for name in statement._values or ()}
        if statement._multi_values:
            told |= {getattr(name, "name", name) for name in statement._multi_values[0][0]}
        missing = {c.name: None for c in statement.table.columns if c.name not in told and c.default is None}
        if missing and told and not statement._multi_values:
            statement = statement.values(missing)
    return statement, multiparams, params
