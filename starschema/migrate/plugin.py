"""What the library adds to Alembic's autogenerate, through its plugin interface.

Alembic compares tables. So before it does, `_take_over` puts the model's tables as the database should have them in
place of the user's own, and after it, `_complete` sees to what are no tables, and to the order of things.
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import UpgradeOps
from alembic.runtime.plugins import Plugin
from alembic.util import DispatchPriority, PriorityDispatchResult
from sqlalchemy import MetaData

from starschema.ddl.dialects import design_for, public_name
from starschema.ddl.spelled import Spelled
from starschema.errors import ModelError, StarSchemaError
from starschema.migrate.autogenerate import completed
from starschema.migrate.model import OPTION, MigratedModel


def setup(plugin: Plugin) -> None:
    """Register the comparators."""
    plugin.add_autogenerate_comparator(_take_over, "autogenerate", priority=DispatchPriority.FIRST)
    plugin.add_autogenerate_comparator(_complete, "autogenerate", priority=DispatchPriority.LAST)


def _take_over(context: AutogenContext, _upgrade: UpgradeOps) -> PriorityDispatchResult:
    model = _model(context)
    if model is not None:
        design = design_for(context.dialect)
        if design.elsewhere:
            raise ModelError(
                "a DuckLake cannot be compared with its model or migrated: create_all() adds tables that are missing; "
                "add or drop a column by DuckLake's own ALTER TABLE"
            )
        assert context.connection is not None
        if isinstance(design, Spelled):
            raise StarSchemaError(
                f"a {public_name(context.dialect)} warehouse cannot be compared with its model: its catalogue "
                "does not tell what its tables were made with; `starschema ddl --if-not-exists` makes what is missing, "
                "and `starschema ddl --alter` gives what is there its layout and comments"
            )
        model.look_at(context.connection)
        given = context.metadata
        every: Sequence[MetaData] = [given] if isinstance(given, MetaData) else list(given or ())
        others = [metadata for metadata in every if metadata is not model.catalog.metadata]
        context.metadata = [model.physical(context.dialect), model.of_flows(context.connection), *others]
    return PriorityDispatchResult.CONTINUE


def _complete(context: AutogenContext, upgrade: UpgradeOps) -> PriorityDispatchResult:
    model = _model(context)
    if model is not None:
        assert isinstance(context.metadata, list)
        upgrade.ops[:] = completed(context, model, context.metadata[0], upgrade.ops)
    return PriorityDispatchResult.CONTINUE


def _model(context: AutogenContext) -> MigratedModel | None:
    model = context.opts.get(OPTION)
    return model if isinstance(model, MigratedModel) else None
