"""The catalog: all dimensions and facts of one declarative base, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.exc import SQLAlchemyError

from starschema.errors import ModelError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.conformance import check_dimensions
from starschema.model.histories import ProfileHistory
from starschema.model.kinds import BridgeSpec, ConsolidatedSpec, Family
from starschema.model.ragged import ClosureTable
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, RoleSpec, Spec, spec_of
from starschema.model.special import special_members


@dataclass(frozen=True)
class Catalog:
    """All dimensions, bridges, facts and aggregates of one declarative base.

    Args:
        base: The user's declarative base.
        dimensions: Its dimensions, in the order in which they were declared.
        facts: Its facts, in the order in which they were declared; a dimension always stands before its facts.
        aggregates: Its aggregates, in the order in which they were declared.
        bridges: Its bridges, in the order in which they were declared.
        consolidated: Its consolidated facts, in the order in which they were declared.
    """

    base: type[Any]
    dimensions: tuple[DimensionSpec, ...]
    facts: tuple[FactSpec, ...]
    aggregates: tuple[AggregateSpec, ...] = ()
    bridges: tuple[BridgeSpec, ...] = ()
    consolidated: tuple[ConsolidatedSpec, ...] = ()

    @property
    def metadata(self) -> MetaData:
        """The user's metadata, in which the tables are."""
        metadata: MetaData = self.base.metadata
        return metadata

    def roles_to(self, dimension: DimensionSpec) -> list[tuple[FactSpec, RoleSpec]]:
        """Return every role that `dimension` plays, with the fact in which it does."""
        return [(fact, role) for fact in self.facts for role in fact.roles if role.dimension is dimension]

    def bridges_of(self, dimension: DimensionSpec) -> list[tuple[BridgeSpec, RoleSpec]]:
        """Return every side of a bridge on which `dimension` is, with the bridge."""
        return [(bridge, side) for bridge in self.bridges for side in bridge.sides if side.dimension is dimension]

    def rollups_of(self, dimension: DimensionSpec) -> list[DimensionSpec]:
        """Return the shrunken roll-ups that the loads of `dimension` keep."""
        return [other for other in self.dimensions if other.rolled_up is dimension]

    @property
    def families(self) -> tuple[tuple[DimensionSpec | FactSpec, Family], ...]:
        """The supertypes among dimensions and facts, with what makes them so."""
        every: tuple[DimensionSpec | FactSpec, ...] = (*self.dimensions, *self.facts)
        return tuple((spec, spec.family) for spec in every if spec.family is not None)

    @property
    def histories(self) -> tuple[ProfileHistory, ...]:
        """The histories of profiles that the dimensions' loads keep."""
        own = bookkeeping(self.metadata)
        return tuple(own.history(dimension, profile) for dimension in self.dimensions for profile in dimension.profiles)

    @property
    def closures(self) -> tuple[ClosureTable, ...]:
        """The bridges of ragged hierarchies that the dimensions' loads keep."""
        own = bookkeeping(self.metadata)
        return tuple(own.closure(dimension, ragged) for dimension in self.dimensions for ragged in dimension.ragged)

    def outriggers_to(self, dimension: DimensionSpec) -> list[tuple[DimensionSpec, RoleSpec]]:
        """Return every outrigger to `dimension`, with the dimension that has it."""
        every = (*self.dimensions, *(history.spec for history in self.histories))
        return [(other, role) for other in every for role in other.references if role.dimension is dimension]

    def roles_through(self, history: ProfileHistory) -> list[tuple[FactSpec, RoleSpec]]:
        """Return every role whose member is found in `history`, with the fact that has it."""
        return [(fact, role) for fact in self.facts for role in fact.roles if role.through is history.lookup]

    @property
    def added_up(self) -> tuple[AggregateSpec, ...]:
        """All that facts add up to: the aggregates, and the sides of consolidated facts."""
        return (*self.aggregates, *(side for each in self.consolidated for side in each.sides))

    def aggregates_of(self, fact: FactSpec) -> tuple[AggregateSpec, ...]:
        """Return what `fact` adds up to."""
        return tuple(aggregate for aggregate in self.added_up if aggregate.of is fact)

    def aggregates_by(self, dimension: DimensionSpec) -> tuple[AggregateSpec, ...]:
        """Return the aggregates on whose slices the members of `dimension` bear."""
        return tuple(a for a in self.added_up if any(role.dimension is dimension for role in a.roles))

    def spec(self, cls: type[Any]) -> Spec:
        """Return what the model class `cls` says.

        Raises:
            ModelError: `cls` is no dimension, bridge, fact or aggregate of this base.
        """
        spec = spec_of(cls)
        if spec not in (*self.dimensions, *self.bridges, *self.facts, *self.aggregates, *self.consolidated):
            raise ModelError(f"{cls.__name__} belongs to another declarative base than {self.base.__name__}")
        return spec


def catalog(base: type[Any]) -> Catalog:
    """Return all dimensions and facts of the declarative base `base`.

    Raises:
        ModelError: `base` is no declarative base.
    """
    registry, metadata = getattr(base, "registry", None), getattr(base, "metadata", None)
    if registry is None or metadata is None:
        name = getattr(base, "__name__", repr(base))
        raise ModelError(f"{name} is no declarative base; give the class that your models share, such as Mart")
    found = {
        (spec.stored if isinstance(spec, DimensionSpec | FactSpec) else spec.table).key: spec
        for mapper in registry.mappers
        if isinstance(spec := mapper.class_.__dict__.get("__starschema__"), Spec)
    }
    # The registry keeps a set, the metadata the order.
    ordered = [found[key] for key in metadata.tables if key in found]
    return Catalog(
        base,
        tuple(spec for spec in ordered if isinstance(spec, DimensionSpec)),
        tuple(spec for spec in ordered if isinstance(spec, FactSpec)),
        tuple(spec for spec in ordered if isinstance(spec, AggregateSpec)),
        tuple(spec for spec in ordered if isinstance(spec, BridgeSpec)),
        tuple(spec for spec in ordered if isinstance(spec, ConsolidatedSpec)),
    )


def configure(base: type[Any]) -> Catalog:
    """Check that everything the models of `base` say resolves, and return the catalog.

    Raises:
        ModelError: Something does not.
    """
    found = catalog(base)
    try:
        base.registry.configure()
    except SQLAlchemyError as error:
        raise ModelError(f"{base.__name__}: {error}") from error
    for dimension in found.dimensions:
        special_members(dimension)
    referring: list[tuple[Spec, tuple[RoleSpec, ...]]] = [(fact, fact.roles) for fact in found.facts]
    referring += [(dimension, dimension.references) for dimension in found.dimensions]
    referring += [(bridge, bridge.sides) for bridge in found.bridges]
    for spec, roles in referring:
        for role in roles:
            if role.dimension not in found.dimensions:
                other = role.dimension.cls.__name__
                raise ModelError(f"{spec.cls.__name__}.{role.name}: {other} belongs to another declarative base")
    check_dimensions(found)
    return found
