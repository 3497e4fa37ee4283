"""The questions, each a query of SQLAlchemy's ORM on the model's classes."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import Select, case, func, select

from examples.flights.model import Airport, Flight, Weather

Question: TypeAlias = Select[*tuple[Any, ...]]


def delay_by_airline_and_month() -> Question:
    """Select the mean departure delay of each airline's flights in each month."""
    by = (Flight.airline.name, Flight.date.month)
    return (
        select(*by, func.avg(Flight.dep_delay).label("delay"))
        .select_from(Flight)
        .join(Flight.airline)
        .join(Flight.date)
        .group_by(*by)
        .order_by(*by)
    )


def busiest_routes(limit: int = 10) -> Question:
    """Select the routes with the most flights; the airports play their two roles."""
    by = (Flight.origin.faa, Flight.destination.faa, Flight.destination.name)
    flights = func.count().label("flights")
    return (
        select(
            Flight.origin.faa.label("origin"),
            Flight.destination.faa.label("destination"),
            Flight.destination.name,
            flights,
            (func.count() - func.count(Flight.dep_delay)).label("cancelled"),
            func.avg(Flight.arr_delay).label("arrival delay"),
            func.sum(Flight.distance).label("miles"),
        )
        .select_from(Flight)
        .join(Flight.origin)
        .join(Flight.destination)
        .group_by(*by)
        .order_by(flights.desc(), *by)
        .limit(limit)
    )


def planes_known() -> Question:
    """Select how much of what flew the file of planes knows, the file lacks, and nobody wrote down."""
    plane = Flight.plane
    known = case(
        (plane.tailnum.is_(None), "no tail number: the unknown member"),
        (plane.is_inferred, "not in the file: inferred members"),
        else_="in the file",
    ).label("plane")
    planes = func.count(plane.tailnum.distinct()).label("planes")
    flights = func.count().label("flights")
    return select(known, planes, flights).select_from(Flight).join(plane).group_by(known).order_by(flights.desc())


def delay_by_wind() -> Question:
    """Select departure delays by how hard it blew, drilling across both facts.

    Two facts are never joined row by row, since every flight would meet every hour's weather. Each is summed up by
    what they share, the conformed Day and Airport, and only then are the two results joined. By the airport's own
    code, not its surrogate key: an airport has a key for each version.
    """
    flights = (
        select(
            Flight.date.date,
            Flight.origin.faa,
            func.count().label("flights"),
            func.count(Flight.dep_delay).label("departed"),
            func.sum(Flight.dep_delay).label("minutes"),
        )
        .select_from(Flight)
        .join(Flight.date)
        .join(Flight.origin)
        .group_by(Flight.date.date, Flight.origin.faa)
        .subquery("flights")
    )
    weather = (
        select(Weather.date.date, Weather.airport.faa, func.max(Weather.wind_speed).label("wind"))
        .select_from(Weather)
        .join(Weather.date)
        .join(Weather.airport)
        .group_by(Weather.date.date, Weather.airport.faa)
        .subquery("weather")
    )
    f, w = flights.c, weather.c
    wind = case(
        (w.wind.is_(None), "not measured"),
        (w.wind < 10, "below 10 mph"),
        (w.wind < 20, "10 to 20 mph"),
        (w.wind < 30, "20 to 30 mph"),
        else_="30 mph or more",
    ).label("strongest wind of the day")
    # A mean of means would be wrong: the parts are summed, and divided last.
    delay = (func.sum(f.minutes) / func.sum(f.departed)).label("delay")
    cancelled = (100.0 * (func.sum(f.flights) - func.sum(f.departed)) / func.sum(f.flights)).label("% cancelled")
    # An outer join, so that flights of a day without weather still count.
    return (
        select(wind, func.count().label("airport days"), func.sum(f.flights).label("flights"), delay, cancelled)
        .select_from(flights)
        .outerjoin(weather, (f.date == w.date) & (f.faa == w.faa))
        .group_by(wind)
        .order_by(func.coalesce(func.min(w.wind), -1))
    )


def versions(*codes: str) -> Question:
    """Select the versions of some airports."""
    columns = (Airport.faa, Airport.name, Airport.tzone, Airport.valid_from, Airport.valid_to, Airport.is_current)
    return select(*columns).where(Airport.faa.in_(codes)).order_by(Airport.faa, Airport.valid_from)


def flights_by_time_zone(code: str) -> Question:
    """Select how many flights went to an airport under each time zone that it has had."""
    zone = Flight.destination.tzone
    span = (func.min(Flight.scheduled_at).label("first, UTC"), func.max(Flight.scheduled_at).label("last, UTC"))
    return (
        select(zone, func.count().label("flights"), *span)
        .select_from(Flight)
        .join(Flight.destination)
        .where(Flight.destination.faa == code)
        .group_by(zone)
        .order_by(zone)
    )
