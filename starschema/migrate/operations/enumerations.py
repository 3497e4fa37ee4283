"""Types that an Enum makes on PostgreSQL and DuckDB, and that stay when their last table goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alembic.operations import Operations
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import ENUM

from starschema.migrate.dialects.postgresql import passing_over
from starschema.migrate.operations.base import Nothing, Operation, registered, remark

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


@registered("drop_types")
@dataclass(eq=False)
class DropTypesOp(Operation):
    """Drop types that no table uses any more.

    Args:
        types: The types.
    """

    types: Sequence[Type]

    def reverse(self) -> Nothing:
        """Leave it to the tables and columns, which bring their types."""
        return Nothing(self)

    def words(self) -> list[str]:
        """Say nothing: what used them does."""
        return []


@Operations.implementation_for(DropTypesOp)
def _drop(operations: Operations, operation: DropTypesOp) -> None:
    if operations.migration_context.as_sql:
        preparer = operations.impl.dialect.identifier_preparer
        for name, schema in operation.types:
            assert name is not None
            whole = (
                preparer.quote(name) if schema is None else f"{preparer.quote_schema(schema)}.{preparer.quote(name)}"
            )
            if operations.impl.dialect.name == "postgresql":
                operations.execute(passing_over("dependent_objects_still_exist", f"DROP TYPE IF EXISTS {whole}"))
            else:
                remark(operations, f"DROP TYPE {whole}, if nothing uses it any more")
        return
    connection = operations.get_bind()
    used = text(USED[connection.dialect.name])
    for name, schema in operation.types:
        if not connection.scalar(used, {"name": name, "schema": schema}):
            ENUM(name=name, schema=schema).drop(connection, checkfirst=True)
