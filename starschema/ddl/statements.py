"""The statements that create or drop a warehouse, in order, and as one string for people, reviews and shells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    CreateView,
    Insert,
    MetaData,
    Table,
    and_,
    exists,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.schema import (
    CreateIndex,
    CreateSchema,
    CreateTable,
    DropConstraint,
    DropTable,
    DropView,
    ExecutableDDLElement,
)

from starschema.backends.routing import UNDOING
from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.dialects import design_for, offline_dialect
from starschema.ddl.finished import finished_views
from starschema.ddl.layout import layout_on
from starschema.ddl.physical import catalog_of, physical_metadata, physical_views, shared_tables, specs_of
from starschema.ddl.spelled import Spelled
from starschema.ddl.written import Written, remark
from starschema.model.bookkeeping import bookkeeping
from starschema.model.bridge import special_rows
from starschema.model.spec import NOT_APPLICABLE_KEY, UNKNOWN_KEY
from starschema.model.special import special_members
from starschema.model.undoing import undo_table

if TYPE_CHECKING:
    from sqlalchemy import Dialect

    from starschema.ddl.physical import Model
    from starschema.model.catalog import Catalog

LOCKS = ("history", "members")
"""The two locks of every table: on its versions, and on which members there are."""


def create_statements(
    model: Model, dialect: Dialect, *, foreign_keys: ForeignKeys = "declared", if_not_exists: bool = False
) -> list[ExecutableDDLElement | Insert]:
    """Return what creates the tables and views of `model`, special members and the library's own tables, in order.

    Args:
        model: The declarative base that the model classes share, or its catalog.
        dialect: The database's dialect, connected or not.
        foreign_keys: See `physical_metadata`.
        if_not_exists: Leave what is there already as it is.

    Raises:
        ModelError: The database cannot keep the model, or is not supported.
    """
    metadata = physical_metadata(model, dialect, foreign_keys=foreign_keys)
    design = design_for(dialect)
    if isinstance(design, Spelled):
        return list(_spelled(design, catalog_of(model), metadata, if_not_exists=if_not_exists))
    if if_not_exists:
        for table in metadata.tables.values():
            design.make_repeatable(table)
    statements: list[ExecutableDDLElement | Insert] = []
    if metadata.schema and dialect.name != "sqlite":  # a schema of SQLite is a file, attached by the connection
        statements.append(CreateSchema(metadata.schema, if_not_exists=True))
    statements += _recorded(metadata.create_all, dialect)
    for statement in statements:
        if if_not_exists and isinstance(statement, CreateTable | CreateIndex):
            statement.if_not_exists = True
    for view in physical_views(catalog_of(model), metadata):
        if if_not_exists:
            design.make_view_repeatable(view)
        statements.append(view)
    for table, key, rows in rows_at_first(catalog_of(model)):
        for row in rows:
            statements.append(_insert(table, scripted(design, row), key, only_missing=if_not_exists))
    return statements


def drop_statements(model: Model, dialect: Dialect, *, shared: bool = True) -> list[ExecutableDDLElement]:
    """Return what drops the views and tables of `model` and the library's own, the ones that refer to others first.

    Args:
        model: The declarative base that the model classes share, or its catalog.
        dialect: The database's dialect, connected or not.
        shared: Whether those of the library's tables go, too, that all models of a schema share.
    """
    described = catalog_of(model)
    metadata = physical_metadata(described, dialect)
    design = design_for(dialect)
    if isinstance(design, Spelled):
        old = reversed(_views(design, described, metadata))
        gone = [Written(design.drop_view(view)) for view in old]
        doomed = doomed_tables(described, metadata, shared=shared)
        return [*gone, *(Written(s) for table in doomed for s in design.drop_table(table))]
    views = [DropView(view.table, if_exists=True) for view in reversed(physical_views(described, metadata))]
    tables: list[ExecutableDDLElement] = [DropTable(t, if_exists=True) for t in reversed(creation_order(metadata))]
    # What SQLAlchemy drops besides are the types that only these tables used.
    types = [s for s in _recorded(metadata.drop_all, dialect) if not isinstance(s, DropTable | DropConstraint)]
    return [*views, *tables, *types]


def doomed_tables(described: Catalog, metadata: MetaData, *, shared: bool) -> list[Table]:
    """Return the tables that `drop_statements` drops on a warehouse, in this order."""
    own = bookkeeping(described.base.metadata)
    of_all = (*shared_tables(own), own.undo, undo_table(own.snapshots, MetaData()))
    kept = set() if shared else {table.key for table in of_all}
    return [table for table in reversed(creation_order(metadata)) if table.key not in kept]


def create_ddl(
    model: Model,
    dialect: str,
    *,
    foreign_keys: ForeignKeys = "declared",
    if_not_exists: bool = False,
    drop: bool = False,
) -> str:
    """Return the DDL of `model` for the database called `dialect` as one string; no connection is needed.

    Args:
        model: The declarative base that the model classes share, or its catalog.
        dialect: Name of the database, one of `starschema.ddl.SUPPORTED`.
        foreign_keys: See `physical_metadata`.
        if_not_exists: Write a script that can run again.
        drop: Write the script that drops the tables instead.

    Raises:
        ModelError: The database cannot keep the model, or is not supported.
    """
    target = offline_dialect(dialect)
    statements: Iterable[ExecutableDDLElement | Insert]
    if drop:
        statements = drop_statements(model, target)
    else:
        statements = create_statements(model, target, foreign_keys=foreign_keys, if_not_exists=if_not_exists)
    written = [_text(statement, target) + ";" for statement in statements]
    if not drop and (said := _remarks(model, target)):
        written.insert(0, "\n".join(said))
    return "\n\n".join(written) + "\n"


def alter_ddl(model: Model, dialect: str) -> str:
    """Return what gives the tables of `model` that are there the layout and comments that it says now, as one string.

    It is what ALTER can change of a `Physical`, whatever a table has so far; what it cannot is told in comments at the
    head, with what to do instead.

    Args:
        model: The declarative base that the model classes share, or its catalog.
        dialect: Name of the database, one of `starschema.ddl.SUPPORTED`.

    Raises:
        ModelError: The database cannot keep the model, or is not supported.
    """
    target = offline_dialect(dialect)
    design = design_for(target)
    tables = creation_order(physical_metadata(model, target))
    said = [remark(each) for table in tables for each in unalterable(design, table)]
    written = [statement + ";" for table in tables for statement in design.altered(table)]
    return "\n\n".join([*(["\n".join(said)] if said else []), *written]) + "\n"


def unalterable(design: Design, table: Table) -> list[str]:
    """Say which of the user's hints for `table` no ALTER changes, and what to do."""
    layout = layout_on(table)
    return [
        f"{layout.owner}: Physical({hint}=...) stays as it is in a table that is there: {why}"
        for hint, why in design.fixed.items()
        if hint in layout.said
    ]


def first_rows(described: Catalog, *, only_missing: bool, apart: bool = False) -> list[Insert]:
    """Return the inserts of the special members, and of the rows by which loads take locks and keys.

    Args:
        described: The catalog of the model.
        only_missing: Insert only what is not there yet.
        apart: Whether loads undo what killed ones have left, for which they take a lock, too.
    """
    found = list(rows_at_first(described))
    if apart:
        target, lock = UNDOING
        row = {"target": target, "lock": lock, "last_key": 0, "attributes": "{}"}
        found.append((bookkeeping(described.base.metadata).targets, ("target", "lock"), [row]))
    return [_insert(table, row, key, only_missing=only_missing) for table, key, rows in found for row in rows]


def rows_at_first(described: Catalog) -> Iterator[tuple[Table, tuple[str, ...], list[dict[str, Any]]]]:
    """Give the tables that are never empty, with the columns that tell their rows apart, and the rows."""
    for dimension in described.dimensions:
        members = special_members(dimension)
        for table in dimension.tables:
            rows = [{c.name: member[c.name] for c in table.columns} for member in members]
            yield table, (dimension.key.name,), rows
    for closure in described.closures:
        own = [
            {"descendant_key": key, "ancestor_key": key, "depth": 0, "is_top": True, "is_bottom": True, "load_id": 0}
            for key in (UNKNOWN_KEY, NOT_APPLICABLE_KEY)
        ]
        yield closure.table, ("descendant_key", "ancestor_key"), own
    for bridge in described.bridges:
        yield bridge.table, tuple(column.name for column in bridge.grain), special_rows(bridge)
    targets = bookkeeping(described.base.metadata).targets
    for spec in specs_of(described):
        # A dimension's attributes enter when data first has them.
        rows = [{"target": spec.table.fullname, "lock": lock, "last_key": 0, "attributes": "{}"} for lock in LOCKS]
        yield targets, ("target", "lock"), rows


def _spelled(design: Spelled, described: Catalog, metadata: MetaData, *, if_not_exists: bool) -> Iterator[Written]:
    """Yield the statements of a design that spells its tables itself."""
    if metadata.schema:
        yield Written(design.create_schema(metadata.schema))
    for table in creation_order(metadata):
        for statement in design.create_table(table, if_not_exists=if_not_exists):
            yield Written(statement)
    for view in _views(design, described, metadata):
        yield Written(design.create_view(view, if_not_exists=if_not_exists))
    for table, key, rows in rows_at_first(described):
        for row in rows if table.name not in design.elsewhere else ():
            yield Written(design.insert(metadata.tables[table.key], row, key, only_missing=if_not_exists))


def _views(design: Spelled, described: Catalog, metadata: MetaData) -> list[CreateView]:
    """Return the views of the model, and of what is finished where readers would see loads under way."""
    views = physical_views(described, metadata)
    return [*views, *finished_views(described, metadata)] if design.apart and design.views else views


def _remarks(model: Model, dialect: Dialect) -> list[str]:
    """Return what the database does not do of what the model asks for, as comments for the head of a script."""
    design = design_for(dialect)
    said = list(design.notes) if isinstance(design, Spelled) else []
    metadata = physical_metadata(model, dialect)
    for table in metadata.tables.values():
        said += design.remarks(table)
    for view in physical_views(catalog_of(model), metadata):
        said += design.view_remarks(view)
    return [remark(each) for each in said]


def creation_order(metadata: MetaData) -> list[Table]:
    """Return the tables, each after those that it refers to, otherwise in the order of `metadata`."""
    waiting = list(metadata.tables.values())
    done: list[Table] = []
    while waiting:
        ready = next((t for t in waiting if not _referred(t).intersection(waiting)), waiting[0])
        waiting.remove(ready)
        done.append(ready)
    return done


def _referred(table: Table) -> set[Table]:
    return {constraint.referred_table for constraint in table.foreign_key_constraints} - {table}


def _recorded(run: Callable[..., None], dialect: Dialect) -> list[ExecutableDDLElement]:
    """Let SQLAlchemy `run` on a connection that only listens: it knows about types, comments and cycles."""
    statements: list[ExecutableDDLElement] = []

    def record(statement: ExecutableDDLElement, *_: Any, **__: Any) -> None:
        statements.append(statement)

    run(MockConnection(dialect, record), checkfirst=False)
    # A table keeps its indexes in a set, whose order is another one in every process.
    ordered: list[ExecutableDDLElement] = []
    for _, group in groupby(statements, lambda statement: isinstance(statement, CreateIndex)):
        ordered += sorted(group, key=_index_name)
    return ordered


def _index_name(statement: ExecutableDDLElement) -> str:
    return str(statement.element.name) if isinstance(statement, CreateIndex) else ""


def _insert(table: Table, row: dict[str, Any], key: tuple[str, ...], *, only_missing: bool) -> Insert:
    if not only_missing:
        return insert(table).values(row)
    same: ColumnElement[bool] = and_(*(table.c[name] == row[name] for name in key))
    values = [
        (value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)).label(name)
        for name, value in row.items()
    ]
    missing = select(*values).where(~exists(select(literal(1)).select_from(table).where(same)))
    return insert(table).from_select(list(row), missing, include_defaults=False)


def scripted(design: Design, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as a script can hold them: SQLAlchemy writes no bytes, and zones whoever keeps them."""
    return {name: _scripted(design, value) for name, value in row.items()}


def _scripted(design: Design, value: Any) -> Any:
    if isinstance(value, bytes):
        return literal_column(design.binary(value.hex()))
    if isinstance(value, datetime) and not design.keeps_zones:
        return value.replace(tzinfo=None)
    return value


def _text(statement: ExecutableDDLElement | Insert, dialect: Dialect) -> str:
    if isinstance(statement, Insert):
        return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return str(statement.compile(dialect=dialect)).strip()
