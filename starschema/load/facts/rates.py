"""Amounts in another currency or unit: computed for what a load brings, and again for what its rates bear on.

An amount on record is always what the rates on record make of it. So a load of rates finds the facts between the first
of its rates and the next that it does not touch, and brings their amounts, and the aggregates of these, up to date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

from starschema.errors import LoadError
from starschema.load.arrivals import set_aside
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.kinds import Conversion, RatesInForce
from starschema.model.spec import AggregateSpec, FactSpec, RoleSpec
from starschema.model.storage import timestamp
from starschema.sql import rates as sql
from starschema.sql.compare import Query, equal, union
from starschema.sql.moment import moment

Followed = tuple[FactSpec, Sequence[AggregateSpec]]
"""A fact, and the aggregates that follow from it."""


def converted_by(catalog: Catalog, rates: FactSpec) -> list[Followed]:
    """Return the facts whose amounts hang on the rates of a fact."""
    return [
        (fact, catalog.aggregates_of(fact))
        for fact in catalog.facts
        if any(c.rates is not None and c.rates.fact is rates for c in fact.conversions)
    ]


def rate_facts(fact: FactSpec) -> set[FactSpec]:
    """Return the facts by whose rates amounts of a fact are converted."""
    return {c.rates.fact for c in fact.conversions if c.rates is not None}


def convert(bench: Workbench, fact: FactSpec, rows: FromClause, names: Sequence[str]) -> FromClause:
    """Return the amounts of some rows of a fact; see `sql.finished`.

    Args:
        bench: The load's workbench.
        fact: The fact.
        rows: Working table with what its conversions need.
        names: The columns by which a row is known.
    """
    for number, conversion in enumerate(fact.conversions):
        if conversion.rates is None:
            query = sql.with_factors(rows, conversion, number)
        else:
            rates = _rates_for(bench, rows, conversion, conversion.rates, f"rates_{number}")
            query = sql.with_rates(rows, conversion, rates, number, home_of(bench, conversion.rates))
        rated = bench.keep(f"rated_{number}", query)
        rows = bench.keep(f"reckoned_{number}", sql.with_results(rated, conversion, number))
    found = bench.keep("amounts", sql.finished(rows, names, fact.conversions))
    for conversion in fact.conversions:
        column = conversion.column
        judged = bench.backend.unholdable(column, f'"{column.name}"')
        if judged is not None:
            bench.duck.execute(f'UPDATE amounts SET "_unfit_{column.name}" = true WHERE {judged[0]}')
    return found


def amounts_of_stage(
    bench: Workbench, fact: FactSpec, ready: Query, staged: FromClause, rejects: Rejects, deleted: str | None
) -> FromClause:
    """Return the amounts of what a load brings, by `_row`; rows that cannot have one are set aside.

    Args:
        bench: The load's workbench.
        fact: The fact.
        ready: Selects the staged rows as the fact's table takes them, but for the amounts.
        staged: The stage.
        rejects: Takes the rows whose amount does not fit, or whose unit has no factor.
        deleted: The stage's column that says that a row is no more, if there is one.
    """
    there = ready.selected_columns
    needed = {c.name: there[c.name] for conversion in fact.conversions for c in conversion.needs}
    if deleted is not None:
        for conversion in fact.conversions:
            name = conversion.base.name
            needed[name] = case((staged.c[deleted], null()), else_=there[name]).label(name)
    rows = bench.keep("to_convert", ready.with_only_columns(staged.c["_row"], *needed.values()))
    units = [c.by[0].name for c in fact.conversions if c.rates is None]
    found = convert(bench, fact, rows, ["_row", *dict.fromkeys(units)])
    for conversion in fact.conversions:
        name = conversion.column.name
        reason = (
            f"makes {fact.cls.__name__}.{name} too large for its column; correct it, or give the column more digits"
        )
        _set_aside(bench, staged, _marked(found, f"_unfit_{name}"), conversion.base.name, reason, rejects)
        if conversion.rates is None:
            known = ", ".join(map(str, conversion.factors))
            reason = f"has no factor in {fact.cls.__name__}.{name}, which knows {known}; correct it, or add its factor"
            unit = conversion.by[0].name
            if unit in staged.c:
                named = _marked(found, f"_lacks_{name}").where(found.c[unit].is_not(None))
                _set_aside(bench, staged, named, unit, reason, rejects)
    return found


def _set_aside(bench: Workbench, staged: FromClause, marked: Query, column: str, reason: str, rejects: Rejects) -> None:
    shown = staged.c.get(column, None)
    rejects.add(set_aside(bench, staged, staged.c["_row"].in_(marked), column, shown, reason))


def _marked(found: FromClause, mark: str) -> Query:
    return select(found.c["_row"]).where(found.c[mark])


def refuse_rates(
    bench: Workbench, rates: FactSpec, followed: Sequence[Followed], staged: FromClause, rejects: Rejects
) -> None:
    """Set the rows aside whose rate is none."""
    columns = {c.rates.rate.name for fact, _ in followed for c in fact.conversions if c.rates is not None}
    for name in sorted(columns & {m.name for m in rates.measures} & set(staged.c.keys())):
        value = staged.c[name]
        reason = f"is no rate, by which {followed[0][0].cls.__name__} is converted; it must be greater than 0"
        rejects.add(set_aside(bench, staged, value <= 0, name, value, reason))


def lacking(bench: Workbench, fact: FactSpec, amounts: FromClause, staged: FromClause) -> int:
    """Return how many of the rows that a load brings have an amount without a rate."""
    marks = [amounts.c[f"_lacks_{c.column.name}"] for c in fact.conversions if c.rates is not None]
    if not marks:
        return 0
    left = select(func.count()).select_from(amounts).where(or_(*marks), amounts.c["_row"].in_(select(staged.c["_row"])))
    return int(bench.scalar(left))


def follow_rates(context: Context, rates: FactSpec, followed: Sequence[Followed], changes: Sequence[FromClause]) -> int:
    """Bring the amounts up to date on which a load of rates bears; return how many facts got others.

    Args:
        context: The load's surroundings.
        rates: The fact that was loaded.
        followed: The facts that are converted by its rates.
        changes: Working tables of the rates that were added, and of those that changed or went.
    """
    bench = context.bench
    kept = next(c.rates for fact, _ in followed for c in fact.conversions if c.rates and c.rates.fact is rates)
    names = [key.name for key in kept.keys]
    dated = [_dated(bench, kept, rows, number) for number, rows in enumerate(changes)]
    changed = bench.keep("changed_rates", union(*(select(*rows.c) for rows in dated)))
    first = bench.scalar(select(func.min(changed.c["_since"])))
    if first is None:
        return 0
    sent = bench.send(rates.table, kept.keys, select(*(changed.c[n] for n in names)).distinct())
    source, since = _since(kept)
    query = select(*kept.keys, since.label("_since")).select_from(source.join(sent, equal(rates.table, sent, names)))
    query = query.where(moment(since) >= literal(first, timestamp()))
    now = bench.fetch("rates_from_then_on", query, [*kept.keys, Column("_since", timestamp())])
    start, end = bench.rows(sql.until(now, changed, names))[0]
    total = 0
    for fact, aggregates in followed:
        rows = _facts_between(bench, fact, aggregates, rates, sent, start, end)
        total += recompute(context, fact, aggregates, rows)[1]
    return total


def recompute(
    context: Context, fact: FactSpec, aggregates: Sequence[AggregateSpec], rows: FromClause
) -> tuple[int, int]:
    """Bring the amounts of some facts up to date; return how many facts there are, and how many differed.

    Raises:
        LoadError: An amount does not fit its column.
    """
    bench, grain = context.bench, [c.name for c in fact.grain]
    count = bench.count(rows)
    if not count:
        return 0, 0
    found = convert(bench, fact, rows, grain)
    _check_fit(bench, fact, found)
    columns = [c.column for c in fact.conversions]
    differs = sql.differing(rows, found, grain, columns)
    before = bench.keep("amounts_before", select(*rows.c).join_from(rows, found, differs))
    changed = bench.count(before)
    if changed:
        own = {c.name for c in columns}
        query = select(*(found.c[c.name] if c.name in own else c for c in before.c))
        after = bench.keep("amounts_after", query.join_from(before, found, equal(before, found, grain)))
        load_id = cast(literal(context.load_id), BigInteger).label(fact.load_id.name)
        written = [*fact.grain, *columns]
        bench.update(
            fact.table, fact.grain, [*columns, fact.load_id], select(*(after.c[c.name] for c in written), load_id)
        )
        if aggregates:
            keep_aggregates(
                context, aggregates, bench.empty("no_facts", _columns_of(fact, aggregates)), [before, after]
            )
    return count, changed


class AmountsRebuild:
    """Computes the amounts of a fact anew, after the conversions of its class were changed.

    Args:
        fact: The fact.
        aggregates: What follows from it.
    """

    def __init__(self, fact: FactSpec, aggregates: Sequence[AggregateSpec]) -> None:
        self.fact = fact
        self.aggregates = aggregates

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`."""
        columns = _columns_of(self.fact, self.aggregates)
        rows = context.bench.fetch("facts_to_convert", select(*columns), columns)
        count, changed = recompute(context, self.fact, self.aggregates, rows)
        return Outcome({"read": count, "updated": changed, "unchanged": count - changed})


def wrong_amounts(bench: Workbench, fact: FactSpec) -> Query:
    """Select, on the workbench, the facts whose amounts are not what the rates make of them."""
    columns = _columns_of(fact, ())
    rows = bench.fetch("facts_to_check", select(*columns), columns)
    grain, own = [c.name for c in fact.grain], [c.column for c in fact.conversions]
    found = convert(bench, fact, rows, grain)
    right = [found.c[c.name].label(f"right_{c.name}") for c in own]
    shown = [rows.c[n] for n in (*grain, *(c.name for c in own))]
    return select(*shown, *right).join_from(rows, found, sql.differing(rows, found, grain, own))


def _check_fit(bench: Workbench, fact: FactSpec, found: FromClause) -> None:
    for conversion in fact.conversions:
        name = f"{fact.cls.__name__}.{conversion.column.name}"
        bad = select(*(found.c[c.name] for c in fact.grain)).where(found.c[f"_unfit_{conversion.column.name}"])
        if rows := bench.rows(bad.limit(1)):
            shown = ", ".join(f"{c.name}={value}" for c, value in zip(fact.grain, rows[0], strict=True))
            raise LoadError(
                f"{name}: the amount of the fact with {shown} would be too large for its column; correct the rate, or "
                "give the column more digits"
            )


def _columns_of(fact: FactSpec, aggregates: Sequence[AggregateSpec]) -> list[Column[Any]]:
    """Return the columns of a fact that are needed to convert it, and to keep its aggregates."""
    needed = {*fact.grain, *(c for conversion in fact.conversions for c in (conversion.column, *conversion.needs))}
    return [c for c in fact.table.columns if c in needed or (aggregates and c is not fact.load_id)]


def _facts_between(
    bench: Workbench,
    fact: FactSpec,
    aggregates: Sequence[AggregateSpec],
    rates: FactSpec,
    sent: FromClause,
    start: datetime,
    end: datetime | None,
) -> FromClause:
    """Bring the facts that any of the rates sent can bear on, at times from `start` to before `end`."""
    columns = _columns_of(fact, aggregates)
    ways = {(c.by, c.rates.at): c.rates for c in fact.conversions if c.rates is not None and c.rates.fact is rates}
    found = []
    for number, ((by, at), kept) in enumerate(ways.items()):
        met = and_(*(mine == sent.c[key.name] for mine, key in zip(by, kept.keys, strict=True)))
        query = select(*columns).join_from(fact.table, sent, met).where(moment(at) >= literal(start, timestamp()))
        if end is not None:
            query = query.where(moment(at) < literal(end, timestamp()))
        found.append(select(*bench.fetch(f"rated_facts_{number}", query, columns).c))
    every = union(*found).subquery()
    return bench.keep("rated_facts", select(*every.c).distinct() if len(found) > 1 else select(*every.c))


def _since(kept: RatesInForce) -> tuple[FromClause, Column[Any]]:
    """Return the table of the rates, joined with the calendar if need be, and since when they are in force."""
    if isinstance(kept.since, RoleSpec):
        calendar = kept.since.dimension
        day = calendar.natural_key[0]
        return kept.fact.table.join(calendar.table, calendar.key == kept.since.column), day
    return kept.fact.table, kept.since


def rates_in_place(kept: RatesInForce) -> Query:
    """Select the rates in the warehouse; one of the unknown currency says nothing of another amount in one."""
    source, since = _since(kept)
    roles = {role.column.name for role in kept.fact.roles}
    known = [key > 0 for key in kept.keys if key.name in roles]
    return sql.in_force(source, kept.keys, since, kept.rate).where(*known)


def _rates_for(bench: Workbench, rows: FromClause, conversion: Conversion, kept: RatesInForce, name: str) -> FromClause:
    """Bring the rates that may be in force for some rows: from the last before the first of them on."""
    columns: list[Column[Any]] = [*kept.keys, Column("_since", timestamp()), kept.rate]
    low, high = bench.rows(select(func.min(rows.c[kept.at.name]), func.max(rows.c[kept.at.name])))[0]
    if low is None:
        return bench.empty(name, columns)
    by = [rows.c[mine.name].label(key.name) for mine, key in zip(conversion.by, kept.keys, strict=True)]
    known: list[ColumnElement[bool]] = [column.is_not(None) for column in by]
    # A rate of the unknown currency says nothing of another amount in one.
    roles = {role.column.name for role in kept.fact.roles}
    known += [column > 0 for column, key in zip(by, kept.keys, strict=True) if key.name in roles]
    named = select(*by).where(*known).distinct()
    names = [key.name for key in kept.keys]
    sent = bench.send(kept.fact.table, kept.keys, named)
    source, since = _since(kept)
    met = source.join(sent, equal(kept.fact.table, sent, names))
    start, end = (literal(_time(bound), timestamp()) for bound in (low, high))
    first = (
        select(*kept.keys, func.max(since).label("_first"))
        .select_from(met)
        .where(moment(since) <= start)
        .group_by(*kept.keys)
        .subquery()
    )
    query = (
        select(*kept.keys, since.label("_since"), kept.rate)
        .select_from(met.outerjoin(first, equal(kept.fact.table, first, names)))
        .where(moment(since) <= end, or_(first.c["_first"].is_(None), since >= first.c["_first"]))
    )
    return bench.fetch(name, query, columns)


def _time(bound: Any) -> datetime:
    return bound if isinstance(bound, datetime) else datetime(bound.year, bound.month, bound.day)


def _dated(bench: Workbench, kept: RatesInForce, rows: FromClause, number: int) -> FromClause:
    """Return rates on the workbench by their keys and `_since`."""
    keys: list[ColumnElement[Any]] = [rows.c[key.name] for key in kept.keys]
    if isinstance(kept.since, RoleSpec):
        calendar = kept.since.dimension
        day = calendar.natural_key[0]
        days = bench.fetch("rate_days", select(calendar.key, day), [calendar.key, day])
        met = rows.join(days, days.c[calendar.key.name] == rows.c[kept.since.column.name])
        query = select(*keys, cast(days.c[day.name], timestamp()).label("_since")).select_from(met)
    else:
        query = select(*keys, cast(rows.c[kept.since.name], timestamp()).label("_since"))
    dated = query.subquery()
    return bench.keep(f"dated_rates_{number}", select(*dated.c).where(dated.c["_since"].is_not(None)))


def home_of(bench: Workbench, kept: RatesInForce) -> Any:
    """Return what the column that names the currency has for the one that needs no rate, or None."""
    if kept.home is None or kept.home_in is None:
        return kept.home
    dimension = kept.home_in
    query = select(dimension.key).where(dimension.natural_key[0] == kept.home)
    return bench.warehouse.execute(query).scalar()
