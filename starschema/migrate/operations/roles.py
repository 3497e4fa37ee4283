"""A fact's role under another name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alembic.operations import Operations

from starschema.migrate.dialects import alterations
from starschema.migrate.operations.base import TableOperation, registered


@registered("rename_role")
@dataclass(eq=False)
class RenameRoleOp(TableOperation):
    """Give a role of a fact, or of an aggregate, another name; its rows keep their keys.

    Args:
        table_name: The table.
        columns: The names of its column, and of that of the durable key, old to new.
        schema: The table's schema.
    """

    columns: Mapping[str, str]

    def reverse(self) -> RenameRoleOp:
        """Give it its old name."""
        back = {new: old for old, new in self.columns.items()}
        return RenameRoleOp(self.table_name, back, schema=self.schema)

    def words(self) -> list[str]:
        """Say what is called otherwise."""
        return [f"{self.place} has column {old}, which is {new} in the model" for old, new in self.columns.items()]


@Operations.implementation_for(RenameRoleOp)
def _rename(operations: Operations, operation: RenameRoleOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    for old, new in operation.columns.items():
        alter.rename(old, new)
