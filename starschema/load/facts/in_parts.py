"""Loading a fact in parts: several at a time, each on a connection of its own, and whole when the last of them is in.

The load holds its locks on one connection till the end, while each part is a transaction on another, with its row in
`starschema_part`. Until all are in, the load's status is "part". One that was killed goes on where it was when it is
done again with the same key; one that fails takes back what is in.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import Any

from starschema.backends import Backend
from starschema.errors import RejectedRows, Rejection, StarSchemaError
from starschema.load.ending import Alongside, Ending
from starschema.load.facts.fact import FactLoad
from starschema.load.facts.part_log import PartLog
from starschema.load.keys.kept import KeptKeys
from starschema.load.keys.where import Lookup, Lookups
from starschema.load.log import LoadLog
from starschema.load.result import LoadResult, Outcome
from starschema.load.run import Context, Job, run
from starschema.load.workbench import workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.spec import FactSpec, Spec
from starschema.sources import Source

PART_ROWS = 500_000
"""Rows of a part of a Parquet file, at least: enough that what a part costs beside its rows does not count."""

MOST_WORKERS = 12
"""Connections at a time, beside the load's own; SQLAlchemy's pool gives fifteen."""

logger = logging.getLogger("starschema")


def carry_out(
    backend: Backend, tables: Bookkeeping, job: Job, *, workers: int | None, dry_run: bool, **options: Any
) -> LoadResult:
    """Run a load, in parts if it is to be done by so many workers at a time.

    Raises:
        StarSchemaError: It is to be, and what is loaded is no fact that may be, or nothing is to be done.
    """
    if workers is None:
        return run(backend, tables, job, dry_run=dry_run, **options)
    if dry_run or not isinstance(job.work, FactLoad) or not job.work.spec.parts:
        raise StarSchemaError(f"{job.name}: workers= takes a fact declared with parts=True, and no dry_run=")
    return load_in_parts(backend, tables, job, job.work, workers=workers, **options)


def load_in_parts(
    backend: Backend,
    tables: Bookkeeping,
    job: Job,
    work: FactLoad,
    *,
    load_key: str | None,
    workers: int,
    lookup: Lookup = "auto",
    kept: KeptKeys | None = None,
    alongside: Alongside | None = None,
) -> LoadResult:
    """Load a fact in parts.

    Args:
        backend: The warehouse's database.
        tables: The library's own tables there.
        job: The load as a whole.
        work: What it does.
        load_key: The caller's name for it.
        workers: How many parts are loaded at a time.
        lookup: Where members are looked up.
        kept: Key maps kept from earlier loads.
        alongside: What is done in the transaction that makes the load whole.

    Raises:
        StarSchemaError: The fact, the database or an option does not go with parts, or the load was begun otherwise.
        RejectedRows: More rows than allowed cannot be loaded; the parts that were in are taken back.
    """
    _check(backend, work, workers)
    if load_key is None:
        raise StarSchemaError(
            f"{work.name}: workers= takes a load_key=, by which a load that was killed goes on where it was"
        )
    parts = _Parts(backend, tables, job, work, lookup, kept or KeptKeys())
    sources = work.source.parts(PART_ROWS)
    log = LoadLog(backend, tables)
    ending = Ending(log, job, load_key, parts.lookups, alongside)
    try:
        with backend.transaction() as connection:
            for share, wanted in job.locks():
                backend.lock(connection, tables.targets, wanted, share=share)
            earlier = log.earlier(connection, job.target, load_key, job.name)
            if earlier is not None:
                ending.accompany(connection, earlier)
                return earlier
            begun = parts.log.begun(connection, load_key)
            done = {} if begun is None else parts.log.done(connection, begun)
            other = [number for number, part in done.items() if part.source != _identity(sources, number)]
            if other:
                raise StarSchemaError(
                    f"{work.name}: load {load_key!r} was begun with other files, of which {len(done)} parts are in "
                    f"({done[other[0]].source}); take it back by Warehouse.undo({work.name}, {load_key!r}) first"
                )
            load_id = begun or log.start(job.target, load_key, job.source, status="part")
            ending.load_id, ending.left = load_id, "part"
            counts = Counter[str]()
            for part in done.values():
                counts.update(part.counts)
            left = [number for number in range(len(sources)) if number not in done]
            try:
                parts.load(load_id, {number: sources[number] for number in left}, workers, counts)
            except BaseException as error:
                if parts.take_back(load_id, error):
                    ending.left = "failed"
                raise
            result = ending.finish(connection, ending.result(Outcome(dict(counts))))
    except BaseException as error:
        ending.fail(error)
        raise
    logger.info("%s", result)
    return result


def undo(backend: Backend, tables: Bookkeeping, spec: Spec, load_key: str) -> int:
    """Take back a load of which some parts are in and others are not; return how many rows went.

    Raises:
        StarSchemaError: There is no such load.
    """
    if not isinstance(spec, FactSpec):
        raise StarSchemaError(f"{spec.cls.__name__} is no fact; all other loads happen whole or not at all")
    log, target = PartLog(tables, spec.table), spec.table.fullname
    with backend.transaction() as connection:
        backend.lock(connection, tables.targets, [(target, "history")], share=False)
        load_id = log.begun(connection, load_key)
        if load_id is None:
            raise StarSchemaError(
                f"{spec.cls.__name__}: no load {load_key!r} has only some of its parts in, so there is none to undo"
            )
        return log.undo(connection, load_id)


def _check(backend: Backend, work: FactLoad, workers: int) -> None:
    name, options = work.name, work.options
    if not backend.many_writers:
        raise StarSchemaError(f"{name}: {backend.name} lets one connection write at a time; leave out workers=")
    if not isinstance(workers, int) or not 1 <= workers <= MOST_WORKERS:
        raise StarSchemaError(f"{name}: workers={workers!r} is no number from 1 to {MOST_WORKERS}")
    if options.on_duplicate != "error" or options.deleted is not None:
        raise StarSchemaError(f"{name}: parts are only added: leave out on_duplicate= and deleted=, or workers=")
    follows = [spec.cls.__name__ for spec in work.aggregates] + [fact.cls.__name__ for fact, _ in work.converted]
    if follows:
        raise StarSchemaError(f"{name}: {', '.join(follows)} would follow from parts of a load; leave out workers=")


def _identity(sources: Sequence[Source], number: int) -> str | None:
    return sources[number].name if number < len(sources) else None


class _Parts:
    """The parts of one load.

    Args:
        backend: The warehouse's database.
        tables: The library's own tables there.
        job: The load as a whole.
        work: What it does.
        lookup: Where members are looked up.
        kept: Key maps, that one part brings for all.
    """

    def __init__(
        self, backend: Backend, tables: Bookkeeping, job: Job, work: FactLoad, lookup: Lookup, kept: KeptKeys
    ) -> None:
        self.backend = backend
        self.tables = tables
        self.job = job
        self.work = work
        self.lookup: Lookup = lookup
        self.kept = kept
        self.lookups = Lookups(lookup)
        self.log = PartLog(tables, work.spec.table)

    def load(self, load_id: int, sources: dict[int, Source], workers: int, counts: Counter[str]) -> None:
        """Load parts, so many at a time, and add what they did to `counts`; the first failure ends it.

        Raises:
            RejectedRows: All together have more rows than allowed that cannot be loaded.
        """
        limit, progress = self.work.options.reject_limit, self.work.options.progress
        rejections: list[Rejection] = []
        with ThreadPoolExecutor(workers, thread_name_prefix="starschema-part") as pool:
            running = [pool.submit(self._load, load_id, number, source) for number, source in sources.items()]
            try:
                for future in as_completed(running):
                    outcome = future.result()
                    counts.update(outcome.counts)
                    rejections += outcome.rejections
                    if counts["rejected"] > limit:
                        raise RejectedRows(self.work.name, counts["rejected"], limit, rejections)
                    if progress is not None:
                        progress(counts["read"])
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def take_back(self, load_id: int, error: BaseException) -> bool:
        """Take back the parts that are in, as far as the database still lets one; return whether it did."""
        try:
            with self.backend.transaction() as connection:
                self.log.undo(connection, load_id, LoadLog(self.backend, self.tables).failure(error))
        except Exception as trouble:
            error.add_note(
                f"some parts of load {load_id} are in, and could not be taken back: {type(trouble).__name__}; "
                f"load again with the same load_key to go on, or call Warehouse.undo({self.work.name}, load_key)"
            )
            return False
        return True

    def _load(self, load_id: int, number: int, source: Source) -> Outcome:
        """Load one part."""
        backend, tables, name = self.backend, self.tables, source.name
        options = replace(self.work.options, progress=None)
        lookups = Lookups(self.lookup)
        try:
            with backend.transaction() as connection:
                with workbench(backend, connection) as bench:
                    context = Context(
                        backend, connection, bench, tables, load_id, False, lookups, self.kept, beside=True
                    )
                    outcome = FactLoad(self.work.spec, source, options)(context)
                LoadResult.of(self.job.name, outcome.counts).balanced()
                outcome = replace(outcome, rejections=[_placed(each, source) for each in outcome.rejections])
                LoadLog(backend, tables).set_aside(connection, load_id, self.job.target, outcome.rejections)
                self.log.note(connection, load_id, number, name, outcome)
        except Exception as error:
            error.add_note(f"in {name}, part {number + 1} of the load")
            raise
        self.kept.keep(context.to_keep)
        self.lookups.places.update(lookups.places)
        return outcome


def _placed(rejection: Rejection, source: Source) -> Rejection:
    """Return a rejection with its row's position in the file, and the file."""
    return replace(rejection, row=rejection.row + source.skipped, reason=f"{rejection.reason} (in {source.name})")
