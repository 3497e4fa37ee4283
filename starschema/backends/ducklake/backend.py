"""DuckLake: DuckDB in every worker, Parquet in a folder or an object store, the catalog and the books in PostgreSQL.

The workbench is the worker's own DuckDB, to which the lake is attached, so no row moves but into Parquet. A load reads
the lake as it was when it first looked, whatever others commit meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Engine, FromClause, select

from starschema.backends.base import Backend
from starschema.backends.duckdb import DuckDBBackend
from starschema.backends.ducklake.dialect import Lake, LakeConnection
from starschema.errors import LoadError

if TYPE_CHECKING:
    import duckdb


class DuckLakeBackend(DuckDBBackend):
    """A lake."""

    name = "ducklake"
    many_writers = True

    def __init__(self, engine: Engine) -> None:
        Backend.__init__(self, engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a connection in a transaction of the lake and one of the books."""
        with Backend.transaction(self) as connection:
            yield connection

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Wait for the locks in the catalog's database."""
        books = _lake(connection).books
        books.lock(books.lacks(wanted, share=share), share=share)

    def take_turns(self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]]) -> None:
        """Wait for the turn to add members, and see those that others have added.

        To see them, the load must look at the lake anew, which it can before it has written anything. So the first
        time it waits for its turn at all dimensions that it may come to.

        Raises:
            LoadError: It has written already.
        """
        lake = _lake(connection)
        if not lake.books.lacks(wanted, share=False):
            return
        members = select(targets.c.target, targets.c.lock).where(targets.c.lock == "members")
        read = [target for (target, lock), shared in lake.books.held.items() if shared and lock == "history"]
        if read:
            members = members.where(targets.c.target.in_(read))
        more = {(target, lock) for target, lock in connection.execute(members)} | set(wanted)
        if lake.written:
            raise LoadError(
                f"{', '.join(target for target, _ in wanted)}: members are to be added by a load that has written "
                "already, and cannot see what others have added meanwhile; load the dimension first"
            )
        lake.books.lock(lake.books.lacks(more, share=False), share=False)
        lake.commit()
        lake.begin()

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by INSERT … SELECT."""
        _lake(connection).written = True
        return super().write(connection, table, columns, duck, query)

    def undone(self, connection: Connection) -> None:
        """Take note that nothing has been written, in the books either."""
        lake = _lake(connection)
        lake.written = False
        lake.books.undo()


def _lake(connection: Connection) -> Lake:
    assert isinstance(connection, LakeConnection)
    return connection.lake
