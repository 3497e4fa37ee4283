"""The work of one transaction on an engine without: what its loads change is made sure of, carried out, or undone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import FromClause, Table, select, update

from starschema.backends.apart.connection import ApartConnection, Change
from starschema.backends.apart.undo import Step, Undo, count, forget, stop, undo, undone_by, unfinished
from starschema.backends.routing import UNDOING

if TYPE_CHECKING:
    from starschema.backends.apart.backend import ApartBackend
    from starschema.model.bookkeeping import Bookkeeping


LEFT = "what the load had changed is there still, and is undone by the next load of any of its tables"


class ApartWork:
    """What is done in one transaction.

    Args:
        backend: The warehouse's database.
    """

    def __init__(self, backend: ApartBackend) -> None:
        self.backend = backend
        self.held: set[str] = set()
        """The targets whose locks are held, none of them shared."""
        self.loads: list[Undo] = []
        """The loads of the transaction, one after another."""

    def begin_load(self, connection: ApartConnection, tables: Bookkeeping, load_id: int) -> None:
        """Begin a load that has got its locks: undo the killed ones that held any of them."""
        load = Undo(self.backend, tables.undo, load_id, self.held, self.backend.name_of(connection, load_id))
        self.loads.append(load)
        self.backend.sign(connection, load.name)
        if self._abandoned(connection, tables):
            self.backend.books.lock(connection.books_connection, tables.targets, [UNDOING], share=False)
            for steps in self._abandoned(connection, tables):
                self._end(connection, tables, steps, load)

    def _abandoned(self, connection: ApartConnection, tables: Bookkeeping) -> list[list[Step]]:
        """Return the steps of loads that held a lock that this one has now, so that they cannot be under way."""
        own = {load.load_id for load in self.loads}
        loads = unfinished(connection, tables.undo)
        return [s for s in loads if s[0].load_id not in own and self.held.intersection(s[0].told["held"])]

    def _end(self, connection: ApartConnection, tables: Bookkeeping, steps: list[Step], load: Undo) -> None:
        """Have a load undo another, or clear away what one that is done has left."""
        of = tables.loads.c.load_id == steps[0].load_id
        if connection.scalar(select(tables.loads.c.status).where(of)) == "done":
            forget(connection, tables.undo, steps)
            return
        stop(self.backend, connection, steps)
        if load.name is not None:  # so that who undoes it after this one was killed, too, stops this one's statements
            steps.append(undone_by(connection, tables.undo, steps, load.name))
        undo(self.backend, connection, tables.undo, steps)
        told = f"killed; load {load.load_id} has undone what it had changed"
        still = tables.loads.c.status == "running"
        connection.execute(update(tables.loads).where(of, still).values(status="failed", error=told))

    def adding(self, connection: ApartConnection, target: FromClause) -> None:
        """Make sure of undoing that rows with the load's number are added."""
        if self.loads and isinstance(target, Table):
            self.loads[-1].adding(connection, target)

    def change(self, connection: ApartConnection, change: Change) -> int:
        """Make sure of undoing a change, carry it out, and return how many rows it was of."""
        if not self.loads:
            return max(int(connection.carry_out(change.statement, dict(change.parameters)).rowcount), 0)
        exact = bool(change.table.primary_key.columns)
        number = 0 if exact else count(connection, change.rows())
        if not exact and not number:
            return 0
        step = self.loads[-1].changing(connection, change)
        if exact:
            number = count(connection, step.touched())
        if number and change.values is None:
            self.backend.delete(connection, change, step)
        elif number:
            self.backend.update(connection, change, step)
        return number

    def undo(self, connection: ApartConnection, error: BaseException) -> None:
        """Undo what was done, after an error; what cannot be undone now, the next load undoes."""
        if not any(load.steps for load in self.loads):
            return
        if not isinstance(error, Exception) and any(load.name is None for load in self.loads):
            # The engine may not know of an interruption yet, and do what is under way after that was undone.
            error.add_note(LEFT)
            return
        try:
            connection.books_connection.exec_driver_sql("SELECT 1")  # with it the locks would be gone
            with self.backend.engine.connect() as other:  # whatever has become of the first
                assert isinstance(other, ApartConnection)
                for load in reversed(self.loads):
                    stop(self.backend, other, load.steps)
                    self.backend.sign(other, load.name)
                    try:
                        undo(self.backend, other, load.record, load.steps)
                    finally:
                        self.backend.sign(other, None)
        except Exception as trouble:
            error.add_note(f"{LEFT} ({type(trouble).__name__}: {trouble})")

    def end(self, connection: ApartConnection) -> None:
        """Give the connection back as it was."""
        if self.loads:
            with suppress(Exception):  # it may be lost
                self.backend.sign(connection, None)

    def forget(self, connection: ApartConnection) -> None:
        """Clear away what it would have taken to undo what is done."""
        for load in self.loads:
            forget(connection, load.record, load.steps)
