"""Rows that refer to members: joined with the key maps of these, a key taken from each, on the workbench or in place.

`INSERT … SELECT` of rows that are in the warehouse already moves none of them; it is what an engine that spreads its
tables over many machines wants. The members that they name must be there, which `infer_members` sees to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Insert,
    and_,
    case,
    cast,
    insert,
    literal,
    null,
    select,
)

from starschema.errors import StarSchemaError
from starschema.model.spec import UNKNOWN_KEY, DimensionSpec, FactSpec, RoleSpec
from starschema.model.special import special_members
from starschema.sql import lookup
from starschema.sql.compare import Query
from starschema.sql.constants import Nothing

Sources = Mapping[str, Sequence[str]]
"""The columns of the natural key that a row names in a role, by the role's name."""


@dataclass(frozen=True)
class Part:
    """One role in the join of rows with the key maps.

    Args:
        role: The role.
        keys: The key map as the role looks into it, or None where the rows lack the role's columns.
        source: The rows' columns of the natural key.
        time: The event's time, or None.
    """

    role: RoleSpec
    keys: FromClause | None
    source: Sequence[ColumnElement[Any]]
    time: ColumnElement[Any] | None

    def key(self, column: str = "_key", *, gaps: bool = False) -> ColumnElement[int]:
        """Return the surrogate key (or `_durable` key) that the row takes.

        Args:
            column: Which of the two.
            gaps: Whether it is NULL for a member that is not in the key map, unless the role says that this is nobody.
        """
        if self.keys is None:
            return lookup.absent_key(self.role)
        gaps = gaps and self.role.missing != "unknown"
        return lookup.role_key(self.role, self.keys, self.source, self.time, column, gaps=gaps)


def joined(
    rows: FromClause, roles: Sequence[RoleSpec], sources: Sources, maps: Mapping[DimensionSpec, FromClause]
) -> tuple[FromClause, list[Part]]:
    """Join rows with a key map for each role; return that, and how each takes part in it.

    Args:
        rows: The rows that refer.
        roles: The references.
        sources: Their columns; a role whose columns the rows lack refers to nobody.
        maps: The key map of each dimension that is named.
    """
    found: FromClause = rows
    parts = []
    for role in roles:
        if not all(name in rows.c for name in sources[role.name]):
            parts.append(Part(role, None, (), None))
            continue
        keys = lookup.role_map(maps[role.found_in], role)
        source = [rows.c[name] for name in sources[role.name]]
        time = rows.c[role.as_of] if role.as_of is not None and role.as_of in rows.c else None
        names = [c.name for c in role.found_in.natural_key]
        same = and_(*(s == keys.c[n] for s, n in zip(source, names, strict=True)))
        found = found.outerjoin(keys, and_(same, lookup.answers(keys, time)))
        parts.append(Part(role, keys, source, time))
    return found, parts


def fact_rows(
    fact: FactSpec,
    own: Sequence[Column[Any]],
    rows: FromClause,
    sources: Sources,
    maps: Mapping[DimensionSpec, FromClause],
    load_id: int,
    *,
    gaps: bool = False,
) -> Query:
    """Select the finished rows of a fact, as its table takes them.

    Args:
        fact: The fact.
        own: The columns that rows bring as they are; what they lack is NULL.
        rows: The rows.
        sources: The columns of each role's natural key.
        maps: The key map of each dimension that they name.
        load_id: The load's number.
        gaps: Whether a key is NULL for a member that is not in the map, and ought to be.
    """
    found, parts = joined(rows, fact.roles, sources, maps)
    columns: list[ColumnElement[Any]] = [
        (rows.c[c.name] if c.name in rows.c else Nothing(c.type)).label(c.name) for c in own
    ]
    for part in parts:
        key = part.key(gaps=gaps)
        columns.append(_of_its_kind(fact, rows, part.role, key).label(part.role.column.name))
    for part in parts:
        if (durable := part.role.durable) is not None:
            columns.append(_of_its_kind(fact, rows, part.role, part.key("_durable")).label(durable.name))
    columns.append(cast(literal(load_id), BigInteger).label(fact.load_id.name))
    return select(*columns).select_from(found)


def _of_its_kind(fact: FactSpec, rows: FromClause, role: RoleSpec, key: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the key that a row takes in a role, which none does that is not of the kind that has the role."""
    kind = fact.kind_having(role.column)
    if fact.family is None or kind is None:
        return key
    nobody = cast(null(), BigInteger)
    by = fact.family.by
    return case((rows.c[by] == kind, key), else_=nobody) if by in rows.c else nobody


def insert_facts(fact: FactSpec, rows: FromClause, load_id: int, sources: Sources | None = None) -> Insert:
    """Return what appends rows in the warehouse to the fact's table, each with the keys of its time.

    Args:
        fact: The fact.
        rows: The rows: what the fact keeps of them, and the natural keys.
        load_id: The load's number.
        sources: The columns of the natural keys of roles, where they are not those that data has.

    Raises:
        StarSchemaError: A natural key has to be made first, or a measure computed.
    """
    if fact.family is not None:
        raise StarSchemaError(f"{fact.cls.__name__} has subtypes, whose rows go to several tables; use Warehouse.load")
    if fact.conversions or any(measure.generated for measure in fact.measures):
        raise StarSchemaError(f"{fact.cls.__name__} has measures that loads compute; load it by Warehouse.load")
    named = _named(fact, rows, sources)
    maps = {role.found_in: map_in_place(role.found_in) for role in fact.roles}
    own = [*fact.degenerates, *(measure.column for measure in fact.measures)]
    query = fact_rows(fact, own, rows, named, maps, load_id)
    # Else what an outer join does not find there is zero.
    query = query.suffix_with("SETTINGS join_use_nulls = 1", dialect="clickhousedb")
    return insert(fact.table).from_select(list(query.selected_columns.keys()), query, include_defaults=False)


def infer_members(
    fact: FactSpec,
    dimension: DimensionSpec,
    rows: FromClause,
    last_key: int,
    load_id: int,
    sources: Sources | None = None,
) -> Insert:
    """Return what adds the members of a dimension that only rows in the warehouse name, with the keys that come next.

    Args:
        fact: The fact whose rows they are.
        dimension: The dimension. Hash keys are made where its natural key is of whole numbers and texts; that no two
            are the same, nothing looks.
        rows: The rows.
        last_key: The highest key given so far; of hash keys, the highest `creation_number`.
        load_id: The load's number.
        sources: See `insert_facts`.

    Raises:
        StarSchemaError: A natural key or a surrogate key has to be made first.
    """
    if dimension.computed or dimension.grouping is not None:
        raise StarSchemaError(f"the keys of {dimension.cls.__name__} are made by loads; load it by Warehouse.load")
    named = _named(fact, rows, sources)
    roles = [role for role in fact.roles if role.found_in is dimension and role.missing == "infer"]
    wanted = lookup.wanted_members(dimension, rows, [named[role.name] for role in roles]).subquery("wanted")
    unknown = lookup.unknown_members(dimension, wanted, dimension.table).subquery("unknown_members")
    placeholder = next(row for row in special_members(dimension) if row[dimension.key.name] == UNKNOWN_KEY)
    inferred = lookup.inferred_members(dimension, unknown, last_key, placeholder, in_place=True)
    query = inferred.add_columns(cast(literal(load_id), BigInteger).label(dimension.load_id.name))
    return insert(dimension.table).from_select(list(query.selected_columns.keys()), query, include_defaults=False)


def _named(fact: FactSpec, rows: FromClause, sources: Sources | None) -> Sources:
    named = {role.name: (sources or {}).get(role.name, role.source) for role in fact.roles}
    for role in fact.roles:
        dimension = role.found_in
        made = dimension.combined or dimension.clock is not None or role.system is not None
        made = made or dimension.grouping is not None or role.zone is not None or role.zone_from is not None
        if dimension.calendar is not None:
            made = made or not all(isinstance(rows.c[n].type, Date) for n in named[role.name] if n in rows.c)
        if made and role.name not in (sources or {}):
            raise StarSchemaError(
                f"{fact.cls.__name__}.{role.name}: the natural key is made from what data brings, so the rows must "
                "have it already; give sources= its columns"
            )
    return named


def map_in_place(dimension: DimensionSpec) -> FromClause:
    """Return the key map of a dimension, made where its versions are."""
    versions = select(*lookup.key_map_columns(dimension)).where(dimension.key > 0).subquery()
    return lookup.key_map(dimension, versions).subquery()
