"""Create or drop a warehouse's tables and views on a connection, any number of times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, CreateView, MetaData, Table, delete, exists, inspect, select
from sqlalchemy.schema import CreateSchema, DropView

from starschema.backends.routing import UNDOING, RoutedConnection
from starschema.ddl.conformed import check_there
from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.dialects import design_for
from starschema.ddl.physical import (
    catalog_of,
    flow_metadata,
    physical_metadata,
    physical_views,
    shared_tables,
    specs_of,
)
from starschema.ddl.spelled import Spelled
from starschema.ddl.statements import create_statements, creation_order, doomed_tables, drop_statements, first_rows
from starschema.model.bookkeeping import BOOKS, bookkeeping

if TYPE_CHECKING:
    from starschema.ddl.physical import Model
    from starschema.model.catalog import Catalog


def create_all(connection: Connection, model: Model, *, foreign_keys: ForeignKeys = "declared") -> None:
    """Create what is missing of the tables and views of `model`, their special members and the library's own tables.

    What is there stays as it is, and a dimension that is there, as of another star, must be what the model says. All of
    it is one transaction where the database can (MySQL and MariaDB cannot); in a transaction of the caller's, it is the
    caller's to commit.

    Args:
        connection: A connection to the warehouse.
        model: The declarative base that the model classes share, or its catalog.
        foreign_keys: See `physical_metadata`.

    Raises:
        ModelError: The database cannot keep the model, or is not supported, or has a dimension of the same name that
            differs.
    """
    design = design_for(connection.dialect)
    if isinstance(design, Spelled):
        if isinstance(connection, RoutedConnection):
            _create_books(connection.books_connection, model)
            for row in first_rows(catalog_of(model), only_missing=True, apart=True):
                if row.table.name in BOOKS:
                    connection.execute(row)
        for statement in create_statements(model, connection.dialect, foreign_keys=foreign_keys, if_not_exists=True):
            connection.execute(statement)
        return
    if (beside := design.beside(connection)) is not None:
        with beside.connect() as books:
            _create_books(books, model, design)
    metadata = physical_metadata(model, connection.dialect, foreign_keys=foreign_keys)
    for table in metadata.tables.values():
        # Where DDL is not transactional, a table must not be there before its indexes are.
        design_for(connection.dialect).make_repeatable(table)
    with _alone(connection):
        # Asked first: IF NOT EXISTS alone wants the right to create schemas.
        if metadata.schema and metadata.schema not in inspect(connection).get_schema_names():
            connection.execute(CreateSchema(metadata.schema, if_not_exists=True))
        check_there(connection, catalog_of(model), metadata)
        metadata.create_all(connection, checkfirst=True)
        for view in physical_views(catalog_of(model), metadata):
            _refresh(connection, view)
        for statement in first_rows(catalog_of(model), only_missing=True):
            connection.execute(statement)


def drop_all(connection: Connection, model: Model) -> None:
    """Drop the views and tables of `model`, and the library's own unless another model of the schema still uses them.

    Args:
        connection: A connection to the warehouse.
        model: The declarative base that the model classes share, or its catalog.
    """
    described = catalog_of(model)
    design = design_for(connection.dialect)
    if isinstance(design, Spelled):
        books = connection.books_connection if isinstance(connection, RoutedConnection) else None
        others = books is not None and _forget(connection, described, books)
        if design.leaves_files:
            metadata = physical_metadata(described, connection.dialect)
            for table in doomed_tables(described, metadata, shared=not others):
                if inspect(connection).has_table(table.name, schema=table.schema):
                    connection.execute(delete(table))
        for statement in drop_statements(described, connection.dialect, shared=not others):
            connection.execute(statement)
        if books is not None and not others:
            _drop_books(books, described)
        return
    metadata = physical_metadata(described, connection.dialect)
    with _alone(connection):
        for view in reversed(physical_views(described, metadata)):
            connection.execute(DropView(view.table, if_exists=True))
        shared = {table.key for table in shared_tables(bookkeeping(described.base.metadata))}
        keep = shared if _forget(connection, described) else set()
        doomed = [table for table in creation_order(metadata) if table.key not in keep]
        for table in reversed(doomed):
            table.drop(connection, checkfirst=True)
        # The tables went one by one, because the ones of an earlier create_all may refer to each other where these do
        # not; what is left is the types that they used.
        metadata.drop_all(connection, tables=doomed, checkfirst=True)
        beside = design_for(connection.dialect).beside(connection)
        if not keep and beside is None:
            flow_metadata(described, connection.dialect).drop_all(connection, checkfirst=True)
    if not keep and beside is not None:
        # Let go first: what has been read of these tables keeps them from being dropped.
        connection.commit()
        with beside.connect() as books:
            _drop_books(books, described)


def create_flow_tables(connection: Connection, model: Model) -> None:
    """Create the library's tables that flows use, if they are missing.

    Args:
        connection: A connection to the warehouse.
        model: The declarative base that the model classes share, or its catalog.
    """
    if isinstance(connection, RoutedConnection):
        if design_for(connection.dialect).apart:  # where the books are, a transaction of theirs may hold all
            create_flow_tables(connection.books_connection, model)
            return
        with connection.beside.begin() as books:
            create_flow_tables(books, model)
        return
    metadata = flow_metadata(catalog_of(model), connection.dialect)
    for table in metadata.tables.values():
        design_for(connection.dialect).make_repeatable(table)
    with _alone(connection):
        metadata.create_all(connection, checkfirst=True)


def _create_books(connection: Connection, model: Model, tied: Design | None = None) -> None:
    """Create what is missing of the library's tables in the database beside, and what ties it to the warehouse."""
    with _alone(connection):
        metadata, tables = _books(connection, model)
        if metadata.schema and metadata.schema not in inspect(connection).get_schema_names():
            connection.execute(CreateSchema(metadata.schema, if_not_exists=True))
        for table in tables:
            design_for(connection.dialect).make_repeatable(table)
        metadata.create_all(connection, tables=tables, checkfirst=True)
        if tied is not None:
            tied.tie(connection)


def _drop_books(connection: Connection, model: Model) -> None:
    """Drop the library's tables in the database beside."""
    with _alone(connection):
        metadata, tables = _books(connection, model)
        metadata.drop_all(connection, tables=tables, checkfirst=True)
        flow_metadata(catalog_of(model), connection.dialect).drop_all(connection, checkfirst=True)


def _books(connection: Connection, model: Model) -> tuple[MetaData, list[Table]]:
    metadata = physical_metadata(model, connection.dialect)
    return metadata, [table for table in metadata.tables.values() if table.name in BOOKS]


def _refresh(connection: Connection, view: CreateView) -> None:
    """Create the view; one whose columns are no longer the table's holds no data of its own, so it is made again."""
    name, schema = view.table.name, view.table.schema
    inspector = inspect(connection)
    if inspector.has_table(name, schema=schema):
        there = [column["name"] for column in inspector.get_columns(name, schema=schema)]
        if there == view.table.columns.keys():
            return
        connection.execute(DropView(view.table))
    connection.execute(view)


def _forget(connection: Connection, described: Catalog, books: Connection | None = None) -> bool:
    """Take this model out of the library's tables; return whether another model is left in them."""
    own = bookkeeping(described.base.metadata)
    found = inspect(connection if books is None else books)
    if not found.has_table(own.targets.name, schema=own.targets.schema):
        return False
    names = [spec.table.fullname for spec in specs_of(described)]
    connection.execute(delete(own.targets).where(own.targets.c.target.in_(names)))
    if not connection.scalar(select(exists(select(own.targets.c.target).where(own.targets.c.target != UNDOING[0])))):
        return False
    for table in (own.snapshots, own.quarantine, own.parts, own.loads, own.marks):
        connection.execute(delete(table).where(table.c.target.in_(names)))
    if found.has_table(own.tasks.name, schema=own.tasks.schema):
        # What flows have loaded is no longer there, so it is to be done again.
        gone = own.tasks.c.target.in_(names)
        for flow, feed in connection.execute(select(own.tasks.c.flow, own.tasks.c.feed).where(gone).distinct()).all():
            connection.execute(delete(own.feeds).where(own.feeds.c.flow == flow, own.feeds.c.feed == feed))
        connection.execute(delete(own.tasks).where(gone))
    return True


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Run in one transaction, while other processes that would create or drop the same tables wait."""
    design = design_for(connection.dialect)
    if connection.in_transaction():
        design.lock(connection)
        try:
            yield
        finally:
            design.unlock(connection)
        return
    with connection.begin():
        design.lock(connection)
        try:
            yield
        finally:
            design.unlock(connection)
