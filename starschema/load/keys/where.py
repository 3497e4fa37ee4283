"""Where a load looks members up: on the workbench, to which all of a dimension is brought, or in the warehouse.

To bring a version here costs much less than to look one up there, since bringing is one scan and one stream. So the
whole dimension is brought unless the load names only a small share of it, or the workbench could not hold it; then the
natural keys are sent to a temporary table, joined there, and only what they meet is brought.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from starschema.errors import StarSchemaError
from starschema.load.memory import LIMIT_BYTES
from starschema.model.spec import DimensionSpec

Place = Literal["workbench", "warehouse"]
Lookup = Literal["auto", "workbench", "warehouse"]

LOOKUPS: tuple[Lookup, ...] = get_args(Lookup)

KEYS_SHARE = 8
"""From an eighth of a dimension's keys on, bringing its whole key map beats looking members up."""

ROWS_SHARE = 4
"""From a quarter on, bringing all of its rows, every attribute included, does."""

FITTING_KEYS = LIMIT_BYTES // 32
"""So many versions' keys (32 bytes each) a workbench can hold in memory; of more, only what is needed is brought."""


@dataclass
class Lookups:
    """Decides where a load looks members up, and remembers it for the load log.

    Args:
        wanted: `auto`, or the place that the caller insists on.
        places: Where each dimension's members were looked up, by table.
        given: How many surrogate keys each had given when that was first asked, by table.
    """

    wanted: Lookup = "auto"
    places: dict[str, Place] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.wanted not in LOOKUPS:
            raise StarSchemaError(f"lookup={self.wanted!r} is none of {', '.join(map(repr, LOOKUPS))}")

    def brings_all(self, dimension: DimensionSpec, named: int, keys: int, share: int) -> bool:
        """Return whether to bring the whole dimension to the workbench.

        Args:
            dimension: Whose members are looked up.
            named: How many of them the load names.
            keys: How many surrogate keys the dimension has given so far.
            share: `KEYS_SHARE` or `ROWS_SHARE`.
        """
        place = place_for(named, keys, share) if self.wanted == "auto" else self.wanted
        self.places[dimension.table.fullname] = place
        return place == "workbench"

    def has_all(self, dimension: DimensionSpec) -> None:
        """Take note that the whole dimension's keys are on the workbench already."""
        self.places[dimension.table.fullname] = "workbench"

    def look_up_there(self, dimension: DimensionSpec) -> None:
        """Take note that the warehouse looks the members up by itself."""
        self.places[dimension.table.fullname] = "warehouse"

    def compare_all(self, dimension: DimensionSpec) -> None:
        """Take note that the load is compared with the whole dimension, so that nothing is looked up."""
        self.places[dimension.table.fullname] = "workbench"


def place_for(named: int, keys: int, share: int) -> Place:
    """Return where `named` members of a dimension with `keys` versions are looked up.

    >>> place_for(named=10_000, keys=80_000, share=KEYS_SHARE)
    'workbench'
    >>> place_for(named=9_999, keys=80_000, share=KEYS_SHARE)
    'warehouse'
    """
    return "workbench" if named * share >= keys and keys <= FITTING_KEYS else "warehouse"
