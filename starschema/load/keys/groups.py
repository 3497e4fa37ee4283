"""Groups that facts make: who is named by each row, and the bridge's rows of groups that were never seen before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    null,
    or_,
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
from starschema.sql.compare import Query, equal, union
from starschema.sql.group_keys import equal_shares, group_keys

if TYPE_CHECKING:
    from starschema.load.keys.naming import Naming


def group_columns(naming: Naming) -> list[Column[Any]]:
    """Return the columns that a role to groups reads: those of its members, or the text that names all of them."""
    role, codes = naming.role, _codes_of(naming.role.found_in)
    if role.separator is not None:
        return [Column(name, String()) for name in naming.read]
    named = [codes[place % len(codes)].type for place in range(len(role.source))]
    shares = [_share_of(role.found_in).type for _ in role.weights]
    return [Column(name, kind) for name, kind in zip(naming.read, (*named, *shares), strict=True)]


def made_groups(bench: Workbench, naming: Naming, rows: FromClause, owner: str, rejects: Rejects) -> FromClause:
    """Return the `_key` of the group that each `_row` makes by naming members; none for one that names nobody.

    Args:
        bench: The load's workbench.
        naming: The role's columns.
        rows: The stage.
        owner: Name of the class that refers, for messages.
        rejects: Takes the rows with a text that names no member could have.
    """
    role = naming.role
    if role.separator is not None:
        codes = _split(bench, naming, rows, owner, rejects)
    else:
        codes = _listed(bench, naming, rows, rejects)
    kept = bench.keep(f"{naming.key[0]}_codes", codes)
    if role.weights:
        _refuse_uneven(bench, naming, rows, kept, rejects)
    share = _share_of(role.found_in) if role.weights else None
    return bench.keep(f"{naming.key[0]}_groups", group_keys(kept, _codes_of(role.found_in), share))


def _listed(bench: Workbench, naming: Naming, rows: FromClause, rejects: Rejects) -> Query:
    """Return the members that columns name; rows that say a part of one, or of its share, are set aside."""
    role = naming.role
    width, names = len(_codes_of(role.found_in)), naming.read
    count = len(role.source) // width
    told: list[Query] = []
    for place in range(count):
        own = [rows.c[name] for name in names[place * width : (place + 1) * width]]
        sources = role.source[place * width : (place + 1) * width]
        whole = and_(*(c.is_not(None) for c in own))
        labelled = [c.label(f"_code_{number}") for number, c in enumerate(own)]
        if width > 1:
            reason = f"names a part of a member only; give all of {', '.join(sources)}, or none"
            partly = and_(or_(*(c.is_not(None) for c in own)), ~whole)
            rejects.add(set_aside(bench, rows, partly, ", ".join(sources), None, reason))
        if role.weights:
            share = rows.c[names[len(role.source) + place]]
            reason = f"goes with {', '.join(sources)}: give both a member and its share, or neither"
            rejects.add(set_aside(bench, rows, whole != share.is_not(None), role.weights[place], share, reason))
            labelled.append(share.label("_share"))
        told.append(select(rows.c["_row"], *labelled).where(whole))
    if not role.weights:
        return union(*told)
    every = told[0].union_all(*told[1:]).subquery() if len(told) > 1 else told[0].subquery()
    who = [c for c in every.c if c.name != "_share"]
    return select(*who, cast(func.sum(every.c["_share"]), _share_of(role.found_in).type).label("_share")).group_by(*who)


def _refuse_uneven(bench: Workbench, naming: Naming, rows: FromClause, codes: FromClause, rejects: Rejects) -> None:
    """Set the rows aside whose shares are not 1 together, or not all above 0."""
    total = func.sum(codes.c["_share"])
    wrong = select(codes.c["_row"]).group_by(codes.c["_row"]).having(or_(total != 1, func.min(codes.c["_share"]) <= 0))
    found = bench.keep(f"{naming.key[0]}_uneven", wrong)
    shown = ", ".join(naming.role.weights)
    reason = f"the shares {shown} of its members are not all above 0 and 1 together; correct them"
    uneven = rows.c["_row"].in_(select(found.c["_row"]))
    rejects.add(set_aside(bench, rows, uneven, naming.role.weights[0], None, reason))


def _split(bench: Workbench, naming: Naming, rows: FromClause, owner: str, rejects: Rejects) -> Any:
    """Return the members that one text names, as their own key is written; rows with another text are set aside."""
    from starschema.load.casting.cast import Caster

    role, name = naming.role, naming.key[0]
    text = rows.c[naming.read[0]]
    each = select(rows.c["_row"], func.trim(func.unnest(func.string_split(text, role.separator))).label("_text"))
    parts = bench.keep(f"{name}_parts", each.where(text.is_not(None)))
    texts = bench.keep(f"{name}_texts", select(parts.c["_text"]).where(parts.c["_text"] != "").distinct())
    (code,) = _codes_of(role.found_in)
    field = field_for(code, f"{owner}.{role.name}", source="_text", name="_code_0")
    good, bad = [], []
    for batch in bench.give(texts).to_batches():
        cast_, refused = Caster([field]).cast(batch, 0)
        told = cast_.append_column("_text", batch.column(0).take(cast_.column(0)))
        good.append(told.select(["_text", "_code_0"]))
        bad += refused
    known = bench.empty(f"{name}_known", [Column("_text", String()), Column("_code_0", code.type)])
    if good:
        bench.append(f"{name}_known", good)
    for rejection in bad:
        has = select(literal(1)).where(parts.c["_row"] == rows.c["_row"], parts.c["_text"] == rejection.value).exists()
        rejects.add(set_aside(bench, rows, has, role.source[0], text, f"{rejection.value!r} {rejection.reason}"))
    return (
        select(parts.c["_row"], known.c["_code_0"]).join_from(parts, known, equal(parts, known, ["_text"])).distinct()
    )


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
    bench = context.bench
    codes = [_codes(n) for n in namings]
    named = union(*(select(*_as_keys(c, dimension)).where(c.c["_row"].in_(select(rows.c["_row"]))) for c in codes))
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
    weighted = any(naming.role.weights for naming in namings)
    kind = _share_of(dimension).type if weighted else null().type
    for naming in namings:
        codes, keys = _codes(naming), table(f"{naming.key[0]}_groups", column("_row"), column("_key"))
        met = and_(keys.c["_key"] == groups.c[own], key.not_in(select(there.c[group.name])))
        share = [codes.c["_share"]] if naming.role.weights else [cast(null(), kind).label("_share")] if weighted else []
        told.append(
            select(key.label("_group"), *_as_keys(codes, member), *share)
            .select_from(groups.join(keys, met).join(codes, codes.c["_row"] == keys.c["_row"]))
            .distinct()
        )
    named = bench.keep(f"{name}_members", union(*told))
    names = [c.name for c in member.natural_key]
    wanted = bench.keep(f"{name}_members_wanted", select(*(named.c[n] for n in names)).distinct())
    versions = fetch_versions(bench, context.tables, member, wanted, f"{name}_members_versions", context.lookups)
    known = bench.keep(f"{name}_members_keys", lookup.key_map(member, versions))
    lasting = "_key" if member.member_key is member.key else "_durable"
    said: dict[str, Any] = {a.name: cast(null(), a.column.type) for a in bridge.attributes}
    if bridge.weight is not None:
        alike = equal_shares(named.c["_group"], [named.c[n] for n in names], bridge.weight)
        said[bridge.weight.name] = func.coalesce(named.c["_share"], alike) if weighted else alike
    said |= {
        group.name: named.c["_group"],
        bridge.member.column.name: known.c[lasting],
        bridge.valid_from.name: cast(literal(BEGINNING, DateTime), DateTime),
        bridge.valid_to.name: cast(literal(FOREVER, DateTime), DateTime),
        bridge.load_id.name: cast(literal(context.load_id), BigInteger),
    }
    columns = list(bridge.table.columns)
    newest = and_(equal(named, known, names), known.c["_newest"])
    rows = select(*(said[c.name].label(c.name) for c in columns)).join_from(named, known, newest)
    bench.write(bridge.table, rows, columns)


def _codes_of(dimension: DimensionSpec) -> tuple[Column[Any], ...]:
    """Return the natural key of the members of a dimension of groups."""
    assert dimension.grouping is not None
    return dimension.grouping.member.dimension.natural_key


def _share_of(dimension: DimensionSpec) -> Column[Any]:
    """Return the column of the members' shares."""
    assert dimension.grouping is not None
    assert dimension.grouping.bridge is not None
    assert dimension.grouping.bridge.weight is not None
    return dimension.grouping.bridge.weight


def _as_keys(codes: FromClause, member: DimensionSpec) -> list[ColumnElement[Any]]:
    """Return what names a member, by the names of its natural key."""
    return [codes.c[f"_code_{number}"].label(c.name) for number, c in enumerate(member.natural_key)]


def _codes(naming: Naming) -> FromClause:
    """Return the working table of the members that each row names in a role."""
    dimension = naming.role.found_in
    named = [column(f"_code_{number}", c.type) for number, c in enumerate(_codes_of(dimension))]
    shares = [column("_share", _share_of(dimension).type)] if naming.role.weights else []
    return table(f"{naming.key[0]}_codes", column("_row"), *named, *shares)
