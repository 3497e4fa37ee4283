"""Measures that may be summed over all roles but one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import ExceptOver, MeasureColumn, declaration_of
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, SemiAdditive

INSTEAD = ("first", "last", "average", "min", "max")
"""What a semi-additive measure may show in place of a sum."""


def semi_additive(
    owner: str, name: str, column: MappedColumn[object], roles: Mapping[str, DimensionSpec]
) -> SemiAdditive | None:
    """Return over which role a measure may not be summed, checked; None if it is no such measure.

    Args:
        owner: Name of the fact's class.
        name: Name of the measure.
        column: What declares it.
        roles: The dimension of each role of the fact, by the role's name.

    Raises:
        ModelError: There is no such role, or the measure cannot show over it what it is to show instead.
    """
    said = declaration_of(column)
    if not isinstance(said, MeasureColumn) or isinstance(said.additive, bool):
        return None
    where = f"{owner}.{name}"
    if not isinstance(said.additive, ExceptOver):
        raise ModelError(
            f"{where}: additive={said.additive!r} is unknown; use True, False, or except_over(day, use='last')"
        )
    role, use = said.additive.role, said.additive.use
    wanted = role.name if isinstance(role, Role) else role
    if not isinstance(wanted, str) or wanted not in roles:
        known = ", ".join(roles) or "none"
        raise ModelError(f"{where}: except_over({wanted!r}) is no role of {owner}; it has {known}")
    if use not in INSTEAD:
        raise ModelError(f"{where}: use={use!r} is unknown; use {', '.join(map(repr, INSTEAD))}")
    if use in ("first", "last") and roles[wanted].calendar is None:
        raise ModelError(
            f"{where}: {roles[wanted].cls.__name__} is no calendar, so it has no {use} member; use 'average', 'min' or "
            "'max'"
        )
    return SemiAdditive(wanted, use)
