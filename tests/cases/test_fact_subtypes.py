"""Supertypes and subtypes of facts: one grain, and what only one kind of row has in a table of its own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from starschema import RejectedRows, SourceError, StarSchemaError
from tests.cases.payments import (
    Booking,
    ByCity,
    Card,
    Cheque,
    Entry,
    LoanStanding,
    Mart,
    SavingsStanding,
    Standing,
    Transfer,
    Wire,
)
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

WHOLE = "Booking id line kind account amount fee note shop points"


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


def held(star: Star, model: type[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a subtype's own table."""
    with star.warehouse.engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(model.__table__))), key=repr)


def test_each_row_is_in_the_table_of_its_kind_too(star: Star) -> None:
    star.tell(f"""
        load    Transfer id line at number amount fee note
                1 a 01-05T10:00 7 100.00 1.50 rent
        counts  1 read, 1 inserted, 1 inferred
        load    Booking id line at kind number amount fee note shop points
                1 b 01-05T10:00 card 7 20.00 ∅ ∅ kiosk 2
                2 a 01-06T10:00 ∅ 8 5.00 ∅ ∅ ∅ ∅
                3 a 01-06T10:00 transfer 8 9.00 0.50 ∅ ∅ ∅
        counts  3 read, 3 inserted, 1 inferred
        load    Booking id line at kind number amount
                4 a 01-07T10:00 ∅ 8 1.00
        counts  1 read, 1 inserted
        after   {WHOLE}
                1 a transfer 7 100.00 1.50 rent ∅ ∅
                1 b card 7 20.00 ∅ ∅ kiosk 2
                2 a ∅ 8 5.00 ∅ ∅ ∅ ∅
                3 a transfer 8 9.00 0.50 ∅ ∅ ∅
                4 a ∅ 8 1.00 ∅ ∅ ∅ ∅
    """)
    assert held(star, Transfer) == [(1, "a", Decimal("1.50"), "rent"), (3, "a", Decimal("0.50"), None)]
    assert held(star, Card) == [(1, "b", "kiosk", 2)]
    assert star.warehouse.verify(Booking)
    assert star.warehouse.verify(Transfer)


@pytest.mark.everywhere
def test_a_replacement_goes_from_one_table_to_the_other_and_a_removal_from_both(star: Star) -> None:
    star.tell(f"""
        load    Booking id line at kind number amount fee note shop points
                1 a 01-05T10:00 transfer 7 100.00 1.50 rent ∅ ∅
                1 b 01-05T10:00 card 7 20.00 ∅ ∅ kiosk 2
                2 a 01-06T10:00 ∅ 7 5.00 ∅ ∅ ∅ ∅
                3 a 01-06T10:00 card 7 6.00 ∅ ∅ mall 3
        load    Booking id line at kind number amount fee note shop points on_duplicate="replace"
                1 a 01-05T10:00 card 7 100.00 ∅ ∅ kiosk 4
                1 b 01-05T10:00 card 7 20.00 ∅ ∅ ∅ 2
                2 a 01-06T10:00 transfer 7 5.00 0.00 ∅ ∅ ∅
                3 a 01-06T10:00 card 7 6.00 ∅ ∅ mall 3
        counts  4 read, 3 updated, 1 unchanged
        load    Transfer id line at number amount fee on_duplicate="replace"
                3 a 01-06T10:00 7 6.00 0.25
        counts  1 read, 1 updated
        load    Card id line at number amount on_duplicate="ignore"
                3 a 01-06T10:00 7 1.00
        counts  1 read, 1 duplicates
        after   {WHOLE}
                1 a card 7 100.00 ∅ ∅ kiosk 4
                1 b card 7 20.00 ∅ ∅ ∅ 2
                2 a transfer 7 5.00 0.00 ∅ ∅ ∅
                3 a transfer 7 6.00 0.25 ∅ ∅ ∅
        after   ByCity kind bookings amount fees
                card 2 120.00 ∅
                transfer 2 11.00 0.25
    """)
    assert [row[:2] for row in held(star, Card)] == [(1, "a"), (1, "b")]
    gone = [{"id": id_, "line": line, "number": None, "gone": True} for id_, line in ((3, "a"), (1, "b"))]
    star.load("Booking", gone, deleted="gone")
    assert star.counts() == "2 read, 2 removed"
    assert ([row[:2] for row in held(star, Card)], [row[0] for row in held(star, Transfer)]) == ([(1, "a")], [2])
    assert star.warehouse.verify(Booking)
    assert star.warehouse.verify(ByCity)
    with pytest.raises(RejectedRows, match="already has a row of this grain"):
        star.load("Card", [{"id": 1, "line": "a", "at": dt.datetime(2024, 1, 5), "number": 7, "amount": 1}])


def test_rows_of_every_kind_follow_their_members(star: Star) -> None:
    star.tell("""
        load    Account number city at effective=at
                7 Oslo 01-01
        load    Booking id line at kind number amount fee
                1 a 01-05T10:00 transfer 7 1.00 0.10
                2 a 01-25T10:00 transfer 7 2.00 0.20
                3 a 01-25T10:00 ∅ 7 4.00 ∅
        load    Account number city at effective=at
                7 Moss 01-20
        counts  1 read, 1 versioned, 2 repointed
        after   Booking id account.city fee
                1 Oslo 0.10
                2 Moss 0.20
                3 Moss ∅
        after   ByCity city kind bookings amount fees
                Moss transfer 1 2.00 0.20
                Moss ∅ 1 4.00 ∅
                Oslo transfer 1 1.00 0.10
    """)
    for model in (Booking, ByCity):
        assert star.warehouse.verify(model)


def test_rows_are_objects_of_their_kind_and_share_the_roles(star: Star) -> None:
    star.tell("""
        load    Booking id line at kind number amount fee shop
                1 a 01-05T10:00 transfer 7 1.00 0.10 ∅
                2 a 01-25T10:00 card 8 2.00 ∅ kiosk
                3 a 01-25T10:00 ∅ 7 4.00 ∅ ∅
    """)
    by_number = (
        select(Transfer.account.number, func.sum(Transfer.fee), func.sum(Transfer.amount))
        .select_from(Transfer)
        .join(Transfer.account)
        .group_by(Transfer.account.number)
    )
    with Session(star.warehouse.engine) as session:
        found = session.scalars(select(Booking).order_by(Booking.id)).all()
        assert [type(booking) for booking in found] == [Transfer, Card, Booking]
        assert found[1].account.number == 8
        assert [tuple(row) for row in session.execute(by_number)] == [(7, Decimal("0.10"), Decimal("1.00"))]


def test_what_is_said_of_kinds_must_be_right(star: Star) -> None:
    row: dict[str, Any] = {"id": 1, "line": "a", "at": dt.datetime(2024, 1, 5), "number": 7, "amount": 1}
    for more, reason in (
        ({"kind": "loan"}, "is no kind of Booking that is declared; known are 'transfer', 'card'"),
        ({"kind": "card", "fee": 1}, "is of kind 'transfer' only, and the row says another or none; leave it NULL"),
        ({"kind": "transfer", "fee": None}, "NULL in Transfer.fee, which is NOT NULL; fill it in"),
        ({"kind": "transfer"}, "NULL in Transfer.fee, which is NOT NULL; fill it in"),
    ):
        with pytest.raises(RejectedRows, match=reason):
            star.load("Booking", [row | more])
    with pytest.raises(RejectedRows, match=r"NULL in Transfer\.fee"):
        star.load("Transfer", [row])
    with pytest.raises(SourceError, match="the data has fee, but does not say the kind; give that, too"):
        star.load("Booking", [row | {"fee": 1}])
    star.load("Booking", [row | {"kind": "loan"}, row | {"id": 2, "kind": "card"}], reject_limit=1)
    assert star.counts() == "2 read, 1 inserted, 1 inferred, 1 rejected"
    star.load("Card", [row | {"id": 5}], dry_run=True)
    assert [r[0] for r in held(star, Card)] == [2]


@pytest.mark.beyond
def test_an_entry_of_a_ledger_is_reversed_with_what_its_kind_has(star: Star) -> None:
    star.tell("""
        load    Wire id told_at amount charge on_duplicate="reverse"
                1 01-05T10:00 10.00 1.00
        load    Entry id told_at kind amount charge bank on_duplicate="reverse"
                1 01-07T10:00 cheque 12.00 ∅ DNB
                1 01-06T10:00 wire 11.00 2.00 ∅
        counts  2 read, 2 updated
        after   Entry id told_at reversal kind amount charge bank
                1 01-05T10:00 0 wire 10.00 1.00 ∅
                1 01-05T10:00 1 wire -10.00 -1.00 ∅
                1 01-06T10:00 0 wire 11.00 2.00 ∅
                1 01-06T10:00 1 wire -11.00 -2.00 ∅
                1 01-07T10:00 0 cheque 12.00 ∅ DNB
    """)
    assert len(held(star, Wire)) == 4
    assert len(held(star, Cheque)) == 1
    assert star.warehouse.verify(Entry)


@pytest.mark.everywhere
def test_a_period_is_replaced_in_all_tables(star: Star) -> None:
    star.tell("""
        load    Standing month number kind balance interest arrears
                2024-01 1 savings 10.00 0.50 ∅
                2024-01 2 loan -90.00 ∅ 5.00
                2024-02 1 savings 11.00 0.60 ∅
        load    Standing month number kind balance interest arrears
                2024-01 1 loan -10.00 ∅ ∅
                2024-01 3 savings 7.00 0.10 ∅
        counts  2 read, 1 inserted, 1 updated, 1 removed, 1 missing
        after   Standing month number kind balance interest arrears
                2024-01 1 loan -10.00 ∅ ∅
                2024-01 3 savings 7.00 0.10 ∅
                2024-02 1 savings 11.00 0.60 ∅
    """)
    assert [row[:2] for row in held(star, SavingsStanding)] == [("2024-01", 3), ("2024-02", 1)]
    assert held(star, LoanStanding) == [("2024-01", 1, None)]
    assert star.warehouse.verify(Standing)
    with pytest.raises(StarSchemaError, match="replaces whole periods, all kinds of rows: load Standing"):
        star.load("LoanStanding", [{"month": "2024-01", "number": 1, "balance": 1}])


@pytest.mark.everywhere
def test_rows_in_the_wrong_table_are_found(star: Star) -> None:
    star.tell("""
        load    Transfer id line at number amount fee
                1 a 01-05T10:00 7 100.00 1.50
    """)
    with star.warehouse.engine.begin() as connection:
        connection.execute(delete(Transfer.__table__))
        connection.execute(insert(Card.__table__).values(id=1, line="a", shop="kiosk"))
    found = star.warehouse.verify(Booking)
    assert {(fault.table, fault.count) for fault in found.faults} == {("fact_transfer", 1), ("fact_card", 1)}
