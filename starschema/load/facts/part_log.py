"""What is on record of a load in parts: which of them are in, and that it is not whole yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, insert, select, update

from starschema.load.log import now
from starschema.load.result import Outcome
from starschema.model.bookkeeping import COUNTS, Bookkeeping


@dataclass(frozen=True)
class Done:
    """A part that is in the table.

    Args:
        source: From where it came.
        counts: What its load did.
    """

    source: str
    counts: Mapping[str, int]


class PartLog:
    """Writes `starschema_part`, and the load's status with it.

    Args:
        tables: The library's own tables.
        fact: The table that is loaded.
    """

    def __init__(self, tables: Bookkeeping, fact: Table) -> None:
        self.tables = tables
        self.fact = fact

    def begun(self, connection: Connection, load_key: str) -> int | None:
        """Return the load of this key of which some parts are in and others are not, if there is one."""
        loads = self.tables.loads
        found: int | None = connection.execute(
            select(loads.c.load_id).where(
                loads.c.target == self.fact.fullname, loads.c.load_key == load_key, loads.c.status == "part"
            )
        ).scalar()
        return found

    def done(self, connection: Connection, load_id: int) -> dict[int, Done]:
        """Return the parts of a load that are in, by their numbers."""
        parts = self.tables.parts
        rows = connection.execute(select(parts).where(parts.c.load_id == load_id)).mappings()
        return {row["part"]: Done(row["source"], {name: int(row[name]) for name in COUNTS}) for row in rows}

    def note(self, connection: Connection, load_id: int, number: int, source: str, outcome: Outcome) -> None:
        """Put on record that a part is in, in its own transaction."""
        counts = {name: outcome.counts.get(name, 0) for name in COUNTS}
        connection.execute(
            insert(self.tables.parts).values(
                load_id=load_id, part=number, target=self.fact.fullname, source=source, **counts
            )
        )

    def undo(self, connection: Connection, load_id: int, why: str = "undone") -> int:
        """Take the parts that are in back, and mark the load as failed; return how many rows went.

        Both at once: a load that is not marked as one in parts must have no part in the table.
        """
        tables = self.tables
        gone = connection.execute(delete(self.fact).where(self.fact.c.load_id == load_id)).rowcount
        for table in (tables.parts, tables.quarantine):
            connection.execute(delete(table).where(table.c.load_id == load_id))
        loads = tables.loads
        connection.execute(
            update(loads).where(loads.c.load_id == load_id).values(status="failed", finished_at=now(), error=why)
        )
        return max(int(gone), 0)
