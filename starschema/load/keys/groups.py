"""Groups that facts make: who is named by each row, and the bridge's rows of groups that were never seen before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    FromClause,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    null,
    select,
    table,
)

from starschema.load.arrivals import set_aside
from starschema.load.keys.members import fetch_named, fetch_versions, infer
from starschema.load.run import Context
from starschema.load.stage import Rejects, field_for
from starschema.load.workbench import Workbench
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sql import lookup
from starschema.sql.compare import equal, union
from starschema.sql.group_keys import equal_shares, group_keys

if TYPE_CHECKING:
    from starschema.load.keys.naming import Naming


def group_columns(naming: Naming) -> list[Column[Any]]:
    """Return the columns that a role to groups reads: those of its members, or the text that names all of them."""
    role = naming.role
    kind = String() if role.separator is not None else _code_of(role.found_in).type
    return [Column(name, kind) for name in naming.read]


def made_groups(bench: Workbench, naming: Naming, rows: FromClause, owner: str, rejects: Rejects) -> FromClause:
    """Return the `_key` of the group that each `_row` makes by naming members; none for one that names nobody.

    Args:
        bench: The load's workbench.
        naming: The role's columns.
        rows: The stage.
        owner: Name of the class that refers, for messages.
        rejects: Takes the rows with a text that names no member could have.
    """
    if naming.role.separator is not None:
        codes = _split(bench, naming, rows, owner, rejects)
    else:
        named = [rows.c[name] for name in naming.read]
        codes = union(*(select(rows.c["_row"], c.label("_code")).where(c.is_not(None)) for c in named))
    kept = bench.keep(f"{naming.key[0]}_codes", codes)
    return bench.keep(f"{naming.key[0]}_groups", group_keys(kept, _code_of(naming.role.found_in)))


def _split(bench: Workbench, naming: Naming, rows: FromClause, owner: str, rejects: Rejects) -> Any:
    """Return the members that one text names, as their own key is written; rows with another text are set aside."""
    from starschema.load.casting.cast import Caster

    role, name = naming.role, naming.key[0]
    text = rows.c[naming.read[0]]
    each = select(rows.c["_row"], func.trim(func.unnest(func.string_split(text, role.separator))).label("_text"))
    parts = bench.keep(f"{name}_parts", each.where(text.is_not(None)))
    texts = bench.keep(f"{name}_texts", select(parts.c["_text"]).where(parts.c["_text"] != "").distinct())
    code = _code_of(role.found_in)
    field = field_for(code, f"{owner}.{role.name}", source="_text", name="_code")
    good, bad = [], []
    for batch in bench.give(texts).to_batches():
        cast_, refused = Caster([field]).cast(batch, 0)
        told = cast_.append_column("_text", batch.column(0).take(cast_.column(0)))
        good.append(told.select(["_text", "_code"]))
        bad += refused
    known = bench.empty(f"{name}_known", [Column("_text", String()), Column("_code", code.type)])
    if good:
        bench.append(f"{name}_known", good)
    for rejection in bad:
        has = select(literal(1)).where(parts.c["_row"] == rows.c["_row"], parts.c["_text"] == rejection.value).exists()
        rejects.add(set_aside(bench, rows, has, role.source[0], text, f"{rejection.value!r} {rejection.reason}"))
    return select(parts.c["_row"], known.c["_code"]).join_from(parts, known, equal(parts, known, ["_text"])).distinct()


def infer_named(
    context: Context, dimension: DimensionSpec, rows: FromClause, namings: Sequence[Naming], name: str
) -> int:
    """Add the members whom rows name in groups and nobody knows yet; return how many.

    Args:
        context: The load.
        dimension: Whose members they are.
        rows: The rows that are left of the stage.
        namings: The roles to groups of such members.
        name: What the names of working tables begin with.
    """
    bench, key = context.bench, _key_name(dimension)
    codes = [_codes(n) for n in namings]
    named = union(*(select(c.c["_code"].label(key)).where(c.c["_row"].in_(select(rows.c["_row"]))) for c in codes))
    wanted = bench.keep(f"{name}_named", select(*named.subquery().c).distinct())
    versions = fetch_versions(bench, context.tables, dimension, wanted, f"{name}_named_versions", context.lookups)
    unknown = bench.keep(f"{name}_named_unknown", lookup.unknown_members(dimension, wanted, versions))
    return infer(context, dimension, unknown, f"{name}_named") if bench.count(unknown) else 0


def add_members(
    context: Context, dimension: DimensionSpec, made: FromClause, namings: Sequence[Naming], name: str
) -> None:
    """Say in the bridge who is in the groups that have no row there yet, while the load may add groups.

    Args:
        context: The load.
        dimension: The dimension of groups.
        made: The natural keys of those that were lacking.
        namings: The roles in which rows name them.
        name: What the names of working tables begin with.
    """
    assert dimension.grouping is not None
    bridge = dimension.grouping.bridge
    assert bridge is not None
    bench, member, own = context.bench, bridge.member.dimension, dimension.natural_key[0].name
    group = bridge.group.column
    groups = fetch_named(bench, dimension, made, f"{name}_made")
    key = groups.c[dimension.key.name]
    sent = bench.send(bridge.table, [group], select(key.label(group.name)))
    there = bench.fetch(
        f"{name}_there", select(group).join_from(bridge.table, sent, group == sent.c[group.name]).distinct(), [group]
    )
    told = []
    for naming in namings:
        codes, keys = _codes(naming), table(f"{naming.key[0]}_groups", column("_row"), column("_key"))
        met = and_(keys.c["_key"] == groups.c[own], key.not_in(select(there.c[group.name])))
        told.append(
            select(key.label("_group"), codes.c["_code"])
            .select_from(groups.join(keys, met).join(codes, codes.c["_row"] == keys.c["_row"]))
            .distinct()
        )
    named = bench.keep(f"{name}_members", union(*told))
    wanted = bench.keep(f"{name}_members_wanted", select(named.c["_code"].label(_key_name(member))).distinct())
    versions = fetch_versions(bench, context.tables, member, wanted, f"{name}_members_versions", context.lookups)
    known = bench.keep(f"{name}_members_keys", lookup.key_map(member, versions))
    lasting = "_key" if member.member_key is member.key else "_durable"
    said: dict[str, Any] = {a.name: cast(null(), a.column.type) for a in bridge.attributes}
    if bridge.weight is not None:
        said[bridge.weight.name] = equal_shares(named.c["_group"], named.c["_code"], bridge.weight)
    said |= {
        group.name: named.c["_group"],
        bridge.member.column.name: known.c[lasting],
        bridge.valid_from.name: cast(literal(BEGINNING, DateTime), DateTime),
        bridge.valid_to.name: cast(literal(FOREVER, DateTime), DateTime),
        bridge.load_id.name: cast(literal(context.load_id), BigInteger),
    }
    columns = list(bridge.table.columns)
    newest = and_(named.c["_code"] == known.c[_key_name(member)], known.c["_newest"])
    rows = select(*(said[c.name].label(c.name) for c in columns)).join_from(named, known, newest)
    bench.write(bridge.table, rows, columns)


def _code_of(dimension: DimensionSpec) -> Column[Any]:
    """Return the natural key of the members of a dimension of groups."""
    assert dimension.grouping is not None
    return dimension.grouping.member.dimension.natural_key[0]


def _key_name(member: DimensionSpec) -> str:
    return member.natural_key[0].name


def _codes(naming: Naming) -> FromClause:
    """Return the working table of the members that each row names in a role."""
    return table(f"{naming.key[0]}_codes", column("_row"), column("_code", _code_of(naming.role.found_in).type))
