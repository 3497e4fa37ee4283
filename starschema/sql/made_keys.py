"""Natural keys that are made from what data brings: a combination's hash, a time cut to the minute, a local day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Float,
    FromClause,
    Time,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.functions import FunctionElement

from starschema.model.kinds import BandSpec
from starschema.model.spec import DimensionSpec
from starschema.sql.combination import combination
from starschema.sql.compare import Query
from starschema.sql.words import spell

FEW_ZONES = 100
"""Up to so many zones are told apart by comparison: a zone that is a constant costs DuckDB an eighth of one by row."""

AGREED_FROM, AGREED_TO = datetime(1970, 1, 1), datetime(2037, 12, 31)
"""Between these, all who know the zones know the same of them: before, many tell less than there was, and after, some
have no rules."""

NEAR_FIRST = datetime(1, 1, 2)
"""From here on, no zone is behind UTC by so much that its day would be before the first."""

NEAR_LAST = datetime(9999, 12, 31)
"""Until here, no zone is ahead by so much that its day would be after the last."""


def made_key(dimension: DimensionSpec, values: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """Return the natural key of the member that `values`, one for each of `named_by`, name on the workbench."""
    if dimension.combined:
        return [combination(list(zip(dimension.combined, made_values(dimension, values), strict=True)))]
    if dimension.clock is not None:
        return [_cut(values[0], dimension.clock.seconds)]
    return list(values)


def made_values(dimension: DimensionSpec, values: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """Return the attributes of the combination that `values` make: a number becomes the label of its band."""
    return [
        value if attribute.band is None else _label(attribute.band, value)
        for attribute, value in zip(dimension.attributes, values, strict=True)
    ]


def _label(band: BandSpec, value: ColumnElement[Any]) -> ColumnElement[str]:
    # NaN is above every number, and no number.
    nothing = or_(value.is_(None), func.isnan(value)) if isinstance(band.column.type, Float) else value.is_(None)
    below = [
        (value < literal(bound, band.column.type), label)
        for bound, label in zip(band.bounds, band.labels, strict=False)
    ]
    return case((nothing, band.null), *below, else_=band.labels[-1])


def local_key(dimension: DimensionSpec, local: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the natural key of the day, or the time of day, that local clocks show.

    Args:
        dimension: A calendar or a dimension of times.
        local: What they show.
    """
    return cast(local, Date) if dimension.clock is None else _cut(ClockTime(local), dimension.clock.seconds)


def local_time(instant: ColumnElement[Any], zone: ColumnElement[str], zones: Sequence[str]) -> ColumnElement[Any]:
    """Return what the clocks of a zone showed at an instant.

    Args:
        instant: Naive UTC.
        zone: The zone's IANA name.
        zones: All names that `zone` can have.
    """
    naive = cast(instant, DateTime)
    shown: ColumnElement[Any] = LocalTime(naive, zone)
    if 0 < len(zones) <= FEW_ZONES:
        shown = case(*((zone == name, LocalTime(naive, literal(name))) for name in zones), else_=shown)
    return cast(shown, DateTime)


def unknown_zone(zone: ColumnElement[str], names: FromClause) -> ColumnElement[bool]:
    """Return whether a zone is not among `names`, or is none that the workbench knows."""
    here: Query = select(column("name")).select_from(func.pg_timezone_names().table_valued("name"))
    return zone.not_in(select(names.c["name"]).where(names.c["name"].in_(here)))


def beyond_days(instant: ColumnElement[Any], local: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether the local day at an instant is before the first or after the last that a date can be."""
    near = or_(instant < literal(NEAR_FIRST, DateTime), instant >= literal(NEAR_LAST, DateTime))
    day = cast(local, Date)
    return and_(near, or_(day < literal(date.min, Date), day > literal(date.max, Date)))


def beyond_agreement(instant: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether not all who know the zones need know the same of an instant."""
    return ~instant.between(literal(AGREED_FROM, DateTime), literal(AGREED_TO, DateTime))


def _cut(value: ColumnElement[time], seconds: int) -> ColumnElement[time]:
    return WholeSecond(value) if seconds == 1 else WholeMinute(value)


class LocalTime(FunctionElement[datetime]):
    """What the clocks of a zone showed at an instant in naive UTC."""

    inherit_cache = True
    type = DateTime()


class ClockTime(FunctionElement[time]):
    """The time of day of a point in time."""

    inherit_cache = True
    type = Time()


class WholeMinute(FunctionElement[time]):
    """A time of day, cut to the minute."""

    inherit_cache = True
    type = Time()


class WholeSecond(FunctionElement[time]):
    """A time of day, cut to the second."""

    inherit_cache = True
    type = Time()


TEXT = "CAST({0} AS STRING)"

spell(LocalTime, "timezone({1}, timezone('UTC', {0}))", "convert_timezone('UTC', {1}, {0})")
# Spark has no times of day: they are texts, of microseconds.
spell(ClockTime, "CAST({0} AS TIME)", f"rpad(concat(substr({TEXT}, 12, 8), '.', substr({TEXT}, 21)), 15, '0')")
spell(WholeMinute, "make_time(hour({0}), minute({0}), 0)", "concat(substr({0}, 1, 5), ':00.000000')")
spell(WholeSecond, "make_time(hour({0}), minute({0}), second({0}))", "concat(substr({0}, 1, 8), '.000000')")
