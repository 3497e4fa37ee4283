"""Groups that facts make: what a combination of members is known by, and the share of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Numeric,
    String,
    case,
    cast,
    func,
    literal,
    select,
)

from starschema.sql.canonical import canonical, counted
from starschema.sql.compare import Query


def group_keys(codes: FromClause, key: Sequence[Column[Any]], share: Column[Any] | None) -> Query:
    """Select the `_key` of the group that each `_row` makes: a hash of its members, whatever their order.

    Args:
        codes: `_row` and `_code_0` and so on, the natural key of a member that it names, with its `_share` where the
            rows say that; then groups of the same members in other shares are others.
        key: The columns of the members' natural key, for their types.
        share: The column of the shares, if the rows say them.
    """
    parts = [canonical(c, codes.c[f"_code_{number}"]) for number, c in enumerate(key)]
    parts += [] if share is None else [canonical(share, codes.c["_share"])]
    written, *others = map(counted, parts)
    for other in others:
        written = written.concat(other)
    whole = func.array_to_string(func.list_sort(func.list(written.distinct())), "")
    return select(codes.c["_row"], func.sha256(whole).label("_key")).group_by(codes.c["_row"])


def equal_shares(
    group: ColumnElement[Any], order: Sequence[ColumnElement[Any]], weight: Column[Any]
) -> ColumnElement[Any]:
    """Return each member's share of its group, all alike and 1 together, exactly: the first have what is left over.

    Args:
        group: What the rows of one group share.
        order: What tells the first of them.
        weight: The column of the shares.
    """
    kind = weight.type
    scale = (kind.scale or 0) if isinstance(kind, Numeric) else 0
    units: ColumnElement[Any] = cast(literal(10**scale), BigInteger if scale < 19 else Numeric(38, 0))
    members = func.count().over(partition_by=group)
    place = func.row_number().over(partition_by=group, order_by=order)
    least = func.divide(units, members)
    share = least + case((place <= units - least * members, 1), else_=0)
    digits = func.lpad(cast(share, String()), scale, "0")
    return cast(case((share == units, "1"), else_=literal("0.").concat(digits)), kind)
