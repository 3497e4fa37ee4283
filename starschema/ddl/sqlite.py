"""SQLite: row ids for surrogate keys, references that are written and not checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Connection, CreateView, Dialect, ForeignKeyConstraint, Integer
from sqlalchemy.types import TypeEngine

from starschema.ddl.design import Design, ForeignKeys


class SQLite(Design):
    """Tables as SQLite wants them."""

    keeps_zones = False
    unused: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (
            "partition_by",
            "expire_days",
            "distribute_on",
            "sort_on",
            "cluster_on",
            "replicate",
            "compress",
        ),
        "SQLite keeps a table in one file, in the order of its row ids",
    )

    def column_type(self, column: Column[Any], *, exact: bool, indexed: bool) -> TypeEngine[Any]:
        """Spell a single whole-number key INTEGER: only that word makes it the row id, saving a second B-tree."""
        if column.primary_key and len(column.table.primary_key.columns) == 1 and isinstance(column.type, BigInteger):
            return Integer()
        return super().column_type(column, exact=exact, indexed=indexed)

    def foreign_key(
        self, columns: Sequence[Column[Any]], targets: Sequence[Column[Any]], policy: ForeignKeys
    ) -> ForeignKeyConstraint | None:
        """Write it, by a name: SQLite gives none, and a migration cannot drop what has none.

        SQLite checks nothing until a connection says `PRAGMA foreign_keys = ON`.
        """
        if policy == "none":
            return None
        table = columns[0].table
        named = "fk" in table.metadata.naming_convention
        name = None if named else f"fk_{table.name}_{'_'.join(column.name for column in columns)}"
        return ForeignKeyConstraint(columns, targets, name=name)

    def make_view_repeatable(self, view: CreateView) -> None:
        """Leave the view that is there: SQLite cannot replace one."""
        view.dialect_kwargs["sqlite_if_not_exists"] = True

    def lock(self, connection: Connection) -> None:
        """Begin a transaction that writes: the driver begins none for DDL."""
        driver = connection.connection.driver_connection
        if driver is not None and not getattr(driver, "in_transaction", True):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`."""
    return SQLite(dialect)
