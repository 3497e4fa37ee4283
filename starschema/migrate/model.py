"""The model that a migration environment keeps, and what of a database belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, CreateView, Dialect, Inspector, MetaData, inspect, select

from starschema.ddl import physical_metadata
from starschema.ddl.design import ForeignKeys
from starschema.ddl.physical import flow_metadata, library_tables, physical_views
from starschema.ddl.postgresql import UncheckedForeignKey
from starschema.errors import ModelError
from starschema.model.bookkeeping import Bookkeeping, bookkeeping
from starschema.model.catalog import Catalog

OPTION = "starschema"
"""Under which of Alembic's options the model is kept."""

UNCHECKED = "starschema_unchecked"
"""Under which key a reference says that the database shall not check it."""

BRIDGE = frozenset({"ancestor_key", "descendant_key", "depth"})
"""Columns by which the bridge of a tree is known."""


Place = tuple[str | None, str]
"""A table, by schema and name."""


@dataclass
class MigratedModel:
    """One model in one migration environment.

    Args:
        catalog: The model.
        foreign_keys: Whether and how references are written.
        renamed: Tables that the model had under another name, the old name to the new, with their schema.
        registered: Tables in the database that loads know, by their full names.
        left_over: Tables in the database that the library made for what the model no longer has, by schema and name.
        moving: Those of them that the model has under another name, and that.
    """

    catalog: Catalog
    foreign_keys: ForeignKeys = "declared"
    renamed: Mapping[str, str] = field(default_factory=dict)
    registered: Collection[str] = field(default_factory=frozenset)
    left_over: Collection[Place] = field(default_factory=frozenset)
    moving: Mapping[Place, Place] = field(default_factory=dict)

    @property
    def before(self) -> dict[Place, Place]:
        """The places that tables have in the database, by those that they have in the model."""
        return {new: old for old, new in self.moving.items()}

    @property
    def own(self) -> Bookkeeping:
        """The library's own tables."""
        return bookkeeping(self.catalog.metadata)

    @property
    def has_schemas(self) -> bool:
        """Whether a table is in another schema than the database's default."""
        return any(schema is not None for schema in self._schemas)

    @cached_property
    def _schemas(self) -> frozenset[str | None]:
        return frozenset({self.own.targets.schema, *(table.schema for table in self.catalog.metadata.tables.values())})

    @cached_property
    def _names(self) -> frozenset[tuple[str | None, str]]:
        tables = [*self.catalog.metadata.tables.values(), *library_tables(self.catalog)]
        tables += [history.spec.table for history in self.catalog.histories]
        tables += [self.own.tasks, self.own.feeds]
        return frozenset((table.schema, table.name) for table in tables)

    @cached_property
    def _of_kinds(self) -> frozenset[Place]:
        """The tables of supertypes and subtypes."""
        return frozenset((table.schema, table.name) for _, family in self.catalog.families for table in family.tables)

    @cached_property
    def _beside(self) -> frozenset[Place]:
        """The tables that are named after others."""
        own = {(table.schema, table.name) for table in self.catalog.metadata.tables.values()}
        return self._names - own

    def includes(self, name: str | None, type_: str, parents: Mapping[str, str | None]) -> bool:
        """Return whether something of the database is the model's, or was: Alembic's `include_name`."""
        if type_ == "schema":
            return name in self._schemas
        if type_ == "table" and name is not None:
            place = parents.get("schema_name"), name
            return place in self._names or place in self.left_over
        return True

    def look_at(self, connection: Connection) -> None:
        """Find what the library made in the database for what the model no longer has."""
        targets, inspector = self.own.targets, inspect(connection)
        self.registered, self.left_over, self.moving = frozenset(), frozenset(), {}
        if not inspector.has_table(targets.name, schema=targets.schema):
            return
        registered = self.registered = frozenset(connection.scalars(select(targets.c.target)))
        found: set[tuple[str | None, str]] = set()
        for schema in self._schemas:
            names = set(inspector.get_table_names(schema=schema))
            prefix = "" if schema is None else f"{schema}."
            owners = {name for name in names if f"{prefix}{name}" in registered}
            beside = {name for name in names - owners if any(name.startswith(f"{owner}_") for owner in owners)}
            found |= {(schema, name) for name in owners}
            found |= {(schema, name) for name in beside if name.endswith(("_journal", "_told", "_crosswalk"))}
            found |= {(schema, name) for name in _bridges(inspector, schema, beside)}
        self.left_over = frozenset(found - self._names)
        self.moving = dict(self._moving(inspector))
        self.left_over -= frozenset(self.moving)

    def _moving(self, inspector: Inspector) -> Iterator[tuple[Place, Place]]:
        """Give the tables that are there under an old name, and what goes with them, each with its new name."""
        for old, new in self.renamed.items():
            (schema, before), (other, after) = _place(old), _place(new)
            if schema != other or (other, after) not in self._names:
                raise ModelError(f"renamed_tables={{{old!r}: {new!r}}}: {new} is no table of the model in that schema")
            if inspector.has_table(after, schema=schema) or not inspector.has_table(before, schema=schema):
                continue
            # Loads know a supertype and its subtypes by the view over all of them.
            if (schema, before) not in self.left_over and (schema, after) not in self._of_kinds:
                raise ModelError(
                    f"renamed_tables={{{old!r}: {new!r}}}: {old} is no table of a dimension, bridge or fact that loads "
                    "know; correct the name"
                )
            yield (schema, before), (schema, after)
            for name in sorted(inspector.get_table_names(schema=schema)):
                then = schema, f"{after}{name.removeprefix(before)}"
                beside = name.startswith(f"{before}_") and then in self._beside and (schema, name) not in self._names
                if beside and name not in [_place(other)[1] for other in self.renamed]:
                    yield (schema, name), then

    def physical(self, dialect: Dialect) -> MetaData:
        """Return the tables as the database of `dialect` should have them."""
        metadata = physical_metadata(self.catalog, dialect, foreign_keys=self.foreign_keys)
        for table in metadata.tables.values():
            for constraint in table.foreign_key_constraints:
                # A copy, of which a migration is made, forgets its class but not this.
                constraint.info[UNCHECKED] = isinstance(constraint, UncheckedForeignKey)
        return metadata

    def of_flows(self, connection: Connection) -> MetaData:
        """Return the tables of flows as the database should have them, if it has any: only flows create them."""
        metadata, inspector = flow_metadata(self.catalog, connection.dialect), inspect(connection)
        for table in list(metadata.tables.values()):
            if not inspector.has_table(table.name, schema=table.schema):
                metadata.remove(table)
        return metadata

    def views(self, metadata: MetaData) -> list[CreateView]:
        """Return the views over the tables of `metadata`."""
        return physical_views(self.catalog, metadata)


def _place(name: str) -> Place:
    schema, _, table = name.rpartition(".")
    return schema or None, table


def _bridges(inspector: Inspector, schema: str | None, names: Collection[str]) -> set[str]:
    if not names:
        return set()
    columns = inspector.get_multi_columns(schema=schema, filter_names=sorted(names))
    return {name for (_, name), found in columns.items() if {column["name"] for column in found} >= BRIDGE}
