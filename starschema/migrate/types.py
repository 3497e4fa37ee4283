"""Whether a column's type is the one that the model wants, where the database cannot tell."""

from __future__ import annotations

from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Column, Enum, String
from sqlalchemy.types import TypeEngine

from starschema.model.storage import MYSQL

BASIC = 0xFFFF
"""Last character that MariaDB's catalogue can hold."""


def compare_type(
    context: MigrationContext,
    there: Column[Any],
    wanted: Column[Any],
    type_there: TypeEngine[Any],
    type_wanted: TypeEngine[Any],
) -> bool | None:
    """Return whether the types differ, or None to let Alembic find out.

    DuckDB has one type of text, whose length it does not keep. MySQL tells an Enum's words with backslashes doubled,
    MariaDB with a question mark for what lies beyond the first 65,536 characters.
    """
    match type_there, type_wanted:
        case Enum(), Enum() if context.dialect.name in MYSQL:
            same = [word.replace(r"\\", "\\") for word in type_there.enums] in (
                list(type_wanted.enums),
                [_told(word) for word in type_wanted.enums],
            )
            return False if same else None
        case (Enum(), _) | (_, Enum()):
            return None
        case String(), String() if context.dialect.name == "duckdb":
            return False
    return None


def _told(word: str) -> str:
    return "".join(character if ord(character) <= BASIC else "?" for character in word)
