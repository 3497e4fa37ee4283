"""`Physical`: how a table should lie in the warehouse, as far as its author wants to say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from starschema.errors import ModelError

Every = Literal["day", "month", "year"]
"""How long a partition is."""

HINTS = (
    "partition_by",
    "partition_every",
    "partition_span",
    "expire_days",
    "distribute_on",
    "sort_on",
    "cluster_on",
    "replicate",
    "compress",
)
"""The hints by name; `options` are not among them, since they name the database that they are for."""


@dataclass(frozen=True)
class Physical:
    """Hints for the physical design of a table; a warehouse takes those it knows, and its DDL says which it leaves.

    Args:
        partition_by: Column whose time ranges partition the table.
        partition_every: How long a range is, a month by default.
        partition_span: The first day of the first range and the last day of the last, for databases that want their
            partitions listed; what is outside goes to partitions at the two ends.
        expire_days: After how many days a partition may be deleted by the warehouse itself.
        distribute_on: Role or column by which rows are spread over nodes.
        sort_on: Columns by which rows are kept in order.
        cluster_on: Columns by which rows are clustered.
        replicate: Whether every node should keep a whole copy.
        compress: Whether the table should be compressed; None leaves it to the warehouse.
        options: Further options by dialect name: `Table` keywords of SQLAlchemy's own dialects, and what the README
            lists for the others.
    """

    partition_by: str | None = None
    distribute_on: str | None = None
    sort_on: tuple[str, ...] = ()
    cluster_on: tuple[str, ...] = ()
    replicate: bool | None = None
    compress: bool | None = None
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    partition_every: Every | None = None
    partition_span: tuple[date, date] | None = None
    expire_days: int | None = None


NO_HINTS = Physical()
"""What a model class says that says nothing."""


def check_physical(cls: type[Any], physical: Physical, columns: Collection[str], roles: Collection[str] = ()) -> None:
    """Check that every name in `physical` is a column or role of `cls`, and every value one that can be.

    Raises:
        ModelError: One is not, or a string stands where a tuple is needed.
    """
    where = cls.__name__
    for option in ("sort_on", "cluster_on"):
        if isinstance(getattr(physical, option), str):
            raise ModelError(f"{where}: Physical({option}=...) takes a tuple of column names, not a string")
    for option, names, known in (
        ("partition_by", (physical.partition_by,), columns),
        ("distribute_on", (physical.distribute_on,), (*columns, *roles)),
        ("sort_on", physical.sort_on, (*columns, *roles)),
        ("cluster_on", physical.cluster_on, (*columns, *roles)),
    ):
        for name in names:
            if name is not None and name not in known:
                raise ModelError(
                    f"{where}: Physical({option}={name!r}) is no column of it; known are {', '.join(known)}"
                )
    if physical.partition_every not in (None, *get_args(Every)):
        known = ", ".join(map(repr, get_args(Every)))
        raise ModelError(f"{where}: Physical(partition_every={physical.partition_every!r}) is none of {known}")
    if physical.expire_days is not None and (not _whole(physical.expire_days) or physical.expire_days < 1):
        raise ModelError(f"{where}: Physical(expire_days={physical.expire_days!r}) must be a number of days")
    _check_span(where, physical.partition_span)
    if physical.partition_by is None:
        for option in ("partition_every", "partition_span", "expire_days"):
            if getattr(physical, option) is not None:
                raise ModelError(f"{where}: Physical({option}=...) is about partitions; give partition_by= as well")


def _check_span(where: str, span: object) -> None:
    if span is None:
        return
    if not (
        isinstance(span, tuple) and len(span) == 2 and all(type(day) is date for day in span) and span[0] <= span[1]
    ):
        raise ModelError(
            f"{where}: Physical(partition_span={span!r}) must be two dates in order, such as "
            "(date(2020, 1, 1), date(2030, 12, 31))"
        )


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
