"""Facts of several kinds, in files that the warehouse reads by itself, leave what they leave on DuckDB."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from starschema import Warehouse
from tests import files as of_files
from tests.cases.bookings import Booking, ByKind, Card, Mart, Party, Rate, Terms, Transfer
from tests.files import check_that_files_leave_the_same, no_other_way, told

pytestmark = pytest.mark.only("spark")

LONG = settings().max_examples > 100

STAMP = pa.timestamp("us")

SHARED = {
    "id": pa.int64(),
    "at": STAMP,
    "currency": pa.string(),
    "account": pa.int32(),
    "amount": pa.decimal128(12, 2),
}
OF_TRANSFERS = {
    "settled_at": STAMP,
    "payee": pa.int32(),
    "bank": pa.int32(),
    "speed": pa.string(),
    "is_abroad": pa.bool_(),
    "fee": pa.decimal128(9, 2),
}
OF_CARDS = {"unit": pa.string(), "weight": pa.int32()}

ALL = pa.schema({**SHARED, "kind": pa.string(), **OF_TRANSFERS, **OF_CARDS})


def booking(number: int, kind: str | None = None, **given: Any) -> dict[str, Any]:
    usual = {"at": datetime(2024, 1, 5, 10), "currency": "USD", "account": 1, "amount": Decimal("10.05")}
    own: dict[str | None, dict[str, Any]] = {
        "transfer": {"payee": 7, "speed": "fast", "is_abroad": True, "fee": Decimal("1.50")},
        "card": {"unit": "lb", "weight": number},
    }
    return {"id": number, "kind": kind, **usual, **own.get(kind, {}), **given}


def write(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema = ALL) -> Path:
    return of_files.write(path, rows, schema)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    spec = Booking.__starschema__
    return of_files.contents(warehouse, Party, Terms, Rate, spec.table, spec.stored, Transfer, Card, ByKind)


def made(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    for day, city in ((1, "Oslo"), (6, "Moss")):
        warehouse.load(Party, [{"number": n, "city": city} for n in (1, 2, 7)], effective=datetime(2024, 1, day))
    warehouse.load(Rate, [{"currency": "USD", "since": datetime(2024, 1, 1), "rate": Decimal("0.9")}])
    return warehouse


BOOKINGS = [
    booking(1, "transfer", settled_at=datetime(2024, 1, 6), bank=9),
    booking(2, "card", account=3, weight=3),
    booking(3, currency="EUR"),
    booking(4, "transfer", currency="SEK", payee=8, speed=None, is_abroad=None),
    booking(5, "card", at=datetime(2024, 1, 7), unit=None),
    booking(6, "transfer", at=datetime(2024, 1, 7), payee=None, fee=Decimal("0.00")),
    booking(7, account=None, amount=None),
]


def test_rows_of_each_kind_go_to_the_table_of_their_kind(databases: Any, tmp_path: Path) -> None:
    whole = write(tmp_path / "all.parquet", BOOKINGS)
    transfers = [booking(n, "transfer", payee=n) for n in range(10, 14)]
    own = write(tmp_path / "transfers.parquet", transfers, pa.schema({**SHARED, **OF_TRANSFERS}))
    plain = write(tmp_path / "plain.parquet", [booking(n) for n in (20, 21)], pa.schema(SHARED))
    left, done = [], []
    for url, options in (("duckdb:///:memory:", {}), (databases.new(), {}), (databases.new(), {"lookup": "workbench"})):
        warehouse = made(url)
        with no_other_way() if len(left) == 1 else nullcontext():
            loads = [(Booking, whole), (Transfer, own), (Booking, plain)]
            done.append([told(warehouse.load, m, f, **options) for m, f in loads])
        left.append(contents(warehouse))
        for model in (Booking, Transfer, Card, ByKind):
            assert warehouse.verify(model)
    assert [each["inserted"] for each in done[0]] == [7, 4, 2]
    assert done[1:] == [done[0], done[0]]
    assert left[1:] == [left[0], left[0]]


BAD = [
    (booking(2, "cash"), "row 2, column 'kind'.*is no kind of Booking that is declared"),
    (booking(2, "card", fee=Decimal("1.00")), "row 2, column 'fee'.*is of kind 'transfer' only"),
    (booking(2, payee=7), "row 2, column 'payee'.*is of kind 'transfer' only"),
    (booking(2, "transfer", fee=None), "row 2, column 'fee'.*NULL in Transfer.fee, which is NOT NULL"),
]


def test_a_row_that_says_what_cannot_be_of_its_kind_is_named(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there, here = made(url), made("duckdb:///:memory:")
    left = contents(there)
    for row, said in BAD:
        path = write(tmp_path / "bad.parquet", [booking(1, "transfer"), row])
        caplog.clear()
        with caplog.at_level(logging.INFO, "starschema"):
            refused = told(there.load, Booking, path)
        assert re.search(said, refused)
        assert "Booking: a row does not fit; its rows come by way of this process" in caplog.messages
        assert told(here.load, Booking, path) == refused
    assert {**contents(there), "starschema_quarantine": []} == left


def test_a_load_that_fails_when_all_is_written_leaves_nothing_of_any_kind(url: str, tmp_path: Path) -> None:
    warehouse = made(url)
    left = contents(warehouse)

    def alongside(*_: Any) -> None:
        raise ValueError("no")

    path = write(tmp_path / "all.parquet", BOOKINGS)
    with no_other_way(), pytest.raises(ValueError, match="no"):
        warehouse.load(Booking, path, alongside=alongside)
    assert contents(warehouse) == left
    with no_other_way():
        assert warehouse.load(Booking, path).inserted == 7


ROWS = st.lists(
    st.builds(
        booking,
        st.integers(1, 9),
        st.sampled_from(["transfer", "card", None]),
        at=st.sampled_from([datetime(2024, 1, 5), datetime(2024, 1, 6), datetime(2024, 2, 1)]),
        currency=st.sampled_from(["USD", "EUR", "SEK", None]),
        account=st.sampled_from([1, 2, 3, None]),
        amount=st.sampled_from([Decimal("0.05"), Decimal("-7.15"), None]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row["id"],
)


@settings(max_examples=60 if LONG else 2)
@given(batches=st.lists(ROWS, min_size=1, max_size=2), limit=st.sampled_from([0, 99]))
def test_any_file_leaves_what_it_leaves_on_duckdb(
    databases: Any, tmp_path_factory: pytest.TempPathFactory, batches: list[Any], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("bookings")
    files = [write(folder / f"{number}.parquet", rows) for number, rows in enumerate(batches)]
    there, here = made(databases.new()), made("duckdb:///:memory:")
    check_that_files_leave_the_same(there, here, Booking, files, contents, reject_limit=limit)
    databases.reset()
