"""The column declarations of a model class: what a column means, kept in `Column.info["starschema"]`.

Each is a plain `mapped_column`, so that the `Mapped[...]` annotation, the type map and the naming convention of the
user's own declarative base do the typing as always.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import MappedColumn, mapped_column

from starschema.model.spec import UNSET

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

    ColumnType = TypeEngine[Any] | type[TypeEngine[Any]]

INFO = "starschema"
"""Key of our declaration in `Column.info`."""

OURS = frozenset({"primary_key", "autoincrement", "name", "key", "sort_order"})
"""Options of `mapped_column` that the library decides itself."""

_order = count()


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What every declared column says.

    Args:
        order: Position of the declaration among all, so that generated columns stand where they were declared.
        refused: Options given that the library decides itself.
    """

    order: int
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NaturalKeyColumn(Declaration):
    """A part of a dimension's natural key."""


@dataclass(frozen=True, kw_only=True)
class AttributeColumn(Declaration):
    """A descriptive column of a dimension."""

    scd: Any = 1
    scope: Any = "all"
    unknown: Any = UNSET
    renamed_from: Any = None


@dataclass(frozen=True, kw_only=True)
class WeightColumn(Declaration):
    """The share of a group that one of its members has."""


@dataclass(frozen=True, kw_only=True)
class DegenerateColumn(Declaration):
    """A column of a fact that belongs to no dimension."""

    grain: bool = False


@dataclass(frozen=True)
class ExceptOver:
    """Says that a measure may be summed over everything but one role; made by `except_over`."""

    role: Any
    use: Any


@dataclass(frozen=True, kw_only=True)
class MeasureColumn(Declaration):
    """A number measured by a fact."""

    unit: str | None = None
    additive: Any = True


@dataclass(frozen=True, kw_only=True)
class DerivedColumn(Declaration):
    """What a periodic snapshot derives from a measure of another fact: as the period opens, moves or closes."""

    part: Any
    base: Any


@dataclass(frozen=True, kw_only=True)
class LevelColumn(Declaration):
    """A level to which facts are added up: an attribute of a role's member, or a degenerate column."""

    base: Any
    others: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AddedUpColumn(Declaration):
    """What an aggregate keeps of the facts of a slice."""

    how: Any
    base: Any = None


@dataclass(frozen=True, kw_only=True)
class LagColumn(Declaration):
    """The time between two milestones of an accumulating snapshot."""

    start: Any
    end: Any
    unit: Any


@dataclass(frozen=True, kw_only=True)
class StatusColumn(Declaration):
    """The furthest milestone that a row of an accumulating snapshot has reached."""


@dataclass(frozen=True, kw_only=True)
class ConvertedColumn(Declaration):
    """A measure in another currency or unit."""

    base: Any
    rate: Any
    by: Any
    as_of: Any
    divide: bool
    home: Any
    unit: str | None


def next_order() -> int:
    """Return the position of a declaration that is being made now."""
    return next(_order)


def declaration_of(column: MappedColumn[Any]) -> Declaration | None:
    """Return what `column` declares, or None for a plain `mapped_column`."""
    declaration = column.column.info.get(INFO)
    return declaration if isinstance(declaration, Declaration) else None


def natural_key(type_: ColumnType | None = None, **kw: Any) -> MappedColumn[Any]:
    """Declare a column, or one of several, by which the source systems know a member.

    Args:
        type_: SQLAlchemy type, where the `Mapped[...]` annotation does not say enough.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw, "nullable")
    # The special members have no natural key, so the table must take NULL; loads refuse it.
    return declared_column(NaturalKeyColumn(order=next_order(), refused=refused), type_, kw, nullable=True)


def attribute(
    type_: ColumnType | None = None,
    *,
    scd: Literal[0, 1, 2, 3, 6] = 1,
    scope: Literal["all", "current"] = "all",
    unknown: Any = UNSET,
    renamed_from: str | None = None,
    **kw: Any,
) -> MappedColumn[Any]:
    """Declare a descriptive column of a dimension.

    Args:
        type_: SQLAlchemy type, where the `Mapped[...]` annotation does not say enough.
        scd: What a change does: 0 keeps the value first seen, 1 corrects it in place, 2 starts a new version,
            3 corrects it and keeps the value before in `previous_<name>`, 6 starts a new version and keeps the newest
            value of the member in `current_<name>` on every version.
        scope: For type 1, whether a correction reaches all versions or the current one only.
        unknown: Value of the special members, or a pair (unknown, not applicable).
        renamed_from: The name that it had before, so that a migration renames its column; may stay afterwards.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    declared = AttributeColumn(
        order=next_order(), refused=refused, scd=scd, scope=scope, unknown=unknown, renamed_from=renamed_from
    )
    return declared_column(declared, type_, kw)


def degenerate(type_: ColumnType | None = None, *, grain: bool = False, **kw: Any) -> MappedColumn[Any]:
    """Declare a column of a fact that belongs to no dimension, such as an order number or the event's time.

    Args:
        type_: SQLAlchemy type, where the `Mapped[...]` annotation does not say enough.
        grain: Whether the column is one of those that identify a row.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    declared = DegenerateColumn(order=next_order(), refused=refused, grain=grain)
    extra: dict[str, Any] = {"primary_key": True, "autoincrement": False, "nullable": False} if grain else {}
    if grain:
        kw.pop("nullable", None)  # a row without its grain is no row
    return declared_column(declared, type_, kw, **extra)


def measure(
    type_: ColumnType | None = None, *, unit: str | None = None, additive: bool | ExceptOver = True, **kw: Any
) -> MappedColumn[Any]:
    """Declare a number measured by a fact.

    Args:
        type_: SQLAlchemy type, where the `Mapped[...]` annotation does not say enough.
        unit: What is counted, such as "EUR" or "each".
        additive: Whether the measure may be summed over every dimension, or `except_over` one of them.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    return declared_column(MeasureColumn(order=next_order(), refused=refused, unit=unit, additive=additive), type_, kw)


def except_over(role: Any, *, use: Literal["first", "last", "average", "min", "max"] = "last") -> ExceptOver:
    """Say that a measure is semi-additive: `measure(additive=except_over(day, use="last"))`, such as a stock.

    Args:
        role: The role over which it may not be summed, or its name.
        use: What is shown over that role instead of a sum.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 4, "Semi-Additive Facts".
    """
    return ExceptOver(role, use)


def refuse(kw: dict[str, Any], *also: str) -> tuple[str, ...]:
    """Take the options that the library decides itself out of `kw`, and name them.

    They are reported at class creation, where the class and the column have names.
    """
    refused = tuple(sorted((OURS | set(also)) & kw.keys()))
    for name in refused:
        del kw[name]
    return refused


def declared_column(
    declared: Declaration, type_: ColumnType | None, kw: dict[str, Any], **ours: Any
) -> MappedColumn[Any]:
    """Return a mapped column that says `declared`, with the user's options `kw` and the library's."""
    info = {**(kw.pop("info", None) or {}), INFO: declared}
    # SQLAlchemy's annotation of the first argument leaves the type out.
    types: Any = () if type_ is None else (type_,)
    return mapped_column(*types, info=info, sort_order=declared.order, **ours, **kw)
