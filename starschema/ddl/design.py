"""How a database wants its tables: what all of them agree on, to be overridden one dialect a file.

`starschema.ddl.physical` decides what a warehouse needs; a `Design` says how one database spells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from sqlalchemy import (
    Column,
    Connection,
    CreateView,
    Dialect,
    Engine,
    Enum,
    ForeignKeyConstraint,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.exc import ArgumentError
from sqlalchemy.types import TypeDecorator, TypeEngine

from starschema.backends.routing import RoutedConnection
from starschema.ddl.layout import Layout, layout_on
from starschema.errors import ModelError

UNIQUE_BY = "unique by ({}), kept by the loads without an index"
"""What the comment of a table says whose grain is no key of the database's."""

ForeignKeys = Literal["enforced", "declared", "none"]
"""Foreign keys: checked by the database; written where it can hold them unchecked; or left out."""


class Design:
    """The physical design that suits most databases.

    Args:
        dialect: The SQLAlchemy dialect; a connected one knows its server's version, an offline one does not.
    """

    fact_primary_key: ClassVar[bool] = True
    """Whether a fact's grain becomes its primary key."""

    unused: ClassVar[Mapping[str, str]] = {}
    """Hints of `Physical` that the database cannot take, and why."""

    elsewhere: ClassVar[frozenset[str]] = frozenset()
    """Names of the library's tables that lie in a database beside this one."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    apart: ClassVar[bool] = False
    """Whether loads undo by themselves what they have done, since the database has no transaction for all of it."""

    views: bool = True
    """Whether readers have views of finished loads, where loads undo by themselves what they have done."""

    def beside(self, connection: Connection) -> Engine | None:
        """Return where the tables lie that lie elsewhere."""
        return connection.beside if isinstance(connection, RoutedConnection) else None

    def tie(self, books: Connection) -> None:
        """Have the database with the books do what the loads ask of it."""

    def column_type(self, column: Column[Any], *, exact: bool, indexed: bool) -> TypeEngine[Any]:
        """Return the type of `column` on this database.

        Args:
            column: The column, already in its physical table.
            exact: Whether equal text must mean equal code points, so that 'ab', 'AB' and 'ab ' are three keys.
            indexed: Whether a key or an index holds the column.
        """
        shown = self.implementation(column.type)
        if exact and isinstance(shown, String) and not isinstance(shown, Enum) and shown.collation is not None:
            return String(shown.length)
        return column.type

    def implementation(self, type_: TypeEngine[Any]) -> TypeEngine[Any]:
        """Return what `type_` comes to on this database, its variants and decorators resolved."""
        shown: TypeEngine[Any] = type_.dialect_impl(self.dialect)
        while isinstance(shown, TypeDecorator):
            shown = shown.impl_instance
        return shown

    def take_options(self, table: Table, owner: str, options: Mapping[str, Any]) -> None:
        """Give `table` the options for this database that its owner names, as SQLAlchemy's dialect spells them.

        Raises:
            ModelError: The database has no such option.
        """
        try:
            Table(table.name, MetaData(), **options)  # a table takes what it does not know only after it is made
        except (ArgumentError, TypeError) as error:
            raise ModelError(f"{owner}: Physical(options=...) for {self.dialect.name}: {error}") from error
        table.dialect_kwargs.update(options)

    def arrange(self, table: Table, layout: Layout) -> None:
        """Give `table` its physical design, as far as the database knows one.

        Raises:
            ModelError: The database could not keep it so.
        """

    def remarks(self, table: Table) -> list[str]:
        """Say which of the user's hints for `table` have no effect here, and why."""
        layout, unused = layout_on(table), dict(self.unused)
        if "partition_by" in unused:  # then nothing else of partitions has
            unused |= dict.fromkeys(("partition_every", "partition_span"), unused["partition_by"])
        return [
            f"{layout.owner}: Physical({hint}=...) has no effect here: {why}"
            for hint, why in unused.items()
            if hint in layout.said
        ]

    def view_remarks(self, view: CreateView) -> list[str]:
        """Say what is to be done so that the database takes `view`."""
        return []

    keeps_zones: ClassVar[bool] = True
    """Whether a time can have a zone."""

    fixed: ClassVar[Mapping[str, str]] = {}
    """Hints of `Physical` that a table takes only when it is made, and what to do for one that is there."""

    def altered(self, table: Table) -> Iterable[str]:
        """Yield the statements that give a table that is there its layout and comments, as far as ALTER can."""
        return ()

    def finish(self, table: Table) -> None:
        """Set options and comments of `table`, whose columns and constraints are complete."""

    def check(self, table: Table, owner: str) -> None:
        """Refuse what this database could not keep.

        Raises:
            ModelError: `table`, declared by `owner`, cannot be kept as it is.
        """

    def check_enforced(self, referring: str, referred: str, *, versioned: bool) -> None:
        """Refuse enforced foreign keys where they would break the loads.

        Raises:
            ModelError: Rows of `referred` could no longer be changed.
        """

    def foreign_key(
        self, columns: Sequence[Column[Any]], targets: Sequence[Column[Any]], policy: ForeignKeys
    ) -> ForeignKeyConstraint | None:
        """Return the constraint by which `columns` refer to `targets`, or None where none is written."""
        if policy == "enforced":
            return ForeignKeyConstraint(columns, targets)
        return None

    def binary(self, digits: str) -> str:
        """Return bytes as they stand in a script, from their hexadecimal `digits`."""
        return f"X'{digits}'"

    def go_offline(self) -> None:
        """Set the dialect to what it would else learn from a connection."""

    def make_repeatable(self, table: Table) -> None:
        """Change `table` so that a script with IF NOT EXISTS can create it, indexes and all."""

    def make_view_repeatable(self, view: CreateView) -> None:
        """Change `view` so that a script can create it again."""
        view.or_replace = True

    def lock(self, connection: Connection) -> None:
        """Make other processes that create the same tables wait for this connection."""

    def unlock(self, connection: Connection) -> None:
        """Let them go on, where the end of the transaction does not."""


def add_to_key(table: Table, layout: Layout) -> None:
    """Have the key of `table` hold the column that partitions it, without which its database could not check it.

    Raises:
        ModelError: That column can be NULL.
    """
    assert layout.partition is not None
    column = table.columns[layout.partition]
    if column.nullable:
        raise ModelError(
            f"{layout.owner}: Physical(partition_by={column.name!r}) may be NULL, and here a partitioned table's key "
            "holds the column; make it NOT NULL"
        )
    key = table.primary_key
    if column.name not in key.columns:
        names = [*key.columns.keys(), column.name]
        column.primary_key = True
        table.append_constraint(PrimaryKeyConstraint(*names, name=key.name if isinstance(key.name, str) else None))
        for name in names:
            table.columns[name].autoincrement = False


def refuse_wide_keys(table: Table, owner: str, limit: int, widths: Iterable[tuple[str, dict[str, int]]]) -> None:
    """Refuse keys and indexes of `table` that are wider than the `limit` in bytes.

    Raises:
        ModelError: One of `widths` (name of the key, bytes by column) is.
    """
    for key, columns in widths:
        total = sum(columns.values())
        if total > limit:
            listed = ", ".join(f"{name} {width}" for name, width in columns.items())
            raise ModelError(
                f"{owner}: {key} of {table.name} takes {total} bytes ({listed}), the database allows {limit}: "
                "give its text columns a shorter length, such as String(60)"
            )
