"""What a Celery worker of a flow checks as it starts, and says loudly."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from celery import bootsteps

from starschema.backends.ducklake.address import database_url

if TYPE_CHECKING:
    from starschema.tasks.flow import Flow

logger = logging.getLogger("starschema")

VISIBLE_BY_DEFAULT = {"redis": 3600, "rediss": 3600, "sentinel": 3600, "sqs": 1800, "azurestoragequeues": 1800}
"""Transports that give a message to somebody else when it was not acknowledged for so many seconds."""

ONE_PROCESS = ("solo", "threads", "eventlet", "gevent")
"""Pools whose tasks are in one process."""


def complaints(app: Any, flow: Flow, url: str, time_limit: float, pool: str, concurrency: int) -> list[str]:
    """Return what is wrong with how a worker was started, in words.

    Args:
        app: The Celery app, with the settings that are in force.
        flow: Its flow.
        url: The warehouse.
        time_limit: Seconds that a task may take, where its feed does not say.
        pool: The worker's pool.
        concurrency: How many tasks it does at once.
    """
    found: list[str] = []
    scheme = str(app.conf.broker_url or "").partition(":")[0]
    longest = max([time_limit, *(feed.time_limit or 0.0 for feed in flow.in_order)])
    default = VISIBLE_BY_DEFAULT.get(scheme)
    if default is not None:
        options = app.conf.broker_transport_options or {}
        visible = options.get("visibility_timeout", default)
        if visible <= longest:
            found.append(
                f"{flow.name}: a task may take {longest:.0f} s, but after {visible:.0f} s without an answer the broker "
                "gives its message to another worker too, in vain and again and again: raise "
                "broker_transport_options['visibility_timeout'] above the time limit"
            )
    backend = database_url(url).get_backend_name()
    if backend == "duckdb" and concurrency > 1 and pool not in ONE_PROCESS:
        found.append(
            f"{flow.name}: one process at a time can open a DuckDB file, and this worker has {concurrency}, which will "
            "be in each other's way: start one worker, with --concurrency 1"
        )
    if scheme == "memory" and pool not in ONE_PROCESS:
        found.append(f"{flow.name}: memory:// reaches this process only: start the worker with --pool solo")
    return found


class Checks(bootsteps.StartStopStep):  # type: ignore[misc, unused-ignore]
    """Says what is wrong as the worker starts, and has a sweep look at what was left."""

    flow: Flow
    url: str
    time_limit: float

    def start(self, parent: Any) -> None:
        """Complain."""
        pool = parent.pool_cls if isinstance(parent.pool_cls, str) else parent.pool_cls.__module__.rpartition(".")[2]
        pool = {"thread": "threads"}.get(pool, pool)
        for complaint in complaints(parent.app, self.flow, self.url, self.time_limit, pool, parent.concurrency):
            logger.warning("!" * 72)
            logger.warning(complaint)
            logger.warning("!" * 72)
        if database_url(self.url).get_backend_name() == "duckdb":
            logger.warning("%s: DuckDB is one process's, so all loads take turns in this worker", self.flow.name)
