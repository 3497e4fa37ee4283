"""What can be wrong with a history or with the facts that refer to it, as queries that select it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, DateTime, FromClause, Table, and_, func, literal, or_, select, true

from starschema.model.kinds import BridgeSpec, ConsolidatedSpec
from starschema.model.spec import BEGINNING, FOREVER, AggregateSpec, DimensionSpec, FactSpec, RoleSpec
from starschema.sql import aggregate
from starschema.sql.compare import Query, equal
from starschema.sql.counted import Counted
from starschema.sql.moment import moment
from starschema.sql.windows import lead


def _following(spec: DimensionSpec, versions: FromClause) -> FromClause:
    """Return the versions with the start of the next of their member, `_next`."""
    v = versions.c
    order: list[ColumnElement[Any]] = [v[c.name] for c in spec.natural_key]
    following = lead(v["valid_from"]).over(partition_by=order, order_by=v["valid_from"])
    return select(*v, following.label("_next")).where(v[spec.key.name] > 0).subquery()


def broken(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the versions with any of the faults that no load may leave, in one pass."""
    row = _following(spec, versions)
    return select(*row.c).where(or_(_overlaps(row), _is_inverted(row), _is_misjudged(row)))


def overlapping(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the versions that reach beyond the start of the next."""
    row = _following(spec, versions)
    return select(*row.c).where(_overlaps(row))


def _overlaps(row: FromClause) -> ColumnElement[bool]:
    return or_(row.c["_next"] < row.c["valid_to"], row.c["_next"] == row.c["valid_from"])


def inverted(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the versions that end before they start, or at once."""
    return select(*versions.c).where(_is_inverted(versions), versions.c[spec.key.name] > 0)


def _is_inverted(versions: FromClause) -> ColumnElement[bool]:
    return versions.c["valid_from"] >= versions.c["valid_to"]


def misjudged(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the versions whose mark of being in force does not go with their end."""
    return select(*versions.c).where(_is_misjudged(versions), versions.c[spec.key.name] > 0)


def _is_misjudged(versions: FromClause) -> ColumnElement[bool]:
    v, far = versions.c, literal(FOREVER, DateTime)
    return or_(and_(v["is_current"], v["valid_to"] != far), and_(~v["is_current"], v["valid_to"] == far))


def rivalling(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the members with more than one version in force."""
    key = [versions.c[c.name] for c in spec.natural_key]
    current = select(*key).where(versions.c["is_current"], versions.c[spec.key.name] > 0)
    return current.group_by(*key).having(func.count() > 1)


def unexplained_gaps(spec: DimensionSpec, versions: FromClause, journal: FromClause, snapshots: FromClause) -> Query:
    """Select the versions that end with no other following at once, though no deletion or snapshot says so."""
    row = _following(spec, versions)
    end = row.c["valid_to"]
    deleted = select(literal(1)).where(
        equal(journal, row, [c.name for c in spec.natural_key]),
        journal.c["changed_at"] == end,
        journal.c["is_deletion"],
    )
    lacking = select(literal(1)).where(snapshots.c["target"] == spec.table.fullname, snapshots.c["effective"] == end)
    return select(*row.c).where(
        end < literal(FOREVER, DateTime),
        or_(row.c["_next"].is_(None), row.c["_next"] > end),
        ~deleted.exists(),
        ~lacking.exists(),
    )


def dangling(referring: DimensionSpec | BridgeSpec | FactSpec, role: RoleSpec) -> Query:
    """Select the rows of a fact, a bridge or a dimension with outriggers whose key in the role no member has."""
    table = referring.table
    names = referring.natural_key if isinstance(referring, DimensionSpec) else referring.grain
    key = table.c[role.column.name]
    referred = role.dimension.table.alias("referred")
    known = role.dimension.member_key if isinstance(referring, BridgeSpec) else role.dimension.key
    there: ColumnElement[bool] = select(literal(1)).where(referred.c[known.name] == key).exists()
    shown = [table.c[c.name] for c in names if c is not key]
    if isinstance(referring, FactSpec) and referring.kind_having(role.column) is not None:
        there = or_(key.is_(None), there)  # rows of other kinds refer to nobody
    return select(*shown, key).where(~there)


def misplaced(fact: FactSpec, role: RoleSpec) -> Query:
    """Select the facts that point to a version though another one of the member was in force at their time."""
    assert role.as_of is not None
    held: Table = role.dimension.table
    other = held.alias("other")
    time = moment(fact.table.c[role.as_of])
    names = [c.name for c in role.dimension.natural_key]
    key = fact.table.c[role.column.name]
    outside = or_(time < held.c["valid_from"], time >= held.c["valid_to"])
    better = and_(equal(other, held, names), other.c["valid_from"] <= time, time < other.c["valid_to"])
    return (
        select(*(fact.table.c[c.name] for c in fact.grain), key)
        .join_from(fact.table, held, and_(held.c[role.dimension.key.name] == key, key > 0))
        .join(other, better)
        .where(outside, held.c["valid_to"] > literal(BEGINNING, DateTime))
    )


def missing_slices(spec: AggregateSpec) -> Query:
    """Select the slices, as the fact adds up, that the aggregate does not have like this."""
    told, kept = _told_and_kept(spec)
    return select(*told.except_(kept).subquery().c)


def wrong_slices(spec: AggregateSpec) -> Query:
    """Select the slices of the aggregate that the fact does not add up to."""
    told, kept = _told_and_kept(spec)
    return select(*kept.except_(told).subquery().c)


def _told_and_kept(spec: AggregateSpec) -> tuple[Query, Query]:
    joined, members = aggregate.in_warehouse(spec)
    columns = [*(part.column for part in spec.grain), *(measure.column for measure in spec.measures)]
    told = aggregate.added_up(spec, joined, spec.of.table, members).subquery("told")
    counts = {measure.column.name for measure in spec.measures if measure.how in ("rows", "distinct")}
    shown = (Counted(c).label(c.name) if c.name in counts else c for c in told.c)
    return select(*shown), aggregate.has_rows(spec, select(*columns))


def leftover_slices(spec: ConsolidatedSpec) -> Query:
    """Select the slices that have something of a fact that has no rows in them, or nothing of any fact."""
    wrong = []
    for side in spec.sides:
        rows = next(m.column for m in side.measures if m.how == "rows")
        empty = [
            m.column.is_not(None) if m.how in ("lowest", "highest") else func.coalesce(m.column, 1) != 0
            for m in side.measures
        ]
        wrong.append(and_(rows == 0, or_(*empty)))
    none = and_(*(m.column == 0 for side in spec.sides for m in side.measures if m.how == "rows"))
    parts = (part.column for part in spec.sides[0].grain)
    return select(spec.key, *parts).where(or_(none, *wrong))


def unrelated(spec: DimensionSpec, bridge: Table) -> Query:
    """Select the members that the bridge of a tree lacks."""
    key = spec.member_key
    itself = and_(bridge.c.descendant_key == key, bridge.c.ancestor_key == key, bridge.c.depth == 0)
    return select(*spec.natural_key, key).where(~select(literal(1)).where(itself).exists())


def clashing(spec: BridgeSpec) -> Query:
    """Select the rows of a bridge that end before they start, or not before the same member's next row starts."""
    b = spec.table.c
    sides = [b[side.column.name] for side in spec.sides]
    following = lead(b.valid_from).over(partition_by=sides, order_by=b.valid_from)
    rows = select(*sides, b.valid_from, b.valid_to, following.label("_next")).subquery()
    return select(*rows.c).where(or_(rows.c.valid_from >= rows.c.valid_to, rows.c["_next"] < rows.c.valid_to))


def uneven(spec: BridgeSpec) -> Query:
    """Select the groups, and the times from which on, whose members' shares are not 1 together."""
    assert spec.weight is not None
    rows, scale = spec.table.alias("held"), getattr(spec.weight.type, "scale", 0)
    b = rows.c
    group, weight = spec.group.column.name, spec.weight.name
    told = spec.table.c
    starts = select(told[group], told.valid_from.label("_time"))
    ends = select(told[group], told.valid_to.label("_time")).where(told.valid_to < literal(FOREVER, DateTime))
    times = starts.union(ends).subquery("times")
    total = func.round(func.sum(b[weight]), scale)  # what SQLite keeps are binary fractions
    since = times.c["_time"].label("valid_from")
    held = and_(b[group] == times.c[group], b.valid_from <= times.c["_time"], times.c["_time"] < b.valid_to)
    return (
        select(times.c[group], since, total.label("total"))
        .join_from(times, rows, held)
        .group_by(times.c[group], times.c["_time"])
        .having(total != 1)
    )


def without_part(spec: DimensionSpec | FactSpec, identity: str) -> Query:
    """Select the rows of a kind that its table lacks, and those in its table that are of another kind."""
    family = spec.family
    assert family is not None
    # The special members of a dimension, of no kind, are in every table.
    real = family.key[0] > 0 if isinstance(spec, DimensionSpec) else true()
    table, said = family.kinds[identity].table, family.stored.c[family.by]
    part = table.c[family.key[0].name]
    joined = family.stored.outerjoin(table, and_(*(table.c[c.name] == c for c in family.key)))
    wrong = or_(and_(said == identity, part.is_(None)), and_(said.is_distinct_from(identity), part.is_not(None)))
    return select(*family.key, said).select_from(joined).where(real, wrong)
