"""Values are cast exactly or rejected with row, column, value and remedy; nothing is rounded, cut or guessed."""

from __future__ import annotations

import enum
import json
import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Enum, Integer, String, Uuid

from starschema.errors import SourceError
from starschema.load.casting.cast import Caster, Field, field_of, present_fields
from tests.casting import MONEY, STAMP, cast, good, reason

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
