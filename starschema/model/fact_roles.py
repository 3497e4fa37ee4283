"""The roles that a fact's class body declares: what they read, and by what time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Date, DateTime

from starschema.errors import ModelError
from starschema.model.declaring import add_member
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, RoleSpec


def named_by(role: Role[Any]) -> list[tuple[str, str]]:
    """Return the columns that a role puts on its class, each with what it is."""
    found = [(role.column_name, f"the key of role {role.name!r}")]
    if role.durable:
        found.append((role.durable_name, f"the durable key of role {role.name!r}"))
    return found


def add_roles(cls: type[Any], members: dict[str, Any], roles: Sequence[Role[Any]]) -> list[str]:
    """Put the columns and relationships of roles on a class that is not mapped yet; return the columns' names."""
    found: list[str] = []
    for role in roles:
        columns = role.columns(cls)
        for name, column in columns.items():
            add_member(cls, members, name, column, f"the key of role {role.name!r}")
        related = role.relationship(columns[role.column_name])
        add_member(cls, members, role.member_name, related, f"the member of role {role.name!r}")
        found += columns
    return found


def check_roles(
    cls: type[Any], roles: Sequence[Role[Any]], sources: Mapping[str, tuple[str, ...]], times: Collection[str]
) -> None:
    """Check that no two roles read the same, and that the time of each is kept.

    Args:
        cls: The class of the fact.
        roles: The roles.
        sources: The input columns of each, by name.
        times: The degenerate columns, among which a time must be.

    Raises:
        ModelError: They do, or it is not.
    """
    where = cls.__name__
    seen: dict[tuple[object, ...], str] = {}
    for role in roles:
        if role.as_of is not None and not (isinstance(role.as_of, str) and role.as_of in times):
            # Facts already loaded are re-pointed by it when a late change arrives, so it must be stored.
            raise ModelError(
                f"{where}.{role.name}: as_of={role.as_of!r} is no column of {where}; "
                f"declare {role.as_of}: Mapped[datetime] = degenerate()"
            )
        key = (role.dimension, sources[role.name], role.as_of, role.zone, role.zone_from, role.of)
        if key in seen:
            raise ModelError(
                f"{where}: roles {seen[key]!r} and {role.name!r} to {role.dimension.__name__} read the same source "
                f"{', '.join(sources[role.name])}; give each its own source="
            )
        seen[key] = role.name


def check_times(
    cls: type[Any],
    roles: Sequence[Role[Any]],
    sources: Mapping[str, tuple[str, ...]],
    columns: Mapping[str, Column[Any]],
) -> None:
    """Check that the columns from which roles take a time are of one.

    Args:
        cls: The class of the fact.
        roles: The roles.
        sources: The input columns of each, by name.
        columns: The mapped columns, by name.

    Raises:
        ModelError: One is of another type.
    """
    for role in roles:
        where = f"{cls.__name__}.{role.name}"
        read = columns.get(sources[role.name][0])
        if (role.zone or role.zone_from) and read is not None and isinstance(read.type, Date):
            raise ModelError(
                f"{where}: {sources[role.name][0]} is a Date, which is the same day in "
                "every zone; leave out zone= and zone_from=, or make it a DateTime"
            )
        if role.as_of is not None and not isinstance(columns[cast(str, role.as_of)].type, Date | DateTime):
            raise ModelError(
                f"{where}: as_of={role.as_of!r} is of type "
                f"{columns[cast(str, role.as_of)].type!r}, which is no time; name a Date or DateTime column"
            )


def resolved_role(
    role: Role[Any],
    dimension: DimensionSpec,
    source: tuple[str, ...],
    columns: Mapping[str, Column[Any]],
    *,
    as_of: object,
    through: DimensionSpec | None = None,
) -> RoleSpec:
    """Return what a role says, resolved.

    Args:
        role: The role.
        dimension: The dimension that plays it.
        source: Its input columns.
        columns: The columns of the fact's table, by name.
        as_of: The column of the time by which a version is found, or None.
        through: What finds its member, if that is another role.
    """
    return RoleSpec(
        name=role.name,
        dimension=dimension,
        column=columns[role.column_name],
        source=source,
        as_of=cast("str | None", as_of),
        strict=role.strict,
        missing="unknown" if through is not None else cast(Any, role.missing),
        null=cast(Any, role.null),
        durable=columns[role.durable_name] if role.durable else None,
        zone=role.zone,
        zone_from=role.zone_from,
        through=through,
        of=role.of,
        system=role.system,
        separator=role.separator,
        renamed_from=cast("str | None", role.renamed_from),
        weights=cast("tuple[str, ...]", role.weights),
    )
