"""What a database holds before a task starts: made once for each database, copied for every run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.databases import Place
from benchmarks.model import Customer, Day, Mart, Product
from benchmarks.tasks import MONTHS
from benchmarks.workload import FIRST_DAY, LAST_DAY, Workload
from starschema import Warehouse


@dataclass(frozen=True)
class States:
    """URLs of prepared databases.

    Args:
        empty: The tables, with a calendar.
        all_but_last: That, and the customers up to the last snapshot but one.
        dimensions: All dimensions, and no facts.
    """

    empty: str
    all_but_last: str
    dimensions: str

    def before(self, task: str) -> str:
        """Return the database that a task starts from."""
        return {"workload": self.empty, "snapshot": self.all_but_last}.get(task, self.dimensions)


class Preparation:
    """Prepares databases, each once.

    Args:
        places: Where they are made.
        folder: Where files may be put.
        tell: Says what is going on.
    """

    def __init__(self, places: Sequence[Place], folder: Path, tell: Callable[[str], None]) -> None:
        self.places = places
        self.folder = folder
        self.tell = tell
        self._made: dict[tuple[str, int, int], States] = {}

    def states(self, place: Place, data: Workload) -> States:
        """Return the databases with the dimensions of `data`, which are the same for any number of facts."""
        wanted = (place.name, data.members, data.snapshots)
        if wanted not in self._made:
            self.tell(f"preparing {place.name} with {data.members:,} members")
            self._made[wanted] = _prepare(place, data)
        return self._made[wanted]


def _prepare(place: Place, data: Workload) -> States:
    """Make the three states, each from a copy of the one before."""
    empty = place.empty()
    warehouse = Warehouse(empty, Mart)
    warehouse.create_all()
    warehouse.load(Day, start=FIRST_DAY, end=LAST_DAY)
    _done(place, warehouse)

    before = place.copy(empty)
    warehouse = Warehouse(before, Mart)
    for number in range(1, data.snapshots):
        _snapshot(warehouse, data, number)
    _done(place, warehouse)

    dimensions = place.copy(before)
    warehouse = Warehouse(dimensions, Mart)
    _snapshot(warehouse, data, data.snapshots)
    warehouse.load(Product, data.products)
    _done(place, warehouse)
    return States(empty, before, dimensions)


def _snapshot(warehouse: Warehouse, data: Workload, number: int) -> None:
    warehouse.load(Customer, data.customers(number), effective=date.fromisoformat(MONTHS[number - 1]), snapshot=True)


def _done(place: Place, warehouse: Warehouse) -> None:
    url = warehouse.engine.url.render_as_string(hide_password=False)
    warehouse.engine.dispose()
    place.settle(url)
