"""Supertypes and subtypes of dimensions, in SQLAlchemy's joined-table inheritance: one key, and one set of versions.

Loads see a supertype and all its subtypes as one wide dimension, whose table is a view. What they write to it is split
over the tables; `starschema.load.dimensions.subtypes` does that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, String, func
from sqlalchemy.orm import MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    AttributeColumn,
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    MeasureColumn,
    NaturalKeyColumn,
    declaration_of,
)
from starschema.model.declaring import (
    add_member,
    declared_columns,
    finish_table,
    name_table,
    snake_case,
    undone_on_error,
)
from starschema.model.family import check_kind, check_own_names, kind_undone_on_error, own_members, whole_view
from starschema.model.kinds import Family, Kind
from starschema.model.spec import Attribute, DimensionSpec
from starschema.model.special import special_members
from starschema.model.storage import key_type

USE = "attribute()"

OTHER_KINDS: dict[type[Declaration], str] = {
    NaturalKeyColumn: "a subtype has the natural key of its supertype; declare attributes only",
    **dict.fromkeys(
        (DegenerateColumn, MeasureColumn, ConvertedColumn), "it is for facts; a subtype's columns are made by " + USE
    ),
}


def begin_family(cls: type[Any], by: Any, members: dict[str, Any], attributes: dict[str, AttributeColumn]) -> None:
    """Have SQLAlchemy map a supertype so that its rows are loaded as what their kind says.

    Args:
        cls: The supertype, before it is mapped.
        by: Name of the attribute that says the kind.
        members: What its body and mixins say.
        attributes: Its attributes.

    Raises:
        ModelError: The attribute is none, or of a type that cannot say a kind.
    """
    said = attributes.get(by) if isinstance(by, str) else None
    if said is None:
        raise ModelError(
            f"{cls.__name__}: subtypes={by!r} is no attribute of it; name the one that says the kind, "
            "kind: Mapped[str | None] = attribute(String(20))"
        )
    if said.scd not in (1, 2) or said.scope != "all":
        raise ModelError(f"{cls.__name__}.{by}: what says the kind is of type 1 or 2, on all versions")
    column: Any = members[by]
    # Special members, and those of whom only facts tell, are of no kind: rows of the supertype itself.
    cls.__mapper_args__ = {
        **members.get("__mapper_args__", {}),
        "polymorphic_on": func.coalesce(column, ""),
        "polymorphic_identity": "",
    }


def as_family(spec: DimensionSpec, by: str) -> DimensionSpec:
    """Return a supertype, mapped, as loads see it: a view of its table and those of its subtypes to come.

    Raises:
        ModelError: It has what supertypes cannot have.
    """
    name, table = spec.cls.__name__, spec.table
    for what, given in (
        ("outriggers and profiles", (*spec.references, *spec.profiles)),
        ("hierarchies of any depth", spec.ragged),
        ("a durable key", spec.durable_key is not None),
        ("several systems", spec.systems),
    ):
        if given:
            raise ModelError(f"{name}: a dimension with subtypes cannot have {what}; leave that out")
    kind = table.c[by]
    if not isinstance(kind.type, String) or not kind.nullable:
        raise ModelError(
            f"{name}.{by} says the kind, and is NULL while nobody knows it; "
            f"declare {by}: Mapped[str | None] = attribute(String(20))"
        )
    family = Family(table, by)
    view = whole_view(family)

    def seen(column: Column[Any] | None) -> Any:
        return None if column is None else view.c[column.name]

    return replace(
        spec,
        table=view,
        key=seen(spec.key),
        natural_key=tuple(seen(c) for c in spec.natural_key),
        attributes=tuple(
            replace(
                a,
                column=seen(a.column),
                previous=seen(a.previous),
                current=seen(a.current),
                unknown=None if a.name == by else a.unknown,
            )
            for a in spec.attributes
        ),
        is_inferred=seen(spec.is_inferred),
        load_id=seen(spec.load_id),
        valid_from=seen(spec.valid_from),
        valid_to=seen(spec.valid_to),
        is_current=seen(spec.is_current),
        sequence=seen(spec.sequence),
        creation=seen(spec.creation),
        family=family,
    )


def supertype_of(cls: type[Any]) -> DimensionSpec | None:
    """Return the dimension with subtypes of which `cls` is a subclass, if there is one."""
    found = (base.__dict__.get("__starschema__") for base in cls.__mro__[1:])
    return next((spec for spec in found if isinstance(spec, DimensionSpec) and spec.family is not None), None)


def map_subtype(cls: type[Any], spec: DimensionSpec, kind: Any, mapped: Callable[[], None]) -> None:
    """Map a subtype, and add its attributes to those of its family.

    Args:
        cls: A class that is being created.
        spec: Its supertype.
        kind: The kind that it is, as the supertype's attribute says it.
        mapped: Lets SQLAlchemy do its part.

    Raises:
        ModelError: The class says something that no warehouse could keep.
    """
    family = spec.family
    assert family is not None
    where = cls.__name__
    check_kind(cls, spec.cls, family, kind)
    with undone_on_error(cls), kind_undone_on_error(spec.cls, kind):
        members = own_members(cls, spec.cls)
        columns = declared_columns(cls, members, OTHER_KINDS, USE)
        check_own_names(cls, spec.cls, family, [(name, "the declared column") for name in columns])
        said = {name: _said(f"{where}.{name}", column, spec) for name, column in columns.items()}
        name_table(cls, members, f"dim_{snake_case(where)}")
        key = family.stored.c[spec.key.name]
        own = mapped_column(
            key_type(), ForeignKey(key), primary_key=True, autoincrement=False, sort_order=-1, comment="Surrogate key"
        )
        add_member(cls, members, key.name, own, "the surrogate key")
        cls.__mapper_args__ = {**members.get("__mapper_args__", {}), "polymorphic_identity": kind}
        mapped()
        table = cls.__table__
        finish_table(cls, table, {key.name, *columns}, USE)
        for name in columns:
            if not table.c[name].nullable:
                raise ModelError(f"{where}.{name}: members of another kind have none; make it Mapped[... | None]")
        _grow(spec, Kind(cls, table, tuple(columns)), kind, said)
        cls.__starschema__ = spec


def _said(where: str, column: MappedColumn[Any], spec: DimensionSpec) -> AttributeColumn:
    said = declaration_of(column)
    by = next(a for a in spec.attributes if spec.family is not None and a.name == spec.family.by)
    if not isinstance(said, AttributeColumn) or said.scd != by.scd or said.scope != "all":
        # Else a version of one kind could have something of another.
        raise ModelError(
            f"{where}: attributes of a subtype change as {spec.cls.__name__}.{by.name} does; make it scd={by.scd}"
        )
    return said


def _grow(spec: DimensionSpec, kind: Kind, identity: str, said: dict[str, AttributeColumn]) -> None:
    """Add a subtype to its family: facts may refer to the supertype already, so it stays the same object."""
    view, family = spec.table, spec.family
    assert family is not None
    added = []
    for name, attribute in said.items():
        own = kind.table.c[name]
        view.append_column(Column(name, own.type, nullable=True))
        added.append(Attribute(name, view.c[name], scd=attribute.scd, unknown=attribute.unknown))
    before = spec.attributes
    object.__setattr__(spec, "attributes", (*before, *added))
    try:
        special_members(spec)
    except ModelError:
        object.__setattr__(spec, "attributes", before)
        for name in said:
            view._columns.remove(view.c[name])
        raise
    family.kinds[identity] = kind
