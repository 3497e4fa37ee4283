"""The keys that rows take for the members they refer to: looked up, new members inferred, unknown ones refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Column, FromClause, and_, literal, select

from starschema.errors import LoadError
from starschema.load.arrivals import set_aside
from starschema.load.casting.cast import Field
from starschema.load.keys.groups import add_members, infer_named
from starschema.load.keys.members import fetch_versions, infer
from starschema.load.keys.naming import Naming, fields_of, named, namings, told_members
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage
from starschema.load.workbench import Workbench
from starschema.model.spec import DimensionSpec, RoleSpec
from starschema.sql import lookup, referring
from starschema.sql.compare import Query

Maps = dict[DimensionSpec, FromClause]
"""The key map of each dimension that is referred to, on the workbench."""


class References:
    """The references of one table to dimensions.

    Args:
        owner: Name of its class, for messages.
        roles: The references.
        optional: The names of those whose columns the data may lack.
        unread: The names of those whose columns are not read at all.
    """

    def __init__(
        self, owner: str, roles: Sequence[RoleSpec], *, optional: Collection[str] = (), unread: Collection[str] = ()
    ) -> None:
        self.owner = owner
        self.roles = roles
        self.optional = optional
        self.unread = unread
        self.namings = namings(roles)
        self._stage: FromClause | None = None

    def fields(self) -> list[tuple[Field, Column[Any]]]:
        """Return what the stage takes for the references, with the columns that give the types."""
        found = []
        for role in self.roles:
            if role.name not in self.unread:
                found += fields_of(self.namings[role.name], self.owner, optional=role.name in self.optional)
        return found

    def named(self, bench: Workbench, staged: Stage, rejects: Rejects) -> Stage:
        """Return the stage with the natural keys that the rows name.

        Raises:
            SourceError: The data has some of a role's columns, but not all.
        """
        found = named(bench, staged, self.namings, self.owner, rejects)
        self._stage = found.table
        return found

    def given(self, rows: FromClause) -> list[RoleSpec]:
        """Return the references whose natural keys the rows have."""
        return [role for role in self.roles if all(name in rows.c for name in self.namings[role.name].key)]

    def most_named(self, rows: int) -> dict[DimensionSpec, int]:
        """Return how many members of each dimension so many rows can name."""
        return {found: rows * count for found, count in Counter(role.found_in for role in self.roles).items()}

    def key_maps(self, context: Context, rows: FromClause, rejects: Rejects) -> tuple[Maps, int]:
        """Bring the key map of every dimension that the rows name, new members inferred; return how many of these.

        Args:
            context: The load.
            rows: The natural keys to look up: the stage that `named` gave, or what was pooled with it.
            rejects: Takes the rows that name members that must not be inferred.
        """
        bench = context.bench
        inferred = 0
        maps: Maps = {}
        for number, (dimension, roles) in enumerate(self.by_dimension(rows)):
            name = f"map_{number}"
            if coded := [self.namings[role.name] for role in self._to_groups_of(dimension, rows)]:
                inferred += infer_named(context, dimension, rows, coded, name)
            if not roles:
                continue
            wanted = bench.keep(f"{name}_wanted", self.wanted(dimension, rows, roles))
            bring = partial(
                fetch_versions, bench, context.tables, dimension, wanted, f"{name}_versions", context.lookups
            )
            versions = bring()
            more, lacking = self.complete(context, dimension, rows, wanted, versions, name, rejects)
            if lacking is not None:
                inferred += more
                versions = bring()
            maps[dimension] = bench.keep(name, lookup.key_map(dimension, versions))
        return maps, inferred

    def by_dimension(self, rows: FromClause) -> list[tuple[DimensionSpec, list[RoleSpec]]]:
        """Return the dimensions that the rows name, each with its roles, in the order in which all loads go by them.

        In one order for all, none waits in a circle for its turn to add members. Groups come after their members, of
        which those are there without a role that rows name in groups only.
        """
        given = self.given(rows)
        found = {role.found_in for role in given}
        found |= {each.grouping.member.dimension for each in found if each.grouping is not None}
        dimensions = sorted(found, key=lambda d: (d.grouping is not None, d.table.fullname))
        return [(each, [role for role in given if role.found_in is each]) for each in dimensions]

    def complete(
        self,
        context: Context,
        dimension: DimensionSpec,
        rows: FromClause,
        wanted: FromClause,
        known: FromClause,
        name: str,
        rejects: Rejects,
    ) -> tuple[int, FromClause | None]:
        """Deal with members that no version is known of: set the rows aside that name them, or infer them.

        Args:
            context: The load.
            dimension: Whose members they are.
            rows: The rows that name members.
            wanted: The natural keys that they name.
            known: The versions known so far, or their key map.
            name: What the names of working tables begin with.
            rejects: Takes the rows set aside.

        Returns:
            How many were inferred, and the natural keys that were lacking and are now there, or None.
        """
        bench = context.bench
        roles = [role for role in self.given(rows) if role.found_in is dimension]
        unknown = bench.keep(f"{name}_unknown", lookup.unknown_members(dimension, wanted, known))
        if not bench.count(unknown):
            return 0, None
        self._reject_unknown(bench, rows, unknown, roles, rejects)
        inferring = [role for role in roles if role.missing == "infer"]
        if not inferring:
            return 0, None
        mine = bench.keep(f"{name}_mine", self.wanted(dimension, rows, inferring))
        lacking = bench.keep(f"{name}_lacking", lookup.unknown_members(dimension, mine, known))
        if not bench.count(lacking):
            return 0, None
        told = told_members(bench, self._told_by(rows), lacking, [self.namings[role.name] for role in inferring])
        count = infer(context, dimension, told, name)
        if dimension.grouping is not None:
            add_members(context, dimension, lacking, [self.namings[role.name] for role in inferring], name)
        return count, lacking

    def _to_groups_of(self, dimension: DimensionSpec, rows: FromClause) -> list[RoleSpec]:
        """Return the roles in which rows that were read name members of a dimension in groups."""
        if self._stage is None:
            return []
        to_groups = [(role, role.found_in.grouping) for role in self.given(rows)]
        return [role for role, each in to_groups if each is not None and each.member.dimension is dimension]

    def _told_by(self, rows: FromClause) -> FromClause:
        """Return the rows that tell what their members are made of: what is on record names members that are there."""
        return rows if self._stage is None else self._stage

    def wanted(self, dimension: DimensionSpec, rows: FromClause, roles: Sequence[RoleSpec]) -> Query:
        """Select the natural keys that the rows name in some of the roles."""
        return lookup.wanted_members(dimension, rows, [self.namings[role.name].key for role in roles])

    def _reject_unknown(
        self, bench: Workbench, rows: FromClause, unknown: FromClause, roles: Sequence[RoleSpec], rejects: Rejects
    ) -> None:
        for role in roles:
            if role.missing != "reject":
                continue
            naming: Naming = self.namings[role.name]
            keys = [c.name for c in role.found_in.natural_key]
            lacking = (
                select(literal(1))
                .where(and_(*(rows.c[n] == unknown.c[k] for n, k in zip(naming.key, keys, strict=True))))
                .exists()
            )
            reason = (
                f"names a {role.dimension.cls.__name__} that does not exist, and {self.owner}.{role.name} says "
                "missing='reject'; load the dimension first"
            )
            rejects.add(set_aside(bench, rows, lacking, ", ".join(role.source), rows.c[naming.read[0]], reason))

    def joined(
        self, staged: FromClause, maps: Mapping[DimensionSpec, FromClause]
    ) -> tuple[FromClause, list[referring.Part]]:
        """Join the stage with a key map for each reference; return that, and how each takes part in it."""
        sources = {role.name: self.namings[role.name].key for role in self.roles}
        return referring.joined(staged, self.roles, sources, maps)

    def check(self, bench: Workbench, maps: Mapping[DimensionSpec, FromClause]) -> None:
        """Check that every row finds one version at most for each reference, else the join would multiply it.

        Raises:
            LoadError: One finds more, so versions on record overlap.
        """
        for dimension, keys in maps.items():
            if found := bench.rows(lookup.versions_of_one_time(dimension, keys)):
                raise LoadError(lookup.tell_of_one_time(self.owner, dimension, found[0]))
