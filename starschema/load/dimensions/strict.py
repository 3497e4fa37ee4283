"""Checking fixed hierarchies: at any time, a member of a level is in one member of the level above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import BigInteger, Column, String, cast, select

from starschema.errors import RejectedRows, Rejection
from starschema.load.arrivals import Arrivals
from starschema.load.run import Context
from starschema.model.spec import DimensionSpec, HierarchySpec
from starschema.sql import levels as sql


@dataclass(frozen=True)
class StrictCheck:
    """The check of one hierarchy in one load of its dimension.

    Args:
        context: The load.
        spec: The dimension.
        hierarchy: The hierarchy.
        limit: `reject_limit` of the load, for the message.
    """

    context: Context
    spec: DimensionSpec
    hierarchy: HierarchySpec
    limit: int = 0

    def check(self, came: Arrivals) -> None:
        """Check what the load has written, against all that the table holds.

        Args:
            came: The changes that the load has brought.

        Raises:
            RejectedRows: A member of a level would be in two members of the level above at one time.
        """
        levels = self.hierarchy.levels
        for parent, child in pairwise(levels):
            self._check(came, parent, child)

    def _check(self, came: Arrivals, parent: str, child: str) -> None:
        bench, spec, name = self.context.bench, self.spec, self.hierarchy.name
        t = spec.table.c
        written = bench.fetch(
            f"{name}_{child}_written", sql.told_by(spec, [child], [child], self.context.load_id), [t[child]]
        )
        if not bench.count(written):
            return
        sent = bench.send(spec.table, [t[child]], select(*written.c))
        several = bench.fetch(f"{name}_{child}_several", sql.of_several(spec, parent, child, sent), [t[child]])
        if not bench.count(several):
            return
        sent = bench.send(spec.table, [t[child]], select(*several.c))
        times = [] if spec.valid_from is None else [t.valid_from, t.valid_to]
        columns = [t[child], t[parent], *times, Column("_key", BigInteger)]
        held = bench.fetch(f"{name}_{child}_times", sql.times_in(spec, parent, child, sent), columns)
        pairs = bench.keep(f"{name}_{child}_pairs", sql.at_once(held, parent, child))
        if not bench.count(pairs):
            return
        p = pairs.c
        first = bench.keep(f"{name}_{child}_first", select(*p).order_by(p["_shown"], p["_one"], p["_other"]).limit(1))
        ((_, shown, one, other),) = bench.rows(select(*first.c))
        ((one_key, other_key),) = bench.rows(sql.rows_at_once(held, first, parent, child))
        names = self._names_of([one_key, other_key])
        reason = (
            f"{child} {shown!r} would be in {parent} {one!r} ({spec.cls.__name__} {names[one_key]}) and in {other!r} "
            f"({names[other_key]}) at one time, and hierarchy {name!r} is strict; correct one of them, or rename the "
            f"{child} where they are two"
        )
        rejections = [Rejection(row, child, value, reason) for row, value in self._guilty(came, child, pairs)]
        raise RejectedRows(spec.cls.__name__, len(rejections), self.limit, rejections)

    def _names_of(self, keys: list[int]) -> dict[int, str]:
        """Return the natural keys of versions as text."""
        spec = self.spec
        found = self.context.connection.execute(select(spec.key, *spec.natural_key).where(spec.key.in_(keys)))
        return {int(row[0]): "/".join(map(str, row[1:])) for row in found}

    def _guilty(self, came: Arrivals, child: str, pairs: object) -> list[tuple[int, str | None]]:
        """Return the rows of the load that name what is at fault; the first, where its data lacks the level."""
        bench, c = self.context.bench, came.table.c
        if child not in c:
            return [(row, None) for (row,) in bench.rows(select(c["_row"]).order_by(c["_row"]).limit(1))]
        at_fault = select(pairs.c["_child"])  # type: ignore[attr-defined]
        query = select(c["_row"], cast(c[child], String)).where(c[child].in_(at_fault)).order_by(c["_row"])
        return [(row, value) for row, value in bench.rows(query)]
