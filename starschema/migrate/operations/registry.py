"""The library's register of tables, on whose rows loads queue up and from which they take their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Select, String, Text, delete, func, insert, inspect, literal, select
from sqlalchemy.types import TypeEngine

from starschema.ddl.statements import LOCKS
from starschema.migrate.operations.base import Operation, registered, remark
from starschema.migrate.tables import light_table

MENTIONS = ("starschema_target", "starschema_snapshot", "starschema_quarantine", "starschema_load")
"""The library's tables that say something of a table, by its name in `target`."""

MENTIONS_IF_THERE = ("starschema_mark", "starschema_part", "starschema_task")
"""Others, which not every warehouse has."""


@dataclass(eq=False)
class RegistryOperation(Operation):
    """An operation on which tables loads know.

    Args:
        tables: Their names, with their schema where they have one.
        schema: The schema of the library's own tables.
    """

    tables: Sequence[str]
    _: KW_ONLY
    schema: str | None = None


@registered("register_tables")
@dataclass(eq=False)
class RegisterTablesOp(RegistryOperation):
    """Make tables known to the loads, which count keys on from the highest one that is there.

    Args:
        tables: Their names, with their schema where they have one.
        keys: The columns in which those have what is counted, as `table.column`.
        schema: The schema of the library's own tables.
    """

    _: KW_ONLY
    keys: Mapping[str, str] = field(default_factory=dict)

    def reverse(self) -> UnregisterTablesOp:
        """Make the loads forget them."""
        return UnregisterTablesOp(self.tables, schema=self.schema)

    def words(self) -> list[str]:
        """Say which are not known."""
        return [f"{name} has no row in starschema_target, so no load could run" for name in self.tables]


@registered("unregister_tables")
@dataclass(eq=False)
class UnregisterTablesOp(RegistryOperation):
    """Make the loads forget tables: their keys, snapshots, rows in quarantine, and what was loaded under which key.

    Args:
        tables: Their names, with their schema where they have one.
        schema: The schema of the library's own tables.
    """

    def reverse(self) -> RegisterTablesOp:
        """Make them known again."""
        return RegisterTablesOp(self.tables, schema=self.schema)

    def words(self) -> list[str]:
        """Say which are too much."""
        return [f"{name} is in starschema_target, and not in the model" for name in self.tables]


@Operations.implementation_for(RegisterTablesOp)
def _register(operations: Operations, operation: RegisterTablesOp) -> None:
    types: dict[str, TypeEngine[Any]] = {
        "target": String(200),
        "lock": String(10),
        "last_key": BigInteger(),
        "attributes": Text(),
    }
    targets = light_table(MENTIONS[0], operation.schema, types)
    for name in operation.tables:
        highest: Select[Any] | None = None
        if (key := operation.keys.get(name)) is not None:
            *schema, table, column = key.split(".")
            given = light_table(table, schema[0] if schema else None, {column: BigInteger()}).c[column]
            highest = select(func.coalesce(func.max(given), 0)).where(given > 0)
        for lock in LOCKS:
            last = literal(0) if highest is None else highest.scalar_subquery()
            row = select(literal(name), literal(lock), last, literal("{}"))
            operations.execute(insert(targets).from_select(list(types), row))


@Operations.implementation_for(UnregisterTablesOp)
def _unregister(operations: Operations, operation: UnregisterTablesOp) -> None:
    for mention in mentions(operations, operation.schema):
        table = light_table(mention, operation.schema, {"target": String(200)})
        operations.execute(delete(table).where(table.c.target.in_(operation.tables)))


def mentions(operations: Operations, schema: str | None) -> list[str]:
    """Return the library's tables that say something of a table, by its name in `target`."""
    if operations.migration_context.as_sql:
        preparer = operations.impl.dialect.identifier_preparer
        others = " and ".join(preparer.quote(name) for name in MENTIONS_IF_THERE)
        remark(operations, f"so with {others}, where there are such tables")
        return [*MENTIONS]
    inspector = inspect(operations.get_bind())
    return [*MENTIONS, *(name for name in MENTIONS_IF_THERE if inspector.has_table(name, schema=schema))]
