"""Tables under other names, with what bears the names and with what the library keeps of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field

from alembic.operations import Operations
from sqlalchemy import String, update

from starschema.migrate.dialects import alterations
from starschema.migrate.operations.base import Operation, registered
from starschema.migrate.operations.registry import mentions
from starschema.migrate.tables import light_table, qualified
from starschema.model.family import WHOLE

Named = Sequence[str | Sequence[str]]
"""What has a name of its own: the name so far, the one from now on, and its columns as they are called then."""


@registered("rename_model_table")
@dataclass(eq=False)
class RenameModelTableOp(Operation):
    """Give a table of the model another name; its rows, and what was loaded under which key, stay known.

    Args:
        old: The name so far.
        new: The name from now on.
        columns: The names of columns that follow from it, old to new.
        unique: Its natural key, if it is a dimension.
        indexes: Its indexes.
        schema: The table's schema.
        library: The schema of the library's own tables.
    """

    old: str
    new: str
    _: KW_ONLY
    columns: Mapping[str, str] = field(default_factory=dict)
    unique: Named | None = None
    indexes: Sequence[Named] = field(default_factory=list)
    schema: str | None = None
    library: str | None = None

    def reverse(self) -> RenameModelTableOp:
        """Give it its old name."""
        back = {new: old for old, new in self.columns.items()}
        return RenameModelTableOp(
            self.new,
            self.old,
            columns=back,
            unique=None if self.unique is None else _back(self.unique, back),
            indexes=[_back(index, back) for index in self.indexes],
            schema=self.schema,
            library=self.library,
        )

    def words(self) -> list[str]:
        """Say that it is called otherwise."""
        return [f"table {qualified(self.old, self.schema)} is {qualified(self.new, self.schema)} in the model"]


def _back(named: Named, columns: Mapping[str, str]) -> Named:
    old, new, held = named
    return [new, old, [columns.get(name, name) for name in held]]


@Operations.implementation_for(RenameModelTableOp)
def _rename(operations: Operations, operation: RenameModelTableOp) -> None:
    schema = operation.schema
    for name, _, _ in operation.indexes:
        operations.drop_index(str(name), table_name=operation.old, schema=schema)
    operations.rename_table(operation.old, operation.new, schema=schema)
    alter = alterations(operations, operation.new, schema)
    for old, new in operation.columns.items():
        alter.rename(old, new)
    if operation.unique is not None:
        before, after, held = operation.unique
        alter.rename_unique(str(before), str(after), list(held))
    for _, name, held in operation.indexes:
        operations.create_index(str(name), operation.new, list(held), schema=schema)
    for mention in mentions(operations, operation.library):
        table = light_table(mention, operation.library, {"target": String(200)})
        for ending in ("", WHOLE):  # by the latter loads know a table with subtypes
            old, new = (f"{qualified(name, schema)}{ending}" for name in (operation.old, operation.new))
            operations.execute(update(table).where(table.c.target == old).values(target=new))
