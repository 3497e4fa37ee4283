"""Making a dimension's history again from its versions and journal, after an attribute's type was changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, DateTime, cast, literal, select

from starschema.errors import StarSchemaError
from starschema.load.dimensions.follow import follow, moves_of
from starschema.load.dimensions.journal import Journal
from starschema.load.dimensions.merge import delete_gone, merge, write_versions
from starschema.load.dimensions.snapshot import earlier_snapshots
from starschema.load.facts.aggregates import followed_by_aggregates, versions_at_work
from starschema.load.invariants import check_versions
from starschema.load.log import Keys
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, DimensionSpec
from starschema.sql import changes as sql
from starschema.sql.compare import as_known
from starschema.sql.in_order import InOrder
from starschema.sql.records import Known, framed


class Rebuild:
    """Derives every member's versions anew; a version that is still one keeps its surrogate key.

    Args:
        catalog: The model, to find the facts that refer to the dimension.
        spec: The dimension, as the model declares it now.
        repoint: Whether facts follow.

    Raises:
        StarSchemaError: The dimension keeps no versions.
    """

    def __init__(self, catalog: Catalog, spec: DimensionSpec, *, repoint: bool) -> None:
        if not spec.versioned:
            raise StarSchemaError(f"{spec.cls.__name__} keeps no versions, so there is no history to rebuild")
        self.catalog = catalog
        self.spec = spec
        self.repoint = repoint

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`."""
        spec, bench = self.spec, context.bench
        keys = Keys(context.connection, context.tables, spec.table.fullname)
        bench.expect(keys.last)
        columns = [c for c in spec.table.columns if c is not spec.load_id]
        names = [c.name for c in spec.natural_key]
        on_record = bench.fetch("on_record", select(*as_known(spec, columns)).where(spec.key > 0), columns)
        members = bench.keep("members", sql.members([on_record], names))
        versions = bench.keep("member_versions", sql.with_member(on_record, members, names))
        journal = Journal(context, spec) if spec.journaled else None
        noted = None if journal is None else journal.of(members)
        beginning = cast(literal(BEGINNING, DateTime), DateTime)
        since = bench.keep("since", select(*members.c, beginning.label("_since")))
        snapshots = None
        if journal is not None:
            earlier = earlier_snapshots(context, spec, BEGINNING)
            if bench.count(earlier):
                snapshots = bench.keep("snapshots", select(*earlier.c, (literal(1) == 0).label("_own")))
        known = Known(bench.empty("no_changes", self._nothing()), framed(()), versions, noted, snapshots, since)
        in_order = InOrder(None, known.changes, versions, ())
        merged = merge(
            bench, spec, known, members, in_order, last_key=keys.last, added_at=keys.added_at, load_id=context.load_id
        )
        counts = {"versioned": merged.new_keys, "updated": bench.count(merged.updated), "closed": 0}
        keys.take(merged.new_keys)
        moves = moves_of(context, self.catalog, spec, merged, versions, repoint=self.repoint)
        at_work = versions_at_work(context, self.catalog, spec, merged, moves)
        with followed_by_aggregates(context, self.catalog, spec, at_work):
            write_versions(bench, spec, merged, context.load_id)
            if moves is not None:
                counts["repointed"] = sum(follow(context, self.catalog, spec, moves, merged.dropped).values())
            counts["closed"] = bench.count(merged.gone)
            delete_gone(bench, spec, merged)
        if journal is not None and merged.journal is not None and noted is not None:
            journal.write(merged.journal, noted, members)
        check_versions(context, spec, members)
        # Nothing was read: what balances are the versions, one change each.
        counts["read"] = sum(counts[name] for name in ("versioned", "updated", "closed"))
        return Outcome(counts)

    def _nothing(self) -> list[Column[Any]]:
        """Return the columns of a load's changes, of which a rebuild has none."""
        return [
            Column("_member", BigInteger),
            Column("_row", BigInteger),
            Column("_time", DateTime),
            Column("_sequence", BigInteger),
            Column("_deleted", Boolean),
            Column("_sighted", Boolean),
        ]
