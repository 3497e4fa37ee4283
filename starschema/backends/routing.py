"""Connections to a warehouse whose load log, locks and worklist lie in another database: statements go by their tables.

What reads or writes the library's books only goes to the database beside, all else to the warehouse.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.sql.visitors import iterate

from starschema.model.bookkeeping import BOOKS

UNDOING = ("starschema_undo", "undo")
"""The lock of who undoes what killed loads have left in a warehouse without transactions: two of them may have waited
for different tables of one load."""


class RoutedConnection(Connection):
    """A connection that knows where a table is."""

    @property
    def books_connection(self) -> Connection:
        """The connection to the books, in the load's transaction there."""
        raise NotImplementedError

    @property
    def beside(self) -> Engine:
        """Connects to the database with the books."""
        raise NotImplementedError

    def execute_here(self, statement: Any, parameters: Any, execution_options: Any) -> Any:
        """Execute a statement in the warehouse."""
        return super().execute(statement, parameters, execution_options=execution_options)

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Execute a statement where its tables are."""
        if is_about_books(statement):
            if not self.in_transaction():
                self.begin()
            return self.books_connection.execute(statement, parameters, execution_options=execution_options)
        return self.execute_here(statement, parameters, execution_options)

    def scalar(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Execute a statement where its tables are and return its first value."""
        return self.execute(statement, parameters, execution_options=execution_options).scalar()


def is_about_books(statement: Any) -> bool:
    """Return whether all tables that a statement is about are books."""
    element = getattr(statement, "element", None)
    if isinstance(element, Table):
        return element.name in BOOKS
    names = {part.name for part in iterate(statement) if isinstance(part, Table)}
    return bool(names) and names <= BOOKS
