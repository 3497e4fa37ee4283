"""Loading a periodic snapshot: whole periods, each in place of what was on record of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, FromClause, String, cast, literal, or_, select

from starschema.errors import SourceError, StarSchemaError
from starschema.load.arrivals import set_aside, settle
from starschema.load.difference import difference
from starschema.load.facts.fact import FactLoad, FactOptions
from starschema.load.newest import note_events
from starschema.load.plan import fact_samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, field_for
from starschema.model.kinds import PeriodicSpec
from starschema.model.spec import AggregateSpec, FactSpec
from starschema.sources import Source, open_source
from starschema.sql.compare import equal, union


class PeriodicLoad(FactLoad):
    """One load of one periodic snapshot.

    Args:
        spec: The fact.
        source: The input.
        options: How to load it.
        aggregates: What follows from the fact.
    """

    def __init__(
        self, spec: FactSpec, source: Source, options: FactOptions, aggregates: Sequence[AggregateSpec] = ()
    ) -> None:
        super().__init__(spec, source, options, aggregates)
        assert spec.periodic is not None
        if options.on_duplicate != "error":
            raise StarSchemaError(
                f"{self.name} is a periodic snapshot, of which a load replaces whole periods: leave out on_duplicate="
            )
        if options.kind is not None:
            raise StarSchemaError(
                f"{self.name} is a periodic snapshot, of which a load replaces whole periods, all kinds of rows: load "
                f"{self.name}, with the kind in its rows"
            )
        self.kind: PeriodicSpec = spec.periodic
        role = self.kind.role
        self.period: list[str] = [self.kind.column.name] if role is None else [*self.sources[role.name]]
        """Stage columns that say a row's period."""
        self.period_columns = [self.kind.column] if role is None else list(role.dimension.natural_key)

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench, spec = context.bench, self.spec
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._stage(context, rejects)
        rows = staged.table
        named = self._named(context)
        self._refuse_others(context, rows, named, rejects)
        grain = [n for c in spec.grain for n in self._stage_names(c)]
        given = [
            *(c.name for c in self.own if c.name in staged.names),
            *(n for s in self.sources.values() for n in s if n in rows.c),
        ]
        counts = {
            "read": staged.read,
            "duplicates": settle(bench, rows, grain, [n for n in given if n not in grain], rejects),
        }
        maps, counts["inferred"] = self.references.key_maps(context, rows, rejects)
        finished = self.finished(context, staged, maps, rejects)
        rejects.check()
        note_events(context, spec, rows)
        self.references.check(bench, maps)
        ready = bench.keep("ready_facts", finished)
        there = self._there(context, ready, named)
        found = difference(bench, spec, ready, there, whole=True)
        counts |= {
            "inserted": found.inserted,
            "updated": found.updated,
            "unchanged": bench.count(ready) - found.inserted - found.updated,
            "removed": found.removed,
            "missing": found.removed,
            "rejected": rejects.count,
            "unconverted": self.unconverted(context, rows),
        }
        found.write(context, self.aggregates)
        samples = fact_samples(context, found.new, rejects, select(*found.changed.c), select(*found.gone.c))
        return Outcome(counts, rejects.kept, samples)

    def _named(self, context: Context) -> FromClause | None:
        """Return the periods that the caller says the data is the whole of, as the stage has them; None if it does not.

        Raises:
            SourceError: One is no value of the period's type.
        """
        from starschema.load.casting.cast import Caster

        if self.options.period is None:
            return None
        values = self.options.period if isinstance(self.options.period, list | tuple | set) else [self.options.period]
        parts = [value if isinstance(value, tuple) else (value,) for value in values]
        fields = [
            field_for(column, f"{self.name}: period=", source=name, name=name, required=True)
            for name, column in zip(self.period, self.period_columns, strict=True)
        ]
        columns = [Column(name, column.type) for name, column in zip(self.period, self.period_columns, strict=True)]
        periods = context.bench.empty("periods", columns)
        for batch in open_source([dict(zip(self.period, part, strict=True)) for part in parts]).batches():
            good, bad = Caster(fields, zone=self.options.zone).cast(batch, 1)
            if bad:
                raise SourceError(f"{self.name}: period={bad[0].value!r} {bad[0].reason}")
            context.bench.append("periods", [good.select(self.period)])
        return periods

    def _refuse_others(self, context: Context, rows: FromClause, named: FromClause | None, rejects: Rejects) -> None:
        """Set the rows aside that say no period, or another one than the caller.

        Raises:
            SourceError: Neither the data nor the caller says any.
        """
        bench = context.bench
        if named is None and not bench.count(rows) and not rejects.count:
            raise SourceError(
                f"{self.name}: the data names no period, so there is none to replace; give period= to empty one"
            )
        said, shown = ", ".join(self._inputs()), cast(rows.c[self.period[0]], String)
        lacking = or_(*(rows.c[n].is_(None) for n in self.period))
        reason = f"NULL in {said}, the period; fill it in"
        rejects.add(set_aside(bench, rows, lacking, said, shown, reason))
        if named is not None:
            other = ~select(literal(1)).where(equal(named, rows, self.period)).exists()
            reason = "is of a period that period= does not name; leave it out, or name its period too"
            rejects.add(set_aside(bench, rows, other, said, shown, reason))

    def _inputs(self) -> Sequence[str]:
        return [self.kind.column.name] if self.kind.role is None else self.kind.role.source

    def _there(self, context: Context, ready: FromClause, named: FromClause | None) -> FromClause:
        """Bring the rows on record of the periods in the data, and of those that the caller names."""
        bench, spec, column = context.bench, self.spec, self.kind.column
        columns = [c for c in spec.table.columns if c is not spec.load_id]
        if context.connection.execute(select(literal(1)).select_from(spec.table).limit(1)).first() is None:
            return bench.empty("there", [Column(c.name, c.type) for c in columns])
        keys = select(ready.c[column.name])
        if named is not None:
            keys = union(keys, self._keys_of(context, named))
        distinct = keys.subquery()
        sent = bench.send(spec.table, [column], select(distinct.c[column.name]).distinct())
        query = select(*columns).join_from(spec.table, sent, column == sent.c[column.name])
        return bench.fetch("there", query, columns)

    def _keys_of(self, context: Context, named: FromClause) -> Any:
        """Select the named periods as the fact's column has them; a member that does not exist has no facts."""
        column, role = self.kind.column, self.kind.role
        if role is None:
            return select(named.c[column.name])
        dimension, bench = role.dimension, context.bench
        keys = [c.name for c in dimension.natural_key]
        wanted = select(*(named.c[n].label(k) for n, k in zip(self.period, keys, strict=True)))
        sent = bench.send(dimension.table, dimension.natural_key, wanted)
        found = select(dimension.key).join_from(dimension.table, sent, equal(dimension.table, sent, keys))
        members = bench.fetch("named_periods", found, [dimension.key])
        return select(members.c[dimension.key.name].label(column.name))
