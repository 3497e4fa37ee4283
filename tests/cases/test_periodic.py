"""Case 34: a period that is loaded again is replaced whole, and how things stand follows from what moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    PeriodicSnapshot,
    SourceError,
    StarSchemaError,
    TransactionFact,
    attribute,
    closing,
    degenerate,
    measure,
    movement,
    natural_key,
    opening,
    role,
)
from tests.cases.stars import Star

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))
    name: Mapped[str | None] = attribute(String(20))


class Inventory(PeriodicSnapshot, Mart, grain="one row per product and day", period="day"):
    day = role(Day, source="counted_on", grain=True)
    product = role(Product, grain=True)
    pieces: Mapped[int] = measure(unit="each")


class Budget(PeriodicSnapshot, Mart, grain="one row per account and month", period="month"):
    month: Mapped[str] = degenerate(String(7), grain=True)
    account: Mapped[int] = degenerate(grain=True)
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2), unit="EUR")


class Movement(TransactionFact, Mart, grain="one row per movement"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="moved_on")
    product = role(Product)
    pieces: Mapped[int | None] = measure(unit="each")
    worth: Mapped[Decimal | None] = measure(Numeric(12, 2), unit="EUR")


class Stock(PeriodicSnapshot, Mart, grain="one row per product and day", period="day", of=Movement):
    day = role(Day, grain=True)
    product = role(Product, grain=True)
    opened: Mapped[int] = opening(Movement.pieces)
    moved: Mapped[int] = movement(Movement.pieces)
    closed: Mapped[int] = closing(Movement.pieces)


class MonthEnd(PeriodicSnapshot, Mart, grain="one row per month", period="day", of=Movement, every="month"):
    day = role(Day, grain=True)
    moved: Mapped[Decimal] = movement(Movement.worth)
    worth: Mapped[Decimal] = closing(Movement.worth)


@pytest.mark.beyond
def test_a_period_that_is_loaded_again_is_replaced_whole(url: str) -> None:
    Star(url, Mart).tell("""
        load    Inventory counted_on sku pieces
                01-01 A 5
                01-01 B 6
                01-01 C 7
                01-02 A 5
        counts  4 read, 4 inserted, 5 inferred
        load    Inventory counted_on sku pieces
                01-01 A 5
                01-01 B 9
                01-01 D 1
                01-01 D 1
        counts  4 read, 1 inserted, 1 updated, 1 removed, 1 unchanged, 1 inferred, 1 duplicates, 1 missing
        after   Inventory day product pieces
                01-01 A 5
                01-01 B 9
                01-01 D 1
                01-02 A 5
        load    Inventory counted_on sku pieces
                01-01 A 5
                01-01 B 9
                01-01 D 1
        counts  3 read, 3 unchanged
    """)


def test_a_period_without_data_is_emptied_if_the_caller_names_it(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Inventory counted_on sku pieces
                01-01 A 5
                01-02 A 5
                01-03 A 5
        load    Inventory counted_on sku pieces period=['2024-01-01','2024-01-02','2024-01-09'] reject_limit=1
                01-02 B 4
                01-03 B 4
        counts  2 read, 1 inserted, 2 removed, 1 inferred, 1 rejected, 2 missing
        after   Inventory day product pieces
                01-02 B 4
                01-03 A 5
    """)
    star.load("Inventory", [], period=dt.date(2024, 1, 2))
    assert star.counts() == "1 removed, 1 missing"
    assert str(star.result).startswith("Inventory: 0 read, 1 removed in ")
    star.tell("""
        after   Inventory day product pieces
                01-03 A 5
        load    Budget month account amount
                2024-01 1 5.00
                2024-01 2 ∅
                2024-02 1 7.00
        load    Budget month account amount period='2024-01'
                2024-01 2 6.00
        counts  1 read, 1 updated, 1 removed, 1 missing
        after   Budget month account amount
                2024-01 2 6.00
                2024-02 1 7.00
    """)
    with pytest.raises(SourceError, match="the data names no period, so there is none to replace; give period= to"):
        star.load("Inventory", [])
    with pytest.raises(SourceError, match=r"Inventory: period='soon' .*date"):
        star.load("Inventory", [], period="soon")


@pytest.mark.only("duckdb", "mariadb")
def test_rows_without_a_period_and_contradicting_ones_are_rejected(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Inventory counted_on sku pieces reject_limit=3
                ∅ A 5
                01-01 A 5
                01-01 A 6
                01-01 B 6
        counts  4 read, 1 inserted, 2 inferred, 3 rejected
    """)
    with pytest.raises(StarSchemaError, match="replaces whole periods: leave out on_duplicate="):
        star.load("Inventory", [], period="2024-01-01", on_duplicate="ignore")
    with pytest.raises(StarSchemaError, match="Movement: leave out period=, which periodic snapshots take"):
        star.load("Movement", [], period="2024-01-01")
    plan = star.load("Inventory", [], period="2024-01-01", dry_run=True)
    assert (plan.removed, [row["pieces"] for row in plan.samples["removed"]]) == (1, [6])
    assert star.holds("Inventory", ["product", "pieces"]) == ["B 6"]


def test_how_things_stand_follows_from_what_moves_and_carries_forward(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Movement number moved_on sku pieces worth
                1 01-02 A 10 100.50
                2 01-02 A -4 -40.00
                3 01-04 A -1 -10.00
                4 01-04 B 3 ∅
                5 ∅ B 99 ∅
                6 02-01 B ∅ 1.25
        load    Stock start=2024-01-01 end=2024-01-05
        counts  6 read, 6 inserted, 2 inferred
        after   Stock day product opened moved closed
                01-02 A 0 6 6
                01-03 A 6 0 6
                01-04 A 6 -1 5
                01-04 B 0 3 3
                01-05 A 5 0 5
                01-05 B 3 0 3
        load    Stock start=2024-01-01 end=2024-01-05
        counts  6 read, 6 unchanged
        load    MonthEnd end=2024-03-15
        counts  3 read, 3 inserted, 3 inferred
        after   MonthEnd day moved worth
                01-31 50.50 50.50
                02-29 1.25 51.75
                03-31 0.00 51.75
    """)
    # A late movement changes the periods after it; without bounds, all from the first to the last are seen to.
    star.tell("""
        load    Movement number moved_on sku pieces worth
                7 01-03 A -2 ∅
        load    Stock start=2024-01-04 end=2024-01-05
        counts  4 read, 2 updated, 2 unchanged
        after   Stock day product opened moved closed
                01-02 A 0 6 6
                01-03 A 6 0 6
                01-04 A 4 -1 3
                01-04 B 0 3 3
                01-05 A 3 0 3
                01-05 B 3 0 3
        load    Stock end=2024-01-05
        counts  6 read, 1 updated, 5 unchanged
        load    Movement number moved_on sku pieces worth on_duplicate=replace
                4 02-01 B 3 ∅
        load    Stock end=2024-01-05
        counts  4 read, 2 removed, 4 unchanged, 2 missing
    """)


@pytest.mark.only("duckdb", "postgresql")
def test_what_a_derived_snapshot_cannot_do_it_says(url: str) -> None:
    star = Star(url, Mart)
    with pytest.raises(SourceError, match="no Movement has a day yet, so no period begins; load it first"):
        star.load("Stock", None)
    with pytest.raises(SourceError, match="Stock is derived from Movement: give start= and end= instead of data"):
        star.load("Stock", [{"pieces": 1}])
    with pytest.raises(SourceError, match="Stock: start 2024-02-01 is after end 2024-01-01; swap them"):
        star.load("Stock", None, start="2024-02-01", end="2024-01-01")
    with pytest.raises(StarSchemaError, match="Movement: leave out start= and end="):
        star.load("Movement", [{"number": 1}], start="2024-01-01")


MOVES = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from("AB"), st.integers(-3, 5)), min_size=1, max_size=12, unique=False
)


def expected(moves: list[tuple[int, str, int]], first: int, last: int) -> list[str]:
    """Return how things stand each day, from what has moved."""
    by_day: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for day, sku, pieces in moves:
        by_day[sku][day] += pieces
    found = []
    for sku, moved in by_day.items():
        for day in range(max(first, min(moved)), last + 1):
            opens = sum(pieces for d, pieces in moved.items() if d < day)
            found.append(f"01-{day:02} {sku} {opens} {moved[day]} {opens + moved[day]}")
    return sorted(found)


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


@pytest.mark.only("duckdb", "sqlite")
@settings(max_examples=200 if LONG else 5)
@given(moves=MOVES, deal=st.data())
def test_any_movements_in_any_order_stand_as_if_they_had_come_in_order(
    star: Star, moves: list[tuple[int, str, int]], deal: st.DataObject
) -> None:
    with star.warehouse.engine.begin() as connection:
        connection.execute(delete(Movement.__table__))
        connection.execute(delete(Stock.__table__))
    rows: list[dict[str, Any]] = [
        {"number": n, "moved_on": dt.date(2024, 1, day), "sku": sku, "pieces": pieces, "worth": None}
        for n, (day, sku, pieces) in enumerate(moves)
    ]
    left = deal.draw(st.permutations(rows))
    while left:
        size = deal.draw(st.integers(3, 6))
        star.load("Movement", left[:size])
        left = left[size:]
        first, last = sorted(deal.draw(st.tuples(st.integers(1, 14), st.integers(1, 14))))
        star.load("Stock", None, start=f"2024-01-{first:02}", end=f"2024-01-{last:02}")
    star.load("Stock", None, start="2024-01-01", end="2024-01-14")
    assert star.holds("Stock", ["day", "product", "opened", "moved", "closed"]) == expected(moves, 1, 14)
