"""Micro-batches: a few sales at a time, against dimensions of a few members and of many.

The batches follow each other on one database, as they would every minute. What the library looks up should depend on
the batch and not on the dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from sys import executable

from benchmarks.checks import Truth
from benchmarks.contestants import CONTESTANTS, OURS, Contestant
from benchmarks.databases import Place
from benchmarks.goals import Row
from benchmarks.growth import in_short
from benchmarks.processes import Failed
from benchmarks.rounds import Tell, run_contestant
from benchmarks.states import Preparation
from benchmarks.workload import Workload

MEMBERS = (50_000, 5_000_000)

BATCH = 10_000

DATABASES = ("postgresql", "duckdb")


@dataclass
class Lane:
    """Batches of one contestant after each other, on a database of its own.

    Args:
        place: Where the database is.
        url: The database, its dimensions loaded.
        contestant: Who loads.
        dimensions: What the dimensions were loaded from.
    """

    place: Place
    url: str
    contestant: Contestant
    dimensions: Workload
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    rows: int = 0
    remark: str = ""

    @property
    def who(self) -> str:
        """What the table calls it."""
        members = f"{in_short(self.dimensions.members)} members"
        return members if self.contestant.name == OURS else f"{members}, {self.contestant.name}"

    def run(self, batch: int, number: int) -> None:
        """Load the batch of this number, unless one before it has failed."""
        if self.remark:
            return
        folder = self.dimensions.folder / f"batch_{number}"
        data = Workload(folder, batch, self.dimensions.members, self.dimensions.snapshots, first_order=number * batch)
        if not data.sales.exists():
            data.write_sales()
        self.place.calm()
        try:
            told = run_contestant(self.contestant, "facts", self.url, folder, Path(executable))
        except Failed as failure:
            self.remark = f"failed: {failure}"
        else:
            self.seconds.append(told["seconds"])
            self.peaks.append(told["peak_mb"])
            self.rows = told["rows"]

    def check(self) -> None:
        """Check what all batches together have left."""
        if not self.remark:
            sales = self.dimensions.folder / "batch_*" / "sales.parquet"
            truth = Truth(self.dimensions.history, sales, self.dimensions.products)
            self.remark = "right" if truth.agrees(self.url, "facts", self.contestant) else "WRONG"

    def row(self, first: Lane) -> Row:
        """Return the row of the table, with the ratio of its time to that of the first lane of the same contestant."""
        peak = max(self.peaks, default=None)
        row = Row(self.place.name, "micro-batch", self.who, tuple(self.seconds), self.rows, peak, remark=self.remark)
        if first is self or row.median is None or not first.seconds:
            return row
        return replace(row, ratio=row.median / median(first.seconds))


def measure(preparation: Preparation, members: Sequence[int], batch: int, repeats: int, tell: Tell) -> list[Row]:
    """Return a row for every database, number of members and contestant."""
    rows = []
    for place in preparation.places:
        contestants = [c for c in CONTESTANTS if c.database == place.name and c.name in (OURS, "by hand")]
        if place.name not in DATABASES:
            continue
        lanes = []
        for number in members:
            dimensions = Workload(preparation.folder / f"micro_{number}", 0, number, snapshots=1)
            if not dimensions.history.exists():
                tell(f"writing {number:,} members")
                dimensions.write()
            start = preparation.states(place, dimensions).dimensions
            lanes += [Lane(place, place.copy(start), contestant, dimensions) for contestant in contestants]
        for number in range(repeats):
            for lane in lanes:
                lane.run(batch, number)
                last = f"{lane.seconds[-1]:.2f} s" if lane.seconds else lane.remark
                tell(f"round {number + 1} of {repeats}: {place.name}, batch of {batch:,}, {lane.who}: {last}")
        for lane in lanes:
            lane.check()
            first = next(other for other in lanes if other.contestant is lane.contestant)
            rows.append(lane.row(first))
            place.drop(lane.url)
    return rows
