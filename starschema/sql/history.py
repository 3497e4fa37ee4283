"""From records to versions: what was in force when.

`carried` fills in what a record does not tell from the records before it, `runs` cuts the member's time where
something versioned changes, and `intervals` turns the runs in which the member existed into versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql.compare import Query, equal, numbered
from starschema.sql.records import ABSENCE, ANCHOR, CLOSING, NEW, SIGHTING, Group, told_at_start
from starschema.sql.windows import lag, lead


def positions(spec: DimensionSpec, records: FromClause, groups: Sequence[Group]) -> Query:
    """Select for each record where its values come from, as ordinals of the same member's records.

    `_src_<i>` is the newest record up to this one that tells group i, or the last word of the first time that tells
    it: what was never known is filled, not versioned. `_newest_<i>` is the member's newest record that tells it,
    `_before_<i>` the newest of an earlier time. `_seen_<name>` is the first that tells a value of a type 0
    attribute.
    """
    told_at = [case((records.c[f"_has_{i}"], records.c["_ord"]), else_=null()) for i in range(len(groups))]
    at_once = [records.c["_member"], records.c["_time"]]
    last_words = [func.max(at).over(partition_by=at_once).label(f"_last_{i}") for i, at in enumerate(told_at)]
    timed = select(*records.c, *last_words).subquery()
    r = timed.c
    alike = [r["_member"]]
    columns: list[ColumnElement[Any]] = []
    for i in range(len(groups)):
        at = case((r[f"_has_{i}"], r["_ord"]), else_=null())
        first = func.min(case((at == r[f"_last_{i}"], at), else_=null())).over(partition_by=alike)
        so_far = func.max(at).over(partition_by=alike, order_by=r["_ord"], rows=(None, 0))
        before = func.max(at).over(partition_by=alike, order_by=r["_time"], range_=(None, 0), exclude="GROUP")
        columns += [
            func.coalesce(so_far, first).label(f"_src_{i}"),
            func.max(at).over(partition_by=alike).label(f"_newest_{i}"),
            before.label(f"_before_{i}"),
        ]
    for attribute in spec.attributes:
        if attribute.scd == 0:
            told = and_(r[f"_has_{group_of(groups, attribute.name)}"], r[attribute.name].is_not(None))
            first = func.min(case((told, r["_ord"]), else_=null())).over(partition_by=alike)
            columns.append(first.label(f"_seen_{attribute.name}"))
    return select(*(r[c.name] for c in records.c), *columns)


def group_of(groups: Sequence[Group], name: str) -> int:
    """Return the number of the group that holds the attribute."""
    return next(i for i, group in enumerate(groups) if name in group.names)


def carried(records: FromClause, positions: FromClause, groups: Sequence[Group]) -> Query:
    """Select each record with the values in force at it, told or carried forward."""
    joined: FromClause = positions
    values: list[ColumnElement[Any]] = []
    for i, group in enumerate(groups):
        source = records.alias(f"source_{i}")
        joined = joined.outerjoin(
            source,
            and_(
                source.c["_member"] == positions.c["_member"],
                source.c["_ord"] == positions.c[f"_src_{i}"],
            ),
        )
        values += [source.c[name].label(name) for name in group.names]
    own = [c for c in positions.c if c.name.startswith("_")]
    return select(*own, *values).select_from(joined)


def _outside(spec: DimensionSpec, carried: FromClause) -> ColumnElement[bool]:
    """Return whether a record is an absence from a slice in which the member was not."""
    c = carried.c
    column = c["_slice_column"]
    whens = [(column == a.name, cast(c[a.name], String)) for a in spec.attributes]
    value = case(*whens, else_=c["_slice_value"]) if whens else c["_slice_value"]
    return and_(c["_kind"] == ABSENCE, column.is_not(None), value.is_distinct_from(c["_slice_value"]))


def runs(spec: DimensionSpec, carried: FromClause) -> Query:
    """Select the last record of each time, numbered by `_run`: a run ends where anything versioned changes.

    What cannot end a member is left out: a deletion or an absence before the member lived for any time (an inferred
    one stays), and an absence outside the snapshot's slice. `_lives` is the first record at which it did, which an
    inferred member's beginning is filled with.
    """
    telling = select(*carried.c).where(~_outside(spec, carried)).subquery()
    t = telling.c
    alike = [t["_member"]]
    following = lead(t["_time"]).over(partition_by=alike, order_by=t["_ord"])
    placed = select(*t, case((following == t["_time"], False), else_=True).label("_final")).subquery()
    p = placed.c
    lives = case((and_(~p["_deleted"], p["_kind"] != ANCHOR), p["_ord"]), else_=null())
    anchored = func.max(case((p["_kind"] == ANCHOR, 1), else_=0)).over(partition_by=p["_member"])
    first = func.min(lives).over(partition_by=p["_member"])
    final = select(*p, first.label("_lives"), anchored.label("_anchored")).where(p["_final"]).subquery()
    f = final.c
    idle = and_(or_(f["_deleted"], f["_kind"] == ANCHOR), f["_ord"] < f["_lives"])
    since = case((and_(f["_ord"] == f["_lives"], f["_anchored"] == 1), literal(BEGINNING, DateTime)), else_=f["_time"])
    kept = (
        select(*(c for c in f if c.name != "_time"), since.label("_time"))
        .where(~func.coalesce(idle, f["_deleted"]))
        .subquery()
    )

    def before(name: str) -> ColumnElement[Any]:
        return lag(kept.c[name]).over(partition_by=kept.c["_member"], order_by=kept.c["_ord"])

    changes = [
        before("_ord").is_(None),
        before("_deleted") != kept.c["_deleted"],
        *(before(a.name).is_distinct_from(kept.c[a.name]) for a in spec.attributes if a.versioned),
    ]
    starts = select(*kept.c, case((or_(*changes), 1), else_=0).label("_starts")).subquery()
    number = func.sum(starts.c["_starts"]).over(
        partition_by=starts.c["_member"], order_by=starts.c["_ord"], rows=(None, 0)
    )
    return select(*starts.c, number.label("_run"))


def intervals(
    spec: DimensionSpec, records: FromClause, runs: FromClause, groups: Sequence[Group], members: FromClause
) -> Query:
    """Select the versions that the runs make, with every column of the table but its key and `load_id`.

    The table's own columns come under their names; `_run` numbers the run and `_told_by` is the row that the
    load brought for the version's start, if it did.
    """
    last = (
        select(runs.c["_member"], runs.c["_run"], func.max(runs.c["_ord"]).label("_ord"))
        .group_by(runs.c["_member"], runs.c["_run"])
        .subquery()
    )
    starts = (
        select(
            *runs.c,
            lead(runs.c["_time"]).over(partition_by=runs.c["_member"], order_by=runs.c["_ord"]).label("_end"),
        )
        .where(runs.c["_starts"] == 1)
        .subquery()
    )
    s = starts.c
    end = func.coalesce(s["_end"], literal(FOREVER, DateTime))
    joined: FromClause = starts.join(members, members.c["_member"] == s["_member"]).join(
        last, and_(last.c["_member"] == s["_member"], last.c["_run"] == s["_run"])
    )
    closing_record = runs.alias("closing_record")
    joined = joined.join(
        closing_record,
        and_(closing_record.c["_member"] == last.c["_member"], closing_record.c["_ord"] == last.c["_ord"]),
    )
    values: dict[str, ColumnElement[Any]] = {}
    for i, group in enumerate(groups):
        newest = records.alias(f"newest_{i}")
        joined = joined.outerjoin(
            newest, and_(newest.c["_member"] == s["_member"], newest.c["_ord"] == s[f"_newest_{i}"])
        )
        for name in group.names:
            attribute = next(a for a in spec.attributes if a.name == name)
            if attribute.versioned:
                values[name] = s[name]
            elif attribute.scd == 0:
                first = records.alias(f"first_{name}")
                joined = joined.outerjoin(
                    first, and_(first.c["_member"] == s["_member"], first.c["_ord"] == s[f"_seen_{name}"])
                )
                values[name] = first.c[name]
            else:
                values[name] = closing_record.c[name] if attribute.scope == "current" else newest.c[name]
            if attribute.current is not None:
                values[attribute.current.name] = newest.c[name]
    return (
        select(
            s["_member"],
            s["_run"],
            s["_row"].label("_told_by"),
            *(members.c[c.name] for c in spec.natural_key),
            # Of a member that only facts know nothing is shown, whatever was told of it for no time at all.
            *(case((s["_lives"].is_not(None), value), else_=null()).label(name) for name, value in values.items()),
            s["_time"].label("valid_from"),
            end.label("valid_to"),
            case((s["_end"].is_(None), True), else_=False).label("is_current"),
            case((s["_lives"].is_(None), True), else_=False).label("is_inferred"),
            *([] if spec.sequence is None else [s["_sequence"].label(spec.sequence.name)]),
        )
        .select_from(joined)
        .where(~s["_deleted"])
    )


def previous_values(records: FromClause, group: int, name: str) -> Query:
    """Select `_member` and `_previous`, what the overwritten attribute was before its last change, if it changed."""
    r = records.c
    told = select(r["_member"], r["_ord"], r[name].label("_value"), _last_word(records)).where(r[f"_has_{group}"])
    words = told.subquery()
    w = words.c
    lasting = select(*w).where(w["_ord"] == w["_last"]).subquery()

    def before(name: str) -> ColumnElement[Any]:
        return lag(lasting.c[name]).over(partition_by=lasting.c["_member"], order_by=lasting.c["_ord"])

    in_turn = select(*lasting.c, before("_value").label("_previous"), before("_ord").label("_earlier")).subquery()
    changed = (
        select(
            in_turn.c["_member"],
            in_turn.c["_previous"],
            numbered([in_turn.c["_member"]], [in_turn.c["_ord"].desc()]).label("_back"),
        )
        .where(in_turn.c["_earlier"].is_not(None), in_turn.c["_value"].is_distinct_from(in_turn.c["_previous"]))
        .subquery()
    )
    return select(changed.c["_member"], changed.c["_previous"]).where(changed.c["_back"] == 1)


def _last_word(records: FromClause) -> ColumnElement[Any]:
    at_once = [records.c["_member"], records.c["_time"]]
    return func.max(records.c["_ord"]).over(partition_by=at_once).label("_last")


@dataclass(frozen=True)
class Told:
    """The records that versions were derived from: as they are, with their positions, with what was in force."""

    records: FromClause
    positions: FromClause
    carried: FromClause
    groups: Sequence[Group]


def unshown(spec: DimensionSpec, told: Told, versions: FromClause, load_id: int) -> Query:
    """Select the records that the versions, with their keys, do not show, as the journal keeps them.

    A record needs no journal row if it is the only one of its time that counts and either a version starts there
    and shows all of its values, or a version ends there for want of it in a snapshot, or a snapshot saw what was in
    force anyway. An absence is kept if it takes back what was told of the same time.
    """
    records, positions, carried, groups = told.records, told.positions, told.carried, told.groups
    p = positions.c
    introduced = [i for i, group in enumerate(groups) if group.added_at is not None]
    complete = or_(p["_deleted"], and_(true(), *(p[f"_has_{i}"] for i in introduced)))
    at_once = [p["_member"], p["_time"]]
    last = func.max(p["_ord"]).over(partition_by=at_once)
    counts = [p["_ord"] == last]
    for i in range(len(groups)):
        newest = func.max(case((p[f"_has_{i}"], p["_ord"]), else_=null())).over(partition_by=at_once)
        counts.append(and_(p[f"_has_{i}"], p["_ord"] == newest))
    counts += [p["_ord"] == p[f"_seen_{a.name}"] for a in spec.attributes if a.scd == 0]
    tells = p["_kind"].not_in((ANCHOR, ABSENCE))
    lacked = (
        select(literal(1))
        .where(equal(carried, positions, ["_member", "_ord"]), ~_outside(spec, carried), p["_kind"] == ABSENCE)
        .exists()
    )
    placed = select(
        *p,
        complete.label("_complete"),
        case((or_(*counts), True), else_=False).label("_counts"),
        case((tells, "told"), (lacked, "taken back"), else_="no word").label("_word"),
        func.max(case((tells, 1), else_=0)).over(partition_by=at_once).label("_told"),
    ).subquery()
    w = placed.c
    judged = select(*w).where(or_(w["_word"] == "told", and_(w["_word"] == "taken back", w["_told"] == 1))).subquery()
    j = judged.c
    kept = select(*j, func.count().over(partition_by=[j["_member"], j["_time"]]).label("_together")).where(j["_counts"])
    k = kept.subquery()
    start, ending = versions.alias("start"), versions.alias("ending")
    overwritten = [a for a in spec.attributes if not a.versioned]
    started = and_(start.c["_member"] == k.c["_member"], start.c["valid_from"] == k.c["_time"])
    ended = and_(ending.c["_member"] == k.c["_member"], ending.c["valid_to"] == k.c["_time"])
    joined: FromClause = k.outerjoin(start, started).outerjoin(ending, ended)
    unchanged: list[ColumnElement[bool]] = []
    for i, group in enumerate(groups):
        # What was told here for the first time was in force before only because it fills what was never known.
        unchanged.append(or_(~k.c[f"_has_{i}"], k.c[f"_before_{i}"].is_not(None)))
        names = [a.name for a in overwritten if a.name in group.names]
        if names:
            before = records.alias(f"before_{i}")
            joined = joined.outerjoin(
                before,
                and_(before.c["_member"] == k.c["_member"], before.c["_ord"] == k.c[f"_before_{i}"]),
            )
            agree = and_(true(), *(before.c[n].is_not_distinct_from(k.c[n]) for n in names))
            unchanged.append(or_(~k.c[f"_has_{i}"], and_(before.c["_ord"].is_not(None), agree)))
    starts_there = start.c["valid_from"].is_not(None)
    created = "_key" if spec.creation is None else spec.creation.name
    sequence = cast(null(), BigInteger) if spec.sequence is None else start.c[spec.sequence.name]
    by_version = and_(
        ~k.c["_deleted"],
        k.c["_complete"],
        starts_there,
        k.c["_sequence"].is_not_distinct_from(sequence),
        *(start.c[a.name].is_not_distinct_from(k.c[a.name]) for a in overwritten),
        # Else a NULL would be taken for what was never told.
        *(told_at_start(start, start.c[created], groups[i]) for i in introduced),
    )
    # A deletion that was told is kept even where a version ends with it: it is what explains the gap that follows.
    by_end = and_(k.c["_kind"] == CLOSING, ending.c["valid_to"].is_not(None), ~starts_there)
    by_snapshot = and_(k.c["_sighted"], k.c["_sequence"].is_(None), ~k.c["_deleted"], ~starts_there, *unchanged)
    hidden = or_(k.c["_together"] > 1, ~func.coalesce(or_(by_version, by_end, by_snapshot), false()))
    given: ColumnElement[Any] = literal(",")
    for attribute in spec.attributes:
        has = k.c[f"_has_{group_of(groups, attribute.name)}"]
        given = given + case((has, f"{attribute.name},"), else_="")
    return (
        select(
            k.c["_member"],
            k.c["_time"],
            k.c["_sequence"],
            k.c["_deleted"],
            given.label("_given"),
            # What a version showed so far was told before this load, and after every snapshot that it outlived.
            case((k.c["_kind"] == NEW, load_id), (k.c["_load"] == 0, load_id - 1), else_=k.c["_load"]).label("_load"),
            *(case((k.c["_deleted"], null()), else_=k.c[a.name]).label(a.name) for a in spec.attributes),
        )
        .select_from(joined)
        .where(hidden)
    )


def seen(records: FromClause, positions: FromClause, groups: Sequence[Group], snapshots: FromClause) -> Query:
    """Select the sightings among `records`, with values carried to where the first pass left them open."""
    filled = carried(records, positions, groups).subquery()
    given = select(snapshots.c["_time"], snapshots.c["_load"], snapshots.c["_given"]).distinct().subquery()
    names = [name for group in groups for name in group.names]
    return (
        select(
            filled.c["_member"],
            filled.c["_time"],
            filled.c["_load"],
            *(given.c["_given"].contains(g.mark).label(f"_has_{i}") for i, g in enumerate(groups)),
            *(filled.c[name] for name in names),
        )
        .join_from(filled, given, equal(given, filled, ["_time", "_load"]))
        .where(filled.c["_kind"] == SIGHTING)
    )
