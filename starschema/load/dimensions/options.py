"""How changes of a dimension are loaded, whoever tells them, and what of that does not go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starschema.errors import SourceError, StarSchemaError
from starschema.load.arrivals import OUTSIDE
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec


@dataclass(frozen=True)
class ChangeOptions:
    """What loads of changes have in common; see `Warehouse.load`."""

    effective: datetime | str
    snapshot: bool | str = False
    on_missing: str = "close"
    close_limit: float = 0.2
    sequence: str | None = None
    deleted: str | None = None
    zone: str = "UTC"
    reject_limit: int = 0
    repoint: bool = True
    progress: Callable[[int], None] | None = None

    def check(self, spec: DimensionSpec) -> None:
        """Check that the options go with the dimension and with each other.

        Raises:
            SourceError: The changes' time is one that marks an open end.
            StarSchemaError: The options do not go together.
        """
        name = spec.cls.__name__
        columns = [*(c.name for c in spec.natural_key), *(a.name for a in spec.attributes)]
        if self.snapshot and isinstance(self.effective, str):
            raise StarSchemaError(
                f"{name}: a snapshot has one time: give effective= a date, not the column {self.effective!r}"
            )
        if not isinstance(self.effective, str) and not BEGINNING < self.effective < FOREVER:
            raise SourceError(f"{name}: effective={self.effective}: {OUTSIDE}")
        if isinstance(self.snapshot, str) and self.snapshot not in columns:
            raise StarSchemaError(
                f"{name}: snapshot={self.snapshot!r} names no column of it; it has {', '.join(columns)}"
            )
        if self.deleted is not None and not spec.versioned:
            raise StarSchemaError(
                f"{name} keeps no versions, so a deletion has nowhere to be recorded: "
                "leave out deleted=, or make an attribute scd=2"
            )
        if self.on_missing not in ("close", "ignore"):
            raise StarSchemaError(f"{name}: on_missing={self.on_missing!r} is neither 'close' nor 'ignore'")

    def closes(self, spec: DimensionSpec) -> bool:
        """Return whether members that the data lacks are to be closed."""
        return bool(self.snapshot) and self.on_missing == "close" and spec.versioned
