"""The role of a fact from whose member that of a roll-up follows: the month of its day, the brand of its product."""

from __future__ import annotations

from typing import Any

from starschema.errors import ModelError
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, FactSpec, RoleSpec


def rolled_from(where: str, fact: FactSpec, role: Role[Any], rollup: DimensionSpec) -> RoleSpec | None:
    """Return the role of a fact from which `role` to a roll-up follows, None if there is none.

    Args:
        where: The class and name of `role`, for messages.
        fact: The fact.
        role: The role that an aggregate declares; its `of=` names that of the fact, where there are several.
        rollup: The dimension of `role`, which may be no roll-up.

    Raises:
        ModelError: There are several, or not the one that is named.
    """
    bases = [other for other in fact.roles if other.dimension is rollup.rolled_up]
    if not bases:
        return None
    name, base, known = rollup.cls.__name__, fact.cls.__name__, " or ".join(repr(other.name) for other in bases)
    named = [other for other in bases if role.of in (None, other.name)]
    if not named:
        raise ModelError(f"{where}: {base}.{role.of} is no role that {name} is a roll-up of; say of={known}")
    if len(named) > 1:
        raise ModelError(f"{where}: {name} is a roll-up of several roles of {base}; say of={known}")
    return named[0]
