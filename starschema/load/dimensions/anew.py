"""Histories written anew: members whose whole history is known without their versions, which only keep their keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import Boolean, ColumnElement, DateTime, FromClause, and_, cast, func, literal, null, select, true

from starschema.errors import StarSchemaError
from starschema.load.dimensions.follow import follow, moves_of, still_named
from starschema.load.dimensions.merge import Merge, delete_gone, merge, write_versions
from starschema.load.dimensions.on_record import versions_on_record
from starschema.load.facts.aggregates import followed_by_aggregates, versions_at_work
from starschema.load.invariants import check_versions
from starschema.load.log import Keys
from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql import changes as sql
from starschema.sql import match
from starschema.sql.compare import Query, equal, same, union
from starschema.sql.in_order import InOrder, can_be_in_order, in_order, outcomes_in_order, versions_at_stake
from starschema.sql.records import Known, framed


def versions_told(context: Context, spec: DimensionSpec, members: FromClause, untold: FromClause) -> FromClause:
    """Bring the versions of some members.

    Args:
        context: The load.
        spec: The dimension.
        members: Their natural keys and `_member` numbers.
        untold: Those of them of whom nothing was told before this load.

    Raises:
        StarSchemaError: One of these has versions all the same, which would be lost.
    """
    bench = context.bench
    on_record = versions_on_record(bench, spec, members, "on_record", whole=False)
    versions = bench.keep("member_versions", sql.with_member(on_record, members, [c.name for c in spec.natural_key]))
    refuse_untold(bench, spec, versions, untold)
    return versions


def refuse_untold(bench: Workbench, spec: DimensionSpec, versions: FromClause, untold: FromClause) -> None:
    """Refuse versions of members of whom no system has told anything.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        versions: Versions of members.
        untold: Natural keys of those of whom nothing was told before this load.

    Raises:
        StarSchemaError: There is one, which would be lost.
    """
    names = [c.name for c in spec.natural_key]
    same_member = select(literal(1)).where(equal(untold, versions, names)).exists()
    lost = select(*(versions.c[n] for n in names)).where(~versions.c["is_inferred"], same_member)
    if found := bench.rows(lost.limit(1)):
        member = ", ".join(f"{c.name}={value!r}" for c, value in zip(spec.natural_key, found[0], strict=True))
        raise StarSchemaError(
            f"{spec.cls.__name__} with {member} has versions that no system has told, as from before systems= was "
            "declared, and they would be lost; give the class another __tablename__, and load what is on record into "
            "it as one system's"
        )


def settled_at_once(
    context: Context, spec: DimensionSpec, changes: FromClause, versions: FromClause, keys: Keys
) -> tuple[FromClause | None, FromClause]:
    """Return which changes need no deriving, as `in_order` selects them, and the members that they do not change.

    Args:
        context: The load.
        spec: The dimension.
        changes: One change of a member, newer than all that was told of it, with every attribute.
        versions: The versions of the members.
        keys: The dimension's surrogate keys.
    """
    bench, given = context.bench, [a.name for a in spec.attributes]
    current = versions.alias("current_version")
    alike = and_(
        current.c["_member"] == changes.c["_member"],
        current.c["is_current"],
        ~current.c["is_inferred"],
        changes.c["_time"] > current.c["valid_from"],
        same(changes, current, given),
    )
    idle = bench.keep(
        "idle", select(changes.c["_member"]).join_from(changes, current, alike).where(~changes.c["_deleted"])
    )
    if not spec.versioned or not can_be_in_order(spec, given, list(keys.added_at)):
        return None, idle
    rows = in_order(spec, changes, versions, given, keys.added_at, None, None)
    return bench.keep("in_order", rows), idle


def write_anew(
    context: Context,
    catalog: Catalog,
    spec: DimensionSpec,
    changes: FromClause,
    members: FromClause,
    versions: FromClause,
    keys: Keys,
    *,
    ordered: FromClause | None = None,
    repoint: bool,
) -> tuple[Counter[str], Merge]:
    """Make the history of some members from their changes alone; return what that did, by count, and what it found.

    A version that is still one keeps its surrogate key, and facts follow. Only that a fact named a member before any
    system did stays known, since nothing tells it again.

    Args:
        context: The load.
        catalog: The model, to find the facts.
        spec: The dimension.
        changes: All changes of the members, with every attribute; `_row` is NULL for those that the load repeats.
        members: Their natural keys and `_member` numbers.
        versions: Their versions on record.
        keys: The dimension's surrogate keys.
        ordered: Of whom `changes` has only the newest, which needs no deriving, as `settled_at_once` says.
        repoint: Whether facts follow.
    """
    bench = context.bench
    given = [a.name for a in spec.attributes]
    deriving, brought, held = members, changes, versions
    if ordered is not None:
        deriving = bench.keep("deriving", sql.without(members, ordered, "_member"))
        brought = bench.keep("deriving_changes", sql.without(changes, ordered, "_member"))
        held = bench.keep("deriving_versions", sql.without(versions, ordered, "_member"))
        versions = bench.keep("versions_at_stake", versions_at_stake(versions, ordered))
    first = (
        select(brought.c["_member"], func.min(brought.c["_time"]).label("_since"))
        .group_by(brought.c["_member"])
        .subquery()
    )
    since = bench.keep(
        "since",
        select(*deriving.c, cast(first.c["_since"], DateTime).label("_since")).join_from(
            deriving, first, equal(first, deriving, ["_member"]), isouter=True
        ),
    )
    known = Known(brought, framed(given), bench.keep("anchors", _anchors(spec, held)), None, None, since)
    in_order = InOrder(ordered, changes, versions, tuple(given))

    def derived(known: Known) -> Merge:
        return merge(
            bench, spec, known, deriving, in_order, last_key=keys.last, added_at=keys.added_at, load_id=context.load_id
        )

    merged = derived(known)
    named = still_named(context, catalog, spec, merged)
    if named is not None:
        merged = derived(replace(known, named=named))
    found = match.outcomes(brought, merged.keyed, merged.new, merged.updated, versions)
    outcomes = bench.keep("outcomes", found if ordered is None else union(found, outcomes_in_order(ordered)))
    counts: Counter[str] = Counter(
        dict(
            bench.rows(
                select(outcomes.c["_outcome"], func.count())
                .where(outcomes.c["_row"].is_not(None))
                .group_by(outcomes.c["_outcome"])
            )
        )
    )
    quiet = bench.count(bench.keep("quiet", _quiet(brought, outcomes, merged)))
    counts.update(updated=quiet, unchanged=-quiet)
    if merged.new_keys:
        keys.take(merged.new_keys)
    moves = moves_of(context, catalog, spec, merged, versions, repoint=repoint)
    with followed_by_aggregates(context, catalog, spec, versions_at_work(context, catalog, spec, merged, moves)):
        write_versions(bench, spec, merged, context.load_id)
        if moves is not None:
            counts["repointed"] = sum(follow(context, catalog, spec, moves, merged.dropped).values())
        delete_gone(bench, spec, merged)
    if spec.versioned:
        check_versions(context, spec, members)
        counts["missing"] = bench.count(bench.keep("missing", _missing(brought, merged.keyed, versions)))
    return counts, merged


def _missing(changes: FromClause, keyed: FromClause, versions: FromClause) -> Query:
    """Select the members that are gone from a time on though no row says so: a snapshot lacks them."""
    c = changes.c

    def ends(rows: FromClause) -> ColumnElement[bool]:
        here = select(literal(1)).where(rows.c["_member"] == c["_member"], rows.c["valid_to"] == c["_time"])
        return here.exists()

    return select(c["_member"]).where(c["_deleted"], c["_row"].is_(None), ends(keyed), ~ends(versions)).distinct()


def _quiet(changes: FromClause, outcomes: FromClause, merged: Merge) -> Query:
    """Select the members that change only where none of the load's rows stands: at times that others told of."""
    rows = (
        select(changes.c["_member"], (outcomes.c["_outcome"] == "unchanged").label("_unchanged"))
        .join_from(changes, outcomes, equal(changes, outcomes, ["_row"]))
        .subquery()
    )
    moved = union(*(select(m.c["_member"]) for m in (merged.updated, merged.new, merged.gone))).subquery()
    changed = rows.c["_member"].in_(select(moved.c["_member"]))
    return (
        select(rows.c["_member"]).where(changed).group_by(rows.c["_member"]).having(func.bool_and(rows.c["_unchanged"]))
    )


def _anchors(spec: DimensionSpec, versions: FromClause) -> Query:
    """Select the versions from the beginning of time on, as those of members of whom nothing more is known."""
    said = {
        "is_inferred": true(),
        "valid_to": cast(literal(FOREVER, DateTime), DateTime),
        "is_current": cast(true(), Boolean),
        **{a.previous.name: cast(null(), a.previous.type) for a in spec.attributes if a.previous is not None},
    }
    return select(*(said[c.name].label(c.name) if c.name in said else c for c in versions.c)).where(
        versions.c["valid_from"] == literal(BEGINNING, DateTime)
    )
