"""Numbers are cast exactly or rejected; nothing is rounded and nothing wraps around."""

from __future__ import annotations

import math
import struct
from datetime import date, datetime
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casting import MONEY, cast, good, reason

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
