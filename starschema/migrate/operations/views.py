"""Views, made and dropped."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import MetaData, Table, TextClause, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DropView, ExecutableDDLElement

from starschema.migrate.operations.base import UNWRITTEN, Operation, registered
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


@dataclass(eq=False)
class ViewOperation(Operation):
    """An operation on a view.

    Args:
        view_name: Its name.
        schema: Its schema.
    """

    view_name: str
    _: KW_ONLY
    schema: str | None = None

    @property
    def place(self) -> str:
        """The view's name, with its schema where it has one."""
        return qualified(self.view_name, self.schema)


@registered("create_view")
@dataclass(eq=False)
class CreateViewOp(ViewOperation):
    """Make a view.

    Args:
        view_name: Its name.
        query: Its query, in the database's SQL.
        schema: Its schema.
    """

    query: str

    def reverse(self) -> DropViewOp:
        """Drop it."""
        return DropViewOp(self.view_name, query=self.query, schema=self.schema)

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"view {self.place} is missing"]


@registered("drop_view")
@dataclass(eq=False)
class DropViewOp(ViewOperation):
    """Drop a view.

    Args:
        view_name: Its name.
        schema: Its schema.
        query: Its query, from which a downgrade makes it again.
    """

    _: KW_ONLY
    query: str | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> CreateViewOp:
        """Make it again.

        Raises:
            ValueError: Its query is not known.
        """
        if self.query is None:
            raise ValueError(f"the query of view {self.view_name} is not known, so it cannot be made again")
        return CreateViewOp(self.view_name, self.query, schema=self.schema)

    def words(self) -> list[str]:
        """Say that it is too much."""
        return [f"view {self.place} is none of the model's, or lacks columns of its table"]


@registered("replace_view")
@dataclass(eq=False)
class ReplaceViewOp(ViewOperation):
    """Drop a view and make it with another query.

    Args:
        view_name: Its name.
        query: Its query from now on.
        schema: Its schema.
        old: Its query so far, for the downgrade.
    """

    query: str
    _: KW_ONLY
    old: str | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> ReplaceViewOp:
        """Make it with the query of before.

        Raises:
            ValueError: That is not known.
        """
        if self.old is None:
            raise ValueError(f"the old query of view {self.view_name} is not known, so it cannot be made again")
        return ReplaceViewOp(self.view_name, self.old, old=self.query, schema=self.schema)

    def words(self) -> list[str]:
        """Say that it is another."""
        return [f"view {self.place} has other columns than its table"]


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
