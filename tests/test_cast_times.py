"""Dates and times become the instant they name, in UTC, or are rejected with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casting import STAMP, cast, good, reason

# -- dates -----------------------------------------------------------------------------------------------------------


def test_dates_come_as_text_dates_or_times():
    day = date(1969, 12, 31)
    assert good(["1969-12-31", "1969-12-31T23:59:59Z", "1970-01-01T00:30+01:00"], pa.date32()) == [day] * 3
    assert good([day], pa.date32()) == [day]
    assert good([day], pa.date32(), pa.date64()) == [day]
    assert good([datetime(1969, 12, 31, 23, 59)], pa.date32()) == [day]


def test_a_plain_date_keeps_its_day_in_every_zone_and_an_instant_takes_that_of_utc():
    assert good(["2024-02-01", "2024-02-01T00:30"], pa.date32(), zone="Europe/Berlin") == [
        date(2024, 2, 1),
        date(2024, 1, 31),
    ]
    assert good([date(2024, 2, 1)], pa.date32(), zone="Europe/Berlin") == [date(2024, 2, 1)]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2024-02-30", "calendar"),
        ("01/02/2024", "day from month"),
        ("1.2.2024", "day from month"),
        ("20240201", "unit"),
        ("0000-01-01", "years 1 to 9999"),
        ("", "empty text"),
        ("2024-02-01 ", "strip"),
        (20240201, "unit"),
        (True, "bool"),
    ],
)
def test_what_is_no_date_is_rejected(value, why):
    assert why in reason(value, pa.date32())


def test_a_day_outside_the_calendar_is_rejected():
    assert "years 1 to 9999" in reason(-1_000_000, pa.date32(), pa.date32())


# -- times -----------------------------------------------------------------------------------------------------------


def test_iso_texts_with_and_without_offset_mix_in_one_column():
    texts = [
        "2024-02-01",
        "2024-02-01 10:00",
        "2024-02-01T10:00:00",
        "2024-02-01T10:00:00Z",
        "2024-02-01T10:00:00+02:00",
        "2024-02-01T10:00:00.5-0530",
        "2024-02-01T10:00:00.123456789",
        None,
    ]
    day = datetime(2024, 2, 1)
    expected = [
        day - timedelta(hours=1),
        day.replace(hour=9),
        day.replace(hour=9),
        day.replace(hour=10),
        day.replace(hour=8),
        day.replace(hour=15, minute=30, microsecond=500000),
        day.replace(hour=9, microsecond=123456),
        None,
    ]
    assert good(texts, STAMP, zone="Europe/Berlin") == expected


def test_typed_times_of_every_unit_become_microseconds_in_utc():
    noon = datetime(2024, 7, 1, 12)
    for unit in ("s", "ms", "us", "ns"):
        assert good([noon], STAMP, pa.timestamp(unit)) == [noon]
        assert good([noon], STAMP, pa.timestamp(unit), zone="Europe/Berlin") == [noon.replace(hour=10)]
        assert good([noon.replace(tzinfo=UTC)], STAMP, pa.timestamp(unit, "Asia/Tokyo"), zone="Europe/Berlin") == [noon]


def test_a_date_is_midnight_in_the_zone():
    assert good([date(2024, 7, 1)], STAMP, zone="Europe/Berlin") == [datetime(2024, 6, 30, 22)]


def test_nanoseconds_are_cut_towards_the_past_on_both_sides_of_1970():
    values = pa.array([-1, 1, -1000, -1001, 1999], pa.int64()).view(pa.timestamp("ns"))
    epoch = datetime(1970, 1, 1)
    assert good(values, STAMP) == [epoch + timedelta(microseconds=n) for n in (-1, 0, -1, -2, 1)]


@pytest.mark.parametrize("kind", [pa.string(), STAMP])
def test_local_times_that_happened_twice_or_never_are_rejected_and_say_so(kind):
    texts = ["2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-03-31 03:00:00"]
    out, (twice, never) = cast(pa.array(texts).cast(kind), STAMP, zone="Europe/Berlin")
    assert out == [datetime(2024, 3, 31, 1)]
    assert "happened twice in Europe/Berlin" in twice.reason
    assert "never was in Europe/Berlin" in never.reason


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("01/02/2024 10:00", "day from month"),
        ("2024-02-30T10:00", "calendar"),
        ("2024-02-01T25:00", "calendar"),
        ("2024-02-01T10:00:00+25:00", "offset"),
        ("1706745600", "unit"),
        ("yesterday", "ISO"),
        ("", "empty text"),
        (" 2024-02-01", "strip"),
        ("0000-12-31", "years 1 to 9999"),
        ("9999-12-31T23:30:00-01:00", "years 1 to 9999"),
        (1706745600, "unit"),
        (1.5, "unit"),
        (Decimal("1.5"), "unit"),
        (time(10), "no date or time"),
    ],
)
def test_what_is_no_time_is_rejected(value, why):
    assert why in reason(value, STAMP)


@pytest.mark.parametrize("unit", ["s", "ms"])
def test_a_time_far_outside_the_calendar_is_rejected_before_it_wraps_around(unit):
    for count in (2**62, -(2**62)):
        out, (rejection,) = cast(pa.array([count, 0], pa.int64()).cast(pa.timestamp(unit)), STAMP)
        assert out == [datetime(1970, 1, 1)]
        assert "years 1 to 9999" in rejection.reason


offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 30), timezones=st.none() | offsets)


@given(st.lists(moments))
def test_iso_texts_become_the_instant_they_name(values):
    def utc(value):
        return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)

    assert good([value.isoformat() for value in values], STAMP, pa.string()) == list(map(utc, values))


@given(
    st.lists(st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1))),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_local_times_become_the_instant_that_zoneinfo_says(values, zone):
    tz = ZoneInfo(zone)
    offsets = [
        (value.replace(tzinfo=tz, fold=0).utcoffset(), value.replace(tzinfo=tz, fold=1).utcoffset()) for value in values
    ]
    out, rejections = cast(values, STAMP, STAMP, zone=zone)
    assert out == [value - a for value, (a, b) in zip(values, offsets, strict=True) if a == b]
    assert [rejection.row for rejection in rejections] == [i for i, (a, b) in enumerate(offsets, 1) if a != b]


def test_times_of_day():
    target = pa.time64("us")
    assert good(["14:30", "14:30:00", "14:30:00.000000999", None], target) == [time(14, 30)] * 3 + [None]
    assert good([time(14, 30)], target, pa.time32("s")) == [time(14, 30)]
    assert good(pa.array([1999], pa.time64("ns")), target) == [time(0, 0, 0, 1)]
    for value in ("24:00", "14", "14:30+01:00", "14:30:00Z", "", 5, datetime(2024, 1, 1)):
        assert reason(value, target)
