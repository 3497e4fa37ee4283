"""Supertypes and subtypes: one key and one set of versions, whichever of the classes is loaded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from starschema import RejectedRows, SourceError, StarSchemaError
from tests.cases.accounts import Account, Booking, ByRate, Card, Checking, Credit, Debit, Mart, Savings
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

WHOLE = "Account number valid_from kind owner city rate limit branch"
ACCOUNTS = "Account number valid_from valid_to kind city rate limit"


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


def held(star: Star, model: type[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a subtype's own table, by key, without the special members."""
    table = model.__table__
    query = select(table).where(table.c[0] > 0).order_by(table.c[0])
    with star.warehouse.engine.connect() as connection:
        return [tuple(row)[1:] for row in connection.execute(query)]


def test_each_version_is_in_the_table_of_its_kind(star: Star) -> None:
    star.tell(f"""
        load    Savings number owner city rate at effective=at
                1 Ann Oslo 2.50 01-01
        counts  1 read, 1 inserted
        load    Account number kind owner city rate limit branch at effective=at
                2 checking Bo Moss ∅ 100 west 01-01
                3 ∅ Cy Oslo ∅ ∅ ∅ 01-01
        counts  2 read, 2 inserted
        load    Savings number rate at effective=at
                1 3.00 02-01
        counts  1 read, 1 versioned
        load    Checking number limit at effective=at
                2 200 02-01
                3 50 02-01
        counts  2 read, 2 versioned
        load    Account number owner at effective=at
                1 Anne 02-15
        counts  1 read, 1 updated
        load    Savings number rate at effective=at
                1 2.75 01-15
        counts  1 read, 1 versioned
        after   {WHOLE}
                1 01-01 savings Anne Oslo 2.50 ∅ ∅
                1 01-15 savings Anne Oslo 2.75 ∅ ∅
                1 02-01 savings Anne Oslo 3.00 ∅ ∅
                2 01-01 checking Bo Moss ∅ 100 west
                2 02-01 checking Bo Moss ∅ 200 west
                3 01-01 ∅ Cy Oslo ∅ ∅ ∅
                3 02-01 checking Cy Oslo ∅ 50 ∅
    """)
    assert sorted(held(star, Savings)) == [(Decimal("2.50"),), (Decimal("2.75"),), (Decimal("3.00"),)]
    assert sorted(limit for limit, _ in held(star, Checking)) == [50, 100, 200]
    assert star.warehouse.verify(Account)
    assert star.warehouse.verify(Savings)
    star.result = star.warehouse.rebuild(Savings)
    assert star.counts() == ""
    assert star.warehouse.keys(Savings, [1, 2]) == star.warehouse.keys(Account, [1, 2])


@pytest.mark.everywhere
def test_rows_are_loaded_as_objects_of_their_kind(star: Star) -> None:
    star.tell("""
        load    Savings number rate at effective=at
                1 2.50 01-01
        load    Checking number limit at effective=at
                2 100 01-01
        load    Account number owner at effective=at
                3 Cy 01-01
    """)
    with Session(star.warehouse.engine) as session:
        accounts = session.scalars(select(Account).where(Account.number.is_not(None)).order_by(Account.number)).all()
        assert [type(account) for account in accounts] == [Savings, Checking, Account]
        assert isinstance(accounts[0], Savings)
        assert accounts[0].rate == Decimal("2.50")
        (own,) = session.scalars(select(Checking).where(Checking.limit > 0))
        assert own.number == 2
        special = session.scalars(select(Savings).where(Savings.__table__.c.account_key < 0)).all()
        assert len(special) == 0 or all(member.rate is None for member in special)


def test_a_member_that_changes_its_kind_has_a_version_of_each(star: Star) -> None:
    star.tell(f"""
        load    Savings number city rate at effective=at
                1 Oslo 2.50 01-01
        load    Checking number limit at effective=at
                1 100 03-01
        counts  1 read, 1 versioned
        load    Savings number rate at effective=at
                1 2.00 02-01
        counts  1 read, 1 versioned
        after   {ACCOUNTS}
                1 01-01 02-01 savings Oslo 2.50 ∅
                1 02-01 03-01 savings Oslo 2.00 ∅
                1 03-01 ∞ checking Oslo ∅ 100
    """)
    assert sorted(held(star, Savings)) == [(Decimal("2.00"),), (Decimal("2.50"),)]
    assert held(star, Checking) == [(100, None)]
    assert star.warehouse.verify(Account)


@pytest.mark.everywhere
def test_where_there_are_no_versions_a_member_goes_from_one_table_to_the_other(star: Star) -> None:
    star.tell("""
        load    Booking id at number card_id amount
                1 01-05T10:00 1 7 1.00
        load    Debit card_id colour bank
                7 blue DNB
                8 red SEB
        counts  2 read, 1 inserted, 1 updated
        load    Credit card_id points
                7 5
        counts  1 read, 1 updated
        after   Card card_id type colour bank points
                7 credit blue ∅ 5
                8 debit red SEB ∅
        load    Card card_id colour
                7 green
        load    Card card_id type colour bank points
                8 credit ∅ ∅ 9
        after   Card card_id type colour bank points
                7 credit green ∅ 5
                8 credit ∅ ∅ 9
    """)
    assert (held(star, Debit), sorted(held(star, Credit))) == ([], [(5,), (9,)])
    assert star.warehouse.verify(Card)


def test_a_snapshot_of_a_subtype_closes_members_of_its_kind_only(star: Star) -> None:
    star.tell("""
        load    Savings number rate at effective=at
                1 2.50 01-01
                2 2.50 01-01
        load    Checking number limit at effective=at
                3 100 01-01
    """)
    star.load("Savings", [{"number": 1, "rate": "2.60"}], effective=dt.date(2024, 2, 1), snapshot=True, close_limit=1)
    assert star.counts() == "1 read, 1 versioned, 1 closed, 1 missing"
    star.tell(f"""
        after   {ACCOUNTS}
                1 01-01 02-01 savings ∅ 2.50 ∅
                1 02-01 ∞ savings ∅ 2.60 ∅
                2 01-01 02-01 savings ∅ 2.50 ∅
                3 01-01 ∞ checking ∅ ∅ 100
    """)
    with pytest.raises(StarSchemaError, match="a snapshot of one kind is the whole of that kind, so snapshot='city'"):
        star.load("Savings", [{"number": 1, "city": "Oslo"}], effective=dt.date(2024, 3, 1), snapshot="city")


def test_facts_refer_to_a_subtype_by_the_key_of_the_supertype(star: Star) -> None:
    star.tell("""
        load    Booking id at number card_id amount
                1 01-05T10:00 1 ∅ 1.00
                2 01-25T10:00 1 ∅ 2.00
                3 01-25T10:00 2 ∅ 4.00
                4 01-25T10:00 ∅ ∅ 8.00
        counts  4 read, 4 inserted, 2 inferred
        load    Savings number rate at effective=at
                1 2.50 01-10
        counts  1 read, 1 updated
        load    Checking number limit at effective=at
                2 100 01-01
        load    Savings number rate at effective=at
                1 3.00 01-20
        counts  1 read, 1 versioned, 2 repointed
        after   Booking id account savings account.kind savings.rate
                1 1 1 savings 2.50
                2 1 1 savings 3.00
                3 2 2 checking ∅
                4 unknown unknown ∅ ∅
        after   ByRate kind rate amount
                checking ∅ 4.00
                savings 2.50 1.00
                savings 3.00 2.00
                ∅ ∅ 8.00
    """)
    query = (
        select(Booking.id, Booking.account.kind, Booking.savings.rate)
        .select_from(Booking)
        .join(Booking.account)
        .join(Booking.savings)
        .order_by(Booking.id)
    )
    with Session(star.warehouse.engine) as session:
        assert [tuple(row) for row in session.execute(query)] == [
            (1, "savings", Decimal("2.50")),
            (2, "savings", Decimal("3.00")),
            (3, "checking", None),
            (4, None, None),
        ]
        booking = session.get_one(Booking, 1)
        assert isinstance(booking.account, Savings)
    for model in (Booking, Account, ByRate):
        found = star.warehouse.verify(model)
        assert found, str(found)


def test_what_is_said_of_kinds_must_be_right(star: Star) -> None:
    at = dt.date(2024, 1, 1)
    row: dict[str, Any] = {"number": 1, "kind": "loan", "rate": None, "limit": None, "branch": None}
    with pytest.raises(RejectedRows, match="is no kind of Account that is declared; known are 'savings', 'checking'"):
        star.load("Account", [row], effective=at)
    with pytest.raises(
        RejectedRows, match="is of kind 'checking' only, and the row says another or none; leave it NULL"
    ):
        star.load("Account", [{**row, "kind": "savings", "limit": 5}], effective=at)
    with pytest.raises(
        SourceError, match="the data says the kind, but lacks limit, branch, so that nothing tells them"
    ):
        star.load("Account", [{"number": 1, "kind": "savings", "rate": 5}], effective=at)
    with pytest.raises(SourceError, match="the data has rate, but does not say the kind; give that, too"):
        star.load("Account", [{"number": 1, "rate": 5}], effective=at)
    assert star.holds("Account", ["number"]) == []


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(star: Star) -> None:
    star.tell("""
        load    Savings number rate at effective=at dry_run=True
                1 2.50 01-01
        counts  1 read, 1 inserted
        after   Account number kind
    """)
    assert held(star, Savings) == []


@pytest.mark.everywhere
@pytest.mark.beyond
def test_versions_in_the_wrong_table_are_found(star: Star) -> None:
    star.tell("""
        load    Savings number rate at effective=at
                1 2.50 01-01
    """)
    with star.warehouse.engine.begin() as connection:
        (key,) = connection.scalars(select(Savings.__table__.c.account_key).where(Savings.__table__.c.account_key > 0))
        connection.execute(insert(Checking.__table__).values(account_key=key, limit=5))
        connection.execute(delete(Savings.__table__).where(Savings.__table__.c.account_key == key))
    found = star.warehouse.verify(Account)
    assert {(fault.table, fault.count) for fault in found.faults} == {("dim_savings", 1), ("dim_checking", 1)}
