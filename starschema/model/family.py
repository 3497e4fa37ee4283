"""What supertypes and subtypes have in common, of dimensions and of facts: one key, tables of their own, a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, FromClause, MetaData, Select, Table, and_, select

from starschema.errors import ModelError
from starschema.model.declaring import check_names
from starschema.model.kinds import Family

FAMILY = "starschema_family"
"""Key of the family in the info of the view's table."""

WHOLE = "_whole"
"""What the name of the view over all kinds ends with."""


def whole_view(family: Family) -> Table:
    """Return the view by which loads see a supertype, as a table: its own columns, and no subtype's yet."""
    table = family.stored
    return Table(
        f"{table.name}{WHOLE}",
        MetaData(),
        *(Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in table.columns),
        schema=table.schema,
        info={FAMILY: family},
    )


def check_kind(cls: type[Any], owner: type[Any], family: Family, kind: Any) -> None:
    """Check the kind that a subtype says it is.

    Args:
        cls: The subtype.
        owner: Its supertype.
        family: What makes it one.
        kind: What is said.

    Raises:
        ModelError: It is none, or another class is it already.
    """
    where, name = cls.__name__, owner.__name__
    if owner not in cls.__bases__:
        raise ModelError(f"{where}: a subtype has no subtypes of its own; make it a subclass of {name}")
    by = family.stored.c[family.by]
    if not isinstance(kind, str) or not kind or len(kind) > (getattr(by.type, "length", None) or len(kind)):
        raise ModelError(
            f'{where}: subtype={kind!r} is no {family.by} of {name}; declare class {where}({name}, subtype="...") '
            f"with a text that {name}.{family.by} can hold"
        )
    if kind in family.kinds:
        other = family.kinds[kind].cls.__name__
        raise ModelError(f"{where}: subtype={kind!r} is {other} already; give each kind one class")


def check_own_names(cls: type[Any], owner: type[Any], family: Family, named: list[tuple[str, str]]) -> None:
    """Check that no other class of the family has a column of a name that a subtype declares.

    Args:
        cls: The subtype.
        owner: Its supertype.
        family: What makes it one.
        named: Each column's name, and what it is.

    Raises:
        ModelError: One has.
    """
    taken = dict.fromkeys(family.stored.columns.keys(), f"a column of {owner.__name__}")
    for each in family.kinds.values():
        taken |= dict.fromkeys(each.attributes, f"a column of {each.cls.__name__}")
    check_names(cls, named, taken)


@contextmanager
def kind_undone_on_error(owner: type[Any], kind: str) -> Iterator[None]:
    """Map a subtype, and leave no trace of it in its supertype's mapping if that fails."""
    try:
        yield
    except Exception:
        owner.__mapper__.polymorphic_map.pop(kind, None)
        raise


def own_members(cls: type[Any], owner: type[Any]) -> dict[str, Any]:
    """Return what the class body says, and mixins that the supertype does not have."""
    found: dict[str, Any] = {}
    for base in reversed([base for base in cls.__mro__ if base not in owner.__mro__]):
        found.update(vars(base))
    return found


def whole_query(family: Family, tables: Callable[[Table], FromClause]) -> Select[*tuple[Any, ...]]:
    """Select every row of a supertype with the columns of all its subtypes.

    Args:
        family: What makes it a supertype.
        tables: Gives the tables as the database has them.
    """
    base = tables(family.stored)
    joined: FromClause = base
    found: list[Any] = [base.c[c.name] for c in family.stored.columns]
    for kind in family.kinds.values():
        own = tables(kind.table)
        joined = joined.outerjoin(own, and_(*(own.c[c.name] == base.c[c.name] for c in family.key)))
        found += [own.c[name] for name in kind.attributes]
    return select(*found).select_from(joined)
