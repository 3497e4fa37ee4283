"""Changes that no migration can make by itself, held against the database: told in words, and refused with a remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Inspector, MetaData, Table

from starschema.ddl.design import UNIQUE_BY
from starschema.ddl.layout import layout_on
from starschema.migrate.operations.impossible import ImpossibleOp
from starschema.model.catalog import Catalog
from starschema.model.declaring import natural_key_name
from starschema.model.family import WHOLE
from starschema.model.kinds import BridgeSpec
from starschema.model.spec import DimensionSpec, FactSpec

_KEPT_UNIQUE = re.compile(re.escape(UNIQUE_BY).replace(r"\{\}", "(.*)"))


def refused(
    inspector: Inspector, catalog: Catalog, wanted: MetaData, registered: Collection[str]
) -> Iterator[ImpossibleOp]:
    """Give the changes of tables that are there which the model asks for and no migration can make.

    Args:
        inspector: The database.
        catalog: The model.
        wanted: Its tables, as the database should have them.
        registered: The tables that loads know.
    """
    for dimension in catalog.dimensions:
        if inspector.has_table(dimension.stored.name, schema=dimension.stored.schema):
            yield from _natural_key(inspector, dimension)
    with_kinds: tuple[DimensionSpec | FactSpec, ...] = (*catalog.dimensions, *catalog.facts)
    for owner in with_kinds:
        if inspector.has_table(owner.stored.name, schema=owner.stored.schema):
            yield from _kinds(owner, registered)
    grained: tuple[FactSpec | BridgeSpec, ...] = (*catalog.facts, *catalog.bridges)
    for spec in grained:
        table = spec.stored if isinstance(spec, FactSpec) else spec.table
        if inspector.has_table(table.name, schema=table.schema):
            renamed = (
                {f"{r.renamed_from}_key": f"{r.name}_key" for r in spec.roles} if isinstance(spec, FactSpec) else {}
            )
            yield from _grain(inspector, spec.cls.__name__, wanted.tables[table.key], renamed)


def _natural_key(inspector: Inspector, dimension: DimensionSpec) -> Iterator[ImpossibleOp]:
    table = dimension.stored
    keys = inspector.get_unique_constraints(table.name, schema=table.schema)
    named = [key for key in keys if key["name"] == natural_key_name(table.name)]
    there = [[name for name in key["column_names"] if name != "valid_from"] for key in named or keys]
    own = [column.name for column in dimension.natural_key]
    if there and not any(sorted(key) == sorted(own) for key in there):
        yield ImpossibleOp(
            table.name,
            f"is known by {_listed(there[0])} in the warehouse, and by {_listed(own)} in the model",
            f"no migration can know which member is which: give {dimension.cls.__name__} a new __tablename__, load it "
            "and what refers to it, and drop the old tables then",
            schema=table.schema,
        )


def _kinds(owner: DimensionSpec | FactSpec, registered: Collection[str]) -> Iterator[ImpossibleOp]:
    """Refuse that subtypes come or go: keys, journal and log are kept by another name where there are some."""
    table = owner.stored
    own = owner.table.fullname
    other = table.fullname if owner.family is not None else f"{table.fullname}{WHOLE}"
    if own not in registered and other in registered:
        has = "no subtypes in the warehouse, and some" if owner.family is not None else "subtypes, and none"
        yield ImpossibleOp(
            table.name,
            f"has {has} in the model",
            f"its rows are kept by another name then: give {owner.cls.__name__} a new __tablename__, load it and "
            "what refers to it, and drop the old tables then",
            schema=table.schema,
        )


def _grain(inspector: Inspector, name: str, wanted: Table, renamed: Mapping[str, str]) -> Iterator[ImpossibleOp]:
    own = [column.name for column in wanted.primary_key] or list(wanted.info.get("grain", ()))
    there = list(inspector.get_pk_constraint(wanted.name, schema=wanted.schema)["constrained_columns"])
    if not there and inspector.dialect.supports_comments:
        # Where the grain is no key, the comment says what it is.
        comment = inspector.get_table_comment(wanted.name, schema=wanted.schema)["text"] or ""
        kept = _KEPT_UNIQUE.search(comment)
        there = [] if kept is None else kept.group(1).split(", ")
    # The column of partitions joins the key with them, which is a matter of how the table lies.
    differing = ({*(renamed.get(column, column) for column in there)} ^ {*own}) - {layout_on(wanted).partition}
    if there and own and differing:
        yield ImpossibleOp(
            wanted.name,
            f"has one row per {_listed(there)} in the warehouse, and per {_listed(own)} in the model",
            f"rows of two grains have no place in one table: give {name} a new __tablename__, load it from its source, "
            "and drop the old table then",
            schema=wanted.schema,
        )


def _listed(names: list[str]) -> str:
    return f"({', '.join(names)})"
