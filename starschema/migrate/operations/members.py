"""Special members, in dimensions and in the bridges of their trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import and_, delete, insert
from sqlalchemy.types import TypeEngine

from starschema.migrate.operations.base import Nothing, Operation
from starschema.migrate.tables import light_table, qualified


@Operations.register_operation("create_special_members")
class CreateSpecialMembersOp(Operation):
    """Put special members into a table.

    Args:
        table_name: The table.
        key: The columns that tell its rows apart.
        types: Its columns.
        rows: A value for each column of each member.
        schema: The table's schema.
        with_table: Whether the table is as new as they are, so that a downgrade drops it whole.
    """

    name = "create_special_members"

    def __init__(
        self,
        table_name: str,
        key: Sequence[str],
        types: dict[str, TypeEngine[Any]],
        rows: Sequence[dict[str, Any]],
        *,
        schema: str | None = None,
        with_table: bool = False,
    ) -> None:
        self.table_name = table_name
        self.key = list(key)
        self.types = types
        self.rows = list(rows)
        self.schema = schema
        self.with_table = with_table

    @classmethod
    def create_special_members(
        cls,
        operations: Operations,
        table_name: str,
        key: Sequence[str],
        types: dict[str, TypeEngine[Any]],
        rows: Sequence[dict[str, Any]],
        *,
        schema: str | None = None,
    ) -> None:
        """Put special members into a table."""
        operations.invoke(cls(table_name, key, types, rows, schema=schema))

    def reverse(self) -> Operation:
        """Take them out, unless they go with their table, which facts may refer to until it does."""
        if self.with_table:
            return Nothing(self)
        return DropSpecialMembersOp(self.table_name, self.key, self.types, self.rows, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table, key, types and rows."""
        return [self.table_name, self.key, self.types, self.rows], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say which are missing."""
        named = [", ".join(str(row[name]) for name in self.key) for row in self.rows]
        return [f"{qualified(self.table_name, self.schema)} lacks the special member {key}" for key in named]


@Operations.register_operation("drop_special_members")
class DropSpecialMembersOp(CreateSpecialMembersOp):
    """Take special members out of a table; the arguments are those by which they were put in."""

    name = "drop_special_members"

    @classmethod
    def drop_special_members(
        cls,
        operations: Operations,
        table_name: str,
        key: Sequence[str],
        types: dict[str, TypeEngine[Any]],
        rows: Sequence[dict[str, Any]],
        *,
        schema: str | None = None,
    ) -> None:
        """Take special members out of a table."""
        operations.invoke(cls(table_name, key, types, rows, schema=schema))

    def reverse(self) -> CreateSpecialMembersOp:
        """Put them in."""
        return CreateSpecialMembersOp(self.table_name, self.key, self.types, self.rows, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what tells the members from others."""
        types = {name: self.types[name] for name in self.key}
        rows = [{name: row[name] for name in self.key} for row in self.rows]
        return [self.table_name, self.key, types, rows], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say which are too much."""
        named = [", ".join(str(row[name]) for name in self.key) for row in self.rows]
        return [f"{qualified(self.table_name, self.schema)} has the special member {key} too much" for key in named]


@Operations.implementation_for(CreateSpecialMembersOp)
def _create(operations: Operations, operation: CreateSpecialMembersOp) -> None:
    table = light_table(operation.table_name, operation.schema, operation.types)
    for row in operation.rows:
        operations.execute(insert(table).values(row))


@Operations.implementation_for(DropSpecialMembersOp)
def _drop(operations: Operations, operation: DropSpecialMembersOp) -> None:
    table = light_table(operation.table_name, operation.schema, operation.types)
    for row in operation.rows:
        operations.execute(delete(table).where(and_(*(table.c[name] == row[name] for name in operation.key))))
