"""Casts to dates and times: ISO text or typed values, local times taken in a zone, stored as naive UTC."""

from __future__ import annotations

import pyarrow as pa

from starschema.load.casting.attempt import Attempt
from starschema.load.casting.kernels import pc
from starschema.load.casting.numbers import refuse_blanks

STAMP = pa.timestamp("us")
STAMP_UTC = pa.timestamp("us", "UTC")

FIRST_SECOND = -62_135_596_800
"""0001-01-01T00:00:00 in seconds from 1970."""

LAST_SECOND = 253_402_300_799
"""9999-12-31T23:59:59 in seconds from 1970."""

FIRST_DAY, LAST_DAY = FIRST_SECOND // 86_400, LAST_SECOND // 86_400

TICKS = {"s": 1, "ms": 1_000, "us": 1_000_000}

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
OFFSET = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
DATE_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}(:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?" + OFFSET + "?)?$"
AWARE = "^.{10}.+" + OFFSET + "$"
DATED = "^[0-9]{4}-.{5}[T ]"
CLOCK = r"^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$"

OUTSIDE = "is outside the years 1 to 9999; give NULL where the time is not known"


def to_timestamp(attempt: Attempt, zone: str) -> None:
    """Cast to naive UTC; a time without an offset is taken in `zone`, a date is its midnight there.

    Units:
        Microseconds; anything finer is cut off, towards the past.
    """
    source = attempt.values.type
    if pa.types.is_string(source):
        _text_to_timestamp(attempt, zone)
    elif pa.types.is_date32(source):
        _check_days(attempt)
        attempt.values = attempt.values.cast(STAMP)
        _localise(attempt, zone)
    elif pa.types.is_timestamp(source):
        _to_microseconds(attempt)
        if source.tz is None:
            _localise(attempt, zone)
    else:
        attempt.refuse_all(f"{_kind(source)} is no date or time; give a timestamp or ISO text", STAMP)
    _check_range(attempt)


def to_date(attempt: Attempt, zone: str) -> None:
    """Cast to a date; a time becomes the date that it is in UTC."""
    source = attempt.values.type
    if pa.types.is_date32(source):
        pass
    elif pa.types.is_string(source):
        if not attempt.cast(pa.date32()):
            plain = pc.fill_null(pc.match_substring_regex(attempt.values, DATE), False)
            attempt.split(
                plain,
                lambda dates: dates.settle(pa.date32(), "is no date of the calendar"),
                lambda times: _time_to_date(times, zone),
            )
    elif pa.types.is_timestamp(source):
        _time_to_date(attempt, zone)
    else:
        attempt.refuse_all(f"{_kind(source)} is no date; give a date or ISO text such as 2024-02-01", pa.date32())
    _check_days(attempt)


def to_time(attempt: Attempt) -> None:
    """Cast to a time of day.

    Units:
        Microseconds; anything finer is cut off.
    """
    source = attempt.values.type
    target = pa.time64("us")
    if pa.types.is_time(source):
        attempt.values = attempt.values.cast(target, safe=False)
    elif pa.types.is_string(source):
        refuse_blanks(attempt, "time")
        attempt.refuse_unless(CLOCK, "is no time of day; write it as 14:30:00, without an offset")
        attempt.values = pc.binary_join_element_wise("1970-01-01T", _cut(attempt.values), "")
        attempt.settle(STAMP, "is no time of day between 00:00 and 23:59:59.999999")
        attempt.values = attempt.values.cast(target)
    else:
        attempt.refuse_all(f"{_kind(source)} is no time of day; give a time or text such as 14:30:00", target)


def to_clock(attempt: Attempt, zone: str) -> None:
    """Cast to a time of day; a date and time becomes the time of day that it was then in UTC."""
    source = attempt.values.type
    if pa.types.is_timestamp(source):
        _moment_to_time(attempt, zone)
    elif pa.types.is_string(source):
        dated = pc.fill_null(pc.match_substring_regex(attempt.values, DATED), False)
        attempt.split(dated, lambda moments: _moment_to_time(moments, zone), to_time)
    else:
        to_time(attempt)


def _moment_to_time(attempt: Attempt, zone: str) -> None:
    to_timestamp(attempt, zone)
    attempt.values = attempt.values.cast(pa.time64("us"))


def _time_to_date(attempt: Attempt, zone: str) -> None:
    to_timestamp(attempt, zone)
    attempt.values = pc.floor_temporal(attempt.values, unit="day").cast(pa.date32())


def _text_to_timestamp(attempt: Attempt, zone: str) -> None:
    if attempt.cast(STAMP):
        _localise(attempt, zone)
        return
    if attempt.cast(STAMP_UTC):
        attempt.values = _naive(attempt.values)
        return
    refuse_blanks(attempt, "date or time")
    attempt.refuse(
        pc.match_substring_regex(attempt.values, r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}"),
        "does not tell day from month; write it as 2024-02-01",
    )
    attempt.refuse(
        pc.match_substring_regex(attempt.values, r"^[+-]?[0-9.]+$"),
        "a number does not tell its unit; write the time as 2024-02-01T12:00:00",
    )
    attempt.refuse_unless(DATE_TIME, "is no ISO date or time; write it as 2024-02-01T12:00:00+01:00")
    attempt.values = _cut(attempt.values)
    attempt.split(
        pc.fill_null(pc.match_substring_regex(attempt.values, AWARE), False),
        _settle_aware,
        lambda naive: _settle_naive(naive, zone),
    )


def _settle_aware(attempt: Attempt) -> None:
    attempt.settle(STAMP_UTC, "is no date and time of the calendar, or its offset is none")
    attempt.values = _naive(attempt.values)


def _settle_naive(attempt: Attempt, zone: str) -> None:
    attempt.settle(STAMP, "is no date and time of the calendar")
    _localise(attempt, zone)


def _localise(attempt: Attempt, zone: str) -> None:
    """Take naive times for local times of `zone`, and refuse those that the clocks there show twice or never."""
    if zone == "UTC":
        return
    local = attempt.values
    try:
        attempt.values = _naive(pc.assume_timezone(local, zone))
        return
    except pa.ArrowInvalid:
        first = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="earliest")
    twice = pc.assume_timezone(local, zone, ambiguous="latest", nonexistent="earliest")
    never = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest")
    attempt.refuse(
        pc.not_equal(first, twice), f"this time happened twice in {zone}, as the clocks went back; add its UTC offset"
    )
    attempt.refuse(
        pc.not_equal(first, never), f"this time never was in {zone}, as the clocks went forward; check it or its zone"
    )
    attempt.values = _naive(pc.assume_timezone(attempt.values, zone))


def _to_microseconds(attempt: Attempt) -> None:
    unit = attempt.values.type.unit
    if unit == "ns":
        # Towards the past on both sides of 1970, where a plain cast goes towards 1970.
        attempt.values = _naive(
            pc.floor_temporal(attempt.values, unit="microsecond").cast(_us_like(attempt.values.type))
        )
        return
    ticks = TICKS[unit]
    count = attempt.values.cast(pa.int64())
    attempt.refuse(
        pc.or_(pc.less(count, FIRST_SECOND * ticks), pc.greater_equal(count, (LAST_SECOND + 1) * ticks)), OUTSIDE
    )
    attempt.values = _naive(attempt.values.cast(_us_like(attempt.values.type)))


def _us_like(kind: pa.DataType) -> pa.DataType:
    return pa.timestamp("us", kind.tz)


def _naive(values: pa.Array) -> pa.Array:
    """Return microsecond instants as naive UTC."""
    return values.cast(pa.int64()).cast(STAMP)


def _check_range(attempt: Attempt) -> None:
    span = pc.min_max(attempt.values.cast(pa.int64())).as_py()
    low, high = FIRST_SECOND * TICKS["us"], (LAST_SECOND + 1) * TICKS["us"]
    if span["min"] is not None and (span["min"] < low or span["max"] >= high):
        count = attempt.values.cast(pa.int64())
        attempt.refuse(pc.or_(pc.less(count, low), pc.greater_equal(count, high)), OUTSIDE)


def _check_days(attempt: Attempt) -> None:
    days = attempt.values.cast(pa.int32())
    attempt.refuse(pc.or_(pc.less(days, FIRST_DAY), pc.greater(days, LAST_DAY)), OUTSIDE)


def _cut(text: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(text, r"(\.[0-9]{6})[0-9]+", r"\1")


def _kind(source: pa.DataType) -> str:
    if pa.types.is_integer(source) or pa.types.is_floating(source) or pa.types.is_decimal(source):
        return "a number, whose unit is open,"
    return f"a value of type {source}"
