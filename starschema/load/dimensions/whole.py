"""What stands beside a dimension, made again from all of its rows: the bridges of its trees, and its roll-ups.

A load looks at what it brings. What is younger than the rows on record, or was changed by hand, wants all of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starschema.load.dimensions.closure import ClosureLoad
from starschema.load.dimensions.rollups import RollupLoad
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec


@dataclass(frozen=True)
class TreeRebuild:
    """Brings the bridges of a dimension's trees to its rows on record.

    Args:
        spec: The dimension.
    """

    spec: DimensionSpec

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`; rows of the bridge count as read."""
        counts: Counter[str] = Counter()
        for ragged in self.spec.ragged:
            counts += ClosureLoad(context, self.spec, ragged, context.tables.closure(self.spec, ragged)).keep(None)
        return Outcome({**counts, "read": counts.total()})


@dataclass(frozen=True)
class RollupRebuild:
    """Brings a roll-up to the rows on record of its base.

    Args:
        catalog: The model.
        spec: The roll-up.
    """

    catalog: Catalog
    spec: DimensionSpec

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`; what the base says of each member is read."""
        assert self.spec.rolled_up is not None
        return RollupLoad(context, self.catalog, self.spec, self.spec.rolled_up).keep(None)
