"""What it takes to undo a load, kept in the warehouse itself until the load is done or undone.

Before a load changes a table for the first time, or changes rows that are there, a row of `starschema_undo` says so.
Rows that a load adds carry its number, by which they are found. Rows that it changes or deletes are copied first, to
the table's own of rows as they were (`starschema.model.undoing`), within the warehouse. Where new rows do not all
carry the load's number, or rows get another key, the places to which they go are kept, too.

It can be undone any number of times, from the beginning or the middle on: whatever part of a load was done, the rows
at its places go, and those that were there before its first step come back. It takes no more of an engine than that
it does one statement on one table, all of it or some, before it begins the next. A statement that outlives its process,
on a server, would be done after that: so each step tells by what name the load's statements are known, and whoever
undoes it stops these first, and tells his own name before he goes on.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Table,
    TableClause,
    delete,
    false,
    func,
    insert,
    literal,
    null,
    select,
    true,
)

from starschema.backends.apart.connection import ApartConnection, Change
from starschema.model.undoing import (
    LOAD_ID,
    UNDO_LOAD,
    UNDO_STEP,
    UNDO_THERE,
    before,
    columns_of,
    identity,
    named,
    rows_as_were,
)

if TYPE_CHECKING:
    from starschema.backends.apart.backend import ApartBackend

Name = Mapping[str, str]
"""What a backend knows the statements of a load by."""

ANEW = "_anew"
"""What is behind a step's name in that of a table with rows as they are to be, until they are."""


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
    def anew(self) -> str:
        """The name of a table with rows as they are to be."""
        return f"starschema_undo_{self.load_id}_{self.number}{ANEW}"

    @property
    def table(self) -> tuple[str, str | None]:
        """The name and the schema of the table that is changed."""
        return self.told["table"], self.told["schema"]

    @property
    def target(self) -> TableClause:
        """The table that is changed."""
        return named(*self.table, self.told["columns"])

    @property
    def was(self) -> TableClause:
        """The table's rows as they were."""
        return rows_as_were(*self.table, self.told["columns"])

    def touched(self) -> Select[Any]:
        """Select the keys of the rows that the step changes."""
        was = self.was
        mine = was.c[UNDO_LOAD] == self.load_id, was.c[UNDO_STEP] == self.number, was.c[UNDO_THERE]
        return select(*columns_of(was, self.told["key"])).where(*mine)


class Undo:
    """The steps of one load.

    Args:
        backend: The warehouse's database.
        record: The table `starschema_undo`.
        load_id: The load.
        held: The targets whose locks the load holds for itself.
        name: What its statements are known by on a server.
    """

    def __init__(
        self, backend: ApartBackend, record: Table, load_id: int, held: Collection[str], name: Name | None
    ) -> None:
        self.backend = backend
        self.record = record
        self.load_id = load_id
        self.held = sorted(held)
        self.name = name
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
        wanted: Select[Any] = select(*(places.c[c.name] for c in key)).distinct()
        self._keep(connection, step, select(*target.c).where(self.backend.among(key, wanted)))
        self._mark(connection, step, wanted)

    def changing(self, connection: ApartConnection, change: Change) -> Step:
        """Make sure of undoing that rows are changed or deleted: return the step, which keeps them as they were."""
        target = change.table
        step = self._step(connection, target, "image")
        rows, key = change.rows(), identity(target)
        if not _is_exact(target):
            found = rows.subquery()
            rows = select(*target.c).where(self.backend.among(key, select(*(found.c[c.name] for c in key))))
        self._keep(connection, step, rows)
        if not _is_exact(target):
            self._mark(connection, step, step.touched().distinct())
        if any(c.name in (change.values or {}) for c in key):
            moved = change.rows_anew().subquery()
            self._mark(connection, step, select(*(moved.c[c.name] for c in key)).distinct())
        return step

    def _step(self, connection: ApartConnection, target: Table, what: str) -> Step:
        self._check(connection)
        told = {
            "what": what,
            "table": target.name,
            "schema": target.schema,
            "columns": target.columns.keys(),
            "key": [c.name for c in identity(target)],
            "exact": _is_exact(target),
            "held": self.held,
            "name": self.name,
        }
        step = Step(self.load_id, len(self.steps) + 1, told)
        _record(connection, self.record, step)
        self.steps.append(step)
        return step

    def _keep(self, connection: ApartConnection, step: Step, rows: Select[Any]) -> None:
        """Keep rows as they are."""
        found = rows.subquery("kept")
        self._put(connection, step, true(), found, {c.name: c for c in found.c})

    def _mark(self, connection: ApartConnection, step: Step, places: Select[Any]) -> None:
        """Keep places, whether there are rows at them or not."""
        found = places.subquery("places")
        keys = {c.name: c for c in found.c}
        self._put(connection, step, false(), found, {n: keys.get(n, null()) for n in step.told["columns"]})

    def _put(
        self,
        connection: ApartConnection,
        step: Step,
        there: ColumnElement[bool],
        rows: FromClause,
        values: dict[str, ColumnElement[Any]],
    ) -> None:
        self._check(connection)
        head: dict[str, ColumnElement[Any]] = {
            UNDO_LOAD: literal(step.load_id, BigInteger),
            UNDO_STEP: literal(step.number, BigInteger),
            UNDO_THERE: there,
        }
        told = [value.label(name) for name, value in (head | values).items()]
        connection.carry_out(insert(step.was).from_select([*head, *values], select(*told).select_from(rows)))

    def _check(self, connection: ApartConnection) -> None:
        """Fail if the locks are gone with the connection to the books, since then another load may be under way."""
        connection.books_connection.exec_driver_sql("SELECT 1")


def unfinished(connection: ApartConnection, record: Table) -> list[list[Step]]:
    """Return the steps of all loads on record, load by load."""
    rows = connection.carry_out(select(record.c.load_id, record.c.step, record.c.told)).all()
    loads: dict[int, list[Step]] = {}
    for load_id, number, told in sorted(tuple(row) for row in rows):
        loads.setdefault(int(load_id), []).append(Step(int(load_id), int(number), json.loads(told)))
    return [loads[load_id] for load_id in sorted(loads)]


def stop(backend: ApartBackend, connection: ApartConnection, steps: Sequence[Step]) -> None:
    """End what the process of a load, or one that has undone it in part, may have left under way on a server."""
    names = {tuple(sorted(step.told["name"].items())) for step in steps if step.told.get("name")}
    for name in sorted(names):
        backend.stop(connection, dict(name))


def undone_by(connection: ApartConnection, record: Table, steps: Sequence[Step], name: Name) -> Step:
    """Note that a load is undone by statements that are known by a name; return that as a step of its own."""
    last = steps[-1]
    step = Step(last.load_id, last.number + 1, {"what": "undone", "held": last.told["held"], "name": name})
    _record(connection, record, step)
    return step


def _record(connection: ApartConnection, record: Table, step: Step) -> None:
    row = {"load_id": step.load_id, "step": step.number, "told": json.dumps(step.told)}
    connection.carry_out(insert(record).values(row))


def undo(backend: ApartBackend, connection: ApartConnection, record: Table, steps: Sequence[Step]) -> None:
    """Undo the steps of a load, and forget them."""
    for step in steps:
        if step.told["what"] == "rows":
            target = step.target
            connection.carry_out(delete(target).where(target.c[LOAD_ID] == step.load_id))
    for step in _of_tables(steps):
        _restore(backend, connection, step)
    for step in steps:
        if step.told["what"] == "image":
            backend.drop(connection, step.anew, step.told["schema"])
    # Last of all the record: as long as it is there, all of this is done again.
    _clear(connection, steps)
    _strike(connection, record, steps)


def _restore(backend: ApartBackend, connection: ApartConnection, step: Step) -> None:
    """Bring back the rows at all places of a load in the table of a step."""
    target, was, names = step.target, step.was, step.told["key"]
    kept = was.c[UNDO_LOAD] == step.load_id
    key = columns_of(was, names)
    places: Select[Any] = select(*key).where(kept).distinct()
    back = before(was, step.told["columns"], names, kept, backend.among)
    if not step.told["exact"]:  # of the rows at one place, some may not have been copied before it was killed
        places = places.where(~was.c[UNDO_THERE])
        back = back.where(backend.among(key, places))
    backend.remove(connection, target, columns_of(target, names), places)
    connection.carry_out(insert(target).from_select(step.told["columns"], back))


def forget(connection: ApartConnection, record: Table, steps: Sequence[Step]) -> None:
    """Forget the steps of a load that is done: with its rows of the record it is under way no more, for any reader."""
    _strike(connection, record, steps)
    _clear(connection, steps)


def _strike(connection: ApartConnection, record: Table, steps: Sequence[Step]) -> None:
    if steps:
        connection.carry_out(delete(record).where(record.c.load_id == steps[0].load_id))


def _clear(connection: ApartConnection, steps: Sequence[Step]) -> None:
    for step in _of_tables(steps):
        was = step.was
        connection.carry_out(delete(was).where(was.c[UNDO_LOAD] == step.load_id))


def _of_tables(steps: Sequence[Step]) -> list[Step]:
    """Return one step of each table of which rows are kept."""
    return list({step.table: step for step in steps if step.told["what"] in ("image", "places")}.values())


def carries_load(target: Table) -> bool:
    """Return whether every row that a load adds has its number; those of a journal may be older than it."""
    return LOAD_ID in target.c and _is_exact(target)


def count(connection: ApartConnection, rows: Select[Any]) -> int:
    """Return how many rows a query has."""
    return int(connection.carry_out(select(func.count()).select_from(rows.subquery())).scalar_one())


def _is_exact(target: Table) -> bool:
    """Return whether there is one row at each place."""
    return bool(target.primary_key.columns)
