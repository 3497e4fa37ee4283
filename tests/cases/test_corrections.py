"""Corrections of facts: what is no more is removed, or taken back by an entry of its own, whatever comes when."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    RejectedRows,
    StarSchemaError,
    TransactionFact,
    attribute,
    counted,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)
from tests.cases.stars import Star

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Sale(TransactionFact, Mart, grain="one row per sale and day"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="sold_on", grain=True)
    customer = role(Customer)
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class SalesByDay(Aggregate, Mart, of=Sale):
    day = role(Day)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal] = total(Sale.amount)


class Entry(TransactionFact, Mart, grain="one row per invoice", reversible="told_at"):
    number: Mapped[int] = degenerate(grain=True)
    told_at: Mapped[dt.datetime] = degenerate()
    sold_at: Mapped[dt.datetime] = degenerate()
    customer = role(Customer, as_of="sold_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))
    pieces: Mapped[int | None] = measure()
    price: Mapped[int] = measure(additive=False)


class EntriesByCity(Aggregate, Mart, of=Entry):
    city: Mapped[str | None] = level(Entry.customer.city)
    amount: Mapped[Decimal] = total(Entry.amount)
    pieces: Mapped[int | None] = total(Entry.pieces)


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


ENTRIES = "Entry number told_at reversal customer amount pieces price"
TOLD = "Entry number told_at sold_at id amount pieces price"


def test_a_fact_that_is_no_more_is_removed(star: Star) -> None:
    star.tell("""
        load    Sale number sold_on id amount
                1 01-01 1 5.00
                2 01-01 1 6.00
                3 01-02 2 7.00
        load    Sale number sold_on id amount gone deleted=gone on_duplicate=replace
                1 01-01 ∅ ∅ 1
                9 01-01 ∅ ∅ 1
                2 01-01 1 8.00 0
                3 01-02 2 7.00 ∅
                4 01-02 2 1.00 0
        counts  5 read, 1 inserted, 1 updated, 1 removed, 2 unchanged
        after   Sale number day customer amount
                2 01-01 1 8.00
                3 01-02 2 7.00
                4 01-02 2 1.00
        after   SalesByDay day sales amount
                01-01 1 8.00
                01-02 2 8.00
        load    Sale number sold_on id amount gone deleted=gone reject_limit=3
                5 01-03 1 ∅ 0
                4 01-02 2 2.00 0
                4 01-02 2 2.00 1
        counts  3 read, 3 rejected
        load    Sale number sold_on id gone deleted=gone
                2 01-01 1 1
        counts  1 read, 1 removed
        after   SalesByDay day sales amount
                01-02 2 8.00
    """)
    assert star.warehouse.verify(SalesByDay)


def test_a_correction_adds_a_reversal_and_the_new_row(star: Star) -> None:
    star.tell(f"""
        load    Customer id city at effective=at
                1 Oslo 01-01
        load    {TOLD}
                1 02-01T00:00 01-15T00:00 1 5.00 2 3
                2 02-01T00:00 01-15T00:00 2 6.00 ∅ 3
        counts  2 read, 2 inserted, 1 inferred
        load    {TOLD} on_duplicate=reverse
                1 02-02T00:00 01-15T00:00 1 7.50 3 4
                2 02-01T00:00 01-15T00:00 2 6.00 ∅ 3
        counts  2 read, 1 updated, 1 unchanged
        after   {ENTRIES}
                1 02-01 0 1 5.00 2 3
                1 02-01 1 1 -5.00 -2 3
                1 02-02 0 1 7.50 3 4
                2 02-01 0 2 6.00 ∅ 3
        after   EntriesByCity city amount pieces
                Oslo 7.50 3
                ∅ 6.00 ∅
    """)
    # The entry and its reversal follow a late change of the customer alike.
    star.tell(f"""
        load    Customer id city at effective=at
                1 Moss 01-10
        counts  1 read, 1 versioned, 3 repointed
        after   EntriesByCity city amount pieces
                Moss 7.50 3
                ∅ 6.00 ∅
        load    {TOLD} gone on_duplicate=reverse deleted=gone
                2 02-03T00:00 01-15T00:00 2 ∅ ∅ ∅ 1
                3 02-03T00:00 01-15T00:00 2 ∅ ∅ ∅ 1
        counts  2 read, 2 removed
        after   {ENTRIES}
                1 02-01 0 1 5.00 2 3
                1 02-01 1 1 -5.00 -2 3
                1 02-02 0 1 7.50 3 4
                2 02-01 0 2 6.00 ∅ 3
                2 02-01 1 2 -6.00 ∅ 3
                2 02-03 2 2 0.00 0 0
                3 02-03 2 2 0.00 0 0
        after   EntriesByCity city amount pieces
                Moss 7.50 3
                ∅ 0.00 0
        load    {TOLD} gone on_duplicate=reverse deleted=gone
                2 02-03T00:00 01-15T00:00 2 ∅ ∅ ∅ 1
                1 02-01T00:00 01-15T00:00 1 5.00 2 3 0
        counts  2 read, 2 unchanged
    """)
    for model in (Entry, EntriesByCity):
        assert star.warehouse.verify(model)


@pytest.mark.beyond
def test_what_contradicts_an_entry_is_rejected(star: Star) -> None:
    star.tell(f"""
        load    {TOLD}
                1 02-01T00:00 01-15T00:00 1 5.00 2 3
        load    {TOLD} gone on_duplicate=reverse deleted=gone reject_limit=3
                1 02-01T00:00 01-15T00:00 1 5.01 2 3 0
                2 02-01T00:00 01-15T00:00 1 ∅ 2 3 0
                3 ∅ 01-15T00:00 1 1.00 2 3 0
        counts  3 read, 3 rejected
        load    {TOLD} gone on_duplicate=reverse deleted=gone reject_limit=1
                1 02-01T00:00 01-15T00:00 1 5.00 2 3 1
        counts  1 read, 1 rejected
    """)
    with pytest.raises(RejectedRows, match=r"Entry already has a row of this grain .*on_duplicate='reverse'"):
        star.tell(f"""
        load    {TOLD}
                1 02-02T00:00 01-15T00:00 1 5.00 2 3
        """)
    with pytest.raises(StarSchemaError, match="on_duplicate='replace' is none of 'error', 'reverse'"):
        star.load("Entry", [{"number": 1}], on_duplicate="replace")
    with pytest.raises(StarSchemaError, match="on_duplicate='reverse' is none of 'error', 'ignore', 'replace'"):
        star.load("Sale", [{"number": 1}], on_duplicate="reverse")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(1, 4),
            "told_at": st.integers(1, 5).map(lambda day: dt.datetime(2024, 2, day)),
            "amount": st.integers(-3, 3).map(Decimal),
            "gone": st.sampled_from([False, False, True]),
        }
    ),
    min_size=4,
    max_size=14,
    unique_by=lambda row: (row["number"], row["told_at"]),
)


def expected(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the ledger: what was told, and a reversal of all but the newest of each number."""
    found = []
    for row in rows:
        newest = max(other["told_at"] for other in rows if other["number"] == row["number"])
        key = row["number"], row["told_at"]
        if row["gone"]:
            found.append((*key, 2, Decimal(0)))
            continue
        found.append((*key, 0, row["amount"]))
        if row["told_at"] < newest:
            found.append((*key, 1, -row["amount"]))
    return sorted(found)


@pytest.mark.spread
@settings(max_examples=200 if LONG else 5)
@given(rows=ROWS, deal=st.data())
def test_any_rows_in_any_order_and_again_make_the_same_ledger(
    star: Star, rows: list[dict[str, Any]], deal: st.DataObject
) -> None:
    with star.warehouse.engine.begin() as connection:
        for model in (Entry, EntriesByCity):
            connection.execute(delete(model.__table__))
    left = deal.draw(st.permutations(rows + rows[:3]))
    fixed = {"sold_at": dt.datetime(2024, 1, 15), "id": 1, "pieces": 1, "price": 1}
    while left:
        size = deal.draw(st.integers(3, 8))
        batch = [{**row, **fixed} for row in left[:size]]
        result = star.load("Entry", batch, on_duplicate="reverse", deleted="gone")
        assert result.rejected == 0
        left = left[size:]
    table = Entry.__table__
    with star.warehouse.engine.connect() as connection:
        columns = (table.c.number, table.c.told_at, table.c.reversal, table.c.amount)
        assert sorted(tuple(row) for row in connection.execute(select(*columns))) == expected(rows)
    assert star.warehouse.verify(EntriesByCity)
