"""A bridge's rows as a function of what was told: of a group at a time, its members from then on, to the next time.

A group's history is on record as its rows, whose starts and ends are the times at which it was told something else,
and as the times at which it was told the same again. So what was told at each time can be read off: who is in force
then. From the earliest time that a load tells of a group on, all of this is put in line anew and run together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, DateTime, FromClause, and_, case, cast, func, literal, or_, select

from starschema.model.kinds import BridgeSpec
from starschema.model.spec import FOREVER
from starschema.sql.compare import Query, differs, equal, same, union
from starschema.sql.windows import lag, lead

GROUP, MEMBER = "_group", "_member"
"""Working columns of the keys of both sides."""

KEY = (GROUP, MEMBER, "valid_from")


def values(spec: BridgeSpec) -> list[str]:
    """Return the names of what a row says beside whom it relates when."""
    return [attribute.name for attribute in spec.attributes]


def sums(spec: BridgeSpec, rows: FromClause, group: Sequence[str]) -> Query:
    """Select the groups and times whose shares are not 1 together, with their `_sum`."""
    assert spec.weight is not None
    key = [rows.c[name] for name in group]
    total = func.sum(rows.c[spec.weight.name])
    return select(*key, total.label("_sum")).where(~rows.c["_deleted"]).group_by(*key).having(total != 1)


def statements(told: FromClause, missing: FromClause | None, time: ColumnElement[Any] | None) -> Query:
    """Select each group and time of which a load tells; groups that a snapshot lacks are told to be empty."""
    named = select(told.c[GROUP], told.c["_time"])
    if missing is not None and time is not None:
        named = union(named, select(missing.c[GROUP], cast(time, DateTime).label("_time")))
    return select(*named.subquery().c).distinct()


def firsts(told: FromClause) -> Query:
    """Select the first time, `_first`, of which a load tells of each group."""
    return select(told.c[GROUP], func.min(told.c["_time"]).label("_first")).group_by(told.c[GROUP])


def since_first(rows: FromClause, first: FromClause, time: str) -> Query:
    """Select the rows whose `time` is not before the first of which the load tells of their group."""
    later = and_(equal(rows, first, [GROUP]), rows.c[time] >= first.c["_first"])
    return select(*rows.c, first.c["_first"]).join_from(rows, first, later)


def spans(told: FromClause, first: FromClause, held: FromClause, again: FromClause, snapshots: FromClause) -> Query:
    """Select every time of which a group was told anything, from the first of the load on, and how long it holds.

    Args:
        told: `statements` of the load.
        first: `firsts` of the load.
        held: The groups' rows on record that reach so far.
        again: The times on record at which they were told what they were.
        snapshots: The times of snapshots, at which every group was told.
    """
    times = union(
        select(told.c[GROUP], told.c["_time"]),
        select(held.c[GROUP], held.c["valid_from"]).where(held.c["valid_from"] >= held.c["_first"]),
        select(held.c[GROUP], held.c["valid_to"]).where(held.c["valid_to"] < literal(FOREVER, DateTime)),
        select(again.c[GROUP], again.c["_time"]),
        select(first.c[GROUP], snapshots.c["_time"]).join_from(
            first, snapshots, snapshots.c["_time"] >= first.c["_first"]
        ),
    ).subquery()
    each = select(*times.c).distinct().subquery()
    following = lead(each.c["_time"]).over(partition_by=each.c[GROUP], order_by=each.c["_time"])
    until = func.coalesce(following, literal(FOREVER, DateTime))
    new = select(literal(1)).where(equal(told, each, [GROUP, "_time"])).exists()
    return select(*each.c, cast(until, DateTime).label("_until"), new.label("_new"))


def pieces(spec: BridgeSpec, told: FromClause, held: FromClause, span: FromClause) -> Query:
    """Select who is in each group in every span, and until the first of them as it is on record."""
    said = values(spec)
    new = select(
        told.c[GROUP], told.c[MEMBER], *(told.c[n] for n in said), span.c["_time"], span.c["_until"]
    ).join_from(told, span, equal(told, span, [GROUP, "_time"]))
    within = and_(
        equal(held, span, [GROUP]),
        held.c["valid_from"] <= span.c["_time"],
        span.c["_time"] < held.c["valid_to"],
        ~span.c["_new"],
    )
    kept = select(
        held.c[GROUP], held.c[MEMBER], *(held.c[n] for n in said), span.c["_time"], span.c["_until"]
    ).join_from(held, span, within)
    before = select(
        held.c[GROUP],
        held.c[MEMBER],
        *(held.c[n] for n in said),
        held.c["valid_from"].label("_time"),
        func.least(held.c["valid_to"], held.c["_first"]).label("_until"),
    ).where(held.c["valid_from"] < held.c["_first"])
    return union(new, kept, before)


def runs(spec: BridgeSpec, piece: FromClause) -> Query:
    """Select the pieces run together: one row for as long as a member is in its group and the row says the same."""
    said = values(spec)
    key = [piece.c[GROUP], piece.c[MEMBER]]
    order: dict[str, Any] = {"partition_by": key, "order_by": piece.c["_time"]}
    before = [lag(piece.c[n]).over(**order).label(f"_before_{i}") for i, n in enumerate(said)]
    looked = select(*piece.c, lag(piece.c["_until"]).over(**order).label("_ended"), *before).subquery()
    other = or_(
        looked.c["_ended"].is_distinct_from(looked.c["_time"]),
        *(looked.c[f"_before_{i}"].is_distinct_from(looked.c[n]) for i, n in enumerate(said)),
    )
    starts = case((other, 1), else_=0).label("_starts")
    marked = select(*(looked.c[c.name] for c in piece.c), starts).subquery()
    run = func.sum(marked.c["_starts"]).over(
        partition_by=[marked.c[GROUP], marked.c[MEMBER]], order_by=marked.c["_time"]
    )
    told = select(*marked.c, run.label("_run")).subquery()
    key = [told.c[GROUP], told.c[MEMBER]]
    return select(
        *key,
        func.min(told.c["_time"]).label("valid_from"),
        func.max(told.c["_until"]).label("valid_to"),
        *(func.any_value(told.c[n]).label(n) for n in said),
    ).group_by(*key, told.c["_run"])


def added(wanted: FromClause, held: FromClause) -> Query:
    """Select the rows of `wanted` whose key is not in `held`; the other way round, those that are no more."""
    there = select(literal(1)).where(equal(wanted, held, KEY)).exists()
    return select(*wanted.c).where(~there)


def changed(spec: BridgeSpec, wanted: FromClause, held: FromClause) -> Query:
    """Select the wanted rows that are on record, but say something else there or end at another time."""
    other = differs(wanted, held, ["valid_to", *values(spec)])
    return select(*wanted.c).join_from(wanted, held, and_(equal(wanted, held, KEY), other))


def unshown(span: FromClause, wanted: FromClause, snapshots: FromClause) -> Query:
    """Select the times of which groups were told that no start or end of a row shows, and no snapshot."""
    shown = union(
        select(wanted.c[GROUP], wanted.c["valid_from"].label("_time")),
        select(wanted.c[GROUP], wanted.c["valid_to"]),
    ).subquery()
    told = select(literal(1)).where(snapshots.c["_time"] == span.c["_time"]).exists()
    seen = select(literal(1)).where(equal(shown, span, [GROUP, "_time"])).exists()
    return select(span.c[GROUP], span.c["_time"]).where(~seen, ~told)


def outcomes(spec: BridgeSpec, told: FromClause, held: FromClause) -> Query:
    """Select what each row of the load has done, `_outcome`, held against what was on record at its time."""
    in_force = and_(
        equal(told, held, [GROUP, MEMBER]),
        held.c["valid_from"] <= told.c["_time"],
        told.c["_time"] < held.c["valid_to"],
    )
    outcome = case(
        (held.c[GROUP].is_(None), "inserted"),
        (same(told, held, values(spec)), "unchanged"),
        (held.c["valid_from"] == told.c["_time"], "updated"),
        else_="versioned",
    )
    return select(outcome.label("_outcome"), func.count().label("_rows")).join_from(
        told, held, in_force, isouter=True
    ).group_by(outcome)  # fmt: skip


def ended(statement: FromClause, told: FromClause, held: FromClause) -> Query:
    """Count the memberships in force at the time of which their group is told that it has them not."""
    in_force = and_(
        equal(statement, held, [GROUP]),
        held.c["valid_from"] <= statement.c["_time"],
        statement.c["_time"] < held.c["valid_to"],
    )
    still = select(literal(1)).where(
        equal(told, statement, [GROUP, "_time"]), told.c[MEMBER] == held.c[MEMBER]
    )  # fmt: skip
    return select(func.count()).select_from(statement.join(held, in_force)).where(~still.exists())
