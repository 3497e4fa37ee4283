"""How a table is changed, one dialect a file where they differ."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from alembic.operations import Operations

from starschema.migrate.dialects.base import Alterations

__all__ = ["Alterations", "alterations"]

_MODULES = {
    "duckdb": "starschema.migrate.dialects.duckdb",
    "postgresql": "starschema.migrate.dialects.postgresql",
    "sqlite": "starschema.migrate.dialects.sqlite",
    "mysql": "starschema.migrate.dialects.mysql",
    "mariadb": "starschema.migrate.dialects.mysql",
}


def alterations(operations: Operations, table_name: str, schema: str | None) -> Alterations:
    """Return the means by which a table is changed.

    Args:
        operations: What runs the migration.
        table_name: The table.
        schema: Its schema.
    """
    module = _MODULES.get(operations.impl.dialect.name)
    kind = Alterations if module is None else cast("type[Alterations]", import_module(module).KIND)
    return kind(operations, table_name, schema)
