"""Snapshots: data that is the whole membership at one time, so that who is missing from it is known to be gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    and_,
    bindparam,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    select,
    true,
    update,
)

from starschema.errors import OutOfOrder, SourceError, TooManyClosed
from starschema.load.run import Context
from starschema.model.spec import DimensionSpec
from starschema.sql.compare import Query, equal, union
from starschema.sql.records import framed

COLUMNS: list[Column[Any]] = [
    Column("_time", DateTime),
    Column("_slice_column", String),
    Column("_slice_value", String),
    Column("_given", String),
    Column("_load", BigInteger),
]


def earlier_snapshots(context: Context, spec: DimensionSpec, since: datetime) -> FromClause:
    """Bring the snapshots of the dimension from a time on."""
    table = context.tables.snapshots
    told = (table.c.effective, table.c.slice_column, table.c.slice_value, table.c.given, table.c.load_id)
    query = select(*told).where(table.c.target == spec.table.fullname, table.c.effective >= since)
    return context.bench.fetch("earlier_snapshots", query, COLUMNS)


def newest_snapshot(context: Context, spec: DimensionSpec, own: datetime | str) -> datetime | None:
    """Return the time of the newest snapshot of the dimension, apart from those of the load's own time."""
    table = context.tables.snapshots
    query = select(func.max(table.c.effective)).where(table.c.target == spec.table.fullname)
    if not isinstance(own, str):
        query = query.where(table.c.effective != own)
    newest: datetime | None = context.connection.execute(query).scalar()
    return newest


class Snapshot:
    """The snapshot that a load brings.

    Args:
        context: The load's surroundings.
        spec: The dimension.
        time: When the membership was as the data says.
        slice_column: The column whose values in the data bound the membership, or None for all members.
        changes: The staged rows.
        given: The attributes in the data.
    """

    def __init__(
        self,
        context: Context,
        spec: DimensionSpec,
        time: datetime,
        slice_column: str | None,
        changes: FromClause,
        given: Sequence[str],
    ) -> None:
        self.context = context
        self.bench = context.bench
        self.spec = spec
        self.name = spec.cls.__name__
        self.time = time
        self.slice_column = slice_column
        self.changes = changes
        self.given = framed(given)
        if slice_column is not None and slice_column not in changes.c:
            raise SourceError(f"{self.name}: the data lacks column {slice_column!r}, which snapshot= names")

    def missing(self, versions: FromClause, close_limit: float) -> FromClause:
        """Return the natural keys of the members that were in force at the snapshot's time and that it lacks.

        Raises:
            TooManyClosed: They are more than `close_limit` allows.
        """
        key = [c.name for c in self.spec.natural_key]
        named = select(literal(1)).where(equal(self.changes, versions, key)).exists()
        alive = self._alive(versions)
        missing = self.bench.keep("missing", select(*(versions.c[n] for n in key)).where(alive, ~named).distinct())
        self.check_missing(self.bench.count(missing), self.alive(versions), close_limit)
        return missing

    def alive(self, versions: FromClause) -> int:
        """Return how many members the snapshot should name, by the versions on record."""
        return int(self.bench.scalar(select(func.count()).select_from(versions).where(self._alive(versions))))

    def check_missing(self, count: int, alive: int, close_limit: float) -> None:
        """Check how many of the members that it should name the snapshot lacks.

        Raises:
            TooManyClosed: They are more than `close_limit` allows.
        """
        if count > close_limit * alive:
            raise TooManyClosed(
                f"{self.name}: the snapshot lacks {count} of {alive} members, more than close_limit={close_limit:g} "
                "allows; nothing was changed. If it is complete, raise close_limit"
            )

    def _alive(self, versions: FromClause) -> ColumnElement[bool]:
        """Return which versions were in force at the snapshot's time, of members that it should name.

        Versions that do not tell when they are in force are so since before it.
        """
        v, time = versions.c, literal(self.time, DateTime)
        in_force = ~v["is_inferred"]
        if "valid_from" in v:
            in_force = and_(v["valid_from"] <= time, v["valid_to"] > time, in_force)
        if self.slice_column is None:
            return in_force
        return and_(in_force, v[self.slice_column].in_(select(self.changes.c[self.slice_column])))

    def check_newest(self) -> None:
        """Check that no later snapshot is loaded, for a dimension that could not place this one.

        Raises:
            OutOfOrder: One is.
        """
        table = self.context.tables.snapshots
        newest = select(func.max(table.c.effective)).where(table.c.target == self.spec.table.fullname)
        last = self.context.connection.execute(newest).scalar()
        if last is not None and self.time < last:
            raise OutOfOrder(
                f"{self.name}: the snapshot is of {self.time}, but one of {last} is loaded, and a dimension with "
                "journal=False takes snapshots in order only; leave out journal=False, or load the older one first"
            )

    def among(self, earlier: FromClause) -> FromClause:
        """Return the snapshots that the load's members are to be held against: earlier ones and this one."""
        return self.bench.keep("snapshots", union(select(*earlier.c, false().label("_own")), self._rows()))

    def _rows(self) -> Query:
        time = cast(literal(self.time, DateTime), DateTime).label("_time")
        given = literal(self.given).label("_given")
        load = cast(literal(self.context.load_id), BigInteger).label("_load")
        own = true().label("_own")
        if self.slice_column is None:
            nothing = cast(null(), String)
            return select(time, nothing.label("_slice_column"), nothing.label("_slice_value"), given, load, own)
        value = cast(self.changes.c[self.slice_column], String)
        column = cast(literal(self.slice_column), String)
        rows = select(time, column.label("_slice_column"), value.label("_slice_value"), given, load, own)
        return rows.where(value.is_not(None)).distinct()

    def record(self) -> None:
        """Keep that there was a snapshot of this time and these slices, given by this load last."""
        table, target = self.context.tables.snapshots, self.spec.table.fullname
        of_time = and_(table.c.target == target, table.c.effective == self.time, table.c.given == self.given)
        known = {
            tuple(row)
            for row in self.context.connection.execute(select(table.c.slice_column, table.c.slice_value).where(of_time))
        }
        told = [(column, value) for _, column, value, _, _, _ in self.bench.rows(self._rows())]
        new = [
            {
                "target": target,
                "effective": self.time,
                "slice_column": column,
                "slice_value": value,
                "given": self.given,
                "load_id": self.context.load_id,
            }
            for column, value in told
            if (column, value) not in known
        ]
        if new:
            self.context.connection.execute(insert(table), new)
        again = [{"_value": value} for column, value in told if (column, value) in known]
        if again:
            told_again = update(table).where(of_time).values(load_id=self.context.load_id)
            if self.slice_column is None:
                self.context.connection.execute(told_again.where(table.c.slice_column.is_(None)))
            else:
                slices = and_(table.c.slice_column == self.slice_column, table.c.slice_value == bindparam("_value"))
                self.context.connection.execute(told_again.where(slices), again)
