"""What a dry run shows beside its counts: some rows of everything that the load would do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, select

from starschema.load.dimensions.follow import Moved
from starschema.load.dimensions.merge import Merge
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.sql.compare import Query, equal
from starschema.sql.in_order import InOrder

SAMPLE_ROWS = 5
"""Rows shown of each kind: enough to see what is meant, few enough to read."""

Samples = dict[str, list[dict[str, Any]]]


def dimension_samples(
    context: Context, known: InOrder, merged: Merge, outcomes: FromClause, moved: Moved, rejects: Rejects
) -> Samples:
    """Return some of the rows that a dimension load inserts, versions, updates or closes, and rejects.

    Of facts that follow, it says how many there are in which role.
    """
    if not context.dry_run:
        return {}
    found = _rejected(rejects)
    for outcome in ("inserted", "versioned", "updated", "closed"):
        rows = (
            select(*known.changes.c)
            .join_from(known.changes, outcomes, equal(known.changes, outcomes, ["_row"]))
            .where(outcomes.c["_outcome"] == outcome)
            .order_by(known.changes.c["_row"])
        )
        found[outcome] = _rows(context, rows)
    before, after = known.versions, merged.keyed
    ended = select(*after.c).where(~after.c["is_current"]).join_from(after, before, equal(after, before, ["_member"]))
    if "valid_to" in before.c:
        ended = ended.where(before.c["valid_from"] == after.c["valid_from"], before.c["is_current"])
        found["ended"] = _rows(context, ended)
    found["repointed"] = [{"fact": fact, "role": role, "rows": count} for (fact, role), count in moved.items() if count]
    return {kind: rows for kind, rows in found.items() if rows}


def fact_samples(
    context: Context, ready: Query, rejects: Rejects, changed: Query | None = None, gone: Query | None = None
) -> Samples:
    """Return some of the rows that a fact load inserts, changes, removes and rejects."""
    if not context.dry_run:
        return {}
    found = {"inserted": _rows(context, ready), **_rejected(rejects)}
    if changed is not None:
        found["updated"] = _rows(context, changed)
    if gone is not None:
        found["removed"] = _rows(context, gone)
    return {kind: rows for kind, rows in found.items() if rows}


def _rejected(rejects: Rejects) -> Samples:
    return {
        "rejected": [
            {"row": r.row, "column": r.column, "value": r.value, "reason": r.reason} for r in rejects.kept[:SAMPLE_ROWS]
        ]
    }


def _rows(context: Context, query: Query) -> list[dict[str, Any]]:
    names = [c.name for c in query.selected_columns]
    rows = context.bench.rows(query.limit(SAMPLE_ROWS))
    return [
        {name.removeprefix("_"): value for name, value in zip(names, row, strict=True) if name not in HIDDEN}
        for row in rows
    ]


HIDDEN = {"_member", "_run", "_was", "_told_by", "_sighted", "_deleted"}
"""Working columns that say nothing to the reader of a plan."""
