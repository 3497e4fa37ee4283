"""Ragged hierarchies: members that name their parent, to any depth, and the bridge to all that is above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, text
from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.declaring import LONGEST
from starschema.model.spec import Attribute, DimensionSpec, RaggedSpec
from starschema.model.storage import key_type

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class ClosureTable:
    """The bridge of a ragged hierarchy: one row for each member and each that is above it, itself included.

    Join a fact to `descendant_key` and the dimension to `ancestor_key` for totals of everything below.

    Args:
        table: Its table.
        ancestor_key: The member above.
        descendant_key: The member below.
        depth: How many levels lie between them; 0 for a member and itself.
        is_top: Whether nothing is above the ancestor.
        is_bottom: Whether nothing is below the descendant.
        load_id: Which load wrote the row last.
    """

    table: Table
    ancestor_key: Column[int]
    descendant_key: Column[int]
    depth: Column[int]
    is_top: Column[bool]
    is_bottom: Column[bool]
    load_id: Column[int]


class Ragged:
    """A hierarchy of any depth, made by `ragged`; on the class it is the bridge that its loads keep."""

    def __init__(self, parent: tuple[Mapped[Any] | str, ...]) -> None:
        self.parent = parent
        self.name = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    def __get__(self, instance: object | None, owner: type[Any]) -> ClosureTable:
        """Return the bridge.

        Raises:
            AttributeError: `owner` is no dimension that is mapped.
        """
        from starschema.model.bookkeeping import bookkeeping

        spec = getattr(owner, "__starschema__", None)
        if not isinstance(spec, DimensionSpec):
            raise AttributeError(f"{owner.__name__}.{self.name} has no bridge before the class is mapped")
        declared = next(ragged for ragged in spec.ragged if ragged.name == self.name)
        return bookkeeping(spec.table.metadata).closure(spec, declared)


def ragged(*parent: Mapped[Any] | str) -> Ragged:
    """Declare that the members of a dimension form trees: each names its parent, to any depth.

    `tree = ragged(parent_id)` on a dimension has its loads keep the bridge `dim_unit_tree`, in which every member is
    related to all that are above it. A member whose parent is not known is at the top until the parent comes; a load
    that would close a circle is refused, with its path.

    Args:
        *parent: The attribute that holds the natural key of the parent, or one for each column of the natural key.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 7, "Ragged Variable Depth Hierarchies".
    """
    return Ragged(parent)


def resolve_ragged(
    where: str, declared: Ragged, columns: Mapping[str, MappedColumn[Any]], spec: DimensionSpec
) -> RaggedSpec:
    """Return `declared` with its parent resolved.

    Args:
        where: The class and the hierarchy's name, for messages.
        declared: What the class says.
        columns: The declared columns.
        spec: The dimension.

    Raises:
        ModelError: The parent is no attribute like the natural key, or it or the members have versions.
    """
    names = {id(column): name for name, column in columns.items()}
    attributes = {attribute.name: attribute for attribute in spec.attributes}
    found: list[Attribute] = []
    for parent in declared.parent:
        name = parent if isinstance(parent, str) else names.get(id(parent))
        if name not in attributes:
            shown = repr(parent) if isinstance(parent, str) else "the parent"
            raise ModelError(f"{where}: {shown} is no attribute of {spec.cls.__name__}; name one made by attribute()")
        found.append(attributes[name])
    keys = [c.name for c in spec.natural_key]
    if len(found) != len(keys):
        raise ModelError(
            f"{where} names {len(found)} column(s) of the parent, but its natural key has {', '.join(keys)}"
        )
    for attribute, key in zip(found, spec.natural_key, strict=True):
        if type(attribute.column.type) is not type(key.type):
            raise ModelError(
                f"{where}: {attribute.name} is of type {attribute.column.type!r}, but the natural key of the parent, "
                f"{key.name}, of type {key.type!r}; give both the same"
            )
        if attribute.versioned or attribute.scd == 0 or attribute.scope == "current":
            raise ModelError(
                f"{where}: the tree is as it is now, so {attribute.name} must be corrected in place: scd=1"
            )
        if not attribute.column.nullable:
            raise ModelError(f"{where}: at the top there is no parent; make {attribute.name} Mapped[... | None]")
    if spec.versioned and spec.durable_key is None:
        raise ModelError(
            f"{where}: {spec.cls.__name__} keeps versions, so the bridge needs one key for all of them; declare class "
            f"{spec.cls.__name__}(..., durable_key=True)"
        )
    table = f"{spec.table.name}_{declared.name}"
    if len(table.encode()) > LONGEST - len("ix__ancestor"):
        raise ModelError(f"{where}: {table!r} is too long a name for the bridge's table; shorten the hierarchy's name")
    return RaggedSpec(declared.name, tuple(a.column for a in found))


def closure_table(metadata: MetaData, spec: DimensionSpec, declared: RaggedSpec) -> ClosureTable:
    """Return the bridge of a ragged hierarchy, whose table is put in `metadata`."""
    name = f"{spec.table.name}_{declared.name}"
    key = spec.member_key
    table = Table(
        name,
        metadata,
        Column(
            "descendant_key", key_type(), primary_key=True, autoincrement=False, comment=f"{key.name} of the one below"
        ),
        Column(
            "ancestor_key", key_type(), primary_key=True, autoincrement=False, comment=f"{key.name} of the one above"
        ),
        Column("depth", Integer, nullable=False, comment="Levels between them; 0 for a member and itself"),
        Column("is_top", Boolean(create_constraint=False), nullable=False, comment="Nothing is above the ancestor"),
        Column(
            "is_bottom", Boolean(create_constraint=False), nullable=False, comment="Nothing is below the descendant"
        ),
        Column("load_id", key_type(), nullable=False, server_default=text("0"), comment="Load that wrote the row last"),
        Index(f"ix_{name}_ancestor", "ancestor_key"),
        schema=spec.table.schema,
        comment=f"Every member of {spec.table.name} and all that are above it",
    )
    c = table.c
    return ClosureTable(table, c.ancestor_key, c.descendant_key, c.depth, c.is_top, c.is_bottom, c.load_id)
