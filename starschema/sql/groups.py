"""From facts through a bridge to the members of their groups: as they were at the event, or as they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, inspect, literal, true
from sqlalchemy.exc import NoInspectionAvailable

from starschema.errors import ModelError
from starschema.model.kinds import BridgeSpec
from starschema.model.role import REFERRING, Role
from starschema.model.spec import FOREVER, FactSpec, RoleSpec
from starschema.model.storage import timestamp
from starschema.sql.moment import moment


def as_then(role: type[Any], joined: type[Any], *, fact: Any = None, bridge: Any = None) -> ColumnElement[bool]:
    """Return the condition of a join to a bridge, or on from there to a member, as it was when a fact happened.

    `select(Customer.name, func.sum(Payment.amount * AccountHolders.share)).select_from(Payment)` is joined by
    `.join(AccountHolders, as_then(Payment.account, AccountHolders))` and, where customers have versions, by
    `.join(AccountHolders.customer, as_then(Payment.account, AccountHolders.customer))`; where they have none,
    `.join(AccountHolders.customer)` will do.

    Args:
        role: The fact's role to the dimension of the groups, such as `Payment.account`; it has `as_of=`.
        joined: The bridge, an alias of it, or its member, such as `AccountHolders.customer`.
        fact: The alias of the fact that is meant, where the query has one.
        bridge: The alias of the bridge by which the member is reached, where the query has one; the member may then be
            any alias of its dimension.

    Raises:
        ModelError: The role is none of a fact or has no time, the bridge is of another dimension, or it knows the
            groups by a durable key that the fact has not.
    """
    owner, declared = _role(role, fact)
    if not isinstance(declared.as_of, str):
        raise ModelError(
            f"{_shown(owner, declared)} has no time of the event: declare it with as_of=, or use in_force() for what "
            "is now"
        )
    return _joined(owner, declared, joined, bridge, moment(getattr(owner, declared.as_of)))


def in_force(
    role: type[Any],
    joined: type[Any],
    at: dt.date | dt.datetime | None = None,
    *,
    fact: Any = None,
    bridge: Any = None,
) -> ColumnElement[bool]:
    """Return the condition of a join to a bridge, or on from there to a member, as it is now, or was at a given time.

    Args:
        role: The fact's role to the dimension of the groups, such as `Payment.account`.
        joined: The bridge, an alias of it, or its member, such as `AccountHolders.customer`.
        at: The time, in UTC; now by default.
        fact: The alias of the fact that is meant, where the query has one.
        bridge: The alias of the bridge by which the member is reached, where the query has one.

    Raises:
        ModelError: The role is none of a fact, the bridge is of another dimension, or it knows the groups by a durable
            key that the fact has not.
    """
    owner, declared = _role(role, fact)
    if at is None:
        return _joined(owner, declared, joined, bridge, None)
    if not isinstance(at, dt.datetime):
        at = dt.datetime(at.year, at.month, at.day)
    elif at.tzinfo is not None:
        at = at.astimezone(dt.UTC).replace(tzinfo=None)
    return _joined(owner, declared, joined, bridge, literal(at, timestamp()))


def _joined(
    owner: Any, role: Role[Any], joined: type[Any], bridge: Any, time: ColumnElement[Any] | None
) -> ColumnElement[bool]:
    spec = getattr(_class(joined), "__starschema__", None)
    if isinstance(spec, BridgeSpec):
        group = spec.group.dimension
        if group.cls is not role.dimension:
            raise ModelError(
                f"{spec.cls.__name__} relates groups of {group.cls.__name__}, and {_shown(owner, role)} is a role to "
                f"{role.dimension.__name__}"
            )
        name = role.column_name
        if group.durable_key is not None:
            if not role.durable:
                raise ModelError(
                    f"{spec.cls.__name__} knows {group.cls.__name__} by its durable key; declare {_shown(owner, role)} "
                    "with durable=True"
                )
            name = role.durable_name
        same: ColumnElement[bool] = getattr(joined, spec.group.column.name) == getattr(owner, name)
        return and_(same, _holds(joined, time))
    side, through = _reached(joined, bridge)
    member = side.dimension
    same = getattr(joined, member.member_key.name) == getattr(through, side.column.name)
    return and_(same, _holds(joined, time) if member.versioned else true())


def _reached(joined: Any, bridge: Any) -> tuple[RoleSpec, Any]:
    """Return the side of a bridge on which `joined` is, and the bridge, or the alias of it, that it is joined to."""
    referring = _referring(joined)
    if bridge is None and referring is not None:
        bridge = referring[0]
    spec = None if bridge is None else getattr(_class(bridge), "__starschema__", None)
    if isinstance(spec, BridgeSpec):
        name = None if referring is None else referring[1].name
        sides = [side for side in reversed(spec.sides) if side.dimension.cls is _class(joined)]
        named = [side for side in sides if side.name == name] or sides
        if named:
            return named[0], bridge
    raise ModelError(f"{joined} is no bridge and no member of one; give AccountHolders or AccountHolders.customer")


def _holds(versions: Any, time: ColumnElement[Any] | None) -> ColumnElement[bool]:
    """Return whether a row holds at a time, or still does."""
    if time is None:
        holds: ColumnElement[bool] = versions.valid_to == literal(FOREVER, timestamp())
        return holds
    return and_(versions.valid_from <= time, time < versions.valid_to)


def _role(role: type[Any], fact: Any) -> tuple[Any, Role[Any]]:
    """Return the fact, or the alias of it, whose role is meant, and the role."""
    referring = _referring(role)
    if referring is None or not isinstance(getattr(_class(referring[0]), "__starschema__", None), FactSpec):
        raise ModelError(f"{role} is no role of a fact; give one such as Payment.account")
    owner, declared = referring
    if fact is not None and _class(fact) is not _class(owner):
        raise ModelError(f"{_shown(owner, declared)} is no role of {fact}; give an alias of {_class(owner).__name__}")
    return owner if fact is None else fact, declared


def _referring(alias: Any) -> tuple[Any, Role[Any]] | None:
    try:
        selectable = inspect(alias).selectable
    except (NoInspectionAvailable, AttributeError):
        return None
    reference, role = getattr(selectable, REFERRING, (None, None))
    owner = None if reference is None else reference()
    return None if owner is None or role is None else (owner, role)


def _class(described: Any) -> Any:
    """Return the class behind a class or an alias of it."""
    try:
        return inspect(described).mapper.class_
    except (NoInspectionAvailable, AttributeError):
        return described


def _shown(owner: Any, role: Role[Any]) -> str:
    return f"{_class(owner).__name__}.{role.name}"
