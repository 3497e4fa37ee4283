"""What a migration environment tells Alembic about a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from alembic.runtime.plugins import Plugin

from starschema.ddl.design import ForeignKeys
from starschema.migrate import operations as operations  # registers them, so that migrations find them on `op`
from starschema.migrate import plugin
from starschema.migrate.model import OPTION, MigratedModel
from starschema.migrate.rendering import render_item
from starschema.migrate.types import compare_type
from starschema.model.catalog import configure

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase

NAME = "starschema.model"
"""Name of the plugin among Alembic's."""


def migration_options(
    base: type[DeclarativeBase],
    *,
    foreign_keys: ForeignKeys = "declared",
    renamed_tables: Mapping[str, str] | None = None,
    include_name: Callable[[str | None, str, Mapping[str, str | None]], bool] | None = None,
) -> dict[str, Any]:
    """Return what `context.configure(connection=connection, **options)` in an env.py needs to know of a model.

    Autogenerate then compares the warehouse with everything that the library would create: tables and their comments,
    journals, histories, bridges, the library's own tables, views and special members. Tables that neither the model nor
    the library knows are left alone.

    Args:
        base: The declarative base that the model classes share.
        foreign_keys: As for `Warehouse.create_all`.
        renamed_tables: Tables that the model had under other names, the old to the new, such as `{"dim_client":
            "dim_customer"}`; may stay afterwards. Without it a migration drops the one and makes the other.
        include_name: A filter of one's own, as Alembic describes it; without it Alembic may drop what it does not know.

    Raises:
        ModelError: The model cannot be kept.

    Example:
        >>> from starschema.cli.retail import Mart
        >>> sorted(migration_options(Mart))[:3]
        ['autogenerate_plugins', 'compare_type', 'include_name']
    """
    model = MigratedModel(configure(base), foreign_keys, renamed_tables or {})
    return {
        "target_metadata": base.metadata,
        "autogenerate_plugins": ["alembic.autogenerate.*", NAME],
        "compare_type": compare_type,
        "include_name": include_name or model.includes,
        "include_schemas": model.has_schemas,
        "render_as_batch": True,
        "render_item": render_item,
        OPTION: model,
    }


Plugin.setup_plugin_from_module(plugin, NAME)
