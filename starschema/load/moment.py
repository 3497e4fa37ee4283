"""A time that a caller gives, as the library keeps times: naive, in UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starschema.errors import SourceError


def moment(value: dt.date | dt.datetime, zone: str) -> dt.datetime:
    """Return a date or time of a zone as naive UTC; a date is its midnight.

    Raises:
        SourceError: The zone is unknown, or the time does not exist in it, or exists twice.
    """
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)
    if value.tzinfo is None:
        if zone == "UTC":
            return value
        try:
            value = _unambiguous(value, ZoneInfo(zone))
        except ZoneInfoNotFoundError:
            raise SourceError(f"the time zone {zone!r} is unknown; use an IANA name such as 'Europe/Berlin'") from None
    return value.astimezone(dt.UTC).replace(tzinfo=None)


def _unambiguous(value: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    early, late = (value.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        raise SourceError(f"{value} is ambiguous or does not exist in {zone}; give it with an offset")
    return early
