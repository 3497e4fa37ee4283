"""Loading a fact: stage, grain, key lookup, append; a simple load does all of it as it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    FromClause,
    and_,
    cast,
    literal,
    null,
    select,
)

from starschema.backends import Backend
from starschema.errors import SourceError, StarSchemaError
from starschema.load.arrivals import set_aside, settle
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.facts.as_read import load_as_read
from starschema.load.facts.at_once import load_at_once
from starschema.load.facts.rates import Followed, amounts_of_stage, follow_rates, lacking, refuse_rates
from starschema.load.facts.read_there import load_read_there
from starschema.load.facts.subtypes import roles_of_kinds, told_of_kind, with_fact_kinds
from starschema.load.invariants import check_written
from starschema.load.keys.references import References
from starschema.load.newest import note_events
from starschema.load.plan import fact_samples as samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, field_for, leave_out, stage
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec
from starschema.sources import Source
from starschema.sql.compare import Query, differs, equal
from starschema.sql.referring import fact_rows

if TYPE_CHECKING:
    from starschema.load.casting.cast import Field


@dataclass(frozen=True)
class FactOptions:
    """How a fact is loaded; see `Warehouse.load`."""

    zone: str = "UTC"
    on_duplicate: str = "error"
    deleted: str | None = None
    reject_limit: int = 0
    period: Any = None
    kind: str | None = None
    progress: Callable[[int], None] | None = None


class FactLoad:
    """One load of one fact.

    Args:
        spec: The fact.
        source: The input.
        options: How to load it.
        aggregates: What follows from the fact, and is kept in the same transaction.
        converted: The facts whose amounts hang on this one, if it holds rates; they are kept in it, too.
    """

    ways: ClassVar[tuple[str, ...]] = ("error", "ignore", "replace")
    """What `on_duplicate` may be."""

    partial: ClassVar[bool] = False
    """Whether data may lack columns that make a row complete, since they may come later."""

    def __init__(
        self,
        spec: FactSpec,
        source: Source,
        options: FactOptions,
        aggregates: Sequence[AggregateSpec] = (),
        converted: Sequence[Followed] = (),
    ) -> None:
        self.aggregates = aggregates
        self.converted = converted
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        if options.on_duplicate not in self.ways:
            raise StarSchemaError(
                f"{self.name}: on_duplicate={options.on_duplicate!r} is none of {', '.join(map(repr, self.ways))}"
            )
        self.added: FromClause | None = None
        """The rows that the load adds, where anything follows from them."""
        self.changed: list[FromClause] = []
        """Rows on record that the load changes, as they were and as they are, where anything follows from them."""
        self.amounts: FromClause | None = None
        """What the rows come to in other currencies or units, where the fact has such measures."""
        self.own = [*spec.degenerates, *(m.column for m in spec.measures if not m.generated)]
        """Columns of which the data says what they hold."""
        self.brought = told_of_kind(spec, options.kind, self.own)
        """Those that the data brings: of a load of one subtype, not what others have."""
        optional, unread = roles_of_kinds(spec, options.kind)
        optional = [role.name for role in spec.roles] if self.partial else optional
        self.references = References(self.name, spec.roles, optional=optional, unread=unread)
        self.sources = {role.name: self.references.namings[role.name].key for role in spec.roles}
        """Stage columns of each role's natural key."""

        self.seen = 0
        """Rows that an attempt to load them as they are read has read."""
        self._grain_is_key: bool | None = None

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        for way in (load_read_there, load_at_once, load_as_read):
            if (done := way(self, context)) is not None:
                return done
        return self._at_rest(context)

    def _at_rest(self, context: Context) -> Outcome:
        """Load with all rows on the workbench, where they can be compared with each other."""
        bench = context.bench
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._stage(context, rejects)
        if staged.read < self.seen:
            raise SourceError(
                f"{self.name}: {self.source.name} gave {self.seen} rows at first and {staged.read} when read again; "
                "pass what can be read twice, such as a file, or a stream"
            )
        rows = staged.table
        present = [c.name for c in self.own if c.name in staged.names]
        grain = self._grain_names
        rest = [*present, *(n for names in self.sources.values() for n in names if n in rows.c)]
        self._refuse_incomplete(context, rows, rejects)
        if self.converted:
            refuse_rates(bench, self.spec, self.converted, rows, rejects)
        others = [n for n in rest if n not in grain]
        counts = Counter(read=staged.read)
        if not staged.rising:
            counts["duplicates"] = settle(bench, rows, grain, others, rejects, deleted=self.deleted)
        maps, counts["inferred"] = self.references.key_maps(context, rows, rejects)
        ready = self.finished(context, staged, maps, rejects)
        self.references.check(context.bench, maps)
        columns = self.columns
        rejects.check()
        counts["unconverted"] = self.unconverted(context, rows)
        if self.deleted is not None:
            counts.update(self._remove(context, rows, ready))
        keyed = self.grain_is_key(context.backend, context.connection)
        written, sent = None, self._sent(context, ready, in_order=keyed)
        if keyed and self.options.on_duplicate == "error":
            # A grain that is there already is rare: to look only if the database finds one spares most loads the look.
            written = bench.try_to_write(self.spec.table, sent, columns)
        if written is None:
            counts.update(self._on_record(context, rows, ready, rejects))
            counts["duplicates"] += counts.pop("ignored", 0)
            rejects.check()
            sent = self._sent(context, ready, in_order=keyed)
            written = bench.write(self.spec.table, sent, columns)
        check_written(self.name, bench.count(rows), written)
        # Last, since parts of a load wait for each other from here on.
        note_events(context, self.spec, rows)
        counts["inserted"] = written
        counts["rejected"] = rejects.count
        if self.added is not None:
            keep_aggregates(context, self.aggregates, self.added, self.changed)
            if self.converted:
                counts["recomputed"] = follow_rates(context, self.spec, self.converted, [self.added, *self.changed])
        return Outcome(dict(counts), rejects.kept, samples(context, ready, rejects))

    @property
    def deleted(self) -> str | None:
        """The stage's column that says that a row is no more, where the data has one."""
        return None if self.options.deleted is None else "_deleted"

    def _refuse_incomplete(self, context: Context, rows: FromClause, rejects: Rejects) -> None:
        """Set the rows aside that lack what they must have, unless they only say that they are no more."""
        if self.deleted is None:
            return
        for column in self.own:
            if column.nullable or self.required(column):
                continue
            given = rows.c[column.name] if column.name in rows.c else cast(null(), column.type)
            reason = f"NULL in {self.name}.{column.name}, which is NOT NULL; fill it in"
            lacking = and_(given.is_(None), ~rows.c[self.deleted])
            rejects.add(set_aside(context.bench, rows, lacking, column.name, given, reason))

    def _remove(self, context: Context, rows: FromClause, ready: Query) -> dict[str, int]:
        """Remove what the data says is no more, and take these rows out of the stage."""
        bench, fact = context.bench, self.spec
        assert self.deleted is not None
        doomed = bench.keep("doomed_facts", ready.add_columns(rows.c["_row"]).where(rows.c[self.deleted]))
        if not (told := bench.count(doomed)):
            return {}
        leave_out(bench, doomed)
        names = [c.name for c in fact.grain]
        columns = [c for c in fact.table.columns if c is not fact.load_id]
        sent = bench.send(fact.table, fact.grain, select(*(doomed.c[n] for n in names)))
        query = select(*columns).join_from(fact.table, sent, equal(fact.table, sent, names))
        gone = bench.fetch("gone_facts", query, columns)
        if removed := bench.count(gone):
            bench.delete(fact.table, fact.grain, select(*(gone.c[n] for n in names)))
            self.changed.append(gone)
        return {"removed": removed, "unchanged": told - removed}

    def _sent(self, context: Context, ready: Query, *, in_order: bool) -> Query:
        """Return the finished rows as they are sent; kept, too, where anything follows from them."""
        if self.aggregates or self.converted:
            kept = context.bench.keep("ready_facts", ready)
            self.added, ready = kept, select(*kept.c)
        # In the key's order, rows go into its index faster.
        return ready.order_by(*(ready.selected_columns[c.name] for c in self.spec.grain)) if in_order else ready

    def required(self, column: Column[Any]) -> bool:
        """Return whether every row of data must tell the column: one that is no more tells its grain."""
        return not column.nullable and (self.deleted is None or column in self.spec.grain)

    @property
    def only_adds(self) -> bool:
        """Whether rows are added and nothing else: none on record changes or goes, and nothing follows from them."""
        spec = self.spec
        return (
            type(self) is FactLoad
            and self.options.on_duplicate == "error"
            and self.deleted is None
            and self.source.mark is None
            and not (self.aggregates or self.converted or spec.conversions or spec.family is not None)
            and all(role.through is None and role.found_in.grouping is None for role in spec.roles)
        )

    def goes_beside(self, backend: Backend, connection: Connection) -> bool:
        """Return whether others may add to the fact at the same time: the database finds what two of them bring."""
        return self.only_adds and backend.many_writers and self.grain_is_key(backend, connection)

    def grain_is_key(self, backend: Backend, connection: Connection) -> bool:
        """Return whether the database finds a grain that is there already, and can take back what it wrote so far."""
        if not backend.undoes_parts:
            return False
        if self._grain_is_key is None:
            key = backend.primary_key(connection, self.spec.stored)
            self._grain_is_key = key == {c.name for c in self.spec.grain}
        return self._grain_is_key

    @property
    def columns(self) -> list[Column[Any]]:
        """The columns of the fact's table, as `finished` selects them."""
        durable = [role.durable for role in self.spec.roles if role.durable is not None]
        converted = [c.column for c in self.spec.conversions]
        return [*self.own, *(r.column for r in self.spec.roles), *durable, self.spec.load_id, *converted]

    @property
    def _grain_names(self) -> list[str]:
        """The stage columns from which the grain comes."""
        return [name for column in self.spec.grain for name in self._stage_names(column)]

    def _stage_names(self, column: Column[Any]) -> list[str]:
        """Return the stage columns from which a grain column comes."""
        for role in self.spec.roles:
            if role.column is column:
                return list(self.sources[role.name])
        return [column.name]

    def fields(self) -> tuple[list[Field], list[Column[Any]]]:
        """Return what the stage takes, and for each the column that gives the type."""
        fields = []
        columns: list[Column[Any]] = []
        for column in self.brought:
            required = self.required(column)
            label = f"{self.name}.{column.name}"
            part = "NOT NULL column" if column not in self.spec.grain else "grain column"
            fields.append(field_for(column, label, required=required, optional=not required, part=part))
            columns.append(column)
        if self.deleted is not None:
            flag: Column[Any] = Column(self.deleted, Boolean())
            label = f"{self.name}: {self.options.deleted}"
            fields.append(field_for(flag, label, source=self.options.deleted))
            columns.append(flag)
        for field, column in self.references.fields():
            fields.append(field)
            columns.append(column)
        return fields, columns

    def _stage(self, context: Context, rejects: Rejects) -> Stage:
        fields, columns = self.fields()
        staged = stage(
            context.bench,
            self.source,
            fields,
            columns,
            rejects,
            zone=self.options.zone,
            progress=self.options.progress,
            key=self._grain_names,
        )
        if self.deleted is not None:
            context.bench.duck.execute("UPDATE stage SET _deleted = false WHERE _deleted IS NULL")
        staged = self.references.named(context.bench, staged, rejects)
        kind, namings = self.options.kind, self.references.namings
        return with_fact_kinds(context.bench, self.spec, kind, namings, staged, rejects, self.deleted)

    def ready(
        self, context: Context, staged: Stage, maps: Mapping[DimensionSpec, FromClause], *, gaps: bool = False
    ) -> Any:
        """Select the finished rows, as the fact's table takes them.

        Args:
            context: The load.
            staged: The input.
            maps: The key map of each dimension that it names.
            gaps: Whether a key is NULL for a member that is not in the map, and ought to be.
        """
        return fact_rows(self.spec, self.own, staged.table, self.sources, maps, context.load_id, gaps=gaps)

    def finished(
        self, context: Context, staged: Stage, maps: Mapping[DimensionSpec, FromClause], rejects: Rejects
    ) -> Any:
        """Select the finished rows with their converted amounts; rows without a right amount are set aside."""
        ready = self.ready(context, staged, maps)
        if not self.spec.conversions:
            return ready
        amounts = amounts_of_stage(context.bench, self.spec, ready, staged.table, rejects, self.deleted)
        self.amounts = amounts
        (joined,) = ready.get_final_froms()
        met = joined.join(amounts, equal(amounts, staged.table, ["_row"]))
        own = [amounts.c[c.column.name] for c in self.spec.conversions]
        return select(*ready.selected_columns, *own).select_from(met)

    def unconverted(self, context: Context, rows: FromClause) -> int:
        """Return how many of the rows have an amount whose rate has not come."""
        return 0 if self.amounts is None else lacking(context.bench, self.spec, self.amounts, rows)

    def _on_record(self, context: Context, rows: FromClause, ready: Any, rejects: Rejects) -> dict[str, int]:
        """Deal with rows whose grain is in the table already, as `on_duplicate` says."""
        bench, fact = context.bench, self.spec
        nothing = {"updated": 0, "unchanged": 0, "ignored": 0}
        if context.connection.execute(select(literal(1)).select_from(fact.table).limit(1)).first() is None:
            return nothing
        names = [c.name for c in fact.grain]
        by_role = any(role.column in fact.grain for role in fact.roles)
        numbered = bench.keep("numbered", ready.add_columns(rows.c["_row"])) if by_role or self._replaces else rows
        replaced = [c for c in fact.table.columns if c is not fact.load_id]
        columns = replaced if self._replaces else list(fact.grain)
        sent = bench.send(fact.table, fact.grain, select(*(numbered.c[n] for n in names)))
        there = bench.fetch(
            "there", select(*columns).join_from(fact.table, sent, equal(fact.table, sent, names)), columns
        )
        met = bench.keep("met", select(numbered.c["_row"]).join_from(numbered, there, equal(numbered, there, names)))
        count = bench.count(met)
        if not count:
            return nothing
        repeated = rows.c["_row"].in_(select(met.c["_row"]))
        if self.options.on_duplicate == "error":
            reason = (
                f"{self.name} already has a row of this grain ({', '.join(names)}); "
                "leave it out, or load with on_duplicate='ignore' or 'replace'"
            )
            rejects.add(set_aside(bench, rows, repeated, names[0], None, reason))
            return nothing
        counts = dict(nothing)
        if self._replaces:
            others = [c for c in replaced if c.name not in names]
            changed = bench.keep(
                "changed_facts",
                select(*numbered.c).join_from(
                    numbered,
                    there,
                    and_(equal(numbered, there, names), differs(numbered, there, [c.name for c in others])),
                ),
            )
            counts["updated"] = bench.count(changed)
            counts["unchanged"] = count - counts["updated"]
            if counts["updated"]:
                before = select(*there.c).join_from(there, changed, equal(there, changed, names))
                self.changed += (
                    [changed, bench.keep("facts_before", before)] if self.aggregates or self.converted else []
                )
                written = [*others, fact.load_id]
                bench.update(
                    fact.table, fact.grain, written, select(*(changed.c[c.name] for c in [*fact.grain, *written]))
                )
        else:
            counts["ignored"] = count
        leave_out(bench, met)
        return counts

    @property
    def _replaces(self) -> bool:
        return self.options.on_duplicate == "replace"
