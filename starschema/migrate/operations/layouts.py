"""What a table's layout needs beside the table, such as PostgreSQL's partitions and the function that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field

from alembic.operations import Operations
from sqlalchemy import Dialect, Table

from starschema.ddl.partitions import renamed
from starschema.ddl.written import Written
from starschema.migrate.operations.base import UNWRITTEN, TableOperation, registered


@registered("lay_out")
@dataclass(eq=False)
class LayOutOp(TableOperation):
    """Run the statements that a table's layout needs.

    Args:
        table_name: The table.
        statements: The statements.
        undone: Those that undo them.
        difference: How the table differs from the model, if it is there.
        schema: The table's schema.
    """

    statements: Sequence[str]
    _: KW_ONLY
    undone: Sequence[str] = field(default_factory=list, metadata=UNWRITTEN)
    difference: str | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> LayOutOp:
        """Run those that undo them."""
        return LayOutOp(self.table_name, self.undone, undone=self.statements, schema=self.schema)

    def words(self) -> list[str]:
        """Say how it lies, and nothing of a table that is missing itself."""
        return [] if self.difference is None else [f"{self.place} {self.difference}"]


def layout_of(table: Table) -> list[LayOutOp]:
    """Return what goes with the creation of a physical table."""
    made = [said.text for said in table.dispatch.after_create if isinstance(said, Written)]
    undone = [said.text for said in table.dispatch.after_drop if isinstance(said, Written)]
    return [LayOutOp(table.name, made, undone=undone, schema=table.schema)] if made or undone else []


def partitions_renamed(table: Table, old: str, dialect: Dialect) -> LayOutOp:
    """Return what has PostgreSQL's partitions of a renamed table, and the function that makes them, bear its name."""
    made, undone = renamed(table, old, dialect)
    return LayOutOp(table.name, made, undone=undone, schema=table.schema)


@Operations.implementation_for(LayOutOp)
def _run(operations: Operations, operation: LayOutOp) -> None:
    for statement in operation.statements:
        operations.execute(Written(statement))
