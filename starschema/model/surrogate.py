"""How surrogate keys come about: as numbers that are counted up, or as hashes of what they stand for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from sqlalchemy import Float

from starschema.errors import ModelError
from starschema.model.spec import DimensionSpec

Surrogate = Literal["number", "hash"]

CREATION = "creation_number"
"""Column that says in which order versions came into being, where keys do not."""


def is_hashed(cls: type[Any], surrogate: Surrogate | None) -> bool:
    """Return whether the keys of `cls` are hashes: as it says itself, or its declarative base does by `__surrogate__`.

    Raises:
        ModelError: What it says is neither.
    """
    said = getattr(cls, "__surrogate__", "number") if surrogate is None else surrogate
    if said not in ("number", "hash"):
        raise ModelError(f'{cls.__name__}: surrogate={said!r} is no kind of key; use "number" or "hash"')
    return bool(said == "hash")


def check_hashable(spec: DimensionSpec) -> None:
    """Raise if a natural key has no text of its own to be hashed.

    Raises:
        ModelError: It has none.
    """
    for column in spec.natural_key:
        if isinstance(column.type, Float):
            raise ModelError(
                f"{spec.cls.__name__}.{column.name}: a floating point number has several spellings, and each "
                'would have a key of its own; make it a Numeric, or leave out surrogate="hash"'
            )


def refuse_surrogate(cls: type[Any], kind: str, given: Collection[str]) -> None:
    """Raise if a class of a kind whose keys are computed was told how to make them.

    Raises:
        ModelError: It was.
    """
    if "surrogate" in given:
        raise ModelError(f"{cls.__name__}: the keys of {kind} are computed, so leave out surrogate=")
