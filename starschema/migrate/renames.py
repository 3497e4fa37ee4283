"""Which tables of a database are the model's under an older name, and what it takes to call them by the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection, Inspector, MetaData, Table, inspect

from starschema.migrate.model import MigratedModel, Place
from starschema.migrate.operations.impossible import ImpossibleOp
from starschema.migrate.operations.layouts import layout_of, partitions_renamed
from starschema.migrate.operations.renames import RenameModelTableOp
from starschema.migrate.operations.views import DropViewOp
from starschema.migrate.seen import columns_of, old_view, old_whole_view
from starschema.model.declaring import natural_key_name
from starschema.model.family import WHOLE
from starschema.model.now import now_name


def views_renamed(connection: Connection, model: MigratedModel) -> Iterator[MigrateOperation]:
    """Give the views that go, to come again over tables of other names."""
    inspector = inspect(connection)
    for owner, _ in model.catalog.families:
        # One whose name stays is made anew for the tables that it shows.
        place = owner.stored.schema, owner.stored.name
        schema, before = model.before.get(place, place)
        shown = columns_of(inspector, f"{before}{WHOLE}", schema)
        if place in model.before and shown is not None:
            yield DropViewOp(
                f"{before}{WHOLE}", query=old_whole_view(inspector, owner, shown, model.before), schema=schema
            )
    for dimension in model.catalog.dimensions:
        place = dimension.stored.schema, dimension.stored.name
        old = next((before for before, after in model.moving.items() if after == place), None)
        if old is None or now_name(dimension) is None:
            continue
        name, schema = f"{old[1]}_now", old[0]
        if name in inspector.get_view_names(schema=schema):
            columns = [column["name"] for column in inspector.get_columns(name, schema=schema)]
            yield DropViewOp(name, query=old_view(dimension, old[1], columns, connection.dialect), schema=schema)


def tables_renamed(connection: Connection, model: MigratedModel, wanted: MetaData) -> Iterator[MigrateOperation]:
    """Give what has tables bear their new names, with their comments."""
    inspector = inspect(connection)
    tables = {(table.schema, table.name): table for table in wanted.tables.values()}
    for before, after in model.moving.items():
        yield from _renamed(inspector, model, before, tables[after])


def _renamed(inspector: Inspector, model: MigratedModel, before: Place, table: Table) -> Iterator[MigrateOperation]:
    schema, old = before
    there = {column["name"]: column for column in inspector.get_columns(old, schema=schema)}
    names = [column.name for column in table.columns]
    gone = [name for name in there if name not in names]
    come = [name for name in names if name not in there]
    columns = _paired(gone, come)
    if columns is None:
        yield ImpossibleOp(
            old,
            f"is to be {table.name}, and has other columns than the model: {', '.join(gone) or 'none'} instead of "
            f"{', '.join(come) or 'none'}",
            "have one migration rename the table, and another change its columns",
            schema=schema,
        )
        return
    unique = [
        [str(key["name"]), natural_key_name(table.name), [columns.get(n, n) for n in key["column_names"]]]
        for key in inspector.get_unique_constraints(old, schema=schema)
        if key["name"] == natural_key_name(old)
    ]
    wanted = {tuple(column.name for column in index.columns): str(index.name) for index in table.indexes}
    indexes = []
    for index in inspector.get_indexes(old, schema=schema):
        held = [columns.get(str(name), str(name)) for name in index["column_names"]]
        if index["name"] is not None and not index["unique"] and tuple(held) in wanted:
            indexes.append([index["name"], wanted[tuple(held)], held])
    yield RenameModelTableOp(
        old,
        table.name,
        columns=columns,
        unique=unique[0] if unique else None,
        indexes=indexes,
        schema=schema,
        library=model.own.targets.schema,
    )
    if layout_of(table):
        yield partitions_renamed(table, old, inspector.dialect)
    if inspector.dialect.supports_comments:
        yield from _comments(inspector, before, table, there, columns)


def _paired(gone: list[str], come: list[str]) -> dict[str, str] | None:
    """Pair columns that are named after the class; None if there is more to it."""
    if len(gone) != len(come):
        return None
    endings = ("_durable_key", "_key")
    pairs = {}
    for old in gone:
        ending = next((each for each in endings if old.endswith(each)), None)
        matching = [new for new in come if ending is not None and new.endswith(ending) and _ending(new) == ending]
        if len(matching) != 1:
            return None
        pairs[old] = matching[0]
    return pairs


def _ending(name: str) -> str:
    return "_durable_key" if name.endswith("_durable_key") else "_key"


def _comments(
    inspector: Inspector,
    before: Place,
    table: Table,
    there: Mapping[str, Any],
    columns: dict[str, str],
) -> Iterator[MigrateOperation]:
    schema, old = before
    changes: list[MigrateOperation] = []
    said = inspector.get_table_comment(old, schema=schema)["text"]
    if said != table.comment:
        changes.append(ops.CreateTableCommentOp(table.name, table.comment, existing_comment=said, schema=schema))
    for name, column in there.items():
        wanted = table.columns[columns.get(name, name)]
        if column.get("comment") != wanted.comment:
            changes.append(
                ops.AlterColumnOp(
                    table.name,
                    wanted.name,
                    schema=schema,
                    modify_comment=wanted.comment,
                    existing_comment=column.get("comment"),
                    existing_type=wanted.type,
                    existing_nullable=wanted.nullable,
                    existing_server_default=wanted.server_default or False,
                )
            )
    if changes:
        yield ops.ModifyTableOps(table.name, changes, schema=schema)
