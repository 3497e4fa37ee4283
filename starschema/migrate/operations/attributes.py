"""Attributes of a dimension, added, dropped and renamed, with what the library keeps beside its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, update
from sqlalchemy.types import TypeEngine

from starschema.migrate.dialects import alterations
from starschema.migrate.mentions import Mentions
from starschema.migrate.operations.base import Operation
from starschema.migrate.tables import light_table, qualified


@Operations.register_operation("add_attribute")
class AddAttributeOp(Operation):
    """Add an attribute to a dimension and its journal.

    Members have no value until a load brings one: NULL, or where it takes none, what the unknown member says.

    Args:
        table_name: The dimension's table.
        column: The attribute's column.
        key: The table's surrogate key.
        special: What the special members say, by key.
        beside: The column of the value before, or of the newest, which types 3 and 6 need.
        journal: The dimension's journal, if it has one.
        references: The column that an outrigger refers to, as `table.column`.
        unchecked: Whether the database shall not check that.
        schema: The table's schema.
        library: The schema of the library's own tables.
    """

    name = "add_attribute"

    def __init__(
        self,
        table_name: str,
        column: Column[Any],
        *,
        key: str,
        special: Mapping[int, Any],
        beside: Sequence[Column[Any]] = (),
        journal: str | None = None,
        references: str | None = None,
        unchecked: bool | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        self.table_name = table_name
        self.column = column
        self.key = key
        self.special = dict(special)
        self.beside = list(beside)
        self.journal = journal
        self.references = references
        self.unchecked = unchecked
        self.schema = schema
        self.library = library

    @classmethod
    def add_attribute(
        cls,
        operations: Operations,
        table_name: str,
        column: Column[Any],
        *,
        key: str,
        special: Mapping[int, Any],
        beside: Sequence[Column[Any]] = (),
        journal: str | None = None,
        references: str | None = None,
        unchecked: bool | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        """Add an attribute to a dimension and its journal."""
        operations.invoke(
            cls(
                table_name,
                column,
                key=key,
                special=special,
                beside=beside,
                journal=journal,
                references=references,
                unchecked=unchecked,
                schema=schema,
                library=library,
            )
        )

    def reverse(self) -> DropAttributeOp:
        """Drop it."""
        return DropAttributeOp(
            self.table_name,
            self.column.name,
            beside=[column.name for column in self.beside],
            journal=self.journal,
            schema=self.schema,
            library=self.library,
            added=self,
        )

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what it is, and what goes with it."""
        return [self.table_name, self.column], {
            "key": self.key,
            "special": self.special,
            "beside": self.beside or None,
            "journal": self.journal,
            "references": self.references,
            "unchecked": self.unchecked or None,
            "schema": self.schema,
            "library": self.library,
        }

    def words(self) -> list[str]:
        """Say that it is missing."""
        table = qualified(self.table_name, self.schema)
        return [f"{table} lacks column {column.name}" for column in (self.column, *self.beside)]


@Operations.register_operation("drop_attribute")
class DropAttributeOp(Operation):
    """Drop an attribute from a dimension and its journal; if there were versions for its sake, they stay.

    Args:
        table_name: The dimension's table.
        attribute: The attribute.
        beside: The column of the value before, or of the newest.
        journal: The dimension's journal, if it has one.
        schema: The table's schema.
        library: The schema of the library's own tables.
        added: How a downgrade adds it again.
    """

    name = "drop_attribute"

    def __init__(
        self,
        table_name: str,
        attribute: str,
        *,
        beside: Sequence[str] = (),
        journal: str | None = None,
        schema: str | None = None,
        library: str | None = None,
        added: AddAttributeOp | None = None,
    ) -> None:
        self.table_name = table_name
        self.attribute = attribute
        self.beside = list(beside)
        self.journal = journal
        self.schema = schema
        self.library = library
        self.added = added

    @classmethod
    def drop_attribute(
        cls,
        operations: Operations,
        table_name: str,
        attribute: str,
        *,
        beside: Sequence[str] = (),
        journal: str | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        """Drop an attribute from a dimension and its journal."""
        operations.invoke(cls(table_name, attribute, beside=beside, journal=journal, schema=schema, library=library))

    def reverse(self) -> AddAttributeOp:
        """Add it, without the values that it had.

        Raises:
            ValueError: It is not known what it was.
        """
        if self.added is None:
            raise ValueError(f"{self.table_name}.{self.attribute} is not known, so it cannot be added again")
        return self.added

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what it is, and what goes with it."""
        named = {"beside": self.beside or None, "journal": self.journal}
        return [self.table_name, self.attribute], {**named, "schema": self.schema, "library": self.library}

    def words(self) -> list[str]:
        """Say that it is too much."""
        table = qualified(self.table_name, self.schema)
        return [f"{table} has column {name}, which is not in the model" for name in (self.attribute, *self.beside)]


@Operations.register_operation("rename_attribute")
class RenameAttributeOp(Operation):
    """Give an attribute another name, in its dimension and wherever the library keeps it.

    Args:
        table_name: The dimension's table.
        old: The name so far.
        new: The name from now on.
        beside: The names of the columns that types 3 and 6 need, old to new.
        journal: The dimension's journal, if it has one.
        schema: The table's schema.
        library: The schema of the library's own tables.
    """

    name = "rename_attribute"

    def __init__(
        self,
        table_name: str,
        old: str,
        new: str,
        *,
        beside: Mapping[str, str] | None = None,
        journal: str | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        self.table_name = table_name
        self.old = old
        self.new = new
        self.beside = dict(beside or {})
        self.journal = journal
        self.schema = schema
        self.library = library

    @classmethod
    def rename_attribute(
        cls,
        operations: Operations,
        table_name: str,
        old: str,
        new: str,
        *,
        beside: Mapping[str, str] | None = None,
        journal: str | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        """Give an attribute another name."""
        operations.invoke(cls(table_name, old, new, beside=beside, journal=journal, schema=schema, library=library))

    def reverse(self) -> RenameAttributeOp:
        """Give it its old name."""
        return RenameAttributeOp(
            self.table_name,
            self.new,
            self.old,
            beside={new: old for old, new in self.beside.items()},
            journal=self.journal,
            schema=self.schema,
            library=self.library,
        )

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the names, and what goes with them."""
        named = {"beside": self.beside or None, "journal": self.journal}
        return [self.table_name, self.old, self.new], {**named, "schema": self.schema, "library": self.library}

    def words(self) -> list[str]:
        """Say what is called otherwise."""
        table = qualified(self.table_name, self.schema)
        return [f"{table} has column {self.old}, which is {self.new} in the model"]


@Operations.implementation_for(AddAttributeOp)
def _add(operations: Operations, operation: AddAttributeOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    column = operation.column
    if column.nullable:
        alter.add([column])
    else:
        alter.add_filled(
            column, operation.special[-1], references=operation.references, unchecked=bool(operation.unchecked)
        )
    alter.add(operation.beside)
    types: dict[str, TypeEngine[Any]] = {operation.key: BigInteger(), column.name: column.type}
    newest = [name for beside in operation.beside if (name := beside.name).startswith("current_")]
    types |= dict.fromkeys(newest, column.type)
    table = light_table(operation.table_name, operation.schema, types)
    told = {key: value for key, value in operation.special.items() if value is not None}
    for key, value in told.items():
        values = dict.fromkeys([column.name, *newest], value)
        operations.execute(update(table).where(table.c[operation.key] == key).values(values))
    if told:
        alter.settle()
    if not column.nullable:
        mentions = Mentions(operations, operation.table_name, operation.journal, operation.schema, operation.library)
        mentions.know(column.name)
    if operation.journal is not None:
        alterations(operations, operation.journal, operation.schema).add([column])


@Operations.implementation_for(DropAttributeOp)
def _drop(operations: Operations, operation: DropAttributeOp) -> None:
    mentions = Mentions(operations, operation.table_name, operation.journal, operation.schema, operation.library)
    mentions.forget(operation.attribute)
    alterations(operations, operation.table_name, operation.schema).finish(
        drop=[operation.attribute, *operation.beside]
    )
    if operation.journal is not None:
        alterations(operations, operation.journal, operation.schema).finish(drop=[operation.attribute])


@Operations.implementation_for(RenameAttributeOp)
def _rename(operations: Operations, operation: RenameAttributeOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    for old, new in {operation.old: operation.new, **operation.beside}.items():
        alter.rename(old, new)
    mentions = Mentions(operations, operation.table_name, operation.journal, operation.schema, operation.library)
    if operation.journal is None:
        mentions.rename(operation.old, operation.new)
        return
    journal = alterations(operations, operation.journal, operation.schema)
    journal.rename(operation.old, operation.new)
    mentions.rename(operation.old, operation.new)
    journal.settle()
