"""Which types a database has or will have for the sake of an Enum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Column, Connection, Enum, MetaData, inspect
from sqlalchemy.dialects.postgresql.base import PGInspector

from starschema.migrate.operations.base import Nothing
from starschema.migrate.operations.enumerations import USED, DropTypesOp


def types_to_change(
    connection: Connection, wanted: MetaData, found: Iterable[MigrateOperation]
) -> tuple[list[MigrateOperation], list[MigrateOperation]]:
    """Return what to do with types before and after the tables change.

    Args:
        connection: The database.
        wanted: The tables that it should have.
        found: The changes of tables that Alembic found.
    """
    if connection.dialect.name not in USED:
        return [], []
    inspector = inspect(connection)
    assert isinstance(inspector, PGInspector)
    new = _types(column for table in wanted.tables.values() for column in table.columns)
    there = {(e["name"], None if e["visible"] else e["schema"]) for e in inspector.get_enums("*")}
    coming = [kind for kind in new if (kind[0], kind[1]) not in there]
    going = [kind for kind in _types(_dropped(found)) if kind not in new]
    return [Nothing(DropTypesOp(coming))] if coming else [], [DropTypesOp(going)] if going else []


def _dropped(found: Iterable[MigrateOperation]) -> Iterable[Column[object]]:
    for op in found:
        if isinstance(op, ops.DropTableOp):
            yield from op.to_table().columns
        elif isinstance(op, ops.DropColumnOp):
            yield op.to_column()
        elif isinstance(op, ops.ModifyTableOps):
            yield from _dropped(op.ops)


def _types(columns: Iterable[Column[object]]) -> list[Sequence[str | None]]:
    kinds = [column.type for column in columns]
    return sorted({(k.name, k.schema) for k in kinds if isinstance(k, Enum) and k.native_enum and k.name}, key=str)
