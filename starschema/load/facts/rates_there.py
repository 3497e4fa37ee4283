"""Amounts in another currency or unit, of rows that the warehouse reads by itself: reckoned there, to the same result.

What databases agree on is whole numbers of not too many digits; of others, the rows come to the workbench.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, select

from starschema.load.facts.rates import home_of, rates_in_place
from starschema.load.run import Context
from starschema.load.there import NotThere
from starschema.model.converted import digits, digits_on_the_way, factor_digits
from starschema.model.kinds import Conversion
from starschema.model.spec import FactSpec
from starschema.sql import rates as sql
from starschema.sql.compare import Query, count_if

DIGITS = 32
"""So many digits Spark leaves before the point of what it divides."""

SMALL = 18
"""Two numbers of so many digits have a product that it takes with all its decimals."""

PLACES = 6
"""So many decimals it leaves in any case."""


def is_converted_there(fact: FactSpec) -> bool:
    """Return whether the warehouse comes to the same amounts."""
    return all(_is_exact(conversion) for conversion in fact.conversions)


def _is_exact(conversion: Conversion) -> bool:
    kept, (size, scale) = conversion.rates, digits(conversion.column)
    rate = factor_digits(conversion.factors.values()) if kept is None else digits(kept.rate)
    divide = kept is not None and kept.divide
    needed = digits_on_the_way(conversion.column, conversion.base, *rate, divide=divide)
    return needed <= DIGITS and (size <= SMALL or scale <= PLACES)


def with_amounts(context: Context, fact: FactSpec, ready: Query) -> Query:
    """Select finished rows with their amounts, and the marks of those that cannot have one; see `sql.finished`.

    Args:
        context: The load.
        fact: The fact.
        ready: Selects the rows as the fact's table takes them, but for the amounts.
    """
    rows: FromClause = ready.subquery("ready_facts")
    names = list(rows.c.keys())
    for number, conversion in enumerate(fact.conversions):
        kept = conversion.rates
        if kept is None:
            query = sql.with_factors(rows, conversion, number)
        else:
            rates = rates_in_place(kept).subquery(f"rates_{number}")
            query = sql.with_rates(rows, conversion, rates, number, home_of(context.bench, kept))
        rated = query.subquery(f"rated_{number}")
        rows = sql.with_results(rated, conversion, number).subquery(f"reckoned_{number}")
    return sql.finished(rows, names, fact.conversions)


def look_at_amounts(context: Context, fact: FactSpec, ready: Query) -> None:
    """See to it that every row can have its amounts.

    Raises:
        NotThere: One cannot.
    """
    found = with_amounts(context, fact, ready).subquery("amounts")
    wrong: list[ColumnElement[bool]] = []
    for conversion in fact.conversions:
        kept = conversion.rates
        narrow = kept is not None and kept.home is not None and _is_narrower(conversion)
        # The currency that needs no rate may be one of the members that are still to be inferred.
        if kept is not None and narrow and home_of(context.bench, kept) is None:
            raise NotThere(f"{kept.home!r} is not known yet, of which amounts may not fit")
        wrong.append(found.c[f"_unfit_{conversion.column.name}"])
        if kept is None:
            unit = found.c[conversion.by[0].name]
            wrong.append(and_(found.c[f"_lacks_{conversion.column.name}"], unit.is_not(None)))
    if context.connection.execute(select(count_if(or_(*wrong))).select_from(found)).scalar_one():
        raise NotThere("a row cannot be converted")


def _is_narrower(conversion: Conversion) -> bool:
    """Return whether an amount may be too large as it is."""
    (size, scale), (own, places) = digits(conversion.column), digits(conversion.base)
    return size - scale < own - places + (scale < places)


def without_rate(fact: FactSpec) -> ColumnElement[int]:
    """Return how many rows of a fact have an amount whose rate has not come."""
    pairs = [(c.base, c.column) for c in fact.conversions if c.rates is not None]
    return count_if(or_(false(), *(and_(base.is_not(None), column.is_(None)) for base, column in pairs)))
