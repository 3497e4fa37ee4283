"""Columns that take no NULL, roles among them, added to tables that have rows; and columns of another type."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import Column, func, literal_column, select
from sqlalchemy.types import TypeEngine

from starschema.errors import StarSchemaError
from starschema.migrate.dialects import alterations
from starschema.migrate.narrowing import refuse_what_does_not_fit, refuse_what_may_not_fit
from starschema.migrate.operations.base import UNWRITTEN, Operation, TableOperation, registered
from starschema.migrate.tables import light_table
from starschema.model.spec import NOT_APPLICABLE_KEY


@registered("add_required_column")
@dataclass(eq=False)
class AddRequiredColumnOp(TableOperation):
    """Add a column that takes no NULL.

    Args:
        table_name: The table.
        column: The column.
        fill: Its value in the rows there are; needed if there are any and the column has no default.
        references: The column that it refers to, as `table.column`.
        unchecked: Whether the database shall not check that.
        schema: The table's schema.
    """

    column: Column[Any]
    _: KW_ONLY
    fill: Any = None
    references: str | None = None
    unchecked: bool = False

    def reverse(self) -> DropRequiredColumnOp:
        """Drop it."""
        return DropRequiredColumnOp(self.table_name, self.column.name, schema=self.schema, added=self)

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{self.place} lacks column {self.column.name}"]


@registered("drop_required_column")
@dataclass(eq=False)
class DropRequiredColumnOp(TableOperation):
    """Drop a column, and its reference to another table.

    Args:
        table_name: The table.
        column_name: The column.
        schema: The table's schema.
        added: How a downgrade adds it again.
    """

    column_name: str
    _: KW_ONLY
    added: Operation | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> Operation:
        """Add it; what it held is lost.

        Raises:
            ValueError: It is not known what it was.
        """
        if self.added is None:
            raise ValueError(f"{self.table_name}.{self.column_name} is not known, so it cannot be added again")
        return self.added

    def words(self) -> list[str]:
        """Say that it is too much."""
        return [f"{self.place} has column {self.column_name}, which is not in the model"]


@registered("add_role")
@dataclass(eq=False)
class AddRoleOp(AddRequiredColumnOp):
    """Add a role to a fact: "not applicable" in the rows there are, unless `fill` says otherwise.

    Args:
        table_name: The fact's table.
        column: The role's column.
        fill: Which member the rows there are have.
        references: The column that it refers to, as `table.column`.
        unchecked: Whether the database shall not check that.
        schema: The table's schema.
    """

    _: KW_ONLY
    fill: Any = NOT_APPLICABLE_KEY

    def reverse(self) -> DropRoleOp:
        """Drop it."""
        return DropRoleOp(self.table_name, self.column.name, schema=self.schema, added=self)


@registered("drop_role")
@dataclass(eq=False)
class DropRoleOp(DropRequiredColumnOp):
    """Drop a fact's role; a downgrade makes it "unknown" in the rows there are.

    Args:
        table_name: The fact's table.
        column_name: The role's column.
        schema: The table's schema.
        added: How a downgrade adds it again.
    """


@registered("change_type")
@dataclass(eq=False)
class ChangeTypeOp(TableOperation):
    """Give a column another type; refused, with a remedy, where a value does not fit.

    Args:
        table_name: The table.
        column: The column as it is.
        type_: Its type from now on.
        schema: The table's schema.
    """

    column: Column[Any]
    type_: TypeEngine[Any]

    def reverse(self) -> ChangeTypeOp:
        """Give it the type that it had."""
        column = self.column
        after = Column(
            column.name,
            self.type_,
            nullable=column.nullable,
            comment=column.comment,
            server_default=column.server_default,
        )
        return ChangeTypeOp(self.table_name, after, column.type, schema=self.schema)

    def words(self) -> list[str]:
        """Say what it is and what it should be."""
        return [f"{self.place}.{self.column.name} is {self.column.type}, and {self.type_} in the model"]


@Operations.implementation_for(AddRequiredColumnOp)
def _add(operations: Operations, operation: AddRequiredColumnOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    if operation.fill is None and operation.column.server_default is None:
        table = light_table(operation.table_name, operation.schema, {})
        count = select(func.count(literal_column("1"))).select_from(table)
        if alter.connection is not None and alter.connection.scalar(count):
            raise StarSchemaError(
                f"{operation.place}.{operation.column.name} takes no NULL, and there are rows: say in the "
                "migration what they hold, by fill=, or let it take NULL in the model"
            )
        alter.add([operation.column])
        alter.finish(require=[operation.column])
        return
    alter.add_filled(operation.column, operation.fill, references=operation.references, unchecked=operation.unchecked)


@Operations.implementation_for(DropRequiredColumnOp)
def _drop(operations: Operations, operation: DropRequiredColumnOp) -> None:
    alterations(operations, operation.table_name, operation.schema).finish(drop=[operation.column_name])


@Operations.implementation_for(ChangeTypeOp)
def _change(operations: Operations, operation: ChangeTypeOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    table = light_table(operation.table_name, operation.schema, {operation.column.name: operation.column.type})
    if alter.connection is None:
        refuse_what_may_not_fit(operation.place, table.c[operation.column.name], operation.type_)
    else:
        refuse_what_does_not_fit(alter.connection, operation.place, table.c[operation.column.name], operation.type_)
    alter.change_type(operation.column, operation.type_)
