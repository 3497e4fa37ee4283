"""`Flow`: what feeds a mart, and what one does with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from starschema.errors import StarSchemaError
from starschema.tasks.feed import NAME, Feed
from starschema.tasks.order import in_order, prerequisites

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase

    from starschema.tasks.landing import Landing
    from starschema.tasks.mending import By, Tidied
    from starschema.tasks.report import FlowResult
    from starschema.tasks.task import Task
    from starschema.warehouse import Warehouse

__all__ = ["Flow"]


class Flow:
    """Which sources feed the tables of a mart, and through which business rules.

    The order follows from the model: a fact is loaded after its dimensions, a dimension after its outriggers.

    Args:
        name: Its name; the name of its queue, too.
        base: The declarative base that the model classes share.
        landing: Where extracts land: a folder, or a URL that fsspec knows; `landing` by default. Workers on several
            machines need one that all of them reach.
        max_attempts: How often to try what fails for a reason that may pass, or kills its worker.
        backoff: Seconds to wait before the second attempt; twice as long before each further one.
        patience: Seconds after which a worker that says nothing is taken for dead.

    Raises:
        StarSchemaError: The name cannot name a queue.
    """

    def __init__(
        self,
        name: str,
        base: type[DeclarativeBase],
        *,
        landing: str | Path = "landing",
        max_attempts: int = 5,
        backoff: float = 5.0,
        patience: float = 60.0,
    ) -> None:
        if not NAME.fullmatch(name):
            raise StarSchemaError(f"{name!r} cannot name a flow: use at most 60 letters, digits, '_', '-' and '.'")
        self.name = name
        self.base = base
        self.max_attempts = max_attempts
        self.backoff = backoff
        self.patience = patience
        self._landing = landing
        self._declared: list[Feed] = []

    def __repr__(self) -> str:
        return f"<Flow {self.name}: {', '.join(feed.name for feed in self._declared)}>"

    def feed(
        self,
        model: type[Any],
        source: Any = None,
        *,
        sql: str | None = None,
        name: str | None = None,
        effective: dt.date | dt.datetime | str | None = None,
        priority: int = 5,
        schedule: Any = None,
        queue: str | None = None,
        rate_limit: str | None = None,
        time_limit: float | None = None,
        slices: Callable[[dt.date, dt.date], Any] | None = None,
        **options: Any,
    ) -> Feed:
        """Declare what feeds a table; as a decorator, it takes the business rule: a batch of Arrow in, Arrow out.

        Files are a piece of work each, loaded once, and again when they are written again. Anything else is read at
        every run.

        Args:
            model: The class to load.
            source: What `Warehouse.load` takes: a path, a glob, a URL, `(engine, select)`, an object of
                `starschema.sources`; or a function that returns that, called when it is read. Left out for what is
                computed, such as a calendar.
            sql: The business rule in DuckDB's SQL, such as `select id, trim(name) as name from source`.
            name: The feed's name; that of the function, or of the table, by default.
            effective: For dimensions, when the changes took effect; when the work was asked for, by default.
            priority: 1 for what comes first, 10 for what comes last.
            schedule: For Celery's beat, when to look for work: seconds, a `timedelta`, a crontab such as "0 5 * * *".
            queue: For Celery, the queue, if not the flow's.
            rate_limit: For Celery, how many of its tasks a worker begins, such as "10/m".
            time_limit: For Celery, seconds after which a task is stopped.
            slices: For backfills, a function of a first day and the day after the last that returns the source of it.
            **options: Further options of `Warehouse.load`.

        Returns:
            What decorates the business rule, which stays what it is.

        Raises:
            StarSchemaError: An option makes no sense.
        """
        feed = Feed(
            self.name,
            model,
            source,
            given=name,
            sql=sql,
            effective=effective,
            priority=priority,
            schedule=schedule,
            queue=queue,
            rate_limit=rate_limit,
            time_limit=time_limit,
            slices=slices,
            options=options,
        )
        self._declared.append(feed)
        for derived in ("feeds", "before", "in_order"):
            self.__dict__.pop(derived, None)
        return feed

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """The feeds by name, as they were declared.

        Raises:
            StarSchemaError: Two have one name, or one is of another declarative base.
        """
        from starschema.model.catalog import configure

        catalog = configure(self.base)
        found: dict[str, Feed] = {}
        for feed in self._declared:
            catalog.spec(feed.cls)
            if feed.name in found:
                raise StarSchemaError(f"{self.name} has two feeds called {feed.name!r}; give one of them name=")
            found[feed.name] = feed
        return found

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """For each feed, those whose work must be done before its own."""
        return prerequisites(self.feeds)

    @cached_property
    def in_order(self) -> list[Feed]:
        """The feeds, each after those that it waits for."""
        return in_order(self.feeds)

    @property
    def landing(self) -> Landing:
        """Where extracts land."""
        from starschema.tasks.landing import Landing

        return Landing(self._landing)

    def run(self, warehouse: Warehouse, feeds: Iterable[str] | None = None, *, progress: bool = False) -> FlowResult:
        """Look for work and do it, in this process.

        Args:
            warehouse: Where to load.
            feeds: Names of feeds; all by default. What they wait for and was never loaded comes along.
            progress: Show a progress bar on the terminal.

        Returns:
            What was done; it prints well, and is true if nothing failed.
        """
        from starschema.tasks.running import run_here
        from starschema.tasks.worker import Worker

        names = self.named(feeds)
        worker = Worker(self, warehouse)
        worker.look(names)
        along = {name for name in self.feeds if name in names or any(name in self.before[one] for one in names)}
        return run_here(worker, [feed.name for feed in self.in_order if feed.name in along], progress=progress)

    def tasks(self, warehouse: Warehouse, *, status: str | None = None) -> list[Task]:
        """Return the tasks of the flow, in the order in which they were asked for.

        Args:
            warehouse: Where they load.
            status: waiting, running, done, failed or revoked; all by default.
        """
        from starschema.tasks.worker import Worker

        return Worker(self, warehouse).worklist.tasks(status=status)

    def named(self, feeds: Iterable[str] | None) -> list[str]:
        """Return names of feeds, all of them for None.

        Raises:
            StarSchemaError: There is no feed of such a name.
        """
        names = list(self.feeds) if feeds is None else list(feeds)
        for name in names:
            if name not in self.feeds:
                raise StarSchemaError(f"{self.name} has no feed {name!r}; it has {', '.join(self.feeds)}")
        return names

    def backfill(
        self,
        warehouse: Warehouse,
        start: dt.date | str,
        end: dt.date | str,
        *,
        by: By = "month",
        only: Literal["failed", "missing"] | None = None,
        feeds: Iterable[str] | None = None,
        app: Any = None,
        wait: bool = True,
        progress: bool = False,
    ) -> FlowResult:
        """Load the past by slices, each a load of its own; a slice of the same rows changes nothing.

        Args:
            warehouse: Where to load.
            start: A day of the first slice.
            end: A day of the last one.
            by: How long a slice is: day, week, month, quarter or year.
            only: `failed` for slices that failed, `missing` for those that are not loaded; all by default.
            feeds: Names of feeds with `slices=`; all of these by default.
            app: The Celery app whose workers are to do it; by default this process does, a slice after the other.
            wait: With `app=`, whether to wait until they have done it.
            progress: Show a progress bar on the terminal, that counts slices.

        Returns:
            What was done; what workers still have to do is in `left`.

        Raises:
            StarSchemaError: A feed has no slices, or the days are the wrong way round.
        """
        from starschema.tasks.mending import fill_in
        from starschema.tasks.worker import Worker

        days = dt.date.fromisoformat(str(start)), dt.date.fromisoformat(str(end))
        return fill_in(Worker(self, warehouse), feeds, days, by, only, app=app, wait=wait, progress=progress)

    def retry(
        self,
        warehouse: Warehouse,
        tasks: Iterable[str] | None = None,
        *,
        feeds: Iterable[str] | None = None,
        extract: bool = False,
    ) -> int:
        """Have tasks tried again that failed or were revoked; the next run does them, or Celery's workers.

        Args:
            warehouse: Where they load.
            tasks: How their numbers begin; all of them by default.
            feeds: Of which feeds.
            extract: Whether to extract anew, rather than load what has landed.

        Returns:
            How many there are.
        """
        return self._reopened(warehouse, tasks, feeds, ("failed", "revoked"), again=False, extract=extract)

    def replay(
        self, warehouse: Warehouse, tasks: Iterable[str] | None = None, *, feeds: Iterable[str] | None = None
    ) -> int:
        """Have tasks that are done loaded again from the landing, as after a business rule was mended.

        What the load does to rows that are there already is the load's business: of a fact see `on_duplicate=`.

        Args:
            warehouse: Where they load.
            tasks: How their numbers begin; all of them by default.
            feeds: Of which feeds.

        Returns:
            How many there are.
        """
        return self._reopened(warehouse, tasks, feeds, ("done",), again=True, extract=False)

    def revoke(
        self,
        warehouse: Warehouse,
        tasks: Iterable[str] | None = None,
        *,
        feeds: Iterable[str] | None = None,
        app: Any = None,
    ) -> int:
        """Have tasks not done; nothing waits for them any more, and a load that runs is undone.

        Args:
            warehouse: Where they load.
            tasks: How their numbers begin; all of them by default.
            feeds: Of which feeds.
            app: The Celery app, to stop those that are running at once.

        Returns:
            How many there are.
        """
        from starschema.tasks.mending import chosen
        from starschema.tasks.task import UNFINISHED
        from starschema.tasks.worker import Worker

        worker = Worker(self, warehouse)
        numbers = chosen(worker, feeds, tasks, UNFINISHED)
        meant = [task for task in worker.worklist.tasks() if task.task_id in numbers]
        worker.worklist.revoke(numbers)
        if app is not None and meant:
            from starschema.tasks.celery_app import message_id

            app.control.revoke([message_id(task) for task in meant], terminate=True)
        return len(numbers)

    def tidy(
        self, warehouse: Warehouse, *, older_than: dt.timedelta | None = None, larger_than: int | None = None
    ) -> Tidied:
        """Remove from the landing what is loaded, and can then be replayed no more.

        Args:
            warehouse: Where it was loaded.
            older_than: Remove what landed longer ago.
            larger_than: Remove the oldest until no more bytes than these are kept.
        """
        from starschema.tasks.mending import tidy
        from starschema.tasks.worker import Worker

        return tidy(Worker(self, warehouse), older_than, larger_than)

    def celery(
        self,
        *,
        broker: str,
        url: str,
        time_limit: float = 3600.0,
        sweep: float = 10.0,
        resend: float = 600.0,
        **settings: Any,
    ) -> Any:
        """Return a Celery app with a task for each feed, for `celery -A module:app worker -B`.

        Any number of workers may run, one of them with `-B`: the beat that looks for work by `schedule=`, and sweeps.

        Args:
            broker: Where messages go, such as `amqp://`, `redis://`, `filesystem:///folder` or `memory://`.
            url: The warehouse; it is in no message.
            time_limit: Seconds that a task may take, where its feed does not say.
            sweep: Seconds between two looks at what is due, what was lost, and who died.
            resend: Seconds after which a message that nobody took is sent again.
            **settings: Celery's own settings, such as `worker_concurrency=4`.
        """
        from starschema.tasks.celery_app import celery_app

        return celery_app(self, broker, url, time_limit=time_limit, sweep=sweep, resend=resend, settings=settings)

    def start(self, app: Any, feeds: Iterable[str] | None = None) -> None:
        """Tell Celery's workers to look for work now.

        Args:
            app: What `celery` has returned.
            feeds: Names of feeds; all by default.
        """
        from starschema.tasks.celery_app import look_name

        app.send_task(look_name(self), (self.named(feeds),), ignore_result=True)

    def _reopened(
        self,
        warehouse: Warehouse,
        tasks: Iterable[str] | None,
        feeds: Iterable[str] | None,
        states: tuple[str, ...],
        *,
        again: bool,
        extract: bool,
    ) -> int:
        from starschema.tasks.mending import chosen
        from starschema.tasks.worker import Worker

        worker = Worker(self, warehouse)
        numbers = chosen(worker, feeds, tasks, states)
        worker.worklist.reopen(numbers, states=states, again=again, extract=extract)
        return len(numbers)
