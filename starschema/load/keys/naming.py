"""How the rows of a fact name the members of its roles: by a natural key as it stands, or by what one is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    and_,
    literal,
    literal_column,
    select,
)

from starschema.errors import SourceError
from starschema.load.arrivals import set_aside
from starschema.load.casting.cast import Field
from starschema.load.keys.groups import group_columns, made_groups
from starschema.load.stage import Rejects, Stage, field_for
from starschema.load.workbench import Workbench
from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import RoleSpec
from starschema.model.systems import KEY_CHARACTERS
from starschema.sql.combination import combined_members
from starschema.sql.compare import Query, union
from starschema.sql.made_keys import beyond_days, local_key, local_time, made_key, made_values, unknown_zone


@dataclass(frozen=True)
class Naming:
    """The stage's columns for one role.

    Args:
        role: The role.
        key: The natural key of the member.
        read: What the data brings for it: the natural key itself, or what it is made from.
        zone: The zone in which the day or time of day is meant, where the data names it.
    """

    role: RoleSpec
    key: tuple[str, ...]
    read: tuple[str, ...]
    zone: str | None = None

    @property
    def zoned(self) -> bool:
        """Whether an instant is read, of which the local day or time of day is meant."""
        return self.role.zone is not None or self.zone is not None

    @property
    def made(self) -> bool:
        """Whether the key is made from what is read."""
        return self.key != self.read


def namings(roles: Sequence[RoleSpec]) -> dict[str, Naming]:
    """Return the stage's columns for the roles of one table, by the role's name."""
    found = {}
    for number, role in enumerate(roles):
        dimension, name = role.found_in, f"_role_{number}"
        grouping = dimension.grouping
        read = tuple(f"{name}_{i}" for i in range(len(dimension.named_by if grouping is None else role.reads)))
        zoned = role.zone is not None or role.zone_from is not None
        made = zoned or grouping is not None or dimension.combined or dimension.clock is not None
        zone = None if role.zone_from is None else f"{name}_zone"
        key = (name,) if made else read
        found[role.name] = Naming(role, key, read if role.system is None else (f"{name}_key",), zone)
    return found


def fields_of(naming: Naming, owner: str, *, optional: bool) -> list[tuple[Field, Column[Any]]]:
    """Return what the stage takes for a role, with the column that gives the type.

    Args:
        naming: The role's columns.
        owner: Name of the class that refers, for messages.
        optional: Whether the data may lack the columns.
    """
    role, label = naming.role, f"{owner}.{naming.role.name}"
    if role.system is not None:
        own: Column[Any] = Column(naming.read[0], String(KEY_CHARACTERS))
        return [(field_for(own, label, source=role.source[0], optional=optional), own)]
    if naming.zoned:
        instant: Column[Any] = Column(naming.read[0], DateTime)
        found = [(field_for(instant, label, source=role.source[0], optional=optional), instant)]
        if naming.zone is not None:
            zone: Column[Any] = Column(naming.zone, String)
            found.append((field_for(zone, label, source=role.zone_from, optional=optional), zone))
        return found
    if role.found_in.grouping is not None:
        return [
            (field_for(column, label, source=source, optional=optional, separator=role.separator), column)
            for source, column in zip(role.reads, group_columns(naming), strict=True)
        ]
    options = {
        "optional": optional or bool(role.found_in.combined and not role.column.primary_key),
        "of_moment": role.found_in.clock is not None,
    }
    return [
        (field_for(column, label, source=source, name=name, **options), column)
        for name, source, column in zip(naming.read, role.source, role.found_in.named_by, strict=True)
    ]


def named(bench: Workbench, staged: Stage, found: Mapping[str, Naming], owner: str, rejects: Rejects) -> Stage:
    """Return the stage with the natural key of every role whose columns the data has.

    Args:
        bench: The load's workbench.
        staged: The input.
        found: The columns of every role.
        owner: Name of the class that refers, for messages.
        rejects: Takes the rows whose zone is unknown, or whose key in a system.

    Raises:
        SourceError: The data has some of a role's columns, but not all.
    """
    rows = staged.table
    joined: FromClause = rows
    made: list[Any] = []
    for naming in found.values():
        if not naming.made or not is_given(naming, rows, owner):
            continue
        if naming.role.system is not None:
            known = _known_keys(bench, naming, rows, owner, rejects)
            joined = joined.outerjoin(known, known.c["system_key"] == rows.c[naming.read[0]])
            keys = naming.role.dimension.natural_key
            made += [known.c[c.name].label(name) for c, name in zip(keys, naming.key, strict=True)]
            continue
        if naming.zoned:
            key = _local(bench, rows, naming, rejects)
        elif naming.role.found_in.grouping is not None:
            groups = made_groups(bench, naming, rows, owner, rejects)
            joined = joined.outerjoin(groups, groups.c["_row"] == rows.c["_row"])
            key = groups.c["_key"]
        else:
            (key,) = made_key(naming.role.found_in, [rows.c[name] for name in naming.read])
        made.append(key.label(naming.key[0]))
    if not made:
        return staged
    return replace(
        staged,
        table=bench.keep("stage", select(*rows.c, *made).select_from(joined)),
        names=staged.names | {key.name for key in made},
    )


def _known_keys(bench: Workbench, naming: Naming, rows: FromClause, owner: str, rejects: Rejects) -> FromClause:
    """Bring whose the keys of a system are that the rows name; set aside the rows of keys that nobody knows."""
    role, key = naming.role, rows.c[naming.read[0]]
    crosswalk = bookkeeping(role.dimension.table.metadata).systems(role.dimension).crosswalk
    own = crosswalk.c.system_key
    sent = bench.send(crosswalk, [own], select(key.label(own.name)).where(key.is_not(None)).distinct())
    columns = [own, *(crosswalk.c[c.name] for c in role.dimension.natural_key)]
    query = (
        select(*columns).join_from(crosswalk, sent, own == sent.c[own.name]).where(crosswalk.c.system == role.system)
    )
    known = bench.fetch(f"{naming.read[0]}_known", query, columns)
    if role.missing != "unknown":
        is_known = select(literal(1)).where(known.c[own.name] == key).exists()
        reason = (
            f"no {role.dimension.cls.__name__} is known for this key of {role.system!r}, which {owner}.{role.name} "
            "refers to; load first what that system tells of them"
        )
        rejects.add(set_aside(bench, rows, and_(key.is_not(None), ~is_known), role.source[0], key, reason))
    return known


def is_given(naming: Naming, rows: FromClause, owner: str) -> bool:
    """Return whether the data has the columns of a role.

    Args:
        naming: The role's columns.
        rows: The stage.
        owner: Name of the class that refers, for messages.

    Raises:
        SourceError: It has some of them.
    """
    role = naming.role
    wanted = dict(zip(role.reads, naming.read, strict=True))
    if naming.zone is not None:
        wanted[str(role.zone_from)] = naming.zone
    lacking = [source for source, name in wanted.items() if name not in rows.c]
    if lacking and len(lacking) < len(wanted):
        raise SourceError(
            f"{owner}: the data lacks {', '.join(map(repr, lacking))} for {owner}.{role.name}, though it has "
            f"{', '.join(repr(source) for source in wanted if source not in lacking)}; "
            "give NULL for what is not known, or leave all of them out"
        )
    return not lacking


def _local(bench: Workbench, rows: FromClause, naming: Naming, rejects: Rejects) -> ColumnElement[Any]:
    """Return the day or time of day that it was in the role's zone; set rows aside for which there is none."""
    role = naming.role
    instant = rows.c[naming.read[0]]
    if naming.zone is None:
        assert role.zone is not None
        zone: ColumnElement[Any] = literal(role.zone)
        zones = [role.zone]
    else:
        zone = rows.c[naming.zone]
        reason = "is no time zone; use an IANA name such as Europe/Berlin"
        rejects.add(set_aside(bench, rows, is_no_zone(bench, zone), role.zone_from, zone, reason))
        zones = [name for (name,) in bench.rows(select(zone).where(zone.is_not(None)).distinct())]
    local = local_time(instant, zone, zones)
    reason = "the day that it was in the zone is outside the years 1 to 9999; correct it"
    rejects.add(set_aside(bench, rows, beyond_days(instant, local), role.source[0], instant, reason))
    key = local_key(role.dimension, local)
    judged = bench.backend.unholdable(role.dimension.natural_key[0], '"_local"')
    if judged is not None:
        bad, reason = judged
        shown = select(rows.c["_row"], key.label("_local")).subquery("shown")
        refused = rows.c["_row"].in_(select(shown.c["_row"]).where(literal_column(bad, Boolean)))
        reason = f"the day that it was in the zone is none that can be kept: {reason}"
        rejects.add(set_aside(bench, rows, refused, role.source[0], instant, reason))
    return key


def is_no_zone(bench: Workbench, zone: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a column of a working table names no zone."""
    import pyarrow as pa

    names = bench.empty("zone_names", [Column("name", String)])
    bench.append("zone_names", [pa.record_batch({"name": pa.array(sorted(available_timezones()), pa.string())})])
    return unknown_zone(zone, names)


def told_members(bench: Workbench, rows: FromClause, lacking: FromClause, naming: Sequence[Naming]) -> FromClause:
    """Return members that are lacking with what the rows tell of them: of a combination, its attributes.

    Args:
        bench: The load's workbench.
        rows: The stage.
        lacking: The members' natural keys.
        naming: The roles in which the rows may name them, all to one dimension.
    """
    dimension = naming[0].role.found_in
    if not dimension.combined:
        return lacking
    every = told_combinations(rows, naming).subquery()
    return bench.keep("told_members", combined_members(lacking, every, [c.name for c in dimension.combined]))


def told_combinations(rows: FromClause, naming: Sequence[Naming]) -> Query:
    """Select the key and the attributes of the combination that each row names in each of some roles.

    Args:
        rows: The rows.
        naming: The roles, all to one dimension.
    """
    dimension = naming[0].role.found_in
    key = dimension.natural_key[0].name
    told = []
    for n in naming:
        values = made_values(dimension, [rows.c[name] for name in n.read])
        named = (value.label(c.name) for value, c in zip(values, dimension.combined, strict=True))
        told.append(select(rows.c[n.key[0]].label(key), *named))
    return union(*told)
