"""Growth: our load of ever more sales; time should grow as they do, and memory not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.checks import Truth
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.goals import Row
from benchmarks.rounds import Entry, Tell, run_rounds
from benchmarks.states import Preparation
from benchmarks.workload import Workload

SIZES = (250_000, 1_000_000, 4_000_000, 16_000_000)

DATABASES = ("postgresql", "duckdb", "mariadb", "sqlite")


def measure(preparation: Preparation, sizes: Sequence[int], members: int, repeats: int, tell: Tell) -> list[Row]:
    """Return a row for every database and size, with the ratio of its time to that of the size before."""
    ours = {c.database: c for c in CONTESTANTS if c.name == OURS and c.database in DATABASES}
    places = [place for place in preparation.places if place.name in ours]
    loads = []
    for size in sizes if places else ():
        data = Workload(preparation.folder / f"growth_{size}", size, members)
        tell(f"writing {size:,} facts")
        data.write()
        loads.append((in_short(size), data, Truth(data.history, data.sales, data.products)))
    entries = [
        Entry(place, preparation.states(place, data).dimensions, ours[place.name], "facts", data, truth, "growth", who)
        for place in places
        for who, data, truth in loads
    ]
    rows = run_rounds(entries, repeats, tell)
    before: dict[str, float] = {}
    result = []
    for row in rows:
        if row.median is not None:
            smaller = before.get(row.database)
            before[row.database] = row.median
            row = replace(row, ratio=row.median / smaller if smaller else None)
        result.append(row)
    return result


def in_short(number: int) -> str:
    """Write a number as a table's label: 0.25M, 50k."""
    return f"{number / 1e6:g}M" if number >= 250_000 else f"{number / 1e3:g}k" if number >= 1000 else str(number)
