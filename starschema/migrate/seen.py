"""Views, compared by their columns: their queries, every database tells in words of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from alembic.operations import MigrateOperation
from sqlalchemy import Column, Connection, Dialect, MetaData, Select, Table, inspect
from sqlalchemy.types import NullType

from starschema.migrate.model import MigratedModel
from starschema.migrate.operations.views import CreateViewOp, DropViewOp, ReplaceViewOp
from starschema.model.now import now_name, now_query
from starschema.model.spec import DimensionSpec
from starschema.model.subtype import whole_query

Places = Collection[tuple[str | None, str]]
"""Tables, by schema and name."""


def views_to_change(
    connection: Connection, model: MigratedModel, wanted: MetaData, touched: Places
) -> tuple[list[MigrateOperation], list[MigrateOperation]]:
    """Return what to do with views before and after the tables change.

    Args:
        connection: The database.
        model: The model.
        wanted: The tables that it should have.
        touched: Those that change: many a database refuses that while a view shows them.
    """
    inspector = inspect(connection)
    first: list[MigrateOperation] = []
    last: list[MigrateOperation] = []
    for view in model.views(wanted):
        name, schema = view.table.name, view.table.schema
        query = _text(view.selectable, connection.dialect)  # type: ignore[arg-type]
        dimension = next(d for d in model.catalog.dimensions if _view_of(d) == name and d.table.schema == schema)
        if not inspector.has_table(name, schema=schema):
            last.append(CreateViewOp(name, query, schema=schema))
            continue
        there = [column["name"] for column in inspector.get_columns(name, schema=schema)]
        old = _text(_old_query(dimension, there), connection.dialect)
        if any((schema, table.name) in touched for table in dimension.tables):
            first.append(DropViewOp(name, query=old, schema=schema))
            last.append(CreateViewOp(name, query, schema=schema))
        elif there != view.table.columns.keys():
            last.append(ReplaceViewOp(name, query, old=old, schema=schema))
    for dimension in model.catalog.dimensions:
        name, schema = f"{dimension.stored.name}_now", dimension.stored.schema
        if now_name(dimension) is None and name in inspector.get_view_names(schema=schema):
            there = [column["name"] for column in inspector.get_columns(name, schema=schema)]
            query = _text(_old_query(dimension, there), connection.dialect)
            first.append(DropViewOp(name, query=query, schema=schema))
    return first, list(last)


def _view_of(dimension: DimensionSpec) -> str | None:
    """Return the name of the view that a dimension has, if it has one."""
    return now_name(dimension) if dimension.family is None else dimension.table.name


def old_view(dimension: DimensionSpec, name: str, columns: Sequence[str], dialect: Dialect) -> str:
    """Return the query of a view with these columns, over the dimension's table when it was called `name`."""
    return _text(_query_over(dimension, name, columns), dialect)


def _old_query(dimension: DimensionSpec, columns: Sequence[str]) -> Select[tuple[object, ...]]:
    """Return the query of a view that has these columns."""
    if dimension.family is not None:
        return whole_query(dimension, lambda table: table, columns)
    return _query_over(dimension, dimension.table.name, columns)


def _query_over(dimension: DimensionSpec, name: str, columns: Sequence[str]) -> Select[tuple[object, ...]]:
    table = Table(name, MetaData(), *(Column(each, NullType()) for each in columns), schema=dimension.table.schema)
    return now_query(dimension, table, columns)


def _text(query: Select[tuple[object, ...]], dialect: Dialect) -> str:
    written = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    # Drivers that format statements want every percent sign twice; the migration has it once.
    return written.replace("%%", "%") if dialect.paramstyle in ("format", "pyformat") else written
