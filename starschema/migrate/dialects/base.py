"""Changing a table where ALTER can do it, as on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Literal

from alembic.operations import BatchOperations, Operations
from sqlalchemy import Column, Connection, Enum, ForeignKeyConstraint, MetaData, Table, inspect, literal, text
from sqlalchemy.schema import AddConstraint, DefaultClause
from sqlalchemy.sql.elements import TextClause

from starschema.ddl.postgresql import UncheckedForeignKey
from starschema.errors import StarSchemaError
from starschema.migrate.tables import qualified


class Alterations:
    """The changes of one table.

    Args:
        operations: What runs the migration.
        table_name: The table.
        schema: Its schema.
    """

    recreate: ClassVar[Literal["auto", "always"]] = "auto"
    """Whether ALTER can do it, or the table must be made anew."""

    inline_references: ClassVar[bool] = False
    """Whether a reference must come with its column."""

    def __init__(self, operations: Operations, table_name: str, schema: str | None) -> None:
        self.operations = operations
        self.table_name = table_name
        self.schema = schema

    @property
    def connection(self) -> Connection | None:
        """The database, or None where the migration is only written down as SQL."""
        return None if self.operations.migration_context.as_sql else self.operations.get_bind()

    def add(self, columns: Sequence[Column[Any]]) -> None:
        """Add columns that hold NULL, whatever they shall take later."""
        for column in columns:
            self._create_type(column)
            self.operations.add_column(self.table_name, _copy(column, nullable=True), schema=self.schema)

    def add_filled(
        self, column: Column[Any], value: Any, *, references: str | None = None, unchecked: bool = False
    ) -> None:
        """Add a column that takes no NULL, with one value in all rows there are; where the database can, at no cost.

        Args:
            column: The column.
            value: The value; of no consequence if the column has a default.
            references: The column that it refers to, as `table.column`.
            unchecked: Whether the database shall not check that.
        """
        self._create_type(column)
        filled = _copy(column, nullable=self.added_nullable)
        if column.server_default is None:
            filled.server_default = DefaultClause(self._literal(column, value))
        if references is not None and self.inline_references:
            from sqlalchemy import ForeignKey

            filled.append_foreign_key(ForeignKey(references))
        self.operations.add_column(
            self.table_name, filled, schema=self.schema, inline_references=self.inline_references
        )
        if self.added_nullable:
            self._alter(column, nullable=False)
        if column.server_default is None:
            self._alter(column, server_default=None)
        if references is not None and not self.inline_references:
            self.refer(column.name, references, unchecked=unchecked)

    added_nullable: ClassVar[bool] = False
    """Whether a column that takes no NULL cannot be added as such."""

    def refer(self, column: str, references: str, *, unchecked: bool) -> None:
        """Have a column refer to another table's."""
        target, remote = references.rsplit(".", 1)
        *schema, name = target.split(".")
        metadata = MetaData()
        there = Table(name, metadata, Column(remote), schema=schema[0] if schema else None)
        here = Table(self.table_name, metadata, Column(column), schema=self.schema)
        kind = UncheckedForeignKey if unchecked else ForeignKeyConstraint
        constraint = kind([here.c[column]], [there.c[remote]])
        here.append_constraint(constraint)
        self.operations.execute(AddConstraint(constraint))

    def rename(self, old: str, new: str) -> None:
        """Give a column another name."""
        self.operations.alter_column(self.table_name, old, new_column_name=new, schema=self.schema)

    def rename_unique(self, old: str, new: str, columns: list[str]) -> None:
        """Give a unique key another name."""
        name = self._key_name(old, columns)
        with self._changed(self.recreate) as batch:
            batch.drop_constraint(name, type_="unique")
            batch.create_unique_constraint(new, columns)

    def finish(
        self,
        *,
        require: Sequence[Column[Any]] = (),
        drop: Sequence[str] = (),
        key: tuple[str, Sequence[str], Sequence[str]] | None = None,
    ) -> None:
        """Do what a table's rows must be ready for.

        Args:
            require: Columns that take no NULL any more.
            drop: Columns that go.
            key: Name of a unique key, its columns so far, and its columns from now on.
        """
        name = None if key is None else self._key_name(*key[:2])
        references = self._references(drop)
        with self._changed(self.recreate) as batch:
            for column in require:
                batch.alter_column(
                    column.name,
                    existing_type=column.type,
                    existing_comment=column.comment,
                    existing_server_default=column.server_default or False,
                    nullable=False,
                )
            if name is not None:
                batch.drop_constraint(name, type_="unique")
            for reference in references:
                batch.drop_constraint(reference, type_="foreignkey")
            for gone in drop:
                batch.drop_column(gone)
            if key is not None:
                batch.create_unique_constraint(key[0], list(key[2]))

    def settle(self) -> None:
        """Make the table ready for further changes after its rows were updated."""

    def change_type(self, column: Column[Any], type_: Any) -> None:
        """Give a column another type, into which its values fit."""
        options: dict[str, Any] = {
            "existing_type": column.type,
            "existing_nullable": column.nullable,
            "existing_comment": column.comment,
            "type_": type_,
        }
        if column.server_default is not None:
            options["existing_server_default"] = column.server_default
        with self._changed(self.recreate) as batch:
            batch.alter_column(column.name, **options)

    def _changed(self, recreate: Literal["auto", "always"]) -> AbstractContextManager[BatchOperations]:
        """Return what changes the table, all at once.

        Args:
            recreate: Whether a new table is filled from it, even if ALTER could do it.

        Raises:
            StarSchemaError: The table must be made anew, and there is no database that says what it is like.
        """
        if self.connection is None and self.recreate == "always":
            raise StarSchemaError(
                f"{qualified(self.table_name, self.schema)}: {self.operations.impl.dialect.name} changes a table by "
                "filling a new one from it, for which the database must be read: run the migration there, without --sql"
            )
        return self.operations.batch_alter_table(self.table_name, schema=self.schema, recreate=recreate)

    def _alter(self, column: Column[Any], **change: Any) -> None:
        with self._changed("auto") as batch:
            batch.alter_column(
                column.name,
                existing_type=column.type,
                existing_nullable=column.nullable,
                existing_comment=column.comment,
                **change,
            )

    def _literal(self, column: Column[Any], value: Any) -> TextClause:
        dialect = self.operations.impl.dialect
        written = str(literal(value, column.type).compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        doubled = dialect.paramstyle in ("format", "pyformat")
        return text((written.replace("%%", "%") if doubled else written).replace(":", r"\:"))

    def _key_name(self, name: str, columns: Sequence[str]) -> str:
        """Return the name that a unique key has in the database, which need not be the one it was made with."""
        if self.connection is None:
            return name
        there = inspect(self.connection).get_unique_constraints(self.table_name, schema=self.schema)
        found = [key["name"] for key in there if sorted(key["column_names"]) == sorted(columns)]
        return next((str(known) for known in found if known), name)

    def _references(self, _columns: Sequence[str]) -> list[str]:
        """Return the references that must go before their columns."""
        return []

    def _create_type(self, column: Column[Any]) -> None:
        """Create the type that an Enum is, where it is one of its own."""
        if not isinstance(column.type, Enum):
            return
        if self.connection is not None:
            column.type.create(self.connection, checkfirst=True)
        elif column.type.native_enum:
            self._write_type(column.type)

    def _write_type(self, type_: Enum) -> None:
        """Write down how the type that an Enum is comes into being, where it is one of its own."""


KIND = Alterations


def _copy(column: Column[Any], *, nullable: bool) -> Column[Any]:
    copied = Column(
        column.name, column.type, nullable=nullable, comment=column.comment, server_default=column.server_default
    )
    copied.autoincrement = False
    return copied
