"""Keys that are made from what rows bring, where the warehouse reads these: of combinations, times of day, local days.

They are the workbench's own, in the warehouse's words. Wherever it might come to others, its rows come to the
workbench: where databases write a value in different ways, or programs know different things of a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, String, literal, or_, select

from starschema.load.keys.naming import Naming, is_given, is_no_zone
from starschema.load.run import Context
from starschema.load.stage import Stage
from starschema.load.there import BAD, NotThere
from starschema.sql.canonical import is_written_alike
from starschema.sql.made_keys import FEW_ZONES, beyond_agreement, local_key, local_time, made_key


def is_made_there(naming: Naming) -> bool:
    """Return whether the warehouse can make the key of a role."""
    dimension = naming.role.found_in
    if naming.role.system is not None or dimension.grouping is not None:
        return False
    return all(is_written_alike(column) for column in dimension.combined)


def named_there(context: Context, staged: Stage, found: Mapping[str, Naming], owner: str) -> Stage:
    """Return rows that the warehouse reads with the natural key of every role whose columns they have.

    Args:
        context: The load.
        staged: The rows.
        found: The columns of every role.
        owner: Name of the class that refers, for messages.

    Raises:
        NotThere: A row names no time zone, or they name very many.
        SourceError: The data has some of a role's columns, but not all.
    """
    rows = staged.table
    made = []
    faults: list[ColumnElement[bool]] = [rows.c[BAD]]
    for naming in found.values():
        if not naming.made or not is_given(naming, rows, owner):
            continue
        if naming.zoned:
            instant = rows.c[naming.read[0]]
            faults.append(beyond_agreement(instant))
            key = local_key(naming.role.dimension, local_time(instant, *_zones(context, staged, naming)))
        else:
            (key,) = made_key(naming.role.found_in, [rows.c[name] for name in naming.read])
        made.append(key.label(naming.key[0]))
    if not made:
        return staged
    query = select(*(c for c in rows.c if c.name != BAD), *made, or_(*faults).label(BAD))
    return replace(staged, table=query.subquery("rows_named"), names=staged.names | {key.name for key in made})


def _zones(context: Context, staged: Stage, naming: Naming) -> tuple[ColumnElement[str], list[str]]:
    """Return the zone of a row, and all zones that it can be."""
    if naming.zone is None:
        assert naming.role.zone is not None
        return literal(naming.role.zone), [naming.role.zone]
    zone, bench = staged.table.c[naming.zone], context.bench
    asked = select(zone.label("zone")).where(zone.is_not(None)).distinct().limit(FEW_ZONES + 1)
    zones = bench.fetch("zones_there", asked, [Column("zone", String)])
    if bench.count(zones) > FEW_ZONES:
        raise NotThere(f"rows name more than {FEW_ZONES} time zones")
    if bench.rows(select(zones.c["zone"]).where(is_no_zone(bench, zones.c["zone"])).limit(1)):
        raise NotThere("a row names no time zone")
    return zone, [name for (name,) in bench.rows(select(zones.c["zone"]).order_by(zones.c["zone"]))]
