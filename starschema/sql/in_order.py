"""The common case: one change of a member, newer than everything that is known of it.

What such a change makes of the member can be said at once: its first version, or the end of the version in force and
the start of the next. Deriving its whole history from its records would end the same, only later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from starschema.model.spec import FOREVER, DimensionSpec
from starschema.sql.compare import Query, differs, same, union


@dataclass(frozen=True)
class InOrder:
    """Changes that are in order, with all changes and versions of the members that a load is busy with.

    Args:
        rows: `_member`, `_row` and `_known` of the changes in order, or None if there are none.
        changes: All changes of the load but the idle ones.
        versions: The versions of their members that may change: of one whose change is in order, that in force.
        given: The attributes in the data.
    """

    rows: FromClause | None
    changes: FromClause
    versions: FromClause
    given: tuple[str, ...]


def can_be_in_order(spec: DimensionSpec, given: Sequence[str], introduced: Sequence[str]) -> bool:
    """Return whether rows with the given attributes can be taken as they stand.

    They must tell every attribute that data ever told, so that nothing is carried from older rows, and there must be
    no attribute whose newest value is shown on the older versions too.
    """
    return set(introduced) <= set(given) and not any(a.scd == 6 for a in spec.attributes)


def in_order(
    spec: DimensionSpec,
    changes: FromClause,
    versions: FromClause,
    given: Sequence[str],
    added_at: Mapping[str, int],
    journal: FromClause | None,
    newest_snapshot: Any,
) -> Query:
    """Select `_member` and `_row` of the changes that are in order; `_known` if the member has versions.

    Args:
        spec: The dimension.
        changes: Changes with `_member`.
        versions: The versions of the same members.
        given: The attributes in the data.
        added_at: The highest key when data first had each attribute; a version that was never told is to be filled.
        journal: The journal rows of the same members, or None without a journal.
        newest_snapshot: Time of the newest earlier snapshot, or None.
    """
    alone = select(changes.c["_member"]).group_by(changes.c["_member"]).having(func.count() == 1).subquery()
    last = (
        select(versions.c["_member"], func.max(versions.c["valid_from"]).label("_from"))
        .group_by(versions.c["_member"])
        .subquery()
    )
    current = versions.alias("current_version")
    kept = [a.name for a in spec.attributes if not a.versioned and a.name in given]
    versioned = [a.name for a in spec.attributes if a.versioned and a.name in given]
    conditions: list[ColumnElement[bool]] = [
        ~changes.c["_deleted"],
        or_(
            last.c["_member"].is_(None),
            and_(
                current.c["is_current"],
                ~current.c["is_inferred"],
                changes.c["_time"] > current.c["valid_from"],
                same(changes, current, kept),
                differs(changes, current, versioned),
                *(
                    or_(current.c[spec.created.name] > added_at[n], current.c[n].is_not(None))
                    for n in given
                    if added_at[n]
                ),
            ),
        ),
    ]
    if spec.sequence is None:
        # A version could not show it, and it counts if another change of the same time comes.
        conditions.append(changes.c["_sequence"].is_(None))
    if journal is not None:
        noted = select(literal(1)).where(
            journal.c["_member"] == changes.c["_member"], journal.c["_time"] >= changes.c["_time"]
        )
        unknown = select(literal(1)).where(journal.c["_member"] == changes.c["_member"])
        # Of a member with journal rows a NULL may be one that was told, or what nobody has told yet and this row fills.
        settled = and_(last.c["_member"].is_not(None), *(current.c[n].is_not(None) for n in given))
        conditions += [~noted.exists(), or_(settled, ~unknown.exists())]
    if newest_snapshot is not None:
        conditions.append(changes.c["_time"] > literal(newest_snapshot, DateTime))
    return (
        select(changes.c["_row"], changes.c["_member"], last.c["_member"].is_not(None).label("_known"))
        .join_from(changes, alone, changes.c["_member"] == alone.c["_member"])
        .join(last, last.c["_member"] == changes.c["_member"], isouter=True)
        .join(
            current,
            and_(current.c["_member"] == last.c["_member"], current.c["valid_from"] == last.c["_from"]),
            isouter=True,
        )
        .where(and_(*conditions))
    )


def versions_at_stake(versions: FromClause, rows: FromClause) -> Query:
    """Select the versions that may change: of members whose change is in order only the one in force."""
    settled = select(literal(1)).where(rows.c["_member"] == versions.c["_member"]).exists()
    return select(*versions.c).where(or_(versions.c["is_current"], ~settled))


def outcomes_in_order(rows: FromClause) -> Query:
    """Select `_row` and `_outcome` of the changes in order, as `match.outcomes` does of others."""
    return select(rows.c["_row"], case((rows.c["_known"], "versioned"), else_="inserted").label("_outcome"))


def versions_in_order(spec: DimensionSpec, found: InOrder, names: Sequence[str]) -> Query:
    """Select the versions that changes in order make, with the columns of `names` as derived versions have them.

    Of a member already known these are the version in force, ended, and the new one; of another its first. `_key` is
    the surrogate key of the version that is ended.
    """
    assert found.rows is not None
    rows, changes = found.rows, found.changes
    columns = {c.name: c for c in spec.table.columns}
    brought = {c.name for c in spec.natural_key} | set(found.given)
    current = select(*found.versions.c).where(found.versions.c["is_current"]).subquery()

    def new(name: str) -> ColumnElement[Any]:
        known: dict[str, ColumnElement[Any]] = {
            "_member": changes.c["_member"],
            "_run": literal(2),
            "_told_by": changes.c["_row"],
            "valid_from": changes.c["_time"],
            "valid_to": cast(literal(FOREVER, DateTime), DateTime),
            "is_current": true(),
            "is_inferred": ~true(),
        }
        if spec.sequence is not None:
            known[spec.sequence.name] = changes.c["_sequence"]
        if name in brought:
            known[name] = changes.c[name]
        # What the data does not bring goes on as it was, and is NULL for a member not known before.
        return known.get(name, current.c[name] if name in columns else null()).label(name)

    def ended(name: str) -> ColumnElement[Any]:
        changed: dict[str, ColumnElement[Any]] = {
            "_run": literal(1),
            "_told_by": null(),
            "valid_to": changes.c["_time"],
            "is_current": ~true(),
        }
        return (changed[name] if name in changed else current.c[name]).label(name)

    chosen = changes.join(rows, changes.c["_row"] == rows.c["_row"]).outerjoin(
        current, current.c["_member"] == changes.c["_member"]
    )
    return union(
        select(*(new(name) for name in names), cast(null(), BigInteger).label("_key")).select_from(chosen),
        select(*(ended(name) for name in names), current.c[spec.key.name].label("_key"))
        .select_from(chosen)
        .where(rows.c["_known"]),
    )
