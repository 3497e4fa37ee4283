"""A connection to a warehouse without transactions, and to the database with its books.

While a load is under way, it is first made sure that what it changes can be undone (`starschema.backends.apart.undo`).
The books' transaction is the load's: its commit is the moment at which all that the load did is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    FromClause,
    Insert,
    Select,
    Table,
    Update,
    literal,
    select,
)

from starschema.backends.routing import RoutedConnection

_beside: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


@dataclass(frozen=True)
class Change:
    """An UPDATE or a DELETE of a table of the warehouse.

    Args:
        statement: It, as it came.
        table: The table.
        where: Which rows, perhaps by joining them with rows that were sent.
        values: What they become, by column; None if they go.
        parameters: What bound parameters stand for.
    """

    statement: Update | Delete
    table: Table
    where: tuple[ColumnElement[bool], ...]
    values: Mapping[str, ColumnElement[Any]] | None
    parameters: Mapping[str, Any]

    @property
    def joined(self) -> list[FromClause]:
        """What it joins the table with, outside of subqueries."""
        asked = select(literal(1)).where(*self.where, *(value.is_(None) for value in (self.values or {}).values()))
        return [each for each in asked.get_final_froms() if each is not self.table]

    @property
    def joins(self) -> bool:
        """Whether it joins the table with another."""
        return bool(self.joined)

    def rows(self) -> Select[Any]:
        """Return the rows as they are, each once."""
        found = select(*self.table.c).where(*self.where).params(dict(self.parameters))
        return found.distinct() if self.joins else found

    def rows_anew(self) -> Select[Any]:
        """Return the rows as they are to be."""
        assert self.values is not None
        anew = [self.values[c.name].label(c.name) if c.name in self.values else c for c in self.table.c]
        return select(*anew).select_from(self.table).where(*self.where).params(dict(self.parameters))


@dataclass(frozen=True)
class Changed:
    """What came of a change, as a result of SQLAlchemy's tells it."""

    rowcount: int


class Work(Protocol):
    """What is done in one transaction."""

    def adding(self, connection: ApartConnection, target: FromClause) -> None:
        """Be told of rows that a statement is to add to a table."""

    def change(self, connection: ApartConnection, change: Change) -> int:
        """Carry out a change, and return how many rows it was of."""
        ...


class ApartConnection(RoutedConnection):
    """A connection to the warehouse, with one to the books as soon as it is needed."""

    _books: Connection | None = None
    _lent = False
    work: Work | None = None
    """The work that is under way, if it is any of a backend's."""

    @property
    def beside(self) -> Engine:
        """Connects to the database with the books."""
        return _beside[self.engine]

    @property
    def books_connection(self) -> Connection:
        """The connection to the books."""
        if self._books is None:
            self._books = self.beside.connect()
        return self._books

    def keep_books_on(self, books: Connection) -> None:
        """Use a connection to the books that somebody else commits."""
        self._books, self._lent = books, True

    def execute_here(self, statement: Any, parameters: Any = None, execution_options: Any = None) -> Any:
        """Execute a statement in the warehouse; a change as its backend does it."""
        if isinstance(statement, Insert) and self.work is not None:
            self.work.adding(self, statement.table)
        if isinstance(statement, Update | Delete) and self.work is not None:
            sets = parameters if isinstance(parameters, list | tuple) else [parameters or {}]
            return Changed(sum(self.work.change(self, _change(statement, each)) for each in sets))
        return self.carry_out(statement, parameters, execution_options)

    def carry_out(self, statement: Any, parameters: Any = None, execution_options: Any = None) -> Any:
        """Execute a statement in the warehouse as it stands."""
        return super().execute_here(statement, parameters, execution_options)

    def _commit_impl(self) -> None:
        super()._commit_impl()
        if self._books is not None and not self._lent:
            self._books.commit()

    def _rollback_impl(self) -> None:
        super()._rollback_impl()
        if self._books is not None and not self._lent:
            self._books.rollback()

    def close(self) -> None:
        """Close the connection, and the one to the books if it is its own."""
        super().close()
        books, self._books = self._books, None
        if books is not None and not self._lent:
            books.close()


def _change(statement: Update | Delete, parameters: Mapping[str, Any]) -> Change:
    values: dict[str, ColumnElement[Any]] | None = None
    if isinstance(statement, Update):
        told: Any = statement._values or {}
        values = {str(getattr(column, "name", column)): value for column, value in told.items()}
    assert isinstance(statement.table, Table)
    return Change(statement, statement.table, tuple(statement._where_criteria), values, parameters)


def with_books(engine: Engine, books: Engine | str) -> Engine:
    """Return an engine like `engine`, with the same pool, that finds the library's books in another database."""
    from starschema.backends.engines import engine as open_engine

    apart = engine.execution_options()
    apart._connection_cls = ApartConnection
    _beside[apart] = books if isinstance(books, Engine) else open_engine(books)
    return apart


def books_of(engine: Engine) -> Engine | None:
    """Return the engine of the database with an engine's books, if they lie in another."""
    return _beside.get(engine)
