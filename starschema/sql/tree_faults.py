"""What can be wrong with the bridge of a tree, told by looking at each member and its parent only.

A bridge is right if every member is related to itself at no depth, to its parent at a depth of one, and to whatever its
parent is related to, one deeper; and to nothing else. Each of these is a join, however deep the tree. A bridge that is
compared with itself has two names of its own: to ClickHouse the table's name would mean the nearer of the two.
"""

from __future__ import annotations

from sqlalchemy import FromClause, and_, literal, or_, select, true

from starschema.model.ragged import ClosureTable
from starschema.model.spec import DimensionSpec, RaggedSpec
from starschema.sql.compare import Query, union


def parents(spec: DimensionSpec, ragged: RaggedSpec) -> Query:
    """Select each member whose parent is known, `_node`, with that, `_parent`, both by the bridge's key."""
    above = spec.table.alias("above")
    pairs = zip(ragged.parent, spec.natural_key, strict=True)
    named = and_(*(spec.table.c[c.name] == above.c[k.name] for c, k in pairs))
    own, other = spec.table.c[spec.member_key.name], above.c[spec.member_key.name]
    return (
        select(own.label("_node"), other.label("_parent")).join_from(spec.table, above, named).where(own > 0).distinct()
    )


def astray(bridge: ClosureTable, parent: Query) -> Query:
    """Select the rows of a bridge that the tree does not have.

    Args:
        bridge: The bridge.
        parent: `parents`.
    """
    hop = parent.subquery("hop")
    b, up = bridge.table.alias("related").c, bridge.table.alias("up")
    itself = and_(b.descendant_key == b.ancestor_key, b.depth == 0)
    # Nor does ClickHouse let a join within EXISTS hang on a row outside; WHERE may.
    related_up = select(literal(1)).join_from(hop, up, up.c.descendant_key == hop.c["_parent"])
    by_parent = related_up.where(
        hop.c["_node"] == b.descendant_key, up.c.ancestor_key == b.ancestor_key, up.c.depth == b.depth - 1
    )
    return select(b.descendant_key, b.ancestor_key, b.depth).where(~or_(itself, by_parent.exists()))


def missing(bridge: ClosureTable, parent: Query) -> Query:
    """Select what a bridge lacks: what a parent is related to and its child is not."""
    hop = parent.subquery("hop")
    held, own = bridge.table.alias("held"), bridge.table.alias("own")
    b = held.c
    there = and_(
        own.c.descendant_key == hop.c["_node"], own.c.ancestor_key == b.ancestor_key, own.c.depth == b.depth + 1
    )
    lacking = select(hop.c["_node"].label("descendant_key"), b.ancestor_key, (b.depth + 1).label("depth"))
    lacking = lacking.join_from(hop, held, b.descendant_key == hop.c["_parent"])
    return lacking.where(~select(literal(1)).where(there).exists())


def misjudged(bridge: ClosureTable, parent: Query) -> Query:
    """Select the rows whose marks of the top and the bottom are not those of the tree."""
    b = bridge.table.c
    up, down = parent.subquery("up"), parent.subquery("down")
    has_parent = select(literal(1)).where(up.c["_node"] == b.ancestor_key).exists()
    has_child = select(literal(1)).where(down.c["_parent"] == b.descendant_key).exists()
    top = or_(and_(b.is_top == true(), has_parent), and_(b.is_top != true(), ~has_parent))
    bottom = or_(and_(b.is_bottom == true(), has_child), and_(b.is_bottom != true(), ~has_child))
    return select(b.descendant_key, b.ancestor_key, b.is_top, b.is_bottom).where(or_(top, bottom))


def strangers(spec: DimensionSpec, bridge: ClosureTable) -> Query:
    """Select the rows of a bridge with a key that no member has."""
    b, parts = bridge.table.c, []
    for key in (b.descendant_key, b.ancestor_key):
        known: FromClause = spec.table.alias("known")
        there = select(literal(1)).where(known.c[spec.member_key.name] == key).exists()
        parts.append(select(b.descendant_key, b.ancestor_key).where(~there))
    return select(*union(*parts).subquery().c).distinct()
