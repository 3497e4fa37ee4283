"""Which tables follow from the rows of others, and which of them a database has not filled yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection, Select, Table, inspect, literal, select

from starschema.migrate.model import MigratedModel
from starschema.migrate.operations.base import Nothing
from starschema.migrate.operations.columns import AddRequiredColumnOp, DropRequiredColumnOp
from starschema.migrate.operations.filling import EmptyTablesOp, FillTablesOp
from starschema.migrate.operations.histories import EndHistoryOp
from starschema.migrate.tables import qualified
from starschema.model.bookkeeping import bookkeeping
from starschema.model.catalog import Catalog
from starschema.model.kinds import ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec
from starschema.sql.aggregate import has_rows


@dataclass(frozen=True)
class Following:
    """A table that follows from others.

    Args:
        table: The table.
        rows: Selects what it holds, but for special and inferred members.
        stems: Selects the rows from which it follows, by their table.
    """

    table: Table
    rows: Select[int]
    stems: dict[Table, Select[int]]


def tables_to_fill(
    connection: Connection, model: MigratedModel, operations: Sequence[MigrateOperation]
) -> tuple[list[MigrateOperation], list[MigrateOperation]]:
    """Return what fills the tables that a migration creates beside rows, those that it changes, and those never filled.

    It comes in two parts: what goes before all else, and what goes last.

    Args:
        connection: The database.
        model: The model.
        operations: What the migration does besides.
    """
    inspector, catalog = inspect(connection), model.catalog
    found: list[str] = []
    for each in _following(catalog):
        there = [t for t in each.stems if inspector.has_table(t.name, schema=t.schema)]
        if not inspector.has_table(each.table.name, schema=each.table.schema):
            # Of the database for which it is written; others may have rows where this one has none.
            wanted = bool(there) and (each.table.schema, each.table.name) not in model.moving.values()
        else:
            wanted = not _any(connection, each.rows) and any(_any(connection, each.stems[table]) for table in there)
        if wanted:
            found.append(each.table.fullname)
    emptied = [qualified(str(name), schema) for name, schema in _emptied(operations)]
    changed = set(_changed(operations))
    added = {place for place, comes in changed if comes}
    amounts = [
        fact.table.fullname
        for fact in catalog.facts
        if any((fact.table.schema, fact.table.name, each.column.name) in added for each in fact.conversions)
    ]
    places = {place[:2] for place, _ in changed}
    sums = [spec.table.fullname for spec in _added_up(catalog) if (spec.table.schema, spec.table.name) in places]
    tables = list(dict.fromkeys([*amounts, *found, *emptied, *sums]))
    if not sums:
        return [], [FillTablesOp(tables)] if tables else []
    # Slices of one grain make no sense in another, neither before nor after, nor when it is all undone.
    return [EmptyTablesOp(sums)], [Nothing(EmptyTablesOp(sums)), FillTablesOp(tables)]


def _added_up(catalog: Catalog) -> tuple[AggregateSpec | ConsolidatedSpec, ...]:
    return (*catalog.aggregates, *catalog.consolidated)


def _following(catalog: Catalog) -> Iterator[Following]:
    for dimension in catalog.dimensions:
        if dimension.rolled_up is not None:
            base = dimension.rolled_up
            yield Following(dimension.stored, _told(dimension), {base.stored: _told(base)})
        for ragged in dimension.ragged:
            closure = bookkeeping(catalog.metadata).closure(dimension, ragged)
            rows = select(literal(1)).select_from(closure.table).where(closure.descendant_key > 0)
            yield Following(closure.table, rows, {dimension.stored: _told(dimension, inferred=True)})
    for aggregate in catalog.aggregates:
        yield Following(aggregate.table, _all(aggregate.table), {aggregate.of.stored: _all(aggregate.of.stored)})
    for each in catalog.consolidated:
        for side in each.sides:
            yield Following(each.table, has_rows(side, _all(each.table)), {side.of.stored: _all(side.of.stored)})


def _told(dimension: DimensionSpec, *, inferred: bool = False) -> Select[int]:
    rows = _all(dimension.stored).where(dimension.stored.columns[dimension.key.name] > 0)
    return rows if inferred else rows.where(~dimension.stored.columns[dimension.is_inferred.name])


def _all(table: Table) -> Select[int]:
    return select(literal(1)).select_from(table)


def _any(connection: Connection, rows: Select[int]) -> bool:
    return connection.execute(rows.limit(1)).first() is not None


def _emptied(operations: Sequence[MigrateOperation]) -> Iterator[Sequence[str | None]]:
    """Give name and schema of the aggregates that the end of a history empties."""
    for operation in operations:
        if isinstance(operation, EndHistoryOp):
            yield from ((name, schema) for name, _, schema in operation.slices)


def _changed(operations: Sequence[MigrateOperation]) -> Iterator[tuple[tuple[str | None, str, str], bool]]:
    """Give schema, table and name of the columns that come and go, and whether they come."""
    for operation in operations:
        match operation:
            case ops.ModifyTableOps():
                yield from _changed(operation.ops)
            case ops.AddColumnOp() | AddRequiredColumnOp():
                yield (operation.schema, operation.table_name, operation.column.name), True
            case ops.DropColumnOp() | DropRequiredColumnOp():
                yield (operation.schema, operation.table_name, operation.column_name), False
