"""Columns that take no NULL, roles among them, added to tables that have rows; and columns of another type."""

from __future__ import annotations

from typing import Any

from alembic.operations import Operations
from sqlalchemy import Column, func, literal_column, select
from sqlalchemy.types import TypeEngine

from starschema.errors import StarSchemaError
from starschema.migrate.dialects import alterations
from starschema.migrate.narrowing import refuse_what_does_not_fit
from starschema.migrate.operations.base import Operation
from starschema.migrate.tables import light_table, qualified
from starschema.model.spec import NOT_APPLICABLE_KEY


@Operations.register_operation("add_required_column")
class AddRequiredColumnOp(Operation):
    """Add a column that takes no NULL.

    Args:
        table_name: The table.
        column: The column.
        fill: Its value in the rows there are; needed if there are any and the column has no default.
        references: The column that it refers to, as `table.column`.
        unchecked: Whether the database shall not check that.
        schema: The table's schema.
    """

    name = "add_required_column"

    def __init__(
        self,
        table_name: str,
        column: Column[Any],
        *,
        fill: Any = None,
        references: str | None = None,
        unchecked: bool | None = None,
        schema: str | None = None,
    ) -> None:
        self.table_name = table_name
        self.column = column
        self.fill = fill
        self.references = references
        self.unchecked = unchecked
        self.schema = schema

    @classmethod
    def add_required_column(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        *,
        fill: Any = None,
        references: str | None = None,
        unchecked: bool | None = None,
        schema: str | None = None,
    ) -> None:
        """Add a column that takes no NULL."""
        operations.invoke(cls(table_name, column, fill=fill, references=references, unchecked=unchecked, schema=schema))

    def reverse(self) -> DropRequiredColumnOp:
        """Drop it."""
        return DropRequiredColumnOp(self.table_name, self.column.name, schema=self.schema, added=self)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table and column."""
        named = {"fill": self.fill, "references": self.references, "unchecked": self.unchecked or None}
        return [self.table_name, self.column], {**named, "schema": self.schema}

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{qualified(self.table_name, self.schema)} lacks column {self.column.name}"]


@Operations.register_operation("drop_required_column")
class DropRequiredColumnOp(Operation):
    """Drop a column, and its reference to another table.

    Args:
        table_name: The table.
        column_name: The column.
        schema: The table's schema.
        added: How a downgrade adds it again.
    """

    name = "drop_required_column"

    def __init__(
        self,
        table_name: str,
        column_name: str,
        *,
        schema: str | None = None,
        added: Operation | None = None,
    ) -> None:
        self.table_name = table_name
        self.column_name = column_name
        self.schema = schema
        self.added = added

    @classmethod
    def drop_required_column(
        cls, operations: Operations, table_name: str, column_name: str, *, schema: str | None = None
    ) -> None:
        """Drop a column, and its reference to another table."""
        operations.invoke(cls(table_name, column_name, schema=schema))

    def reverse(self) -> Operation:
        """Add it; what it held is lost.

        Raises:
            ValueError: It is not known what it was.
        """
        if self.added is None:
            raise ValueError(f"{self.table_name}.{self.column_name} is not known, so it cannot be added again")
        return self.added

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table and column."""
        return [self.table_name, self.column_name], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say that it is too much."""
        table = qualified(self.table_name, self.schema)
        return [f"{table} has column {self.column_name}, which is not in the model"]


@Operations.register_operation("add_role")
class AddRoleOp(AddRequiredColumnOp):
    """Add a role to a fact: "not applicable" in the rows there are, unless `fill` says otherwise."""

    name = "add_role"

    @classmethod
    def add_role(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        *,
        fill: int = NOT_APPLICABLE_KEY,
        references: str | None = None,
        unchecked: bool | None = None,
        schema: str | None = None,
    ) -> None:
        """Add a role to a fact."""
        operations.invoke(cls(table_name, column, fill=fill, references=references, unchecked=unchecked, schema=schema))

    def reverse(self) -> DropRoleOp:
        """Drop it."""
        return DropRoleOp(self.table_name, self.column.name, schema=self.schema, added=self)


@Operations.register_operation("drop_role")
class DropRoleOp(DropRequiredColumnOp):
    """Drop a fact's role; a downgrade makes it "unknown" in the rows there are."""

    name = "drop_role"

    @classmethod
    def drop_role(cls, operations: Operations, table_name: str, column_name: str, *, schema: str | None = None) -> None:
        """Drop a fact's role."""
        operations.invoke(cls(table_name, column_name, schema=schema))


@Operations.register_operation("change_type")
class ChangeTypeOp(Operation):
    """Give a column another type; refused, with a remedy, where a value does not fit.

    Args:
        table_name: The table.
        column: The column as it is.
        type_: Its type from now on.
        schema: The table's schema.
    """

    name = "change_type"

    def __init__(
        self, table_name: str, column: Column[Any], type_: TypeEngine[Any], *, schema: str | None = None
    ) -> None:
        self.table_name = table_name
        self.column = column
        self.type = type_
        self.schema = schema

    @classmethod
    def change_type(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        type_: TypeEngine[Any],
        *,
        schema: str | None = None,
    ) -> None:
        """Give a column another type."""
        operations.invoke(cls(table_name, column, type_, schema=schema))

    def reverse(self) -> ChangeTypeOp:
        """Give it the type that it had."""
        column = self.column
        after = Column(
            column.name,
            self.type,
            nullable=column.nullable,
            comment=column.comment,
            server_default=column.server_default,
        )
        return ChangeTypeOp(self.table_name, after, column.type, schema=self.schema)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return table, column and type."""
        return [self.table_name, self.column, self.type], {"schema": self.schema}

    def words(self) -> list[str]:
        """Say what it is and what it should be."""
        where = f"{qualified(self.table_name, self.schema)}.{self.column.name}"
        return [f"{where} is {self.column.type}, and {self.type} in the model"]


@Operations.implementation_for(AddRequiredColumnOp)
def _add(operations: Operations, operation: AddRequiredColumnOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    if operation.fill is None and operation.column.server_default is None:
        table = light_table(operation.table_name, operation.schema, {})
        count = select(func.count(literal_column("1"))).select_from(table)
        if alter.connection is not None and alter.connection.scalar(count):
            where = f"{qualified(operation.table_name, operation.schema)}.{operation.column.name}"
            raise StarSchemaError(
                f"{where} takes no NULL, and there are rows: say in the migration what they hold, by fill=, or let it "
                "take NULL in the model"
            )
        alter.add([operation.column])
        alter.finish(require=[operation.column])
        return
    alter.add_filled(
        operation.column, operation.fill, references=operation.references, unchecked=bool(operation.unchecked)
    )


@Operations.implementation_for(DropRequiredColumnOp)
def _drop(operations: Operations, operation: DropRequiredColumnOp) -> None:
    alterations(operations, operation.table_name, operation.schema).finish(drop=[operation.column_name])


@Operations.implementation_for(ChangeTypeOp)
def _change(operations: Operations, operation: ChangeTypeOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    if alter.connection is not None:
        where = qualified(operation.table_name, operation.schema)
        table = light_table(operation.table_name, operation.schema, {operation.column.name: operation.column.type})
        refuse_what_does_not_fit(alter.connection, where, table.c[operation.column.name], operation.type)
    alter.change_type(operation.column, operation.type)
