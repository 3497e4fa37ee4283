"""Values are cast exactly or rejected with row, column, value and remedy; nothing is rounded, cut or guessed."""

from __future__ import annotations

import enum
import json
import math
import struct
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Enum, Integer, String, Uuid

from starschema.errors import SourceError
from starschema.load.cast import Caster, Field, field_of, present_fields

MONEY = pa.decimal128(12, 2)
STAMP = pa.timestamp("us")


def cast(values, target, kind=None, zone="UTC", **options):
    """Cast one column; return the values that came through, and the rejections."""
    array = values if isinstance(values, pa.Array | pa.ExtensionArray) else pa.array(values, kind)
    field = Field("x", "x", target, "Thing.x", **options)
    batch, rejections = Caster([field], zone=zone).cast(pa.RecordBatch.from_arrays([array], names=["x"]), 1)
    assert batch.schema == pa.schema([("row_number", pa.int64()), ("x", target)])
    batch.validate(full=True)
    assert batch.num_rows + len(rejections) == len(array)
    return batch.column("x").to_pylist(), rejections


def good(values, target, kind=None, **options):
    out, rejections = cast(values, target, kind, **options)
    assert not rejections
    return out


def reason(value, target, kind=None, **options):
    """Return why `value` is rejected, having checked that its neighbours are not."""
    array = pa.array([None, value, None], kind)
    out, rejections = cast(array, target, **options)
    assert out == [None, None]
    assert [rejection.row for rejection in rejections] == [2]
    return rejections[0].reason


# -- where a fault is ------------------------------------------------------------------------------------------------


def test_each_rejection_names_row_column_value_reason_and_the_raw_row():
    fields = [Field("n", "n", pa.int32(), "T.n"), Field("amount", "betrag", MONEY, "T.amount")]
    raw = pa.RecordBatch.from_pydict({"n": ["1", "x", "3"], "betrag": ["1.00", "9.999", "1.239"], "more": [1, 2, None]})
    batch, (second, third) = Caster(fields).cast(raw, 101)
    assert batch.to_pylist() == [{"row_number": 101, "n": 1, "amount": Decimal("1.00")}]
    assert (second.row, second.column, second.value) == (102, "n", "x")  # the first fault only
    assert (third.row, third.column, third.value) == (103, "betrag", "1.239")
    assert "2 decimals" in third.reason
    assert json.loads(third.record) == {"n": "3", "betrag": "1.239", "more": None}


def test_the_raw_row_of_a_rejection_is_json_whatever_its_types():
    raw = pa.RecordBatch.from_pydict(
        {
            "x": pa.array([2]),
            "ns": pa.array([1], pa.timestamp("ns")),
            "blob": pa.array([b"\x00\xff"]),
            "money": pa.array([Decimal("1.10")]),
            "nest": pa.array([[1, 2]]),
            "nan": pa.array([math.nan]),
        }
    )
    _, (rejection,) = Caster([Field("x", "x", pa.bool_(), "T.x")]).cast(raw, 1)
    record = json.loads(rejection.record, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert record["ns"] == "1970-01-01 00:00:00.000000001"
    assert (record["blob"], record["money"], record["nan"], rejection.value) == ("00ff", "1.10", "nan", "2")


def test_null_in_a_required_column_is_rejected_and_a_value_that_did_not_cast_keeps_its_own_reason():
    out, (null, text) = cast(["1", None, "x"], pa.int64(), required=True)
    assert out == [1]
    assert null.reason.startswith("NULL in natural key Thing.x: ")
    assert null.value is None
    assert text.reason.startswith("is no whole number")


@pytest.mark.parametrize("kind", [pa.null(), pa.dictionary(pa.int8(), pa.string())])
def test_null_in_a_required_column_is_rejected_whatever_its_type(kind):
    out, rejections = cast([None, None], pa.string(), kind, required=True)
    assert out == []
    assert [rejection.row for rejection in rejections] == [1, 2]


def test_a_batch_of_only_faults_is_an_empty_batch_with_the_right_schema():
    out, rejections = cast(["a", "b"], pa.int64())
    assert out == []
    assert len(rejections) == 2


def test_columns_that_the_data_lacks_are_named_with_the_nearest_there_is():
    fields = [Field("city", "city", pa.string(), "Customer.city"), Field("n", "n", pa.int8(), "C.n", optional=True)]
    assert present_fields(fields, ["city", "more"], "Customer") == fields[:1]
    with pytest.raises(SourceError, match=r"Customer: .* 'city' for Customer\.city; it has 'id', 'City '; .*'City '"):
        present_fields(fields, ["id", "City "], "Customer")


def test_a_field_takes_the_limits_of_its_column_type():
    class Color(enum.Enum):
        RED = 1

    def made(kind):
        return field_of(Column("x", kind), "T.x", source="y", optional=True)

    plain = Field("x", "y", pa.string(), "T.x", optional=True)
    assert made(String(5)) == replace(plain, max_length=5)
    assert made(Enum(Color)) == replace(plain, enum=("RED",))
    assert made(Uuid()) == replace(plain, uuid=True)
    assert made(Integer()) == replace(plain, type=pa.int32())


def test_a_later_batch_without_the_column_is_an_error():
    caster = Caster([Field("x", "x", pa.int64(), "T.x")])
    with pytest.raises(SourceError, match=r"T\.x: rows from 11 on lack column 'x'"):
        caster.cast(pa.RecordBatch.from_pydict({"y": [1]}), 11)


def test_an_unknown_zone_is_an_error():
    with pytest.raises(SourceError, match="Mars/Base"):
        Caster([], zone="Mars/Base")


# -- decimals --------------------------------------------------------------------------------------------------------


def test_text_integer_decimal_and_float_of_one_amount_are_the_same_decimal():
    for values in (["100.00"], [100], [Decimal("100.0")], [100.0], ["+100"], ["0100."], ["1e2"], ["100.000000"]):
        assert good(values, MONEY) == [Decimal("100.00")]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1.239", "2 decimals"),
        ("12345678901.00", "10 digits"),
        ("", "empty text"),
        (" 1.00", "strip"),
        ("1,5", "is no number"),
        ("0x10", "is no number"),
        ("NaN", "is no number"),
        ("1e400", "10 digits"),
        ("1e-9", "2 decimals"),
        ("٣", "is no number"),
        (str(2**128 + 5), "10 digits"),  # Arrow alone reads this as 5
        (0.125, "2 decimals"),
        (math.nan, "NULL"),
        (math.inf, "NULL"),
        (1e300, "10 digits"),
        (10**10, "10 digits"),
        (Decimal("0.001"), "2 decimals"),
        (True, "truth value"),
        (date(2024, 1, 1), "no number"),
    ],
)
def test_what_is_no_exact_decimal_is_rejected(value, why):
    assert why in reason(value, MONEY)


def test_a_float_becomes_the_decimal_that_it_prints_as():
    assert good([0.1, 0.07, -2.5, 1e9, -0.0], MONEY) == list(map(Decimal, ["0.1", "0.07", "-2.5", "1e9", "0"]))
    assert good([0.1], MONEY, pa.float32()) == [Decimal("0.10")]


@given(
    st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.decimals(-(10**11), 10**11, places=2)),
    st.sampled_from([pa.decimal128(12, 2), pa.decimal128(38, 4), pa.decimal256(60, 3)]),
)
def test_decimals_come_through_unchanged_or_not_at_all(values, target):
    def held(value):
        with localcontext() as context:
            context.prec = target.precision
            try:
                fitted = value.quantize(Decimal(1).scaleb(-target.scale))
            except InvalidOperation:
                return False
            return fitted == value

    out, rejections = cast([format(value, "f") for value in values], target, pa.string())
    assert out == [value for value in values if held(value)]
    assert [rejection.row for rejection in rejections] == [i for i, value in enumerate(values, 1) if not held(value)]


@given(
    st.lists(st.integers(-(10**38) + 1, 10**38 - 1)),
    st.sampled_from([0, 2, 30]),
    st.sampled_from([pa.decimal128(38, 12), pa.decimal128(38, 37), pa.decimal128(20, 2), pa.decimal256(76, 60)]),
)
def test_decimals_of_another_scale_never_wrap_around(units, scale, target):
    with localcontext() as context:
        context.prec = 100
        values = [Decimal(unit).scaleb(-scale) for unit in units]
    out, rejections = cast(values, target, pa.decimal128(38, scale))
    rejected = {rejection.row for rejection in rejections}
    assert out == [value for i, value in enumerate(values, 1) if i not in rejected]
    for i, value in enumerate(values, 1):
        scaled = Fraction(value) * 10**target.scale
        assert (scaled.denominator == 1 and abs(scaled) < 10**target.precision) == (i not in rejected)


def test_decimals_of_a_negative_scale_are_read():
    assert good([Decimal("12E+3")], MONEY, pa.decimal128(5, -3)) == [Decimal(12000)]


@given(st.lists(st.floats()))
def test_a_float_into_a_decimal_is_its_shortest_text_or_rejected(values):
    out, rejections = cast(values, pa.decimal128(38, 12), pa.float64())
    rejected = {rejection.row for rejection in rejections}
    assert out == [Decimal(repr(value)) for i, value in enumerate(values, 1) if i not in rejected]
    for i, value in enumerate(values, 1):
        fits = (
            math.isfinite(value)
            and abs(Decimal(repr(value))) < 10**26
            and (
                Decimal(repr(value)).normalize().as_tuple().exponent >= -12  # type: ignore[operator]
            )
        )
        assert fits == (i not in rejected)


# -- integers --------------------------------------------------------------------------------------------------------


def test_whole_numbers_of_any_type_are_integers():
    for values in (["12"], ["012"], ["+12"], ["12.0"], ["1.2e1"], [12], [12.0], [Decimal("12.00")]):
        assert good(values, pa.int32()) == [12]
    assert good([12], pa.int16(), pa.uint64()) == [12]
    assert good([str(-(2**63)), str(2**63 - 1), "-0"], pa.int64()) == [-(2**63), 2**63 - 1, 0]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (" 12 ", "strip"),
        ("", "empty text"),
        ("12.5", "decimals"),
        ("0x10", "is no whole number"),
        ("1_000", "is no whole number"),
        ("32768", "-32768 to 32767"),
        ("-32769", "-32768 to 32767"),
        ("9" * 60, "-32768 to 32767"),
        (32768, "-32768 to 32767"),
        (1.5, "decimals"),
        (2.0**53 + 2, "2**53"),
        (40000.0, "-32768 to 32767"),
        (math.nan, "NULL"),
        (Decimal("1.5"), "decimals"),
        (Decimal(10) ** 30, "-32768 to 32767"),
        (True, "truth value"),
        (b"1", "binary"),
        (datetime(2024, 1, 1), "whole number"),
    ],
)
def test_what_is_no_small_integer_is_rejected(value, why):
    assert why in reason(value, pa.int16())


def test_an_unsigned_integer_too_large_is_rejected():
    assert "which the column holds" in reason(2**63, pa.int64(), pa.uint64())


@given(st.lists(st.integers(-(2**64), 2**64)), st.sampled_from([pa.int16(), pa.int32(), pa.int64()]))
def test_integers_in_text_come_through_unchanged_or_not_at_all(values, target):
    half = 2 ** (target.bit_width - 1)
    out, rejections = cast(list(map(str, values)), target, pa.string())
    assert out == [value for value in values if -half <= value < half]
    assert len(out) + len(rejections) == len(values)


# -- floats ----------------------------------------------------------------------------------------------------------


def test_nan_is_a_float():
    assert math.isnan(good([math.nan], pa.float64())[0])
    assert good(["inf", "-Infinity"], pa.float64()) == [math.inf, -math.inf]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "empty text"),
        ("1 ", "strip"),
        ("1d", "no number"),
        ("1e999", "too large"),
        (2**53 + 1, "2**53"),
        (False, "truth"),
    ],
)
def test_what_is_no_float_is_rejected(value, why):
    assert why in reason(value, pa.float64())


@given(st.lists(st.floats(allow_nan=False, width=64)))
def test_floats_in_text_come_through_to_the_bit(values):
    out = good(list(map(repr, values)), pa.float64(), pa.string())
    assert [struct.pack("d", value) for value in out] == [struct.pack("d", value) for value in values]


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**20), max_value=10**20)))
def test_a_decimal_becomes_the_nearest_float(values):
    assert good(values, pa.float64(), pa.decimal128(38, 10)) == list(map(float, values))


# -- truth values ----------------------------------------------------------------------------------------------------


def test_the_usual_words_and_zero_and_one_are_truth_values():
    assert good(["true", "T", "Yes", "y", "1", None], pa.bool_()) == [True] * 5 + [None]
    assert good(["FALSE", "f", "no", "N", "0"], pa.bool_()) == [False] * 5
    assert good([1, 0, None], pa.bool_()) == [True, False, None]
    assert good([True], pa.bool_()) == [True]


@pytest.mark.parametrize(
    ("value", "why"), [("", "empty text"), (" t", "strip"), ("ja", "true, t"), (2, "0 and 1"), (1.0, "true or false")]
)
def test_what_is_no_truth_value_is_rejected(value, why):
    assert why in reason(value, pa.bool_())


# -- text ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_text_is_kept_to_the_byte(values):
    assert good(values, pa.string(), pa.string()) == values


def test_the_empty_text_is_not_null():
    assert good(["", None], pa.string()) == ["", None]


def test_a_key_is_the_same_text_whichever_type_it_comes_in():
    for values in (["17"], [17], [17.0], [Decimal("17")], [Decimal("17.00")]):
        assert good(values, pa.string()) == ["17"]
    for values in ([0.5], [Decimal("0.50")], [Decimal("0.5000000000")]):
        assert good(values, pa.string()) == ["0.5"]
    assert good([Decimal("0E-8"), Decimal("1E-8")], pa.string(), pa.decimal128(20, 8)) == ["0", "0.00000001"]
    assert good([1e15, -0.0], pa.string()) == ["1000000000000000", "0"]
    assert good([True, False], pa.string()) == ["true", "false"]
    assert good([date(2024, 2, 1)], pa.string()) == ["2024-02-01"]


@pytest.mark.parametrize(
    ("value", "why"),
    [("a\0b", "NUL"), (b"text", "decode"), (math.nan, "NaN"), (datetime(2024, 1, 1), "as text"), ([1], "as text")],
)
def test_what_has_no_one_text_is_rejected(value, why):
    assert why in reason(value, pa.string())


def test_text_longer_than_the_column_is_rejected_and_counted_in_characters():
    out, (rejection,) = cast(["äöü", "abcd"], pa.string(), max_length=3)
    assert out == ["äöü"]
    assert "3 characters of Thing.x" in rejection.reason


def test_a_text_outside_the_enum_is_rejected():
    out, (rejection,) = cast(["red", None, "blue"], pa.string(), enum=("red", "green"))
    assert out == ["red", None]
    assert "red, green" in rejection.reason


def test_uuids_are_brought_to_their_canonical_text():
    key = UUID("123e4567-e89b-12d3-a456-426614174000")
    stored = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([key.bytes, None], pa.binary(16)))
    assert good(stored, pa.string()) == [str(key), None]
    assert good([str(key).upper(), key.hex, None], pa.string(), uuid=True) == [str(key), str(key), None]
    assert "is no UUID" in reason("123e4567", pa.string(), uuid=True)


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
    offsets = [(value.replace(tzinfo=tz).utcoffset(), value.replace(tzinfo=tz, fold=1).utcoffset()) for value in values]
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


# -- bytes, and how columns are stored -------------------------------------------------------------------------------


def test_bytes_are_bytes_only():
    for kind in (pa.binary(), pa.large_binary(), pa.binary(2), pa.binary_view()):
        assert good([b"\x00\xff", None], pa.binary(), kind) == [b"\x00\xff", None]
    assert "give bytes" in reason("00ff", pa.binary())


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.large_string())])
def test_every_way_to_store_text_is_text(kind):
    assert good(["7", None, "7"], pa.string(), kind) == ["7", None, "7"]
    assert good(["7", None, "7"], pa.int64(), kind) == [7, None, 7]
    assert "no whole number" in reason("x", pa.int64(), kind)


def test_run_end_encoded_and_small_decimals_are_read():
    assert good(pa.RunEndEncodedArray.from_arrays([2, 3], ["7", "8"]), pa.int64()) == [7, 7, 8]
    assert good([Decimal("1.50")], MONEY, pa.decimal64(10, 2)) == [Decimal("1.50")]


@pytest.mark.parametrize(
    "target",
    [pa.string(), pa.bool_(), pa.int16(), MONEY, pa.float64(), pa.date32(), STAMP, pa.time64("us"), pa.binary()],
)
def test_null_is_null_in_every_type_and_an_empty_batch_stays_one(target):
    assert good([None, None], target, pa.null()) == [None, None]
    assert good([None], target, pa.string()) == [None]
    assert good([], target, pa.int64()) == []


@pytest.mark.parametrize(
    "target",
    [pa.bool_(), pa.int16(), MONEY, pa.float64(), pa.date32(), STAMP, pa.time64("us"), pa.binary(), pa.string()],
)
@pytest.mark.parametrize("value", [[1], {"a": 1}, timedelta(1)])
def test_a_type_that_no_column_holds_is_rejected_and_never_crashes(target, value):
    assert reason(value, target)
