"""Loading what is newer than everything on record: held against the versions in force, started and ended at once.

Most loads of a warehouse are of this kind, tonight's snapshot after last night's. Deriving histories would end the
same; this takes a handful of statements, and brings only the versions in force to the workbench.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import FromClause, and_, false, func, literal, or_, select, true

from starschema.load.arrivals import Arrivals
from starschema.load.dimensions.follow import follow, has_facts_since
from starschema.load.dimensions.journal import Journal
from starschema.load.dimensions.judged import Judged
from starschema.load.dimensions.snapshot import Snapshot
from starschema.load.facts.aggregates import followed_by_aggregates, versions_at_work
from starschema.load.keys.collisions import refuse_collisions
from starschema.load.log import Keys
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec
from starschema.sql import changes as sql
from starschema.sql import straight
from starschema.sql.compare import Query, count_if, equal


def load_straight(
    context: Context,
    catalog: Catalog,
    spec: DimensionSpec,
    came: Arrivals,
    judged: Judged,
    keys: Keys,
    time: datetime,
    snapshot: Snapshot | None,
    journal: Journal | None,
    *,
    close_limit: float,
    repoint: bool,
) -> tuple[dict[str, int], Arrivals | None]:
    """Write what can be told from the versions in force; return counts, and what has to be looked at further, if any.

    Args:
        context: The load's surroundings.
        catalog: The model, to find the facts that refer to the dimension.
        spec: The dimension.
        came: The changes.
        judged: What they say that the versions in force do not show.
        keys: Its surrogate keys.
        time: Of all the changes, newer than everything on record.
        snapshot: The snapshot that the load is, or None.
        journal: The dimension's journal, or None.
        close_limit: The greatest share of members that a snapshot may close.
        repoint: Whether facts follow.

    Raises:
        TooManyClosed: The snapshot lacks more members than `close_limit` allows.
    """
    bench, rows = context.bench, judged.rows
    left = bench.keep("left_over", straight.left_over(spec, rows, _elsewhere(context, spec, rows, keys)))
    remaining = bench.count(left)
    if remaining:
        rows = bench.keep("judged_at_once", sql.without(rows, left, "_row"))
    kinds = dict(bench.rows(select(rows.c["_kind"], func.count()).group_by(rows.c["_kind"])))
    counts = {"inserted": kinds.get(straight.STARTS, 0), "versioned": kinds.get(straight.FOLLOWS, 0)}
    started = sum(counts.values())
    counts["unchanged"] = judged.told - started - remaining
    if snapshot is not None:
        counts["missing"] = counts["closed"] = kinds.get(straight.MISSING, 0)
        snapshot.check_missing(counts["missing"], judged.alive, close_limit)
    elif journal is not None:
        journal.keep_repeats(came.table, bench.keep("told_again", _told_again(came, rows, left)), came.given)
    if counts["versioned"] + counts.get("closed", 0):
        assert spec.valid_to is not None
        assert spec.is_current is not None
        ended = straight.ended(spec, rows, time, context.load_id)
        bench.update(spec.table, [spec.key], [spec.valid_to, spec.is_current, spec.load_id], ended)
    if started:
        new = bench.look("started", straight.started(spec, rows, time, keys.last, context.load_id))
        columns = list(spec.table.columns)
        if spec.creation is not None:
            refuse_collisions(bench, spec, new)
        bench.write(spec.table, select(*(new.c[c.name] for c in columns)), columns, started)
        keys.take(started)
        if repoint and counts["versioned"] and has_facts_since(context, catalog, spec, time):
            moves = bench.keep("moves_at_once", straight.repointing(spec, new))
            with followed_by_aggregates(context, catalog, spec, versions_at_work(context, catalog, spec, None, moves)):
                counts["repointed"] = sum(follow(context, catalog, spec, moves, None).values())
    if not remaining:
        return counts, None
    return counts, replace(came, table=bench.keep("changes_left", sql.within(came.table, left, "_row")))


def _elsewhere(context: Context, spec: DimensionSpec, rows: FromClause, keys: Keys) -> list[FromClause]:
    """Return natural keys of which more is on record than a version in force: a member that was gone, journal rows."""
    bench, key = context.bench, list(spec.natural_key)
    names = [c.name for c in key]
    starts = rows.c["_kind"] == straight.STARTS
    doubtful = or_(starts, and_(rows.c["_kind"] == straight.FOLLOWS, rows.c["_gap"]))
    new, doubted = bench.rows(select(count_if(starts), count_if(doubtful)))[0]
    found = []
    if new and keys.last:
        found.append((spec.table, starts, spec.key > 0))
    if doubted and spec.journaled:
        journal = context.tables.journal(spec)
        if context.connection.execute(select(literal(1)).select_from(journal).limit(1)).first() is not None:
            found.append((journal, doubtful, true()))
    known = []
    for table, which, real in found:
        sent = bench.send(table, [table.c[n] for n in names], select(*(rows.c[n] for n in names)).where(which))
        query = select(*(table.c[n] for n in names)).join_from(table, sent, equal(table, sent, names)).where(real)
        known.append(bench.fetch(f"known_in_{table.name}", query.distinct(), key))
    return known


def _told_again(came: Arrivals, rows: FromClause, left: FromClause) -> Query:
    """Select `_row` and `_starts` of the rows that say nothing new."""
    busy = (select(literal(1)).where(other.c["_row"] == came.table.c["_row"]).exists() for other in (rows, left))
    return select(came.table.c["_row"], false().label("_starts")).where(*(~each for each in busy))
