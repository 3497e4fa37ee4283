"""Case 33: an accumulating snapshot's row is filled in as it reaches its milestones, whatever comes when."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Calendar,
    Dimension,
    RejectedRows,
    SourceError,
    StarSchemaError,
    attribute,
    degenerate,
    lag,
    measure,
    milestone,
    natural_key,
    role,
    status,
)
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart, durable_key=True):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Carrier(Dimension, Mart):
    country: Mapped[str] = natural_key(String(2))
    code: Mapped[str] = natural_key(String(4))


class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
    order_no: Mapped[str] = degenerate(String(4), grain=True)
    ordered = milestone(Day, source="ordered_on")
    shipped = milestone(Day, source="shipped_at")
    shipped_at: Mapped[datetime | None] = degenerate()
    delivered = milestone(Day, source="delivered_at")
    delivered_at: Mapped[datetime | None] = degenerate()
    reached: Mapped[str | None] = status(String(10))
    days_to_ship: Mapped[int | None] = lag("ordered", "shipped")
    hours_under_way: Mapped[int | None] = lag("shipped", "delivered", unit="hours")
    customer = role(Customer)
    pieces: Mapped[int | None] = measure()


class Claim(AccumulatingSnapshot, Mart, grain="one row per claim", sequence="changed_at"):
    """With one, money that must be told, a role as of a milestone, and one to a composite natural key."""

    claim_no: Mapped[int] = degenerate(grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    changed_at: Mapped[datetime] = degenerate()
    happened_at: Mapped[datetime | None] = degenerate()
    happened = milestone(Day, source="happened_at")
    settled = milestone(Day, source="settled_on")
    holder = role(Customer, source="holder_id", as_of="happened_at", durable=True)
    carrier = role(Carrier, source=("country", "carrier"), missing="reject")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")
    note: Mapped[str | None] = degenerate(String(20))
    days_open: Mapped[int | None] = lag("happened", "settled")


SHOWN = "Order order_no ordered shipped shipped_at delivered reached days_to_ship hours_under_way customer pieces"


@pytest.mark.everywhere
def test_each_milestone_fills_its_role_its_lags_and_the_status(url: str) -> None:
    Star(url, Mart).tell(f"""
        load    Order order_no ordered_on id pieces
                A 01-01 1 5
        counts  1 read, 1 inserted, 2 inferred
        after   {SHOWN}
                A 01-01 n/a ∅ n/a ordered ∅ ∅ 1 5
        load    Order order_no shipped_at
                A 01-03T18:30
        counts  1 read, 1 updated, 1 inferred
        after   {SHOWN}
                A 01-01 01-03 01-03T18:30 n/a shipped 2 ∅ 1 5
        load    Order order_no delivered_at
                A 01-05T18:29
        after   {SHOWN}
                A 01-01 01-03 01-03T18:30 01-05 delivered 2 47 1 5
    """)


def test_milestones_come_in_any_order_and_never_go_back_to_not_yet(url: str) -> None:
    Star(url, Mart).tell(f"""
        load    Order order_no delivered_at
                A 01-05T12:00
        after   {SHOWN}
                A n/a n/a ∅ 01-05 delivered ∅ ∅ unknown ∅
        load    Order order_no ordered_on id delivered_at
                A 01-04 1 ∅
        after   {SHOWN}
                A 01-04 n/a ∅ 01-05 delivered ∅ ∅ 1 ∅
        load    Order order_no ordered_on delivered_at
                A 01-04 ∅
        counts  1 read, 1 unchanged
        load    Claim claim_no line_no changed_at settled_on amount
                1 1 01-05T00:00 01-05 5
        load    Claim claim_no line_no changed_at settled_on amount
                1 1 01-06T00:00 ∅ 5
        after   Claim claim_no settled changed_at
                1 01-05 01-06
    """)


@pytest.mark.beyond
def test_several_rows_of_one_grain_in_one_load_come_together(url: str) -> None:
    Star(url, Mart).tell(f"""
        load    Order order_no ordered_on shipped_at id pieces
                A 01-01 ∅ ∅ ∅
                A ∅ 01-02T00:00 ∅ ∅
                A ∅ ∅ 1 5
                A 01-01 ∅ ∅ ∅
                A 01-01 ∅ 1 ∅
                B ∅ ∅ ∅ ∅
        counts  6 read, 2 inserted, 3 updated, 3 inferred, 1 duplicates
        after   {SHOWN}
                A 01-01 01-02 01-02 n/a shipped 1 ∅ 1 5
                B n/a n/a ∅ n/a ∅ ∅ ∅ unknown ∅
    """)


def test_the_same_load_again_writes_nothing(url: str) -> None:
    star = Star(url, Mart)
    rows = [
        {"order_no": "A", "ordered_on": date(2024, 1, 1), "id": 1, "pieces": 5},
        {"order_no": "A", "shipped_at": datetime(2024, 1, 2)},
        {"order_no": "B", "shipped_at": datetime(2024, 1, 2)},
    ]
    even = [{**dict.fromkeys(("ordered_on", "id", "pieces", "shipped_at")), **row} for row in rows]
    star.load("Order", even)
    star.load("Order", even)
    assert star.counts() == "3 read, 3 unchanged"
    with star.warehouse.engine.connect() as connection:
        assert set(connection.scalars(select(Order.load_id))) == {1}


def test_without_a_sequence_the_greater_value_is_right_in_any_order(url: str) -> None:
    star = Star(url, Mart)
    told = [(date(2024, 1, 2), 3, 7), (date(2024, 1, 4), 1, 9), (date(2024, 1, 3), 2, 8)]
    for step in range(3):
        rows = [
            {"order_no": str(number), **dict(zip(("ordered_on", "id", "pieces"), told[order[step]], strict=True))}
            for number, order in enumerate(permutations(range(3)))
        ]
        star.load("Order", rows)
    held = star.holds("Order", ["order_no", "ordered", "customer", "pieces"])
    assert held == [f"{number} 01-04 3 9" for number in range(6)]


def test_with_a_sequence_the_newest_row_is_right_column_by_column_in_any_order(url: str) -> None:
    loads = [
        ("changed_at happened_at holder_id amount note", "01-05T00:00 01-04T10:00 1 100.00 first"),
        ("changed_at settled_on amount", "01-09T00:00 01-08 90.00"),
        ("changed_at happened_at settled_on amount note", "01-07T00:00 01-03T10:00 01-20 95.00 second"),
    ]
    star = Star(url, Mart)
    orders = ["012", "210", "102", "201"]
    for claim, order in enumerate(orders):
        for place in order:
            columns, row = loads[int(place)]
            star.tell(f"load Claim claim_no line_no {columns}\n        {claim} 1 {row}")
    shown = "changed_at happened happened_at settled holder amount note days_open"
    held = star.holds("Claim", ["claim_no", *shown.split()])
    assert held == [f"{n} 01-09 01-03 01-03T10:00 01-08 1 90.00 second 5" for n in range(len(orders))]


def test_a_role_follows_the_time_it_is_as_of(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Customer id city at effective=at
                1 Oslo 01-01
                1 Moss 02-01
        load    Claim claim_no line_no changed_at happened_at holder_id amount
                1 1 03-01T00:00 02-15T00:00 1 5
                2 1 03-01T00:00 01-15T00:00 1 5
        after   Claim claim_no holder.city
                1 Moss
                2 Oslo
        load    Claim claim_no line_no changed_at happened_at
                1 1 03-02T00:00 01-15T00:00
        counts  1 read, 1 updated
        after   Claim claim_no holder.city
                1 Oslo
                2 Oslo
        load    Customer id city at effective=at
                1 Bergen 01-10
        counts  1 read, 1 versioned, 2 repointed
        after   Claim claim_no holder.city
                1 Bergen
                2 Bergen
    """)
    assert star.warehouse.verify(Claim)


def test_a_role_without_a_time_keeps_the_version_it_was_given_until_another_member_is_told(url: str) -> None:
    Star(url, Mart).tell("""
        load    Customer id city at effective=at
                1 Oslo 01-01
                2 Rome 01-01
        load    Order order_no id
                A 1
        load    Customer id city at effective=at
                1 Moss 02-01
        load    Order order_no id pieces
                A 1 5
        after   Order order_no customer.city pieces
                A Oslo 5
        load    Order order_no id
                A 2
        after   Order order_no customer.city pieces
                A Rome 5
    """)


def test_a_member_with_a_composite_natural_key_is_known_again_and_one_that_must_exist_rejects_only_its_row(
    url: str,
) -> None:
    Star(url, Mart).tell("""
        load    Carrier country code
                NO post
                SE post
                NO bud
        load    Claim claim_no line_no changed_at country carrier amount
                1 1 01-02T00:00 NO post 5
        load    Claim claim_no line_no changed_at country carrier amount
                1 1 01-01T00:00 SE post 5
        counts  1 read, 1 unchanged
        load    Claim claim_no line_no changed_at country carrier
                1 1 01-02T00:00 NO bud
        counts  1 read, 1 unchanged
        after   Claim claim_no carrier carrier.code
                1 NO post
        load    Claim claim_no line_no changed_at country carrier
                1 1 01-03T00:00 ∅ bud
        after   Claim claim_no carrier carrier.code changed_at
                1 NO post 01-03
        load    Claim claim_no line_no changed_at country carrier amount reject_limit=1
                2 1 01-02T00:00 DK post 6
                2 1 01-01T00:00 ∅ ∅ 5
        counts  2 read, 1 inserted, 1 rejected
        after   Claim claim_no carrier amount
                1 NO 5.00
                2 unknown 5.00
    """)


def test_a_row_without_what_it_must_have_is_rejected_unless_another_row_tells_it(url: str) -> None:
    star = Star(url, Mart)
    with pytest.raises(RejectedRows, match=r"NULL in Claim\.amount, which is NOT NULL, and no other row of the grain"):
        star.tell("""
        load    Claim claim_no line_no changed_at note
                1 1 01-01T00:00 x
        """)
    star.tell("""
        load    Claim claim_no line_no changed_at note amount reject_limit=2
                1 1 01-01T00:00 x ∅
                1 1 01-02T00:00 ∅ 5
                2 1 01-01T00:00 x ∅
                2 1 01-02T00:00 y ∅
        counts  4 read, 1 inserted, 1 updated, 2 rejected
        after   Claim claim_no note amount
                1 x 5.00
        load    Claim claim_no line_no changed_at note
                1 1 01-03T00:00 z
        after   Claim claim_no note amount
                1 z 5.00
        load    Claim claim_no line_no changed_at amount reject_limit=2
                3 ∅ 01-01T00:00 5
                3 1 ∅ 5
                3 2 01-01T00:00 5
        counts  3 read, 1 inserted, 2 rejected
    """)


@pytest.mark.only("duckdb")
def test_data_that_tells_nothing_and_options_of_other_facts_are_refused(url: str) -> None:
    star = Star(url, Mart)
    with pytest.raises(SourceError, match=r"the data tells nothing of its rows; give at least one of .*ordered_on"):
        star.load("Order", [{"order_no": "A", "shiped_at": None}])
    with pytest.raises(StarSchemaError, match="rows are filled in: leave out on_duplicate="):
        star.load("Order", [{"order_no": "A", "pieces": 1}], on_duplicate="replace")


@pytest.mark.only("duckdb", "postgresql")
def test_a_dry_run_tells_what_would_be_inserted_and_updated(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Order order_no pieces
                A 1
    """)
    rows = [{"order_no": "A", "pieces": 2}, {"order_no": "B", "pieces": 3}]
    result = star.load("Order", rows, dry_run=True)
    assert (result.inserted, result.updated) == (1, 1)
    assert [row["pieces"] for row in result.samples["inserted"]] == [3]
    assert [row["pieces"] for row in result.samples["updated"]] == [2]
    assert star.holds("Order", ["order_no", "pieces"]) == ["A 1"]


COLUMNS = ("happened_at", "settled_on", "holder_id", "amount", "note")
TOLD = {
    "happened_at": st.sampled_from([datetime(2024, 1, 2, 8), datetime(2024, 1, 2, 9), datetime(2024, 1, 3)]),
    "settled_on": st.sampled_from([date(2024, 1, 4), date(2024, 1, 5)]),
    "holder_id": st.sampled_from([1, 2, 3]),
    "amount": st.sampled_from([Decimal("1.00"), Decimal("2.50")]),
    "note": st.sampled_from(["a", "B", "b"]),
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "claim_no": st.integers(1, 6),
            "line_no": st.just(1),
            "changed_at": st.sampled_from([datetime(2024, 2, day) for day in (1, 2, 3)]),
            **{name: st.none() | values for name, values in TOLD.items()},
        }
    ),
    min_size=10,
    max_size=30,
)


def expected(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return what the rows come to: of each column, the greatest of the values of the greatest sequence."""
    found = []
    for claim in sorted({row["claim_no"] for row in rows}):
        mine = [row for row in rows if row["claim_no"] == claim]
        best: dict[str, Any] = {}
        for name in COLUMNS:
            told = [(row["changed_at"], row[name]) for row in mine if row[name] is not None]
            best[name] = max(told)[1] if told else None
        happened, settled = best["happened_at"], best["settled_on"]
        lag = (settled - happened.date()).days if happened and settled else None
        found.append((claim, max(row["changed_at"] for row in mine), *best.values(), lag))
    return found


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


@settings(max_examples=300 if LONG else 4)
@given(rows=ROWS, deal=st.data())
def test_any_rows_in_any_loads_in_any_order_and_again_come_to_the_same(
    star: Star, rows: list[dict[str, Any]], deal: st.DataObject
) -> None:
    # Every grain tells an amount somewhere in its first load, since it is NOT NULL.
    first = [
        {**row, **dict.fromkeys(COLUMNS), "changed_at": datetime(2024, 1, 1), "amount": Decimal(0)} for row in rows
    ]
    with star.warehouse.engine.begin() as connection:
        connection.execute(delete(Claim.__table__))
    star.load("Claim", first)
    left = deal.draw(st.permutations(rows + rows[:3]))
    while left:
        size = deal.draw(st.integers(5, 20))
        star.load("Claim", left[:size])
        left = left[size:]
    table, member, day = Claim.__table__, Customer.__table__, Day.__table__
    query = (
        select(
            table.c.claim_no, table.c.changed_at, table.c.happened_at, day.c.date, member.c.id,
            table.c.amount, table.c.note, table.c.days_open,
        )
        .join_from(table, member, member.c.customer_key == table.c.holder_key)
        .join(day, day.c.day_key == table.c.settled_key)
        .order_by(table.c.claim_no)
    )  # fmt: skip
    with star.warehouse.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
        days = select(day.c.date).join_from(table, day, day.c.day_key == table.c.happened_key)
        happened = list(connection.scalars(days.order_by(table.c.claim_no)))
    assert found == expected(first + rows)
    assert happened == [None if row[2] is None else row[2].date() for row in found]
