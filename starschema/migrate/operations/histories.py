"""A dimension that begins to keep versions, or keeps them no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    Table,
    and_,
    case,
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
from starschema.migrate.operations.base import Operation
from starschema.migrate.tables import light_table, qualified
from starschema.model.spec import BEGINNING, FOREVER
from starschema.model.storage import timestamp

SINCE = dt.datetime(1900, 1, 1)
"""From when on what is known now is taken to have been so: before every real event, and after the beginning of time,
which is for members of whom nothing is known."""

Reference = Sequence[str | None]
"""A column that refers to the dimension: table, column and schema."""


@Operations.register_operation("start_history")
class StartHistoryOp(Operation):
    """Have a dimension keep versions: every member has one, of what is known now.

    Args:
        table_name: The dimension's table.
        key: Its surrogate key.
        natural_key: Its natural key.
        validity: Start and end of a version, and whether it is in force.
        unique: Name of the unique key, which the start joins.
        since: Start of the versions; 1900 by default.
        references: Columns that refer to the dimension, for the downgrade.
        slices: Aggregates by the dimension, for the downgrade.
        keyed: Columns of bridges that hold durable keys, for the downgrade.
        schema: The table's schema.
        library: The schema of the library's own tables.
    """

    name = "start_history"

    def __init__(
        self,
        table_name: str,
        *,
        key: str,
        natural_key: Sequence[str],
        validity: Sequence[Column[Any]],
        unique: str,
        since: dt.datetime | None = None,
        references: Sequence[Reference] = (),
        slices: Sequence[Reference] = (),
        keyed: Sequence[Reference] = (),
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        self.table_name = table_name
        self.key = key
        self.natural_key = list(natural_key)
        self.validity = list(validity)
        self.unique = unique
        self.since = since or SINCE
        self.references = list(references)
        self.slices = list(slices)
        self.keyed = list(keyed)
        self.schema = schema
        self.library = library

    @classmethod
    def start_history(
        cls,
        operations: Operations,
        table_name: str,
        *,
        key: str,
        natural_key: Sequence[str],
        validity: Sequence[Column[Any]],
        unique: str,
        since: dt.datetime | None = None,
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        """Have a dimension keep versions."""
        operations.invoke(
            cls(
                table_name,
                key=key,
                natural_key=natural_key,
                validity=validity,
                unique=unique,
                since=since,
                schema=schema,
                library=library,
            )
        )

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

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what the versions need."""
        return [self.table_name], {
            "key": self.key,
            "natural_key": self.natural_key,
            "validity": self.validity,
            "unique": self.unique,
            "since": self.since,
            "schema": self.schema,
            "library": self.library,
        }

    def words(self) -> list[str]:
        """Say that there are no versions."""
        return [f"{qualified(self.table_name, self.schema)} keeps no versions, which the model wants"]


@Operations.register_operation("end_history")
class EndHistoryOp(Operation):
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

    name = "end_history"

    def __init__(
        self,
        table_name: str,
        *,
        key: str,
        natural_key: Sequence[str],
        unique: str,
        references: Sequence[Reference] = (),
        slices: Sequence[Reference] = (),
        keyed: Sequence[Reference] = (),
        schema: str | None = None,
        library: str | None = None,
        started: StartHistoryOp | None = None,
    ) -> None:
        self.table_name = table_name
        self.key = key
        self.natural_key = list(natural_key)
        self.unique = unique
        self.references = list(references)
        self.slices = list(slices)
        self.keyed = list(keyed)
        self.schema = schema
        self.library = library
        self.started = started

    @classmethod
    def end_history(
        cls,
        operations: Operations,
        table_name: str,
        *,
        key: str,
        natural_key: Sequence[str],
        unique: str,
        references: Sequence[Reference] = (),
        slices: Sequence[Reference] = (),
        keyed: Sequence[Reference] = (),
        schema: str | None = None,
        library: str | None = None,
    ) -> None:
        """Have a dimension keep no versions."""
        operations.invoke(
            cls(
                table_name,
                key=key,
                natural_key=natural_key,
                unique=unique,
                references=references,
                slices=slices,
                keyed=keyed,
                schema=schema,
                library=library,
            )
        )

    def reverse(self) -> StartHistoryOp:
        """Keep versions again; those of before are lost.

        Raises:
            ValueError: It is not known what they need.
        """
        if self.started is None:
            raise ValueError(f"what the versions of {self.table_name} need is not known")
        return self.started

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what the versions have, and who refers to them."""
        return [self.table_name], {
            "key": self.key,
            "natural_key": self.natural_key,
            "unique": self.unique,
            "references": self.references or None,
            "slices": self.slices or None,
            "keyed": self.keyed or None,
            "schema": self.schema,
            "library": self.library,
        }

    def words(self) -> list[str]:
        """Say that there are versions."""
        return [f"{qualified(self.table_name, self.schema)} keeps versions, which the model does not want"]


@Operations.implementation_for(StartHistoryOp)
def _start(operations: Operations, operation: StartHistoryOp) -> None:
    alter = alterations(operations, operation.table_name, operation.schema)
    alter.add(operation.validity)
    start, end, current = (column.name for column in operation.validity)
    types: dict[str, TypeEngine[Any]] = {operation.key: BigInteger(), "is_inferred": Boolean()}
    types |= {start: timestamp(), end: timestamp(), current: Boolean()}
    table = light_table(operation.table_name, operation.schema, types)
    # Of an inferred member nothing is known, since the beginning of time; a special one has always been.
    always = or_(table.c[operation.key] < 0, table.c.is_inferred)
    since = case((always, literal(BEGINNING, DateTime)), else_=literal(operation.since, DateTime))
    operations.execute(update(table).values({start: since, end: FOREVER, current: true()}))
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


def _forget_key_maps(operations: Operations, operation: StartHistoryOp | EndHistoryOp) -> None:
    """Have no process trust the keys that it keeps of the dimension."""
    types: dict[str, TypeEngine[Any]] = dict.fromkeys(("target", "stamp"), String())
    targets = light_table("starschema_target", operation.library, types)
    name = qualified(operation.table_name, operation.schema)
    operations.execute(update(targets).where(targets.c.target == name).values(stamp=null()))


def _is_past(dimension: Table, version: FromClause, operation: EndHistoryOp) -> ColumnElement[bool]:
    """Return whether a version is not its member's newest."""
    later = dimension.alias(f"later_than_{version.name}")  # type: ignore[attr-defined]
    same = and_(*(later.c[name] == version.c[name] for name in operation.natural_key))
    return exists(select(literal(1)).where(same, later.c.valid_from > version.c.valid_from))
