"""Amounts in another currency or unit: which rate was in force, and the exact result, rounded half to even.

All of it runs on the workbench, in whole numbers of 128 bits, so that no database rounds in its own way. The model has
seen to it that nothing on the way has more digits than these hold. On Spark, whose executors reckon what they read by
themselves, they are decimals of 38 digits.
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
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType

from starschema.model.converted import digits, factor_digits
from starschema.model.kinds import Conversion
from starschema.sql.compare import Query
from starschema.sql.constants import At
from starschema.sql.lookup import AFTER_ALL
from starschema.sql.moment import moment
from starschema.sql.windows import lead
from starschema.sql.words import spell

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


@compiles(Whole, "databricks")
def _whole_on_spark(_type: Whole, _compiler: Any, **_: Any) -> str:
    return "DECIMAL(38, 0)"


class LastPlaces(FunctionElement[int]):
    """An exact number as the whole number of its last place, given with the power of ten that this takes."""

    inherit_cache = True
    type = Whole()


class WholeQuotient(FunctionElement[int]):
    """A whole number divided by another, without the rest."""

    inherit_cache = True
    type = Whole()


spell(LastPlaces, "CAST(replace(CAST({0} AS VARCHAR), '.', '') AS HUGEINT)", "CAST({0} * {1} AS DECIMAL(38, 0))")
# Where there is no rest, the decimal places of a quotient are nothing.
spell(WholeQuotient, "({0} // {1})", "CAST(({0} - mod({0}, {1})) / {1} AS DECIMAL(38, 0))")


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
        rates: Its rates: their keys, `_since` and the rate; in a warehouse, `_until` as well.
        number: Tells this conversion from others.
        home: What the column that names the currency has for the one that needs no rate, or None.
    """
    kept = conversion.rates
    assert kept is not None
    keys = [rows.c[mine.name] == rates.c[key.name] for mine, key in zip(conversion.by, kept.keys, strict=True)]
    at = cast(rows.c[kept.at.name], DateTime)
    begun = and_(*keys, at >= rates.c["_since"])
    ended = "_until" in rates.c
    met = rows.outerjoin(rates, and_(begun, at < rates.c["_until"])) if ended else AsOfJoin(rows, rates, begun)
    rate: ColumnElement[Any] = rates.c[kept.rate.name]
    if home is not None:
        own = rows.c[conversion.by[0].name] == literal(home, conversion.by[0].type)
        rate = case((own, cast(literal(1), kept.rate.type)), else_=rate)
    return select(*rows.c, rate.label(f"_rate_{number}")).select_from(met)


def in_force(
    rates: FromClause, keys: Sequence[ColumnElement[Any]], since: ColumnElement[Any], rate: ColumnElement[Any]
) -> Query:
    """Select rates in a warehouse: their keys, the rate, and between which times it is in force.

    Args:
        rates: The rates.
        keys: The columns by which they are known.
        since: Since when each is in force.
        rate: The rate.
    """
    following = lead(moment(since)).over(partition_by=list(keys), order_by=since)
    bounds = (moment(since).label("_since"), func.coalesce(following, At(AFTER_ALL)).label("_until"))
    return select(*keys, rate, *bounds).select_from(rates).where(since.is_not(None))


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
    return cast(_ten_to(exponent), Whole())


def _ten_to(exponent: int) -> ColumnElement[str]:
    # As a text, whose digits every database takes for a number of any size.
    return literal_column(f"'{10**exponent}'", String)


def _whole(value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[int]:
    """Return an exact number as a whole number of its last place."""
    if isinstance(column.type, Integer):
        return cast(value, Whole())
    scale = digits(column)[1]
    return LastPlaces(value, cast(_ten_to(scale), Numeric(scale + 1, 0)))


def _rate(rows: FromClause, conversion: Conversion, number: int) -> ColumnElement[int]:
    if conversion.rates is None:
        own: Column[Any] = Column("rate", Numeric(*factor_digits(conversion.factors.values())))
    else:
        own = conversion.rates.rate
    return _whole(rows.c[f"_rate_{number}"], own)


def _half_even(rows: FromClause) -> ColumnElement[int]:
    """Return `_above` divided by `_below`, which is greater than 0, rounded to the nearest, and to even from midway."""
    above, below = rows.c["_above"], rows.c["_below"]
    whole = WholeQuotient(above, below)
    rest = func.abs(func.mod(above, below))
    sign = cast(func.sign(above), Whole())
    up = or_(rest > below - rest, and_(rest == below - rest, func.mod(whole, 2) != 0))
    return whole + case((up, sign), else_=cast(literal(0), Whole()))
