"""Merging changes into a dimension: which versions there should be, which of them are on record, and the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.types import TypeEngine

from starschema.load.keys.collisions import refuse_collisions
from starschema.load.workbench import Workbench
from starschema.model.spec import UNKNOWN_KEY, DimensionSpec
from starschema.model.special import special_members
from starschema.sql import history, match
from starschema.sql.compare import Query, as_written, equal, union
from starschema.sql.in_order import InOrder, versions_in_order
from starschema.sql.records import Group, Known, attribute_groups, records, sightings


@dataclass(frozen=True)
class Merge:
    """What a load makes of a dimension, on the workbench.

    Where keys are hashes, a version whose start moves gets another key: it goes on, in another row.

    Args:
        keyed: Every version that the affected members should have, with its `_key`.
        new: Of these, the ones that are not on record.
        updated: Of these, the ones whose row on record differs.
        changed: Names of the columns in which any of them differs.
        gone: Versions on record that should not be.
        written: The rows to be written: the new versions, and those that get another key.
        dropped: The rows to be deleted: the versions that are gone, and those that get another key.
        journal: Records that the versions do not show, or None without a journal.
        new_keys: How many surrogate keys were given.
    """

    keyed: FromClause
    new: FromClause
    updated: FromClause
    changed: frozenset[str]
    gone: FromClause
    written: FromClause
    dropped: FromClause
    journal: FromClause | None
    new_keys: int


PAIR = ("_member", "_run", "_key")
"""Columns that say which version on record an interval is."""


def written_columns(spec: DimensionSpec) -> list[Column[Any]]:
    """Return the columns of a dimension's table that a merge derives: all but the key and `load_id`."""
    return [c for c in spec.table.columns if c is not spec.key and c is not spec.load_id]


def merge(
    bench: Workbench,
    spec: DimensionSpec,
    known: Known,
    members: FromClause,
    in_order: InOrder,
    *,
    last_key: int,
    added_at: Mapping[str, int],
    load_id: int,
) -> Merge:
    """Derive the affected members' versions from everything known of them, and pair them with those on record.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        known: What is known of the affected members.
        members: Their natural keys and `_member` numbers.
        in_order: The changes of other members that need no deriving, and everything that the load is busy with.
        last_key: The highest surrogate key given so far.
        added_at: For attributes added to the model later, the highest key at that time.
        load_id: The load's number.
    """
    told = None
    if bench.count(members):
        derived, told = _derived(bench, spec, known, members, added_at)
    else:
        derived = bench.empty("derived", _derived_columns(spec))
    pairs = _paired(bench, spec, derived, in_order.versions)
    if in_order.rows is not None and bench.count(in_order.rows):
        names = [c.name for c in derived.c]
        more = bench.keep("in_order_versions", versions_in_order(spec, in_order, names))
        both = select(*(more.c[n] for n in names))
        ended = select(*(more.c[n] for n in PAIR)).where(more.c["_key"].is_not(None))
        if told is not None:
            both, ended = union(select(*derived.c), both), union(select(*pairs.c), ended)
        derived, pairs = bench.keep("derived_or_in_order", both), bench.keep("pairs", ended)
    keyed, new, count = _keyed(bench, spec, in_order, derived, pairs, last_key)
    names = [c.name for c in written_columns(spec) if c.name in keyed.c]
    updated = bench.keep("updated", match.changed(spec, keyed, in_order.versions, names))
    changed = frozenset[str]()
    if bench.count(updated):
        differences = bench.rows(match.columns_changed(spec, updated, in_order.versions, names))[0]
        changed = frozenset(name for name, differs in zip(names, differences, strict=True) if differs)
    gone = dropped = bench.keep("gone", match.unpaired_versions(spec, in_order.versions, keyed))
    written = new
    if spec.creation is not None:
        written = bench.keep("written", match.under_new_keys(keyed))
        dropped = bench.keep("dropped", match.under_old_keys(spec, in_order.versions, keyed))
    journal = None
    if told is not None and known.journal is not None:
        journal = bench.keep("unshown", history.unshown(spec, told, keyed, load_id))
    return Merge(keyed, new, updated, changed, gone, written, dropped, journal, count)


def _derived(
    bench: Workbench,
    spec: DimensionSpec,
    known: Known,
    members: FromClause,
    added_at: Mapping[str, int],
) -> tuple[FromClause, history.Told]:
    """Derive the members' versions from their records, and return both."""
    lists = [known.given]
    for rows in (known.journal, known.snapshots):
        if rows is not None:
            lists += [row[0] for row in bench.rows(select(rows.c["_given"]).distinct())]
    groups = attribute_groups(spec, lists, added_at)
    if known.snapshots is not None:
        known = replace(known, sightings=_settled_sightings(bench, spec, known, groups))
    lined_up = bench.keep("records", records(spec, known, groups))
    bench.make_room_to_derive(lined_up)
    placed = bench.keep("positions", history.positions(spec, lined_up, groups))
    filled = bench.keep("carried", history.carried(lined_up, placed, groups))
    runs = bench.keep("runs", history.runs(spec, filled))
    found = bench.keep("intervals", history.intervals(spec, lined_up, runs, groups, members))
    derived = bench.keep("derived", _completed(spec, found, lined_up, groups, known))
    return derived, history.Told(lined_up, placed, filled, groups)


def _derived_columns(spec: DimensionSpec) -> list[Column[Any]]:
    """Return the columns of derived versions: those of the table that a merge can tell, and how to pair them."""
    told = [c for c in written_columns(spec) if c is not spec.durable_key and c is not spec.creation]
    always: dict[str, TypeEngine[Any]] = {"valid_from": DateTime(), "valid_to": DateTime(), "is_current": Boolean()}
    named = {c.name for c in told}
    return [
        Column("_member", BigInteger),
        Column("_run", BigInteger),
        Column("_told_by", BigInteger),
        *(Column(c.name, c.type) for c in told),
        *(Column(name, kind) for name, kind in always.items() if name not in named),
    ]


def _settled_sightings(bench: Workbench, spec: DimensionSpec, known: Known, groups: Sequence[Group]) -> FromClause:
    """Return what earlier snapshots saw, overwritten attributes as they were then."""
    lined_up = bench.keep("past_records", sightings(spec, known, groups))
    placed = bench.keep("past_positions", history.positions(spec, lined_up, groups))
    assert known.snapshots is not None
    return bench.keep("sightings", history.seen(lined_up, placed, groups, known.snapshots))


def _completed(
    spec: DimensionSpec, found: FromClause, records: FromClause, groups: Sequence[Group], known: Known
) -> Query:
    """Select the versions with the columns that depend on the member's other versions, or on nothing being known."""
    placeholder = next(row for row in special_members(spec) if row[spec.key.name] == UNKNOWN_KEY)
    joined: FromClause = found
    columns: list[ColumnElement[Any]] = []
    references = [role.column for role in spec.references]
    filled = {a.name: a for a in spec.attributes if not a.column.nullable and a.column not in references}
    for column in found.c:
        if column.name in filled:
            otherwise = literal(placeholder[column.name], filled[column.name].column.type)
            value: ColumnElement[Any] = case((found.c["is_inferred"], otherwise), else_=column)
            columns.append(value.label(column.name))
        else:
            columns.append(column)
    for attribute in spec.attributes:
        if attribute.previous is None:
            continue
        group = history.group_of(groups, attribute.name)
        told = history.previous_values(records, group, attribute.name).subquery(f"previous_{attribute.name}")
        joined = joined.outerjoin(told, told.c["_member"] == found.c["_member"])
        value = case((~found.c["is_inferred"], told.c["_previous"]), else_=null())
        if known.journal is None:
            # What was told earlier is known from the versions only.
            versions = known.versions
            before = (
                select(versions.c["_member"], func.max(versions.c[attribute.previous.name]).label("_previous"))
                .group_by(versions.c["_member"])
                .subquery(f"before_{attribute.name}")
            )
            joined = joined.outerjoin(before, before.c["_member"] == found.c["_member"])
            value = case((told.c["_member"].is_not(None), told.c["_previous"]), else_=before.c["_previous"])
        columns.append(value.label(attribute.previous.name))
    return select(*columns).select_from(joined)


def _paired(bench: Workbench, spec: DimensionSpec, derived: FromClause, versions: FromClause) -> FromClause:
    """Pair the derived intervals with the versions on record that they are.

    Where keys are hashes, what starts at the same time is the same before all, since it has the same key.
    """
    if not bench.count(derived) or not bench.count(versions):
        return bench.empty("pairs", [Column(name, BigInteger) for name in PAIR])
    pairs = bench.keep("pairs", match.agreeing(spec, derived, versions))
    steps = [("moved", match.moved), ("replaced", match.replaced)]
    for step, pairing in steps if spec.creation is None else reversed(steps):
        left = bench.keep(f"{step}_intervals", match.unpaired_intervals(derived, pairs))
        if not bench.count(left):
            break
        free = bench.keep(f"{step}_versions", match.unpaired_versions(spec, versions, pairs))
        if not bench.count(free):
            break
        more = bench.keep(f"{step}_pairs", pairing(spec, left, free))
        pairs = bench.keep("pairs", union(select(*pairs.c), select(*more.c)))
    return pairs


def _keyed(
    bench: Workbench, spec: DimensionSpec, known: InOrder, intervals: FromClause, pairs: FromClause, last_key: int
) -> tuple[FromClause, FromClause, int]:
    """Give every interval its surrogate key, that of its pair or the next; return all, the new ones, and how many."""
    left = bench.keep("new_intervals", match.unpaired_intervals(intervals, pairs))
    if spec.computed:
        given = bench.keep("given_keys", match.computed_keys(spec, left))
    else:
        given = bench.keep("given_keys", match.new_keys(left, match.first_rows(known.changes), last_key))
    if spec.creation is None:
        added = bench.keep("added", match.keyed(left, given))
        keyed = bench.keep("keyed", union(select(*match.keyed(intervals, pairs).subquery().c), select(*added.c)))
    else:
        keyed = bench.keep("keyed", match.hashed(spec, intervals, pairs, given, known.versions))
        added = bench.keep("added", select(*keyed.c).where(keyed.c["_was"].is_(None)))
    if spec.durable_key is not None:
        lasting = bench.keep("lasting", match.durable_keys(spec, keyed, known.versions))
        durable = lasting.c["_durable"].label(spec.durable_key.name)
        keyed, added = (
            bench.keep(name, select(*rows.c, durable).join_from(rows, lasting, equal(rows, lasting, ["_member"])))
            for name, rows in (("keyed_durably", keyed), ("added_durably", added))
        )
    return keyed, added, bench.count(given)


def write_versions(bench: Workbench, spec: DimensionSpec, merged: Merge, load_id: int) -> None:
    """Bring the dimension's table to what the merge found; `delete_gone` removes what facts no longer need.

    A version whose start moves may move to where another one started, so these are first parked out of the way of the
    unique key.
    """
    new = merged.written
    if spec.creation is not None:
        refuse_collisions(bench, spec, new)
    elif spec.versioned and bench.count(merged.updated) + bench.count(merged.gone):
        _park(bench, spec, merged)
    if bench.count(merged.updated):
        _update(bench, spec, merged, load_id)
    if bench.count(new):
        columns = [c for c in written_columns(spec) if c.name in new.c]
        bench.write(spec.table, _as_written(spec, new, columns, load_id), [spec.key, *columns, spec.load_id])


def _update(bench: Workbench, spec: DimensionSpec, merged: Merge, load_id: int) -> None:
    """Set the columns that differ; those that start anew apart, since a change of an indexed column costs much more."""
    updated = merged.updated
    columns = [c for c in written_columns(spec) if c.name in merged.changed]
    staying = [c for c in columns if c is not spec.valid_from]
    moved = updated.c["_moved"]
    anew, as_before = bench.rows(select(func.count().filter(moved), func.count().filter(~moved)))[0]
    # Where keys are hashes, what starts anew gets another key, in another row.
    anew = anew if spec.creation is None else 0
    for count, rows, written in ((anew, moved, columns), (as_before, ~moved, staying)):
        if count:
            query = _as_written(spec, updated, written, load_id).where(rows)
            bench.update(spec.table, [spec.key], [*written, spec.load_id], query)


def _as_written(spec: DimensionSpec, rows: FromClause, columns: Sequence[Column[Any]], load_id: int) -> Query:
    return select(
        rows.c["_key"].label(spec.key.name),
        *as_written(spec, rows, columns),
        cast(literal(load_id), BigInteger).label(spec.load_id.name),
    )


def _park(bench: Workbench, spec: DimensionSpec, merged: Merge) -> None:
    assert spec.valid_from is not None
    moving = bench.keep("moving", match.moving(spec, merged.updated, merged.gone))
    if bench.count(moving):
        bench.update(
            spec.table,
            [spec.key],
            [spec.valid_from],
            select(moving.c["_key"].label(spec.key.name), moving.c["_parked"].label(spec.valid_from.name)),
        )


def delete_gone(bench: Workbench, spec: DimensionSpec, merged: Merge) -> None:
    """Delete the versions that are no more."""
    if bench.count(merged.dropped):
        bench.delete(spec.table, [spec.key], select(merged.dropped.c[spec.key.name]))
