"""A change that no operation can make: `starschema diff` tells it, and a migration is refused with the remedy."""

from __future__ import annotations

from dataclasses import dataclass

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import renderers

from starschema.errors import StarSchemaError
from starschema.migrate.operations.base import Nothing, TableOperation


@dataclass(eq=False)
class ImpossibleOp(TableOperation):
    """A change that no operation can make.

    Args:
        table_name: The table.
        difference: How it differs from the model.
        remedy: What to do.
        schema: Its schema.
    """

    name = "impossible"
    difference: str
    remedy: str

    def reverse(self) -> Nothing:
        """Do nothing."""
        return Nothing(self)

    def words(self) -> list[str]:
        """Say how it differs."""
        return [f"{self.place} {self.difference}"]


@renderers.dispatch_for(ImpossibleOp)
def _refuse(_context: AutogenContext, operation: ImpossibleOp) -> str:
    raise StarSchemaError(f"{operation.place} {operation.difference}; {operation.remedy}")
