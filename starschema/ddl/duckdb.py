"""DuckDB: no key on facts, no checked reference to a history.

Tried on DuckDB 1.5.6:

- 1M rows of 5 columns into a table with PRIMARY KEY (VARCHAR, INTEGER) take 0.93 s, without it 0.27 s; the file of
  3M rows has 97 MB against 15 MB. A fact load keeps the grain itself, so facts have no key here.
- Moving `valid_from` under UNIQUE (natural key, valid_from), several updates of one row in one transaction, delete and
  insert of one key in one transaction, all work, so dimensions keep their keys. They stop working as soon as a
  foreign key refers to the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Dialect, Table

from starschema.ddl.design import UNIQUE_BY, Design
from starschema.errors import ModelError


class DuckDB(Design):
    """Tables as DuckDB wants them."""

    fact_primary_key = False
    unused: ClassVar[Mapping[str, str]] = {
        "partition_by": "DuckDB skips row groups by their least and greatest values, which suffices where time goes on",
        "expire_days": "DuckDB deletes nothing by itself",
        "distribute_on": "one process holds all rows",
        "sort_on": "rows stay in the order in which they were loaded",
        "cluster_on": "rows stay in the order in which they were loaded",
        "replicate": "one process holds all rows",
        "compress": "DuckDB always compresses",
    }

    def binary(self, digits: str) -> str:
        """Decode them."""
        return f"unhex('{digits}')"

    def check_enforced(self, referring: str, referred: str, *, versioned: bool) -> None:
        """Refuse: an indexed column of a row that a foreign key refers to cannot be updated in DuckDB."""
        if versioned:
            raise ModelError(
                f"{referring} refers to {referred}, which keeps versions, and DuckDB cannot move a version's start "
                "that a foreign key refers to: use foreign_keys='declared', a load writes no dangling key"
            )

    def finish(self, table: Table) -> None:
        """Say in a fact's comment why it has no key."""
        if table.info.get("grain"):
            note = UNIQUE_BY.format(", ".join(table.info["grain"]))
            table.comment = f"{table.comment}; {note}" if table.comment else note


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`."""
    return DuckDB(dialect)
