"""A load that is newer than everything on record: all it can do is start versions and end them.

It is held against the versions in force, and nothing else is looked at. Where that does not suffice (a member that was
gone, one that only facts have named, a value corrected in place), the row is left to those who derive histories.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
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

from starschema.model.spec import FOREVER, DimensionSpec
from starschema.sql.compare import Query, as_written, differs, equal, same
from starschema.sql.constants import At, Nothing
from starschema.sql.hashed import member_hash, version_hash
from starschema.sql.hashed_in_place import member_key

STARTS, FOLLOWS, OTHER, MISSING = 0, 1, 2, 3
"""What a row does: it brings a member's first version, brings its next one, or has to be looked at further; or there is
none, of a member that a snapshot lacks."""


def judged(
    spec: DimensionSpec,
    changes: FromClause,
    in_force: FromClause,
    given: Sequence[str],
    added_at: Mapping[str, int],
    *,
    whole: bool = False,
) -> Query:
    """Select what the rows say that the versions in force do not show.

    Beside the row's own columns, `_current` is the key of the member's version in force, `_kind` what the row does,
    `_gap` whether that version lacks a value, and what the data does not bring is that version's. If the rows are a
    `whole` snapshot, there is a row without a `_row` for each member that it lacks.
    """
    c, v = changes.c, in_force.c
    kept = [a.name for a in spec.attributes if not a.versioned and a.name in given]
    first_seen = [a.name for a in spec.attributes if a.scd == 0 and a.name in given]
    versioned = [a.name for a in spec.attributes if a.versioned and a.name in given]
    known = v[spec.key.name].is_not(None)
    compared = [n for n in given if n not in first_seen]
    idle = and_(
        known,
        ~v["is_inferred"],
        same(changes, in_force, compared),
        *(or_(v[n].is_not(None), c[n].is_(None)) for n in first_seen),
    )
    told = (or_(v[spec.created.name] > added_at[n], v[n].is_not(None)) for n in given if added_at.get(n))
    follows = and_(~v["is_inferred"], same(changes, in_force, kept), differs(changes, in_force, versioned), *told)
    names = [k.name for k in spec.natural_key]
    carried = [n for n in _told(spec) if n not in (*names, *given)]
    durable = [] if spec.durable_key is None else [v[spec.durable_key.name]]
    own: list[ColumnElement[Any]] = list(c)
    wanted: ColumnElement[bool] = ~func.coalesce(idle, false())
    kinds = [(~known, STARTS), (follows, FOLLOWS)]
    if whole:
        absent = c["_row"].is_(None)
        own = [func.coalesce(c[n.name], v[n.name]).label(n.name) if n.name in names else n for n in c]
        wanted = case((absent, ~v["is_inferred"]), else_=wanted)
        kinds.insert(0, (absent, MISSING))
    return (
        select(
            *own,
            *(v[n] for n in carried),
            *durable,
            v[spec.key.name].label("_current"),
            case(*kinds, else_=OTHER).label("_kind"),
            func.coalesce(or_(false(), *(v[n].is_(None) for n in given)), true()).label("_gap"),
        )
        .join_from(changes, in_force, equal(changes, in_force, names), isouter=True, full=whole)
        .where(wanted)
    )


def of_slices(rows: FromClause, changes: FromClause, in_force: FromClause, key: str, column: str) -> Query:
    """Select the rows without the members that a snapshot of slices lacks because they are of none of its slices."""
    told = in_force.c[column].in_(select(changes.c[column]))
    member = select(literal(1)).where(in_force.c[key] == rows.c["_current"], told).exists()
    return select(*rows.c).where(or_(rows.c["_kind"] != MISSING, member))


def overwritten(spec: DimensionSpec, changes: FromClause, in_force: FromClause, names: Sequence[str]) -> Query:
    """Select the changes that overwrite attributes of their members, and else at most start versions (`_follows`).

    Args:
        spec: The dimension.
        changes: Changes with every attribute, newer than everything on record.
        in_force: The versions in force.
        names: The attributes of type 1.
    """
    c, v = changes.c, in_force.c
    versioned = [a.name for a in spec.attributes if a.versioned]
    first_seen = [a.name for a in spec.attributes if a.scd == 0]
    others = [a.name for a in spec.attributes if a.name not in {*names, *versioned, *first_seen}]
    return (
        select(
            c["_member"],
            *(c[k.name] for k in spec.natural_key),
            *(c[n] for n in names),
            differs(changes, in_force, versioned).label("_follows"),
        )
        .join_from(changes, in_force, equal(changes, in_force, [k.name for k in spec.natural_key]))
        .where(
            ~v["is_inferred"],
            differs(changes, in_force, names),
            same(changes, in_force, others),
            *(or_(v[n].is_not(None), c[n].is_(None)) for n in first_seen),
        )
    )


def as_overwritten(spec: DimensionSpec, in_force: FromClause, rows: FromClause, names: Sequence[str]) -> Query:
    """Select the versions in force as they are when `rows`, as `overwritten` selects them, are written."""
    met = rows.c["_member"].is_not(None)
    columns = [case((met, rows.c[c.name]), else_=c).label(c.name) if c.name in names else c for c in in_force.c]
    key = [c.name for c in spec.natural_key]
    return select(*columns).join_from(in_force, rows, equal(in_force, rows, key), isouter=True)


def left_over(spec: DimensionSpec, rows: FromClause, elsewhere: Sequence[FromClause]) -> Query:
    """Select the `_row`s that have to be looked at further; those whose natural key is found `elsewhere` too."""
    names = [c.name for c in spec.natural_key]
    found = [select(literal(1)).where(equal(other, rows, names)).exists() for other in elsewhere]
    return select(rows.c["_row"]).where(or_(rows.c["_kind"] == OTHER, *found))


def started(spec: DimensionSpec, rows: FromClause, time: datetime, last_key: int, load_id: int) -> Query:
    """Select the versions that start, as the dimension's table takes them; numbers in the order of the rows."""
    number = cast(func.row_number().over(order_by=rows.c["_row"]) + last_key, BigInteger)
    key: ColumnElement[int] = number
    lasting: ColumnElement[int] = number
    if spec.creation is not None:
        key, lasting = version_hash(spec, rows, time), member_hash(spec, rows)
    fixed = _fixed(spec, number, key, time, load_id)
    if spec.durable_key is not None:
        fixed[spec.durable_key.name] = func.coalesce(rows.c[spec.durable_key.name], lasting)
    told = {c.name: c for c in as_written(spec, rows, [c for c in spec.table.columns if c.name not in fixed])}
    columns = [{**fixed, **told}[c.name].label(c.name) for c in spec.table.columns]
    return select(*columns, rows.c["_current"]).where(rows.c["_kind"] != MISSING)


def first(spec: DimensionSpec, rows: FromClause, time: datetime, load_id: int) -> Query:
    """Select the members of a dimension that has none yet, as its table takes them, from rows in the warehouse.

    They are numbered in the order of their natural keys. What the rows do not bring is NULL.
    """
    number = cast(func.row_number().over(order_by=[rows.c[c.name] for c in spec.natural_key]), BigInteger)
    key: ColumnElement[int] = number
    lasting: ColumnElement[int] = number
    if spec.creation is not None:
        key, lasting = member_key(spec, rows, time if spec.versioned else None), member_key(spec, rows, None)
    fixed = _fixed(spec, number, key, time, load_id)
    if spec.durable_key is not None:
        fixed[spec.durable_key.name] = lasting
    told = {c.name: rows.c[c.name] if c.name in rows.c else Nothing(c.type) for c in spec.table.columns}
    return select(*({**told, **fixed}[c.name].label(c.name) for c in spec.table.columns))


def _fixed(
    spec: DimensionSpec, number: ColumnElement[int], key: ColumnElement[int], time: datetime, load_id: int
) -> dict[str, ColumnElement[Any]]:
    """Return what versions that start at a time have by the names of columns, beside what data tells."""
    fixed: dict[str, ColumnElement[Any]] = {
        spec.created.name: number,
        spec.key.name: key,
        spec.is_inferred.name: false(),
        spec.load_id.name: cast(literal(load_id), BigInteger),
    }
    if spec.versioned:
        fixed |= {"valid_from": At(time), "valid_to": At(FOREVER), "is_current": true()}
    if spec.sequence is not None:
        fixed[spec.sequence.name] = cast(null(), BigInteger)
    return fixed


def ended(spec: DimensionSpec, rows: FromClause, time: datetime, load_id: int) -> Query:
    """Select the versions that end, with what is set of them."""
    return select(
        rows.c["_current"].label(spec.key.name),
        cast(literal(time, DateTime), DateTime).label("valid_to"),
        false().label("is_current"),
        cast(literal(load_id), BigInteger).label(spec.load_id.name),
    ).where(rows.c["_kind"].in_((FOLLOWS, MISSING)))


def repointing(spec: DimensionSpec, started: FromClause) -> Query:
    """Select which facts must follow, as `match.repointing` does: those since a member's next version started."""
    return select(
        started.c["_current"].label("_old_key"),
        started.c[spec.key.name].label("_new_key"),
        started.c["valid_from"].label("_from"),
        cast(null(), DateTime).label("_to"),
        false().label("_first"),
    ).where(started.c["_current"].is_not(None))


def _told(spec: DimensionSpec) -> list[str]:
    """Return the columns that a version takes from data: its natural key, attributes and what goes with these."""
    sides = [c.name for a in spec.attributes for c in (a.previous, a.current) if c is not None]
    return [*(k.name for k in spec.natural_key), *(a.name for a in spec.attributes), *sides]
