"""Views, made and dropped."""

from __future__ import annotations

from typing import Any

from alembic.operations import Operations
from sqlalchemy import MetaData, Table, TextClause, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DropView, ExecutableDDLElement

from starschema.migrate.operations.base import Operation
from starschema.migrate.tables import qualified


class CreateViewAs(ExecutableDDLElement):
    """CREATE VIEW with a query that is text already."""

    def __init__(self, table: Table, query: str) -> None:
        self.table = table
        self.query = query


@compiles(CreateViewAs)
def _create_view(element: CreateViewAs, compiler: Any, **_: Any) -> str:
    # A migration's text goes through the driver as a statement, in which some double percent signs.
    query = str(_escaped(element.query).compile(dialect=compiler.dialect))
    return f"CREATE VIEW {compiler.preparer.format_table(element.table)} AS {query}"


def _escaped(query: str) -> TextClause:
    return text(query.replace(":", r"\:"))


@Operations.register_operation("create_view")
class CreateViewOp(Operation):
    """Make a view.

    Args:
        view_name: Its name.
        query: Its query, in the database's SQL.
        schema: Its schema.
    """

    name = "create_view"

    def __init__(self, view_name: str, query: str, *, schema: str | None = None) -> None:
        self.view_name = view_name
        self.query = query
        self.schema = schema

    @classmethod
    def create_view(cls, operations: Operations, view_name: str, query: str, *, schema: str | None = None) -> None:
        """Make a view."""
        operations.invoke(cls(view_name, query, schema=schema))

    def reverse(self) -> DropViewOp:
        """Drop it."""
        return DropViewOp(self.view_name, self.query, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return name and query."""
        return [self.view_name, self.query], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"view {qualified(self.view_name, self.schema)} is missing"]


@Operations.register_operation("drop_view")
class DropViewOp(Operation):
    """Drop a view.

    Args:
        view_name: Its name.
        query: Its query, from which a downgrade makes it again.
        schema: Its schema.
    """

    name = "drop_view"

    def __init__(self, view_name: str, query: str | None = None, *, schema: str | None = None) -> None:
        self.view_name = view_name
        self.query = query
        self.schema = schema

    @classmethod
    def drop_view(cls, operations: Operations, view_name: str, *, schema: str | None = None) -> None:
        """Drop a view."""
        operations.invoke(cls(view_name, schema=schema))

    def reverse(self) -> CreateViewOp:
        """Make it again.

        Raises:
            ValueError: Its query is not known.
        """
        if self.query is None:
            raise ValueError(f"the query of view {self.view_name} is not known, so it cannot be made again")
        return CreateViewOp(self.view_name, self.query, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the name."""
        return [self.view_name], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say that it is too much."""
        return [f"view {qualified(self.view_name, self.schema)} is none of the model's, or lacks columns of its table"]


@Operations.register_operation("replace_view")
class ReplaceViewOp(Operation):
    """Drop a view and make it with another query.

    Args:
        view_name: Its name.
        query: Its query from now on.
        old: Its query so far.
        schema: Its schema.
    """

    name = "replace_view"

    def __init__(self, view_name: str, query: str, old: str | None = None, *, schema: str | None = None) -> None:
        self.view_name = view_name
        self.query = query
        self.old = old
        self.schema = schema

    @classmethod
    def replace_view(cls, operations: Operations, view_name: str, query: str, *, schema: str | None = None) -> None:
        """Drop a view and make it with another query."""
        operations.invoke(cls(view_name, query, schema=schema))

    def reverse(self) -> ReplaceViewOp:
        """Make it with the query of before.

        Raises:
            ValueError: That is not known.
        """
        if self.old is None:
            raise ValueError(f"the old query of view {self.view_name} is not known, so it cannot be made again")
        return ReplaceViewOp(self.view_name, self.old, self.query, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return name and query."""
        return [self.view_name, self.query], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say that it is another."""
        return [f"view {qualified(self.view_name, self.schema)} has other columns than its table"]


def _view(name: str, schema: str | None) -> Table:
    return Table(name, MetaData(), schema=schema)


@Operations.implementation_for(CreateViewOp)
def _create(operations: Operations, operation: CreateViewOp) -> None:
    operations.execute(CreateViewAs(_view(operation.view_name, operation.schema), operation.query))


@Operations.implementation_for(DropViewOp)
def _drop(operations: Operations, operation: DropViewOp) -> None:
    operations.execute(DropView(_view(operation.view_name, operation.schema)))


@Operations.implementation_for(ReplaceViewOp)
def _replace(operations: Operations, operation: ReplaceViewOp) -> None:
    # CREATE OR REPLACE cannot take columns away, and SQLite has none.
    _drop(operations, DropViewOp(operation.view_name, schema=operation.schema))
    _create(operations, CreateViewOp(operation.view_name, operation.query, schema=operation.schema))
