"""What a warehouse lacks or has too much, held against its model, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection, Dialect
from sqlalchemy.types import TypeEngine

from starschema.ddl.design import ForeignKeys
from starschema.migrate.operations.base import Operation
from starschema.migrate.operations.filling import FillTablesOp
from starschema.migrate.options import migration_options
from starschema.migrate.tables import qualified

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase


def difference(
    connection: Connection, base: type[DeclarativeBase], *, foreign_keys: ForeignKeys = "declared"
) -> list[str]:
    """Return what a warehouse lacks or has too much, a line each; nothing is changed.

    Args:
        connection: A connection to the warehouse.
        base: The declarative base that the model classes share.
        foreign_keys: As the warehouse was created with.

    Raises:
        ModelError: The model cannot be kept, or not on that database.
    """
    options = migration_options(base, foreign_keys=foreign_keys)
    context = MigrationContext.configure(connection, opts=options)
    found = produce_migrations(context, base.metadata)
    assert found.upgrade_ops is not None
    every = found.upgrade_ops.ops
    missing = {(op.schema, op.table_name) for op in every if isinstance(op, ops.CreateTableOp)}
    # The indexes of a table that is missing go without saying, and so does what it holds.
    mended = [op for op in every if not (isinstance(op, ops.ModifyTableOps) and (op.schema, op.table_name) in missing)]
    absent = {qualified(name, schema) for schema, name in missing}
    for op in mended:
        if isinstance(op, FillTablesOp):
            op.tables = [name for name in op.tables if name not in absent]
    return list(dict.fromkeys(line for op in mended for line in _words(op, connection.dialect)))


def _words(operation: MigrateOperation, dialect: Dialect) -> Iterator[str]:
    """Say what is wrong, if an operation would mend it."""
    if isinstance(operation, Operation):
        yield from operation.words()
        return
    if isinstance(operation, ops.ModifyTableOps):
        for inner in operation.ops:
            yield from _words(inner, dialect)
        return
    table = qualified(getattr(operation, "table_name", ""), getattr(operation, "schema", None))
    match operation:
        case ops.CreateTableOp():
            yield f"table {table} is missing"
        case ops.DropTableOp():
            yield f"table {table} is not in the model"
        case ops.AddColumnOp():
            yield f"{table} lacks column {operation.column.name}"
        case ops.DropColumnOp():
            yield f"{table} has column {operation.column_name}, which is not in the model"
        case ops.AlterColumnOp():
            yield from _alterations(operation, table, dialect)
        case ops.CreateIndexOp():
            indexed = [str(getattr(column, "name", column)) for column in operation.to_index().expressions]
            yield f"{table} lacks index {operation.index_name} on {', '.join(indexed)}"
        case ops.DropIndexOp():
            yield f"{table} has index {operation.index_name}, which is not in the model"
        case ops.CreateUniqueConstraintOp():
            yield f"{table} lacks a unique key on {', '.join(map(str, operation.columns))}"
        case ops.CreateForeignKeyOp():
            columns = ", ".join(operation.local_cols)
            yield f"{operation.source_table} lacks a reference from {columns} to {operation.referent_table}"
        case ops.DropConstraintOp():
            yield f"{table} has constraint {operation.constraint_name}, which is not in the model"
        case ops.CreateTableCommentOp() | ops.DropTableCommentOp():
            yield f"{table} has another comment than the model"
        case _:
            yield f"{table}: {type(operation).__name__}"


def _alterations(operation: ops.AlterColumnOp, table: str, dialect: Dialect) -> Iterator[str]:
    name = f"{table}.{operation.column_name}"
    if operation.modify_type is not None:
        there, wanted = (_type(kind, dialect) for kind in (operation.existing_type, operation.modify_type))
        yield f"{name} is {there}, and {wanted} in the model"
    if operation.modify_nullable is not None:
        yield f"{name} {'takes no NULL' if operation.modify_nullable else 'takes NULL'}, unlike in the model"
    if operation.modify_comment is not False:
        yield f"{name} has another comment than the model"
    if operation.modify_server_default is not False:
        yield f"{name} has another default than the model"


def _type(kind: TypeEngine[Any] | None, dialect: Dialect) -> str:
    return "of an unknown type" if kind is None else kind.compile(dialect=dialect)
