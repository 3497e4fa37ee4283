"""Micro-batches: a few sales at a time, against dimensions of a few members and of many.

The batches follow each other on one database, as they would every minute. What the library looks up should depend on
the batch and not on the dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
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


def measure(preparation: Preparation, members: Sequence[int], batch: int, repeats: int, tell: Tell) -> list[Row]:
    """Return a row for every database and number of members, with the ratio of its time to that of the first number."""
    result: list[Row] = []
    for place in preparation.places:
        if place.name not in DATABASES:
            continue
        first: dict[str, float] = {}
        for number in members:
            for row in _batches(preparation, place, number, batch, repeats, tell):
                who = row.who
                label = f"{in_short(number)} members" + ("" if who == OURS else f", {who}")
                median = row.median
                ratio = median / first[who] if median is not None and who in first else None
                if median is not None:
                    first.setdefault(who, median)
                result.append(Row(row.database, row.task, label, row.seconds, row.rows, row.peak_mb, ratio, row.remark))
    return result


def _batches(preparation: Preparation, place: Place, members: int, batch: int, repeats: int, tell: Tell) -> list[Row]:
    """Run batches of each contestant in turn, and return a row for each contestant."""
    base = preparation.folder / f"micro_{members}"
    dimensions = Workload(base, 0, members, snapshots=1)
    if not dimensions.history.exists():
        tell(f"writing {members:,} members")
        dimensions.write()
    url = place.copy(preparation.states(place, dimensions).dimensions)
    contestants = [c for c in CONTESTANTS if c.database == place.name and c.name in (OURS, "by hand")]
    seconds: dict[str, list[float]] = {c.name: [] for c in contestants}
    peaks: dict[str, list[float]] = {c.name: [] for c in contestants}
    remark = ""
    try:
        for number in range(repeats * len(contestants)):
            contestant = contestants[number % len(contestants)]
            data = Workload(base / f"batch_{number}", batch, members, 1, first_order=number * batch)
            data.write_sales()
            place.calm()
            told = run_contestant(contestant, "facts", url, data.folder, Path(executable))
            seconds[contestant.name].append(told["seconds"])
            peaks[contestant.name].append(told["peak_mb"])
            tell(f"{place.name}, batch of {batch:,}, {members:,} members, {contestant.name}: {told['seconds']:.2f} s")
        truth = Truth(dimensions.history, base / "batch_*" / "sales.parquet", dimensions.products)
        remark = "right" if truth.agrees(url, "facts", contestants[0]) else "WRONG"
    except Failed as failure:
        remark = f"failed: {failure}"
    finally:
        place.drop(url)
    return [_row(place, c, tuple(seconds[c.name]), batch, peaks[c.name], remark) for c in contestants]


def _row(
    place: Place, contestant: Contestant, seconds: tuple[float, ...], batch: int, peaks: list[float], remark: str
) -> Row:
    return Row(place.name, "micro-batch", contestant.name, seconds, batch, max(peaks, default=None), remark=remark)
