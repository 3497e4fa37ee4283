"""Which versions are which: a version keeps its surrogate key for life, though its bounds and values may move.

Only where keys are hashes, the key follows the version's start.

`agreeing`, `moved` and `replaced` pair derived intervals with versions on record, in that order, each from what the
earlier left over. What is left at last is new on the one side and gone on the other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    and_,
    case,
    cast,
    distinct,
    extract,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)

from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql.compare import Query, differs, equal, numbered, same
from starschema.sql.hashed import member_hash, version_hash
from starschema.sql.windows import lag, lead


def _versioned(spec: DimensionSpec) -> list[str]:
    return [a.name for a in spec.attributes if a.versioned]


def agreeing(spec: DimensionSpec, intervals: FromClause, versions: FromClause) -> Query:
    """Pair what starts at the same time with the same values."""
    return select(intervals.c["_member"], intervals.c["_run"], versions.c[spec.key.name].label("_key")).join_from(
        intervals,
        versions,
        and_(
            intervals.c["_member"] == versions.c["_member"],
            intervals.c["valid_from"] == versions.c["valid_from"],
            same(intervals, versions, _versioned(spec)),
        ),
    )


def moved(spec: DimensionSpec, intervals: FromClause, versions: FromClause) -> Query:
    """Pair what has the same values at overlapping times, the earliest with the earliest."""
    pairs = (
        select(
            intervals.c["_member"],
            intervals.c["_run"],
            versions.c[spec.key.name].label("_key"),
            numbered(
                [intervals.c["_member"], intervals.c["_run"]],
                [versions.c["valid_from"], versions.c[spec.key.name]],
            ).label("_of_run"),
            numbered([versions.c[spec.key.name]], [intervals.c["valid_from"]]).label("_of_key"),
        )
        .join_from(
            intervals,
            versions,
            and_(
                intervals.c["_member"] == versions.c["_member"],
                intervals.c["valid_from"] < versions.c["valid_to"],
                versions.c["valid_from"] < intervals.c["valid_to"],
                same(intervals, versions, _versioned(spec)),
            ),
        )
        .subquery()
    )
    return select(pairs.c["_member"], pairs.c["_run"], pairs.c["_key"]).where(
        pairs.c["_of_run"] == 1, pairs.c["_of_key"] == 1
    )


def replaced(spec: DimensionSpec, intervals: FromClause, versions: FromClause) -> Query:
    """Pair what starts at the same time with other values: the version is corrected in place."""
    return select(intervals.c["_member"], intervals.c["_run"], versions.c[spec.key.name].label("_key")).join_from(
        intervals,
        versions,
        and_(
            intervals.c["_member"] == versions.c["_member"],
            intervals.c["valid_from"] == versions.c["valid_from"],
        ),
    )


def unpaired_intervals(intervals: FromClause, pairs: FromClause) -> Query:
    """Select the intervals that no pair holds."""
    paired = select(literal(1)).where(
        pairs.c["_member"] == intervals.c["_member"], pairs.c["_run"] == intervals.c["_run"]
    )
    return select(*intervals.c).where(~paired.exists())


def unpaired_versions(spec: DimensionSpec, versions: FromClause, pairs: FromClause) -> Query:
    """Select the versions that no pair holds."""
    paired = select(literal(1)).where(on_record(pairs) == versions.c[spec.key.name])
    return select(*versions.c).where(~paired.exists())


def first_rows(changes: FromClause) -> FromClause:
    """Return the `_first` row of the data that names each `_member`."""
    first = func.min(changes.c["_row"]).label("_first")
    return select(changes.c["_member"], first).group_by(changes.c["_member"]).subquery()


def new_keys(intervals: FromClause, order: FromClause, last_key: int) -> Query:
    """Give the intervals that are left the next keys, members in the order in which the data names them."""
    unnamed = case((order.c["_first"].is_(None), 1), else_=0)
    place = func.row_number().over(
        order_by=[unnamed, order.c["_first"], intervals.c["_member"], intervals.c["valid_from"]]
    )
    return select(
        intervals.c["_member"], intervals.c["_run"], cast(place + last_key, BigInteger).label("_key")
    ).join_from(intervals, order, order.c["_member"] == intervals.c["_member"], isouter=True)


def computed_keys(spec: DimensionSpec, intervals: FromClause) -> Query:
    """Give the days of a calendar their number, 20240229, as the key; times of day theirs within the day, from 1."""
    value = intervals.c[spec.natural_key[0].name]
    if spec.clock is None:
        number = extract("year", value) * 10_000 + extract("month", value) * 100 + extract("day", value)
    else:
        number = extract("hour", value) * 60 + extract("minute", value) + 1
        if spec.clock.seconds == 1:
            number = (number - 1) * 60 + func.second(value) + 1
    return select(intervals.c["_member"], intervals.c["_run"], cast(number, BigInteger).label("_key"))


def hashed(
    spec: DimensionSpec, intervals: FromClause, pairs: FromClause, given: FromClause, versions: FromClause
) -> Query:
    """Select the intervals with keys that follow from their start, where the version on record has not the same.

    Args:
        spec: The dimension.
        intervals: All that its members should have.
        pairs: The key of the version on record that an interval is.
        given: The numbers of the others, in the order in which they come into being.
        versions: Those on record.

    Returns:
        The intervals with `_key`, `_was`, the key on record, and the number.
    """
    assert spec.creation is not None
    v, key = versions.c, spec.key.name
    kept = v["valid_from"] == intervals.c["valid_from"]
    place = ["_member", "_run"]
    return (
        select(
            *intervals.c,
            case((kept, v[key]), else_=version_hash(spec, intervals)).label("_key"),
            v[key].label("_was"),
            func.coalesce(v[spec.creation.name], given.c["_key"]).label(spec.creation.name),
        )
        .join_from(intervals, pairs, equal(intervals, pairs, place), isouter=True)
        .join(versions, v[key] == pairs.c["_key"], isouter=True)
        .join(given, equal(intervals, given, place), isouter=True)
    )


def under_new_keys(keyed: FromClause) -> Query:
    """Select the keyed intervals of which no row on record has the key."""
    return select(*keyed.c).where(keyed.c["_was"].is_distinct_from(keyed.c["_key"]))


def under_old_keys(spec: DimensionSpec, versions: FromClause, keyed: FromClause) -> Query:
    """Select the versions on record whose key no keyed interval has."""
    return select(*versions.c).where(~select(literal(1)).where(keyed.c["_key"] == versions.c[spec.key.name]).exists())


def on_record(keyed: FromClause) -> ColumnElement[Any]:
    """Return the key that the version of a keyed interval has on record, as far as it is there."""
    was: ColumnElement[Any] | None = keyed.c.get("_was")
    return keyed.c["_key"] if was is None else was


def keyed(intervals: FromClause, pairs: FromClause) -> Query:
    """Select the intervals with their keys."""
    return select(*intervals.c, pairs.c["_key"]).join_from(
        intervals,
        pairs,
        and_(intervals.c["_member"] == pairs.c["_member"], intervals.c["_run"] == pairs.c["_run"]),
    )


def moving(spec: DimensionSpec, updated: FromClause, gone: FromClause) -> Query:
    """Select the keys whose start moves or that go, each with a time before every real one to wait at."""
    assert spec.valid_from is not None
    keys = select(updated.c["_key"]).where(updated.c["_moved"]).union_all(select(gone.c[spec.key.name])).subquery()
    place = func.row_number().over(order_by=keys.c["_key"])
    waiting = cast(literal(BEGINNING, DateTime), DateTime) + place * literal_column("INTERVAL 1 MICROSECOND")
    return select(keys.c["_key"], waiting.label("_parked"))


def durable_keys(spec: DimensionSpec, keyed: FromClause, versions: FromClause) -> Query:
    """Select one key per member that outlives its versions: the one on record, else its hash or first version's."""
    assert spec.durable_key is not None
    known = (
        select(versions.c["_member"], func.min(versions.c[spec.durable_key.name]).label("_durable"))
        .group_by(versions.c["_member"])
        .subquery()
    )
    key = keyed.c["_key"] if spec.creation is None else member_hash(spec, keyed)
    first = select(keyed.c["_member"], func.min(key).label("_key")).group_by(keyed.c["_member"]).subquery()
    return select(first.c["_member"], func.coalesce(known.c["_durable"], first.c["_key"]).label("_durable")).join_from(
        first, known, known.c["_member"] == first.c["_member"], isouter=True
    )


def changed(spec: DimensionSpec, keyed: FromClause, versions: FromClause, names: list[str]) -> Query:
    """Select the keyed intervals that differ from their version on record in any of `names`.

    `_moved` marks those that start at another time.
    """
    moved = keyed.c["valid_from"] != versions.c["valid_from"]
    return select(*keyed.c, moved.label("_moved")).join_from(
        keyed,
        versions,
        and_(on_record(keyed) == versions.c[spec.key.name], differs(keyed, versions, names)),
    )


def columns_changed(spec: DimensionSpec, updated: FromClause, versions: FromClause, names: list[str]) -> Query:
    """Select one row that says of each of `names` whether any updated version differs in it from the one on record."""
    different = [updated.c[name].is_distinct_from(versions.c[name]) for name in names]
    return select(
        *(func.coalesce(func.bool_or(d), false()).label(n) for n, d in zip(names, different, strict=True))
    ).join_from(updated, versions, on_record(updated) == versions.c[spec.key.name])


def outcomes(
    changes: FromClause,
    keyed: FromClause,
    new: FromClause,
    updated: FromClause,
    versions: FromClause,
) -> Query:
    """Select `_row` and `_outcome` of every change: what the row it stands for has done.

    One outcome a row: `closed` if a version ends where it deletes, `inserted` if it brings the first version of a
    member not known before, `versioned` if a new version starts with it, `updated` if it changes one in place,
    else `unchanged`.
    """
    c = changes.c
    member = c["_member"]
    newest_first = [case((c["_sequence"].is_(None), 1), else_=0), c["_sequence"].desc()]
    last_of_time = numbered([member, c["_time"]], [*newest_first, c["_row"].desc()])
    newest = numbered([member], [c["_deleted"], c["_time"].desc(), *newest_first, c["_row"].desc()])
    placed = select(*c, last_of_time.label("_back"), newest.label("_newest")).subquery()
    p = placed.c

    def some(rows: FromClause, *conditions: Any) -> Any:
        return select(literal(1)).where(rows.c["_member"] == p["_member"], *conditions).exists()

    earlier = new.alias("earlier")
    closes = some(keyed, keyed.c["valid_to"] == p["_time"])
    closed_before = some(versions, versions.c["valid_to"] == p["_time"])
    starts = some(new, new.c["valid_from"] == p["_time"])
    first = ~some(earlier, earlier.c["valid_from"] < p["_time"])
    corrects = or_(some(updated, updated.c["valid_from"] == p["_time"]), and_(p["_newest"] == 1, some(updated)))
    return select(
        p["_row"],
        case(
            (p["_back"] > 1, "unchanged"),
            (and_(p["_deleted"], closes, ~closed_before), "closed"),
            (p["_deleted"], "unchanged"),
            (and_(starts, first, ~some(versions)), "inserted"),
            (starts, "versioned"),
            (corrects, "updated"),
            else_="unchanged",
        ).label("_outcome"),
    )


def repointing(spec: DimensionSpec, keyed: FromClause, versions: FromClause) -> Query:
    """Select which facts must follow: `_old_key`, the time from `_from` to before `_to`, and the `_new_key` there.

    A version answers for the time from its start to the start of the next, so that gaps belong to the version
    before them, and the first one for all time before it, as in the lookup of facts. `_first` marks the row for facts
    that are not told apart by time.
    """

    def reach(rows: FromClause, key: str) -> Any:
        order: dict[str, Any] = {"partition_by": rows.c["_member"], "order_by": rows.c["valid_from"]}
        first = lag(rows.c["valid_from"]).over(**order).is_(None)
        return select(
            rows.c["_member"],
            rows.c[key].label("_key"),
            case((first, literal(None, DateTime)), else_=rows.c["valid_from"]).label("_from"),
            lead(rows.c["valid_from"]).over(**order).label("_to"),
        ).subquery()

    old, now = reach(versions, spec.key.name), reach(keyed, "_key")
    far = literal(FOREVER, DateTime)
    place = numbered([old.c["_key"]], [case((now.c["_from"].is_(None), 0), else_=1), now.c["_from"]])
    return select(
        old.c["_key"].label("_old_key"),
        now.c["_key"].label("_new_key"),
        now.c["_from"],
        now.c["_to"],
        case((place == 1, True), else_=False).label("_first"),
    ).join_from(
        old,
        now,
        and_(
            old.c["_member"] == now.c["_member"],
            old.c["_key"] != now.c["_key"],
            or_(old.c["_from"].is_(None), func.coalesce(now.c["_to"], far) > old.c["_from"]),
            or_(now.c["_from"].is_(None), func.coalesce(old.c["_to"], far) > now.c["_from"]),
        ),
    )


def renaming(keyed: FromClause) -> Query:
    """Select the versions that go on under another key, as `repointing` does: all their facts follow."""
    nothing = cast(null(), DateTime)
    return select(
        keyed.c["_was"].label("_old_key"),
        keyed.c["_key"].label("_new_key"),
        nothing.label("_from"),
        nothing.label("_to"),
        literal(True).label("_first"),
    ).where(keyed.c["_was"] != keyed.c["_key"])


def closed_unnamed(changes: FromClause, keyed: FromClause, versions: FromClause) -> Query:
    """Select how many members that no change names have a version that ends where none of theirs ended before."""

    def some(rows: FromClause, *columns: str) -> Any:
        return select(literal(1)).where(*(rows.c[n] == keyed.c[n] for n in columns)).exists()

    closed = select(keyed.c["_member"]).where(
        ~keyed.c["is_current"], ~some(changes, "_member"), ~some(versions, "_member", "valid_to")
    )
    return select(func.count(distinct(closed.subquery().c["_member"])))
