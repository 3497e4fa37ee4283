"""Facts in files that the warehouse reads by itself leave what they leave on DuckDB, and none of them comes here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Enum, Numeric, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    RejectedRows,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    highest,
    level,
    measure,
    natural_key,
    role,
    total,
)
from starschema.errors import LoadError
from tests import files as of_files
from tests.files import no_other_way, told

pytestmark = pytest.mark.only("spark")

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Account(Dimension, Mart, surrogate="hash", durable_key=True):
    bank: Mapped[str] = natural_key(String(8))
    number: Mapped[int] = natural_key()
    owner: Mapped[str | None] = attribute(String(20), scd=2)


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))


class Sale(TransactionFact, Mart, grain="one row per line"):
    number: Mapped[str] = degenerate(String(4), grain=True)
    line: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    paid_on: Mapped[date | None] = degenerate()
    kind: Mapped[str | None] = degenerate(Enum("web", "it's", name="sale_kind"))
    day = role(Day, source="sold_at")
    paid = role(Day, source="paid_on", null="not applicable")
    customer = role(Customer, as_of="sold_at")
    buyer = role(Customer, source="buyer_id", missing="reject", null="not applicable")
    account = role(Account, source=("bank", "account_no"), as_of="sold_at", durable=True)
    product = role(Product, missing="unknown")
    then = role(Customer, source="then_id", as_of="sold_at", strict=True)
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))
    weight: Mapped[float | None] = measure()


class SalesByCity(Aggregate, Mart, of=Sale):
    city: Mapped[str | None] = level(Sale.customer.city)
    product = role(Product)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal | None] = total(Sale.amount)
    most: Mapped[float | None] = highest(Sale.weight)


class BuyersByDay(Aggregate, Mart, of=Sale):
    day = role(Day)
    kinds: Mapped[int] = counted(distinct=Sale.number)


COLUMNS = pa.schema(
    {
        "number": pa.string(),
        "line": pa.int64(),
        "sold_at": pa.timestamp("us"),
        "paid_on": pa.date32(),
        "kind": pa.large_string(),
        "id": pa.int32(),
        "buyer_id": pa.int32(),
        "then_id": pa.int32(),
        "bank": pa.string(),
        "account_no": pa.int16(),
        "sku": pa.string(),
        "amount": pa.decimal128(10, 2),
        "weight": pa.float64(),
    }
)


def sale(number: str | None, line: int, **given: Any) -> dict[str, Any]:
    usual = {"sold_at": datetime(2024, 2, 1), "paid_on": date(2024, 2, 2), "kind": "it's"}
    more = {
        "id": 1,
        "buyer_id": 2,
        "then_id": 3,
        "bank": "DNB",
        "account_no": 7,
        "sku": "A",
        "amount": Decimal("1.50"),
        "weight": 0.1,
    }
    return {"number": number, "line": line, **usual, **more, **given}


def write(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema = COLUMNS) -> Path:
    return of_files.write(path, rows, schema)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return of_files.contents(warehouse, Day, Customer, Account, Product, Sale, SalesByCity, BuyersByDay)


def made(url: str) -> Warehouse:
    """Return the mart: customers and an account that lived in Oslo, from March on in Moss, and two products."""
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    for day, city in ((date(2024, 1, 1), "Oslo"), (date(2024, 3, 1), "Moss")):
        warehouse.load(Customer, [{"id": i, "city": city} for i in (1, 2, 3)], effective=day)
        warehouse.load(Account, [{"bank": "DNB", "number": 7, "owner": city}], effective=day)
    warehouse.load(Product, [{"sku": sku} for sku in "AB"])
    return warehouse


def compared(url: str, files: Sequence[Any], **options: Any) -> list[Any]:
    """Load files on DuckDB and here; return what was told, which must be the same as what is there then."""
    there, here = made("duckdb:///:memory:"), made(url)
    expected = [told(there.load, Sale, f, **options) for f in files]
    found = [told(here.load, Sale, f, **options) for f in files]
    assert found == expected
    assert contents(here) == contents(there)
    assert all(here.verify(model) for model in (Sale, SalesByCity, BuyersByDay))
    return found


ROWS = [
    sale(f"{n:03}", 1 + n % 2, id=(n % 5) or None, buyer_id=None if n % 7 == 0 else 1 + n % 3, sku="ABC"[n % 3],
         sold_at=datetime(2024, 1 + n % 4, 1, n), paid_on=date(2024, 5, n) if n % 4 else None, account_no=7 + n % 2)
    for n in range(20)
]  # fmt: skip


def test_files_are_read_by_the_warehouse_and_their_keys_looked_up_there(url: str, tmp_path: Path) -> None:
    files = [
        [write(tmp_path / "first.parquet", ROWS[:14])],
        [
            write(tmp_path / "it's 100%25.parquet", ROWS[14:17]),
            write(tmp_path / "ø [1]{2}?.parquet", ROWS[17:][::-1]),
        ],
    ]
    with no_other_way():
        warehouse = made(url)
        found = [warehouse.load(Sale, each) for each in files]
    # One customer, one account, the first days of four months and those on which was paid, of the fourteen and the six.
    assert [(done.inserted, done.inferred) for done in found] == [(14, 1 + 1 + 4 + 10), (6, 5)]
    assert {run["lookups"] for run in warehouse.runs(2)} == {
        '{"dim_account": "warehouse", "dim_customer": "warehouse", "dim_day": "warehouse", "dim_product": "warehouse"}'
    }


def test_what_is_there_then_is_what_is_there_on_duckdb(url: str, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.parquet", ROWS[n::2]) for n in range(2)]
    compared(url, files)


def test_a_late_change_finds_the_facts_that_were_loaded_so(url: str, tmp_path: Path) -> None:
    warehouse = made(url)
    rows = [sale("A", n, sold_at=datetime(2024, 2, n)) for n in range(1, 12)]
    with no_other_way():
        warehouse.load(Sale, write(tmp_path / "sales.parquet", rows))
    assert warehouse.load(Customer, [{"id": 1, "city": "Bergen"}], effective=date(2024, 2, 5)).repointed == 7


BAD: list[tuple[str, Sequence[dict[str, Any]], str]] = [
    ("a row does not fit", [sale("A", 1), sale("too long", 2)], r"row 2, column 'number' \(value 'too long'\)"),
    ("a row does not fit", [sale("A", 1), sale(None, 2)], r"row 2, column 'number'"),
    ("a row does not fit", [sale("A", 1), sale("A", 2**40)], r"row 2, column 'line' \(value '?1099511627776"),
    ("a row does not fit", [sale("A", 1), sale("A\0", 2)], r"row 2, column 'number'"),
    ("a row does not fit", [sale("A", 1), sale("A", 2, kind="shop")], r"row 2, column 'kind' \(value 'shop'\)"),
    ("some rows have the same number, line", [sale("A", 1), sale("A", 1, id=2)], r"row 2"),
    ("a row has a grain that is on record", [sale("A", 1), sale("X", 1)], r"row 2.*already has a row of this grain"),
    ("a row names a member that does not exist", [sale("A", 1), sale("A", 2, buyer_id=9)], r"row 2.*'buyer_id'"),
]


def test_a_row_that_is_refused_is_named_and_nothing_is_loaded(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = made(url)
    warehouse.load(Sale, write(tmp_path / "before.parquet", [sale("X", 1)]))
    left = contents(warehouse)
    for why, rows, said in BAD:
        caplog.clear()
        with caplog.at_level(logging.INFO, "starschema"), pytest.raises(RejectedRows, match=said):
            warehouse.load(Sale, write(tmp_path / "bad.parquet", rows))
        assert f"Sale: {why}; its rows come by way of this process" in caplog.messages
    assert {**contents(warehouse), "starschema_quarantine": []} == left


def test_bytes_that_are_no_text_are_named(url: str, tmp_path: Path) -> None:
    warehouse, path = made(url), write(tmp_path / "bad.parquet", [sale("A", 1), sale("B", 2)])
    raw = pa.array([b"A", b"\xff"])
    rows = pq.read_table(path).set_column(0, "number", pa.Array.from_buffers(pa.string(), 2, raw.buffers()))
    pq.write_table(rows, path)
    with pytest.raises(RejectedRows, match=r"row 2, column 'number' \(value '\\\\xff'\): is no text"):
        warehouse.load(Sale, path)


def test_what_is_no_plain_file_comes_by_way_of_this_process(url: str, tmp_path: Path) -> None:
    wide = pa.schema([pa.field("sold_at", pa.timestamp("us", "UTC")) if f.name == "sold_at" else f for f in COLUMNS])
    files = [
        write(tmp_path / "zoned.parquet", ROWS[:5], wide),
        pa.Table.from_pylist(ROWS[5:10], COLUMNS),
        [write(tmp_path / "a.parquet", ROWS[10:12]), write(tmp_path / "b.parquet", ROWS[12:15], wide)],
    ]
    found = compared(url, files)
    assert [done["inserted"] for done in found] == [5, 5, 5]


def test_files_that_the_executors_do_not_find_come_by_way_of_this_process(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = made(url)
    path = write(tmp_path / "sales.parquet", ROWS)
    other = write(tmp_path / "other.parquet", ROWS[:3])
    for elsewhere in (tmp_path / "nowhere.parquet", other):
        files = warehouse_files(elsewhere)
        monkeypatch.setattr("starschema.sources.parquet_files.Parquet.files", files)
        with caplog.at_level(logging.INFO, "starschema"):
            assert warehouse.load(Sale, path, on_duplicate="error").inserted == 20
        with warehouse.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM fact_sale WHERE true")
    # Sail finds it out when it is to read rows, Spark before.
    cannot = (f"the warehouse cannot read {path}", f"Spark cannot read {(tmp_path / 'nowhere.parquet').as_uri()}")
    assert any(said in message for said in cannot for message in caplog.messages)
    assert "Sale: the warehouse finds 3 rows where 20 are; its rows come by way of this process" in caplog.messages


def warehouse_files(elsewhere: Path) -> Callable[[Any], Any]:
    """Return what gives a source's files as they are said to lie elsewhere."""
    from dataclasses import replace

    from starschema.sources.parquet_files import Parquet

    as_they_are = Parquet.files

    def files(self: Any) -> Any:
        return [replace(file, location=elsewhere.as_uri()) for file in as_they_are(self)]

    return files


def test_versions_on_record_that_overlap_are_an_error(url: str, tmp_path: Path) -> None:
    warehouse = made(url)
    with warehouse.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO dim_customer SELECT * FROM dim_customer WHERE id = 3")
    with pytest.raises(LoadError, match=r"Customer \(3,\) has two versions of one time"):
        warehouse.load(Sale, write(tmp_path / "sales.parquet", ROWS))
    assert contents(warehouse)["fact_sale"] == []


def test_a_load_that_fails_when_all_is_written_leaves_nothing(url: str, tmp_path: Path) -> None:
    warehouse = made(url)
    left = contents(warehouse)

    def alongside(*_: Any) -> None:
        raise ValueError("no")

    with no_other_way(), pytest.raises(ValueError, match="no"):
        warehouse.load(Sale, write(tmp_path / "sales.parquet", ROWS), alongside=alongside)
    assert contents(warehouse) == left


def test_a_file_that_changes_while_it_is_loaded_is_an_error(url: str, tmp_path: Path) -> None:
    warehouse = made(url)
    path = write(tmp_path / "sales.parquet", ROWS)
    left = contents(warehouse)

    def meddle(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO fact_sale"):
            pq.write_table(pa.Table.from_pylist(ROWS[:7], COLUMNS), path)

    event.listen(warehouse.engine, "before_cursor_execute", meddle)
    with pytest.raises(Exception, match=r"20 rows were ready but 7 were written|[Pp]arquet"):
        warehouse.load(Sale, path)
    event.remove(warehouse.engine, "before_cursor_execute", meddle)
    assert contents(warehouse) == left


SALES = st.lists(
    st.builds(
        sale,
        st.sampled_from(["A1", "A2", "B1", "C3", "C4", "D5", None, "too long", "\0"]),
        st.integers(1, 3),
        sold_at=st.sampled_from([datetime(2023, 2, 1, 12), datetime(2024, 3, 1), datetime(2025, 1, 2, 3)]),
        paid_on=st.sampled_from([date(2024, 2, 29), None]),
        id=st.sampled_from([1, 2, 3, 7, 8, None]),
        buyer_id=st.sampled_from([1, 1, 1, 1, 2, 3, None, 7]),
        account_no=st.sampled_from([7, 8, None]),
        sku=st.sampled_from(["A", "B", "C", None]),
        amount=st.sampled_from([Decimal("1.50"), Decimal("-2.25"), None]),
        weight=st.sampled_from([0.1, float("inf"), None]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: (row["number"], row["line"]),
)


@settings(max_examples=60 if LONG else 2)
@given(batches=st.lists(SALES, min_size=1, max_size=3), limit=st.sampled_from([0, 99]))
def test_any_file_leaves_what_it_leaves_on_duckdb(
    databases: Any, tmp_path_factory: pytest.TempPathFactory, batches: list[Any], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("sales")
    files = [write(folder / f"{number}.parquet", rows) for number, rows in enumerate(batches)]
    compared(databases.new(), files, reject_limit=limit)
    databases.reset()
