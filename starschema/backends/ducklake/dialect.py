"""SQLAlchemy's way to a DuckLake: a DuckDB of one's own for every connection, with the lake and its books beside it."""

from __future__ import annotations

import tempfile
from typing import Any

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper, Dialect
from sqlalchemy import (
    URL,
    Connection,
    Delete,
    Engine,
    Enum,
    Insert,
    NullPool,
    QueuePool,
    TextClause,
    Update,
    column,
    create_engine,
    inspect,
    select,
    table,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import Pool
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.util import immutabledict

from starschema.backends.ducklake.address import attachment, catalog_url
from starschema.backends.ducklake.books import Books
from starschema.backends.ducklake.extensions import load_extensions
from starschema.backends.ducklake.store import reach
from starschema.backends.routing import RoutedConnection
from starschema.errors import StarSchemaError, without_passwords
from starschema.model.bookkeeping import BOOKS

LAKE, CATALOG = "lake", "__ducklake_metadata_lake"
"""Names under which DuckDB knows the lake, and the catalog's database, to read the books where a query joins both."""


class Lake(ConnectionWrapper):
    """One connection: a DuckDB to which the lake is attached, and the books.

    Args:
        duck: The DuckDB.
        books: The books.
    """

    def __init__(self, duck: duckdb.DuckDBPyConnection, books: Books) -> None:
        super().__init__(duck)
        self.duck = duck
        self.books = books
        self.written = False
        """Whether something has been written to the lake in the transaction."""

    def commit_all(self) -> None:
        """Commit the lake and the books."""
        self.books.commit_with(self)
        self.written = False

    def rollback_all(self) -> None:
        """Undo what was written to the lake and the books."""
        self.written = False
        try:
            self.rollback()
        finally:
            self.books.rollback()

    def close(self) -> None:
        """Close both connections."""
        self.books.close()
        super().close()

    def commit_telling(self, message: str) -> None:
        """Commit the lake alone, its snapshot with a message."""
        self.duck.execute(f"CALL {LAKE}.set_commit_message('starschema', NULL, extra_info => ?)", [message])
        self.commit()


class LakeConnection(RoutedConnection):
    """A connection to a lake and its books."""

    @property
    def lake(self) -> Lake:
        """What lies beneath it."""
        lake = self.connection.dbapi_connection
        assert isinstance(lake, Lake)
        return lake

    @property
    def beside(self) -> Engine:
        """Connects to the catalog's database."""
        dialect = self.dialect
        assert isinstance(dialect, DuckLakeDialect)
        return dialect.catalog

    @property
    def books_connection(self) -> Connection:
        """The connection to the books."""
        return self.lake.books.connection

    def execute_here(self, statement: Any, parameters: Any, execution_options: Any) -> Any:
        """Execute a statement in the lake."""
        if isinstance(statement, Insert | Update | Delete | ExecutableDDLElement) or _is_writing_text(statement):
            self.lake.written = True
        return super().execute_here(statement, parameters, execution_options)


class DuckLakeDialect(Dialect):
    """DuckDB's SQL on a lake."""

    driver = "ducklake"
    supports_statement_cache = True
    supports_native_enum = False
    colspecs = immutabledict({kind: own for kind, own in Dialect.colspecs.items() if kind is not Enum})
    _url: URL
    catalog: Engine

    def create_connect_args(self, url: URL) -> Any:
        """Keep where the lake is; every connection opens a DuckDB in memory."""
        self._url = url
        self.catalog = create_engine(catalog_url(url), poolclass=NullPool)
        return (), {}

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """Return the pool: to attach a lake takes as long as to connect to a server."""
        return QueuePool

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Have the engine's connections send statements where their tables are."""
        engine._connection_cls = LakeConnection

    def connect(self, *_: Any, **__: Any) -> Any:
        """Open a DuckDB and attach the lake; make the lake if there is none."""
        what, path = attachment(self._url)
        # The extensions come with a package, whose files pip has checked: DuckDB's own check takes 0.3 s every time.
        duck = duckdb.connect(config={"allow_unsigned_extensions": "true", "temp_directory": tempfile.gettempdir()})
        try:
            load_extensions(duck)
            reach(duck, path or _kept_path(self.catalog))
            data = "" if path is None else f" (DATA_PATH '{_escaped(path)}')"
            _attach(duck, f"ATTACH '{_escaped(what)}' AS {LAKE}{data}")
            # Commits take turns (see `catalog.sql`), so one that came after another has only to try once more.
            duck.execute("SET ducklake_retry_wait_ms = 5")
            duck.execute(f"SET search_path = '{LAKE}.main,{CATALOG}.public'")
        except (duckdb.Error, DBAPIError) as error:
            duck.close()
            url = self._url.render_as_string(hide_password=False)
            raise StarSchemaError(without_passwords(f"the lake cannot be attached: {error}", url)) from None
        except StarSchemaError:
            duck.close()
            raise
        return Lake(duck, Books(self.catalog))

    def do_commit(self, dbapi_connection: Any) -> None:
        """Commit the lake and the books."""
        dbapi_connection.commit_all()

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Roll back both."""
        try:
            dbapi_connection.rollback_all()
        except duckdb.TransactionException as error:
            if "no transaction is active" not in str(error):
                raise

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Return whether there is a table or view of the name; the books are not in the lake."""
        if table_name in BOOKS:
            books: Connection = connection.lake.books.connection
            return inspect(books).has_table(table_name, schema=schema)
        found: bool = super().has_table(connection, table_name, schema, **kw)
        return found

    def get_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> Any:
        """Return the names of the lake's tables and of the books."""
        books: Connection = connection.lake.books.connection
        beside = BOOKS.intersection(inspect(books).get_table_names(schema=schema))
        return [*super().get_table_names(connection, schema, **kw), *sorted(beside)]


def _attach(duck: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Attach a lake; if it was not there, and another process made it at the same time, the second time succeeds."""
    try:
        duck.execute(statement)
    except duckdb.Error as error:
        if "Failed to initialize DuckLake" not in str(error):
            raise
        duck.execute(statement)


def _kept_path(catalog: Engine) -> str | None:
    """Return the data path that the catalog keeps, if there is a lake."""
    metadata = table("ducklake_metadata", column("key"), column("value"))
    with catalog.connect() as connection:
        if not inspect(connection).has_table(metadata.name):
            return None
        kept: str | None = connection.scalar(select(metadata.c.value).where(metadata.c.key == "data_path"))
        return kept


def _is_writing_text(statement: Any) -> bool:
    """Return whether a statement is text that does more than to ask."""
    return isinstance(statement, TextClause) and not statement.text.lstrip().lower().startswith(("select", "with"))


def _escaped(value: str) -> str:
    return value.replace("'", "''")
