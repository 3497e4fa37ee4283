"""Amounts in another currency or unit: which rate was in force, and the exact result, rounded half to even.

All of it runs on the workbench, in whole numbers of 128 bits, so that no database rounds in its own way. The model has
seen to it that nothing on the way has more digits than these hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    FromClause,
    Integer,
    Join,
    Numeric,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

from starschema.model.converted import digits, factor_digits
from starschema.model.kinds import Conversion
from starschema.sql.compare import Query

if TYPE_CHECKING:
    from sqlalchemy.sql.type_api import _LiteralProcessorType


class Whole(UserDefinedType[int]):
    """A whole number of 128 bits."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Return its name on the workbench."""
        return "HUGEINT"

    def literal_processor(self, dialect: Dialect) -> _LiteralProcessorType[int]:
        """Return what spells a number in a statement."""

        def spelt(value: Any) -> str:
            return str(value)

        return spelt


class AsOfJoin(Join):
    """An outer join that finds for each row the one row, at most, that is the last before it."""

    inherit_cache = True


@compiles(AsOfJoin)
def _as_of(element: AsOfJoin, compiler: Any, **options: Any) -> str:
    options |= {"asfrom": True}
    left, right = (compiler.process(side, **options) for side in (element.left, element.right))
    return f"{left} ASOF LEFT JOIN {right} ON {compiler.process(element.onclause, **options)}"


def with_rates(rows: FromClause, conversion: Conversion, rates: FromClause, number: int, home: Any) -> Query:
    """Select rows with `_rate_<number>`, the rate that was in force.

    Args:
        rows: Rows with what the conversion needs.
        conversion: The conversion, by rates.
        rates: Its rates: their keys, `_since` and the rate.
        number: Tells this conversion from others.
        home: What the column that names the currency has for the one that needs no rate, or None.
    """
    kept = conversion.rates
    assert kept is not None
    keys = [rows.c[mine.name] == rates.c[key.name] for mine, key in zip(conversion.by, kept.keys, strict=True)]
    met = AsOfJoin(rows, rates, and_(*keys, cast(rows.c[kept.at.name], DateTime) >= rates.c["_since"]))
    rate: ColumnElement[Any] = rates.c[kept.rate.name]
    if home is not None:
        own = rows.c[conversion.by[0].name] == literal(home, conversion.by[0].type)
        rate = case((own, cast(literal(1), kept.rate.type)), else_=rate)
    return select(*rows.c, rate.label(f"_rate_{number}")).select_from(met)


def with_factors(rows: FromClause, conversion: Conversion, number: int) -> Query:
    """Select rows with `_rate_<number>`, the factor of their unit."""
    kind: Numeric[Decimal] = Numeric(*factor_digits(conversion.factors.values()))
    unit = conversion.by[0]
    own = rows.c[unit.name]
    found = case(
        *((own == literal(u, unit.type), cast(literal(f, kind), kind)) for u, f in conversion.factors.items()),
        else_=cast(null(), kind),
    )
    return select(*rows.c, found.label(f"_rate_{number}"))


def with_results(rows: FromClause, conversion: Conversion, number: int) -> Query:
    """Select rows with `_result_<number>`, the amount as a whole number of the last place of its column.

    Nothing is nothing, whatever the rate.
    """
    base, column = conversion.base, conversion.column
    amount, rate = _whole(rows.c[base.name], base), _rate(rows, conversion, number)
    own, wanted = digits(base)[1], digits(column)[1]
    kept = conversion.rates
    scale = digits(kept.rate)[1] if kept is not None else factor_digits(conversion.factors.values())[1]
    if kept is not None and kept.divide:
        shift = wanted + scale - own
        above, below = amount * _power(max(shift, 0)), rate * _power(max(-shift, 0))
    else:
        shift = wanted - own - scale
        above, below = amount * rate * _power(max(shift, 0)), _power(max(-shift, 0))
    inner = select(*rows.c, above.label("_above"), below.label("_below")).subquery()
    result = case((inner.c[base.name] == 0, cast(literal(0), Whole())), else_=_half_even(inner))
    return select(*(inner.c[c.name] for c in rows.c), result.label(f"_result_{number}"))


def finished(rows: FromClause, names: Sequence[str], conversions: Sequence[Conversion]) -> Query:
    """Select some columns of rows, the amounts, and for each `_lacks_<column>` and `_unfit_<column>`."""
    found: list[ColumnElement[Any]] = [rows.c[name] for name in names]
    for number, conversion in enumerate(conversions):
        column, result = conversion.column, rows.c[f"_result_{number}"]
        size, scale = digits(column)
        limit = _power(size)
        fits = and_(result < limit, result > -limit)
        number_of_it = case((fits, cast(result, Numeric(size, 0))), else_=null())
        amount = number_of_it if scale == 0 else number_of_it * cast(Decimal(1).scaleb(-scale), Numeric(size, scale))
        found.append(cast(amount, column.type).label(column.name))
        lacks = and_(rows.c[conversion.base.name].is_not(None), result.is_(None))
        found.append(_sure(lacks).label(f"_lacks_{column.name}"))
        found.append(_sure(~fits).label(f"_unfit_{column.name}"))
    return select(*found)


def differing(
    rows: FromClause, found: FromClause, names: Sequence[str], columns: Sequence[Column[Any]]
) -> ColumnElement[bool]:
    """Return whether a row on record has other amounts than those found for it."""
    same_row = and_(*(rows.c[name] == found.c[name] for name in names))
    return and_(same_row, or_(false(), *(rows.c[c.name].is_distinct_from(found.c[c.name]) for c in columns)))


def until(rates: FromClause, changes: FromClause, keys: Sequence[str]) -> Query:
    """Select `_from` and `_to`: between which times any of the changed rates is in force; no end is NULL.

    Args:
        rates: The rates since the first change, as they are now: their keys and `_since`.
        changes: The same of rates that were added, changed or removed.
        keys: The columns by which a rate is known.
    """
    points = (
        select(*(changes.c[n] for n in keys), changes.c["_since"], null().label("_next"), literal(1).label("_changed"))
        .union_all(select(*(rates.c[n] for n in keys), rates.c["_since"], rates.c["_since"].label("_next"), literal(0)))
        .subquery()
    )
    # By groups of one time, so that a rate that is still there does not end itself.
    following = func.min(points.c["_next"]).over(
        partition_by=[points.c[n] for n in keys], order_by=points.c["_since"], groups=(1, None)
    )
    ranges = select(points.c["_since"], following.label("_to"), points.c["_changed"]).subquery()
    ended = case((func.count() == func.count(ranges.c["_to"]), func.max(ranges.c["_to"])))
    return select(func.min(ranges.c["_since"]).label("_from"), ended.label("_to")).where(ranges.c["_changed"] == 1)


def _sure(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.coalesce(cast(condition, Boolean), false())


def _power(exponent: int) -> ColumnElement[int]:
    """Return a power of ten."""
    return cast(literal_column(str(10**exponent)), Whole())


def _whole(value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[int]:
    """Return an exact number as a whole number of its last place."""
    if isinstance(column.type, Integer):
        return cast(value, Whole())
    return cast(func.replace(cast(value, String), ".", ""), Whole())


def _rate(rows: FromClause, conversion: Conversion, number: int) -> ColumnElement[int]:
    own: Column[Any] = Column("rate", Numeric()) if conversion.rates is None else conversion.rates.rate
    return _whole(rows.c[f"_rate_{number}"], own)


def _half_even(rows: FromClause) -> ColumnElement[int]:
    """Return `_above` divided by `_below`, which is greater than 0, rounded to the nearest, and to even from midway."""
    above, below = rows.c["_above"], rows.c["_below"]
    whole = above.op("//")(below)
    rest = func.abs(above.op("%")(below))
    sign = cast(func.sign(above), Whole())
    up = or_(rest > below - rest, and_(rest == below - rest, whole.op("%")(2) != 0))
    return whole + case((up, sign), else_=cast(literal(0), Whole()))
