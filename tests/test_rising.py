"""Rows in rising order of their key are told from others, so that nobody need look for repeats among them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starschema import Warehouse
from starschema.load.facts import fact
from starschema.load.rising import Rising
from tests.cases.customers import Mart, Sale

KEYS = st.tuples(st.sampled_from(["a", "b", "ab", "é", "€", "𝄞", "", None]), st.integers(-2, 2) | st.none())
ROWS = st.lists(KEYS, max_size=12) | st.lists(KEYS, max_size=12).map(lambda rows: sorted(rows, key=repr))


def batch(rows: list[tuple[Any, ...]], *types: pa.DataType) -> pa.RecordBatch:
    columns = zip(zip(*rows, strict=True), types, strict=True)
    return pa.record_batch([pa.array(values, kind) for values, kind in columns], names=["k", "n"])


@given(batches=st.lists(ROWS, max_size=4))
def test_rising_is_what_plain_python_says(batches: list[list[tuple[Any, ...]]]) -> None:
    rising = Rising(["k", "n"])
    for rows in batches:
        if rows:
            rising.see(batch(rows, pa.string(), pa.int64()))
    every = [row for rows in batches for row in rows]
    rises = all(None not in row for row in every) and all(one < other for one, other in pairwise(every))
    assert rising.holds == rises


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([False, True], pa.bool_()),
        ([Decimal("-1.50"), Decimal("2.00")], pa.decimal128(12, 2)),
        ([b"", b"\xff"], pa.binary()),
        ([date(2024, 1, 1), date(2024, 1, 2)], pa.date32()),
        ([0, 1], pa.timestamp("us")),
        ([0, 1], pa.time64("us")),
        ([-1.0, 0.5], pa.float64()),
    ],
)
def test_every_type_of_a_key_has_an_order(values: list[Any], kind: pa.DataType) -> None:
    for given_, expected in ((values, True), (values[::-1], False), ([values[0]] * 2, False)):
        rising = Rising(["k"])
        rising.see(pa.record_batch([pa.array(given_, kind)], names=["k"]))
        assert rising.holds == expected


def test_without_a_key_and_without_its_column_nothing_is_known() -> None:
    assert not Rising([]).holds
    rising = Rising(["other"])
    rising.see(pa.record_batch({"k": [1]}))
    assert not rising.holds


def test_repeats_are_looked_for_only_where_there_may_be_some(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()

    def looked(*_: Any, **__: Any) -> int:
        raise AssertionError("it looked")

    def rows(*orders: str) -> Any:
        return ({"order_no": order, "id": 1, "sold_at": "2024-02-01", "amount": 1} for order in orders)

    with monkeypatch.context() as patched:
        patched.setattr(fact, "settle", looked)
        assert warehouse.load(Sale, rows("A", "B", "C")).inserted == 3
        for unsorted in (("E", "D"), ("D", "D")):
            with pytest.raises(AssertionError, match="it looked"):
                warehouse.load(Sale, rows(*unsorted))
    assert warehouse.load(Sale, rows("E", "D", "E")).duplicates == 1
