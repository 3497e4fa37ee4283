"""Tables as statements of a migration know them, and their names as the library's own tables know these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.types import TypeEngine


def light_table(name: str, schema: str | None, columns: Mapping[str, TypeEngine[Any]]) -> Table:
    """Return a table for statements, with no more than its columns' names and types."""
    return Table(name, MetaData(), *(Column(n, t) for n, t in columns.items()), schema=schema)


def qualified(name: str, schema: str | None) -> str:
    """Return a table's name as the library's own tables know it."""
    return name if schema is None else f"{schema}.{name}"
