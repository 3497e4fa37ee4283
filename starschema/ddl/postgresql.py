"""PostgreSQL: exact as it comes; references that are declared and not checked from 18 on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Dialect, ForeignKeyConstraint, text
from sqlalchemy.ext.compiler import compiles

from starschema.ddl.design import Design, ForeignKeys

LOCK = 0x57A25CE3
"""Number of the advisory lock under which tables are created; any would do, it must only be the library's own."""


class UncheckedForeignKey(ForeignKeyConstraint):
    """A foreign key that planners and tools may read and that costs a load nothing."""

    inherit_cache = True


@compiles(UncheckedForeignKey, "postgresql")
def _not_enforced(constraint: UncheckedForeignKey, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_foreign_key_constraint(constraint, **options)} NOT ENFORCED"


class PostgreSQL(Design):
    """Tables as PostgreSQL wants them."""

    def go_offline(self) -> None:
        """Write backslashes as they are: a connection would ask the server, where that is standard since 9.1."""
        self.dialect._backslash_escapes = False  # type: ignore[attr-defined]

    def foreign_key(self, column: Column[Any], target: Column[Any], policy: ForeignKeys) -> ForeignKeyConstraint | None:
        """Write a declared one NOT ENFORCED, which the server must know: 18 and later do."""
        # An offline dialect has no version, a connected one has a tuple.
        version: tuple[int, ...] | None = getattr(self.dialect, "server_version_info", None)
        if policy == "declared" and version is not None and version >= (18,):
            return UncheckedForeignKey([column], [target])
        return super().foreign_key(column, target, policy)

    def lock(self, connection: Connection) -> None:
        """Queue up: two CREATE TABLE IF NOT EXISTS at once fail on the catalogue's own unique index."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`."""
    return PostgreSQL(dialect)
