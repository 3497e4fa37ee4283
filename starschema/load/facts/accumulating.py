"""Loading an accumulating snapshot: what the data and the table tell of each row, settled, looked up and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from starschema.errors import LoadError, SourceError, StarSchemaError
from starschema.load.arrivals import set_aside
from starschema.load.difference import difference
from starschema.load.facts.fact import FactLoad, FactOptions
from starschema.load.newest import note_events
from starschema.load.plan import fact_samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, leave_out
from starschema.model.kinds import AccumulatingSpec
from starschema.model.spec import AggregateSpec, FactSpec
from starschema.sources import Source
from starschema.sql import accumulate as sql
from starschema.sql.compare import Query, equal, same, union


class AccumulatingLoad(FactLoad):
    """One load of one accumulating snapshot.

    Natural keys on record are brought back from the dimensions, so that a row on record tells what it knows in the
    same words as a row of data.

    Args:
        spec: The fact.
        source: The input.
        options: How to load it.
        aggregates: What follows from the fact.
    """

    partial = True

    def __init__(
        self, spec: FactSpec, source: Source, options: FactOptions, aggregates: Sequence[AggregateSpec] = ()
    ) -> None:
        super().__init__(spec, source, options, aggregates)
        assert spec.accumulating is not None
        if options.on_duplicate != "error":
            raise StarSchemaError(
                f"{self.name} is an accumulating snapshot, whose rows are filled in: leave out on_duplicate="
            )
        self.kind: AccumulatingSpec = spec.accumulating
        self.grain = [column.name for column in spec.grain]
        self.sequence = None if self.kind.sequence is None else self.kind.sequence.name
        told = {c.name: [c.name] for c in self.own if c.name not in self.grain}
        self.told: dict[str, list[str]] = told | {name: list(columns) for name, columns in self.sources.items()}
        self.days = {m.role.name: self.sources[m.role.name][0] for m in self.kind.milestones}
        """Working column of each milestone's day."""
        self.types = {c.name: c.type for c in self.own}
        for role in spec.roles:
            for name, key in zip(self.sources[role.name], role.dimension.natural_key, strict=True):
                self.types[name] = key.type

    def required(self, column: Column[Any]) -> bool:
        """Return whether every row of data must tell the column: any other may still be to come."""
        return column.name in (*self.grain, self.sequence)

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench, spec = context.bench, self.spec
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._stage(context, rejects)
        self._check_told(staged)
        repeats = bench.keep("repeats", sql.copies(staged.table))
        counts = {"read": staged.read, "duplicates": bench.count(repeats)}
        if counts["duplicates"]:
            leave_out(bench, repeats)
        there = self._there(context, staged.table)
        pooled = bench.look("pooled", self._pooled(staged, there))
        maps, counts["inferred"] = self.references.key_maps(context, pooled, rejects)
        rows = self._settled(context, pooled, rejects)
        rejects.check()
        note_events(context, spec, rows)
        everything = Stage(rows, staged.read, frozenset([*self.types]))
        self.references.check(bench, maps)
        ready = self.ready(context, everything, maps).add_columns(*self._computed(rows), *self._working(rows))
        found = bench.keep("found", self._keeping_keys(bench.keep("looked_up", ready), there))
        written = difference(bench, spec, found, there, whole=False)
        counts |= dict.fromkeys(("inserted", "updated", "unchanged"), 0)
        judged = sql.outcomes(pooled, rows, there, written.changed, self.grain, self.told).subquery()
        for outcome, count in bench.rows(select(judged.c["_outcome"], func.count()).group_by(judged.c["_outcome"])):
            counts[outcome] = int(count)
        counts["rejected"] = rejects.count
        if counts["inserted"] != written.inserted:
            raise LoadError(f"{self.name}: {written.inserted} rows are new but {counts['inserted']} were counted")
        written.write(context, self.aggregates)
        return Outcome(counts, rejects.kept, fact_samples(context, written.new, rejects, select(*written.changed.c)))

    def _check_told(self, staged: Stage) -> None:
        """Check that the data tells anything: a misspelt column would else be one that it leaves out.

        Raises:
            SourceError: It has no column beside those that say which row is meant, and when.
        """
        if not {n for columns in self.told.values() for n in columns if n != self.sequence} & staged.names:
            own = [c.name for c in self.own if not self.required(c)]
            some = ", ".join(dict.fromkeys([*own, *(name for role in self.spec.roles for name in role.source)]))
            raise SourceError(f"{self.name}: the data tells nothing of its rows; give at least one of {some}")

    def _there(self, context: Context, staged: FromClause) -> FromClause:
        """Bring the rows of the data's grains, with the natural keys that their keys stand for."""
        bench, table = context.bench, self.spec.table
        columns = [c for c in table.columns if c is not self.spec.load_id]
        selected: list[ColumnElement[Any]] = list(columns)
        joined: FromClause = table
        keys: list[Column[Any]] = []
        for role in self.spec.roles:
            dimension = role.dimension.table.alias(f"at_{role.name}")
            joined = joined.outerjoin(dimension, dimension.c[role.dimension.key.name] == role.column)
            for name, key in zip(self.sources[role.name], role.dimension.natural_key, strict=True):
                selected.append(dimension.c[key.name].label(name))
                keys.append(Column(name, key.type))
        if context.connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None:
            return bench.empty("there", [*(Column(c.name, c.type) for c in columns), *keys])
        named = select(*(staged.c[n] for n in self.grain)).distinct()
        sent = bench.send(table, self.spec.grain, named)
        query = select(*selected).select_from(joined).join(sent, equal(table, sent, self.grain))
        return bench.fetch("there", query, [*columns, *keys])

    def _pooled(self, staged: Stage, there: FromClause) -> Query:
        """Select what the data and the table tell, alike."""
        told = [n for columns in self.told.values() for n in columns]
        came = staged.table.c
        data = select(
            came["_row"],
            cast(null(), String()).label("_told"),
            *(came[n] for n in self.grain),
            *((came[n] if n in staged.names else cast(null(), self.types[n])).label(n) for n in told),
        )
        older = cast(null(), String()) if self.kind.told is None else there.c[self.kind.told.name]
        known = select(
            cast(null(), BigInteger).label("_row"),
            older.label("_told"),
            *(there.c[n] for n in self.grain),
            *(there.c[n] for n in told),
        )
        return union(data, known)

    def _settled(self, context: Context, pooled: FromClause, rejects: Rejects) -> FromClause:
        """Settle what is told, and set the rows aside whose grain would lack what it must have."""
        bench = context.bench
        query = sql.settled(pooled, self.grain, self.told, self.sequence, self.types)
        rows = bench.keep("settled", query)
        for column in self.own:
            if column.nullable or self.required(column):
                continue
            lacking = bench.keep(
                "lacking", select(*(rows.c[n] for n in self.grain)).where(rows.c[column.name].is_(None))
            )
            if not bench.count(lacking):
                continue
            reason = (
                f"NULL in {self.name}.{column.name}, which is NOT NULL, and no other row of the grain tells it; "
                f"fill it in, or make it Mapped[... | None] if it comes later"
            )
            meant = select(literal(1)).where(equal(lacking, pooled, self.grain)).exists()
            data = and_(pooled.c["_row"].is_not(None), meant)
            rejects.add(set_aside(bench, pooled, data, column.name, pooled.c[column.name], reason))
            rows = bench.keep("settled", query)
        return rows

    def _computed(self, rows: FromClause) -> list[ColumnElement[Any]]:
        """Return the columns that follow from what is settled."""
        kind = self.kind
        found: list[ColumnElement[Any]] = [sql.lag(lag, self.days, rows).label(lag.column.name) for lag in kind.lags]
        if kind.status is not None:
            found.append(sql.status(kind, self.days, rows).label(kind.status.name))
        if kind.told is not None:
            found.append(rows.c["_told"].label(kind.told.name))
        return found

    def _working(self, rows: FromClause) -> list[ColumnElement[Any]]:
        return [rows.c[n] for columns in self.sources.values() for n in columns]

    def _keeping_keys(self, ready: FromClause, there: FromClause) -> Query:
        """Select the rows that are ready, a role keeping the key on record if nothing new is told of it."""
        taken: dict[str, ColumnElement[Any]] = {}
        known = there.c[self.grain[0]].is_not(None)
        for role in self.spec.roles:
            names = [*self.sources[role.name], *([] if role.as_of is None else [role.as_of])]
            stays = and_(known, same(ready, there, names))
            for column in [role.column, *([] if role.durable is None else [role.durable])]:
                taken[column.name] = case((stays, there.c[column.name]), else_=ready.c[column.name]).label(column.name)
        columns = [taken.get(c.name, c) for c in ready.c]
        return select(*columns).join_from(ready, there, equal(ready, there, self.grain), isouter=True)
