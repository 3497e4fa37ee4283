"""`Aggregate`: a fact added up to coarser levels, kept by the loads of the fact and of its dimensions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, Float, Integer, Numeric
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedColumn

from starschema.model.columns import AddedUpColumn, LevelColumn, declared_column, next_order, refuse
from starschema.model.declaring import map_planned
from starschema.model.slices import SlicesPlan, column_of, fact_of
from starschema.model.spec import AggregateSpec, Physical
from starschema.model.storage import DIGITS

if TYPE_CHECKING:
    from starschema.model.columns import ColumnType

T = TypeVar("T")

MORE_DIGITS = 10
"""Digits by which a total is wider than what it adds up: ten thousand million rows fit."""


class Aggregate:
    """Base of a fact added up: mix it with your declarative base, `class SalesByMonth(Aggregate, Mart, of=Sale)`.

    The library adds the surrogate key `<name>_key`, since a level may be NULL, and `load_id`. Nothing is loaded: each
    load of the fact, and of a dimension that moves or changes what the slices hang on, keeps the aggregate in its own
    transaction.

    Args:
        of: The fact.
        physical: Hints for the physical design.

    Grain:
        One row per combination of the roles and levels that has facts.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 15, "Aggregate Fact Tables".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[AggregateSpec]
        load_id: Mapped[int]

    def __init_subclass__(cls, *, of: type[Any] | None = None, physical: Physical | None = None, **kw: Any) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        mapped = partial(super().__init_subclass__, **kw)
        map_planned(cls, [of, physical], lambda: AggregatePlan(cls, [fact_of(cls, of, "Sale")], physical), mapped)


class AggregatePlan(SlicesPlan):
    """What the class body of an aggregate says."""

    def resolved(self) -> AggregateSpec:
        """Complete the mapped table and return what the class says."""
        return self.side_of(self.sides[0], self.finish(), self.name)


def level(base: InstrumentedAttribute[T], *others: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare a level to which facts are added up.

    Args:
        base: An attribute of a role's member, such as `Sale.customer.city`, or a degenerate column or the status of
            the fact.
        *others: For a consolidated fact, the same of each of its other facts.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw, "nullable")
    columns = [column for each in (base, *others) if (column := column_of(each)) is not None]
    nullable = not columns or any(column.nullable for column in columns)
    declared = LevelColumn(order=next_order(), refused=refused, base=base, others=others)
    widest = max(columns, key=lambda column: getattr(column.type, "length", None) or 0, default=None)
    return declared_column(declared, None if widest is None else widest.type, kw, nullable=nullable)


def total(base: InstrumentedAttribute[T], type_: ColumnType | None = None, **kw: Any) -> MappedColumn[T]:
    """Declare the sum of a measure over each slice.

    Args:
        base: An additive measure of the fact, such as `Sale.amount`.
        type_: SQLAlchemy type; by default that of the measure with ten more digits.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    column = column_of(base)
    return _kept("total", base, type_ if type_ is not None or column is None else _wider(column.type), kw)


def lowest(base: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare the least value of a measure in each slice; see `total`."""
    column = column_of(base)
    return _kept("lowest", base, None if column is None else column.type, kw)


def highest(base: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare the greatest value of a measure in each slice; see `total`."""
    column = column_of(base)
    return _kept("highest", base, None if column is None else column.type, kw)


def counted(*, distinct: InstrumentedAttribute[Any] | None = None, **kw: Any) -> MappedColumn[int]:
    """Declare how many facts each slice has, or how many different values.

    Args:
        distinct: An attribute of a role's member, such as `Sale.customer.customer_id`, or a degenerate column of the
            fact, of which different values are counted. NULL is none.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    return _kept("rows" if distinct is None else "distinct", distinct, BigInteger(), kw)


def _kept(how: str, base: Any, type_: Any, kw: dict[str, Any]) -> MappedColumn[Any]:
    refused = refuse(kw, "nullable")
    column = column_of(base)
    nullable = how not in ("rows", "distinct") and column is not None and bool(column.nullable)
    return declared_column(
        AddedUpColumn(order=next_order(), refused=refused, how=how, base=base), type_, kw, nullable=nullable
    )


def _wider(kind: Any) -> Any:
    if isinstance(kind, Numeric) and not isinstance(kind, Float) and kind.precision is not None:
        return Numeric(min(kind.precision + MORE_DIGITS, max(DIGITS, kind.precision)), kind.scale)
    return BigInteger() if isinstance(kind, Integer) else kind
