"""What it takes to undo a load, kept in the warehouse itself until the load is done or undone.

Before a load changes a table for the first time, or changes rows that are there, a row of `starschema_undo` says so.
Rows that a load adds carry its number, by which they are found. Rows that it changes or deletes are copied first, to a
table `starschema_undo_<load>_<step>`, within the warehouse. Where new rows do not all carry the load's number, the
places to which they go are kept, with the rows that are there.

Each step can be undone any number of times, and so can all of them, from the last to the first: whatever part of a
step was done, the rows at its places go, and those that were there come back. It takes no more of an engine than that
it does one statement on one table, all of it or some, before it begins the next.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    FromClause,
    Select,
    Table,
    TableClause,
    column,
    delete,
    func,
    insert,
    inspect,
    select,
    table,
)

from starschema.backends.apart.connection import ApartConnection, Change
from starschema.errors import LoadError

if TYPE_CHECKING:
    from starschema.backends.apart.backend import ApartBackend

LOAD_ID = "load_id"
"""The column of every table of a model that says which load has written a row."""

ANEW = "_anew"
"""The same of a table with rows as they are to be, until they are."""

PLACES = "_places"
"""What is behind the name of a step's table in that of the places to which it adds rows."""


@dataclass(frozen=True)
class Step:
    """One step of a load, as the warehouse has it on record.

    Args:
        load_id: The load.
        number: The step's place among the load's.
        told: What it changes, and how that is undone.
    """

    load_id: int
    number: int
    told: dict[str, Any]

    @property
    def kept(self) -> str:
        """The name of the table with the rows as they were."""
        return f"starschema_undo_{self.load_id}_{self.number}"

    @property
    def target(self) -> TableClause:
        """The table that is changed."""
        return _named(self.told["table"], self.told["schema"], self.told["columns"])

    def beside(self, name: str) -> TableClause:
        """Return a table of the step's own, with the target's columns or, of places, those of the key."""
        columns = self.told["key" if name.endswith(PLACES) else "columns"]
        return _named(name, self.told["schema"], columns)


class Undo:
    """The steps of one load.

    Args:
        backend: The warehouse's database.
        record: The table `starschema_undo`.
        load_id: The load.
        held: The targets whose locks the load holds for itself.
    """

    def __init__(self, backend: ApartBackend, record: Table, load_id: int, held: Collection[str]) -> None:
        self.backend = backend
        self.record = record
        self.load_id = load_id
        self.held = sorted(held)
        self.steps: list[Step] = []
        self._added_to: set[str] = set()

    def adding(self, connection: ApartConnection, target: Table) -> None:
        """Make sure of undoing that rows are added that carry the load's number."""
        if target.fullname not in self._added_to:
            self._step(connection, target, "rows")
            self._added_to.add(target.fullname)
        else:
            self._check(connection)

    def adding_at(self, connection: ApartConnection, target: Table, places: FromClause) -> None:
        """Make sure of undoing that rows are added at places: those that are there are copied, then the places."""
        key = identity(target)
        step = self._step(connection, target, "places")
        wanted = select(*(places.c[c.name] for c in key)).distinct()
        self.backend.keep(connection, step.kept, select(*target.c).where(self.backend.among(key, wanted)), target)
        self.backend.keep(connection, step.kept + PLACES, wanted, target)

    def changing(self, connection: ApartConnection, change: Change) -> Step:
        """Make sure of undoing that rows are changed or deleted: return the step, which keeps them as they were."""
        target = change.table
        step = self._step(connection, target, "image")
        rows, key = change.rows(), identity(target)
        if not target.primary_key.columns:
            named = rows.subquery()
            rows = select(*target.c).where(self.backend.among(key, select(*(named.c[c.name] for c in key))))
        self.backend.keep(connection, step.kept, rows, target)
        return step

    def _step(self, connection: ApartConnection, target: Table, what: str) -> Step:
        self._check(connection)
        told = {
            "what": what,
            "table": target.name,
            "schema": target.schema,
            "columns": target.columns.keys(),
            "key": [c.name for c in identity(target)],
            "held": self.held,
        }
        step = Step(self.load_id, len(self.steps) + 1, told)
        row = {"load_id": self.load_id, "step": step.number, "told": json.dumps(told)}
        connection.carry_out(insert(self.record).values(row))
        self.steps.append(step)
        return step

    def _check(self, connection: ApartConnection) -> None:
        """Fail if the locks are gone with the connection to the books, since then another load may be under way."""
        connection.books_connection.exec_driver_sql("SELECT 1")


def unfinished(connection: ApartConnection, record: Table) -> list[list[Step]]:
    """Return the steps of all loads on record, load by load, from the last to the first."""
    rows = connection.carry_out(select(record.c.load_id, record.c.step, record.c.told)).all()
    loads: dict[int, list[Step]] = {}
    for load_id, number, told in sorted((tuple(row) for row in rows), reverse=True):
        loads.setdefault(int(load_id), []).append(Step(int(load_id), int(number), json.loads(told)))
    return [loads[load_id] for load_id in sorted(loads)]


def undo(backend: ApartBackend, connection: ApartConnection, record: Table, steps: Sequence[Step]) -> None:
    """Undo the steps of a load, the last of which comes first, and forget them."""
    ordered = sorted(steps, key=lambda step: -step.number)
    for step in ordered:
        if step.told["what"] == "rows":
            target = step.target
            connection.carry_out(delete(target).where(target.c[LOAD_ID] == step.load_id))
    for step in ordered:
        if step.told["what"] != "rows":
            _restore(backend, connection, step)
            backend.drop(connection, step.kept + ANEW, step.told["schema"])
    forget(backend, connection, record, ordered)


def _restore(backend: ApartBackend, connection: ApartConnection, step: Step) -> None:
    """Bring back the rows at a step's places."""
    places = step.kept + (PLACES if step.told["what"] == "places" else "")
    if not inspect(connection).has_table(places, schema=step.told["schema"]):
        return  # the load was killed before it came to change anything
    target, was, at = step.target, step.beside(step.kept), step.beside(places)
    key = [target.c[name] for name in step.told["key"]]
    wanted: Any = select(*(at.c[c.name] for c in key))
    backend.remove(connection, target, key, wanted)
    back = select(*was.c).where(backend.among([was.c[c.name] for c in key], wanted))
    connection.carry_out(insert(target).from_select([c.name for c in was.c], back))


def forget(backend: ApartBackend, connection: ApartConnection, record: Table, steps: Sequence[Step]) -> None:
    """Drop what was kept, the last step's first, so that what is left undoes the rest if this is not the end of it."""
    for step in sorted(steps, key=lambda step: -step.number):
        for name in {"rows": [], "image": [step.kept], "places": [step.kept + PLACES, step.kept]}[step.told["what"]]:
            backend.drop(connection, name, step.told["schema"])
    if steps:
        connection.carry_out(delete(record).where(record.c.load_id == steps[0].load_id))


def identity(target: Table) -> list[Column[Any]]:
    """Return the columns by which rows are found again: the primary key, or else what the first index is on.

    Raises:
        LoadError: There is neither.
    """
    if target.primary_key.columns:
        return list(target.primary_key.columns)
    indexes = sorted(target.indexes, key=lambda index: str(index.name))
    if not indexes:
        raise LoadError(f"{target.fullname} has neither key nor index, by which a load could be undone")
    return [target.c[c.name] for c in indexes[0].columns]


def carries_load(target: Table) -> bool:
    """Return whether every row that a load adds has its number; those of a journal may be older than it."""
    return LOAD_ID in target.c and bool(target.primary_key.columns)


def count(connection: ApartConnection, rows: Select[Any]) -> int:
    """Return how many rows a query has."""
    return int(connection.carry_out(select(func.count()).select_from(rows.subquery())).scalar_one())


def _named(name: str, schema: str | None, columns: Sequence[str]) -> TableClause:
    return table(name, *(column(each) for each in columns), schema=schema)
