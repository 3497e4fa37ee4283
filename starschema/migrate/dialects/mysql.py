"""MySQL and MariaDB: a column is renamed without being told again, and a reference must go before its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import MetaData, Table, inspect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import ExecutableDDLElement

from starschema.migrate.dialects.base import Alterations


class RenameColumn(ExecutableDDLElement):
    """ALTER TABLE … RENAME COLUMN, of MySQL 8.0 and MariaDB 10.5; Alembic's CHANGE wants the whole column."""

    def __init__(self, table: Table, old: str, new: str) -> None:
        self.table = table
        self.old = old
        self.new = new


@compiles(RenameColumn)
def _rename(element: RenameColumn, compiler: Any, **_: Any) -> str:
    prepare = compiler.preparer
    renamed = f"{prepare.quote(element.old)} TO {prepare.quote(element.new)}"
    return f"ALTER TABLE {prepare.format_table(element.table)} RENAME COLUMN {renamed}"


class MySQLAlterations(Alterations):
    """The changes of one table."""

    def rename(self, old: str, new: str) -> None:
        """Give a column another name."""
        table = Table(self.table_name, MetaData(), schema=self.schema)
        self.operations.execute(RenameColumn(table, old, new))

    def _references(self, columns: Sequence[str]) -> list[str]:
        if self.connection is None or not columns:
            return []
        there = inspect(self.connection).get_foreign_keys(self.table_name, schema=self.schema)
        return [str(key["name"]) for key in there if key["name"] and set(key["constrained_columns"]) & set(columns)]


KIND = MySQLAlterations
