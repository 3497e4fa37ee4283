"""A task: one piece of a feed's work, as it stands in the worklist."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from starschema.errors import StarSchemaError
from starschema.tasks.landing import Extract

UNFINISHED = ("waiting", "running", "failed")
"""States in which others wait for a task."""


class ClaimLost(StarSchemaError):
    """Somebody else does the task now, or it was revoked; what this worker did is undone."""


@dataclass(frozen=True)
class Task:
    """A row of the worklist.

    Args:
        task_id: Its number.
        feed: The feed's name.
        piece: What it is, for people.
        details: How to open it.
        status: waiting, running, done, failed or revoked.
        asked_at: When it was asked for, in UTC.
        position: Its place among what was asked for at once.
        due_at: When it may be tried.
        finished_at: When it was done, failed for good or revoked.
        attempts: How often it was begun.
        generation: How often it is to be loaded again on purpose.
        claim: The token of who does it.
        claimed_by: Who does it.
        extract: What has landed.
        load_id: The load that did it.
        rows: How many rows that read.
        error: Why the last attempt failed.
    """

    task_id: str
    feed: str
    piece: str
    details: dict[str, Any]
    status: str
    asked_at: dt.datetime
    position: int
    due_at: dt.datetime
    finished_at: dt.datetime | None
    attempts: int
    generation: int
    claim: str | None
    claimed_by: str | None
    extract: Extract | None
    load_id: int | None
    rows: int | None
    error: str | None

    @classmethod
    def of(cls, row: RowMapping) -> Task:
        """Return what a row says."""
        plain = {name: row[name] for name in cls.__dataclass_fields__ if name not in ("details", "extract")}
        landed = None if row["extract"] is None else Extract.of_json(row["extract"])
        return cls(**plain, details=json.loads(row["details"]), extract=landed)

    @property
    def is_over(self) -> bool:
        """Whether nobody does it any more by itself: it is done, has failed or was revoked."""
        return self.status not in ("waiting", "running")

    @property
    def place(self) -> tuple[dt.datetime, int]:
        """What orders tasks: when they were asked for, and their place among what was asked for at once."""
        return self.asked_at, self.position
