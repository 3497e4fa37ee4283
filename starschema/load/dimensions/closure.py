"""Keeping the bridge of a ragged hierarchy: what a load of the dimension has changed in the tree, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, Column, FromClause, String, and_, cast, func, literal, select

from starschema.errors import RejectedRows, Rejection, StarSchemaError
from starschema.load.arrivals import Arrivals
from starschema.load.run import Context
from starschema.model.ragged import ClosureTable
from starschema.model.spec import DimensionSpec, RaggedSpec
from starschema.sql import closure as sql
from starschema.sql.compare import Query, equal

EDGE = [Column("_below", BigInteger), Column("_above", BigInteger), Column("_depth", BigInteger)]
"""A row of the bridge on the workbench."""

SHOWN = 12
"""Members of a circle that a message names."""


@dataclass(frozen=True)
class ClosureLoad:
    """The tree's part in one load of its dimension.

    Args:
        context: The load.
        spec: The dimension.
        ragged: The hierarchy.
        bridge: Its bridge.
        limit: `reject_limit` of the load, for the message.
    """

    context: Context
    spec: DimensionSpec
    ragged: RaggedSpec
    bridge: ClosureTable
    limit: int = 0

    def keep(self, came: Arrivals | None) -> Counter[str]:
        """Bring the bridge to the tree that the dimension's table now holds; return how many rows came and went.

        Args:
            came: The changes that the load has brought; only members that it names can have moved. None if all may
                have, as it is of a bridge that is younger than its dimension.

        Raises:
            RejectedRows: The tree would have a circle.
            StarSchemaError: It has one in what was on record before.
        """
        bench, load_id = self.context.bench, self.context.load_id
        hops = self._hops(came)
        if not bench.count(hops):
            return Counter()
        below = self._old("old_below", [self.bridge.ancestor_key], select(hops.c["_node"]))
        affected = bench.keep(
            "tree_affected", sql.distinct(select(hops.c["_node"]), select(below.c["_below"].label("_node")))
        )
        old = self._old("old_paths", [self.bridge.descendant_key], select(affected.c["_node"]), flags=True)
        anchored = bench.keep("tree_anchors", sql.anchors(hops, old))
        step = bench.keep("tree_steps", sql.steps(hops, anchored))
        ended = bench.keep("tree_ending", sql.ending(hops, step))
        endless = bench.keep("tree_endless", sql.endless(step, ended))
        if bench.count(endless):
            self._refuse(came, hops, old, anchored, bench.keep("tree_circling", sql.circling(endless)))
        inside = select(literal(1)).where(affected.c["_node"] == hops.c["_parent"]).exists()
        parents = select(hops.c["_parent"].label("_node")).where(hops.c["_parent"].is_not(None), ~inside).distinct()
        outside = self._old("old_outside", [self.bridge.descendant_key], parents, flags=True)
        chain = bench.keep("tree_chains", sql.chains(hops, anchored))
        rows: FromClause
        if self._is_new:
            rows = sql.first_paths(chain).subquery()
        else:
            rows = bench.keep("tree_paths", sql.paths(hops, anchored, chain, old, outside))
        asked, branching = self._branching(hops, affected, old)
        roots = bench.keep(
            "tree_roots",
            sql.distinct(
                select(hops.c["_node"]).where(hops.c["_parent"].is_(None)),
                select(outside.c["_above"].label("_node")).where(outside.c["is_top"]),
            ),
        )
        flagged = sql.flagged(rows, roots, branching, load_id)
        if self._is_new:
            columns = list(self.bridge.table.columns)
            new = flagged.subquery()
            return Counter(inserted=bench.write(self.bridge.table, select(*(new.c[c.name] for c in columns)), columns))
        written = self._write(bench.keep("tree_rows", flagged), old)
        self._mark_bottoms(asked, affected, branching)
        return written

    @cached_property
    def _is_new(self) -> bool:
        """Whether nobody but the special members was in the bridge when the load began."""
        anyone = select(literal(1)).select_from(self.bridge.table).where(self.bridge.descendant_key > 0).limit(1)
        return self.context.connection.execute(anyone).first() is None

    def _write(self, new: FromClause, old: FromClause) -> Counter[str]:
        bench, table = self.context.bench, self.bridge.table
        before = bench.keep(
            "tree_rows_before",
            select(
                old.c["_below"].label("descendant_key"),
                old.c["_above"].label("ancestor_key"),
                old.c["_depth"].label("depth"),
                old.c["is_top"],
                old.c["is_bottom"],
            ),
        )
        key, values = ["descendant_key", "ancestor_key"], ["depth", "is_top", "is_bottom"]
        doomed = bench.keep("tree_doomed", sql.differing(before, new, values, key))
        added = bench.keep("tree_added", sql.differing(new, before, values, key))
        gone = bench.count(doomed)
        if gone:
            bench.delete(table, [table.c[n] for n in key], select(*(doomed.c[n] for n in key)))
        columns = list(table.columns)
        came = bench.write(table, select(*(added.c[c.name] for c in columns)), columns)
        return Counter(inserted=came, removed=gone)

    def _hops(self, came: Arrivals | None) -> FromClause:
        """Return the changed nodes with their new parents: those that are new or were below another one."""
        bench, spec = self.context.bench, self.spec
        names = [c.name for c in spec.natural_key]
        member, told = self.spec.member_key, self._told()
        # A member of a dimension with versions has one parent, on all of them.
        query = select(*told).where(spec.key > 0)
        if came is not None and not self._is_new:
            named = select(*(came.table.c[n] for n in names)).distinct()
            sent = bench.send(spec.table, spec.natural_key, named)
            query = query.join_from(spec.table, sent, equal(spec.table, sent, names))
        touched = bench.fetch("tree_touched", query.distinct(), told)
        self_rows = self._old("tree_known", [self.bridge.descendant_key], select(touched.c[member.name].label("_node")))
        fresh = select(*touched.c).where(~self._is_known(touched, self_rows)).subquery()
        waiting = self._waiting(fresh, touched)
        nodes = bench.keep("tree_nodes", sql.distinct(select(*touched.c), select(*waiting.c)))
        parent = {c.name: k.name for c, k in zip(self.ragged.parent, spec.natural_key, strict=True)}
        wanted = select(*(nodes.c[c].label(k) for c, k in parent.items())).distinct()
        wanted = wanted.where(and_(*(nodes.c[c].is_not(None) for c in parent)))
        sent = bench.send(spec.table, spec.natural_key, wanted)
        own = [member, *spec.natural_key]
        query = select(*own).join_from(spec.table, sent, equal(spec.table, sent, names)).where(spec.key > 0)
        found = bench.fetch("tree_parents", query.distinct(), own)
        edges = bench.keep(
            "tree_edges",
            select(nodes.c[member.name].label("_node"), found.c[member.name].label("_parent")).join_from(
                nodes, found, and_(*(nodes.c[c] == found.c[k] for c, k in parent.items())), isouter=True
            ),
        )
        known = self._old("tree_known_too", [self.bridge.descendant_key], select(edges.c["_node"]))
        up = known.alias("up")
        return bench.keep(
            "tree_hops",
            select(*edges.c)
            .join_from(edges, known, and_(known.c["_below"] == edges.c["_node"], known.c["_depth"] == 0), isouter=True)
            .join(up, and_(up.c["_below"] == edges.c["_node"], up.c["_depth"] == 1), isouter=True)
            .where(known.c["_below"].is_(None) | up.c["_above"].is_distinct_from(edges.c["_parent"])),
        )

    def _is_known(self, touched: FromClause, known: FromClause) -> Any:
        return select(literal(1)).where(known.c["_below"] == touched.c[self.spec.member_key.name]).exists()

    def _waiting(self, fresh: FromClause, touched: FromClause) -> FromClause:
        """Return the members that have named a parent before it came."""
        bench, spec = self.context.bench, self.spec
        told = self._told()
        pairs = list(zip(self.ragged.parent, spec.natural_key, strict=True))
        keys = bench.keep("tree_fresh", select(*(fresh.c[k.name].label(c.name) for c, k in pairs)))
        if self._is_new or not bench.count(keys):
            return bench.empty("tree_waiting", told)
        sent = bench.send(spec.table, list(self.ragged.parent), select(*keys.c))
        query = select(*told).join_from(spec.table, sent, equal(spec.table, sent, [c.name for c in self.ragged.parent]))
        return bench.fetch("tree_waiting", query.where(spec.key > 0).distinct(), told)

    def _old(self, name: str, by: list[Column[int]], nodes: Query, *, flags: bool = False) -> FromClause:
        """Bring the rows of the bridge whose `by` is among `nodes`."""
        bench, b = self.context.bench, self.bridge
        columns: list[Column[Any]] = [*EDGE]
        selected: list[Any] = [
            b.descendant_key.label("_below"), b.ancestor_key.label("_above"), cast(b.depth, BigInteger).label("_depth")
        ]  # fmt: skip
        if flags:
            columns += [b.is_top, b.is_bottom]
            selected += [b.is_top, b.is_bottom]
        if self._is_new:
            return bench.empty(name, columns)
        sent = bench.send(b.table, by, select(*(c.label(by[0].name) for c in nodes.subquery().c)))
        return bench.fetch(
            name, select(*selected).join_from(b.table, sent, equal(b.table, sent, [by[0].name])), columns
        )

    def _branching(self, hops: FromClause, affected: FromClause, old: FromClause) -> tuple[FromClause, FromClause]:
        """Return the nodes that may have gained or lost something below them, and those that now have something."""
        bench = self.context.bench
        lost = select(old.c["_above"].label("_node")).where(old.c["_depth"] == 1)
        gained = select(hops.c["_parent"].label("_node")).where(hops.c["_parent"].is_not(None))
        asked = bench.keep("tree_asked", sql.distinct(select(affected.c["_node"]), lost, gained))
        children = self._old("old_children", [self.bridge.ancestor_key], select(asked.c["_node"]))
        moved = select(literal(1)).where(hops.c["_node"] == children.c["_below"]).exists()
        staying = select(children.c["_above"].label("_node")).where(children.c["_depth"] == 1, ~moved)
        return asked, bench.keep("tree_branching", sql.distinct(staying, gained))

    def _mark_bottoms(self, asked: FromClause, affected: FromClause, branching: FromClause) -> None:
        """Correct whether something is below the nodes that gained or lost something and were not written anew."""
        bench, table = self.context.bench, self.bridge.table
        written = select(literal(1)).where(affected.c["_node"] == asked.c["_node"]).exists()
        rows = self._old(
            "tree_rest", [self.bridge.descendant_key], select(asked.c["_node"]).where(~written), flags=True
        )
        has = select(literal(1)).where(branching.c["_node"] == rows.c["_below"]).exists()
        wrong = bench.keep("tree_wrong", select(*rows.c).where(rows.c["is_bottom"] == has))
        if not bench.count(wrong):
            return
        query = select(
            wrong.c["_below"].label("descendant_key"),
            wrong.c["_above"].label("ancestor_key"),
            (~wrong.c["is_bottom"]).label("is_bottom"),
            cast(literal(self.context.load_id), BigInteger).label("load_id"),
        )
        key = [table.c.descendant_key, table.c.ancestor_key]
        bench.update(table, key, [table.c.is_bottom, table.c.load_id], query)

    def _refuse(
        self, came: Arrivals | None, hops: FromClause, old: FromClause, anchored: FromClause, circling: FromClause
    ) -> None:
        """Refuse the load, naming one circle and every row that has a part in any.

        Raises:
            RejectedRows: A row of the load has a part in one.
            StarSchemaError: None has: it was on record before the bridge was kept.
        """
        bench, spec = self.context.bench, self.spec
        start: int = bench.scalar(select(func.min(circling.c["_node"])))
        path = [start]
        while len(path) < SHOWN and (len(path) == 1 or path[-1] != start):
            # From a changed node to its new parent, and from that by the old path up to the next changed node.
            ((parent,),) = bench.rows(select(hops.c["_parent"]).where(hops.c["_node"] == path[-1]))
            ((anchor, height),) = bench.rows(
                select(anchored.c["_anchor"], anchored.c["_height"]).where(anchored.c["_node"] == parent)
            )
            between = select(old.c["_above"]).where(old.c["_below"] == parent, old.c["_depth"] > 0)
            path += [
                parent,
                *(row[0] for row in bench.rows(between.where(old.c["_depth"] <= height).order_by(old.c["_depth"]))),
            ]
            assert path[-1] == anchor
        shown = dict(self._names_of(path))
        ending = [] if path[-1] == start else ["..."]
        circle = " -> ".join([*(shown[node] for node in path), *ending])
        rejections = [] if came is None else self._guilty(came, circling, circle)
        if not rejections:
            raise StarSchemaError(
                f"{spec.cls.__name__}: the members on record make a circle: {circle}; nothing can be above itself: "
                "correct the parent of one of them"
            )
        raise RejectedRows(spec.cls.__name__, len(rejections), self.limit, rejections)

    def _guilty(self, came: Arrivals, circling: FromClause, circle: str) -> list[Rejection]:
        """Return the rows of the load that have a part in a circle."""
        bench, spec = self.context.bench, self.spec
        names, key = [c.name for c in spec.natural_key], [c.name for c in self.ragged.parent]
        told = bench.made("tree_touched", [(n, c.type) for n, c in ((c.name, c) for c in self._told())])
        guilty = (
            select(came.table.c["_row"], cast(came.table.c[key[0]], String))
            .join_from(came.table, told, equal(came.table, told, names))
            .where(told.c[spec.member_key.name].in_(select(circling.c["_node"])))
            .order_by(came.table.c["_row"])
        )
        reason = f"makes a circle: {circle}; nothing can be above itself: correct the parent of one of them"
        return [Rejection(row, ", ".join(key), value, reason) for row, value in bench.rows(guilty)]

    def _names_of(self, path: list[int]) -> list[tuple[int, str]]:
        """Return the natural keys of nodes as text."""
        own = [self.spec.member_key, *self.spec.natural_key]
        rows = self.context.connection.execute(select(*own).where(self.spec.member_key.in_(path)).distinct())
        return [(int(row[0]), "/".join(map(str, row[1:]))) for row in rows]

    def _told(self) -> list[Column[Any]]:
        return [self.spec.member_key, *self.spec.natural_key, *self.ragged.parent]
