"""What a migration is made of: Alembic's changes of tables, and before, between and after them the library's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation
from alembic.operations.ops import CreateTableOp, DropTableOp, ModifyTableOps
from sqlalchemy import Connection, Inspector, MetaData, Table, and_, inspect, or_, select

from starschema.ddl.layout import layout_on
from starschema.ddl.physical import specs_of
from starschema.ddl.statements import rows_at_first
from starschema.migrate.changes import read
from starschema.migrate.filling import tables_to_fill
from starschema.migrate.lying import laid_anew
from starschema.migrate.model import MigratedModel
from starschema.migrate.operations.impossible import ImpossibleOp
from starschema.migrate.operations.layouts import layout_of
from starschema.migrate.operations.members import CreateSpecialMembersOp
from starschema.migrate.operations.registry import RegisterTablesOp, UnregisterTablesOp
from starschema.migrate.refusals import refused
from starschema.migrate.renames import tables_renamed, views_renamed
from starschema.migrate.seen import views_to_change
from starschema.migrate.tables import qualified
from starschema.migrate.types_used import types_to_change
from starschema.model.family import WHOLE
from starschema.model.kinds import ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec, Spec


def completed(
    context: AutogenContext, model: MigratedModel, wanted: MetaData, found: Sequence[MigrateOperation]
) -> list[MigrateOperation]:
    """Return the operations that bring a warehouse to its model.

    Args:
        context: What is being compared.
        model: The model.
        wanted: Its tables, as the database should have them.
        found: The changes of tables that Alembic found.
    """
    connection = context.connection
    assert connection is not None
    moved = set(model.moving.values())
    found = [op for op in found if (getattr(op, "schema", None), getattr(op, "table_name", None)) not in moved]
    renamed = list(tables_renamed(connection, model, wanted))
    created = [op for op in found if isinstance(op, CreateTableOp)]
    dropped = [op for op in found if isinstance(op, DropTableOp)]
    changed = [op for op in found if not isinstance(op, CreateTableOp | DropTableOp)]
    inspector = inspect(connection)
    lying = [op for table in _laid_out(inspector, wanted) for op in laid_anew(connection, table)]
    impossible = [op for op in (*lying, *renamed) if isinstance(op, ImpossibleOp)]
    impossible += refused(inspector, model.catalog, wanted, model.registered)
    places = {(op.schema, op.table_name) for op in impossible}
    # What else Alembic found in such a table is part of it.
    changed = [op for op in changed if not (isinstance(op, ModifyTableOps) and (op.schema, op.table_name) in places)]
    for operation in created:
        operation.info = {}  # what the library notes there is for itself
    touched = {(op.schema, op.table_name) for op in changed if isinstance(op, ModifyTableOps)} | moved
    first, last = views_to_change(connection, model, wanted, touched)
    types_first, types_last = types_to_change(connection, wanted, found)
    mended = read(context, model, wanted, changed)
    emptied, filled = tables_to_fill(connection, model, mended)
    return [
        *impossible,
        *emptied,
        *types_first,
        *first,
        *views_renamed(connection, model),
        *(op for op in renamed if not isinstance(op, ImpossibleOp)),
        *created,
        *(layout for op in created if _key(op) in wanted.tables for layout in layout_of(wanted.tables[_key(op)])),
        *mended,
        *(op for op in lying if not isinstance(op, ImpossibleOp)),
        # Whatever refers to them does so no more.
        *_referring_first(dropped),
        *_special_members(connection, model, wanted),
        *_register(model, dropped),
        *last,
        *types_last,
        # With every table, column and view in its place.
        *filled,
    ]


def _laid_out(inspector: Inspector, wanted: MetaData) -> list[Table]:
    """Return the model's tables that are there, for whose rows there is a design."""
    there = [t for t in wanted.tables.values() if inspector.has_table(t.name, schema=t.schema)]
    return [table for table in there if layout_on(table).kind != "library"]


def _key(operation: CreateTableOp) -> str:
    return qualified(operation.table_name, operation.schema)


def _special_members(connection: Connection, model: MigratedModel, wanted: MetaData) -> list[MigrateOperation]:
    """Put special members where they are missing."""
    inspector = inspect(connection)
    operations: list[MigrateOperation] = []
    for table, key, rows in rows_at_first(model.catalog):
        if table is model.own.targets or (table.schema, table.name) in model.moving.values():
            continue
        lacking, new = rows, True
        if inspector.has_table(table.name, schema=table.schema):
            lacking, new = _lacking(connection, table, key, rows), False
        if lacking:
            types = {column.name: column.type for column in wanted.tables[table.key].columns}
            operations.append(
                CreateSpecialMembersOp(table.name, key, types, lacking, schema=table.schema, with_table=new)
            )
    return operations


def _register(model: MigratedModel, dropped: Iterable[DropTableOp]) -> list[MigrateOperation]:
    """Register what is missing, and forget what is dropped."""
    schema, known = model.own.targets.schema, model.registered
    names = [spec.table.fullname for spec in specs_of(model.catalog)]
    moved = {qualified(name, schema) for schema, name in model.moving.values()}
    moved |= {f"{name}{WHOLE}" for name in moved}
    missing = [name for name in names if name not in known and name not in moved]
    surplus = sorted(op.to_table().fullname for op in dropped if op.to_table().fullname in known)
    operations: list[MigrateOperation] = []
    if surplus:
        operations.append(UnregisterTablesOp(surplus, schema=schema))
    if missing:
        keys = {spec.table.fullname: _counted(spec) for spec in specs_of(model.catalog)}
        counted = {name: key for name in missing if (key := keys[name]) is not None}
        operations.append(RegisterTablesOp(missing, keys=counted, schema=schema))
    return operations


def _counted(spec: Spec) -> str | None:
    """Return the column whose values loads count up, as `table.column`, if there is one."""
    match spec:
        case DimensionSpec():
            return None if spec.computed else f"{spec.stored.fullname}.{spec.created.name}"
        case AggregateSpec() | ConsolidatedSpec():
            return f"{spec.table.fullname}.{spec.key.name}"
    return None


def _lacking(
    connection: Connection, table: Table, key: Sequence[str], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    columns = [table.c[name] for name in key]
    places = [and_(*(table.c[name] == row[name] for name in key)) for row in rows]
    there = {tuple(row) for row in connection.execute(select(*columns).where(or_(*places)))}
    return [row for row in rows if tuple(row[name] for name in key) not in there]


def _referring_first(dropped: Sequence[DropTableOp]) -> list[DropTableOp]:
    """Put every table before those that it refers to."""
    waiting, done = list(dropped), []
    while waiting:
        chosen = next((op for op in waiting if not _is_referred(op, waiting)), waiting[0])
        waiting.remove(chosen)
        done.append(chosen)
    return done


def _is_referred(operation: DropTableOp, others: Iterable[DropTableOp]) -> bool:
    return any(operation.table_name in _referred(other) for other in others if other is not operation)


def _referred(operation: DropTableOp) -> set[str]:
    keys = operation.to_table().foreign_keys
    return {key.target_fullname.rsplit(".", 1)[0].rsplit(".", 1)[-1] for key in keys}
