"""Loading a derived periodic snapshot: what has moved, brought from the warehouse, in place of data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Date, FromClause, column, func, select, table

from starschema.errors import SourceError
from starschema.load.facts.fact import FactOptions
from starschema.load.facts.periodic import PeriodicLoad
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage
from starschema.model.kinds import DerivationSpec
from starschema.model.spec import AggregateSpec, FactSpec
from starschema.sources import Source
from starschema.sql import derive


class DerivedLoad(PeriodicLoad):
    """One load of one periodic snapshot that follows from what moves.

    Args:
        spec: The snapshot.
        source: An input without rows, for its name.
        options: How to load it.
        aggregates: What follows from the snapshot.
        days: A day of the first period, by default that of the first movement, and a day of the last, by default the
            later of the last movement and the last period on record.
    """

    def __init__(
        self,
        spec: FactSpec,
        source: Source,
        options: FactOptions,
        aggregates: Sequence[AggregateSpec] = (),
        *,
        days: tuple[dt.date | None, dt.date | None],
    ) -> None:
        super().__init__(spec, source, options, aggregates)
        assert self.kind.derived is not None
        assert self.kind.role is not None
        self.derivation: DerivationSpec = self.kind.derived
        self.own = [m.column for m in self.derivation.measures]
        self.role = self.kind.role
        self.start, self.end = days

    def _stage(self, context: Context, rejects: Rejects) -> Stage:
        """Derive the snapshot's rows, as if they had been read."""
        bench, spec = context.bench, self.derivation
        (period,) = self.period
        keys = [n for names in self.sources.values() for n in names if n != period]
        first, last = self._bounds(context)
        if first is None or last is None:
            raise SourceError(
                f"{self.name}: no {spec.of.cls.__name__} has a day yet, so no period begins; load it first, or give "
                "start= and end="
            )
        if first > last:
            raise SourceError(f"{self.name}: start {first} is after end {last}; swap them")
        periods = bench.keep("periods", derive.periods(first, last, spec.every, period))
        opens = bench.scalar(derive.first_day(first, spec.every))
        moved = derive.movements(spec, self.role.name, self.sources, opens)
        columns: list[Column[Any]] = []
        for name, role in spec.roles.items():
            for label, key in zip(self.sources[name], role.dimension.natural_key, strict=True):
                columns.append(Column(label, key.type))
        bases = {m.base.name: m.base for m in spec.measures}
        columns += [Column(f"_moved_{name}", base.type) for name, base in bases.items()]
        brought = bench.fetch("moved", moved, columns)
        rows = bench.keep("stage", derive.standings(brought, periods, period, keys, spec.measures, spec.every))
        return Stage(rows, bench.count(rows), frozenset(c.name for c in self.own))

    def _named(self, context: Context) -> FromClause | None:
        """Return all periods from start to end: what is on record of them and does not follow is to go."""
        return table("periods", column(self.period[0], Date()))

    def _bounds(self, context: Context) -> tuple[dt.date | None, dt.date | None]:
        """Return the days that the caller gave, or those that the facts have."""
        there = self.derivation.roles[self.role.name]
        moved = self._days(context, there.column, there.dimension)
        kept = self._days(context, self.role.column, self.role.dimension)
        ends = [day for day in (moved[1], kept[1]) if day is not None]
        return self.start or moved[0], self.end or max(ends, default=None)

    def _days(self, context: Context, column: Column[Any], calendar: Any) -> tuple[dt.date | None, dt.date | None]:
        day = calendar.natural_key[0]
        query = select(func.min(day), func.max(day)).join_from(column.table, calendar.table, column == calendar.key)
        first, last = context.connection.execute(query).one()
        return first, last
