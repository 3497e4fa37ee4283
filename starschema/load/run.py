"""One load from beginning to end: logged, locked, done at most once per key, all of it or nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from starschema.backends import Backend
from starschema.load.ending import Alongside, Ending
from starschema.load.keys.kept import KeptKeys, stamp_anew
from starschema.load.keys.where import Lookup, Lookups
from starschema.load.log import LoadLog
from starschema.load.marks import move_mark, resume
from starschema.load.result import LoadResult, Outcome
from starschema.load.workbench import Workbench, workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.sources import Source

if TYPE_CHECKING:
    import pyarrow as pa

logger = logging.getLogger("starschema")


class _DryRun(Exception):
    """Carries the result of a dry run out of the transaction that it rolls back."""

    def __init__(self, result: LoadResult) -> None:
        self.result = result


@dataclass(frozen=True)
class Job:
    """What to load, and what to hold while doing so.

    Args:
        name: Name of the model class.
        target: Full name of its table.
        source: What the log shows of the input.
        work: The set logic: it reads the input, writes the tables and returns what it did.
        shared: Lock rows that other loads of the kind may hold at the same time.
        exclusive: Lock rows that this load holds alone.
        reads: The input, if the warehouse may keep how far it was read.
        beside: Says whether the load may go on beside others that add to the same table; None if never.
    """

    name: str
    target: str
    source: str
    work: Callable[[Context], Outcome]
    shared: Sequence[tuple[str, str]] = ()
    exclusive: Sequence[tuple[str, str]] = ()
    reads: Source | None = None
    beside: Callable[[Backend, Connection], bool] | None = None

    def locks(self, *, beside: bool = False) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
        """Yield lock rows, and whether to share them, in the order that lets no two loads wait for each other.

        All histories come before the members of any table, since a load that has begun infers members as it goes.

        Args:
            beside: Whether the load goes on beside others of its table, so that they share the lock that it writes by.
        """
        wanted = dict.fromkeys(self.shared, True) | dict.fromkeys(self.exclusive, beside)
        ordered = sorted(wanted, key=lambda row: (row[1], row[0]))
        for (_, share), rows in groupby(ordered, lambda row: (row[1], wanted[row])):
            yield share, list(rows)


@dataclass(frozen=True)
class Context:
    """What the set logic of a load works with."""

    backend: Backend
    connection: Connection
    bench: Workbench
    tables: Bookkeeping
    load_id: int
    dry_run: bool
    lookups: Lookups
    kept: KeptKeys | None = None
    to_keep: dict[str, tuple[str, pa.Table]] = field(default_factory=dict)
    """Key maps with their stamps, to be kept when the load has been committed."""
    beside: bool = False
    """Whether other transactions add to the same fact at the same time: parts of one load, or loads beside it."""


def run(
    backend: Backend,
    tables: Bookkeeping,
    job: Job,
    *,
    load_key: str | None,
    dry_run: bool = False,
    lookup: Lookup = "auto",
    kept: KeptKeys | None = None,
    alongside: Alongside | None = None,
) -> LoadResult:
    """Run a load and return what it did; whatever it raises has changed nothing but the log."""
    lookups = Lookups(lookup)
    log = LoadLog(backend, tables)
    ending = Ending(log, job, load_key, lookups, alongside, dry_run=dry_run)
    load_id = trial = 0
    if not dry_run:
        load_id = ending.load_id = log.start(job.target, load_key, job.source)
    elif not backend.undoes_all:  # what it does must be told from what others have done
        load_id = trial = log.start(job.target, None, job.source)
    try:
        with backend.transaction() as connection:
            beside = not dry_run and job.beside is not None and job.beside(backend, connection)
            for share, wanted in job.locks(beside=beside):
                backend.lock(connection, tables.targets, wanted, share=share)
            earlier = log.earlier(connection, job.target, load_key, job.name, wait=beside)
            if earlier is not None:
                if not dry_run:
                    log.forget(connection, load_id)
                    ending.accompany(connection, earlier)
                return earlier
            if job.reads is not None:
                resume(connection, tables, job.target, job.reads)
            backend.loading(connection, tables, load_id)
            with workbench(backend, connection) as bench:
                context = Context(backend, connection, bench, tables, load_id, dry_run, lookups, kept, beside=beside)
                outcome = job.work(context)
                result = ending.result(outcome)
                if dry_run:
                    raise _DryRun(result)
            _stamp(connection, tables, job)
            if job.reads is not None:
                move_mark(connection, tables, job.target, job.reads, load_id)
            result = ending.finish(connection, result, outcome.rejections)
        if kept is not None:
            kept.keep(context.to_keep)
    except _DryRun as done:
        return done.result.timed(ending.seconds)
    except BaseException as error:
        ending.fail(error)
        raise
    finally:
        if trial:
            with backend.transaction() as connection:
                log.forget(connection, trial)
    logger.info("%s", result)
    return result


def run_within(backend: Backend, connection: Connection, tables: Bookkeeping, job: Job) -> LoadResult:
    """Run a load without input in a transaction of the caller's, with its row in the log; its undoing is the caller's.

    Args:
        backend: The warehouse's database.
        connection: The caller's connection.
        tables: The library's own tables.
        job: What to do.
    """
    lookups, log = Lookups("auto"), LoadLog(backend, tables)
    ending = Ending(log, job, None, lookups)
    for share, wanted in job.locks():
        backend.lock(connection, tables.targets, wanted, share=share)
    ending.load_id = log.begin(connection, job.target, None, job.source)
    backend.loading(connection, tables, ending.load_id)
    with workbench(backend, connection) as bench:
        context = Context(backend, connection, bench, tables, ending.load_id, dry_run=False, lookups=lookups)
        outcome = job.work(context)
    _stamp(connection, tables, job)
    result = ending.finish(connection, ending.result(outcome), outcome.rejections)
    logger.info("%s", result)
    return result


def _stamp(connection: Connection, tables: Bookkeeping, job: Job) -> None:
    """Have no process trust the keys that it keeps of dimensions whose versions were written."""
    for target, lock in job.exclusive:
        if lock == "members":
            stamp_anew(connection, tables, target)
