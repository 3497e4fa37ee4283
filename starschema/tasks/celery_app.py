"""A flow's Celery app: a task for each feed, one that looks for work, and a sweeper; the worklist decides.

A message says no more than "look at this row of the worklist". One that comes twice finds nothing to do, one that is
lost is sent again by the sweeper, and one that comes too early leaves its row waiting, to be sent when what it waits
for is done. So the broker may lose, repeat and reorder, and no result is ever stored.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celery import Celery
from celery.schedules import crontab
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError
from kombu.utils.url import parse_url

from starschema.backends.ducklake.address import database_url
from starschema.errors import StarSchemaError
from starschema.load.log import now
from starschema.tasks.checks import Checks
from starschema.tasks.worker import Worker

if TYPE_CHECKING:
    from starschema.tasks.feed import Feed
    from starschema.tasks.flow import Flow
    from starschema.tasks.task import Task

logger = logging.getLogger("starschema")

LEAST_URGENT = 10
"""The highest priority number that a feed may have."""

GRACE_SECONDS = 30.0
"""How long after a task was asked to stop its process is killed."""

EMBEDDED = ("duckdb", "sqlite")
"""Databases whose loads take turns anyway."""


def celery_app(
    flow: Flow, broker: str, url: str, *, time_limit: float, sweep: float, resend: float, settings: dict[str, Any]
) -> Celery:
    """Return the app of a flow.

    Args:
        flow: The flow.
        broker: Where messages go.
        url: The warehouse.
        time_limit: Seconds that a task may take, where its feed does not say.
        sweep: Seconds between two sweeps.
        resend: Seconds after which a message is taken for lost.
        settings: Celery settings that replace those made here.
    """
    app = Celery(flow.name, broker=broker, set_as_current=False)
    ours = _settings(flow, broker, url, time_limit, sweep)
    transport = {**ours["broker_transport_options"], **settings.get("broker_transport_options", {})}
    app.conf.update({**ours, **settings, "broker_transport_options": transport})
    work = _Work(app, flow, url, resend)

    def doing(feed: str) -> Callable[[str], None]:
        def do(task_id: str) -> None:
            work.do(task_id, feed)

        return do

    def look(message: Any, feeds: list[str]) -> None:
        work.look(feeds, message.request.id)

    def sweep_up() -> None:
        work.sweep()

    # Not shared: another app of the process has other flows.
    for feed in flow.in_order:
        limit = feed.time_limit or time_limit
        app.task(
            name=task_name(flow, feed.name),
            shared=False,
            rate_limit=feed.rate_limit,
            soft_time_limit=limit,
            time_limit=limit + GRACE_SECONDS,
        )(doing(feed.name))
    app.task(name=look_name(flow), shared=False, bind=True)(look)
    app.task(name=sweep_name(flow), shared=False)(sweep_up)
    assert app.steps is not None  # Celery has made it by now
    app.steps["worker"].add(_checks_of(flow, url, time_limit))
    return app


def task_name(flow: Flow, feed: str) -> str:
    """Return the name of the task of a feed."""
    return f"{flow.name}.{feed}"


def look_name(flow: Flow) -> str:
    """Return the name of the task that looks for work."""
    return f"{flow.name}:look"


def sweep_name(flow: Flow) -> str:
    """Return the name of the sweeper's task."""
    return f"{flow.name}:sweep"


def message_id(task: Task) -> str:
    """Return the number of the message about an attempt at a task, by which Celery can revoke it."""
    return f"{task.task_id}-{task.generation}-{task.attempts}"


def send(app: Celery, flow: Flow, tasks: Iterable[Task]) -> list[str]:
    """Send a message for each task, and return the numbers of those that could be sent."""
    sent: list[str] = []
    try:
        with app.producer_or_acquire() as producer:
            for task in tasks:
                feed = flow.feeds[task.feed]
                app.send_task(
                    task_name(flow, feed.name),
                    (task.task_id,),
                    task_id=message_id(task),
                    priority=_priority(app, feed),
                    producer=producer,
                    ignore_result=True,
                )
                sent.append(task.task_id)
    except OperationalError as error:
        logger.warning("%s: the broker takes no messages, the sweeper will send them: %s", flow.name, error)
    return sent


def send_ready(app: Celery, worker: Worker, tasks: Iterable[Task]) -> None:
    """Send a message for each of some tasks that waits for no other, and note that it is sent."""
    flow = worker.flow
    ready = [task for task in worker.ready(tasks) if task.feed in flow.feeds]
    worker.worklist.sent(send(app, flow, ready))


class _Work:
    """What the tasks of an app do; each process has a warehouse of its own, opened when it is first needed."""

    def __init__(self, app: Celery, flow: Flow, url: str, resend: float) -> None:
        self.app = app
        self.flow = flow
        self.resend = dt.timedelta(seconds=resend)
        self._url = url
        self._workers: dict[int, Worker] = {}

    @property
    def worker(self) -> Worker:
        """The worker of this process: a forked one must not use its parent's connections."""
        from starschema.warehouse import Warehouse

        if os.getpid() not in self._workers:
            self._workers = {os.getpid(): Worker(self.flow, Warehouse(self._url, self.flow.base))}
        return self._workers[os.getpid()]

    def look(self, feeds: list[str], message: str) -> None:
        """Look for work of some feeds, and send it."""
        worker = self.worker
        numbers = set(worker.look(self.flow.named(feeds), message))
        self._send(task for task in worker.worklist.waiting(unsent_since=self._lost) if task.task_id in numbers)

    def do(self, task_id: str, feed_name: str) -> None:
        """Do a task of a feed, and send what waited for it."""
        worker = self.worker
        report = worker.do(task_id, feed_name)
        if report is None:
            return
        logger.info("%s", report)
        feed = self.flow.feeds[report.feed]
        others = any(feed.name in before for before in self.flow.before.values())
        if report.status == "done" and (others or not feed.known_by_content or report.result is None):
            self._send(worker.worklist.waiting(unsent_since=self._lost))

    def sweep(self) -> None:
        """Free the claims of the dead, and send what is due and was not sent, or so long ago that it was lost."""
        worker = self.worker
        worker.worklist.take_over(worker.worklist.tasks(status="running"), self.flow.max_attempts)
        self._send(worker.worklist.waiting(unsent_since=self._lost))

    @property
    def _lost(self) -> dt.datetime:
        return now() - self.resend

    def _send(self, tasks: Iterable[Task]) -> None:
        send_ready(self.app, self.worker, tasks)


def _settings(flow: Flow, broker: str, url: str, time_limit: float, sweep: float) -> dict[str, Any]:
    limits = [feed.time_limit or time_limit for feed in flow.in_order]
    visible = int(2 * (max([time_limit, *limits]) + GRACE_SECONDS))
    queues = {flow.name, *(feed.queue or flow.name for feed in flow.in_order)}
    schedule: dict[str, Any] = {
        # One that nobody has taken by the time of the next is of no use.
        sweep_name(flow): {"task": sweep_name(flow), "schedule": sweep, "options": {"expires": sweep}}
    }
    for feed in flow.in_order:
        if feed.schedule is not None:
            entry = {"task": look_name(flow), "schedule": _schedule(feed), "args": ([feed.name],)}
            schedule[task_name(flow, feed.name)] = entry
    routes = {task_name(flow, feed.name): {"queue": feed.queue} for feed in flow.in_order if feed.queue}
    scheme = broker.partition(":")[0]
    settings: dict[str, Any] = {
        "accept_content": ["json"],
        "task_serializer": "json",
        "result_serializer": "json",
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_default_queue": flow.name,
        "task_queues": [
            Queue(name, Exchange(name, type="direct"), routing_key=name, max_priority=LEAST_URGENT)
            for name in sorted(queues)
        ],
        "task_routes": routes,
        "beat_schedule": schedule,
        "timezone": "UTC",
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # Each of the three is read by something else.
        "visibility_timeout": visible,
        "broker_transport_options": {"visibility_timeout": visible, **_transport(scheme, broker)},
        "result_backend_transport_options": {"visibility_timeout": visible},
    }
    if scheme == "filesystem":
        settings["broker_url"] = "filesystem://"
    if database_url(url).get_backend_name() in EMBEDDED:
        settings["worker_concurrency"] = 1
    if scheme == "memory":
        settings["worker_pool"] = "solo"
    return settings


def _transport(scheme: str, broker: str) -> dict[str, Any]:
    """Return what a broker must be told."""
    if scheme in ("redis", "rediss", "sentinel"):
        return {"priority_steps": list(range(LEAST_URGENT)), "sep": ":", "queue_order_strategy": "priority"}
    if scheme == "filesystem":
        folder = Path(parse_url(broker)["virtual_host"] or "messages")
        if broker.startswith("filesystem:///"):
            folder = Path("/") / folder
        for name in ("messages", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        messages = str(folder / "messages")
        return {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(folder / "control")}
    return {}


def _priority(app: Celery, feed: Feed) -> int:
    """Return a feed's priority as the broker counts: Redis has 0 first, the others the highest number."""
    if str(app.conf.broker_url or "").startswith(("redis", "sentinel")):
        return feed.priority - 1
    return LEAST_URGENT - feed.priority


def _schedule(feed: Feed) -> Any:
    """Return a feed's schedule as Celery has it: a text is a crontab."""
    if not isinstance(feed.schedule, str):
        return feed.schedule
    try:
        return crontab.from_string(feed.schedule)
    except (TypeError, ValueError) as error:
        raise StarSchemaError(
            f"{feed}: schedule={feed.schedule!r} is no crontab such as '0 5 * * *': {error}"
        ) from None


def _checks_of(flow: Flow, url: str, time_limit: float) -> type[Checks]:
    class FlowChecks(Checks):
        """The checks of this flow."""

        name = f"starschema.checks.{flow.name}"

    FlowChecks.flow, FlowChecks.url, FlowChecks.time_limit = flow, url, time_limit
    return FlowChecks
