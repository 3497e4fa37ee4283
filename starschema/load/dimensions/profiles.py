"""The histories of profiles: kept by the load of whose profiles they are, and followed by facts."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import BigInteger, Boolean, Column, FromClause, MetaData, Table, and_, false, func, or_, select, update

from starschema.load.arrivals import Arrivals
from starschema.load.newest import newest_times
from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.catalog import Catalog
from starschema.model.histories import ProfileHistory
from starschema.model.spec import UNKNOWN_KEY
from starschema.model.storage import timestamp
from starschema.sql import lookup
from starschema.sql.compare import equal
from starschema.sql.moment import moment


def profile_changes(bench: Workbench, history: ProfileHistory, came: Arrivals) -> Arrivals | None:
    """Return the changes of a profile that a load of its dimension brings, None if the data lacks the profile.

    What a deletion says beside is of no account, and it ends no profile: facts of a later time take the last one.
    """
    key, c = history.profile.column.name, came.table.c
    if key not in c:
        return None
    told = [c["_row"], *(c[k.name] for k in history.of.natural_key), c[key], c["_time"], c["_sequence"]]
    rows = select(*told, false().label("_deleted"), false().label("_sighted")).where(~c["_deleted"])
    table = bench.keep(f"{history.spec.name}_changes", rows)
    return replace(came, table=table, given=(key,), read=bench.count(table), duplicates=0)


def with_newest(context: Context, history: ProfileHistory, came: Arrivals) -> Arrivals:
    """Return the changes with each member's newest profile, whatever the times of its rows; its history is up to date.

    A dimension without versions takes rows as they come, the last one last. The profile that its members refer to is
    the newest all the same.
    """
    bench, spec, key = context.bench, history.spec, history.profile.column.name
    assert spec.is_current is not None
    names = [c.name for c in history.of.natural_key]
    named = select(*(came.table.c[n].label(c.name) for n, c in zip(names, spec.natural_key, strict=True))).distinct()
    sent = bench.send(spec.table, spec.natural_key, named)
    columns = [*spec.natural_key, spec.table.c[key]]
    query = select(*columns).join_from(spec.table, sent, equal(spec.table, sent, names)).where(spec.is_current)
    newest = bench.fetch(f"{spec.name}_newest", query, columns)
    # While a load goes on, the unknown member is NULL.
    told = [func.nullif(newest.c[key], UNKNOWN_KEY).label(key) if c.name == key else c for c in came.table.c]
    rows = select(*told).join_from(came.table, newest, equal(came.table, newest, names))
    return replace(came, table=bench.keep(f"{spec.name}_came", rows))


def follow_profiles(context: Context, catalog: Catalog, history: ProfileHistory) -> int:
    """Point the facts of members whose history this load has changed to the profiles of their times.

    A fact's member is known by its role to whose profile it is, whichever of the member's versions that holds.

    Returns:
        How many keys moved.
    """
    bench, spec, of = context.bench, history.spec, history.of
    timed = [(fact, role) for fact, role in catalog.roles_through(history) if role.as_of is not None]
    if not any(newest_times(context.connection, context.tables, fact.table) for fact, _ in timed):
        return 0
    names = [c.name for c in of.natural_key]
    touched = select(*spec.natural_key).where(spec.load_id == context.load_id).distinct().subquery()
    columns = lookup.key_map_columns(history.lookup)
    found = select(*columns).join_from(spec.table, touched, equal(spec.table, touched, names)).where(spec.key > 0)
    versions = bench.fetch("profile_versions", found, columns)
    owner: list[Column[int]] = [of.key, *of.natural_key]
    owned = select(*owner).join_from(of.table, touched, equal(of.table, touched, names)).where(of.key > 0)
    owners = bench.fetch("profile_owners", owned, owner)
    times = bench.keep("profile_times", lookup.key_map(history.lookup, versions))
    shape = Table(
        "starschema_profiles",
        MetaData(),
        Column("_owner", BigInteger),
        Column("_profile", BigInteger),
        Column("_from", timestamp()),
        Column("_to", timestamp()),
        Column("_newest", Boolean(create_constraint=False)),
    )
    t = times.c
    held = select(
        owners.c[of.key.name].label("_owner"), t["_key"].label("_profile"), t["_from"], t["_to"], t["_newest"]
    ).join_from(owners, times, equal(owners, times, names))
    if not bench.scalar(select(func.count()).select_from(held.subquery())):
        return 0
    sent = bench.send_new(shape, held)
    moved = 0
    for fact, role in timed:
        owner_key = next(other.column for other in fact.roles if other.name == role.of)
        moved += _moved(context, fact.table, owner_key, role.column, str(role.as_of), sent)
    return moved


def _moved(
    context: Context, fact: Table, owner: Column[int], profile: Column[int], as_of: str, sent: FromClause
) -> int:
    time = moment(fact.c[as_of])
    within = and_(time >= sent.c["_from"], time < sent.c["_to"])
    if fact.c[as_of].nullable:
        within = or_(within, and_(time.is_(None), sent.c["_newest"]))
    query = (
        update(fact)
        .values({fact.c[profile.name]: sent.c["_profile"]})
        .where(fact.c[owner.name] == sent.c["_owner"], within, fact.c[profile.name] != sent.c["_profile"])
    )
    return max(int(context.connection.execute(query).rowcount), 0)
