"""`Warehouse`: one database, one model, and what one does with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Engine

from starschema.backends import backend_for
from starschema.backends.apart.connection import with_books
from starschema.backends.engines import engine
from starschema.errors import SourceError, StarSchemaError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.catalog import configure
from starschema.model.kinds import BridgeSpec, ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase

    from starschema.ddl.design import ForeignKeys
    from starschema.load.dimensions.sources_of import Sourced
    from starschema.load.ending import Alongside
    from starschema.load.keys.kept import KeptKeys
    from starschema.load.keys.where import Lookup
    from starschema.load.result import LoadResult
    from starschema.load.run import Job
    from starschema.load.verify import Verification
    from starschema.sources import Source

__all__ = ["Warehouse"]


class Warehouse:
    """A star schema in a database.

    Args:
        database: A SQLAlchemy URL such as `duckdb:///retail.db`, or an engine.
        base: The declarative base that the model classes share.
        keep_keys: Whether the key maps that a load of facts brings stay in memory for the next, as long as no load of
            any process has written versions since. What is changed by hand, past the library, goes unseen.
        books: Where the library's own tables are, load log, locks and worklist, of a database without transactions: a
            URL of an ordinary one, or an engine; or `?books=` in the warehouse's URL says so.

    Raises:
        ModelError: The model cannot be kept.
        StarSchemaError: No load can run on that database.
    """

    def __init__(
        self,
        database: str | Engine,
        base: type[DeclarativeBase],
        *,
        keep_keys: bool = False,
        books: str | Engine | None = None,
    ) -> None:
        if not isinstance(database, Engine):
            self.engine = engine(database, books)
        else:
            self.engine = database if books is None else with_books(database, books)
        self.base = base
        self.catalog = configure(base)
        self._backend = backend_for(self.engine)
        self._tables = bookkeeping(base.metadata)
        self._kept: KeptKeys | None = None
        if keep_keys:
            from starschema.load.keys.kept import KeptKeys

            self._kept = KeptKeys()

    def __repr__(self) -> str:
        return f"<Warehouse of {self.base.__name__} at {self.engine.url.render_as_string(hide_password=True)}>"

    def create_all(self, *, foreign_keys: ForeignKeys = "declared") -> None:
        """Create what is missing: tables, special members, and the library's own tables.

        Args:
            foreign_keys: `enforced` by the database, `declared` where it can hold them unchecked, or `none`. A load
                cannot write a dangling key, so the default costs no load any time.
        """
        from starschema.ddl.execute import create_all

        with self._backend.transaction() as connection:
            create_all(connection, self.catalog, foreign_keys=foreign_keys)

    def drop_all(self) -> None:
        """Drop the model's tables and, if no other model uses them, the library's own."""
        from starschema.ddl.execute import drop_all

        with self._backend.transaction() as connection:
            drop_all(connection, self.catalog)

    def load(
        self,
        model: type[Any],
        data: Any = None,
        *,
        effective: dt.date | dt.datetime | str | None = None,
        snapshot: bool | str = False,
        on_missing: Literal["close", "ignore"] = "close",
        close_limit: float = 0.2,
        sequence: str | None = None,
        deleted: str | None = None,
        zone: str = "UTC",
        on_duplicate: Literal["error", "ignore", "replace", "reverse"] = "error",
        load_key: str | None = None,
        reject_limit: int = 0,
        repoint: bool = True,
        dry_run: bool = False,
        progress: bool = False,
        lookup: Lookup = "auto",
        system: str | None = None,
        system_key: str | None = None,
        match: Sequence[str] = (),
        workers: int | None = None,
        period: Any = None,
        start: dt.date | str | None = None,
        end: dt.date | str | None = None,
        alongside: Alongside | None = None,
    ) -> LoadResult:
        """Load a dimension, a bridge or a fact, in one transaction: all of it or nothing.

        Args:
            model: The class to load.
            data: A path or glob, Arrow data, an iterable of dicts or dataclasses, `(engine, select)`, or a
                `starschema.sources` object.
            effective: For dimensions and bridges, when the changes took effect: a date, a time, or the name of the
                column that says so; now by default.
            snapshot: For dimensions, whether the data is the whole membership, so that members it lacks are closed;
                a column's name limits that to the slices with a value in the data. Of several systems it is the
                membership of `system`, whose word of the others is taken back. For bridges, whether it is of all
                groups, so that those it lacks are empty from then on.
            on_missing: Whether members that a snapshot lacks are closed or ignored.
            close_limit: The greatest share of members that a snapshot may close.
            sequence: For dimensions, the column that orders changes of one time, of one system where there are several.
            deleted: The column that says whether the member is gone, or the fact: it is removed, or reversed if its
                class is `reversible`. Of a bridge, a row that says so only names its group and time: who is in it
                then are those of its other rows.
            zone: IANA name of the time zone of times that carry none.
            on_duplicate: For facts, what a row does whose grain is already there; of a `reversible` class, `reverse`
                adds it together with a reversal of the older one.
            load_key: Makes the load exactly-once: the same key again returns the first result and changes nothing.
            reject_limit: How many rows may go to the quarantine before the load fails.
            repoint: For dimensions, whether facts already loaded follow when versions move.
            dry_run: Tell what would be done, and change nothing.
            progress: Show a progress bar on the terminal.
            lookup: Where members are looked up: on the `workbench`, to which all of a dimension is brought, or in the
                `warehouse`, to which the natural keys are sent; by sizes (see `starschema.load.keys.where`) by default.
                A snapshot is compared with all members, so always on the workbench. On DuckDB they are the same.
            system: For a dimension with `systems=`, the one whose data it is.
            system_key: The column with the key by which that system knows the member; by default it knows the natural
                key. What it stands for is found in the crosswalk, else given by the row's natural key, else matched.
            match: The attributes by which a key is matched: to the one member on record that has the same values.
            workers: For a fact declared with `parts=True`, how many parts of its files are loaded at a time, each in a
                transaction: a file, or half a million rows of a Parquet file. A killed load goes on by its `load_key`.
            period: For periodic snapshots, the period, or a list of them, that the data is the whole of; by default
                those that it names. A period of which there is no data is emptied.
            start: For a calendar, its first day; for a derived periodic snapshot, a day of the first period.
            end: For a calendar, its last day; for a derived periodic snapshot, a day of the last period.
            alongside: Called with connection and result in the load's transaction before it commits; by no dry run.

        Returns:
            What was done, in counts that balance.

        Raises:
            SourceError: The data cannot be read or lacks a column.
            RejectedRows: More rows than `reject_limit` cannot be loaded.
            OutOfOrder: A change is older than what a dimension without a journal has on record.
            TooManyClosed: A snapshot would close more members than `close_limit` allows.
        """
        from starschema.load.dimensions import dimension_jobs
        from starschema.load.facts.in_parts import carry_out
        from starschema.load.progress import progress_of

        spec = self.catalog.spec(model)
        if not (isinstance(spec, DimensionSpec) and spec.systems):
            name = model.__name__
            self._refuse(f"{name} has no systems=", system=system, system_key=system_key, match=match or None)
        with progress_of(model.__name__, wanted=progress) as told:
            if isinstance(spec, DimensionSpec) and spec.combined:
                self._refuse(
                    f"{model.__name__} is a junk dimension, whose members never change",
                    effective=effective,
                    snapshot=snapshot,
                    sequence=sequence,
                    deleted=deleted,
                )
                job = dimension_jobs.junk_job(
                    self.catalog, spec, self._source(model, data), zone=zone, reject_limit=reject_limit, progress=told
                )
            elif isinstance(spec, DimensionSpec) and spec.systems:
                job = dimension_jobs.system_job(
                    self.catalog,
                    spec,
                    self._source(model, data),
                    system=system,
                    system_key=system_key,
                    match=(match,) if isinstance(match, str) else tuple(match),
                    effective=_since(effective, zone),
                    snapshot=snapshot,
                    on_missing=on_missing,
                    close_limit=close_limit,
                    sequence=sequence,
                    deleted=deleted,
                    zone=zone,
                    reject_limit=reject_limit,
                    repoint=repoint,
                    progress=told,
                )
            elif isinstance(spec, DimensionSpec):
                job = dimension_jobs.dimension_job(
                    self.catalog,
                    spec,
                    self._computed(spec, data, start, end) if spec.computed else self._source(model, data),
                    effective=_since(effective, zone),
                    snapshot=snapshot,
                    on_missing=on_missing,
                    close_limit=close_limit,
                    sequence=sequence,
                    deleted=deleted,
                    zone=zone,
                    reject_limit=reject_limit,
                    repoint=repoint,
                    kind=None if spec.family is None else spec.family.kind_of(model),
                    progress=told,
                )
            elif isinstance(spec, BridgeSpec):
                slices = snapshot if isinstance(snapshot, str) else None
                self._refuse(f"{model.__name__} is a bridge", sequence=sequence, snapshot=slices)
                job = dimension_jobs.bridge_job(
                    spec,
                    self._source(model, data),
                    effective=_since(effective, zone),
                    snapshot=bool(snapshot),
                    on_missing=on_missing,
                    close_limit=close_limit,
                    deleted=deleted,
                    zone=zone,
                    reject_limit=reject_limit,
                    progress=told,
                )
            elif isinstance(spec, AggregateSpec | ConsolidatedSpec):
                sides = (spec,) if isinstance(spec, AggregateSpec) else spec.sides
                facts = " and ".join(side.of.cls.__name__ for side in sides)
                raise StarSchemaError(
                    f"{model.__name__} is kept by the loads of {facts}; load that, or rebuild() it once"
                )
            else:
                self._refuse(f"{model.__name__} is a fact", effective=effective, snapshot=snapshot, sequence=sequence)
                job = self._fact_job(
                    spec,
                    data,
                    start,
                    end,
                    zone=zone,
                    on_duplicate=on_duplicate,
                    deleted=deleted,
                    reject_limit=reject_limit,
                    period=period,
                    kind=None if spec.family is None else spec.family.kind_of(model),
                    progress=told,
                )
            return carry_out(
                self._backend,
                self._tables,
                job,
                workers=workers,
                load_key=load_key,
                dry_run=dry_run,
                lookup=lookup,
                kept=self._kept,
                alongside=alongside,
            )

    def undo(self, model: type[Any], load_key: str) -> int:
        """Take back a load in parts (`workers=`) that was killed before all were in; return how many rows went.

        Raises:
            StarSchemaError: There is no such load.
        """
        from starschema.load.facts.in_parts import undo

        return undo(self._backend, self._tables, self.catalog.spec(model), load_key)

    def rebuild(self, model: type[Any], *, repoint: bool = True) -> LoadResult:
        """Make a dimension's history again, add an aggregate up anew, or compute a fact's converted amounts anew.

        A history is made from its versions and its journal, after an attribute's type was changed: versions that are
        still versions keep their surrogate keys; facts follow. In the result, `versioned` counts versions that are
        new, `updated` those that changed and `closed` those that are no more. Of an aggregate, every slice counts as
        read, of a fact every row.

        Args:
            model: A dimension with versions, a roll-up, a dimension with a tree, an aggregate, or a fact that converts.
            repoint: Whether facts follow.

        Raises:
            StarSchemaError: The dimension keeps no versions, or the fact converts nothing.
        """
        from starschema.load.jobs import rebuild_job
        from starschema.load.run import run

        job = rebuild_job(self.catalog, self.catalog.spec(model), repoint=repoint)
        return run(self._backend, self._tables, job, load_key=None)

    def verify(self, model: type[Any]) -> Verification:
        """Check a dimension's versions and every fact that refers to it, a fact and what it refers to, or an aggregate.

        Set-based and read-only, cheap enough for every night. The result is true if nothing is wrong, and prints well.
        """
        from starschema.load.verify import verify

        with self.engine.connect() as connection:
            return verify(self._backend, connection, self.catalog, self._tables, self.catalog.spec(model))

    def keys(self, model: type[Any], values: Any, *, as_of: dt.date | dt.datetime | None = None) -> list[int]:
        """Look up surrogate keys, all in one query.

        Args:
            model: A dimension.
            values: Natural keys; tuples where the natural key is composite.
            as_of: The time whose version is meant; now by default.

        Returns:
            A key for each value in its order: of the version in force then, as a fact of that time would get it, -1
            for a value that no member has and for None.
        """
        from starschema.load.keys.lookup import look_up
        from starschema.load.moment import moment

        spec = self.catalog.spec(model)
        if not isinstance(spec, DimensionSpec):
            raise StarSchemaError(f"{model.__name__} is no dimension; keys() looks up members of a dimension")
        then = None if as_of is None else moment(as_of, "UTC")
        return look_up(self._backend, self._tables, spec, list(values), then)

    def sources_of(
        self, model: type[Any], natural_key: Any, *, as_of: dt.date | dt.datetime | None = None
    ) -> dict[str, Sourced]:
        """Return the attributes of a member of a dimension with `systems=`, each with the system that it is from.

        Args:
            model: The dimension.
            natural_key: The member's natural key; a tuple where it is composite.
            as_of: The time that is meant; now by default.
        """
        from starschema.load.dimensions.sources_of import sources_of
        from starschema.load.moment import moment

        spec = self.catalog.spec(model)
        if not (isinstance(spec, DimensionSpec) and spec.systems):
            raise StarSchemaError(f"{model.__name__} has no systems=, so nothing says which one a value is from")
        then = dt.datetime.now(dt.UTC).replace(tzinfo=None) if as_of is None else moment(as_of, "UTC")
        key = natural_key if isinstance(natural_key, tuple) else (natural_key,)
        return sources_of(self._backend, self._tables, spec, key, then)

    def runs(self, limit: int = 20) -> list[dict[str, Any]]:
        """Return the newest loads from the load log, newest first, one dict a load."""
        from starschema.load.log import LoadLog

        with self.engine.connect() as connection:
            return LoadLog(self._backend, self._tables).runs(connection, limit)

    def _fact_job(self, spec: FactSpec, data: Any, start: Any, end: Any, **options: Any) -> Job:
        from starschema.load.dimensions.computed import day_of
        from starschema.load.facts.fact import FactOptions
        from starschema.load.jobs import fact_job

        days = None if start is None else day_of(start), None if end is None else day_of(end)
        return fact_job(self.catalog, spec, data, days, FactOptions(**options))

    def _source(self, model: type[Any], data: Any) -> Source:
        from starschema.sources import open_source

        if data is None:
            raise SourceError(f"{model.__name__}: there is nothing to load; give data, such as a path or rows")
        return open_source(data)

    def _computed(self, spec: DimensionSpec, data: Any, start: Any, end: Any) -> Source:
        from starschema.load.dimensions.computed import computed

        return computed(spec, data, start, end)

    def _refuse(self, what: str, **options: Any) -> None:
        given = [f"{name}=" for name, value in options.items() if value not in (None, False)]
        if given:
            raise StarSchemaError(f"{what}: leave out {', '.join(given)}, which other tables take")


def _since(effective: dt.date | dt.datetime | str | None, zone: str) -> dt.datetime | str:
    """Return a constant time as naive UTC, now where there is none, and the name of a column as it is."""
    if isinstance(effective, str):
        return effective
    from starschema.load.moment import moment

    return dt.datetime.now(dt.UTC).replace(tzinfo=None) if effective is None else moment(effective, zone)
