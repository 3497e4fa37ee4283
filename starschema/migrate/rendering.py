"""Writing operations into a migration: what Alembic does not know how to write."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import _render_column, _repr_type
from sqlalchemy import Column
from sqlalchemy.types import TypeEngine

from starschema.migrate.model import UNCHECKED

MODULES: Mapping[type[Any], str] = {
    dt.datetime: "datetime",
    dt.date: "datetime",
    dt.time: "datetime",
    uuid.UUID: "uuid",
}
"""Values whose `repr` needs a module, and which."""


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write what is the library's own in a table, for Alembic's `render_item`."""
    if kind == "foreign_key" and item.info.get(UNCHECKED):
        context.imports.add("import starschema.ddl.postgresql")
        referred = [element.target_fullname for element in item.elements]
        return f"starschema.ddl.postgresql.UncheckedForeignKey({list(item.column_keys)!r}, {referred!r})"
    return False


def rendered(value: Any, context: AutogenContext) -> str:
    """Write an argument of one of the library's operations.

    Raises:
        TypeError: It is of a kind that no operation has.
    """
    match value:
        case Column():
            return _render_column(value, context)
        case TypeEngine():
            return _repr_type(value, context)
        case enum.Enum():
            return repr(value.name)  # which is what the database holds
        case Decimal():
            context.imports.add("import decimal")
            return f"decimal.{value!r}"
        case dict():
            inner = [f"{rendered(k, context)}: {rendered(v, context)}" for k, v in value.items()]
            return "{" + ", ".join(inner) + "}"
        case list() | tuple():
            return "[" + ", ".join(rendered(v, context) for v in value) + "]"
        case None | bool() | int() | float() | str() | bytes():
            return repr(str(value) if isinstance(value, str) else value)
    for kind, module in MODULES.items():
        if isinstance(value, kind):
            context.imports.add(f"import {module}")
            return f"{module}.{value!r}" if module == "uuid" else repr(value)
    raise TypeError(f"no operation takes a {type(value).__name__}: {value!r}")
