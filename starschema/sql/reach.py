"""How far back a load has to look: to the version before a member's earliest change, unless it bears on all of them.

What happened before that version stays as it is, so neither older versions nor older journal rows of the member need
to be read as records. They do if a row can change what older versions show: an overwritten attribute, a value where
there was none before, or the member's first version. They do, too, where the value before the last change is shown
(type 3), since that change may lie further back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, func, literal, or_, select

from starschema.model.spec import DimensionSpec
from starschema.sql.compare import Query, equal


def bases(
    spec: DimensionSpec,
    changes: FromClause,
    versions: FromClause,
    since: FromClause,
    given: Sequence[str],
    added_at: Mapping[str, int],
) -> Query:
    """Select `_member` and `_base`, the start of the version from which on its history is to be derived.

    Members that are to be derived from their beginning are left out.

    Args:
        spec: The dimension.
        changes: The load's changes of the members.
        versions: Their versions.
        since: `_member` and `_since`, the earliest time that the load speaks of.
        given: The attributes in the data.
        added_at: The highest key when data first had each attribute.
    """
    v = versions.c
    before = (
        select(v["_member"], func.max(v["valid_from"]).label("_base"))
        .join_from(versions, since, equal(versions, since, ["_member"]))
        .where(v["valid_from"] < since.c["_since"])
        .group_by(v["_member"])
        .having(func.count() > 1)
        .subquery()
    )
    base = versions.alias("base_version")
    row = changes.alias("bearing")
    told = [a for a in spec.attributes if a.name in given]
    unsettled = [row.c[a.name].is_distinct_from(base.c[a.name]) for a in told if a.scd in (0, 1, 3, 6)]
    unknown = [base.c[a.name].is_(None) for a in told]
    bearing = select(literal(1)).where(
        row.c["_member"] == base.c["_member"], ~row.c["_deleted"], or_(false(), *unsettled)
    )
    conditions: list[ColumnElement[bool]] = [~base.c["is_inferred"]]
    if unsettled:
        conditions.append(~bearing.exists())
    if unknown:
        conditions.append(~or_(false(), *unknown))
    if any(added_at.get(name) for name in given) or any(a.previous is not None for a in spec.attributes):
        conditions.append(false())
    return (
        select(before.c["_member"], before.c["_base"])
        .join_from(
            before,
            base,
            and_(base.c["_member"] == before.c["_member"], base.c["valid_from"] == before.c["_base"]),
        )
        .where(and_(*conditions))
    )


def within_reach(rows: FromClause, bases: FromClause, time: str, *, inclusive: bool) -> Query:
    """Select the rows at or after their member's base; all rows of members without one."""
    at: Any = rows.c[time]
    reached = at >= bases.c["_base"] if inclusive else at > bases.c["_base"]
    joined = select(*rows.c).join_from(rows, bases, equal(rows, bases, ["_member"]), isouter=True)
    return joined.where(or_(bases.c["_member"].is_(None), reached))
