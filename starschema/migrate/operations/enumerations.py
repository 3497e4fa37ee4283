"""Types that an Enum makes on PostgreSQL and DuckDB, and that stay when their last table goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import ENUM

from starschema.migrate.operations.base import Nothing, Operation

USED = {
    "postgresql": "SELECT EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace"
    " WHERE NOT a.attisdropped AND c.relkind IN ('r', 'p') AND t.typname = :name"
    " AND n.nspname = coalesce(:schema, current_schema()))",
    # A column does not say which type of a name it has, so any with the same words may.
    "duckdb": "SELECT EXISTS (SELECT 1 FROM duckdb_columns() c, duckdb_types() t WHERE t.type_name = :name"
    " AND t.schema_name = coalesce(:schema, current_schema()) AND len(t.labels) > 0 AND c.data_type = 'ENUM('"
    " || array_to_string(list_transform(t.labels, x -> chr(39) || replace(x, chr(39), chr(39) || chr(39))"
    " || chr(39)), ', ') || ')')",
}
"""Whether a table has a column of a type, by dialect."""

Type = Sequence[str | None]
"""Name and schema of a type."""


@Operations.register_operation("drop_types")
class DropTypesOp(Operation):
    """Drop types that no table uses any more.

    Args:
        types: The types.
    """

    name = "drop_types"

    def __init__(self, types: Sequence[Type]) -> None:
        self.types = list(types)

    @classmethod
    def drop_types(cls, operations: Operations, types: Sequence[Type]) -> None:
        """Drop types that no table uses any more."""
        operations.invoke(cls(types))

    def reverse(self) -> Nothing:
        """Leave it to the tables and columns, which bring their types."""
        return Nothing(self)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the types."""
        return [self.types], {}

    def words(self) -> list[str]:
        """Say nothing: what used them does."""
        return []


@Operations.implementation_for(DropTypesOp)
def _drop(operations: Operations, operation: DropTypesOp) -> None:
    connection = operations.get_bind()
    used = text(USED[connection.dialect.name])
    for name, schema in operation.types:
        if not connection.scalar(used, {"name": name, "schema": schema}):
            ENUM(name=name, schema=schema).drop(connection, checkfirst=True)
