"""`JunkDimension`: the base class of flags and codes that belong to no dimension of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.band import BandColumn, resolved_band
from starschema.model.columns import INFO, AttributeColumn, NaturalKeyColumn, declaration_of, natural_key
from starschema.model.declaring import members_of
from starschema.model.dimension import Dimension, refuse_version_options
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, Physical

HASH_CHARACTERS = 64
"""A SHA-256 in hexadecimal: two combinations will not share one."""


KIND = "a junk dimension"
"""What messages call it."""


class JunkDimension(Dimension):
    """Base of a junk dimension: mix it with your own declarative base, `class OrderFlags(JunkDimension, Mart)`.

    Its columns are attributes only, none of them versioned. A fact's `role(OrderFlags)` reads them from the fact's own
    input, and a combination that was never seen before becomes a member. NULL is a value like any other, so every
    attribute is NULL-able in the table; where the data has none of the columns, the fact takes the unknown member.

    The library adds `combination`, a hash of the attributes that are not NULL, as the natural key: it lets the database
    itself see to it that no combination is there twice.

    Args:
        physical: Hints for the physical design.

    Grain:
        One row per combination of attributes seen so far.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 6, "Junk Dimensions".
    """

    combination: Mapped[str | None] = natural_key(
        String(HASH_CHARACTERS), comment="Hash of the attributes, NULLs left out"
    )

    def __init_subclass__(cls, *, physical: Physical | None = None, **kw: Any) -> None:
        """Check that the class has attributes and nothing else, and map it as a dimension.

        Raises:
            ModelError: It has a natural key, a versioned attribute or none at all, or an option that needs versions.
        """
        for name, value in members_of(cls).items():
            if isinstance(value, Role):
                raise ModelError(
                    f"{cls.__name__}.{name}: a junk dimension has attributes only; refer to it from the fact, by a role"
                )
            if isinstance(value, MappedColumn) and vars(JunkDimension).get(name) is not value:
                _check(f"{cls.__name__}.{name}", name, value)
        refuse_version_options(cls, KIND, kw)
        super().__init_subclass__(physical=physical, **kw)

    @classmethod
    def _resolved(cls, spec: DimensionSpec) -> DimensionSpec:
        if not spec.attributes:
            raise ModelError(f"{cls.__name__} has no attributes to combine; declare them with attribute()")
        for hierarchy in spec.hierarchies:
            if hierarchy.strict:
                raise ModelError(
                    f"{cls.__name__}.{hierarchy.name}: members come into being as facts name them, which nothing "
                    "checks; leave out strict=True"
                )
        attributes = []
        for attribute in spec.attributes:
            attribute.column.nullable = True
            said = attribute.column.info[INFO]
            where = f"{cls.__name__}.{attribute.name}"
            attributes.append(
                replace(attribute, band=resolved_band(where, said)) if isinstance(said, BandColumn) else attribute
            )
        return replace(spec, attributes=tuple(attributes), combined=tuple(a.column for a in attributes))


def _check(where: str, name: str, column: MappedColumn[Any]) -> None:
    said = declaration_of(column)
    if isinstance(said, NaturalKeyColumn):
        raise ModelError(
            f"{where}: all attributes together are the natural key of a junk dimension; declare it with attribute(), "
            "or subclass Dimension"
        )
    if name == "combination":
        raise ModelError(f"{where} clashes with the library's own column of the same name; rename it")
    if isinstance(said, AttributeColumn) and said.scd != 1:
        raise ModelError(
            f"{where}: a member of a junk dimension never changes, another combination is another member; "
            f"leave out scd={said.scd!r}"
        )
