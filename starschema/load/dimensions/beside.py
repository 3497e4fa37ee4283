"""What the load of a dimension keeps beside its table, in the same transaction: profiles, trees and roll-ups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starschema.load.dimensions.closure import ClosureLoad
from starschema.load.dimensions.dimension import DimensionLoad
from starschema.load.dimensions.profiles import follow_profiles, profile_changes
from starschema.load.dimensions.rollups import RollupLoad
from starschema.load.dimensions.strict import StrictCheck
from starschema.load.dimensions.systems import SystemLoad
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.catalog import Catalog
from starschema.model.histories import ProfileHistory


@dataclass(frozen=True)
class LoadWithBeside:
    """One load of one dimension, and of what goes with it.

    Args:
        catalog: The model.
        base: The load of the dimension itself.
    """

    catalog: Catalog
    base: DimensionLoad | SystemLoad

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        outcome, came = self.base.load(context)
        moved = 0
        for history in self.catalog.histories:
            if history.of is self.base.spec and (changes := profile_changes(context.bench, history, came)) is not None:
                self._history(history).record(context, changes, Rejects(history.spec.cls.__name__, 0))
                if self.base.options.repoint:
                    moved += follow_profiles(context, self.catalog, history)
        spec, limit = self.base.spec, self.base.options.reject_limit
        for ragged in spec.ragged:
            ClosureLoad(context, spec, ragged, context.tables.closure(spec, ragged), limit).keep(came)
        for hierarchy in spec.hierarchies:
            if hierarchy.strict:
                StrictCheck(context, spec, hierarchy, limit).check(came)
        for rolled in self.catalog.rollups_of(spec):
            RollupLoad(context, self.catalog, rolled, spec, limit).keep(came)
        outcome.counts["repointed"] = outcome.counts.get("repointed", 0) + moved
        return outcome

    def _history(self, history: ProfileHistory) -> DimensionLoad:
        assert isinstance(self.base, DimensionLoad)  # what several systems feed has no profiles
        options = replace(self.base.options, snapshot=False, deleted=None)
        return DimensionLoad(self.catalog, history.spec, self.base.source, options)
