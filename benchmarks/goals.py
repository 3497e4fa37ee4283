"""What the library is to reach, and the rows of the table that say whether it does."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Goal:
    """A limit for one figure of a row."""

    figure: Literal["ratio", "seconds", "peak_mb"]
    at_most: float

    def __str__(self) -> str:
        """Write the limit with its unit."""
        unit = {"ratio": "x", "seconds": " s", "peak_mb": " MB"}[self.figure]
        return f"≤ {self.at_most:g}{unit}"


@dataclass(frozen=True)
class Row:
    """What one contestant took for one task.

    Args:
        database: The kind of database; "" where there is none.
        task: What was done.
        who: The contestant, or the size.
        seconds: Of each run.
        rows: How many were loaded or looked up in a run.
        peak_mb: The most memory that a run's process took.
        ratio: Our median to this row's, or this row's median to that of a smaller size.
        remark: "right" where the checksums agree, "WRONG" where they don't, or why there is no figure.
    """

    database: str
    task: str
    who: str
    seconds: tuple[float, ...] = ()
    rows: int = 0
    peak_mb: float | None = None
    ratio: float | None = None
    remark: str = ""

    @property
    def median(self) -> float | None:
        """The median of the seconds."""
        return statistics.median(self.seconds) if self.seconds else None

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What the row's figures are to reach."""
        return GOALS.get((self.database, self.task, self.who), ())

    def met(self, goal: Goal) -> bool | None:
        """Return whether a goal is reached; None if there is no figure."""
        figure = {"ratio": self.ratio, "seconds": self.median, "peak_mb": self.peak_mb}[goal.figure]
        return None if figure is None else figure <= goal.at_most

    def as_json(self) -> dict[str, Any]:
        """Return the row with all that follows from it."""
        goals = [{"figure": g.figure, "at_most": g.at_most, "met": self.met(g)} for g in self.goals]
        return {**asdict(self), "median": self.median, "goals": goals}


def ratio(rows: Iterable[Row], one: str, other: str) -> float | None:
    """Return the ratio of two contestants' medians among the rows of one task; None where one has none."""
    medians = {row.who: row.median for row in rows}
    above, below = medians.get(one), medians.get(other)
    return above / below if above and below else None


GOALS: dict[tuple[str, str, str], tuple[Goal, ...]] = {
    ("postgresql", "facts", "bare binary COPY"): (Goal("ratio", 1.3),),
    ("postgresql", "facts", "bare CSV COPY"): (Goal("ratio", 0.85),),
    ("postgresql", "facts", "by hand"): (Goal("ratio", 0.4),),
    ("postgresql", "snapshot", "by hand"): (Goal("ratio", 0.9),),
    ("postgresql", "workload", "pygrametl"): (Goal("ratio", 0.25),),
    ("duckdb", "facts", "by hand"): (Goal("ratio", 1.3),),
    ("duckdb", "snapshot", "by hand"): (Goal("ratio", 1.5),),
    ("mariadb", "facts", "bare LOAD DATA"): (Goal("ratio", 1.3),),
    ("postgresql", "growth", "16M"): (Goal("ratio", 4.2), Goal("peak_mb", 700)),
    ("duckdb", "growth", "16M"): (Goal("ratio", 4.2), Goal("peak_mb", 700)),
    ("mariadb", "growth", "16M"): (Goal("peak_mb", 700),),
    ("sqlite", "growth", "16M"): (Goal("peak_mb", 700),),
    ("postgresql", "micro-batch", "5M members"): (Goal("seconds", 1), Goal("ratio", 2)),
    ("", "import starschema", "ours"): (Goal("seconds", 0.5),),
}
"""By database, task and contestant."""
