"""What the load of a dimension keeps beside its table, in the same transaction: profiles, trees and roll-ups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starschema.load.arrivals import Arrivals
from starschema.load.dimensions.closure import ClosureLoad
from starschema.load.dimensions.dimension import DimensionLoad
from starschema.load.dimensions.profiles import follow_profiles, profile_changes, with_newest
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
        outcome, came = self._load_base(context)
        spec, limit, moved = self.base.spec, self.base.options.reject_limit, 0
        for history in self._histories:
            if not self._goes_ahead(history):
                self._record(context, history, came)
            if history.profile.column.name in came.table.c and self.base.options.repoint:
                moved += follow_profiles(context, self.catalog, history)
        for ragged in spec.ragged:
            ClosureLoad(context, spec, ragged, context.tables.closure(spec, ragged), limit).keep(came)
        for hierarchy in spec.hierarchies:
            if hierarchy.strict:
                StrictCheck(context, spec, hierarchy, limit).check(came)
        for rolled in self.catalog.rollups_of(spec):
            RollupLoad(context, self.catalog, rolled, spec, limit).keep(came)
        outcome.counts["repointed"] = outcome.counts.get("repointed", 0) + moved
        return outcome

    def _load_base(self, context: Context) -> tuple[Outcome, Arrivals]:
        if not isinstance(self.base, DimensionLoad):
            return self.base.load(context)

        def prepared(came: Arrivals) -> Arrivals:
            for history in self._histories:
                if self._goes_ahead(history) and self._record(context, history, came):
                    came = with_newest(context, history, came)
            return came

        return self.base.load(context, prepared)

    @property
    def _histories(self) -> list[ProfileHistory]:
        return [history for history in self.catalog.histories if history.of is self.base.spec]

    def _goes_ahead(self, history: ProfileHistory) -> bool:
        """Return whether the profiles' history is what says the current one: the members have no times of their own."""
        spec = self.base.spec
        return not spec.versioned and history.profile.column in [role.column for role in spec.references]

    def _record(self, context: Context, history: ProfileHistory, came: Arrivals) -> bool:
        """Record the profiles that the data brings, and return whether it brings any."""
        changes = profile_changes(context.bench, history, came)
        if changes is not None:
            self._history(history).record(context, changes, Rejects(history.spec.cls.__name__, 0))
        return changes is not None

    def _history(self, history: ProfileHistory) -> DimensionLoad:
        assert isinstance(self.base, DimensionLoad)  # what several systems feed has no profiles
        options = replace(self.base.options, snapshot=False, deleted=None)
        return DimensionLoad(self.catalog, history.spec, self.base.source, options)
