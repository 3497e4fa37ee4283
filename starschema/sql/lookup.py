"""Surrogate-key lookups: which version of a member a fact belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)

from starschema.model.spec import BEGINNING, FOREVER, NOT_APPLICABLE_KEY, UNKNOWN_KEY, DimensionSpec, RoleSpec
from starschema.sql.compare import Query, equal
from starschema.sql.constants import At, Nothing, OrNothing
from starschema.sql.hashed import member_hash, version_hash
from starschema.sql.hashed_in_place import member_key
from starschema.sql.moment import moment
from starschema.sql.windows import lag, lead

AFTER_ALL = datetime.max
"""Until when the newest version answers: past `FOREVER`, so that no event is too late for it."""


def key_map_columns(spec: DimensionSpec) -> list[Any]:
    """Return the columns of the dimension that a lookup needs."""
    validity = [spec.valid_from, spec.valid_to] if spec.versioned else []
    durable = [] if spec.durable_key is None else [spec.durable_key]
    return [spec.key, *spec.natural_key, *validity, *durable]


def key_map(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the natural key, `_key`, and the time that each version answers for, from `_from` to before `_to`.

    A version answers from its start to the start of the next, so that an event in a gap belongs to the version before
    it; the first answers for all time before it too, the last for all time to come and, marked `_newest`, for events
    without a time. `_starts` and `_ends` are the version's own bounds.
    """
    v = versions.c
    keys = [v[c.name] for c in spec.natural_key]
    durable = [] if spec.durable_key is None else [v[spec.durable_key.name].label("_durable")]
    earliest, latest = At(BEGINNING), At(AFTER_ALL)
    if not spec.versioned:
        bounds: list[ColumnElement[Any]] = [earliest.label("_from"), latest.label("_to"), true().label("_newest")]
        return select(*keys, v[spec.key.name].label("_key"), *durable, *bounds)
    order: dict[str, Any] = {"partition_by": keys, "order_by": v["valid_from"]}
    start = OrNothing(v["valid_from"])
    first = lag(start).over(**order).is_(None)
    following = lead(start).over(**order)
    return select(
        *keys,
        v[spec.key.name].label("_key"),
        *durable,
        case((first, earliest), else_=v["valid_from"]).label("_from"),
        func.coalesce(following, latest).label("_to"),
        case((following.is_(None), True), else_=False).label("_newest"),
        v["valid_from"].label("_starts"),
        v["valid_to"].label("_ends"),
    )


def versions_of_one_time(spec: DimensionSpec, keys: FromClause) -> Query:
    """Select a natural key of the key map that has two versions of one time, since versions on record overlap."""
    names = [keys.c[c.name] for c in spec.natural_key]
    return select(*names).group_by(*names, keys.c["_from"]).having(func.count() > 1).limit(1)


def tell_of_one_time(owner: str, spec: DimensionSpec, found: Sequence[Any]) -> str:
    """Return the message about what `versions_of_one_time` finds."""
    return (
        f"{owner}: {spec.cls.__name__} {tuple(found)!r} has two versions of one time, so no key is right; "
        "nothing was loaded"
    )


def role_map(keys: FromClause, role: RoleSpec) -> FromClause:
    """Return the key map as a role looks into it: for one without a time, only the newest versions."""
    if role.as_of is None:
        return select(*keys.c).where(keys.c["_newest"] == true()).subquery(f"keys_{role.name}")
    return keys.alias(f"keys_{role.name}")


def answers(keys: FromClause, time: ColumnElement[Any] | None) -> ColumnElement[bool]:
    """Return whether a version of the key map answers for an event's time; the last one, where there is no time.

    Plain comparisons only: with anything else in its condition, an outer join looks at every pair of rows.
    """
    if time is None:
        newest: ColumnElement[bool] = keys.c["_newest"] == true()
        return newest
    known = func.coalesce(moment(time), At(FOREVER))
    return and_(known >= keys.c["_from"], known < keys.c["_to"])


def named(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """Return whether a natural key is given: every part of it."""
    return and_(*(column.is_not(None) for column in columns))


def role_key(
    role: RoleSpec,
    keys: FromClause,
    source: Sequence[ColumnElement[Any]],
    time: ColumnElement[Any] | None,
    key: str = "_key",
    *,
    gaps: bool = False,
) -> ColumnElement[int]:
    """Return the surrogate key (or `_durable` key) that a fact's role takes from the joined row of the key map.

    Args:
        role: The role.
        keys: The key map.
        source: The natural key, as the row has it.
        time: The event's time, or None.
        key: Which of the map's keys.
        gaps: Whether it is NULL for a member that the map lacks, instead of the unknown member's.
    """
    found: ColumnElement[Any] = keys.c[key]
    if role.strict and time is not None and role.found_in.versioned:
        outside = or_(moment(time) < keys.c["_starts"], moment(time) >= keys.c["_ends"])
        found = case((outside, UNKNOWN_KEY), else_=found)
    known = found if gaps else func.coalesce(found, UNKNOWN_KEY)
    return cast(case((~named(source), absent_key(role)), else_=known), BigInteger)


def absent_key(role: RoleSpec) -> ColumnElement[int]:
    """Return the surrogate key that a row takes which names nobody in the role."""
    return cast(literal(NOT_APPLICABLE_KEY if role.null == "not applicable" else UNKNOWN_KEY), BigInteger)


def wanted_members(spec: DimensionSpec, rows: FromClause, sources: Sequence[Sequence[str]]) -> Query:
    """Select every natural key that the rows name, in any of the given lists of columns, once."""
    names = [c.name for c in spec.natural_key]
    parts = [
        select(*(rows.c[column].label(name) for column, name in zip(columns, names, strict=True))).where(
            named([rows.c[column] for column in columns])
        )
        for columns in sources
    ]
    every = (parts[0].union_all(*parts[1:]) if len(parts) > 1 else parts[0]).subquery()
    return select(*every.c).distinct()


def unknown_members(spec: DimensionSpec, wanted: FromClause, versions: FromClause) -> Query:
    """Select the wanted natural keys that no version has."""
    known = select(literal(1)).where(equal(wanted, versions, [c.name for c in spec.natural_key])).exists()
    return select(*wanted.c).where(~known)


def inferred_members(
    spec: DimensionSpec, unknown: FromClause, last_key: int, placeholder: dict[str, Any], *, in_place: bool = False
) -> Query:
    """Select the rows of members of which only facts tell, valid since the beginning.

    Nothing is known of them but the natural key; of a combination, everything.

    Args:
        spec: The dimension.
        unknown: The members' natural keys.
        last_key: The highest number given so far.
        placeholder: What an attribute holds that takes no NULL.
        in_place: Whether they are rows of the warehouse's, and not of the workbench's.
    """
    names = [c.name for c in (*spec.natural_key, *spec.combined)]
    place = func.row_number().over(order_by=[unknown.c[c.name] for c in spec.natural_key])
    number = cast(place + last_key, BigInteger)
    key: ColumnElement[int] = number
    lasting: ColumnElement[int] = number
    if spec.creation is not None:
        start = None if spec.valid_from is None else BEGINNING
        if in_place:
            key, lasting = member_key(spec, unknown, start), member_key(spec, unknown, None)
        else:
            key, lasting = version_hash(spec, unknown, BEGINNING), member_hash(spec, unknown)
    fixed: dict[str, ColumnElement[Any]] = {spec.created.name: number, spec.key.name: key}
    fixed[spec.is_inferred.name] = literal(not spec.combined)
    fixed |= {n: unknown.c[n] for n in names}
    for column, value in ((spec.valid_from, BEGINNING), (spec.valid_to, FOREVER)):
        if column is not None:
            fixed[column.name] = At(value)
    if spec.is_current is not None:
        fixed[spec.is_current.name] = literal(True)
    if spec.durable_key is not None:
        fixed[spec.durable_key.name] = lasting
    for attribute in spec.attributes:
        if attribute.name in fixed:
            continue
        told = None if attribute.column.nullable else placeholder[attribute.name]
        kind = attribute.column.type
        fixed[attribute.name] = Nothing(kind) if told is None else cast(literal(told, kind), kind)
    return select(
        *(fixed.get(c.name, Nothing(c.type)).label(c.name) for c in spec.table.columns if c is not spec.load_id)
    )
