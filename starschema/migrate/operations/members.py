"""Special members, in dimensions and in the bridges of their trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import and_, delete, insert
from sqlalchemy.types import TypeEngine

from starschema.ddl.dialects import design_for
from starschema.ddl.statements import scripted
from starschema.migrate.operations.base import UNWRITTEN, Nothing, Operation, TableOperation, registered
from starschema.migrate.tables import light_table


@dataclass(eq=False)
class MembersOperation(TableOperation):
    """An operation on special members.

    Args:
        key: The columns that tell the table's rows apart.
        types: Its columns.
        rows: A value for each column of each member.
    """

    key: Sequence[str]
    types: Mapping[str, TypeEngine[Any]]
    rows: Sequence[Mapping[str, Any]]

    @property
    def named(self) -> list[str]:
        """The members by their keys, for people."""
        return [", ".join(str(row[name]) for name in self.key) for row in self.rows]


@registered("create_special_members")
@dataclass(eq=False)
class CreateSpecialMembersOp(MembersOperation):
    """Put special members into a table.

    Args:
        table_name: The table.
        key: The columns that tell its rows apart.
        types: Its columns.
        rows: A value for each column of each member.
        schema: The table's schema.
        with_table: Whether the table is as new as they are, so that a downgrade drops it whole.
    """

    _: KW_ONLY
    with_table: bool = field(default=False, metadata=UNWRITTEN)

    def reverse(self) -> Operation:
        """Take them out, unless they go with their table, which facts may refer to until it does."""
        if self.with_table:
            return Nothing(self)
        return DropSpecialMembersOp(self.table_name, self.key, self.types, self.rows, schema=self.schema)

    def words(self) -> list[str]:
        """Say which are missing."""
        return [f"{self.place} lacks the special member {key}" for key in self.named]


@registered("drop_special_members")
@dataclass(eq=False)
class DropSpecialMembersOp(MembersOperation):
    """Take special members out of a table; the arguments are those by which they were put in.

    Args:
        table_name: The table.
        key: The columns that tell its rows apart.
        types: Its columns.
        rows: A value for each column of each member.
        schema: The table's schema.
    """

    def reverse(self) -> CreateSpecialMembersOp:
        """Put them in."""
        return CreateSpecialMembersOp(self.table_name, self.key, self.types, self.rows, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what tells the members from others."""
        types = {name: self.types[name] for name in self.key}
        rows = [{name: row[name] for name in self.key} for row in self.rows]
        return [self.table_name, self.key, types, rows], super().arguments()[1]

    def words(self) -> list[str]:
        """Say which are too much."""
        return [f"{self.place} has the special member {key} too much" for key in self.named]


@Operations.implementation_for(CreateSpecialMembersOp)
def _create(operations: Operations, operation: CreateSpecialMembersOp) -> None:
    table = light_table(operation.table_name, operation.schema, operation.types)
    design = design_for(operations.impl.dialect) if operations.migration_context.as_sql else None
    for row in operation.rows:
        operations.execute(insert(table).values(dict(row) if design is None else scripted(design, row)))


@Operations.implementation_for(DropSpecialMembersOp)
def _drop(operations: Operations, operation: DropSpecialMembersOp) -> None:
    table = light_table(operation.table_name, operation.schema, operation.types)
    for row in operation.rows:
        operations.execute(delete(table).where(and_(*(table.c[name] == row[name] for name in operation.key))))
