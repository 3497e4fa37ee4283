"""What is there already under a dimension's name: two stars may share it if both declare it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    Time,
    TypeDecorator,
    inspect,
)

from starschema.errors import ModelError

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

    from starschema.model.catalog import Catalog
    from starschema.model.spec import DimensionSpec

KINDS: dict[type[TypeEngine[Any]], str] = {
    String: "text",
    Boolean: "whole number",  # which it is on MariaDB
    Integer: "whole number",
    Float: "floating number",
    Numeric: "decimal number",
    DateTime: "time",
    Date: "day",
    Time: "time of day",
}
"""What types are, as far as a database that is asked for them tells them apart."""

SIZES = ("length", "precision", "scale")
"""What types of one kind may differ in, where the database keeps it."""


def check_there(connection: Connection, described: Catalog, metadata: MetaData) -> None:
    """Check that the dimensions' tables that are there already can be shared with what made them.

    Their natural key and attributes must be there, with the same types; there may be more of them.

    Args:
        connection: A connection to the warehouse.
        described: The model.
        metadata: Its tables, as the database should have them.

    Raises:
        ModelError: They differ, as those of another star may, or of an earlier state of the model.
    """
    inspector = inspect(connection)
    there = {schema: set(inspector.get_table_names(schema)) for schema in {t.schema for t in metadata.tables.values()}}
    differences = []
    for dimension in described.dimensions:
        table = metadata.tables[dimension.stored.key]
        if table.name in there[table.schema]:
            columns = {c["name"]: c["type"] for c in inspector.get_columns(table.name, schema=table.schema)}
            differences += _differences(dimension, table.c, columns, connection.dialect)
    if differences:
        raise ModelError(
            f"{'; '.join(differences)}. If another mart made the table, declare what both share alike or give the "
            "class another __tablename__; if it is of an earlier state of the model, migrate it"
        )


def _differences(
    dimension: DimensionSpec, wanted: Any, there: dict[str, TypeEngine[Any]], dialect: Dialect
) -> list[str]:
    where, table = dimension.cls.__name__, dimension.stored.name
    found = []
    for name in (*(c.name for c in dimension.natural_key), *(a.name for a in dimension.attributes)):
        if name not in wanted:
            continue  # it is a subtype's
        if name not in there:
            found.append(f"{table} is there already, without the column {name} of {where}")
        elif _differ(wanted[name], there[name], dialect):
            found.append(
                f"{table}.{name} is there already as {there[name].compile(dialect)}, and {where}.{name} is "
                f"{wanted[name].type.compile(dialect)}"
            )
    return found


def _differ(wanted: Column[Any], there: TypeEngine[Any], dialect: Dialect) -> bool:
    """Return whether a type is surely another one than is there: of what cannot be told nothing is said."""
    here = wanted.type.dialect_impl(dialect)
    kinds = _kind(here), _kind(there)
    if None in kinds:
        return False
    sizes = [(getattr(here, size, None), getattr(there, size, None)) for size in SIZES]
    return kinds[0] != kinds[1] or any(a != b for a, b in sizes if a is not None and b is not None)


def _kind(type_: TypeEngine[Any]) -> str | None:
    if isinstance(type_, Enum | TypeDecorator):
        return None
    return next((kind for of, kind in KINDS.items() if isinstance(type_, of)), None)
