"""Which load goes with what a class declares, and which locks it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from starschema.errors import SourceError, StarSchemaError
from starschema.load.bridges.bridge import BridgeLoad
from starschema.load.dimensions.rebuild import Rebuild
from starschema.load.dimensions.systems import SystemRebuild
from starschema.load.dimensions.whole import RollupRebuild, TreeRebuild
from starschema.load.facts.accumulating import AccumulatingLoad
from starschema.load.facts.aggregates import AggregateRebuild
from starschema.load.facts.derived import DerivedLoad
from starschema.load.facts.fact import FactLoad, FactOptions
from starschema.load.facts.periodic import PeriodicLoad
from starschema.load.facts.rates import AmountsRebuild, converted_by, rate_facts
from starschema.load.facts.reversible import ReversibleLoad
from starschema.load.result import Outcome
from starschema.load.run import Context, Job
from starschema.model.bookkeeping import bookkeeping
from starschema.model.catalog import Catalog
from starschema.model.kinds import BridgeSpec, ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, Spec
from starschema.sources import Source, open_source, rows

Days = tuple[dt.date | None, dt.date | None]
"""The first and the last day that a caller names."""


def versions_job(
    catalog: Catalog, spec: DimensionSpec, source: str | Source, work: Callable[[Context], Outcome]
) -> Job:
    """Return the job of a load that changes a dimension's versions, from a source or by itself.

    Raises:
        StarSchemaError: The dimension is a roll-up, or one of groups that facts make.
    """
    if spec.rolled_up is not None:
        base = spec.rolled_up.cls.__name__
        raise StarSchemaError(f"{spec.cls.__name__} is a roll-up, kept by the loads of {base}; load that")
    if spec.grouping is not None:
        raise StarSchemaError(f"{spec.cls.__name__} has the groups that facts make; load these")
    target = spec.table.fullname
    others = {role.dimension.table.fullname for role in (*spec.references, *spec.profiles)}
    rollups = catalog.rollups_of(spec)
    own = [target, *(rolled.table.fullname for rolled in rollups)]
    own += [history.spec.table.fullname for history in catalog.histories if history.of is spec]
    aggregates = {a.table.fullname for dimension in (spec, *rollups) for a in catalog.aggregates_by(dimension)}
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
    read, written = _held(spec, work.aggregates)
    for fact, aggregates in work.converted:
        more_read, more_written = _held(fact, aggregates)
        read, written = read | more_read, written | more_written
    if spec.periodic is not None and spec.periodic.derived is not None:
        # What is derived needs the fact at rest, and those that only add to it share its lock.
        written.add(spec.periodic.derived.of.table.fullname)
    job = _locked(spec.cls.__name__, spec.table.fullname, work.source.name, work, read, written)
    return replace(job, reads=work.source, beside=work.goes_beside if work.only_adds else None)


def bridge_job(work: BridgeLoad) -> Job:
    """Return the job of a load of a bridge.

    Raises:
        StarSchemaError: Facts make its groups.
    """
    spec = work.spec
    if spec.group.dimension.grouping is not None:
        raise StarSchemaError(f"{spec.cls.__name__} says who is in the groups that facts make; load these")
    read = {side.dimension.table.fullname for side in spec.sides}
    return Job(
        spec.cls.__name__,
        spec.table.fullname,
        work.source.name,
        work,
        shared=[(name, "history") for name in sorted(read)],
        exclusive=[(spec.table.fullname, "history")],
    )


def amounts_job(catalog: Catalog, spec: FactSpec) -> Job:
    """Return the job that computes the converted amounts of a fact anew."""
    aggregates = catalog.aggregates_of(spec)
    name = spec.cls.__name__
    work = AmountsRebuild(spec, aggregates)
    return _locked(name, spec.table.fullname, f"all of {name}", work, *_held(spec, aggregates))


def _held(fact: FactSpec, aggregates: Sequence[AggregateSpec]) -> tuple[set[str], set[str]]:
    """Return the tables that must not change while a fact is written, and those that are written with it."""
    named = {role.found_in for role in fact.roles}
    named |= {each.grouping.member.dimension for each in named if each.grouping is not None}
    read = {each.table.fullname for each in named} | {r.table.fullname for r in rate_facts(fact)}
    return read, {fact.table.fullname, *(aggregate.table.fullname for aggregate in aggregates)}


def _locked(
    name: str, target: str, source: str, work: Callable[[Context], Outcome], read: set[str], written: set[str]
) -> Job:
    shared = [(table, "history") for table in sorted(read)]
    return Job(name, target, source, work, shared, [(table, "history") for table in sorted(written)])


def aggregate_job(spec: AggregateSpec | ConsolidatedSpec, sides: Sequence[AggregateSpec]) -> Job:
    """Return the job that adds facts up anew."""
    facts = {side.of for side in sides}
    read = {fact.table.fullname for fact in facts} | {role.dimension.table.fullname for role in spec.roles}
    source = f"all of {', '.join(sorted(fact.cls.__name__ for fact in facts))}"
    target = spec.table.fullname
    return _locked(spec.cls.__name__, target, source, AggregateRebuild(sides), read, {target})


def rebuild_job(catalog: Catalog, spec: Spec, *, repoint: bool) -> Job:
    """Return the job that makes again what follows from the rest: a history, slices, or converted amounts.

    Raises:
        StarSchemaError: Nothing of it does.
    """
    name = spec.cls.__name__
    if isinstance(spec, BridgeSpec):
        raise StarSchemaError(f"{name} is a bridge; rebuild() makes the history of a dimension again")
    if isinstance(spec, FactSpec):
        if not spec.conversions:
            raise StarSchemaError(f"{name} is a fact; rebuild() makes the history of a dimension again")
        return amounts_job(catalog, spec)
    if isinstance(spec, AggregateSpec | ConsolidatedSpec):
        return aggregate_job(spec, [spec] if isinstance(spec, AggregateSpec) else spec.sides)
    if spec.rolled_up is not None:
        # What is held is what a load of the base would hold, which writes the same.
        base = versions_job(catalog, spec.rolled_up, "rebuild", RollupRebuild(catalog, spec))
        return replace(base, name=name, target=spec.table.fullname)
    if spec.ragged and not spec.versioned:
        return versions_job(catalog, spec, "rebuild", TreeRebuild(spec))
    work = SystemRebuild if spec.systems else Rebuild
    return versions_job(catalog, spec, "rebuild", work(catalog, spec, repoint=repoint))


def filling_jobs(catalog: Catalog) -> dict[str, Job]:
    """Return what fills the tables that follow from the rows of others, by the table's name.

    A fact is one of them for the sake of its converted amounts.
    """
    jobs = {spec.table.fullname: amounts_job(catalog, spec) for spec in catalog.facts if spec.conversions}
    for dimension in catalog.dimensions:
        if dimension.rolled_up is not None:
            jobs[dimension.table.fullname] = rebuild_job(catalog, dimension, repoint=True)
        for ragged in dimension.ragged:
            table = bookkeeping(catalog.metadata).closure(dimension, ragged).table
            jobs[table.fullname] = versions_job(catalog, dimension, "rebuild", TreeRebuild(dimension))
    added_up: tuple[AggregateSpec | ConsolidatedSpec, ...] = (*catalog.aggregates, *catalog.consolidated)
    return jobs | {spec.table.fullname: rebuild_job(catalog, spec, repoint=True) for spec in added_up}


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
        nothing = rows([])
        nothing.name = f"{base}, {days[0] or 'all'} to {days[1] or 'now'}"
        return DerivedLoad(spec, nothing, options, aggregates, days=days)
    if data is None:
        raise SourceError(f"{name}: there is nothing to load; give data, such as a path or rows")
    if options.deleted is not None and (spec.accumulating is not None or spec.periodic is not None):
        raise StarSchemaError(f"{name}: leave out deleted=, which dimensions and transaction facts take")
    source = open_source(data)
    if spec.accumulating is not None:
        return AccumulatingLoad(spec, source, options, aggregates)
    if spec.periodic is not None:
        return PeriodicLoad(spec, source, options, aggregates)
    if spec.reversible is not None:
        return ReversibleLoad(spec, source, options, aggregates)
    return FactLoad(spec, source, options, aggregates, converted_by(catalog, spec))
