"""Filling tables that follow from the rows of others: aggregates, the bridges of trees, roll-ups, converted amounts.

What they hold is worked out from the model, as the loads and `Warehouse.rebuild` work it out. The model is the one that
the environment has, and may be ahead of the migration: where it wants a column that only a later migration brings, the
table is left to the next load of what it follows from, which fills a table that it finds empty.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alembic.operations import Operations
from sqlalchemy import Connection, Table, delete, inspect

from starschema.backends import backend_for
from starschema.ddl.physical import specs_of
from starschema.errors import StarSchemaError
from starschema.load.jobs import filling_jobs
from starschema.load.run import Job, run_within
from starschema.migrate.dialects import alterations
from starschema.migrate.model import OPTION, MigratedModel
from starschema.migrate.operations.base import Nothing, Operation, registered, remark
from starschema.migrate.tables import light_table
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec, FactSpec

logger = logging.getLogger("starschema")


@registered("fill_tables")
@dataclass(eq=False)
class FillTablesOp(Operation):
    """Fill tables with what follows from the rows of others.

    Args:
        tables: Their names, with their schema where they have one; a fact is named for its converted amounts.
    """

    tables: Sequence[str]

    def reverse(self) -> Nothing:
        """Leave it to the tables and columns, which go."""
        return Nothing(self)

    def words(self) -> list[str]:
        """Say what is not filled."""
        return [f"{name} lacks what follows from the rows of others" for name in self.tables]


@registered("empty_tables")
@dataclass(eq=False)
class EmptyTablesOp(Operation):
    """Empty aggregates, so that the next load of what they follow from fills them whole.

    Args:
        tables: Their names, with their schema where they have one.
    """

    tables: Sequence[str]

    def reverse(self) -> Nothing:
        """Leave it to whoever fills them."""
        return Nothing(self)

    def words(self) -> list[str]:
        """Say nothing: what changed them does."""
        return []


@Operations.implementation_for(EmptyTablesOp)
def _empty(operations: Operations, operation: EmptyTablesOp) -> None:
    for name in operation.tables:
        schema, _, table = name.rpartition(".")
        operations.execute(delete(light_table(table, schema or None, {})))
        alterations(operations, table, schema or None).settle()


@Operations.implementation_for(FillTablesOp)
def _fill(operations: Operations, operation: FillTablesOp) -> None:
    model = operations.migration_context.opts.get(OPTION)
    if not isinstance(model, MigratedModel):
        raise StarSchemaError(
            f"{', '.join(operation.tables)} cannot be filled without the model: have env.py call "
            "context.configure(..., **migration_options(Base))"
        )
    facts = {fact.table.fullname for fact in model.catalog.facts}
    if operations.migration_context.as_sql:
        for name in operation.tables:
            if name in facts:
                raise StarSchemaError(
                    f"the converted amounts of {name} are worked out from its rows, which SQL alone cannot do: run the "
                    "migration on the database, without --sql"
                )
            remark(operations, f"{name} is filled by the next load of what it follows from")
        return
    connection = operations.get_bind()
    jobs = filling_jobs(model.catalog)
    for name in operation.tables:
        job = jobs.get(name)
        lacking = ["its class"] if job is None else list(_lacking(connection, model.catalog, job))
        if job is not None and not lacking:
            run_within(backend_for(connection.engine), connection, model.own, job)
            if name in facts:
                schema, _, table = name.rpartition(".")
                alterations(operations, table, schema or None).settle()
        elif name in facts:
            raise StarSchemaError(
                f"the converted amounts of {name} cannot be worked out, since model and database differ in "
                f"{', '.join(lacking)}: run this migration with the model of its time"
            )
        else:
            logger.warning(
                "%s is left to the next load, since model and database differ in %s", name, ", ".join(lacking)
            )


def _lacking(connection: Connection, catalog: Catalog, job: Job) -> Iterator[str]:
    """Give what the database lacks of the tables that a job has to do with."""
    inspector = inspect(connection)
    tables = {spec.table.fullname: _tables(spec) for spec in specs_of(catalog)}
    for name in dict.fromkeys(target for target, _ in (*job.shared, *job.exclusive)):
        for table in tables[name]:
            there: set[str] = set()
            if inspector.has_table(table.name, schema=table.schema):
                there = {column["name"] for column in inspector.get_columns(table.name, schema=table.schema)}
            yield from (f"{table.fullname}.{column.name}" for column in table.columns if column.name not in there)


def _tables(spec: object) -> tuple[Table, ...]:
    return spec.tables if isinstance(spec, DimensionSpec | FactSpec) else (spec.table,)  # type: ignore[attr-defined]
