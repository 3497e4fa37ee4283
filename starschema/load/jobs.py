"""Which load goes with what a class declares, and which locks it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from starschema.errors import SourceError, StarSchemaError
from starschema.load.accumulating import AccumulatingLoad
from starschema.load.aggregates import AggregateRebuild
from starschema.load.bridge import BridgeLoad
from starschema.load.derived import DerivedLoad
from starschema.load.fact import FactLoad, FactOptions
from starschema.load.periodic import PeriodicLoad
from starschema.load.result import Outcome
from starschema.load.reversible import ReversibleLoad
from starschema.load.run import Context, Job
from starschema.model.catalog import Catalog
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec
from starschema.sources import Source, open_source, rows

Days = tuple[dt.date | None, dt.date | None]
"""The first and the last day that a caller names."""


def versions_job(
    catalog: Catalog, spec: DimensionSpec, source: str | Source, work: Callable[[Context], Outcome]
) -> Job:
    """Return the job of a load that changes a dimension's versions, from a source or by itself."""
    target = spec.table.fullname
    others = {role.dimension.table.fullname for role in (*spec.references, *spec.profiles)}
    own = [target, *(history.spec.table.fullname for history in catalog.histories if history.of is spec)]
    aggregates = {aggregate.table.fullname for aggregate in catalog.aggregates_by(spec)}
    return Job(
        spec.cls.__name__,
        target,
        source if isinstance(source, str) else source.name,
        work,
        shared=[(name, "history") for name in others],
        exclusive=[(name, "history") for name in (*own, *aggregates)] + [(name, "members") for name in (*own, *others)],
        reads=None if isinstance(source, str) else source,
    )


def fact_job(catalog: Catalog, spec: FactSpec, data: Any, days: Days, options: FactOptions) -> Job:
    """Return the job of a load of a fact.

    Args:
        catalog: The model.
        spec: The fact.
        data: What the caller gave to load.
        days: For a derived snapshot, a day of the first and of the last period.
        options: How to load it.

    Raises:
        SourceError: The data is missing, or there is some for a snapshot that is derived.
        StarSchemaError: An option is of another kind of fact.
    """
    work = _fact_load(catalog, spec, data, days, options)
    target = spec.table.fullname
    read = {role.found_in.table.fullname for role in spec.roles}
    if spec.periodic is not None and spec.periodic.derived is not None:
        read.add(spec.periodic.derived.of.table.fullname)
    return Job(
        spec.cls.__name__,
        target,
        work.source.name,
        work,
        shared=[(name, "history") for name in sorted(read)],
        exclusive=[(target, "history"), *((aggregate.table.fullname, "history") for aggregate in work.aggregates)],
        reads=work.source,
    )


def bridge_job(work: BridgeLoad) -> Job:
    """Return the job of a load of a bridge."""
    spec = work.spec
    read = {side.dimension.table.fullname for side in spec.sides}
    return Job(
        spec.cls.__name__,
        spec.table.fullname,
        work.source.name,
        work,
        shared=[(name, "history") for name in sorted(read)],
        exclusive=[(spec.table.fullname, "history")],
    )


def aggregate_job(spec: AggregateSpec) -> Job:
    """Return the job that adds an aggregate up anew."""
    target, fact = spec.table.fullname, spec.of.table.fullname
    read = {fact, *(role.dimension.table.fullname for role in spec.roles)}
    return Job(
        spec.cls.__name__,
        target,
        f"all of {spec.of.cls.__name__}",
        AggregateRebuild(spec),
        shared=[(name, "history") for name in sorted(read)],
        exclusive=[(target, "history")],
    )


def _fact_load(catalog: Catalog, spec: FactSpec, data: Any, days: Days, options: FactOptions) -> FactLoad:
    name, aggregates = spec.cls.__name__, catalog.aggregates_of(spec)
    derived = None if spec.periodic is None else spec.periodic.derived
    if options.period is not None and (spec.periodic is None or derived is not None):
        raise StarSchemaError(f"{name}: leave out period=, which periodic snapshots take that are not derived")
    if derived is None and days != (None, None):
        raise StarSchemaError(f"{name}: leave out start= and end=, which calendars and derived snapshots take")
    if derived is not None and options.deleted is not None:
        raise StarSchemaError(f"{name}: leave out deleted=, which dimensions and transaction facts take")
    if derived is not None:
        base = derived.of.cls.__name__
        if data is not None:
            raise SourceError(f"{name} is derived from {base}: give start= and end= instead of data")
        source = rows([])
        source.name = f"{base}, {days[0] or 'all'} to {days[1] or 'now'}"
        return DerivedLoad(spec, source, options, aggregates, days=days)
    if data is None:
        raise SourceError(f"{name}: there is nothing to load; give data, such as a path or rows")
    if options.deleted is not None and (spec.accumulating is not None or spec.periodic is not None):
        raise StarSchemaError(f"{name}: leave out deleted=, which dimensions and transaction facts take")
    kind: type[FactLoad] = FactLoad if spec.reversible is None else ReversibleLoad
    if spec.accumulating is not None:
        kind = AccumulatingLoad
    elif spec.periodic is not None:
        kind = PeriodicLoad
    return kind(spec, open_source(data), options, aggregates)
