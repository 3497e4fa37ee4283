"""Key maps that are brought whole, once for a load, and kept through it while its pieces pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import FromClause

from starschema.load.keys.kept import stamp_of
from starschema.load.keys.members import fetch_all, fetch_named, keys_given, take_turns
from starschema.load.keys.references import Maps, References
from starschema.load.keys.where import KEYS_SHARE
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.spec import DimensionSpec
from starschema.sql import lookup

if TYPE_CHECKING:
    import pyarrow as pa


class WholeMaps:
    """The key map of every dimension that a load refers to.

    Args:
        context: The load.
        references: The references to the dimensions.
        rejects: Takes the rows that name members that must not be inferred.
    """

    def __init__(self, context: Context, references: References, rejects: Rejects) -> None:
        self.context = context
        self.references = references
        self.rejects = rejects
        self.maps: Maps = {}
        self.inferred = 0
        self._names: dict[DimensionSpec, str] = {}
        self._stamps: dict[DimensionSpec, str | None] = {}
        self._added: set[DimensionSpec] = set()
        self._has_turn = False

    def bring(self, rows: FromClause, times: float, most: int | None = None) -> bool:
        """Bring all key maps, or say that by the rule of `where` one had better stay in the warehouse.

        Args:
            rows: The first of the rows.
            times: How many times as many members all rows may name.
            most: How many members the rows can name, where that is to tell, since nothing has to be brought far.
        """
        context, bench, tables = self.context, self.context.bench, self.context.tables
        for number, (dimension, roles) in enumerate(self.references.by_dimension(rows)):
            name = self._names[dimension] = f"map_{number}"
            if context.kept is not None:
                # Asked before the versions are read: one that is written in between is read, and the stamp is old.
                self._stamps[dimension] = self._stamp(dimension)
            if (kept := kept_map(context, dimension)) is not None:
                self.maps[dimension] = bench.take(name, lookup.key_map(dimension, dimension.table), kept)
                context.lookups.has_all(dimension)
                continue
            named = most or bench.count(self.references.wanted(dimension, rows, roles).subquery())
            given = keys_given(bench, tables, dimension, context.lookups)
            if not context.lookups.brings_all(dimension, int(named * times), given, KEYS_SHARE):
                return False
            versions = fetch_all(bench, dimension, f"{name}_versions")
            self.maps[dimension] = bench.keep(name, lookup.key_map(dimension, versions))
            bench.drop(versions)
        return True

    def check(self) -> None:
        """Check that every row finds one version at most, before the load ends.

        Raises:
            LoadError: One finds more, so versions on record overlap.
        """
        self.references.check(self.context.bench, self.maps)

    def complete(self, rows: FromClause) -> None:
        """Infer the members that rows name and the maps lack; rows that name one that must not be are set aside.

        The first time, the load waits for its turn to add members to every dimension that it may have to add to: in
        one piece it may be the one that is lacking some, in the next the other, and loads would wait in a circle.
        """
        bench = self.context.bench
        found = self.references.by_dimension(rows)
        if not self._has_turn:
            take_turns(self.context, [each for each, roles in found if any(role.missing == "infer" for role in roles)])
            self._has_turn = True
            self._stamps = {each: told for each, told in self._stamps.items() if told == self._stamp(each)}
        for dimension, roles in found:
            name, known = self._names[dimension], self.maps[dimension]
            wanted = bench.keep(f"{name}_wanted", self.references.wanted(dimension, rows, roles))
            more, lacking = self.references.complete(self.context, dimension, rows, wanted, known, name, self.rejects)
            if lacking is not None:
                self.inferred += more
                self._added.add(dimension)
                versions = fetch_named(bench, dimension, lacking, f"{name}_versions")
                bench.add(known, lookup.key_map(dimension, versions))

    def leave(self) -> None:
        """Leave the key maps to the next loads of the process, with the members that this one has inferred.

        One to which another load has added members meanwhile lacks these, so it is not left.
        """
        if self.context.kept is None:
            return
        for dimension, told in self._stamps.items():
            stamp = self._stamp(dimension) if dimension in self._added else told
            if stamp is not None and self.context.kept.of(dimension.table.fullname, stamp) is None:
                self.context.to_keep[dimension.table.fullname] = stamp, self.context.bench.give(self.maps[dimension])

    def _stamp(self, dimension: DimensionSpec) -> str | None:
        return stamp_of(self.context.connection, self.context.tables, dimension.table.fullname)


def kept_map(context: Context, dimension: DimensionSpec) -> pa.Table | None:
    """Return the key map of a dimension that an earlier load of the process has left, if it still holds."""
    if context.kept is None:
        return None
    target = dimension.table.fullname
    return context.kept.of(target, stamp_of(context.connection, context.tables, target))
