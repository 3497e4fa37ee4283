"""From staged rows to changes: repeats counted once, contradictions set aside, idle rows told from real changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, and_, case, cast, func, literal, null, or_, select

from starschema.sql.compare import Query, equal, numbered, same, union

DUPLICATE = "duplicate"
CONTRADICTION = "contradiction"


def repeated_keys(stage: FromClause, key: Sequence[str]) -> Query:
    """Select the keys that more than one staged row has; usually none, which spares the rest of the work."""
    columns = [stage.c[name] for name in key]
    return select(*columns).group_by(*columns).having(func.count() > 1)


def verdicts(
    stage: FromClause, repeated: FromClause, key: Sequence[str], values: Sequence[str], deleted: str | None = None
) -> Query:
    """Select `_row` and `_verdict` of the rows that share their key with another row.

    A row that says what an earlier one of its key says is a duplicate. Where distinct rows of one key remain,
    nothing tells which is right: all of them are contradictions. What a deleted row says besides is of no account.
    """
    told: list[ColumnElement[Any]] = [stage.c[name] for name in values]
    if deleted is not None:
        told = [*(case((stage.c[deleted], null()), else_=column) for column in told), stage.c[deleted]]
    columns = [stage.c[name] for name in key]
    copies = (
        select(stage.c["_row"], *columns, numbered([*columns, *told], [stage.c["_row"]]).label("_copy"))
        .join_from(stage, repeated, same(stage, repeated, key))
        .subquery()
    )
    first = case((copies.c["_copy"] == 1, 1), else_=0)
    versions = func.sum(first).over(partition_by=[copies.c[name] for name in key])
    judged = select(copies.c["_row"], copies.c["_copy"], versions.label("_versions")).subquery()
    return select(
        judged.c["_row"],
        case((judged.c["_copy"] > 1, DUPLICATE), else_=CONTRADICTION).label("_verdict"),
    ).where(or_(judged.c["_copy"] > 1, judged.c["_versions"] > 1))


def members(sources: Sequence[FromClause], natural_key: Sequence[str]) -> Query:
    """Select every natural key in `sources` once, with a `_member` number to join on."""
    keys = union(*(select(*(s.c[name] for name in natural_key)) for s in sources)).subquery()
    distinct = select(*keys.c).distinct().subquery()
    columns = [distinct.c[name] for name in natural_key]
    return select(*columns, func.row_number().over(order_by=columns).label("_member"))


def with_member(rows: FromClause, members: FromClause, natural_key: Sequence[str]) -> Query:
    """Select `rows` with their `_member` number; rows of other members are left out."""
    return select(members.c["_member"], *rows.c).join_from(rows, members, equal(rows, members, natural_key))


def idle(
    changes: FromClause,
    versions: FromClause,
    natural_key: Sequence[str],
    *,
    compared: Sequence[str],
    first_seen: Sequence[str],
    sequence: str | None,
    created: str,
    added_at: Mapping[str, int],
) -> Query:
    """Select `_row` and `_starts` of the changes that the version in force already shows.

    Such a row is the only change of its member, is no older than that version and agrees with it, so it can be
    passed over without deriving the member's history. `_starts` marks those that tell what the version's start tells.

    Args:
        changes: Changes with `_time`, `_sequence`, `_deleted`.
        versions: Versions of their members, or of more.
        natural_key: Names of the natural key's columns.
        compared: Attributes in the data whose difference is a change.
        first_seen: Attributes in the data that only fill a NULL (type 0).
        sequence: The version's own sequence column, where it has one.
        created: The column that orders versions by when they came into being.
        added_at: The highest of it when data first had each attribute; a NULL in a version up to it may never have been
            told, so that telling it now is news.
    """
    repeated = repeated_keys(changes, natural_key).subquery()
    starts = changes.c["_time"] == versions.c["valid_from"]
    conditions = [
        ~changes.c["_deleted"],
        versions.c["is_current"],
        ~versions.c["is_inferred"],
        changes.c["_time"] >= versions.c["valid_from"],
        same(changes, versions, compared),
        *(or_(versions.c[name].is_not(None), changes.c[name].is_(None)) for name in first_seen),
        ~select(literal(1)).where(equal(repeated, changes, natural_key)).exists(),
    ]
    news = [
        and_(versions.c[created] <= added_at[name], changes.c[name].is_(None))
        for name in (*compared, *first_seen)
        if added_at.get(name)
    ]
    if news:
        conditions.append(or_(~starts, ~or_(*news)))
    shown = cast(null(), BigInteger) if sequence is None else versions.c[sequence]
    conditions.append(or_(~starts, changes.c["_sequence"].is_not_distinct_from(shown)))
    return (
        select(changes.c["_row"], case((starts, True), else_=False).label("_starts"))
        .join_from(changes, versions, equal(changes, versions, natural_key))
        .where(and_(*conditions))
    )


def without(rows: FromClause, excluded: FromClause, key: str) -> Query:
    """Select the `rows` whose `key` is not in `excluded`."""
    return select(*rows.c).where(~select(literal(1)).where(excluded.c[key] == rows.c[key]).exists())


def within(rows: FromClause, included: FromClause, key: str) -> Query:
    """Select the `rows` whose `key` is in `included`."""
    return select(*rows.c).where(select(literal(1)).where(included.c[key] == rows.c[key]).exists())
