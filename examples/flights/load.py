"""The loads: dimensions first, then the facts that refer to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from examples.flights import files
from examples.flights.model import Airline, Airport, Day, Flight, Plane, Weather
from starschema import LoadResult, Warehouse, sources

FIRST = dt.date(2013, 1, 1)
LAST = dt.date(2013, 12, 31)
MOVED = dt.date(2013, 7, 1)


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load the year. Each load has a key, so that one that is done is not done again, however often this runs."""
    load = warehouse.load
    yield load(Day, start=FIRST, end=LAST, load_key="2013")
    yield load(Airline, files.rows("airlines.csv"), load_key="2013")
    yield load(Plane, files.rows("planes.csv"), load_key="2013")
    # The file is the whole membership as of a day, which begins at midnight in New York.
    yield load(
        Airport, files.rows("airports.csv"), effective=FIRST, zone=files.NEW_YORK, snapshot=True, load_key="2013"
    )
    yield load(Weather, files.weather(), load_key="2013")
    yield load(Flight, files.flights(), load_key="2013")


def load_corrections(warehouse: Warehouse, folder: Path) -> LoadResult:
    """Load the corrected airports as of July, though flights up to December are there: they follow the move."""
    corrected = sources.csv(files.corrected_airports(folder), null=("NA",))
    return warehouse.load(
        Airport, corrected, effective=MOVED, zone=files.NEW_YORK, snapshot=True, load_key="2013, corrected"
    )
