"""Attributes of a dimension, added, dropped and renamed, with what the library keeps beside its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, update
from sqlalchemy.types import TypeEngine

from starschema.migrate.dialects import alterations
from starschema.migrate.mentions import Mentions
from starschema.migrate.operations.base import UNWRITTEN, TableOperation, registered
from starschema.migrate.tables import light_table


@dataclass(eq=False)
class AttributeOperation(TableOperation):
    """An operation on an attribute of a dimension.

    Args:
        journal: The dimension's journal, if it has one.
        library: The schema of the library's own tables.
    """

    _: KW_ONLY
    journal: str | None = None
    library: str | None = None

    def mentions(self, operations: Operations) -> Mentions:
        """Return where the library keeps the names of the dimension's attributes."""
        return Mentions(operations, self.table_name, self.journal, self.schema, self.library)


@registered("add_attribute")
@dataclass(eq=False)
class AddAttributeOp(AttributeOperation):
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

    column: Column[Any]
    _: KW_ONLY
    key: str
    special: Mapping[int, Any]
    beside: Sequence[Column[Any]] = field(default_factory=list)
    references: str | None = None
    unchecked: bool = False

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

    def words(self) -> list[str]:
        """Say that it is missing."""
        return [f"{self.place} lacks column {column.name}" for column in (self.column, *self.beside)]


@registered("drop_attribute")
@dataclass(eq=False)
class DropAttributeOp(AttributeOperation):
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

    attribute: str
    _: KW_ONLY
    beside: Sequence[str] = field(default_factory=list)
    added: AddAttributeOp | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> AddAttributeOp:
        """Add it, without the values that it had.

        Raises:
            ValueError: It is not known what it was.
        """
        if self.added is None:
            raise ValueError(f"{self.table_name}.{self.attribute} is not known, so it cannot be added again")
        return self.added

    def words(self) -> list[str]:
        """Say that it is too much."""
        return [f"{self.place} has column {n}, which is not in the model" for n in (self.attribute, *self.beside)]


@registered("rename_attribute")
@dataclass(eq=False)
class RenameAttributeOp(AttributeOperation):
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

    old: str
    new: str
    _: KW_ONLY
    beside: Mapping[str, str] = field(default_factory=dict)

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

    def words(self) -> list[str]:
        """Say what is called otherwise."""
        return [f"{self.place} has column {self.old}, which is {self.new} in the model"]


@Operations.implementation_for(AddAttributeOp)
def _add(operations: Operations, operation: AddAttributeOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    column = operation.column
    if column.nullable:
        alter.add([column])
    else:
        alter.add_filled(column, operation.special[-1], references=operation.references, unchecked=operation.unchecked)
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
        operation.mentions(operations).know(column.name)
    if operation.journal is not None:
        alterations(operations, operation.journal, operation.schema).add([column])


@Operations.implementation_for(DropAttributeOp)
def _drop(operations: Operations, operation: DropAttributeOp) -> None:
    operation.mentions(operations).forget(operation.attribute)
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
    mentions = operation.mentions(operations)
    if operation.journal is None:
        mentions.rename(operation.old, operation.new)
        return
    journal = alterations(operations, operation.journal, operation.schema)
    journal.rename(operation.old, operation.new)
    mentions.rename(operation.old, operation.new)
    journal.settle()
