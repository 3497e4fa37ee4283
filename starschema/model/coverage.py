"""Factless facts: what happened has no numbers, what could have happened has no events; the difference is a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, and_, literal, select

from starschema.errors import ModelError
from starschema.model.spec import FactSpec, RoleSpec, spec_of

C = TypeVar("C")


def did_not_happen(coverage: type[C], events: type[Any], *, roles: Sequence[str] = ()) -> Select[C]:
    """Select the rows of a coverage fact to which no event belongs: which promoted products did not sell.

    Members are compared by natural key, so an event of another version of a member counts. A row with the unknown
    member in a role is selected: nobody knows that it happened.

    Args:
        coverage: The fact that says what could have happened, such as `Promotion`.
        events: The fact that says what did, such as `Sale`.
        roles: Names of the roles in which the two must agree; by default all that both have to one dimension.

    Raises:
        ModelError: They have none in common, or not those named.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 3, "Factless Fact Tables".
    """
    could, did = _fact(coverage), _fact(events)
    there = {role.name: role for role in did.roles if did.kind_having(role.column) is None}
    shared = [
        role
        for role in could.roles
        if could.kind_having(role.column) is None
        and role.name in there
        and there[role.name].dimension is role.dimension
    ]
    wanted = {*roles} if not isinstance(roles, str) else {roles}
    if missing := wanted - {role.name for role in shared}:
        known = ", ".join(role.name for role in shared) or "none"
        raise ModelError(
            f"{coverage.__name__} and {events.__name__} have no role {', '.join(map(repr, sorted(missing)))} to one "
            f"dimension in common; they share {known}"
        )
    if not shared:
        raise ModelError(
            f"{coverage.__name__} and {events.__name__} have no role of one name to one dimension in common, so no "
            "event belongs to any row"
        )
    happened: FromClause = did.table.alias("happened")
    joined, conditions = happened, list[ColumnElement[bool]]()
    for role in shared:
        if wanted and role.name not in wanted:
            continue
        joined, same = _same_member(role, there[role.name], joined, happened)
        conditions.append(same)
    found = select(literal(1)).select_from(joined).where(and_(*conditions)).exists()
    return select(coverage).where(~found)


def _fact(cls: type[Any]) -> FactSpec:
    spec = spec_of(cls)
    if not isinstance(spec, FactSpec):
        raise ModelError(f"{cls.__name__} is a dimension where a fact is needed")
    return spec


def _same_member(
    role: RoleSpec, other: RoleSpec, joined: FromClause, happened: FromClause
) -> tuple[FromClause, ColumnElement[bool]]:
    """Return the events joined with what tells their member, and the condition that it is the coverage's."""
    key = happened.c[other.column.name]
    dimension = role.dimension
    if not dimension.versioned:
        return joined, and_(key == role.column, key > 0)
    theirs, ours = (dimension.table.alias(f"{role.name}_{which}") for which in ("happened", "covered"))
    same = and_(*(theirs.c[c.name] == ours.c[c.name] for c in dimension.natural_key))
    joined = joined.join(theirs, theirs.c[dimension.key.name] == key).join(ours, same)
    return joined, ours.c[dimension.key.name] == role.column
