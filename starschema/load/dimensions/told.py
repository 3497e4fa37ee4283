"""What several systems told of a dimension's members: on record, and how it is kept.

It is all kept, since a member's history is a function of it. A load that is newer than all of it needs no more than the
newest statement of each kind: what a voice says now.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, FromClause, and_, cast, func, null, select

from starschema.load.workbench import Workbench
from starschema.model.spec import DimensionSpec
from starschema.model.systems import SystemTables
from starschema.sql.compare import Query, equal

WORKING = {
    "_system": "system",
    "_key": "system_key",
    "_time": "told_at",
    "_sequence": "told_sequence",
    "_deleted": "is_deletion",
    "_given": "given_attributes",
    "_load": "load_id",
}
"""The names of the table's own columns on the workbench."""

KIND = ("given_attributes", "is_deletion")
"""What tells kinds of statements apart: the newest of each kind is all that a voice says now."""


def told_on_record(
    bench: Workbench, spec: DimensionSpec, tables: SystemTables, members: FromClause, name: str, *, newest: bool = False
) -> FromClause:
    """Bring what systems have told of some members so far, under the names of working columns.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        tables: Its tables of systems.
        members: Whose.
        name: Of the working table.
        newest: Whether those of the newest time of each voice will do, of those with the same attributes and of
            deletions.
    """
    table, names = tables.told, [c.name for c in spec.natural_key]
    sent = bench.send(table, [table.c[n] for n in names], select(*(members.c[n] for n in names)))
    query = select(*table.c).join_from(table, sent, equal(table, sent, names))
    if newest:
        voice = [*(table.c[n] for n in names), *(table.c[n] for n in ("system", "system_key", *KIND))]
        last = (
            select(*voice, func.max(table.c.told_at).label("told_at"))
            .join_from(table, sent, equal(table, sent, names))
            .group_by(*voice)
            .subquery()
        )
        query = select(*table.c).join_from(table, last, equal(table, last, [*(c.name for c in voice), "told_at"]))
    rows = bench.fetch(f"{name}_rows", query, list(table.columns))
    return bench.keep(name, statements(spec, rows, members))


def all_told(bench: Workbench, spec: DimensionSpec, tables: SystemTables, members: FromClause, name: str) -> FromClause:
    """Bring what systems have told of all members, under the names of working columns."""
    rows = bench.fetch(f"{name}_rows", select(*tables.told.c), list(tables.told.columns))
    return bench.keep(name, statements(spec, rows, members))


def statements(spec: DimensionSpec, rows: FromClause, members: FromClause) -> Query:
    """Select rows of what systems told under the names of working columns."""
    return select(
        members.c["_member"],
        *(rows.c[own].label(working) for working, own in WORKING.items()),
        *(rows.c[a.name] for a in spec.attributes),
    ).join_from(rows, members, and_(*(rows.c[c.name] == members.c[c.name] for c in spec.natural_key)))


def record(bench: Workbench, spec: DimensionSpec, tables: SystemTables, news: FromClause, members: FromClause) -> None:
    """Write what a system tells."""
    own = {column: news.c[working] for working, column in WORKING.items()}
    named = {c.name: members.c[c.name] for c in spec.natural_key}
    columns = list(tables.told.columns)
    every = {**dict(news.c.items()), **own, **named}
    rows = select(*(every[c.name].label(c.name) for c in columns))
    bench.write(tables.told, rows.join_from(news, members, equal(news, members, ["_member"])), columns)


def without_rows(told: FromClause) -> Query:
    """Select statements as those of a load, of which no row of its data stands for any."""
    return select(*told.c, cast(null(), BigInteger).label("_row"))


def newest_times(told: FromClause) -> Query:
    """Select `_member` and `_newest`, when a system spoke of it last."""
    return select(told.c["_member"], func.max(told.c["_time"]).label("_newest")).group_by(told.c["_member"])
