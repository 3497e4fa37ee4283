"""The library's books beside a lake: load log, locks and worklist, in the PostgreSQL that holds the lake's catalog.

A load writes them on a connection of its own, and the lake by DuckDB's. Both have to be committed or neither: what the
load has written in the books is taken back just before the lake's commit and sent along with it, as the snapshot's
message. A trigger in the catalog then does it again, in the transaction that makes the snapshot (see `catalog.sql`).
So a loader that is killed leaves either all of its load or nothing. The locks are advisory ones of the session, since
they must outlast that; the trigger refuses a commit whose session is gone, and its locks with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from psycopg import ClientCursor
from sqlalchemy import Connection, Engine, delete, event, func, select, table, text
from sqlalchemy import column as named
from sqlalchemy.exc import DBAPIError

from starschema.errors import LoadError

if TYPE_CHECKING:
    from starschema.backends.ducklake.dialect import Lake

SENT = "starschema"
"""What the message of a snapshot begins with, that brings changes of the books."""

COMMITS = table("starschema_commit", named("token"))


class Books:
    """The books as one connection to the lake keeps them.

    Args:
        engine: Connects to the catalog's database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._changes: list[tuple[str, int | None]] = []
        self.held: dict[tuple[str, str], bool] = {}
        """The locks that are held, and whether they are shared."""
        self._session: Any = None
        """The connection that holds locks, as long as there are any."""

    @property
    def connection(self) -> Connection:
        """The connection to the catalog's database, in the load's transaction there."""
        if self._connection is None:
            self._connection = self._engine.connect()
            event.listen(self._connection, "after_cursor_execute", self._remember)
        return self._connection

    def lock(self, wanted: Iterable[tuple[str, str]], *, share: bool) -> None:
        """Wait for locks `(target, lock)`, one after another in the order that all loads keep."""
        take = func.pg_advisory_lock_shared if share else func.pg_advisory_lock
        for target, lock in sorted(wanted, key=lambda row: (row[1], row[0])):
            self.connection.execute(select(take(func.hashtextextended(f"starschema: {lock} of {target}", 0))))
            self.held[target, lock] = share
            self._hold()

    def lacks(self, wanted: Iterable[tuple[str, str]], *, share: bool) -> list[tuple[str, str]]:
        """Return which of the locks are not held, or only shared where they must not be."""
        return [row for row in wanted if row not in self.held or (self.held[row] and not share)]

    def commit_with(self, lake: Lake) -> None:
        """Commit the books and the lake, both or neither."""
        changes, self._changes = self._changes, []
        try:
            if changes and lake.written:
                self._commit_both(lake, changes)
            else:
                lake.commit()
                if self._connection is not None:
                    self._connection.commit()
        finally:
            self.release()

    def _commit_both(self, lake: Lake, changes: list[tuple[str, int | None]]) -> None:
        """Commit the lake with a message that has the trigger make the changes of the books."""
        books, token = self.connection, uuid4().hex
        books.rollback()  # or the trigger would wait for what this connection has locked
        told = json.dumps({"token": token, "changes": changes})
        try:
            books.execute(select(func.starschema_prepare(token)))
        except DBAPIError as error:
            raise LoadError(
                "the lake's catalog cannot commit what a load tells; run Warehouse.create_all() first "
                f"({type(error.orig).__name__})"
            ) from error
        books.commit()
        self._hold()
        lake.commit_telling(SENT + told)
        try:
            _take_note(books, token, told)
            books.commit()
        except DBAPIError:
            with self._engine.begin() as another:  # the lake is committed, so its load must not be said to have failed
                _take_note(another, token, told)
        self._changes.clear()

    def undo(self) -> None:
        """Take back what was written, and keep the locks."""
        self._changes.clear()
        if self._connection is not None:
            self._connection.rollback()

    def rollback(self) -> None:
        """Take back what was written, as far as it is not committed."""
        self._changes.clear()
        try:
            if self._connection is not None:
                self._connection.rollback()
            self.release()
        except DBAPIError:
            self.close()  # it is gone, and all that it held with it

    def release(self) -> None:
        """Give up all locks; without its connection, they are gone already."""
        session, self._session = self._session, None
        self.held.clear()
        if self._connection is None or session is None:
            return
        try:
            self._connection.rollback()
            self._connection.execute(select(func.pg_advisory_unlock_all()))
            self._connection.commit()
        except DBAPIError:
            self.close()

    def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection = self._connection, None
        self._session = None
        self._changes.clear()
        self.held.clear()
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _hold(self) -> None:
        """Take note that locks are held, all by the same session.

        Raises:
            LoadError: Those taken before are gone with another.
        """
        session = self.connection.connection.driver_connection
        if self._session not in (None, session):
            raise LoadError("the load has lost its connection to the catalog, and with it its locks; it was undone")
        self._session = session

    def _remember(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
    ) -> None:
        """Keep a change as it was made, to be made again with the lake's commit."""
        if not (context and (context.isinsert or context.isupdate or context.isdelete)):
            return
        driver: Any = connection.connection.driver_connection
        spelling: Any = ClientCursor(driver)
        if executemany:
            self._changes += [(spelling.mogrify(statement, each), None) for each in parameters]
        else:
            self._changes.append((spelling.mogrify(statement, parameters), cursor.rowcount))


def _take_note(books: Connection, token: str, told: str) -> None:
    """See to it that the books tell of a commit of the lake."""
    if not books.execute(delete(COMMITS).where(COMMITS.c.token == token)).rowcount:
        # Nothing had changed in the lake, so it made no snapshot.
        books.execute(text("SELECT starschema_apply(:told)"), {"told": told})
        books.execute(delete(COMMITS).where(COMMITS.c.token == token))


def prepare(connection: Connection) -> None:
    """Have the catalog's database take changes of the books along with the lake's commits."""
    script = files("starschema.backends.ducklake").joinpath("catalog.sql").read_text(encoding="utf-8")
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})  # its percent signs are its own
