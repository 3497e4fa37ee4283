"""The closure of a tree after some of its nodes have changed, from the closure before; all on the workbench.

The affected nodes are those that are new or have another parent (the changed ones) and all below them. From an affected
node up to its nearest changed one, its *anchor*, the old paths are as they were. From there they go on at the anchor's
new parent: up to that one's anchor if it is affected too, or all the way by old paths if it is not. So only the way
from anchor to anchor has to be found step by step; all else is a join.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, Integer, and_, cast, func, literal, or_, select, union

from starschema.sql.compare import Query
from starschema.sql.compare import union as all_of

Hops = FromClause
"""`_node` and `_parent`, the new one or NULL, of the changed nodes."""


def anchors(hops: Hops, old: FromClause) -> Query:
    """Select `_node`, `_anchor` and `_height`, the levels between them, of the affected nodes.

    Args:
        hops: The changed nodes.
        old: Rows of the old closure, all of those whose descendant is affected: `_above`, `_below`, `_depth`.
    """
    own = select(hops.c["_node"], hops.c["_node"].label("_anchor"), cast(literal(0), Integer).label("_height"))
    below = (
        select(old.c["_below"].label("_node"), old.c["_above"].label("_anchor"), old.c["_depth"].label("_height"))
        .join_from(old, hops, hops.c["_node"] == old.c["_above"])
        .where(old.c["_depth"] > 0)
    )
    every = all_of(own, below).subquery()
    nearest = func.row_number().over(partition_by=every.c["_node"], order_by=every.c["_height"])
    ranked = select(*every.c, nearest.label("_nearest")).subquery()
    return select(ranked.c["_node"], ranked.c["_anchor"], ranked.c["_height"]).where(ranked.c["_nearest"] == 1)


def steps(hops: Hops, anchored: FromClause) -> Query:
    """Select `_from` and `_to`: the anchors whose new parent is affected, and that one's own anchor."""
    return select(hops.c["_node"].label("_from"), anchored.c["_anchor"].label("_to")).join_from(
        hops, anchored, anchored.c["_node"] == hops.c["_parent"]
    )


def ending(hops: Hops, step: FromClause) -> Query:
    """Select the `_node`s of changed nodes from which the steps come to an end, each once."""
    first = select(literal(1)).where(step.c["_from"] == hops.c["_node"]).exists()
    start = select(hops.c["_node"]).where(~first).cte("ending", recursive=True)
    # From the top down nothing is met twice, since each node has one parent, so this ends whatever circles there are.
    below = select(step.c["_from"]).join_from(start, step, step.c["_to"] == start.c["_node"])
    return select(*start.union_all(below).c)


def endless(step: FromClause, ended: FromClause) -> Query:
    """Select the steps that lead to no end: those around a circle, and to one."""
    there = select(literal(1)).where(ended.c["_node"] == step.c["_from"]).exists()
    return select(*step.c).where(~there)


def circling(step: FromClause) -> Query:
    """Select the `_node`s from which the steps lead back to them."""
    way = select(step.c["_from"], step.c["_to"]).cte("way", recursive=True)
    on = step.alias("on")
    # Not UNION ALL: around a circle it would never end.
    whole = way.union(select(way.c["_from"], on.c["_to"]).join_from(way, on, on.c["_from"] == way.c["_to"]))
    return select(whole.c["_from"].label("_node")).where(whole.c["_from"] == whole.c["_to"])


def chains(hops: Hops, anchored: FromClause) -> Query:
    """Select `_node`, `_at` and `_height`: every changed node with each anchor on its way up, itself included."""
    start = select(hops.c["_node"], hops.c["_node"].label("_at"), cast(literal(0), Integer).label("_height")).cte(
        "chain", recursive=True
    )
    hop, next_ = hops.alias("hop"), anchored.alias("next_anchor")
    above = (
        select(start.c["_node"], next_.c["_anchor"], cast(start.c["_height"] + next_.c["_height"] + 1, Integer))
        .join_from(start, hop, hop.c["_node"] == start.c["_at"])
        .join(next_, next_.c["_node"] == hop.c["_parent"])
    )
    return select(*start.union_all(above).c)


def paths(hops: Hops, anchored: FromClause, chain: FromClause, old: FromClause, outside: FromClause) -> Query:
    """Select the affected nodes' rows of the new closure: `_below`, `_above`, `_depth`.

    Args:
        hops: The changed nodes.
        anchored: The affected nodes with their anchors.
        chain: Every changed node with each anchor on its way up.
        old: Rows of the old closure whose descendant is affected.
        outside: Rows of the old closure whose descendant is a new parent that is not affected.
    """
    own = select(anchored.c["_node"], anchored.c["_node"].label("_above"), cast(literal(0), Integer).label("_depth"))
    kept = (
        select(anchored.c["_node"], old.c["_above"], old.c["_depth"])
        .join_from(anchored, old, old.c["_below"] == anchored.c["_node"])
        .where(old.c["_depth"] > 0, old.c["_depth"] <= anchored.c["_height"])
    )
    segments = all_of(own, kept).subquery("segments")
    # What is above an anchor: the segment or the old path of each parent on its way up.
    above = []
    for part, names in ((segments, ("_node", "_above", "_depth")), (outside, ("_below", "_above", "_depth"))):
        node, top, depth = (part.c[name] for name in names)
        height = cast(chain.c["_height"] + 1 + depth, Integer)
        above.append(
            select(chain.c["_node"], top.label("_above"), height.label("_depth"))
            .join_from(chain, hops, hops.c["_node"] == chain.c["_at"])
            .join(part, node == hops.c["_parent"])
        )
    higher = all_of(*above).subquery("higher")
    through = select(
        anchored.c["_node"], higher.c["_above"], cast(anchored.c["_height"] + higher.c["_depth"], Integer)
    ).join_from(anchored, higher, higher.c["_node"] == anchored.c["_anchor"])
    whole = all_of(select(*segments.c), through).subquery()
    return select(whole.c["_node"].label("_below"), whole.c["_above"], whole.c["_depth"])


def first_paths(chain: FromClause) -> Query:
    """Select the same of a tree of which nothing was on record: every node has changed, so the chains are the paths."""
    return select(chain.c["_node"].label("_below"), chain.c["_at"].label("_above"), chain.c["_height"].label("_depth"))


def flagged(rows: FromClause, roots: FromClause, parents: FromClause, load_id: int) -> Query:
    """Select the rows as the bridge takes them.

    Args:
        rows: `_below`, `_above`, `_depth`.
        roots: Every `_node` among those above that has nothing above it.
        parents: Every `_node` among those below that has something below it.
        load_id: The load's number.
    """
    return (
        select(
            rows.c["_below"].label("descendant_key"),
            rows.c["_above"].label("ancestor_key"),
            rows.c["_depth"].label("depth"),
            roots.c["_node"].is_not(None).label("is_top"),
            parents.c["_node"].is_(None).label("is_bottom"),
            literal(load_id).label("load_id"),
        )
        .join_from(rows, roots, roots.c["_node"] == rows.c["_above"], isouter=True)
        .join(parents, parents.c["_node"] == rows.c["_below"], isouter=True)
    )


def distinct(*queries: Query) -> Query:
    """Select the rows of all queries, each once."""
    return select(*union(*queries).subquery().c)


def differing(left: FromClause, right: FromClause, names: list[str], key: list[str]) -> Query:
    """Select the rows of `left` that `right` lacks, or has with other values."""
    same = and_(*(left.c[n] == right.c[n] for n in key))
    other: Any = or_(right.c[key[0]].is_(None), *(left.c[n] != right.c[n] for n in names))
    return select(*left.c).join_from(left, right, same, isouter=True).where(other)
