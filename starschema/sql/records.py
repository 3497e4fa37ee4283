"""Everything known of some members, as one ordered list of records.

A member's history is a function of the records about it: what its versions show, what its journal adds, at which
snapshots it was seen or was missing, and what the load brings. `records` lines them up, each with its ordinal `_ord`
within the member, and says by groups of attributes which of them a record tells (`_has_0`, `_has_1`, …): a column
that was absent from the data is not the same as NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    true,
    union_all,
)

from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql.compare import Query, union

EXPLICIT, NEW, CLOSING, ANCHOR, SIGHTING, ABSENCE = "explicit", "new", "closing", "anchor", "sighting", "absence"
"""Kinds of record: on record as such, brought by the load, the end of a version that none follows, an inferred
member's beginning, a member seen unchanged by a snapshot, and a member that a snapshot lacked."""


@dataclass(frozen=True)
class Group:
    """Attributes that every record tells together or not at all.

    Args:
        names: The attributes.
        added_at: Highest `DimensionSpec.created` when data first had the attribute; versions up to it that show NULL
            were never told it. None if no data ever had it.
    """

    names: tuple[str, ...]
    added_at: int | None = 0

    @property
    def mark(self) -> str:
        """What to look for in a list of given names."""
        return framed(self.names[:1])


def framed(names: Iterable[str]) -> str:
    """Return attribute names as the `given` columns hold them: framed by commas, so that one name is found whole."""
    return "," + "".join(f"{name}," for name in names)


def attribute_groups(spec: DimensionSpec, given: Iterable[str], added_at: Mapping[str, int]) -> tuple[Group, ...]:
    """Group attributes by the lists of `given` names that hold them, so that the fewest need tracing back."""
    lists = sorted(set(given))
    groups: dict[tuple[object, ...], list[str]] = {}
    for attribute in spec.attributes:
        added = added_at.get(attribute.name)
        signature = (
            added,
            attribute.name if added else "",  # whether a version was told it depends on the value
            *(framed([attribute.name]) in held for held in lists),
        )
        groups.setdefault(signature, []).append(attribute.name)
    return tuple(Group(tuple(names), added_at.get(names[0])) for names in groups.values())


@dataclass(frozen=True)
class Known:
    """The tables from which records are drawn; all hold the affected members only, with their `_member` number.

    Args:
        changes: What the load brings: `_row`, `_time`, `_sequence`, `_deleted`, `_sighted` (the row comes from a
            snapshot) and the attributes in `given`.
        given: Framed names of the attributes in the load's data.
        versions: The versions on record.
        journal: `_time`, `_sequence`, `_deleted`, `_given`, `_load` and the attributes, or None without a journal.
        snapshots: `_time`, `_given`, `_slice_column`, `_slice_value`, `_load` of the dimension's snapshots and `_own`,
            which tells the load's own from earlier ones; None where none can matter.
        since: `_member` and `_since`, the earliest time the load speaks of.
        sightings: What earlier snapshots saw of the members, settled by a first pass; see `records`.
        named: `_member` of those that would lose all their versions though facts refer to them, or None.
    """

    changes: FromClause
    given: str
    versions: FromClause
    journal: FromClause | None
    snapshots: FromClause | None
    since: FromClause
    sightings: FromClause | None = None
    named: FromClause | None = None


def records(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    """Select every record of the affected members, numbered within each member by `_ord`."""
    parts = [_brought(spec, known, groups), *_recorded(spec, known, groups)]
    if known.snapshots is not None:
        parts.append(_absences(spec, known, known.snapshots, groups))
    if known.sightings is not None:
        seen = known.sightings
        parts.append(_record(spec, groups, SIGHTING, seen, told=[seen.c[f"_has_{i}"] for i in range(len(groups))]))
    return _in_order(parts)


def sightings(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    """Select what is on record, and each time at which an earlier snapshot saw the member, its values left open.

    The snapshot told what was in force anyway, else it would have left a record of its own: so the values are those
    carried to it from the records before.
    """
    assert known.snapshots is not None
    seen = _seen(spec, known, known.snapshots).subquery()
    open_values = [false() for _ in groups]
    return _in_order([*_recorded(spec, known, groups), _record(spec, groups, SIGHTING, seen, told=open_values)])


def _in_order(parts: Sequence[Query]) -> Query:
    every = union_all(*parts).subquery()
    order = [
        every.c["_time"],
        case((every.c["_sequence"].is_(None), 0), else_=1),
        every.c["_sequence"],
        every.c["_arrival"],
        every.c["_load"],
        case((every.c["_kind"] == ABSENCE, 0), else_=1),
        every.c["_row"],
    ]
    return select(*every.c, func.row_number().over(partition_by=every.c["_member"], order_by=order).label("_ord"))


def _record(
    spec: DimensionSpec, groups: Sequence[Group], kind: str, rows: FromClause, *, told: Sequence[Any], **given: Any
) -> Query:
    """Select one kind of record from `rows` with the columns that all kinds share, in one order.

    A working column is what `given` says, else the column of that name in `rows`, else nothing.
    """

    def column(name: str, otherwise: Any) -> ColumnElement[Any]:
        found: ColumnElement[Any] = given.get(name, rows.c.get(f"_{name}", otherwise))
        return found.label(f"_{name}")

    return select(
        column("member", null()),
        column("time", null()),
        column("sequence", cast(null(), BigInteger)),
        column("arrival", literal(1 if kind == NEW else 0, Integer)),
        column("load", cast(literal(0), BigInteger)),
        column("row", cast(null(), BigInteger)),
        column("deleted", false()),
        cast(literal(kind), String).label("_kind"),
        column("sighted", true() if kind == SIGHTING else false()),
        column("slice_column", cast(null(), String)),
        column("slice_value", cast(null(), String)),
        *(cast(have, Boolean).label(f"_has_{i}") for i, have in enumerate(told)),
        *((rows.c[a.name] if a.name in rows.c else cast(null(), a.column.type)).label(a.name) for a in spec.attributes),
    )


def _brought(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    told = [and_(~known.changes.c["_deleted"], true() if g.mark in known.given else false()) for g in groups]
    return _record(spec, groups, NEW, known.changes, told=told)


def _recorded(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> list[Query]:
    """Select what is on record apart from snapshots: journal rows, and what versions show where there is none."""
    parts = [_starts(spec, known, groups), _closings(spec, known, groups), _anchors(spec, known, groups)]
    if known.journal is not None:
        journal = known.journal
        told = [and_(~journal.c["_deleted"], journal.c["_given"].contains(g.mark)) for g in groups]
        parts.append(_record(spec, groups, EXPLICIT, journal, told=told))
    return parts


def _starts(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    """A version's start is a record of what it shows, unless the journal knows better what was told at that time."""
    versions = known.versions
    told = [told_at_start(versions, versions.c[spec.created.name], group) for group in groups]
    sequence = {} if spec.sequence is None else {"sequence": versions.c[spec.sequence.name]}
    part = _record(spec, groups, EXPLICIT, versions, told=told, time=versions.c["valid_from"], **sequence)
    if known.journal is None:
        return part.where(~versions.c["is_inferred"])
    return part.where(
        versions.c["valid_from"] > literal(BEGINNING, DateTime),
        ~_known_at(known.journal, versions.c["_member"], versions.c["valid_from"]).exists(),
    )


def told_at_start(versions: FromClause, key: ColumnElement[Any], group: Group) -> ColumnElement[bool]:
    """Return whether a version shows that the group was told where it starts, unless the journal knows better."""
    if group.added_at is None:
        return false()
    if group.added_at == 0:
        return true()
    return or_(key > group.added_at, versions.c[group.names[0]].is_not(None))


def _anchors(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    """A member that a fact named first exists since the beginning, though nothing was told of it there."""
    versions = known.versions
    at = cast(literal(BEGINNING, DateTime), DateTime).label("_time")
    anchors = select(versions.c["_member"], at).where(versions.c["valid_from"] == literal(BEGINNING, DateTime))
    if known.journal is None:
        anchors = anchors.where(versions.c["is_inferred"])
    if known.named is not None:
        anchors = union(anchors, select(known.named.c["_member"], at))
    return _record(spec, groups, ANCHOR, anchors.subquery(), told=[false() for _ in groups])


def _closings(spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> Query:
    """Where a version ends and none follows at once, the member was deleted."""
    versions = known.versions
    following = versions.alias()
    ends = select(versions.c["_member"], versions.c["valid_to"].label("_time")).where(
        versions.c["valid_to"] < literal(FOREVER, DateTime),
        ~select(literal(1))
        .where(
            following.c["_member"] == versions.c["_member"],
            following.c["valid_from"] == versions.c["valid_to"],
        )
        .exists(),
    )
    if known.journal is not None:
        ends = ends.where(~_known_at(known.journal, versions.c["_member"], versions.c["valid_to"]).exists())
        if known.snapshots is not None:
            # What was told is in the journal, so it was a snapshot that ended the version: whether it still does, now
            # that the member may belong to another slice, is for its absence to say.
            since, at = known.since.c, known.snapshots.c["_time"]
            told = and_(since["_member"] == versions.c["_member"], at >= since["_since"])
            again = and_(told, at == versions.c["valid_to"], ~known.snapshots.c["_own"])
            ends = ends.where(~select(literal(1)).where(again).exists())
    return _record(spec, groups, CLOSING, ends.subquery(), told=[false() for _ in groups], deleted=true())


def _known_at(rows: FromClause, member: Any, time: Any) -> Query:
    return select(literal(1)).where(rows.c["_member"] == member, rows.c["_time"] == time)


def in_slice(spec: DimensionSpec, snapshots: FromClause, rows: FromClause) -> ColumnElement[bool]:
    """Return whether the snapshot speaks of the row: of every row, or of those with its slice's value."""
    names = [*(c.name for c in spec.natural_key), *(a.name for a in spec.attributes)]
    column = snapshots.c["_slice_column"]
    value = case(*((column == name, cast(rows.c[name], String)) for name in names), else_=null())
    return or_(column.is_(None), value == snapshots.c["_slice_value"])


def _seen(spec: DimensionSpec, known: Known, snapshots: FromClause) -> Query:
    """Select the pairs of an earlier snapshot and the version that it confirmed, in force then and in its slice."""
    versions = known.versions
    pairs = (
        select(*versions.c, snapshots.c["_time"], snapshots.c["_given"], snapshots.c["_load"])
        .join_from(versions, known.since, versions.c["_member"] == known.since.c["_member"])
        .join(
            snapshots,
            and_(
                snapshots.c["_time"] >= known.since.c["_since"],
                snapshots.c["_time"] > versions.c["valid_from"],
                snapshots.c["_time"] < versions.c["valid_to"],
                in_slice(spec, snapshots, versions),
            ),
        )
        .where(~snapshots.c["_own"], ~versions.c["is_inferred"])
    )
    if known.journal is not None:
        # What the journal knows of the time may be what the snapshot told, unless a later load told it.
        told = _known_at(known.journal, versions.c["_member"], snapshots.c["_time"])
        pairs = pairs.where(~told.where(known.journal.c["_load"] <= snapshots.c["_load"]).exists())
    return pairs


def _absences(spec: DimensionSpec, known: Known, snapshots: FromClause, groups: Sequence[Group]) -> Query:
    """Select where a snapshot did not see the member, which says that it was gone then.

    Whether it belonged to the snapshot's slice, and whether anything was known of it before, shows only when its
    records are lined up; `history.runs` drops those that say nothing.
    """
    since, versions = known.since, known.versions
    member, at, column = since.c["_member"], snapshots.c["_time"], snapshots.c["_slice_column"]
    earlier = ~select(literal(1)).where(versions.c["_member"] == member, versions.c["valid_from"] == at).exists()
    for rows in (known.sightings, known.journal):
        if rows is not None:
            seen = _known_at(rows, member, at).where(rows.c["_load"] == snapshots.c["_load"])
            earlier = and_(earlier, ~seen.exists())
    outside = or_(
        false(),
        *(
            and_(column == c.name, cast(since.c[c.name], String) != snapshots.c["_slice_value"])
            for c in spec.natural_key
        ),
    )
    gone = (
        select(member, at, column, snapshots.c["_slice_value"], snapshots.c["_load"])
        .add_columns(case((snapshots.c["_own"], 1), else_=0).label("_arrival"))
        .join_from(since, snapshots, at >= since.c["_since"])
        .where(
            ~and_(snapshots.c["_own"], _known_at(known.changes, member, at).exists()),
            or_(snapshots.c["_own"], earlier),
            or_(column.is_(None), ~outside),
        )
        .subquery()
    )
    return _record(spec, groups, ABSENCE, gone, told=[false() for _ in groups], deleted=true())
