"""Durable keys, for members and for the facts that carry them, worked out for the rows there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, and_, func, select, update
from sqlalchemy.types import NullType, TypeEngine

from starschema.migrate.dialects import alterations
from starschema.migrate.operations.base import Operation
from starschema.migrate.operations.columns import DropRequiredColumnOp
from starschema.migrate.tables import light_table, qualified


@Operations.register_operation("add_durable_key")
class AddDurableKeyOp(Operation):
    """Give every member one key over all its versions: the first that it had.

    Args:
        table_name: The dimension's table.
        column: The durable key.
        key: The surrogate key.
        natural_key: The natural key.
        schema: The table's schema.
    """

    name = "add_durable_key"

    def __init__(
        self, table_name: str, column: Column[Any], *, key: str, natural_key: Sequence[str], schema: str | None = None
    ) -> None:
        self.table_name = table_name
        self.column = column
        self.key = key
        self.natural_key = list(natural_key)
        self.schema = schema

    @classmethod
    def add_durable_key(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        *,
        key: str,
        natural_key: Sequence[str],
        schema: str | None = None,
    ) -> None:
        """Give every member one key over all its versions."""
        operations.invoke(cls(table_name, column, key=key, natural_key=natural_key, schema=schema))

    def reverse(self) -> DropRequiredColumnOp:
        """Drop it."""
        return DropRequiredColumnOp(self.table_name, self.column.name, schema=self.schema, added=self)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table and columns."""
        named = {"key": self.key, "natural_key": self.natural_key, "schema": self.schema}
        return [self.table_name, self.column], named

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{qualified(self.table_name, self.schema)} lacks column {self.column.name}"]


@Operations.register_operation("add_durable_role")
class AddDurableRoleOp(Operation):
    """Have a fact carry the durable key of a member to which it refers.

    Args:
        table_name: The fact's table.
        column: The column for the durable key.
        role: The fact's key of the member.
        references: The dimension's surrogate key, as `table.column`.
        durable: The dimension's durable key.
        schema: The table's schema.
    """

    name = "add_durable_role"

    def __init__(
        self,
        table_name: str,
        column: Column[Any],
        *,
        role: str,
        references: str,
        durable: str,
        schema: str | None = None,
    ) -> None:
        self.table_name = table_name
        self.column = column
        self.role = role
        self.references = references
        self.durable = durable
        self.schema = schema

    @classmethod
    def add_durable_role(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        *,
        role: str,
        references: str,
        durable: str,
        schema: str | None = None,
    ) -> None:
        """Have a fact carry the durable key of a member to which it refers."""
        operations.invoke(cls(table_name, column, role=role, references=references, durable=durable, schema=schema))

    def reverse(self) -> DropRequiredColumnOp:
        """Drop it."""
        return DropRequiredColumnOp(self.table_name, self.column.name, schema=self.schema, added=self)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return tables and columns."""
        named = {"role": self.role, "references": self.references, "durable": self.durable, "schema": self.schema}
        return [self.table_name, self.column], named

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{qualified(self.table_name, self.schema)} lacks column {self.column.name}"]


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
