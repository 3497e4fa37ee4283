"""Hierarchies: which attributes of a dimension are levels of one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.spec import HierarchySpec


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Levels from the coarsest to the finest, as written in the class body."""

    levels: tuple[Mapped[Any] | str, ...]
    strict: bool = False


def hierarchy(*levels: Mapped[Any] | str, strict: bool = False) -> Hierarchy:
    """Declare that attributes of a dimension are levels of one another.

    Args:
        *levels: The attributes, or their names, from the coarsest to the finest.
        strict: Whether loads check that at any time all members with one value of a level have one value of the level
            above: one city, one region. A load that would break it is refused. NULL is in nothing, and nothing in it.
    """
    return Hierarchy(levels, strict)


def resolve_hierarchy(
    class_name: str, name: str, declared: Hierarchy, columns: Mapping[str, MappedColumn[Any]]
) -> HierarchySpec:
    """Return `declared` with its levels resolved to the names of `columns`, by identity.

    Raises:
        ModelError: A level is no attribute of the dimension, is there twice, or there are fewer than two.
    """
    by_identity = {id(column): column_name for column_name, column in columns.items()}
    found: list[str] = []
    for position, level in enumerate(declared.levels, 1):
        level_name = level if isinstance(level, str) else by_identity.get(id(level))
        if level_name is None or level_name not in columns:
            shown = repr(level) if isinstance(level, str) else f"number {position}"
            raise ModelError(
                f"{class_name}.{name}: level {shown} is no attribute of {class_name}; "
                f"name attributes of the same class, such as {', '.join(columns) or 'one made by attribute()'}"
            )
        found.append(level_name)
    if len(found) < 2 or len(set(found)) < len(found):
        raise ModelError(
            f"{class_name}.{name}: a hierarchy needs two or more different levels, coarsest first, not {found}"
        )
    return HierarchySpec(name, tuple(found), declared.strict)
