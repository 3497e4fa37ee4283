"""Amounts in other currencies and units, of facts in files that the warehouse reads by itself, are those of DuckDB."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
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
from tests.cases.currencies import Currency, Day, Mart, Quote, Rate, Sale, SalesByCurrency
from tests.files import check_that_files_leave_the_same, no_other_way, told

pytestmark = pytest.mark.only("spark")

LONG = settings().max_examples > 100

COLUMNS = pa.schema(
    {
        "number": pa.int64(),
        "sold_at": pa.timestamp("us"),
        "code": pa.string(),
        "unit": pa.string(),
        "amount": pa.decimal128(11, 2),
        "weight": pa.int32(),
    }
)


def sale(number: int, amount: str | None, code: str | None = "USD", **given: Any) -> dict[str, Any]:
    usual = {"sold_at": datetime(2024, 1, 15, 10), "unit": "lb", "weight": number}
    return {"number": number, "amount": None if amount is None else Decimal(amount), "code": code, **usual, **given}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    return of_files.write(path, rows, COLUMNS)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return of_files.contents(warehouse, Day, Currency, Rate, Quote, Sale, SalesByCurrency)


RATES = [
    ("USD", datetime(2024, 1, 1), "0.9000"),
    ("USD", datetime(2024, 2, 1, 12), "0.5000"),
    ("NOK", datetime(2024, 1, 1), "0.0850"),
    ("JPY", datetime(2024, 1, 1), "99999.9999"),
    (None, datetime(2024, 1, 1), "2.0000"),
]

QUOTES = [("USD", datetime(2024, 1, 1), "1.1000"), ("USD", datetime(2024, 2, 1), "1.2500"),
          ("NOK", datetime(2024, 1, 20), "3.0000")]  # fmt: skip


def made(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Rate, [{"code": code, "since": at, "rate": Decimal(rate)} for code, at, rate in RATES])
    warehouse.load(Quote, [{"currency": code, "day": at, "per_eur": Decimal(rate)} for code, at, rate in QUOTES])
    return warehouse


SALES = [
    sale(1, "10.05"),
    sale(2, "10.05", sold_at=datetime(2024, 2, 1, 11, 59, 59, 999_999)),
    sale(3, "0.01", sold_at=datetime(2024, 2, 1, 12)),  # half a cent, to the even one
    sale(4, "0.03", sold_at=datetime(2024, 2, 1, 12)),
    sale(5, "-0.01", sold_at=datetime(2024, 2, 1, 12)),
    sale(6, "-0.03", sold_at=datetime(2024, 2, 1, 12)),
    sale(7, "-0.30", "NOK", unit="kg"),
    sale(8, "999999999.99", "NOK", sold_at=datetime(2024, 1, 20)),
    sale(9, "7.00", "EUR", unit=None),
    sale(10, "8.00", None, weight=None),
    sale(11, None, "NOK", weight=999_999, unit="kg"),
    sale(12, "5.00", "SEK"),
    sale(13, "5.00", sold_at=None, weight=-999_999, unit="kg"),
    sale(14, "5.00", sold_at=datetime(2023, 12, 31, 23, 59)),
    sale(15, "0.00", "JPY"),
]


def test_amounts_are_reckoned_where_the_rows_are(databases: Any, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.parquet", SALES[n::2]) for n in range(2)]
    there = made(databases.new())
    with no_other_way():
        found = [told(there.load, Sale, f) for f in files]
    left = contents(there)
    for url, options in (("duckdb:///:memory:", {}), (databases.new(), {"lookup": "workbench"})):
        here = made(url)
        assert [told(here.load, Sale, f, **options) for f in files] == found
        assert contents(here) == left
    assert sum(each["unconverted"] for each in found) > 4
    assert there.verify(Sale)
    assert there.verify(SalesByCurrency)
    late = [{"code": "SEK", "since": datetime(2024, 1, 1), "rate": Decimal("0.0900")}]
    assert there.load(Rate, late).recomputed == 1


BAD = [
    ([sale(1, "1.00"), sale(2, "2.00", unit="stone")], r"row 2, column 'unit' \(value 'stone'\).*has no factor"),
    ([sale(1, "1.00"), sale(2, "999999999.99", "JPY")], r"row 2, column 'amount'.*makes Sale\.eur too large"),
    ([sale(1, "1.00"), sale(2, "1.00", weight=2**31 - 1, unit="kg")], "makes Sale.kilos too large"),
]


def test_a_row_that_cannot_be_converted_is_named(url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    there, here = made(url), made("duckdb:///:memory:")
    left = contents(there)
    for rows, said in BAD:
        path = write(tmp_path / "bad.parquet", rows)
        caplog.clear()
        with caplog.at_level(logging.INFO, "starschema"):
            refused = told(there.load, Sale, path)
        assert re.search(said, refused)
        assert "Sale: a row cannot be converted; its rows come by way of this process" in caplog.messages
        assert told(here.load, Sale, path) == refused
    assert {**contents(there), "starschema_quarantine": []} == left
    for warehouse in (there, here):
        assert told(warehouse.load, Sale, path, reject_limit=1)["rejected"] == 1
    assert contents(there) == contents(here)


ROWS = st.lists(
    st.builds(
        sale,
        st.integers(1, 9),
        st.decimals("-999999999.99", "999999999.99", places=2).map(str)
        | st.sampled_from(["0.01", "-0.15"])
        | st.none(),
        st.sampled_from(["USD", "NOK", "EUR", "SEK", None]),
        sold_at=st.sampled_from([datetime(2024, 1, 1), datetime(2024, 2, 1, 12), datetime(2023, 1, 1), None]),
        unit=st.sampled_from(["kg", "lb", None]),
        weight=st.integers(-999_999, 999_999) | st.none(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row["number"],
)


@settings(max_examples=60 if LONG else 2)
@given(batches=st.lists(ROWS, min_size=1, max_size=2))
def test_any_file_leaves_what_it_leaves_on_duckdb(
    databases: Any, tmp_path_factory: pytest.TempPathFactory, batches: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("sales")
    files = [write(folder / f"{number}.parquet", rows) for number, rows in enumerate(batches)]
    there, here = made(databases.new()), made("duckdb:///:memory:")
    check_that_files_leave_the_same(there, here, Sale, files, contents, reject_limit=99)
    databases.reset()
