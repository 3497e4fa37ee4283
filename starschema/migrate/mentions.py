"""Where the library keeps an attribute's name: in what data was given, and when data first had it."""

from __future__ import annotations

import json

from alembic.operations import Operations
from sqlalchemy import ColumnElement, String, Table, Text, Update, func, literal, update

from starschema.migrate.tables import light_table, qualified
from starschema.sql.records import framed


class Mentions:
    """The mentions of one dimension's attributes.

    Args:
        operations: What runs the migration.
        table_name: The dimension's table.
        journal: Its journal, if it has one.
        schema: Their schema.
        library: The schema of the library's own tables.
    """

    def __init__(
        self, operations: Operations, table_name: str, journal: str | None, schema: str | None, library: str | None
    ) -> None:
        self.operations = operations
        self.target = qualified(table_name, schema)
        self.journal = journal
        self.schema = schema
        self.library = library

    def know(self, name: str) -> None:
        """Have every version been told the attribute, which takes no NULL."""
        targets = self._targets()
        first = f"{{{json.dumps(name)}: 0, "
        known = func.replace(_put(targets.c.attributes, "{", first), literal(", }", Text), literal("}", Text))
        self.operations.execute(self._of_members(targets).values(attributes=known))

    def forget(self, name: str) -> None:
        """Have no data ever given the attribute, so that one of the same name would be another."""
        self._given(framed([name]), ",")
        # Only whoever asks for an attribute of that name would read this.
        self._first_had(name, f"dropped {name}")

    def rename(self, old: str, new: str) -> None:
        """Have data given the attribute under its new name."""
        self._given(framed([old]), framed([new]))
        self._first_had(old, new)
        snapshots = light_table(
            "starschema_snapshot", self.library, {"target": String(200), "slice_column": String(200)}
        )
        self.operations.execute(
            update(snapshots)
            .where(snapshots.c.target == self.target, snapshots.c.slice_column == old)
            .values(slice_column=new)
        )

    def _given(self, old: str, new: str) -> None:
        """Replace framed names in what data was given."""
        if self.journal is not None:
            journal = light_table(self.journal, self.schema, {"given_attributes": Text()})
            given = journal.c.given_attributes
            self.operations.execute(
                update(journal)
                .where(given.contains(old, autoescape=True))
                .values(given_attributes=_put(given, old, new))
            )
        snapshots = light_table("starschema_snapshot", self.library, {"target": String(200), "given": Text()})
        self.operations.execute(
            update(snapshots).where(snapshots.c.target == self.target).values(given=_put(snapshots.c.given, old, new))
        )

    def _first_had(self, old: str, new: str) -> None:
        targets = self._targets()
        put = _put(targets.c.attributes, f"{json.dumps(old)}: ", f"{json.dumps(new)}: ")
        self.operations.execute(self._of_members(targets).values(attributes=put))

    def _targets(self) -> Table:
        types = {"target": String(200), "lock": String(10), "attributes": Text()}
        return light_table("starschema_target", self.library, types)

    def _of_members(self, targets: Table) -> Update:
        return update(targets).where(targets.c.target == self.target, targets.c.lock == "members")


def _put(column: ColumnElement[str], old: str, new: str) -> ColumnElement[str]:
    return func.replace(column, literal(old, Text), literal(new, Text))
