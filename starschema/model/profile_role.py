"""A fact's role to a mini-dimension by way of whose profile it is: `role(Demographics, of="customer")`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starschema.errors import ModelError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec


def profile_role(fact: type[Any], role: Role[Any], roles: Sequence[Role[Any]]) -> tuple[Role[Any], DimensionSpec]:
    """Return the role whose member's profile `role` is, and the history in which it is found.

    Args:
        fact: The fact.
        role: The role, with `of=`.
        roles: All roles of the fact.

    Raises:
        ModelError: There is no such role, its dimension has no such profile, or the role says what follows from it.
    """
    where, name = f"{fact.__name__}.{role.name}", role.dimension.__name__
    base = next((other for other in roles if other.name == role.of and other is not role), None)
    if base is None:
        known = ", ".join(other.name for other in roles if other is not role) or "none"
        raise ModelError(f"{where}: of={role.of!r} is no role of {fact.__name__}; it has {known}")
    spec = base.resolved_dimension(fact)
    profile = next((p for p in spec.profiles if p.dimension is role.resolved_dimension(fact)), None)
    if profile is None:
        raise ModelError(
            f"{where}: {base.dimension.__name__} has no profile in {name}; declare profile({name}) on it, or leave out "
            "of= if the fact's own data brings the profile"
        )
    said: dict[str, Any] = dict.fromkeys(("source", "as_of", "zone", "zone_from"))
    said |= {"strict": False, "durable": False, "missing": "infer"}
    given = [f"{option}=" for option, default in said.items() if getattr(role, option) != default]
    if given:
        raise ModelError(
            f"{where} follows role {base.name!r}, which says all that there is to say; leave out {', '.join(given)}"
        )
    return base, bookkeeping(fact.metadata).history(spec, profile).lookup
