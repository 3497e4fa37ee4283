"""Histories written anew: members whose whole history is known without their versions, which only keep their keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import Boolean, DateTime, FromClause, cast, func, literal, null, select, true

from starschema.errors import StarSchemaError
from starschema.load.dimensions.follow import follow, moves_of, still_named
from starschema.load.dimensions.merge import Merge, delete_gone, merge, write_versions
from starschema.load.dimensions.on_record import versions_on_record
from starschema.load.facts.aggregates import followed_by_aggregates, versions_at_work
from starschema.load.invariants import check_versions
from starschema.load.log import Keys
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql import changes as sql
from starschema.sql import match
from starschema.sql.compare import Query, equal, union
from starschema.sql.in_order import InOrder
from starschema.sql.records import Known, framed


def write_anew(
    context: Context,
    catalog: Catalog,
    spec: DimensionSpec,
    changes: FromClause,
    members: FromClause,
    untold: FromClause,
    *,
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
        untold: Those of them of whom nothing was told before this load.
        repoint: Whether facts follow.

    Raises:
        StarSchemaError: One of these has versions all the same, which would be lost.
    """
    bench = context.bench
    keys = Keys(context.connection, context.tables, spec.table.fullname)
    given = [a.name for a in spec.attributes]
    keys.know(given)
    on_record = versions_on_record(bench, spec, members, "on_record", whole=False)
    versions = bench.keep("member_versions", sql.with_member(on_record, members, [c.name for c in spec.natural_key]))
    _check_told(context, spec, versions, untold)
    first = (
        select(changes.c["_member"], func.min(changes.c["_time"]).label("_since"))
        .group_by(changes.c["_member"])
        .subquery()
    )
    since = bench.keep(
        "since",
        select(*members.c, cast(first.c["_since"], DateTime).label("_since")).join_from(
            members, first, equal(first, members, ["_member"]), isouter=True
        ),
    )
    known = Known(changes, framed(given), bench.keep("anchors", _anchors(spec, versions)), None, None, since)
    in_order = InOrder(None, changes, versions, tuple(given))

    def derived(known: Known) -> Merge:
        return merge(
            bench, spec, known, members, in_order, last_key=keys.last, added_at=keys.added_at, load_id=context.load_id
        )

    merged = derived(known)
    named = still_named(context, catalog, spec, merged)
    if named is not None:
        merged = derived(replace(known, named=named))
    outcomes = bench.keep("outcomes", match.outcomes(changes, merged.keyed, merged.new, merged.updated, versions))
    counts: Counter[str] = Counter(
        dict(
            bench.rows(
                select(outcomes.c["_outcome"], func.count())
                .where(outcomes.c["_row"].is_not(None))
                .group_by(outcomes.c["_outcome"])
            )
        )
    )
    quiet = bench.count(bench.keep("quiet", _quiet(changes, outcomes, merged)))
    counts.update(updated=quiet, unchanged=-quiet)
    if merged.new_keys:
        keys.take(merged.new_keys)
    moves = moves_of(context, spec, merged, versions, repoint=repoint)
    with followed_by_aggregates(context, catalog, spec, versions_at_work(context, catalog, spec, merged, moves)):
        write_versions(bench, spec, merged, context.load_id)
        if moves is not None:
            counts["repointed"] = sum(follow(context, catalog, spec, moves, merged.dropped).values())
        delete_gone(bench, spec, merged)
    if spec.versioned:
        check_versions(context, spec, members)
    return counts, merged


def _check_told(context: Context, spec: DimensionSpec, versions: FromClause, untold: FromClause) -> None:
    names = [versions.c[c.name] for c in spec.natural_key]
    lost = select(*names).where(~versions.c["is_inferred"], versions.c["_member"].in_(select(untold.c["_member"])))
    if found := context.bench.rows(lost.limit(1)):
        member = ", ".join(f"{c.name}={value!r}" for c, value in zip(spec.natural_key, found[0], strict=True))
        raise StarSchemaError(
            f"{spec.cls.__name__} with {member} has versions that no system has told, as from before systems= was "
            "declared, and they would be lost; give the class another __tablename__, and load what is on record into "
            "it as one system's"
        )


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
