"""Facts whose members are known by keys that loads make, in files that the warehouse reads by itself.

Combinations, times of day and local days are those that they are on DuckDB.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, SmallInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    JunkDimension,
    RejectedRows,
    SourceError,
    TimeOfDay,
    TransactionFact,
    Warehouse,
    attribute,
    band,
    degenerate,
    measure,
    role,
)
from tests import files as of_files
from tests.files import check_that_files_leave_the_same, no_other_way, told

pytestmark = pytest.mark.only("spark")

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Minute(TimeOfDay, Mart):
    pass


class Second(TimeOfDay, Mart, unit="second"):
    pass


class Flags(JunkDimension, Mart):
    channel: Mapped[str | None] = attribute(String(10))
    is_gift: Mapped[bool | None] = attribute()
    pieces: Mapped[int | None] = attribute(SmallInteger)
    paid: Mapped[Decimal | None] = attribute(Numeric(8, 3))
    due: Mapped[date | None] = attribute()
    told_at: Mapped[datetime | None] = attribute()
    size: Mapped[str | None] = band("width", 10, Decimal("20.5"))


class Code(JunkDimension, Mart, surrogate="hash"):
    code: Mapped[str | None] = attribute(String(4))


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    zone: Mapped[str | None] = degenerate(String(30))
    day = role(Day, source="sold_at")
    minute = role(Minute, source="sold_at")
    second = role(Second, source="sold_at", null="not applicable")
    office_day = role(Day, source="sold_at", zone="Australia/Hobart")
    office_time = role(Second, source="sold_at", zone="Australia/Hobart")
    local_day = role(Day, source="sold_at", zone_from="zone", null="not applicable")
    local_time = role(Minute, source="sold_at", zone_from="zone")
    flags = role(Flags)
    code = role(Code)
    back = role(Code, source="back_code", null="not applicable")
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))


COLUMNS = pa.schema(
    {
        "number": pa.int64(),
        "sold_at": pa.timestamp("us"),
        "zone": pa.string(),
        "channel": pa.large_string(),
        "is_gift": pa.bool_(),
        "pieces": pa.int32(),
        "paid": pa.decimal128(7, 2),
        "due": pa.date32(),
        "told_at": pa.timestamp("us"),
        "width": pa.int64(),
        "code": pa.string(),
        "back_code": pa.string(),
        "amount": pa.int32(),
    }
)


def sale(number: int, **given: Any) -> dict[str, Any]:
    usual = {"sold_at": datetime(2024, 2, 1, 12, 30, 15), "zone": "Europe/Oslo", "channel": "web", "is_gift": True}
    more = {"pieces": 2, "paid": Decimal("1.50"), "due": date(2024, 3, 1), "told_at": None, "width": 12}
    return {"number": number, **usual, **more, "code": "A", "back_code": "B", "amount": number, **given}


def write(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema = COLUMNS) -> Path:
    return of_files.write(path, rows, schema)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return of_files.contents(warehouse, Day, Minute, Second, Flags, Code, Sale)


def made(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


SALES = [
    sale(1),
    sale(2, sold_at=datetime(2024, 3, 31, 0, 59, 59, 999_999)),  # the last before clocks go forward in Oslo
    sale(3, sold_at=datetime(2024, 3, 31, 1), zone="America/New_York"),
    sale(4, sold_at=datetime(2024, 10, 27, 0, 30), zone="Asia/Kathmandu", channel=None, is_gift=False),
    sale(5, sold_at=datetime(2037, 7, 1, 23, 59, 59), zone=None, paid=Decimal("-7.00"), due=date(1, 2, 3)),
    sale(6, sold_at=datetime(1970, 1, 1), zone="UTC", pieces=None, paid=Decimal("100.00"), width=10),
    sale(7, sold_at=None, channel="", told_at=datetime(2024, 1, 2, 3, 4, 5), width=9),
    sale(8, channel="é𝄞;", told_at=datetime(2024, 1, 2, 3, 4, 5, 60_000), width=None),
    sale(9, channel="it's", told_at=datetime(2024, 1, 2), width=21, code=None, back_code="C"),
    sale(10, channel=None, is_gift=None, pieces=None, paid=None, due=None, width=2**40, code="D"),
    sale(11, paid=Decimal("0.00"), back_code="A"),
]


def test_keys_are_made_where_the_rows_are_and_what_is_lacking_is_inserted_first(databases: Any, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.parquet", SALES[n::2]) for n in range(2)]
    there = made(databases.new())
    with no_other_way():
        found = [told(there.load, Sale, f) for f in files]
    left = contents(there)
    for url, options in (("duckdb:///:memory:", {}), (databases.new(), {"lookup": "workbench"})):
        here = made(url)
        assert [told(here.load, Sale, f, **options) for f in files] == found
        assert contents(here) == left
    assert len(left["dim_flags"]) == 9 + 2  # the first three are alike, and there are the special members
    assert there.verify(Sale)


LACKING = pa.schema([field for field in COLUMNS if field.name not in ("channel", "zone", "code", "back_code")])


def test_columns_may_be_lacking_but_not_some_of_a_roles(url: str, tmp_path: Path) -> None:
    there, here = made(url), made("duckdb:///:memory:")
    flags = [field for field in COLUMNS if field.name not in ("code", "back_code")]
    path = write(tmp_path / "codes.parquet", SALES, pa.schema(flags))
    with no_other_way():
        done = there.load(Sale, path)
    assert (done.inserted, done.inferred) == (here.load(Sale, path).inserted, done.inferred)
    assert contents(there) == contents(here)
    for warehouse in (there, here):
        with pytest.raises(SourceError, match=r"lacks 'channel' for Sale\.flags, though it has"):
            warehouse.load(Sale, write(tmp_path / "some.parquet", SALES, LACKING.append(COLUMNS.field("zone"))))


BAD = [
    ("a row names no time zone", [sale(1), sale(2, zone="Europe/Atlantis")], r"row 2, column 'zone'.*is no time zone"),
    ("a row does not fit", [sale(1), sale(2, pieces=40_000)], r"row 2, column 'pieces' \(value '?40000"),
    ("a row does not fit", [sale(1), sale(2, channel="eleven long")], r"row 2, column 'channel'"),
    ("a row has a grain that is on record", [sale(3), sale(99)], r"row 2.*already has a row of this grain"),
]


def test_a_row_that_is_refused_is_named_and_nothing_is_loaded(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there, here = made(url), made("duckdb:///:memory:")
    for warehouse in (there, here):
        warehouse.load(Sale, write(tmp_path / "before.parquet", [sale(99)]))
    left = contents(there)
    for why, rows, said in BAD:
        path = write(tmp_path / "bad.parquet", rows)
        caplog.clear()
        with caplog.at_level(logging.INFO, "starschema"), pytest.raises(RejectedRows, match=said) as refused:
            there.load(Sale, path)
        assert f"Sale: {why}; its rows come by way of this process" in caplog.messages
        assert told(here.load, Sale, path) == str(refused.value)
    assert {**contents(there), "starschema_quarantine": []} == left


def test_times_of_which_not_all_know_what_clocks_showed_come_by_way_of_this_process(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there, here = made(url), made("duckdb:///:memory:")
    times = (datetime(1900, 7, 1, 23, 59), datetime(2099, 7, 1, 13, 30), datetime(2024, 1, 1))
    path = write(tmp_path / "times.parquet", [sale(n, sold_at=time) for n, time in enumerate(times)])
    with caplog.at_level(logging.INFO, "starschema"):
        assert there.load(Sale, path).inserted == here.load(Sale, path).inserted == 3
    assert "Sale: a row does not fit; its rows come by way of this process" in caplog.messages
    assert contents(there) == contents(here)


ROWS = st.lists(
    st.builds(
        sale,
        st.integers(1, 9),
        sold_at=st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 30)) | st.none(),
        zone=st.sampled_from(["Europe/Oslo", "America/St_Johns", "Pacific/Apia", "Africa/Monrovia", None]),
        channel=st.sampled_from(["web", "", ";", "1:", None]),
        is_gift=st.booleans() | st.none(),
        pieces=st.integers(-(2**15), 2**15) | st.none(),
        paid=st.decimals(-99_999, 99_999, places=2) | st.none(),
        due=st.dates() | st.none(),
        told_at=st.datetimes() | st.none(),
        width=st.integers(8, 22) | st.none(),
        code=st.sampled_from(["A", "B", None]),
        back_code=st.sampled_from(["A", "C", None]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row["number"],
)


@settings(max_examples=60 if LONG else 2)
@given(batches=st.lists(ROWS, min_size=1, max_size=3), limit=st.sampled_from([0, 99]))
def test_any_file_leaves_what_it_leaves_on_duckdb(
    databases: Any, tmp_path_factory: pytest.TempPathFactory, batches: list[Any], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("sales")
    files = [write(folder / f"{number}.parquet", rows) for number, rows in enumerate(batches)]
    there, here = made(databases.new()), made("duckdb:///:memory:")
    check_that_files_leave_the_same(there, here, Sale, files, contents, reject_limit=limit)
    databases.reset()
