"""The star: two facts, flights and hourly weather, that share the dimensions Day and Airport."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Double, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    TransactionFact,
    attribute,
    degenerate,
    hierarchy,
    measure,
    natural_key,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart, country="US"):
    """One row per day, with the holidays of the United States; nobody has to bring the data."""


class Airline(Dimension, Mart):
    """One row per airline. No attribute keeps history, so there is one row each, corrected in place."""

    carrier: Mapped[str] = natural_key(String(2))
    name: Mapped[str | None] = attribute(String(60))


class Airport(Dimension, Mart):
    """One row per version of an airport: a change of its time zone starts a new one, all else is a correction."""

    faa: Mapped[str] = natural_key(String(3))
    name: Mapped[str | None] = attribute(String(80), scd=1)
    tzone: Mapped[str | None] = attribute(String(40), scd=2, comment="Time zone, as IANA names it")
    lat: Mapped[float | None] = attribute(Double(), comment="Latitude, degrees north")
    lon: Mapped[float | None] = attribute(Double(), comment="Longitude, degrees east")
    alt: Mapped[int | None] = attribute(comment="Altitude, feet")


class Plane(Dimension, Mart):
    """One row per plane that has a tail number."""

    tailnum: Mapped[str] = natural_key(String(6))
    manufacturer: Mapped[str | None] = attribute(String(40))
    model: Mapped[str | None] = attribute(String(30))
    year: Mapped[int | None] = attribute(comment="Year of manufacture")
    engines: Mapped[int | None] = attribute()
    seats: Mapped[int | None] = attribute()
    makers = hierarchy(manufacturer, model)


class Flight(TransactionFact, Mart, grain="one row per flight that an airline scheduled from New York"):
    """What was planned and what came of it; the delays of a cancelled flight are NULL."""

    scheduled_at: Mapped[dt.datetime] = degenerate(grain=True, comment="Scheduled departure, UTC")
    flight: Mapped[int] = degenerate(grain=True, comment="Flight number")
    airline = role(Airline, source="carrier", grain=True)
    # The day is the traveller's, New York's; the time is UTC, which has no missing hour in spring and no double one in
    # autumn. A fifth of the flights leave on another day in UTC, so the one cannot stand for the other.
    date = role(Day, source="date")
    # One dimension in two roles. `as_of` picks the version of the airport that was in force when the flight left.
    origin = role(Airport, source="origin", as_of="scheduled_at")
    destination = role(Airport, source="dest", as_of="scheduled_at")
    # No tail number: the unknown member. One that the file of planes lacks: a new member, inferred from the flight.
    plane = role(Plane, source="tailnum")
    dep_delay: Mapped[int | None] = measure(unit="min")
    arr_delay: Mapped[int | None] = measure(unit="min")
    air_time: Mapped[int | None] = measure(unit="min")
    distance: Mapped[int] = measure(unit="mi")


class Weather(TransactionFact, Mart, grain="one row per airport and hour"):
    """What the airports of New York measured; only rain may be summed."""

    observed_at: Mapped[dt.datetime] = degenerate(grain=True, comment="UTC")
    airport = role(Airport, source="origin", as_of="observed_at", grain=True)
    date = role(Day, source="date")
    temp: Mapped[float | None] = measure(Double(), unit="degF", additive=False)
    wind_speed: Mapped[float | None] = measure(Double(), unit="mph", additive=False)
    visib: Mapped[float | None] = measure(Double(), unit="mi", additive=False)
    precip: Mapped[float | None] = measure(Double(), unit="in")
