"""A dimension that begins to keep versions, or keeps them no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    String,
    Table,
    and_,
    delete,
    exists,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.types import NullType, TypeEngine

from starschema.migrate.dialects import alterations
from starschema.migrate.operations.base import UNWRITTEN, TableOperation, registered
from starschema.migrate.tables import light_table
from starschema.model.spec import BEGINNING, FOREVER
from starschema.model.storage import timestamp

SINCE = dt.datetime(1900, 1, 1)
"""From when on what is known now is taken to have been so: before every real event, and after the beginning of time,
which is for members of whom nothing is known."""

Reference = Sequence[str | None]
"""A column that refers to the dimension: table, column and schema."""


@dataclass(eq=False)
class HistoryOperation(TableOperation):
    """An operation on whether a dimension keeps versions.

    Args:
        key: The dimension's surrogate key.
        natural_key: Its natural key.
        unique: Name of the unique key, which the start of a version is part of where there are versions.
        library: The schema of the library's own tables.
    """

    _: KW_ONLY
    key: str
    natural_key: Sequence[str]
    unique: str
    library: str | None = None


@registered("start_history")
@dataclass(eq=False)
class StartHistoryOp(HistoryOperation):
    """Have a dimension keep versions: every member has one, of what is known now.

    Args:
        table_name: The dimension's table.
        key: Its surrogate key.
        natural_key: Its natural key.
        unique: Name of the unique key, which the start joins.
        validity: Start and end of a version, and whether it is in force.
        since: Start of the versions; 1900 by default.
        references: Columns that refer to the dimension, for the downgrade.
        slices: Aggregates by the dimension, for the downgrade.
        keyed: Columns of bridges that hold durable keys, for the downgrade.
        schema: The table's schema.
        library: The schema of the library's own tables.
    """

    _: KW_ONLY
    validity: Sequence[Column[Any]]
    since: dt.datetime | None = None
    references: Sequence[Reference] = field(default_factory=list, metadata=UNWRITTEN)
    slices: Sequence[Reference] = field(default_factory=list, metadata=UNWRITTEN)
    keyed: Sequence[Reference] = field(default_factory=list, metadata=UNWRITTEN)

    def reverse(self) -> EndHistoryOp:
        """Keep the newest version of every member."""
        return EndHistoryOp(
            self.table_name,
            key=self.key,
            natural_key=self.natural_key,
            unique=self.unique,
            references=self.references,
            slices=self.slices,
            keyed=self.keyed,
            schema=self.schema,
            library=self.library,
            started=self,
        )

    def words(self) -> list[str]:
        """Say that there are no versions."""
        return [f"{self.place} keeps no versions, which the model wants"]


@registered("end_history")
@dataclass(eq=False)
class EndHistoryOp(HistoryOperation):
    """Have a dimension keep no versions: the newest of every member stays, and what referred to others refers to it.

    Args:
        table_name: The dimension's table.
        key: Its surrogate key.
        natural_key: Its natural key.
        unique: Name of the unique key, which the start leaves.
        references: Columns that refer to the dimension.
        slices: Aggregates by the dimension, which are emptied: they must be added up anew.
        keyed: Columns of bridges that hold durable keys, which the dimension loses.
        schema: The table's schema.
        library: The schema of the library's own tables.
        started: How a downgrade has it keep versions again.
    """

    _: KW_ONLY
    references: Sequence[Reference] = field(default_factory=list)
    slices: Sequence[Reference] = field(default_factory=list)
    keyed: Sequence[Reference] = field(default_factory=list)
    started: StartHistoryOp | None = field(default=None, metadata=UNWRITTEN)

    def reverse(self) -> StartHistoryOp:
        """Keep versions again; those of before are lost.

        Raises:
            ValueError: It is not known what they need.
        """
        if self.started is None:
            raise ValueError(f"what the versions of {self.table_name} need is not known")
        return self.started

    def words(self) -> list[str]:
        """Say that there are versions."""
        return [f"{self.place} keeps versions, which the model does not want"]


@Operations.implementation_for(StartHistoryOp)
def _start(operations: Operations, operation: StartHistoryOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    alter.add(operation.validity)
    start, end, current = (column.name for column in operation.validity)
    types: dict[str, TypeEngine[Any]] = {operation.key: BigInteger(), "is_inferred": Boolean()}
    types |= {start: timestamp(), end: timestamp(), current: Boolean()}
    table = light_table(operation.table_name, operation.schema, types)
    operations.execute(update(table).values({start: operation.since or SINCE, end: FOREVER, current: true()}))
    # Of an inferred member nothing is known, since the beginning of time; a special one has always been.
    always = or_(table.c[operation.key] < 0, table.c.is_inferred)
    operations.execute(update(table).where(always).values({start: BEGINNING}))
    _forget_key_maps(operations, operation)
    alter.finish(
        require=operation.validity,
        key=(operation.unique, operation.natural_key, [*operation.natural_key, start]),
    )


@Operations.implementation_for(EndHistoryOp)
def _end(operations: Operations, operation: EndHistoryOp) -> None:
    names = (operation.key, *operation.natural_key, "valid_from")
    types: dict[str, TypeEngine[Any]] = dict.fromkeys(names, NullType())
    dimension = light_table(operation.table_name, operation.schema, types)
    old, kept = dimension.alias("old"), dimension.alias("kept")
    same = and_(*(old.c[name] == kept.c[name] for name in operation.natural_key))
    for name, column, schema in operation.references:
        assert name is not None
        assert column is not None
        table = light_table(name, schema, {column: BigInteger()})
        new = select(kept.c[operation.key]).where(
            old.c[operation.key] == table.c[column], same, ~_is_past(dimension, kept, operation)
        )
        moving = exists(
            select(literal(1)).where(old.c[operation.key] == table.c[column], _is_past(dimension, old, operation))
        )
        operations.execute(update(table).where(moving).values({column: new.scalar_subquery()}))
        alterations(operations, name, schema).settle()
    for name, _, schema in operation.slices:
        assert name is not None
        operations.execute(delete(light_table(name, schema, {})))
    # In a table of their own, since MySQL reads no table that it deletes from.
    gone = select(old.c[operation.key]).where(_is_past(dimension, old, operation)).subquery("gone")
    doomed = dimension.c[operation.key].in_(select(gone.c[operation.key]))
    operations.execute(delete(dimension).where(doomed))
    _key_bridges(operations, operation)
    _forget_key_maps(operations, operation)
    alterations(operations, operation.table_name, operation.schema).finish(
        drop=["valid_from", "valid_to", "is_current"],
        key=(operation.unique, [*operation.natural_key, "valid_from"], operation.natural_key),
    )


def _key_bridges(operations: Operations, operation: EndHistoryOp) -> None:
    """Have bridges hold the keys of the versions that stay, in place of durable ones."""
    durable = f"{operation.key.removesuffix('_key')}_durable_key"
    names = dict.fromkeys((operation.key, durable), BigInteger())
    dimension = light_table(operation.table_name, operation.schema, dict(names))
    for name, column, schema in operation.keyed:
        assert name is not None
        assert column is not None
        table = light_table(name, schema, {column: BigInteger()})
        key = select(dimension.c[operation.key]).where(dimension.c[durable] == table.c[column])
        operations.execute(update(table).where(key.exists()).values({column: key.scalar_subquery()}))
        alterations(operations, name, schema).settle()


def _forget_key_maps(operations: Operations, operation: HistoryOperation) -> None:
    """Have no process trust the keys that it keeps of the dimension."""
    types: dict[str, TypeEngine[Any]] = dict.fromkeys(("target", "stamp"), String())
    targets = light_table("starschema_target", operation.library, types)
    operations.execute(update(targets).where(targets.c.target == operation.place).values(stamp=null()))


def _is_past(dimension: Table, version: FromClause, operation: EndHistoryOp) -> ColumnElement[bool]:
    """Return whether a version is not its member's newest."""
    later = dimension.alias(f"later_than_{version.name}")  # type: ignore[attr-defined]
    same = and_(*(later.c[name] == version.c[name] for name in operation.natural_key))
    return exists(select(literal(1)).where(same, later.c.valid_from > version.c.valid_from))
