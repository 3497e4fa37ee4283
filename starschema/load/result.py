"""What a load did, in numbers that balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starschema.errors import LoadError, Rejection


@dataclass(frozen=True)
class LoadResult:
    """What a load did.

    Every row read is counted once among `inserted`, `updated`, `versioned`, `closed`, `removed`, `unchanged`,
    `duplicates` and `rejected`; members that a snapshot lacked are in `closed` too, and facts that a period lacked in
    `removed`, though no row was read for them (`missing`).

    Args:
        target: Name of the model class.
        load_id: The load's number in the load log; rows it wrote carry it.
        read: Rows read from the input.
        inserted: New members, or new facts.
        updated: Rows that corrected something in place.
        versioned: Rows that started a new version of a member already known.
        closed: Deletions that closed a member, and members that a snapshot lacked.
        removed: Facts that are no more.
        unchanged: Rows that told nothing new.
        inferred: Members that a fact named before any dimension load did.
        repointed: Fact keys moved to the version of their time.
        recomputed: Facts whose converted amounts a load of rates has changed.
        unconverted: Rows with an amount whose rate has not come, so that it is NULL in the common currency.
        rejected: Rows in the quarantine.
        duplicates: Rows that said again what another row of the input, or the fact table, says.
        missing: Of `closed` and `removed`, what a snapshot or a period lacked.
        seconds: Time from start to commit.
        load_key: The caller's name for the load.
        repeated: Whether the load had been done before and nothing was done now.
        samples: With `dry_run`, some rows of what would be done, by kind.
    """

    target: str
    load_id: int = 0
    read: int = 0
    inserted: int = 0
    updated: int = 0
    versioned: int = 0
    closed: int = 0
    removed: int = 0
    unchanged: int = 0
    inferred: int = 0
    repointed: int = 0
    recomputed: int = 0
    unconverted: int = 0
    rejected: int = 0
    duplicates: int = 0
    missing: int = 0
    seconds: float = 0.0
    load_key: str | None = None
    repeated: bool = False
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        shown = ("inserted", "updated", "versioned", "closed", "removed", "unchanged", "inferred", "repointed")
        more = ("recomputed", "unconverted", "rejected", "duplicates")
        counts = [f"{getattr(self, name):,} {name}" for name in (*shown, *more) if getattr(self, name)]
        # Only a dry run has no number in the log.
        which = f"load {self.load_id}" if self.load_id else "dry run, nothing was changed"
        again = " (done before, nothing to do)" if self.repeated else ""
        return (
            f"{self.target}: {self.read:,} read, {', '.join(counts) or 'nothing to do'} "
            f"in {self.seconds:.2f} s ({which}){again}"
        )

    @classmethod
    def of(cls, target: str, counts: Mapping[str, int], **rest: Any) -> LoadResult:
        """Return the result with counts by name."""
        named: dict[str, Any] = dict(counts)
        return replace(cls(target, **rest), **named)

    def balanced(self) -> LoadResult:
        """Return the result if its counts add up.

        Raises:
            LoadError: They do not, which is a bug of the library and undoes the load.
        """
        accounted = (
            self.inserted + self.updated + self.versioned + self.closed + self.removed - self.missing
            + self.unchanged + self.duplicates + self.rejected
        )  # fmt: skip
        if accounted != self.read:
            raise LoadError(f"{self.target}: {self.read} rows read but {accounted} accounted for in {self!r}")
        return self

    def timed(self, seconds: float) -> LoadResult:
        """Return the result with its duration."""
        return replace(self, seconds=seconds)


@dataclass(frozen=True)
class Outcome:
    """What the set logic of a load found and did, before it is logged: the counts and the rows to set aside."""

    counts: dict[str, int]
    rejections: list[Rejection] = field(default_factory=list)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
