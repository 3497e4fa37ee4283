"""A UUID in a database that has none, or whose driver has its own way with them: text with dashes, in and out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, Uuid


class Identifier(Uuid[Any]):
    """A UUID, which the driver gives and takes as text."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what spells it."""
        return lambda value: None if value is None else str(value)

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what spells it as a constant."""
        return lambda value: f"'{UUID(str(value))}'"

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what gives it as the model has it, as text where that is asked for."""
        if self.as_uuid:
            return lambda value: UUID(value) if isinstance(value, str) else value
        return lambda value: None if value is None else str(value)
