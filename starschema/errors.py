"""The exception tree: every error this library raises on purpose is a `StarSchemaError`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote


class StarSchemaError(Exception):
    """Base of every error the library raises on purpose."""


class ModelError(StarSchemaError):
    """A model class says something that no warehouse could keep; names class, column and remedy."""


class SourceError(StarSchemaError):
    """The input of a load cannot be read, or lacks a column that the model needs."""


class StoreError(StarSchemaError):
    """A place for files, such as an object store, cannot be used; names it, and the remedy where it is known."""


class OutOfOrder(StarSchemaError):
    """A change is older than what a dimension without a journal has already recorded."""


class TooManyClosed(StarSchemaError):
    """A snapshot would close more members than `close_limit` allows, so nothing was changed."""


class KeyCollision(StarSchemaError):
    """Two versions or members of a dimension with hash keys would have the same key; the load changed nothing."""


class LoadError(StarSchemaError):
    """A load broke one of its own invariants and was rolled back; this is a bug worth reporting."""


@dataclass(frozen=True)
class Rejection:
    """One rejected input row: where it stood, which column is to blame, and what to do about it.

    Args:
        row: Position in the input, counted from 1.
        column: The input column to blame, or None where the row as a whole is.
        value: The offending value as text, or None for NULL.
        reason: What is wrong and what would mend it.
        record: The raw row as a JSON object.
    """

    row: int
    column: str | None
    value: str | None
    reason: str
    record: str = "{}"

    def __str__(self) -> str:
        place = f"row {self.row}" + (f", column {self.column!r}" if self.column else "")
        shown = "" if self.value is None else f" (value {self.value!r})"
        return f"{place}{shown}: {self.reason}"


class RejectedRows(StarSchemaError):
    """More rows were rejected than `reject_limit` allows; the load changed nothing.

    Args:
        target: Name of the model class that was being loaded.
        count: How many rows were rejected.
        limit: The `reject_limit` in force.
        rejections: The first of them.
    """

    def __init__(self, target: str, count: int, limit: int, rejections: Sequence[Rejection]) -> None:
        self.target = target
        self.count = count
        self.limit = limit
        self.rejections = tuple(rejections)
        first = "; ".join(str(rejection) for rejection in self.rejections[:3])
        super().__init__(f"{target}: {count} row(s) rejected, reject_limit is {limit}, so nothing was loaded. {first}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.target, self.count, self.limit, self.rejections)


_IN_URL = re.compile(r"(?P<before>[a-z][\w+.-]*://[^\s:/@]*:)(?P<password>[^\s/]*)(?P<after>@)", re.IGNORECASE)

HIDDEN = "***"
"""What is shown in a password's place, as SQLAlchemy has it."""


def without_passwords(text: str, url: str | None = None) -> str:
    """Return `text` without the passwords of URLs in it, nor the password of `url` anywhere.

    Args:
        text: What is to be shown.
        url: The database URL in use.
    """
    if url and (found := _IN_URL.search(url)):
        spelled = found["password"]
        for password in {spelled, unquote(spelled)} - {""}:
            # A short one, such as "a", would tear words apart and not be hidden by it.
            text = text.replace(f":{password}@", f":{HIDDEN}@")
            if len(password) > 3:
                text = text.replace(password, HIDDEN)
    return _IN_URL.sub(rf"\g<before>{HIDDEN}\g<after>", text)
