"""The operations that the library adds to Alembic's: what they are, how each is written, and how it is undone."""

from __future__ import annotations

from starschema.migrate.operations import (
    attributes,
    columns,
    durable,
    enumerations,
    filling,
    histories,
    impossible,
    layouts,
    members,
    registry,
    renames,
    roles,
    views,
)

__all__ = [
    "attributes",
    "columns",
    "durable",
    "enumerations",
    "filling",
    "histories",
    "impossible",
    "layouts",
    "members",
    "registry",
    "renames",
    "roles",
    "views",
]
