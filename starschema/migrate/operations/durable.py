"""Durable keys, for members and for the facts that carry them, worked out for the rows there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, and_, func, select, update
from sqlalchemy.types import NullType, TypeEngine

from starschema.migrate.dialects import alterations
from starschema.migrate.operations.base import TableOperation, registered
from starschema.migrate.operations.columns import DropRequiredColumnOp
from starschema.migrate.tables import light_table


@dataclass(eq=False)
class DurableOperation(TableOperation):
    """An operation that brings a column of durable keys.

    Args:
        column: The column.
    """

    column: Column[Any]

    def reverse(self) -> DropRequiredColumnOp:
        """Drop it."""
        return DropRequiredColumnOp(self.table_name, self.column.name, schema=self.schema, added=self)

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{self.place} lacks column {self.column.name}"]


@registered("add_durable_key")
@dataclass(eq=False)
class AddDurableKeyOp(DurableOperation):
    """Give every member one key over all its versions: the first that it had.

    Args:
        table_name: The dimension's table.
        column: The durable key.
        key: The surrogate key.
        natural_key: The natural key.
        schema: The table's schema.
    """

    _: KW_ONLY
    key: str
    natural_key: Sequence[str]


@registered("add_durable_role")
@dataclass(eq=False)
class AddDurableRoleOp(DurableOperation):
    """Have a fact carry the durable key of a member to which it refers.

    Args:
        table_name: The fact's table.
        column: The column for the durable key.
        role: The fact's key of the member.
        references: The dimension's surrogate key, as `table.column`.
        durable: The dimension's durable key.
        schema: The table's schema.
    """

    _: KW_ONLY
    role: str
    references: str
    durable: str


@Operations.implementation_for(AddDurableKeyOp)
def _add_key(operations: Operations, operation: AddDurableKeyOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    alter.add([operation.column])
    types: dict[str, TypeEngine[Any]] = dict.fromkeys(operation.natural_key, NullType())
    types |= dict.fromkeys((operation.key, operation.column.name), BigInteger())
    table = light_table(operation.table_name, operation.schema, types)
    names = operation.natural_key
    every = table.alias("every")
    first = (
        select(*(every.c[name] for name in names), func.min(every.c[operation.key]).label("first_key"))
        .group_by(*(every.c[name] for name in names))
        .subquery("firsts")
    )
    own = select(first.c.first_key).where(and_(*(first.c[name] == table.c[name] for name in names)))
    # The natural keys of the special members are NULL, and equal to none.
    durable = func.coalesce(own.scalar_subquery(), table.c[operation.key])
    operations.execute(update(table).values({operation.column.name: durable}))
    alter.finish(require=[operation.column])


@Operations.implementation_for(AddDurableRoleOp)
def _add_role(operations: Operations, operation: AddDurableRoleOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    alter.add([operation.column])
    target, key = operation.references.rsplit(".", 1)
    *schema, name = target.split(".")
    dimension = light_table(name, schema[0] if schema else None, {key: BigInteger(), operation.durable: BigInteger()})
    types: dict[str, TypeEngine[Any]] = {operation.role: BigInteger(), operation.column.name: BigInteger()}
    table = light_table(operation.table_name, operation.schema, types)
    durable = select(dimension.c[operation.durable]).where(dimension.c[key] == table.c[operation.role])
    operations.execute(update(table).values({operation.column.name: durable.scalar_subquery()}))
    alter.finish(require=[operation.column])
