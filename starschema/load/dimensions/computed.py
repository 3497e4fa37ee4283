"""The members that need no data: the days of a calendar, the times of a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources import arrow

if TYPE_CHECKING:
    from starschema.model.spec import DimensionSpec
    from starschema.sources import Source


def computed(spec: DimensionSpec, data: Any, start: Any, end: Any) -> Source:
    """Return the members of a computed dimension as a load's input.

    Args:
        spec: The dimension.
        data: What the caller gave as data; there should be none.
        start: A calendar's first day.
        end: Its last.

    Raises:
        SourceError: The caller gave what the dimension does not take, or no days for a calendar.
    """
    name = spec.cls.__name__
    if spec.clock is not None:
        if data is not None or start is not None or end is not None:
            raise SourceError(f"{name} is computed, every {spec.clock.unit} of a day: leave out data, start= and end=")
        source = arrow(spec.clock.rows("_key").drop_columns(["_key"]))
        source.name = f"every {spec.clock.unit} of a day"
        return source
    if data is not None or start is None or end is None:
        raise SourceError(f"{name} is a calendar: give start= and end= instead of data")
    first, last = day_of(start), day_of(end)
    if first > last:
        raise SourceError(f"{name}: start {first} is after end {last}; swap them")
    source = arrow(spec.calendar.rows(first, last, "_key").drop_columns(["_key"]))
    source.name = f"calendar {first} to {last}"
    return source


def day_of(value: dt.date | str) -> dt.date:
    """Return a day that a caller gave.

    Raises:
        SourceError: It is none.
    """
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise SourceError(f"{value!r} is no date; write it as 2024-01-31") from None
    return value.date() if isinstance(value, dt.datetime) else value
