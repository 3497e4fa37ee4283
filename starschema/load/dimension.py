"""Loading a dimension: stage, changes, merge, write, facts follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import DateTime, FromClause, case, cast, func, literal, select, true

from starschema.errors import OutOfOrder, SourceError, StarSchemaError
from starschema.load.arrivals import OUTSIDE, Arrivals, arrivals
from starschema.load.concern import Concern, concern
from starschema.load.follow import Moved, follow, still_named
from starschema.load.invariants import check_versions
from starschema.load.journal import Journal
from starschema.load.log import Keys
from starschema.load.merge import Merge, delete_gone, merge, write_versions
from starschema.load.plan import dimension_samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.snapshot import Snapshot, earlier_snapshots, newest_snapshot
from starschema.load.stage import Rejects
from starschema.load.where import ROWS_SHARE
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sources import Source
from starschema.sql import changes as sql
from starschema.sql import match, reach
from starschema.sql.compare import Query, equal, union
from starschema.sql.in_order import InOrder, can_be_in_order, in_order, outcomes_in_order, versions_at_stake
from starschema.sql.records import Known, framed


@dataclass(frozen=True)
class DimensionOptions:
    """How a dimension is loaded; see `Warehouse.load`."""

    effective: datetime | str
    snapshot: bool | str = False
    on_missing: str = "close"
    close_limit: float = 0.2
    sequence: str | None = None
    deleted: str | None = None
    zone: str = "UTC"
    reject_limit: int = 0
    repoint: bool = True
    progress: Callable[[int], None] | None = None


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

    def _check_options(self) -> None:
        options, columns = self.options, [*self.natural_key, *(a.name for a in self.spec.attributes)]
        if options.snapshot and isinstance(options.effective, str):
            raise StarSchemaError(
                f"{self.name}: a snapshot has one time: give effective= a date, not the column {options.effective!r}"
            )
        if not isinstance(options.effective, str) and not BEGINNING < options.effective < FOREVER:
            raise SourceError(f"{self.name}: effective={options.effective}: {OUTSIDE}")
        if isinstance(options.snapshot, str) and options.snapshot not in columns:
            raise StarSchemaError(
                f"{self.name}: snapshot={options.snapshot!r} names no column of it; it has {', '.join(columns)}"
            )
        if options.deleted is not None and not self.spec.versioned:
            raise StarSchemaError(
                f"{self.name} keeps no versions, so a deletion has nowhere to be recorded: "
                "leave out deleted=, or make an attribute scd=2"
            )
        if options.on_missing not in ("close", "ignore"):
            raise StarSchemaError(f"{self.name}: on_missing={options.on_missing!r} is neither 'close' nor 'ignore'")

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        spec, options, bench = self.spec, self.options, context.bench
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        rejects = Rejects(self.name, options.reject_limit, lenient=context.dry_run)
        came = self._arrivals(context, rejects)
        keys.know(came.given)
        whole = self._brings_all(context, came, keys)
        on_record = self._versions(context, came, whole)
        snapshot = self._snapshot(context, came)
        missing = None if snapshot is None else snapshot.missing(on_record, options.close_limit)
        journal = Journal(context, spec) if spec.versioned and spec.journaled else None
        busy = concern(bench, spec, came, on_record, missing, journal, keys, whole=whole)
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
        outcomes = bench.keep("outcomes", self._outcomes(known, ordered, merged))
        counts = self._counts(context, outcomes, ordered, merged)
        counts["unchanged"] += bench.count(busy.idle)
        counts |= {"read": came.read, "rejected": rejects.count, "duplicates": came.duplicates}
        if merged.new_keys:
            keys.take(merged.new_keys)
        write_versions(bench, spec, merged, context.load_id)
        moved: Moved = {}
        if spec.versioned and options.repoint:
            moved = follow(context, self.catalog, spec, merged, ordered.versions)
            counts["repointed"] = sum(moved.values())
        delete_gone(bench, spec, merged)
        if journal is not None:
            if merged.journal is not None and known.journal is not None:
                journal.write(merged.journal, known.journal, deriving, loads=snapshot is not None)
            journal.keep_repeats(came.table, busy.idle, came.given)
        if snapshot is not None:
            snapshot.record()
        if spec.versioned:
            check_versions(context, spec, busy.members)
        return Outcome(counts, rejects.kept, dimension_samples(context, ordered, merged, outcomes, moved, rejects))

    def _brings_all(self, context: Context, came: Arrivals, keys: Keys) -> bool:
        if self.options.snapshot:
            context.lookups.compare_all(self.spec)
            return True
        return context.lookups.brings_all(self.spec, context.bench.count(came.table), keys.last, ROWS_SHARE)

    def _arrivals(self, context: Context, rejects: Rejects) -> Arrivals:
        options = self.options
        return arrivals(
            context.bench,
            self.spec,
            self.source,
            rejects,
            effective=options.effective,
            sequence=options.sequence,
            deleted=options.deleted,
            sighted=self._closes and options.snapshot,
            zone=options.zone,
            progress=options.progress,
        )

    @property
    def _closes(self) -> bool:
        """Whether members that the data lacks are to be closed."""
        return bool(self.options.snapshot) and self.options.on_missing == "close" and self.spec.versioned

    def _snapshot(self, context: Context, came: Arrivals) -> Snapshot | None:
        time, column = self.options.effective, self.options.snapshot
        if not self._closes or isinstance(time, str):
            return None
        return Snapshot(context, self.spec, time, column if isinstance(column, str) else None, came.table, came.given)

    def _versions(self, context: Context, came: Arrivals, whole: bool) -> FromClause:
        """Bring the versions of the members that the data names; of all members where most are needed anyway."""
        spec, bench = self.spec, context.bench
        columns = [c for c in spec.table.columns if c is not spec.load_id]
        query = select(*columns).where(spec.key > 0)
        if not whole:
            named = select(*(came.table.c[n] for n in self.natural_key)).distinct()
            sent = bench.send(spec.table, spec.natural_key, named)
            query = query.join_from(spec.table, sent, equal(spec.table, sent, self.natural_key))
        on_record = bench.fetch("on_record", query, columns)
        if spec.versioned:
            return on_record
        # Without versions a member is as it is since ever and for good; the set logic needs it said.
        return bench.keep(
            "on_record_always",
            select(
                *on_record.c,
                cast(literal(BEGINNING, DateTime), DateTime).label("valid_from"),
                cast(literal(FOREVER, DateTime), DateTime).label("valid_to"),
                true().label("is_current"),
            ),
        )

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
        journal = None if noted is None else bench.keep("busy_journal", sql.within(noted, busy, "_member"))
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
        earliest = bench.scalar(select(func.min(since.c["_since"])))
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

    def _outcomes(self, known: Known, ordered: InOrder, merged: Merge) -> Query:
        """Select what each row has done; of a change in order that is known without looking."""
        derived = match.outcomes(known.changes, merged.keyed, merged.new, merged.updated, ordered.versions)
        return derived if ordered.rows is None else union(derived, outcomes_in_order(ordered.rows))

    def _counts(self, context: Context, outcomes: FromClause, known: InOrder, merged: Merge) -> dict[str, int]:
        bench = context.bench
        found = dict(bench.rows(select(outcomes.c["_outcome"], func.count()).group_by(outcomes.c["_outcome"])))
        counts = {n: int(found.get(n, 0)) for n in ("inserted", "updated", "versioned", "closed", "unchanged")}
        counts["missing"] = int(bench.scalar(match.closed_unnamed(known.changes, merged.keyed, known.versions)))
        counts["closed"] += counts["missing"]
        return counts
