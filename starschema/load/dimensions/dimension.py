"""Loading a dimension: stage, changes, merge, write, facts follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import DateTime, FromClause, case, cast, func, literal, select

from starschema.errors import OutOfOrder, StarSchemaError
from starschema.load.arrivals import Arrivals, arrivals
from starschema.load.dimensions.concern import Concern, concern
from starschema.load.dimensions.first_there import load_first_there
from starschema.load.dimensions.follow import Moved, follow, moves_of, still_named
from starschema.load.dimensions.journal import Journal
from starschema.load.dimensions.judged import Held, is_read_once, judge, judge_there, stands_alone
from starschema.load.dimensions.merge import Merge, delete_gone, merge, write_versions
from starschema.load.dimensions.on_record import versions_on_record
from starschema.load.dimensions.options import ChangeOptions
from starschema.load.dimensions.outriggers import Outriggers
from starschema.load.dimensions.snapshot import Snapshot, earlier_snapshots, newest_snapshot
from starschema.load.dimensions.straight import load_straight
from starschema.load.facts.aggregates import followed_by_aggregates, versions_at_work
from starschema.load.invariants import check_versions
from starschema.load.keys.where import ROWS_SHARE
from starschema.load.log import Keys
from starschema.load.newest import newest_change, note_change
from starschema.load.plan import Samples, dimension_samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import NotAsItLies, Rejects, put_to_rest
from starschema.model.catalog import Catalog
from starschema.model.spec import FOREVER, DimensionSpec
from starschema.sources import Source
from starschema.sql import changes as sql
from starschema.sql import match, reach
from starschema.sql.compare import Query, equal, union
from starschema.sql.in_order import InOrder, can_be_in_order, in_order, outcomes_in_order, versions_at_stake
from starschema.sql.records import Known, framed


@dataclass(frozen=True)
class DimensionOptions(ChangeOptions):
    """How a dimension is loaded; see `Warehouse.load`."""

    kind: str | None = None


Prepared = Callable[[Arrivals], Arrivals]
"""What is done with the changes that have come before they are recorded."""


class DimensionLoad:
    """One load of one dimension.

    Args:
        catalog: The model, to find the facts that refer to the dimension.
        spec: The dimension.
        source: The input.
        options: How to load it.

    Raises:
        SourceError: The changes' time is one that marks an open end.
        StarSchemaError: The options do not go with the dimension or with each other.
    """

    def __init__(self, catalog: Catalog, spec: DimensionSpec, source: Source, options: DimensionOptions) -> None:
        self.catalog = catalog
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        self.natural_key = [c.name for c in spec.natural_key]
        self._check_options()
        if spec.family is not None and options.kind is not None and options.snapshot:
            # The membership of a subtype is that of its kind.
            self.options = replace(options, snapshot=spec.family.by)

    def _check_options(self) -> None:
        options = self.options
        options.check(self.spec)
        if options.kind is not None and isinstance(options.snapshot, str):
            raise StarSchemaError(
                f"{self.name}: a snapshot of one kind is the whole of that kind, so snapshot={options.snapshot!r} "
                "cannot limit it; use snapshot=True"
            )

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        return self.load(context)[0]

    def load(self, context: Context, prepared: Prepared | None = None) -> tuple[Outcome, Arrivals]:
        """Load as a call does; return what was done, and the changes that came.

        Args:
            context: The load.
            prepared: Gives the changes as they are to be recorded.
        """
        if context.backend.reads_files and stands_alone(self, context):  # and so has nothing to prepare
            keys = Keys(context.connection, context.tables, self.spec.table.fullname)
            if not keys.last:
                if (done := load_first_there(self, context, keys)) is not None:
                    return done
            elif (held := judge_there(self, context, keys)) is not None:
                return self.record(context, held.came, Rejects(self.name, self.options.reject_limit), held), held.came
        if is_read_once(self, context):
            try:
                return self._load(context, prepared, at_rest=False)
            except NotAsItLies:
                context.bench.undo()
                context.bench.drop_all()
        return self._load(context, prepared, at_rest=True)

    def _load(self, context: Context, prepared: Prepared | None, *, at_rest: bool) -> tuple[Outcome, Arrivals]:
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        outriggers = Outriggers(context, self.spec)
        came = self._arrivals(context, rejects, outriggers, at_rest=at_rest)
        if prepared is not None:
            came = prepared(came)
        outcome = self.record(context, came, rejects)
        outcome.counts["inferred"] = outriggers.inferred
        return outcome, came

    def record(self, context: Context, came: Arrivals, rejects: Rejects, held: Held | None = None) -> Outcome:
        """Record changes that have come.

        Args:
            context: The load.
            came: The changes.
            rejects: The rows set aside.
            held: What they say that is not on record, if that has been found already.
        """
        spec, options = self.spec, self.options
        keys = Keys(context.connection, context.tables, spec.table.fullname) if held is None else held.keys
        straight = held is not None or self.is_straight(context, came, keys)
        if not straight:
            put_to_rest(context.bench)
        keys.know(came.given)
        whole = held is not None or self._brings_all(context, came, keys)
        snapshot = self._snapshot(context, came)
        context.bench.expect(context.bench.count(came.table) + keys.last)
        journal = Journal(context, spec) if spec.versioned and spec.journaled else None
        counts: Counter[str] = Counter(read=came.read, rejected=rejects.count, duplicates=came.duplicates)
        samples: Samples = {}
        left: Arrivals | None = came
        if straight and isinstance(options.effective, datetime):
            done, left = load_straight(
                context,
                self.catalog,
                spec,
                came,
                judge(context.bench, spec, came, keys, snapshot, whole=whole) if held is None else held.judged,
                keys,
                options.effective,
                snapshot,
                journal,
                close_limit=options.close_limit,
                repoint=options.repoint,
            )
            counts.update(done)
        if left is not None:
            done, samples = self._derive(
                context, left, keys, snapshot, journal, rejects, whole=whole, closes=not straight
            )
            counts.update(done)
        if snapshot is not None:
            snapshot.record()
        if spec.versioned:
            note_change(context, spec, self._newest(context, came))
        return Outcome(dict(counts), rejects.kept, samples)

    def is_straight(self, context: Context, came: Arrivals, keys: Keys) -> bool:
        """Return whether the load is newer than everything on record, and tells all that was ever told of a member."""
        spec, options = self.spec, self.options
        if not spec.versioned or isinstance(options.effective, str) or context.dry_run:
            return False
        if spec.sequence is not None or options.sequence is not None or options.deleted is not None:
            return False
        told = can_be_in_order(spec, came.given, list(keys.added_at))
        return told and options.effective > newest_change(context, spec)

    def _newest(self, context: Context, came: Arrivals) -> datetime | None:
        if isinstance(self.options.effective, datetime):
            return self.options.effective
        newest: datetime | None = context.bench.scalar(select(func.max(came.table.c["_time"])))
        return newest

    def _derive(
        self,
        context: Context,
        came: Arrivals,
        keys: Keys,
        snapshot: Snapshot | None,
        journal: Journal | None,
        rejects: Rejects,
        *,
        whole: bool,
        closes: bool,
    ) -> tuple[dict[str, int], Samples]:
        """Derive the history of the members that the data changes; return counts, and samples for a dry run.

        Args:
            context: The load's surroundings.
            came: The changes.
            keys: The dimension's surrogate keys.
            snapshot: The snapshot that the load is, or None.
            journal: The dimension's journal, or None.
            rejects: The rows set aside.
            whole: Whether to bring the versions of all members.
            closes: Whether the snapshot's missing members are still to be closed.
        """
        spec, options, bench = self.spec, self.options, context.bench
        on_record = versions_on_record(bench, spec, came.table, "on_record", whole=whole and closes)
        missing = snapshot.missing(on_record, options.close_limit) if snapshot is not None and closes else None
        busy = concern(bench, spec, came, on_record, missing, journal, keys, whole=whole and closes)
        ordered = self._in_order(context, came, busy, keys)
        deriving = busy.members
        if ordered.rows is not None:
            deriving = bench.keep("deriving", sql.without(busy.members, ordered.rows, "_member"))
        known, ordered = self._known(context, came, ordered, busy.journal, deriving, keys, snapshot)
        if journal is None and spec.versioned:
            self._check_order(context, known)
            if snapshot is not None:
                snapshot.check_newest()
        merged = self._merged(context, known, deriving, ordered, keys)
        outcomes = bench.keep("outcomes", self._outcomes(context, known, ordered, merged))
        counts = self._counts(context, outcomes, ordered, merged, absent=snapshot is not None)
        counts["unchanged"] += bench.count(busy.idle)
        if merged.new_keys:
            keys.take(merged.new_keys)
        moves = moves_of(context, self.catalog, spec, merged, ordered.versions, repoint=options.repoint)
        moved = Moved()
        at_work = versions_at_work(context, self.catalog, spec, merged, moves)
        with followed_by_aggregates(context, self.catalog, spec, at_work):
            write_versions(bench, spec, merged, context.load_id)
            if moves is not None:
                moved = follow(context, self.catalog, spec, moves, merged.dropped)
                counts["repointed"] = sum(moved.values())
            delete_gone(bench, spec, merged)
        if journal is not None:
            if merged.journal is not None and known.journal is not None:
                journal.write(merged.journal, known.journal, deriving, loads=snapshot is not None)
            journal.keep_repeats(came.table, busy.idle, came.given)
        if spec.versioned:
            check_versions(context, spec, busy.members)
        return counts, dimension_samples(context, ordered, merged, outcomes, moved, rejects)

    def _brings_all(self, context: Context, came: Arrivals, keys: Keys) -> bool:
        if self.options.snapshot:
            context.lookups.compare_all(self.spec)
            return True
        return context.lookups.brings_all(self.spec, context.bench.count(came.table), keys.last, ROWS_SHARE)

    def _arrivals(self, context: Context, rejects: Rejects, outriggers: Outriggers, *, at_rest: bool) -> Arrivals:
        options = self.options
        return arrivals(
            context.bench,
            self.spec,
            self.source,
            rejects,
            outriggers,
            effective=options.effective,
            sequence=options.sequence,
            deleted=options.deleted,
            sighted=options.closes(self.spec) and options.snapshot,
            zone=options.zone,
            kind=options.kind,
            progress=options.progress,
            at_rest=at_rest,
        )

    def _snapshot(self, context: Context, came: Arrivals) -> Snapshot | None:
        time, column = self.options.effective, self.options.snapshot
        if not self.options.closes(self.spec) or isinstance(time, str):
            return None
        return Snapshot(context, self.spec, time, column if isinstance(column, str) else None, came.table, came.given)

    def _in_order(self, context: Context, came: Arrivals, busy: Concern, keys: Keys) -> InOrder:
        """Return all that the load is busy with, and which of it needs no deriving because it is in order."""
        bench, spec = context.bench, self.spec
        if not spec.versioned or not can_be_in_order(spec, came.given, list(keys.added_at)):
            return InOrder(None, busy.changes, busy.versions, came.given)
        newest = newest_snapshot(context, spec, self.options.effective)
        rows = bench.keep(
            "in_order", in_order(spec, busy.changes, busy.versions, came.given, keys.added_at, busy.journal, newest)
        )
        at_stake = bench.keep("versions_at_stake", versions_at_stake(busy.versions, rows))
        return InOrder(rows, busy.changes, at_stake, came.given)

    def _known(
        self,
        context: Context,
        came: Arrivals,
        in_order: InOrder,
        noted: FromClause | None,
        busy: FromClause,
        keys: Keys,
        snapshot: Snapshot | None,
    ) -> tuple[Known, InOrder]:
        """Return what is known of the members whose history has to be derived, as far back as the load bears on it.

        With it goes `in_order` without the versions that are out of reach.
        """
        bench = context.bench
        brought = bench.keep("deriving_changes", sql.within(in_order.changes, busy, "_member"))
        held = bench.keep("deriving_versions", sql.within(in_order.versions, busy, "_member"))
        none = not bench.count(busy)
        journal = None if noted is None or none else bench.keep("busy_journal", sql.within(noted, busy, "_member"))
        first = (
            select(brought.c["_member"], func.min(brought.c["_time"]).label("_since"))
            .group_by(brought.c["_member"])
            .subquery()
        )
        own = literal(None if snapshot is None else snapshot.time, DateTime)
        since = bench.keep(
            "since",
            select(*busy.c, cast(func.coalesce(first.c["_since"], own), DateTime).label("_since")).join_from(
                busy, first, equal(first, busy, ["_member"]), isouter=True
            ),
        )
        if journal is not None and snapshot is None:
            bound = bench.keep("bases", reach.bases(self.spec, brought, held, since, came.given, keys.added_at))
            if bench.count(bound):
                within = reach.within_reach
                held = bench.keep("versions_in_reach", within(held, bound, "valid_from", inclusive=True))
                journal = bench.keep("journal_in_reach", within(journal, bound, "_time", inclusive=False))
                touched = bench.keep("touched_versions", within(in_order.versions, bound, "valid_from", inclusive=True))
                in_order = replace(in_order, versions=touched)
        snapshots = None
        earliest = None if none else bench.scalar(select(func.min(since.c["_since"])))
        if earliest is not None and (journal is not None or snapshot is not None):
            earlier = earlier_snapshots(context, self.spec, earliest)
            if snapshot is not None:
                snapshots = snapshot.among(earlier)
            elif bench.count(earlier):
                snapshots = bench.keep("snapshots", select(*earlier.c, (literal(1) == 0).label("_own")))
        return Known(brought, framed(came.given), held, journal, snapshots, since), in_order

    def _merged(self, context: Context, known: Known, busy: FromClause, in_order: InOrder, keys: Keys) -> Merge:
        def derived(known: Known) -> Merge:
            return merge(
                context.bench,
                self.spec,
                known,
                busy,
                in_order,
                last_key=keys.last,
                added_at=keys.added_at,
                load_id=context.load_id,
            )

        merged = derived(known)
        named = still_named(context, self.catalog, self.spec, merged)
        return merged if named is None else derived(replace(known, named=named))

    def _check_order(self, context: Context, known: Known) -> None:
        """Check that no change is older than what is on record, for a dimension that could not place it."""
        v, c = known.versions.c, known.changes.c
        end = case((v["valid_to"] == literal(FOREVER, DateTime), v["valid_from"]), else_=v["valid_to"])
        newest = select(v["_member"], func.max(end).label("_newest")).group_by(v["_member"]).subquery()
        late = context.bench.rows(
            select(c["_row"], c["_time"], newest.c["_newest"])
            .join_from(known.changes, newest, equal(newest, known.changes, ["_member"]))
            .where(c["_time"] < newest.c["_newest"])
            .order_by(c["_row"])
            .limit(1)
        )
        if late:
            row, time, on_record = late[0]
            raise OutOfOrder(
                f"{self.name}: row {row} is of {time}, but {on_record} is on record, and a dimension with "
                "journal=False takes changes in order only; leave out journal=False, or load older changes first"
            )

    def _outcomes(self, context: Context, known: Known, ordered: InOrder, merged: Merge) -> Query:
        """Select what each row has done; of a change in order that is known without looking."""
        derived = match.outcomes(known.changes, merged.keyed, merged.new, merged.updated, ordered.versions)
        if ordered.rows is None:
            return derived
        at_once = outcomes_in_order(ordered.rows)
        return union(derived, at_once) if context.bench.count(known.changes) else at_once

    def _counts(
        self, context: Context, outcomes: FromClause, known: InOrder, merged: Merge, *, absent: bool
    ) -> dict[str, int]:
        """Count what became of the rows, and of members that are closed without one if some can be `absent`."""
        bench = context.bench
        found = dict(bench.rows(select(outcomes.c["_outcome"], func.count()).group_by(outcomes.c["_outcome"])))
        counts = {n: int(found.get(n, 0)) for n in ("inserted", "updated", "versioned", "closed", "unchanged")}
        unnamed = match.closed_unnamed(known.changes, merged.keyed, known.versions)
        counts["missing"] = int(bench.scalar(unnamed)) if absent else 0
        counts["closed"] += counts["missing"]
        return counts
