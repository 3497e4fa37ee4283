"""Facts in files that DuckDB reads by itself leave what they leave when they are cast, row by row, count by count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    measure,
    natural_key,
    role,
    total,
)
from tests import files as of_files
from tests.files import no_other_way, told

pytestmark = pytest.mark.only("duckdb")

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))


class Sale(TransactionFact, Mart, grain="one row per line"):
    number: Mapped[str] = degenerate(String(4), grain=True)
    line: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    buyer = role(Customer, source="buyer_id", missing="reject", null="not applicable")
    product = role(Product, missing="unknown")
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))


class SalesByCustomer(Aggregate, Mart, of=Sale):
    customer = role(Customer)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal | None] = total(Sale.amount)


COLUMNS = pa.schema(
    {
        "number": pa.string(),
        "line": pa.int16(),
        "sold_at": pa.timestamp("us"),
        "id": pa.int32(),
        "buyer_id": pa.int32(),
        "sku": pa.large_string(),
        "amount": pa.decimal128(10, 2),
    }
)


def sale(number: str | None, line: int, **given: Any) -> dict[str, Any]:
    usual = {"sold_at": datetime(2024, 2, 1), "id": 1, "buyer_id": 2, "sku": "A", "amount": Decimal("1.50")}
    return {"number": number, "line": line, **usual, **given}


def write(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema = COLUMNS) -> Path:
    return of_files.write(path, rows, schema)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return of_files.contents(warehouse, Day, Customer, Product, Sale, SalesByCustomer)


@pytest.fixture
def mart(url: str) -> Callable[[], Warehouse]:
    """Makes the mart anew: customers that live in Oslo, from March on in Moss, and two products."""
    warehouse = Warehouse(url, Mart)

    def made() -> Warehouse:
        warehouse.drop_all()
        warehouse.create_all()
        for day, city in ((date(2024, 1, 1), "Oslo"), (date(2024, 3, 1), "Moss")):
            warehouse.load(Customer, [{"id": i, "city": city} for i in (1, 2, 3)], effective=day)
        warehouse.load(Product, [{"sku": sku} for sku in "AB"])
        return warehouse

    return made


@contextmanager
def cast() -> Iterator[None]:
    """Have all files cast."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("starschema.load.casting.native.natively", lambda *_: None)
        yield


SALES = st.lists(
    st.builds(
        sale,
        st.sampled_from(["A1", "A2", "B1", "C3", "C4", "D5", None, "too long", "\0"]),
        st.integers(1, 3),
        sold_at=st.sampled_from([datetime(2023, 2, 1, 12), datetime(2024, 3, 1), datetime(2025, 1, 2, 3)]),
        id=st.sampled_from([1, 2, 3, 7, 8, None]),
        buyer_id=st.sampled_from([1, 1, 1, 1, 2, 3, None, 7]),
        sku=st.sampled_from(["A", "B", "C", None]),
        amount=st.sampled_from([Decimal("1.50"), Decimal("-2.25"), None]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: (row["number"], row["line"]),
)


@settings(max_examples=300 if LONG else 5)
@given(
    batches=st.lists(st.tuples(SALES, st.booleans(), st.sampled_from([0, 99])), min_size=1, max_size=3),
    again=st.booleans(),
)
def test_any_file_leaves_what_it_leaves_when_it_is_cast(
    mart: Callable[[], Warehouse], tmp_path_factory: pytest.TempPathFactory, batches: list[Any], again: bool
) -> None:
    folder = tmp_path_factory.mktemp("sales")
    files = []
    for number, (rows, in_order, limit) in enumerate(batches):
        some = sorted(rows, key=lambda row: (str(row["number"]), row["line"])) if in_order else rows
        files.append((write(folder / f"{number}.parquet", [*some, *([some[0]] if again else [])]), limit))
    warehouse = mart()
    with cast():
        expected = [told(warehouse.load, Sale, f, reject_limit=n) for f, n in files]
    left = contents(warehouse)
    warehouse = mart()
    found = [told(warehouse.load, Sale, f, reject_limit=n) for f, n in files]
    assert found == expected
    assert contents(warehouse) == left


ROWS = [
    sale(f"{n:03}", 1 + n % 2, id=(n % 5) or None, buyer_id=None if n % 7 == 0 else 1 + n % 3, sku="ABC"[n % 3],
         sold_at=datetime(2024, 1 + n % 4, 1, n))
    for n in range(20)
]  # fmt: skip


def compared(mart: Callable[[], Warehouse], files: Sequence[list[Path] | pa.Table]) -> list[Any]:
    """Load files or Arrow with casting, then at once and no other way; return what was told, which must be the same."""
    warehouse = mart()
    with cast():
        expected = [told(warehouse.load, Sale, f) for f in files]
    left = contents(warehouse)
    warehouse = mart()
    with no_other_way():
        found = [told(warehouse.load, Sale, f) for f in files]
    assert found == expected
    assert contents(warehouse) == left
    assert warehouse.verify(SalesByCustomer)
    return found


def test_simple_files_are_loaded_at_once(mart: Callable[[], Warehouse], tmp_path: Path) -> None:
    found = compared(
        mart,
        [
            [write(tmp_path / "first.parquet", ROWS[:14])],
            [write(tmp_path / "it's.parquet", ROWS[14:17]), write(tmp_path / "one more.parquet", ROWS[17:])],
        ],
    )
    # one of four customers and the first days of four months
    assert [done["inferred"] for done in found] == [1 + 4, 0]


def test_so_is_arrow_in_memory(mart: Callable[[], Warehouse]) -> None:
    wide = pa.schema([pa.field("line", pa.int64()) if f.name == "line" else f for f in COLUMNS])
    tables = [pa.Table.from_pylist(ROWS[:14], COLUMNS), pa.Table.from_pylist(ROWS[14:][::-1], wide)]
    found = compared(mart, tables)
    assert [done["inferred"] for done in found] == [1 + 4, 0]


def test_files_in_no_order_are_loaded_so_too(mart: Callable[[], Warehouse], tmp_path: Path) -> None:
    files = [[write(tmp_path / f"{n}.parquet", ROWS[n::3][::-1])] for n in range(3)]
    assert [done["inserted"] for done in compared(mart, files)] == [7, 7, 6]


def test_a_late_change_finds_the_facts_that_were_loaded_so(mart: Callable[[], Warehouse], tmp_path: Path) -> None:
    warehouse = mart()
    rows = [sale("A", n, sold_at=datetime(2024, 2, n)) for n in range(1, 12)]
    with no_other_way():
        warehouse.load(Sale, write(tmp_path / "sales.parquet", rows))
    assert warehouse.load(Customer, [{"id": 1, "city": "Bergen"}], effective=date(2024, 2, 5)).repointed == 7


def test_kept_keys_are_left_and_taken(url: str, tmp_path: Path) -> None:
    warehouse = Warehouse(url, Mart, keep_keys=True)
    warehouse.create_all()
    warehouse.load(Customer, [{"id": i, "city": "Oslo"} for i in (1, 2, 3)], effective=date(2024, 1, 1))
    paths = [write(tmp_path / f"{n}.parquet", [sale("A", n, id=n + 5)]) for n in range(3)]
    with no_other_way():
        assert [warehouse.load(Sale, path).inferred for path in paths] == [2, 1, 1]
    assert warehouse.verify(Sale)
