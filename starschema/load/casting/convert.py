"""One column to one type: chooses the cast, and holds those to text, truth values and bytes."""

from __future__ import annotations

import pyarrow as pa

from starschema.load.casting.attempt import Attempt
from starschema.load.casting.kernels import pc
from starschema.load.casting.numbers import EXACT_FLOAT, decimal_text, refuse_blanks, to_decimal, to_float, to_integer
from starschema.load.casting.times import to_clock, to_date, to_time, to_timestamp

TRUE = ("true", "t", "yes", "y", "1")
FALSE = ("false", "f", "no", "n", "0")

UUID = r"^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"


def convert(values: pa.Array, target: pa.DataType, zone: str) -> Attempt:
    """Return `values` as `target`, with the rows that have no exact counterpart refused."""
    attempt = _attempt(values)
    if pa.types.is_string(target):
        to_text(attempt)
    elif pa.types.is_boolean(target):
        to_boolean(attempt)
    elif pa.types.is_integer(target):
        to_integer(attempt, target)
    elif pa.types.is_decimal(target):
        to_decimal(attempt, target)
    elif pa.types.is_floating(target):
        to_float(attempt, target)
    elif pa.types.is_timestamp(target):
        to_timestamp(attempt, zone)
    elif pa.types.is_date(target):
        to_date(attempt, zone)
    elif pa.types.is_time(target):
        to_time(attempt)
    elif pa.types.is_binary(attempt.values.type):
        attempt.values = attempt.values.cast(target)
    else:
        attempt.refuse_all(f"a value of type {attempt.values.type} is no bytes; give bytes", target)
    return attempt


def clock(values: pa.Array, target: pa.DataType, zone: str) -> Attempt:
    """Return times of day as `target`, and for dates with a time the time of day that it was then in UTC."""
    attempt = _attempt(values)
    to_clock(attempt, zone)
    assert attempt.values.type == target
    return attempt


def _attempt(values: pa.Array) -> Attempt:
    attempt = Attempt(plain(values))
    if pa.types.is_string(attempt.values.type):
        # Files and buffers say what is text, and Arrow believes them until it is cast.
        attempt.values = attempt.values.cast(pa.binary())
        attempt.settle(pa.string(), "is no text, since its bytes are no UTF-8; write the input in UTF-8")
    return attempt


def plain(values: pa.Array) -> pa.Array:
    """Return `values` in the plainest type that says the same: no dictionaries, views, large offsets, extensions."""
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        storage = plain(values.storage)
        return _uuid_text(storage) if kind.extension_name == "arrow.uuid" else storage
    if pa.types.is_dictionary(kind):
        return plain(values.cast(kind.value_type))
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(values))
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return values.cast(pa.string())
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind) or pa.types.is_fixed_size_binary(kind):
        return values.cast(pa.binary())
    if pa.types.is_date64(kind):
        return pc.floor_temporal(values.cast(pa.timestamp("ms")), unit="day").cast(pa.date32())
    if pa.types.is_float16(kind):
        return values.cast(pa.float32())
    if pa.types.is_decimal(kind) and kind.scale < 0:
        # Rare enough for a loop: no database and no Parquet file has them.
        return pa.array([None if value is None else format(value, "f") for value in values.to_pylist()], pa.string())
    if pa.types.is_decimal32(kind) or pa.types.is_decimal64(kind):
        return values.cast(pa.decimal128(kind.precision, kind.scale))
    return values


def to_text(attempt: Attempt) -> None:
    """Cast to text: text byte for byte, other values as the one text that stands for them."""
    source = attempt.values.type
    target = pa.string()
    if pa.types.is_string(source):
        attempt.refuse(
            pc.match_substring(attempt.values, "\0"),
            "holds a NUL character, which PostgreSQL cannot store; remove it in the input",
        )
    elif pa.types.is_decimal(source):
        attempt.values = decimal_text(attempt.values)
    elif pa.types.is_floating(source):
        attempt.refuse(
            pc.invert(pc.is_finite(attempt.values)), "NaN and infinity are no text; give NULL or the text itself"
        )
        attempt.split(_whole(attempt.values), lambda whole: _float_text(whole, pa.int64()), _float_text)
    elif pa.types.is_integer(source) or pa.types.is_boolean(source) or pa.types.is_date32(source):
        attempt.values = attempt.values.cast(target)
    elif pa.types.is_binary(source):
        attempt.refuse_all("bytes are no text; decode them in the input, or declare LargeBinary", target)
    else:
        attempt.refuse_all(f"a value of type {source} has no one text form; write it as text in the input", target)


def _whole(values: pa.Array) -> pa.Array:
    exact = pc.and_(pc.equal(values, pc.trunc(values)), pc.less_equal(pc.abs(values), float(EXACT_FLOAT)))
    return pc.fill_null(exact, False)


def _float_text(attempt: Attempt, by: pa.DataType | None = None) -> None:
    """Write 17.0 as the integer 17 is written, so that a key is the same text whichever type it came in."""
    attempt.values = (attempt.values if by is None else attempt.values.cast(by)).cast(pa.string())


def to_boolean(attempt: Attempt) -> None:
    """Cast to a truth value, from one, from 0 and 1, or from the usual words in any case."""
    source = attempt.values.type
    target = pa.bool_()
    if pa.types.is_boolean(source):
        return
    if pa.types.is_integer(source):
        attempt.refuse(
            pc.invert(pc.is_in(attempt.values, value_set=pa.array([0, 1], source))), "only 0 and 1 are truth values"
        )
        attempt.values = attempt.values.cast(target)
    elif pa.types.is_string(source):
        words = pa.array([*TRUE, *FALSE])
        found = pc.index_in(pc.utf8_lower(attempt.values), value_set=words)
        if found.null_count > attempt.values.null_count:
            refuse_blanks(attempt, "truth value")
            attempt.refuse(
                pc.is_null(found),
                f"is no truth value; write one of {', '.join(words.to_pylist())}",
            )
        attempt.values = pc.less(found, len(TRUE))
    else:
        attempt.refuse_all(f"a value of type {source} is no truth value; give true or false", target)


def to_uuid(attempt: Attempt) -> None:
    """Bring the text of UUIDs to its canonical form: lower case, with hyphens."""
    attempt.values = pc.utf8_lower(attempt.values)
    refuse_blanks(attempt, "UUID")
    attempt.refuse_unless(UUID, "is no UUID; write it as 123e4567-e89b-12d3-a456-426614174000")
    attempt.values = _hyphenated(pc.replace_substring(attempt.values, "-", ""))


def _uuid_text(storage: pa.Array) -> pa.Array:
    """Return 16-byte values as the canonical text of UUIDs."""
    compact = pa.array([None if value is None else value.hex() for value in storage.to_pylist()], pa.string())
    return _hyphenated(compact)


def _hyphenated(digits: pa.Array) -> pa.Array:
    bounds = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
    parts = [pc.utf8_slice_codeunits(digits, start, stop) for start, stop in bounds]
    return pc.binary_join_element_wise(*parts, "-")
