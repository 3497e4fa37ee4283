"""The heartbeat of a claim, while its task is done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starschema.tasks.task import Task
    from starschema.tasks.worklist import Worklist

logger = logging.getLogger("starschema")

BEATS = 6
"""How often a heart beats before others lose patience: a few may be lost."""


@contextmanager
def heartbeat(worklist: Worklist, task: Task) -> Iterator[None]:
    """Say again and again that `task` is being done; a short one never gets to it."""
    over = threading.Event()
    seconds = worklist.patience.total_seconds() / BEATS

    def beat() -> None:
        while not over.wait(seconds):
            try:
                if not worklist.beat(task):
                    logger.warning("%s, %s: the claim is lost; the load will be undone", task.feed, task.piece)
                    return
            except Exception as error:
                logger.warning("%s, %s: no heartbeat: %s", task.feed, task.piece, type(error).__name__)

    thread = threading.Thread(target=beat, name="starschema-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
