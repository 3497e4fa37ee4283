"""`GroupDimension`: the base class of the groups that facts make by naming several members at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import natural_key
from starschema.model.declaring import members_of
from starschema.model.dimension import Dimension, refuse_version_options
from starschema.model.junk import HASH_CHARACTERS
from starschema.model.kinds import Grouping
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, Physical

KIND = "a dimension of groups"
"""What messages call it."""


class GroupDimension(Dimension):
    """Base of a dimension of groups: mix it with your declarative base, `class DiagnosisGroup(GroupDimension, Mart)`.

    A fact's `role(DiagnosisGroup, source=("diagnosis_1", "diagnosis_2"))` reads natural keys of several members, and a
    combination that was never seen before becomes a group: a row here, and a row for each of its members in the
    bridge that has the dimension for its `group()`, with equal weights. Order and repetition are of no account; a row
    that names nobody takes the special member.

    The library adds `combination`, a hash of the members' natural keys, as the group's own: it lets the database itself
    see to it that no group is there twice.

    Args:
        physical: Hints for the physical design.

    Grain:
        One row per combination of members seen so far.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 14, "Diagnosis Group Bridge".
    """

    combination: Mapped[str | None] = natural_key(String(HASH_CHARACTERS), comment="Hash of its members' natural keys")

    def __init_subclass__(cls, *, physical: Physical | None = None, **kw: Any) -> None:
        """Check that the class has nothing of its own, and map it as a dimension.

        Raises:
            ModelError: It has a column, a reference, or an option that needs versions.
        """
        for name, value in members_of(cls).items():
            if isinstance(value, Role | MappedColumn) and vars(GroupDimension).get(name) is not value:
                raise ModelError(
                    f"{cls.__name__}.{name}: a group is its members and nothing else; declare it on their dimension, "
                    "or on the bridge"
                )
        refuse_version_options(cls, KIND, kw)
        super().__init_subclass__(physical=physical, **kw)

    @classmethod
    def _resolved(cls, spec: DimensionSpec) -> DimensionSpec:
        return replace(spec, grouping=Grouping())
