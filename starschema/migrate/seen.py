"""Views, compared by their columns: their queries, every database tells in words of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from alembic.operations import MigrateOperation
from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    FromClause,
    Inspector,
    MetaData,
    Select,
    Table,
    and_,
    inspect,
    select,
)
from sqlalchemy.types import NullType

from starschema.migrate.model import MigratedModel, Place
from starschema.migrate.operations.views import CreateViewOp, DropViewOp, ReplaceViewOp
from starschema.model.kinds import Family
from starschema.model.now import now_name, now_query
from starschema.model.spec import DimensionSpec, FactSpec

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
    catalog = model.catalog
    owners: list[DimensionSpec | FactSpec] = [*catalog.dimensions, *(owner for owner, _ in catalog.families)]
    for view in model.views(wanted):
        name, schema = view.table.name, view.table.schema
        query = _text(view.selectable, connection.dialect)  # type: ignore[arg-type]
        owner = next(each for each in owners if _view_of(each) == name and each.table.schema == schema)
        there = columns_of(inspector, name, schema)
        if there is None:
            last.append(CreateViewOp(name, query, schema=schema))
            continue
        old = _text(_old_query(inspector, owner, there, model.before), connection.dialect)
        if any((schema, table.name) in touched for table in owner.tables):
            first.append(DropViewOp(name, query=old, schema=schema))
            last.append(CreateViewOp(name, query, schema=schema))
        elif there != view.table.columns.keys():
            last.append(ReplaceViewOp(name, query, old=old, schema=schema))
    for dimension in catalog.dimensions:
        name, schema = f"{dimension.stored.name}_now", dimension.stored.schema
        if now_name(dimension) is None and name in inspector.get_view_names(schema=schema):
            shown = [column["name"] for column in inspector.get_columns(name, schema=schema)]
            query = _text(_old_query(inspector, dimension, shown, model.before), connection.dialect)
            first.append(DropViewOp(name, query=query, schema=schema))
    return first, list(last)


def _view_of(owner: DimensionSpec | FactSpec) -> str | None:
    """Return the name of the view that a dimension or a supertype has, if it has one."""
    if owner.family is not None:
        return owner.table.name
    return now_name(owner) if isinstance(owner, DimensionSpec) else None


def old_view(dimension: DimensionSpec, name: str, columns: Sequence[str], dialect: Dialect) -> str:
    """Return the query of a view with these columns, over the dimension's table when it was called `name`."""
    return _text(_query_over(dimension, name, columns), dialect)


def old_whole_view(
    inspector: Inspector, owner: DimensionSpec | FactSpec, columns: Sequence[str], before: Mapping[Place, Place]
) -> str:
    """Return the query of the view over all kinds, as their tables are called in the database."""
    return _text(_old_query(inspector, owner, columns, before), inspector.dialect)


def columns_of(inspector: Inspector, name: str, schema: str | None) -> list[str] | None:
    """Return the columns of a table or view, or None if there is none."""
    if not inspector.has_table(name, schema=schema):
        return None
    return [column["name"] for column in inspector.get_columns(name, schema=schema)]


def _old_query(
    inspector: Inspector, owner: DimensionSpec | FactSpec, columns: Sequence[str], before: Mapping[Place, Place]
) -> Select[tuple[object, ...]]:
    """Return the query of a view that has these columns."""
    if owner.family is not None:
        return _old_whole(inspector, owner.family, columns, before)
    assert isinstance(owner, DimensionSpec)
    return _query_over(owner, owner.table.name, columns)


def _old_whole(
    inspector: Inspector, family: Family, columns: Sequence[str], before: Mapping[Place, Place]
) -> Select[tuple[object, ...]]:
    """Return the query over all kinds that has these columns, by the names that they have in the database."""
    places = [before.get((table.schema, table.name), (table.schema, table.name)) for table in family.tables]
    base, *kinds = (
        Table(name, MetaData(), *(Column(each, NullType()) for each in there), schema=schema)
        for schema, name in places
        if (there := columns_of(inspector, name, schema)) is not None
    )
    joined: FromClause = base
    found = {name: base.c[name] for name in columns if name in base.c}
    for own in kinds:
        named = {name: own.c[name] for name in columns if name in own.c and name not in base.c}
        if named:
            joined = joined.outerjoin(
                own, and_(*(column == base.c[name] for name, column in own.c.items() if name in base.c))
            )
            found |= named
    return select(*(found[name] for name in columns if name in found)).select_from(joined)


def _query_over(dimension: DimensionSpec, name: str, columns: Sequence[str]) -> Select[tuple[object, ...]]:
    table = Table(name, MetaData(), *(Column(each, NullType()) for each in columns), schema=dimension.table.schema)
    return now_query(dimension, table, columns)


def _text(query: Select[tuple[object, ...]], dialect: Dialect) -> str:
    written = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    # Drivers that format statements want every percent sign twice; the migration has it once.
    return written.replace("%%", "%") if dialect.paramstyle in ("format", "pyformat") else written
