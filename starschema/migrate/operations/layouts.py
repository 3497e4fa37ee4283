"""What a table's layout needs beside the table, such as PostgreSQL's partitions and the function that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import Table

from starschema.ddl.written import Written
from starschema.migrate.operations.base import Operation


@Operations.register_operation("lay_out")
class LayOutOp(Operation):
    """Run the statements that a table's layout needs.

    Args:
        table_name: The table.
        statements: The statements.
        undone: Those that undo them.
        schema: The table's schema.
    """

    name = "lay_out"

    def __init__(
        self, table_name: str, statements: Sequence[str], *, undone: Sequence[str] = (), schema: str | None = None
    ) -> None:
        self.table_name = table_name
        self.statements = list(statements)
        self.undone = list(undone)
        self.schema = schema

    @classmethod
    def lay_out(
        cls, operations: Operations, table_name: str, statements: Sequence[str], *, schema: str | None = None
    ) -> None:
        """Run the statements that a table's layout needs."""
        operations.invoke(cls(table_name, statements, schema=schema))

    def reverse(self) -> LayOutOp:
        """Run those that undo them."""
        return LayOutOp(self.table_name, self.undone, undone=self.statements, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table and statements."""
        return [self.table_name, self.statements], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say nothing of a table that is missing itself."""
        return []


def layout_of(table: Table) -> list[LayOutOp]:
    """Return what goes with the creation of a physical table."""
    made = [said.text for said in table.dispatch.after_create if isinstance(said, Written)]
    undone = [said.text for said in table.dispatch.after_drop if isinstance(said, Written)]
    return [LayOutOp(table.name, made, undone=undone, schema=table.schema)] if made or undone else []


@Operations.implementation_for(LayOutOp)
def _run(operations: Operations, operation: LayOutOp) -> None:
    for statement in operation.statements:
        operations.execute(Written(statement))
