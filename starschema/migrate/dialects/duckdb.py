"""DuckDB: a table whose rows were updated cannot be altered in the same transaction, nor one with an index.

Tried on DuckDB 1.5.6: UPDATE, then ALTER COLUMN … SET NOT NULL: "Cannot create index with outstanding updates"; UPDATE,
then DROP COLUMN: the commit fails, "another transaction has altered this table"; ALTER TYPE of a column of a key is
refused. A new table filled from the old one in the same transaction can be altered and updated, any number of times.
"""

from __future__ import annotations

from sqlalchemy import Enum

from starschema.errors import StarSchemaError
from starschema.migrate.dialects.base import Alterations


class DuckDBAlterations(Alterations):
    """The changes of one table."""

    recreate = "always"
    added_nullable = True

    def refer(self, column: str, references: str, *, unchecked: bool) -> None:
        """Have a column refer to another table's, in a new table."""
        target, remote = references.rsplit(".", 1)
        *schema, name = target.split(".")
        with self._changed(self.recreate) as batch:
            batch.create_foreign_key(
                f"fk_{self.table_name}_{column}",
                name,
                [column],
                [remote],
                referent_schema=schema[0] if schema else None,
            )

    def settle(self) -> None:
        """Fill a new table from the one whose rows were updated."""
        with self._changed(self.recreate):
            pass

    def _write_type(self, type_: Enum) -> None:
        """Refuse, since a script cannot know whether the type is there.

        Raises:
            StarSchemaError: Always.
        """
        raise StarSchemaError(
            f"{self.table_name}: DuckDB has no CREATE TYPE that can run where {type_.name} is there already: run the "
            "migration on the database, without --sql"
        )


KIND = DuckDBAlterations
