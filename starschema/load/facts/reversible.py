"""Loading a reversible fact: entries are added for what is told and for what takes it back, none is changed."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, FromClause, false, func, literal, select

from starschema.load.arrivals import set_aside, settle
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.facts.fact import FactLoad
from starschema.load.newest import note_events
from starschema.load.plan import fact_samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.kinds import ReversibleSpec
from starschema.sql import reverse
from starschema.sql.compare import equal


class ReversibleLoad(FactLoad):
    """One load of one reversible fact.

    With `on_duplicate="error"` a grain has one row only, as of any fact; with `"reverse"` it may have newer ones.
    """

    ways: ClassVar[tuple[str, ...]] = ("error", "reverse")

    @property
    def kind(self) -> ReversibleSpec:
        """What makes the fact a ledger."""
        assert self.spec.reversible is not None
        return self.spec.reversible

    def required(self, column: Column[Any]) -> bool:
        """Return whether every row of data must tell the column: one that is no more tells all but its measures."""
        measured = column in [m.column for m in self.spec.measures]
        return not column.nullable and (self.deleted is None or not measured)

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench, spec = context.bench, self.spec
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._stage(context, rejects)
        rows = staged.table
        self._refuse_incomplete(context, rows, rejects)
        of = [c.name for c in self.kind.of]
        once = [*of, self.kind.sequence.name] if self._reverses or self.deleted is not None else of
        given = [*(c.name for c in self.own if c.name in staged.names), *(n for s in self.sources.values() for n in s)]
        others = [n for n in given if n not in once and n in rows.c]
        counts = {"read": staged.read, "duplicates": settle(bench, rows, once, others, rejects, deleted=self.deleted)}
        maps, counts["inferred"] = self.references.key_maps(context, rows, rejects)
        note_events(context, spec, rows)
        self.references.check(bench, maps)
        gone = false() if self.deleted is None else rows.c[self.deleted]
        told = self.finished(context, staged, maps, rejects).add_columns(rows.c["_row"], gone.label("_deleted"))
        ready = bench.keep("ready_facts", told)
        there = self._there(context, ready)
        self._refuse(context, rows, ready, there, rejects)
        rejects.check()
        ready = bench.keep("booked_facts", self._left(ready, rows))
        fresh = bench.keep("fresh_facts", reverse.fresh(spec, ready, there))
        entries = bench.keep("entries", reverse.entries(spec, fresh, there, context.load_id))
        columns = list(spec.table.columns)
        bench.write(spec.table, select(*(entries.c[c.name] for c in columns)), columns)
        counts |= self._counts(context, fresh)
        counts["unchanged"] = bench.count(ready) - bench.count(fresh)
        counts["unconverted"] = self.unconverted(context, rows)
        counts["rejected"] = rejects.count
        if self.aggregates:
            keep_aggregates(context, self.aggregates, entries)
        return Outcome(counts, rejects.kept, fact_samples(context, select(*entries.c), rejects))

    @property
    def _reverses(self) -> bool:
        return self.options.on_duplicate == "reverse"

    def _there(self, context: Context, ready: FromClause) -> FromClause:
        """Bring what is booked of the data's grains."""
        bench, spec, of = context.bench, self.spec, self.kind.of
        columns = [c for c in spec.table.columns if c is not spec.load_id]
        if context.connection.execute(select(literal(1)).select_from(spec.table).limit(1)).first() is None:
            return bench.empty("there", [Column(c.name, c.type) for c in columns])
        names = [c.name for c in of]
        sent = bench.send(spec.table, of, select(*(ready.c[n] for n in names)).distinct())
        return bench.fetch(
            "there", select(*columns).join_from(spec.table, sent, equal(spec.table, sent, names)), columns
        )

    def _refuse(
        self, context: Context, rows: FromClause, ready: FromClause, there: FromClause, rejects: Rejects
    ) -> None:
        """Set aside what contradicts an entry, and with `on_duplicate="error"` a row of a grain that is booked."""
        bench, sequence = context.bench, self.kind.sequence.name
        named = ", ".join(c.name for c in self.kind.of)
        doubtful = bench.keep("contradicting", reverse.contradicting(self.spec, ready, there))
        reason = (
            f"contradicts what is booked of the same {named} and {sequence}, and an entry is never changed; give a "
            f"correction a newer {sequence}"
        )
        rejects.add(set_aside(bench, rows, rows.c["_row"].in_(select(doubtful.c["_row"])), None, None, reason))
        if self._reverses:
            return
        met = equal(ready, there, [c.name for c in self.kind.of])
        booked = select(ready.c["_row"]).where(~ready.c["_deleted"], select(literal(1)).where(met).exists())
        taken = bench.keep("taken", booked)
        reason = (
            f"{self.name} already has a row of this grain ({named}); leave it out, or load with on_duplicate='reverse'"
        )
        rejects.add(set_aside(bench, rows, rows.c["_row"].in_(select(taken.c["_row"])), None, None, reason))

    def _left(self, ready: FromClause, rows: FromClause) -> Any:
        return select(*ready.c).where(ready.c["_row"].in_(select(rows.c["_row"])))

    def _counts(self, context: Context, fresh: FromClause) -> dict[str, int]:
        """Count a deletion as removed, the first row of a grain as inserted, and any other as updated."""
        f = fresh.c
        found: dict[str, int] = {"inserted": 0, "updated": 0, "removed": 0}
        by = context.bench.rows(select(f["_deleted"], f["_first"], func.count()).group_by(f["_deleted"], f["_first"]))
        for deleted, first, count in by:
            found["removed" if deleted else "inserted" if first else "updated"] += count
        return found
