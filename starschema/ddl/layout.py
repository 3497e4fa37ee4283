"""The physical design of a table, derived from the model: what there should be, whatever the database calls it.

A hint of the user's wins; else a fact is partitioned and sorted by the time of its events, what is known to be small is
on every node, and a dimension lies where the facts lie that are spread by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import Column, Date, DateTime, Enum, Table

from starschema.errors import ModelError
from starschema.model.catalog import Catalog
from starschema.model.kinds import BridgeSpec
from starschema.model.physical import HINTS, Every, Physical
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, RoleSpec, Spec

INFO = "starschema_layout"
"""Key of a layout in `Table.info`."""


@dataclass(frozen=True)
class Layout:
    """How the rows of a table should lie.

    Args:
        owner: The model class, for messages.
        kind: What the table is.
        key: The columns that tell one row from another.
        partition: Column whose time ranges partition the table; of a default if not `said`.
        every: How long a range is.
        span: First and last day of the ranges, where they must be listed.
        expire_days: After how many days a partition may be deleted.
        distribute: Column by which rows are spread over nodes.
        sort: Columns by which rows are kept in order.
        cluster: Columns by which rows are clustered.
        replicate: Whether every node should keep a copy; None if nothing speaks for or against it.
        compress: Whether to compress; None leaves it to the database.
        few_values: Columns with few different values, whatever the number of rows.
        said: The hints that the user gave.
    """

    owner: str
    kind: Literal["dimension", "bridge", "fact", "library"] = "library"
    key: tuple[str, ...] = ()
    partition: str | None = None
    every: Every = "month"
    span: tuple[date, date] | None = None
    expire_days: int | None = None
    distribute: str | None = None
    sort: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    replicate: bool | None = None
    compress: bool | None = None
    few_values: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()

    @property
    def partition_said(self) -> bool:
        """Whether the user asks for partitions, which costs something on some databases."""
        return "partition_by" in self.said


def layout_of(described: Catalog, spec: Spec) -> Layout:
    """Return how the rows of the table of `spec` should lie.

    Raises:
        ModelError: It is to be partitioned by a column that holds no time.
    """
    hints = spec.physical
    names = {role.name: role.column.name for role in _roles(spec)}
    said = frozenset(hint for hint in HINTS if getattr(hints, hint) not in (None, ()))
    time = _partition(spec, hints)
    sort = tuple(names.get(name, name) for name in hints.sort_on)
    replicate, distribute = hints.replicate, hints.distribute_on
    if isinstance(spec, DimensionSpec) and distribute is None and replicate is None:
        if _spread_by(described, spec):
            distribute = spec.key.name
        elif spec.computed or spec.combined:
            replicate = True
    return Layout(
        owner=spec.cls.__name__,
        kind=_kind(spec),
        key=tuple(c.name for c in spec.grain) if isinstance(spec, FactSpec | BridgeSpec) else (spec.key.name,),
        partition=None if time is None else time.name,
        every=hints.partition_every or "month",
        span=hints.partition_span,
        expire_days=hints.expire_days,
        distribute=None if distribute is None else names.get(distribute, distribute),
        sort=sort or (() if time is None else (time.name,)),
        cluster=tuple(names.get(name, name) for name in hints.cluster_on),
        replicate=replicate,
        compress=hints.compress,
        few_values=_few_values(spec) if isinstance(spec, DimensionSpec) else frozenset(),
        said=said,
    )


def lay(table: Table, layout: Layout) -> None:
    """Keep the layout of `table` with it."""
    table.info[INFO] = layout


def layout_on(table: Table) -> Layout:
    """Return the layout that was kept with `table`; a table of the user's own has none in particular."""
    return cast(Layout, table.info.get(INFO) or Layout(owner=f"the table {table.name}"))


def listing_remarks(layout: Layout) -> list[str]:
    """Say what is missing for partitions where all of them must be listed, and only facts have any."""
    if not layout.partition_said:
        return []
    if layout.kind != "fact":
        return [f"{layout.owner}: only facts are partitioned here; Physical(partition_by=...) has no effect"]
    if layout.span is None:
        return [
            f"{layout.owner}: partitions have to be listed here; without Physical(partition_span=(first, last)) "
            "there are none"
        ]
    return []


def starts_of(layout: Layout) -> list[date]:
    """Return the first day of every range that the layout's span has, and of the one after the last."""
    assert layout.span is not None
    first, last = layout.span
    day = first.replace(day=1) if layout.every == "month" else first
    day = first.replace(month=1, day=1) if layout.every == "year" else day
    starts = [day]
    while day <= last:
        day = following(day, layout.every)
        starts.append(day)
    return starts


def following(day: date, every: Every) -> date:
    """Return the first day of the range after the one that begins on `day`."""
    if every == "day":
        return date.fromordinal(day.toordinal() + 1)
    if every == "year":
        return day.replace(year=day.year + 1)
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


def _kind(spec: Spec) -> Literal["dimension", "bridge", "fact"]:
    if isinstance(spec, DimensionSpec):
        return "dimension"
    return "bridge" if isinstance(spec, BridgeSpec) else "fact"


def _roles(spec: Spec) -> tuple[RoleSpec, ...]:
    match spec:
        case DimensionSpec():
            return spec.references
        case BridgeSpec():
            return spec.sides
        case AggregateSpec():
            return spec.references
    return spec.roles


def _partition(spec: Spec, hints: Physical) -> Column[Any] | None:
    if hints.partition_by is not None:
        column: Column[Any] = spec.table.columns[hints.partition_by]
        if not isinstance(column.type, Date | DateTime):
            raise ModelError(
                f"{spec.cls.__name__}: Physical(partition_by={hints.partition_by!r}) is of type {column.type!r}, which "
                "is no time; name a Date or DateTime column"
            )
        return column
    if not isinstance(spec, FactSpec) or spec.accumulating is not None:
        return None
    # An event's time is what a role is found by; where none is, the first time that the fact keeps.
    names = [role.as_of for role in spec.roles if role.as_of is not None]
    columns = [spec.table.columns[name] for name in names]
    times = [c for c in (*columns, *spec.degenerates) if isinstance(c.type, Date | DateTime) and not c.nullable]
    return times[0] if times else None


def _spread_by(described: Catalog, dimension: DimensionSpec) -> bool:
    """Return whether a fact is spread over the nodes by members of `dimension`, so that both should lie together."""
    return any(
        fact.physical.distribute_on in (role.name, role.column.name)
        for fact, role in described.roles_to(dimension)
        if fact.physical.distribute_on is not None
    )


def _few_values(spec: DimensionSpec) -> frozenset[str]:
    """Return the text attributes that repeat: enumerations, levels of hierarchies, flags, names of days and months."""
    levels = {name for hierarchy in spec.hierarchies for name in hierarchy.levels}
    every = bool(spec.computed or spec.combined)
    return frozenset(
        a.name for a in spec.attributes if every or a.name in levels or a.band or isinstance(a.column.type, Enum)
    )
