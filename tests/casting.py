"""Casting one column, as the tests of casts do it."""

from __future__ import annotations

import pyarrow as pa

from starschema.load.casting.cast import Caster, Field

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
