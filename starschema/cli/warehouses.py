"""Open the warehouse that a command line names, if it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase

from starschema.backends.ducklake.address import database_url
from starschema.cli.naming import UsageError
from starschema.errors import StarSchemaError

if TYPE_CHECKING:
    from starschema.warehouse import Warehouse

EMBEDDED = ("duckdb", "sqlite")
"""Databases that are a file, which connecting would make."""


def opened(url: str, base: type[DeclarativeBase], *, table: str | None, schema: str | None) -> Warehouse:
    """Return the warehouse at `url`.

    Args:
        url: Where the warehouse is.
        base: The declarative base of its models.
        table: A table without which the command makes no sense; None if it will create what is missing.
        schema: The schema of that table.

    Raises:
        UsageError: There is no such file.
        StarSchemaError: There is no such table.
    """
    from starschema.warehouse import Warehouse

    if table is None:
        return Warehouse(url, base)
    warehouse = opened_as_it_is(url, base)
    if not inspect(warehouse.engine).has_table(table, schema=schema):
        raise StarSchemaError(f"there is no table {table} in this database; `starschema load ... --create` creates it")
    return warehouse


def opened_as_it_is(url: str, base: type[DeclarativeBase]) -> Warehouse:
    """Return the warehouse at `url`, whatever is in it.

    Raises:
        UsageError: There is no such file.
    """
    from starschema.warehouse import Warehouse

    parsed = database_url(url)
    file = parsed.database or ":memory:"
    # A colon starts what is no plain file, such as file:shop.db?mode=ro, md:shop or :memory:.
    if parsed.get_backend_name() in EMBEDDED and ":" not in file and not Path(file).exists():
        raise UsageError(f"there is no file {file}; `starschema load ... --create` makes it")
    return Warehouse(url, base)
