"""A simple fact load is written as it is read, and is but faster: what it leaves is reckoned in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    JunkDimension,
    RejectedRows,
    SourceError,
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
from starschema.load.facts.fact import FactLoad
from starschema.model.bookkeeping import bookkeeping
from starschema.sources.base import Source

pytestmark = pytest.mark.only("sqlite", "postgresql", "mariadb")

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


class Flags(JunkDimension, Mart):
    channel: Mapped[str] = attribute(String(8))


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    buyer = role(Customer, source="buyer_id", missing="reject")
    product = role(Product, missing="unknown")
    flags = role(Flags)
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))


class PlainMart(DeclarativeBase):
    pass


class PlainCustomer(Dimension, PlainMart):
    id: Mapped[int] = natural_key()


class PlainSale(TransactionFact, PlainMart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    customer = role(PlainCustomer)
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2))


class SalesByCustomer(Aggregate, PlainMart, of=PlainSale):
    customer = role(PlainCustomer)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal | None] = total(PlainSale.amount)


KNOWN, SOLD = (1, 2, 3), ("A", "B")
"""Customers that live in Oslo and from March on in Moss, and products, that a dimension load has brought."""


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have three rows make a piece."""
    monkeypatch.setattr("starschema.sources.base.BATCH_ROWS", 3)
    monkeypatch.setattr("starschema.load.facts.as_read.SIZES", (1,))


@pytest.fixture
def never_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a load takes the careful way."""

    def refuse(*_: Any) -> None:
        raise AssertionError("the careful way")

    monkeypatch.setattr(FactLoad, "_at_rest", refuse)


@pytest.fixture
def mart(url: str) -> Callable[[], Warehouse]:
    """Makes the mart anew."""
    warehouse = Warehouse(url, Mart)

    def made() -> Warehouse:
        warehouse.drop_all()
        warehouse.create_all()
        for day, city in ((date(2024, 1, 1), "Oslo"), (date(2024, 3, 1), "Moss")):
            warehouse.load(Customer, [{"id": i, "city": city} for i in KNOWN], effective=day)
        warehouse.load(Product, [{"sku": sku} for sku in SOLD])
        return warehouse

    return made


def sale(number: int, **given: Any) -> dict[str, Any]:
    usual = {"sold_at": datetime(2024, 2, 1), "id": 1, "buyer_id": 2, "sku": "A", "channel": "web", "amount": "1.50"}
    return {"number": number, **usual, **given}


def kept(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return the sales with what they say of their members."""
    fact, customer, buyer = Sale.__table__, Customer.__table__.alias(), Customer.__table__.alias()
    day, product, flags = Day.__table__, Product.__table__, Flags.__table__
    query = (
        select(
            fact.c.number, day.c.date, customer.c.id, customer.c.city, buyer.c.id, product.c.product_key > 0,
            flags.c.channel, fact.c.amount,
        )
        .join_from(fact, day, day.c.day_key == fact.c.day_key)
        .join(customer, customer.c.customer_key == fact.c.customer_key)
        .join(buyer, buyer.c.customer_key == fact.c.buyer_key)
        .join(product, product.c.product_key == fact.c.product_key)
        .join(flags, flags.c.flags_key == fact.c.flags_key)
        .order_by(fact.c.number)
    )  # fmt: skip
    with warehouse.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def set_aside(warehouse: Warehouse, load_id: int) -> list[int]:
    table = bookkeeping(Mart.metadata).quarantine
    with warehouse.engine.connect() as connection:
        return list(
            connection.scalars(
                select(table.c.row_number).where(table.c.load_id == load_id).order_by(table.c.row_number)
            )
        )


class Reckoned:
    """What loads should leave, reckoned row by row."""

    def __init__(self) -> None:
        self.sales: dict[int, tuple[Any, ...]] = {}
        self.customers = set(KNOWN)
        self.rejected: list[int] = []

    def load(self, rows: list[dict[str, Any]], limit: int) -> Counter[str] | None:
        """Load the rows and return the counts; None, and do nothing, if too many have to be set aside."""
        counts: Counter[str] = Counter(read=len(rows))
        first: dict[tuple[Any, ...], int] = {}
        rejected = [place for place, row in enumerate(rows, 1) if row["amount"] == "much"]
        for place, row in enumerate(rows, 1):
            told = tuple(row.values())
            if place not in rejected and first.setdefault(told, place) != place:
                counts["duplicates"] += 1
        of_grain = Counter(told[0] for told in first)
        contradicted = [place for told, place in first.items() if of_grain[told[0]] > 1]
        left = [place for place in first.values() if place not in contradicted]
        rejected += contradicted
        # A buyer is known if a dimension load brought it, or an earlier load inferred it.
        strangers = [p for p in left if rows[p - 1]["buyer_id"] not in (*self.customers, None)]
        rejected += strangers
        left = [p for p in left if p not in strangers]
        named = {rows[p - 1]["id"] for p in left} - self.customers - {None}
        again = [p for p in left if rows[p - 1]["number"] in self.sales]
        rejected += again
        if len(rejected) > limit:
            return None
        self.rejected = sorted(rejected)
        for place in left:
            if place not in again:
                row = rows[place - 1]
                self.sales[row["number"]] = self._shown(row, self.customers)
        self.customers |= named
        counts["inserted"] = len(left) - len(again)
        counts["rejected"] = len(rejected)
        return counts

    def _shown(self, row: dict[str, Any], known: set[int]) -> tuple[Any, ...]:
        city = ("Oslo" if row["sold_at"] < datetime(2024, 3, 1) else "Moss") if row["id"] in KNOWN else None
        customer = (None, "Unknown") if row["id"] is None else (row["id"], city)
        amount = None if row["amount"] is None else Decimal(row["amount"])
        return (
            row["number"], row["sold_at"].date(), *customer, row["buyer_id"], row["sku"] in SOLD, row["channel"], amount
        )  # fmt: skip


SALES = st.lists(
    st.builds(
        sale,
        st.integers(1, 30),
        sold_at=st.sampled_from([datetime(2024, 2, 1, 12), datetime(2024, 3, 1), datetime(2025, 1, 2, 3)]),
        id=st.sampled_from([1, 2, 3, 7, 8, None]),
        buyer_id=st.sampled_from([1, 1, 1, 2, 3, None]),
        sku=st.sampled_from([*SOLD, "C", None]),
        channel=st.sampled_from(["web", "shop"]),
        amount=st.sampled_from(["1.50", "-2.25", None, "1.50", "much"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=200 if LONG else 6)
@given(batches=st.lists(st.tuples(SALES, st.sampled_from([0, 99])), min_size=1, max_size=3))
def test_any_rows_leave_what_plain_python_reckons(
    mart: Callable[[], Warehouse], small_pieces: None, batches: list[Any]
) -> None:
    warehouse, reckoned = mart(), Reckoned()
    for rows, limit in batches:
        expected = reckoned.load(rows, limit)
        if expected is None:
            with pytest.raises(RejectedRows):
                warehouse.load(Sale, rows, reject_limit=limit)
        else:
            result = warehouse.load(Sale, rows, reject_limit=limit)
            counted = {name: getattr(result, name) for name in ("read", "inserted", "duplicates", "rejected")}
            assert counted == {name: expected[name] for name in counted}
            assert set_aside(warehouse, result.load_id) == reckoned.rejected
        assert kept(warehouse) == [reckoned.sales[number] for number in sorted(reckoned.sales)]


def test_pieces_are_written_as_they_are_read(
    mart: Callable[[], Warehouse], small_pieces: None, never_at_rest: None, tmp_path: Path
) -> None:
    warehouse = mart()
    rows = [sale(n, id=n % 5, sold_at=datetime(2024, 1 + n % 4, 1), channel=f"c{n % 3}") for n in range(50)]
    rows[20]["amount"] = "much"
    path = tmp_path / "sales.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    result = warehouse.load(Sale, path, reject_limit=1)
    assert (result.read, result.inserted, result.rejected, result.duplicates) == (50, 49, 1, 0)
    # customers 0 and 4, the days of four months and three channels
    assert result.inferred == 2 + 4 + 3
    reckoned = Reckoned()
    reckoned.load(rows, 1)
    assert kept(warehouse) == [reckoned.sales[number] for number in sorted(reckoned.sales)]


def test_a_row_too_many_is_found_out_and_nothing_is_left_of_the_pieces_before_it(
    mart: Callable[[], Warehouse], small_pieces: None
) -> None:
    warehouse = mart()
    rows = [sale(n, id=100 + n) for n in range(20)]
    with pytest.raises(RejectedRows, match="row 21"):
        warehouse.load(Sale, [*rows, sale(20, amount="much")])
    with pytest.raises(RejectedRows, match="contradicts another row"):
        warehouse.load(Sale, [*rows, sale(3, amount="7")])
    assert kept(warehouse) == []
    with warehouse.engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Customer.id >= 100)) == 0
    result = warehouse.load(Sale, [*rows, dict(rows[3])])
    assert (result.inserted, result.duplicates, result.inferred) == (20, 1, 22)


def test_aggregates_are_kept(url: str, small_pieces: None, never_at_rest: None) -> None:
    warehouse = Warehouse(url, PlainMart)
    warehouse.create_all()
    for first in (0, 20):
        rows = [{"number": n, "id": n % 4, "amount": n} for n in range(first, first + 20)]
        warehouse.load(PlainSale, rows)
        assert warehouse.verify(SalesByCustomer)
    table = SalesByCustomer.__table__
    with warehouse.engine.connect() as connection:
        assert connection.scalar(select(func.sum(table.c.sales))) == 40
        assert connection.scalar(select(func.sum(table.c.amount))) == sum(range(40))


def test_a_stream_that_cannot_be_read_again_and_one_that_breaks_leave_nothing_half_loaded(
    mart: Callable[[], Warehouse], small_pieces: None
) -> None:
    warehouse = mart()
    assert warehouse.load(Sale, (sale(n) for n in (1, 2, 3, 4, 4))).duplicates == 1

    class Rows(list[Any]):
        def __iter__(self) -> Iterator[Any]:
            yield from [sale(n) for n in range(10, 20)]
            raise SourceError("the disk is gone")

    with pytest.raises(SourceError, match="the disk is gone"):
        warehouse.load(Sale, Rows([sale(10)]))
    assert [row[0] for row in kept(warehouse)] == [1, 2, 3, 4]


def test_a_relation_of_duckdb_s_over_a_stream_is_read_once(mart: Callable[[], Warehouse], small_pieces: None) -> None:
    rows = pa.Table.from_pylist([sale(n) for n in (1, 2, 3, 4, 4)])
    relation = duckdb.from_arrow(rows.to_reader()).project("*")  # it has a length, but gives its rows only once
    result = mart().load(Sale, relation)
    assert (result.read, result.inserted, result.duplicates) == (5, 4, 1)


def test_rows_that_are_fewer_when_they_are_read_again_are_an_error(
    mart: Callable[[], Warehouse], small_pieces: None
) -> None:
    left = [pa.RecordBatch.from_pylist([sale(n) for n in (1, 2, 3, 4, 4)])]

    class Fading(Source):
        repeatable = True

        def _read(self) -> Generator[pa.RecordBatch, None, None]:
            while left:
                yield left.pop()

    warehouse = mart()
    with pytest.raises(SourceError, match="gave 5 rows at first and 0 when read again"):
        warehouse.load(Sale, Fading("what fades"))
    assert kept(warehouse) == []


def test_a_late_change_finds_the_facts_that_were_loaded_so(
    mart: Callable[[], Warehouse], small_pieces: None, never_at_rest: None
) -> None:
    warehouse = mart()
    warehouse.load(Sale, [sale(n, sold_at=datetime(2024, 2, n)) for n in range(1, 12)])
    result = warehouse.load(Customer, [{"id": 1, "city": "Bergen"}], effective=date(2024, 2, 5))
    assert result.repointed == 7
    assert [row[3] for row in kept(warehouse)] == ["Oslo"] * 4 + ["Bergen"] * 7
