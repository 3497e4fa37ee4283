"""PostgreSQL: ALTER can do it all; a script makes the types of enumerations if they are not there."""

from __future__ import annotations

from sqlalchemy import Enum
from sqlalchemy.dialects.postgresql import CreateEnumType

from starschema.ddl.written import Written
from starschema.migrate.dialects.base import Alterations


class PostgreSQLAlterations(Alterations):
    """The changes of one table."""

    def _write_type(self, type_: Enum) -> None:
        dialect = self.operations.impl.dialect
        create = CreateEnumType(type_.dialect_impl(dialect))
        self.operations.execute(passing_over("duplicate_object", str(create.compile(dialect=dialect))))


def passing_over(condition: str, statement: str) -> Written:
    """Return a statement that does nothing where it would fail for one reason, by PostgreSQL's name of it."""
    tag = "$starschema$"
    while tag in statement:  # a name could hold it
        tag = f"{tag[:-1]}_$"
    return Written(f"DO {tag} BEGIN {statement}; EXCEPTION WHEN {condition} THEN NULL; END {tag}")


KIND = PostgreSQLAlterations
