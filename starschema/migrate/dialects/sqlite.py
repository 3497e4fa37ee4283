"""SQLite: what ALTER cannot do, a new table does."""

from __future__ import annotations

from starschema.migrate.dialects.base import Alterations


class SQLiteAlterations(Alterations):
    """The changes of one table."""

    recreate = "always"
    inline_references = True


KIND = SQLiteAlterations
