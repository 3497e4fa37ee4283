"""How a load ends, in one transaction or in parts: its result, the log, and what is told of a failure."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from starschema.errors import Rejection
from starschema.load.keys.where import Lookups
from starschema.load.log import LoadLog
from starschema.load.result import LoadResult, Outcome

if TYPE_CHECKING:
    from starschema.load.run import Job

logger = logging.getLogger("starschema")

Alongside = Callable[[Connection, LoadResult], None]
"""What else is written in a load's own transaction, before it commits; what it raises undoes the load."""


@dataclass
class Ending:
    """The end of one load.

    Args:
        log: Where it is noted.
        job: The load.
        load_key: The caller's name for it.
        lookups: Where members were looked up.
        alongside: What else is written in the transaction that ends it.
        load_id: The load's number in the log, or 0 if it is not there yet.
        left: The load's status if it fails: "part" as long as some of its rows are in.
        dry_run: Whether the log is not to know of the load.
    """

    log: LoadLog
    job: Job
    load_key: str | None
    lookups: Lookups
    alongside: Alongside | None = None
    load_id: int = 0
    left: str = "failed"
    dry_run: bool = False
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """How long the load has taken so far."""
        return time.perf_counter() - self.started

    def result(self, outcome: Outcome) -> LoadResult:
        """Return what the load did.

        Raises:
            LoadError: Rows are not accounted for.
        """
        return LoadResult.of(
            self.job.name, outcome.counts, load_id=self.load_id, load_key=self.load_key, samples=outcome.samples
        ).balanced()

    def accompany(self, connection: Connection, result: LoadResult) -> None:
        """Write what goes alongside the load, of now or of an earlier time."""
        if self.alongside is not None:
            self.alongside(connection, result)

    def finish(self, connection: Connection, result: LoadResult, rejections: Sequence[Rejection] = ()) -> LoadResult:
        """Log what the load did, and write what goes alongside, in the load's last transaction."""
        result = result.timed(self.seconds)
        self.log.finish(connection, result, rejections, self.job.target, self.lookups)
        self.accompany(connection, result)
        return result

    def fail(self, error: BaseException) -> None:
        """Log that the load failed, as far as the database can still be told; the load's own error is what counts."""
        logger.error("%s: load %d failed: %s", self.job.name, self.load_id, type(error).__name__)
        if self.dry_run:
            return
        try:
            if not self.load_id:
                self.load_id = self.log.start(self.job.target, self.load_key, self.job.source)
            self.log.fail(self.load_id, error, self.seconds, self.left)
        except Exception as trouble:
            error.add_note(f"the load log still says that load {self.load_id} is under way: {type(trouble).__name__}")
