"""What a combination of attributes is known by: one text for all of its values, NULLs included.

The text is the key of a plain equality join and of a unique constraint, neither of which takes a NULL for a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    String,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from starschema.sql.canonical import canonical, counted
from starschema.sql.compare import Query


def combination(attributes: Sequence[tuple[Column[Any], ColumnElement[Any]]]) -> ColumnElement[str]:
    """Return the key of the combination of `attributes`, each with its value.

    Before it is hashed, every value that is not NULL is written as `name=length:value;`, in the order of the names. So
    no two combinations are written alike, and a member keeps its key when the model declares its attributes in another
    order, gives one a longer or a wider type, or has a new one that is NULL for it.
    """
    written: list[ColumnElement[Any]] = []
    for column, value in sorted(attributes, key=lambda pair: pair[0].name):
        told = literal(f"{column.name}=", String()).concat(counted(canonical(column, value)))
        written.append(case((value.is_not(None), told), else_=""))
    whole = written[0]
    for part in written[1:]:
        whole = whole.concat(part)
    return Sha256(whole)


class Sha256(FunctionElement[str]):
    """The SHA-256 of a text, in hexadecimal digits."""

    inherit_cache = True
    type = String()


@compiles(Sha256)
def _on_workbench(element: Sha256, compiler: Any, **options: Any) -> str:
    return f"sha256({compiler.process(element.clauses, **options)})"


@compiles(Sha256, "databricks")
def _on_spark(element: Sha256, compiler: Any, **options: Any) -> str:
    return f"sha2({compiler.process(element.clauses, **options)}, 256)"


def combined_members(keys: FromClause, rows: FromClause, attributes: Sequence[str]) -> Query:
    """Select the combinations of `keys` with their attributes, as any of the `rows` with that key tells them.

    Args:
        keys: The keys of combinations, once each, in the only column.
        rows: The rows that name them, with a column of the same name and the attributes.
        attributes: The names of these.
    """
    key = next(iter(keys.c))
    values = [func.any_value(rows.c[name]).label(name) for name in attributes]
    return select(key, *values).join_from(keys, rows, key == rows.c[key.name]).group_by(key)
