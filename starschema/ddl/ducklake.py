"""DuckLake: columns, types, NOT NULL and comments; keys and references are kept by the loads alone.

DuckLake (with DuckDB 1.5.5) has no primary keys, unique constraints, checks, foreign keys, indexes or enumerations. The
library's books lie in the PostgreSQL that holds the catalog, with all of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Enum,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.types import TypeEngine

from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.duckdb import DuckDB
from starschema.errors import ModelError
from starschema.model.bookkeeping import BOOKS


class DuckLake(DuckDB):
    """Tables as a lake takes them."""

    elsewhere = BOOKS
    unused: ClassVar[Mapping[str, str]] = {
        **DuckDB.unused,
        "partition_by": "files carry the least and greatest value of each column, which suffices where time goes on",
        "distribute_on": "files belong to no worker",
        "replicate": "every worker reads all files",
        "compress": "Parquet is always compressed",
    }

    def column_type(self, column: Column[Any], *, exact: bool, indexed: bool) -> TypeEngine[Any]:
        """Return the type, which is text where the model has an enumeration."""
        shown = super().column_type(column, exact=exact, indexed=indexed)
        implemented = self.implementation(shown)
        return String(implemented.length) if isinstance(implemented, Enum) else shown

    def check_enforced(self, referring: str, referred: str, *, versioned: bool) -> None:
        """Refuse: a lake checks no references."""
        raise ModelError(
            f"{referring} refers to {referred}, and a DuckLake has no foreign keys: use foreign_keys='declared', a "
            "load writes no dangling key"
        )

    def foreign_key(
        self, columns: Sequence[Column[Any]], targets: Sequence[Column[Any]], policy: ForeignKeys
    ) -> ForeignKeyConstraint | None:
        """Write none."""
        return None

    def finish(self, table: Table) -> None:
        """Take off what a lake does not have, and say in the comment what is unique."""
        super().finish(table)
        table.indexes.clear()
        for column in table.primary_key.columns:
            column.nullable = False
        for column in table.columns:
            column.primary_key = column.unique = False
            column.index = None
            column.foreign_keys.clear()
        table.foreign_keys.clear()
        table.constraints.clear()
        table.append_constraint(PrimaryKeyConstraint())

    def lock(self, connection: Connection) -> None:
        """Wait for another process that creates the same tables."""
        from starschema.backends.ducklake.dialect import LakeConnection

        assert isinstance(connection, LakeConnection)
        connection.lake.books.lock([("the tables", "creation")], share=False)

    def tie(self, books: Connection) -> None:
        """Have the catalog's database take changes of the books along with the lake's commits."""
        from starschema.backends.ducklake.books import prepare

        prepare(books)


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`."""
    return DuckLake(dialect)
