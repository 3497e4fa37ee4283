"""The jobs that load what is a dimension or stands beside one: the kind of load that goes with what its class says."""

from __future__ import annotations

from typing import Any

from starschema.load.bridges.bridge import BridgeLoad, BridgeOptions
from starschema.load.dimensions.beside import LoadWithBeside
from starschema.load.dimensions.dimension import DimensionLoad, DimensionOptions
from starschema.load.dimensions.junk import JunkLoad
from starschema.load.dimensions.systems import SystemLoad, SystemOptions
from starschema.load.jobs import bridge_job as job_of_bridge
from starschema.load.jobs import versions_job
from starschema.load.run import Job
from starschema.model.catalog import Catalog
from starschema.model.kinds import BridgeSpec
from starschema.model.spec import DimensionSpec
from starschema.sources import Source


def dimension_job(catalog: Catalog, spec: DimensionSpec, source: Source, **options: Any) -> Job:
    """Return the job that loads changes or a snapshot, or computed members."""
    work = DimensionLoad(catalog, spec, source, DimensionOptions(**options))
    return versions_job(catalog, spec, source, LoadWithBeside(catalog, work))


def system_job(catalog: Catalog, spec: DimensionSpec, source: Source, **options: Any) -> Job:
    """Return the job that loads what one of several systems tells."""
    work = SystemLoad(catalog, spec, source, SystemOptions(**options))
    return versions_job(catalog, spec, source, LoadWithBeside(catalog, work))


def junk_job(catalog: Catalog, spec: DimensionSpec, source: Source, **options: Any) -> Job:
    """Return the job that loads combinations."""
    return versions_job(catalog, spec, source, JunkLoad(spec, source, **options))


def bridge_job(spec: BridgeSpec, source: Source, **options: Any) -> Job:
    """Return the job that loads groups and their members."""
    return job_of_bridge(BridgeLoad(spec, source, BridgeOptions(**options)))
