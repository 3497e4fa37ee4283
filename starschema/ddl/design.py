"""How a database wants its tables: what all of them agree on, to be overridden one dialect a file.

`starschema.ddl.physical` decides what a warehouse needs; a `Design` says how one database spells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar, Literal, cast

from sqlalchemy import Column, Connection, CreateView, Dialect, Enum, ForeignKeyConstraint, String, Table, make_url
from sqlalchemy.types import TypeDecorator, TypeEngine

from starschema.errors import ModelError

ForeignKeys = Literal["enforced", "declared", "none"]
"""Foreign keys: checked by the database; written where it can hold them unchecked; or left out."""

_MODULES = {
    "duckdb": "starschema.ddl.duckdb",
    "sqlite": "starschema.ddl.sqlite",
    "postgresql": "starschema.ddl.postgresql",
    "mysql": "starschema.ddl.mysql",
    "mariadb": "starschema.ddl.mysql",
}

SUPPORTED = tuple(_MODULES)
"""Names of the dialects that have a design."""


class Design:
    """The physical design that suits most databases.

    Args:
        dialect: The SQLAlchemy dialect; a connected one knows its server's version, an offline one does not.
    """

    fact_primary_key: ClassVar[bool] = True
    """Whether a fact's grain becomes its primary key."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

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

    def foreign_key(self, column: Column[Any], target: Column[Any], policy: ForeignKeys) -> ForeignKeyConstraint | None:
        """Return the constraint by which `column` refers to `target`, or None where none is written."""
        if policy == "enforced":
            return ForeignKeyConstraint([column], [target])
        return None

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


def design_for(dialect: Dialect) -> Design:
    """Return how the database of `dialect` wants its tables.

    Raises:
        ModelError: No design is known for it.
    """
    return cast("Design", import_module(_module_of(dialect.name)).design(dialect))


def offline_dialect(name: str) -> Dialect:
    """Return the dialect called `name`, set to write SQL for people and shells, without a connection.

    Raises:
        ModelError: No design is known for it.
    """
    _module_of(name)
    # Other styles of parameters would double every percent sign, which only a driver undoes.
    dialect: Dialect = cast("Any", make_url(f"{name}://").get_dialect())(paramstyle="named")
    design_for(dialect).go_offline()
    return dialect


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


def _module_of(name: str) -> str:
    if name not in _MODULES:
        raise ModelError(f"No physical design for the dialect {name!r}; supported are {', '.join(SUPPORTED)}")
    return _MODULES[name]
