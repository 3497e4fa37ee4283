"""Which system's word counts: what several told of a member, put together to one row for each time at which any spoke.

A voice is one key of one system. It says of an attribute what it told last, of what it told at one time the last by
sequence, up to a deletion, after which it says nothing until it speaks again. Of the voices that say something other
than NULL that of the best system counts, among those of one system the one that spoke last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
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
    union_all,
)

from starschema.model.spec import DimensionSpec
from starschema.sql.compare import Query, equal
from starschema.sql.records import Group

VOICE = ("_member", "_system", "_key")
"""What tells one voice from another."""

FROM = "_from_"
"""What the column begins with that says which system an attribute's value is from."""

SINCE = "_since_"
"""What the column begins with that says since when that system tells the value."""


def ahead(now: FromClause, newest: FromClause) -> Query:
    """Select `_member` and `_time` of those of whom a load tells one time, which is later than all that is on record.

    Args:
        now: What the load tells.
        newest: `_member` and `_newest`, when any system spoke of it last.
    """
    n = now.c
    rows = (
        select(n["_member"], func.max(n["_time"]).label("_time"))
        .group_by(n["_member"])
        .having(func.min(n["_time"]) == func.max(n["_time"]), func.bool_and(n["_row"].is_not(None)))
        .subquery()
    )
    return (
        select(*rows.c)
        .join_from(rows, newest, newest.c["_member"] == rows.c["_member"], isouter=True)
        .where(or_(newest.c["_newest"].is_(None), newest.c["_newest"] < rows.c["_time"]))
    )


def alone(told: FromClause) -> Query:
    """Select `_member` of those of whom there is one statement."""
    return select(told.c["_member"]).group_by(told.c["_member"]).having(func.count() == 1)


def odd(now: FromClause) -> Query:
    """Select `_member` of those of whom a load tells something that has an order, or that they are gone."""
    n = now.c
    return select(n["_member"]).where(or_(n["_deleted"], n["_sequence"].is_not(None))).distinct()


def as_told(spec: DimensionSpec, told: FromClause) -> Query:
    """Select statements as `by_now` would give them where each stands alone."""
    t = told.c
    return select(t["_member"], t["_time"], t["_deleted"], *(t[a.name] for a in spec.attributes))


def repeated(rows: FromClause, names: Sequence[str]) -> Query:
    """Select one where several rows agree in the columns of `names`, which are never NULL."""
    columns = [rows.c[name] for name in names]
    return select(literal(1)).select_from(rows).group_by(*columns).having(func.count() > 1).limit(1)


def voices(told: FromClause, groups: Sequence[Group], *, ties: bool) -> Query:
    """Select what every voice says by the last of its statements; `ties` says whether one has several of one time.

    `_at_<i>` is since when it says what it says of a group, whose values are NULL if a deletion came after; `_alive`
    says whether it knows of the member.
    """
    t = told.c
    unordered = case((t["_sequence"].is_(None), 0), else_=1)
    place: ColumnElement[Any] = t["_time"]  # compared much faster than all that may tell
    if ties:
        place = func.row(t["_time"], unordered, func.coalesce(t["_sequence"], 0), t["_load"])

    def told_of(group: Group) -> ColumnElement[bool]:
        return and_(~t["_deleted"], t["_given"].contains(group.mark))

    found = (
        select(
            *(t[name] for name in VOICE),
            func.max(t["_time"]).label("_time"),
            func.max(place).label("_spoken"),
            func.max(place).filter(t["_deleted"]).label("_gone"),
            *(func.max(place).filter(told_of(g)).label(f"_place_{i}") for i, g in enumerate(groups)),
            *(func.max(t["_time"]).filter(told_of(g)).label(f"_at_{i}") for i, g in enumerate(groups)),
            *(
                func.arg_max_null(t[n], place, type_=t[n].type).filter(told_of(g)).label(n)
                for g in groups
                for n in g.names
            ),
        )
        .group_by(*(t[name] for name in VOICE))
        .subquery()
    )
    f = found.c
    here = [or_(f["_gone"].is_(None), f[f"_place_{i}"] > f["_gone"]) for i in range(len(groups))]
    return select(
        *(f[name] for name in VOICE),
        f["_time"],
        or_(f["_gone"].is_(None), f["_spoken"] > f["_gone"]).label("_alive"),
        *(f[f"_at_{i}"] for i in range(len(groups))),
        *(case((here[i], f[name])).label(name) for i, group in enumerate(groups) for name in group.names),
    )


def by_now(spec: DimensionSpec, voices: FromClause, groups: Sequence[Group], *, rivals: bool) -> Query:
    """Select one row for each member: what `put_together` would say at the time of the newest statement.

    `rivals` says whether a system has several voices of one member, or is none of those declared.
    """
    v = voices.c
    priority = case(
        *((v["_system"] == name, place) for place, name in enumerate(spec.systems)), else_=len(spec.systems)
    )
    values: dict[str, ColumnElement[Any]] = {}
    for i, group in enumerate(groups):
        rank: ColumnElement[Any] = priority
        if rivals:
            rank = func.row(priority, -func.epoch_us(v[f"_at_{i}"], type_=BigInteger()), v["_system"], v["_key"])
        for name in group.names:
            # DuckDB passes over the rows whose value is NULL.
            values[name] = func.arg_min(v[name], rank, type_=v[name].type).label(name)
    return select(
        v["_member"],
        func.max(v["_time"]).label("_time"),
        func.bool_and(~v["_alive"]).label("_deleted"),
        *(values[a.name] for a in spec.attributes),
    ).group_by(v["_member"])


def times_told(told: FromClause) -> Query:
    """Select `_member` and `_time` of every time at which any system spoke of a member."""
    return select(told.c["_member"], told.c["_time"]).distinct()


def lined_up(spec: DimensionSpec, told: FromClause, times: FromClause, groups: Sequence[Group]) -> Query:
    """Select what every voice told, with a row for each of the member's times, numbered by `_ord` within the member.

    Args:
        spec: The dimension.
        told: `_member`, `_system`, `_key`, `_time`, `_sequence`, `_deleted`, `_given`, `_load` and the attributes.
        times: `_member` and `_time` for which a row is wanted, marked `_point`.
        groups: Attributes that are told together.
    """
    t = told.c
    voices = select(*(t[name] for name in VOICE)).distinct().subquery()
    statements = select(
        *(t[name] for name in VOICE),
        t["_time"],
        t["_sequence"],
        t["_deleted"],
        t["_load"],
        literal(0, Integer).label("_point"),
        *(and_(~t["_deleted"], t["_given"].contains(g.mark)).label(f"_has_{i}") for i, g in enumerate(groups)),
        *(t[a.name] for a in spec.attributes),
    )
    points = select(
        *(voices.c[name] for name in VOICE),
        times.c["_time"],
        cast(null(), BigInteger).label("_sequence"),
        cast(false(), Boolean).label("_deleted"),
        cast(null(), BigInteger).label("_load"),
        literal(1, Integer).label("_point"),
        *(cast(false(), Boolean).label(f"_has_{i}") for i in range(len(groups))),
        *(cast(null(), a.column.type).label(a.name) for a in spec.attributes),
    ).join_from(voices, times, voices.c["_member"] == times.c["_member"])
    every = union_all(statements, points).subquery()
    unordered = case((every.c["_sequence"].is_(None), 0), else_=1)
    order = [every.c["_time"], every.c["_point"], unordered, every.c["_sequence"], every.c["_load"]]
    number = func.row_number().over(partition_by=every.c["_member"], order_by=order)
    return select(*every.c, number.label("_ord"))


def heard(lined_up: FromClause, groups: Sequence[Group], systems: Sequence[str]) -> Query:
    """Select for each time and voice where it said last what it says of each group, and its rank in saying that.

    `_src_<i>` is the ordinal of what the voice told, if that was not before its last deletion, `_at_<i>` its time;
    `_alive` says whether the voice knows of the member then.
    """
    r = lined_up.c
    voice: dict[str, Any] = {"partition_by": [r[name] for name in VOICE], "order_by": r["_ord"], "rows": (None, 0)}

    def newest(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.max(case((condition, value), else_=null())).over(**voice)

    placed = select(
        *(r[name] for name in VOICE),
        r["_time"],
        r["_point"],
        newest(r["_point"] == 0, r["_ord"]).label("_spoken"),
        func.coalesce(newest(r["_deleted"], r["_ord"]), 0).label("_gone"),
        *(newest(r[f"_has_{i}"], r["_ord"]).label(f"_src_{i}") for i in range(len(groups))),
        *(newest(r[f"_has_{i}"], r["_time"]).label(f"_at_{i}") for i in range(len(groups))),
    ).subquery()
    p = placed.c
    priority = case(*((p["_system"] == name, place) for place, name in enumerate(systems)), else_=len(systems))

    def rank(i: int) -> ColumnElement[int]:
        order = [priority, p[f"_at_{i}"].desc().nulls_last(), p["_system"], p["_key"]]
        return func.row_number().over(partition_by=[p["_member"], p["_time"]], order_by=order)

    return select(
        *(p[name] for name in VOICE),
        p["_time"],
        and_(p["_spoken"].is_not(None), p["_spoken"] > p["_gone"]).label("_alive"),
        *(case((p[f"_src_{i}"] > p["_gone"], p[f"_src_{i}"])).label(f"_src_{i}") for i in range(len(groups))),
        *(p[f"_at_{i}"] for i in range(len(groups))),
        *(rank(i).label(f"_rank_{i}") for i in range(len(groups))),
    ).where(p["_point"] == 1)


def put_together(spec: DimensionSpec, lined_up: FromClause, heard: FromClause, groups: Sequence[Group]) -> Query:
    """Select one row for each member and time: the attributes, which system each is from, and since when.

    `_deleted` says that every system that knew of the member says it is gone.
    """
    h = heard.c
    joined: FromClause = heard
    columns: list[ColumnElement[Any]] = []
    for i, group in enumerate(groups):
        source = lined_up.alias(f"source_{i}")
        joined = joined.outerjoin(source, and_(source.c["_member"] == h["_member"], source.c["_ord"] == h[f"_src_{i}"]))
        for name in group.names:
            value, rank = source.c[name], h[f"_rank_{i}"]
            said = value.is_not(None)
            columns += [
                # DuckDB passes over the rows whose value is NULL.
                func.arg_min(value, rank, type_=value.type).label(name),
                func.arg_min(h["_system"], rank, type_=String()).filter(said).label(f"{FROM}{name}"),
                func.arg_min(h[f"_at_{i}"], rank, type_=DateTime()).filter(said).label(f"{SINCE}{name}"),
            ]
    gone = func.coalesce(func.bool_and(~h["_alive"]), False).label("_deleted")
    return select(h["_member"], h["_time"], gone, *columns).select_from(joined).group_by(h["_member"], h["_time"])


def changes_alone(spec: DimensionSpec, members: FromClause, told_now: FromClause) -> Query:
    """Select a load's statements as changes, where nobody has told anything else of their members."""
    n = told_now.c
    return select(
        n["_member"],
        n["_row"],
        *(members.c[c.name] for c in spec.natural_key),
        *(n[a.name] for a in spec.attributes),
        n["_time"],
        cast(null(), BigInteger).label("_sequence"),
        n["_deleted"],
        cast(false(), Boolean).label("_sighted"),
    ).join_from(told_now, members, equal(told_now, members, ["_member"]))


def changes(spec: DimensionSpec, merged: FromClause, members: FromClause, told_now: FromClause) -> Query:
    """Select the merged rows as changes: `_row` is that of the load's row for the time, or NULL.

    Args:
        spec: The dimension.
        merged: What `put_together` gives.
        members: Natural keys and `_member` numbers.
        told_now: `_member`, `_time` and `_row` of what the load brings.
    """
    first = (
        select(told_now.c["_member"], told_now.c["_time"], func.min(told_now.c["_row"]).label("_row"))
        .group_by(told_now.c["_member"], told_now.c["_time"])
        .subquery()
    )
    return (
        select(
            merged.c["_member"],
            first.c["_row"],
            *(members.c[c.name] for c in spec.natural_key),
            *(merged.c[a.name] for a in spec.attributes),
            merged.c["_time"],
            cast(null(), BigInteger).label("_sequence"),
            merged.c["_deleted"],
            cast(false(), Boolean).label("_sighted"),
        )
        .join_from(merged, members, equal(merged, members, ["_member"]))
        .outerjoin(first, equal(first, merged, ["_member", "_time"]))
    )
