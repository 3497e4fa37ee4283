"""What backends of engines without transactions over several tables have in common.

A load's transaction is one in the database with the books, where it takes its locks and its number. What it changes in
the warehouse is undone at once if it fails, and by the next load that gets one of its locks if it was killed. Locks
that loads of other databases share are taken alone here, since what another load is about to undo can be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Engine,
    FromClause,
    MetaData,
    Select,
    Table,
    delete,
    insert,
    select,
)

from starschema.backends.apart.connection import ApartConnection, Change, books_of
from starschema.backends.apart.undo import Step, carries_load
from starschema.backends.apart.work import ApartWork
from starschema.backends.base import Backend
from starschema.backends.exchange import quoted
from starschema.errors import StarSchemaError
from starschema.model.undoing import among, identity

if TYPE_CHECKING:
    import duckdb

    from starschema.model.bookkeeping import Bookkeeping


class ApartBackend(Backend):
    """An engine on which each statement stands by itself, with the books in an ordinary database.

    Raises:
        StarSchemaError: No database for the books was named.
    """

    deletes_by_join = False
    undoes_parts = False
    many_writers = False
    undoes_all = False

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        books = books_of(engine)
        if books is None:
            raise StarSchemaError(
                f"{self.name} has no transactions over several tables, so the load log and the locks lie in another "
                "database: name it, by Warehouse(url, Base, books='postgresql+psycopg://…') or by ?books=… in the URL"
            )
        from starschema.backends import backend_for

        self.books = backend_for(books)

    # What a load asks for.

    def urls(self) -> list[str]:
        """Return where the warehouse and its books are."""
        return [*super().urls(), *self.books.urls()]

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction of the books, with a connection to the warehouse; an error undoes what was done there."""
        work = ApartWork(self)
        with self.engine.connect() as connection:
            assert isinstance(connection, ApartConnection)
            with self.books.transaction() as books, connection.begin():
                connection.keep_books_on(books)
                self.begin(connection)
                connection.work = work
                try:
                    yield connection
                except BaseException as error:
                    work.undo(connection, error)
                    raise
                finally:
                    connection.work = None
                    work.end(connection)
            with suppress(Exception):  # the load is done; the next one clears away what is left
                work.forget(connection)

    def loading(self, connection: Connection, tables: Bookkeeping, load_id: int) -> None:
        """Undo what killed loads have left in what is locked, and make sure from now on that this one can be undone."""
        here = _here(connection)
        assert isinstance(here.work, ApartWork)
        here.work.begin_load(here, tables, load_id)

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Wait for the locks in the books, shared with nobody."""
        here = _here(connection)
        self.books.lock(here.books_connection, targets, wanted, share=False)
        if isinstance(here.work, ApartWork):
            here.work.held.update(target for target, _ in wanted)

    def next_load(self, connection: Connection, number: Column[int]) -> int:
        """Return the books' next number."""
        return self.books.next_load(_here(connection).books_connection, number)

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, so that it can be undone."""
        here = _here(connection)
        if isinstance(table, Table) and isinstance(here.work, ApartWork) and here.work.loads:
            load = here.work.loads[-1]
            if carries_load(table):
                load.adding(here, table)
            else:
                key = identity(table)
                names = ", ".join(quoted(c.name) for c in key)
                at = f"SELECT DISTINCT {names} FROM ({query})"
                name = f"starschema_at_{load.load_id}_{len(load.steps) + 1}"
                load.adding_at(here, table, self.send(here, name, key, duck, at, like=table))
                self.drop_temporary(here, name)
        return self.insert(connection, table, columns, duck, query)

    def append(self, connection: Connection, table: Table, rows: Select[Any]) -> None:
        """Append the rows of a query in the warehouse, so that it can be undone."""
        here = _here(connection)
        if isinstance(here.work, ApartWork) and here.work.loads and not carries_load(table):
            here.work.loads[-1].adding_at(here, table, rows.subquery("added"))
            names = list(rows.selected_columns.keys())
            here.carry_out(insert(table).from_select(names, rows, include_defaults=False))
        else:
            super().append(connection, table, rows)

    # What an engine does in its own way.

    def insert(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, run on the workbench, to `table`; return how many."""
        raise NotImplementedError

    def name_of(self, connection: Connection, load_id: int) -> Mapping[str, str] | None:
        """Return what a load's statements are to be known by on a server; None where they end with the process.

        By it whoever undoes the load stops what a killed process has left under way, which could be done later.
        """
        return None

    def sign(self, connection: Connection, name: Mapping[str, str] | None) -> None:
        """Have a connection's statements be known by a name from now on, or by none."""

    def stop(self, connection: Connection, name: Mapping[str, str]) -> None:
        """End the statements that are known by a name, in whatever process they began."""

    def keep(self, connection: ApartConnection, name: str, query: Select[Any], like: Table) -> None:
        """Create a table beside `like`, in its schema, with the rows of `query`."""
        raise NotImplementedError

    def drop(self, connection: ApartConnection, name: str, schema: str | None) -> None:
        """Drop a table that `keep` has made, if it is there."""
        preparer = connection.dialect.identifier_preparer
        connection.exec_driver_sql(
            f"DROP TABLE IF EXISTS {preparer.format_table(Table(name, MetaData(), schema=schema))}"
        )

    def update(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out an UPDATE, of rows with a key if it joins: they are put together anew, deleted, and inserted.

        Args:
            connection: The load's connection.
            change: What is to be done.
            step: What keeps the rows as they are.
        """
        if not change.joins:
            connection.carry_out(change.statement, dict(change.parameters))
            return
        self.keep(connection, step.anew, change.rows_anew(), change.table)
        self.remove(connection, change.table, identity(change.table), step.touched())
        columns = (Column(c.name, c.type) for c in change.table.c)
        rows = Table(step.anew, MetaData(), *columns, schema=change.table.schema)
        connection.carry_out(insert(change.table).from_select(list(rows.c.keys()), select(*rows.c)))
        self.drop(connection, step.anew, change.table.schema)

    def delete(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out a DELETE; see `update`."""
        connection.carry_out(change.statement, dict(change.parameters))

    def remove(
        self, connection: ApartConnection, table: FromClause, key: Sequence[ColumnElement[Any]], places: Select[Any]
    ) -> None:
        """Delete the rows of `table` whose key is one of `places`."""
        gone: Delete = delete(table).where(self.among(key, places))  # type: ignore[arg-type]
        connection.carry_out(gone)

    def among(self, key: Sequence[ColumnElement[Any]], places: Select[Any]) -> ColumnElement[bool]:
        """Return whether a row's key is one of those selected."""
        return among(key, places)


def _here(connection: Connection) -> ApartConnection:
    assert isinstance(connection, ApartConnection)
    return connection
