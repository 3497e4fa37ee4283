"""Facts follow: when versions move, facts already loaded are pointed to the version of their time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Table,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from starschema.load.dimensions.merge import Merge
from starschema.load.newest import newest_times
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec, FactSpec, RoleSpec
from starschema.model.storage import timestamp
from starschema.sql import match
from starschema.sql.compare import union
from starschema.sql.moment import moment


def still_named(context: Context, catalog: Catalog, spec: DimensionSpec, merged: Merge) -> FromClause | None:
    """Return the `_member` of those that would lose every version though facts refer to them, or None.

    What began and ended at one time leaves no version, so a later load can take away all that a member had.
    """
    bench = context.bench
    if not bench.count(merged.gone):
        return None
    # A bridge knows a member by the one key of all its versions.
    keys = [(fact.table.c[role.column.name], spec.key) for fact, role in catalog.roles_to(spec)]
    keys += [(bridge.table.c[side.column.name], spec.member_key) for bridge, side in catalog.bridges_of(spec)]
    left = select(literal(1)).where(merged.keyed.c["_member"] == merged.gone.c["_member"]).exists()
    gone = merged.gone.c
    told = (gone["_member"], gone[spec.key.name].label("_key"), gone[spec.member_key.name].label("_lasting"))
    lost = bench.keep("lost", select(*told).where(~left))
    if not keys or not bench.count(lost):
        return None
    shape = Table("starschema_lost", MetaData(), Column("_key", BigInteger), Column("_lasting", BigInteger))
    sent = bench.send_new(shape, select(lost.c["_key"], lost.c["_lasting"]))
    uses = [
        select(sent.c["_key"]).where(
            select(literal(1)).where(column == sent.c["_key" if known is spec.key else "_lasting"]).exists()
        )
        for column, known in keys
    ]
    used = bench.fetch("still_used", union(*uses), [shape.c["_key"]])
    members = select(lost.c["_member"]).where(lost.c["_key"].in_(select(used.c["_key"]))).distinct()
    named = bench.keep("still_named", members)
    return named if bench.count(named) else None


def _concerned(context: Context, fact: FactSpec, role: RoleSpec, start: datetime | None, vanish: bool) -> bool:
    """Return whether facts can be in a role whose key moves."""
    if role.as_of is None:
        return vanish
    newest = newest_times(context.connection, context.tables, fact.table).get(role.as_of)
    return newest is not None and (start is None or newest >= start)


def moves_of(
    context: Context, catalog: Catalog, spec: DimensionSpec, merged: Merge, versions: FromClause, *, repoint: bool
) -> FromClause | None:
    """Return which facts are to follow a merge, for `follow`, or None; without `repoint`, to other keys only."""
    if not spec.versioned or not (repoint or spec.creation is not None):
        return None
    if not catalog.roles_to(spec) or not context.bench.count(versions):
        return None
    query = match.repointing(spec, merged.keyed, versions) if repoint else match.renaming(merged.keyed)
    return context.bench.keep("moves", query)


Moved = dict[tuple[str, str], int]
"""How many keys moved, by class of the fact and name of the role."""


def has_facts_since(context: Context, catalog: Catalog, spec: DimensionSpec, start: datetime) -> bool:
    """Return whether a fact can have been about a version that starts then."""
    return any(_concerned(context, fact, role, start, vanish=False) for fact, role in catalog.roles_to(spec))


def moving_roles(
    context: Context, catalog: Catalog, spec: DimensionSpec, moves: FromClause, gone: FromClause | None
) -> list[tuple[FactSpec, RoleSpec]]:
    """Return the roles in which facts can be among those that follow; see `follow`."""
    roles, bench = catalog.roles_to(spec), context.bench
    if not roles or not bench.count(moves):
        return []
    # From when on something moves; None if it moves from the beginning of time.
    start, whole = bench.rows(select(func.min(moves.c["_from"]), func.count() - func.count(moves.c["_from"])))[0]
    vanish = gone is not None and bench.count(gone) > 0
    return [(fact, role) for fact, role in roles if _concerned(context, fact, role, None if whole else start, vanish)]


def follow(
    context: Context, catalog: Catalog, spec: DimensionSpec, moves: FromClause, gone: FromClause | None
) -> Moved:
    """Point the facts of every role that `spec` plays to the versions of their times; return how many keys moved.

    A role without an event time keeps the key it was given, unless that version is no more.

    Args:
        context: The load's surroundings.
        catalog: The model, to find the facts.
        spec: The dimension.
        moves: `_old_key`, `_new_key`, and the times `_from` and `_to` between which it is the new one's; `_first` marks
            the row for facts that are not told apart by time.
        gone: The versions that are no more, or None.
    """
    bench, roles = context.bench, moving_roles(context, catalog, spec, moves, gone)
    if not roles:
        return {}
    vanish = gone is not None and bench.count(gone) > 0
    columns: list[Column[object]] = [
        Column("_old_key", BigInteger),
        Column("_new_key", BigInteger),
        Column("_from", timestamp()),
        Column("_to", timestamp()),
        Column("_first", Boolean),
    ]
    shape = Table("starschema_moves", MetaData(), *columns)
    sent = bench.send_new(shape, select(*(moves.c[c.name] for c in columns)))
    vanished = None
    if vanish and gone is not None:
        shape = Table("starschema_gone", MetaData(), Column("_key", BigInteger))
        vanished = bench.send_new(shape, select(gone.c[spec.key.name].label("_key")))
    moved: Moved = {}
    for fact, role in roles:
        table = fact.holder(role.column)
        key = table.c[role.column.name]
        untimed: ColumnElement[bool] = false()
        if vanished is not None:
            untimed = and_(key.in_(select(vanished.c["_key"])), sent.c["_first"])
        where = [key == sent.c["_old_key"]]
        if role.as_of is None:
            where.append(untimed)
        else:
            held = fact.holder(fact.table.c[role.as_of])
            if held is not table:  # the time is in the supertype's table, the key in that of one kind
                where += [held.c[c.name] == table.c[c.name] for c in fact.grain]
            time = moment(held.c[role.as_of])
            within = and_(
                or_(sent.c["_from"].is_(None), time >= sent.c["_from"]),
                or_(sent.c["_to"].is_(None), time < sent.c["_to"]),
            )
            where.append(or_(within, and_(time.is_(None), untimed)) if held.c[role.as_of].nullable else within)
        result = context.connection.execute(update(table).values({key: sent.c["_new_key"]}).where(and_(*where)))
        moved[fact.cls.__name__, role.name] = max(int(result.rowcount), 0)
    return moved
