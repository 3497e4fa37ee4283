"""What only one kind of rows has: roles of its own, which facts follow, and amounts converted by the rates in force."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from starschema import RejectedRows, SourceError
from tests.cases.bookings import Booking, ByKind, Card, Mart, Party, Rate, Transfer
from tests.cases.stars import Star

COLUMNS = "id at kind currency account amount settled_at payee bank speed is_abroad fee unit weight"


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


def keys(star: Star, *columns: str) -> list[tuple[Any, ...]]:
    """Return the members' numbers and keys of special members that the rows of all kinds have in some roles."""
    with star.warehouse.engine.connect() as connection:
        numbers = {k: n for k, n in connection.execute(select(Party.party_key, Party.number)) if k > 0}
        table = Booking.__starschema__.table
        found = connection.execute(select(table.c.id, *(table.c[f"{c}_key"] for c in columns)).order_by(table.c.id))
        return [(row[0], *(numbers.get(key, key) for key in row[1:])) for row in found]


@pytest.mark.lake
def test_a_role_of_one_kind_is_looked_up_and_inferred_for_rows_of_it_only(star: Star) -> None:
    star.tell(f"""
        load    Booking {COLUMNS}
                1 01-05T10:00 transfer ∅ 1 10.00 01-06T10:00 7 ∅ fast true 1.00 ∅ ∅
                2 01-05T10:00 card ∅ 1 20.00 ∅ ∅ ∅ ∅ ∅ ∅ kg 3
                3 01-05T10:00 ∅ ∅ 2 30.00 ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅
                4 01-05T10:00 transfer ∅ 2 40.00 ∅ ∅ 8 ∅ ∅ 0.00 ∅ ∅
        counts  4 read, 4 inserted, 6 inferred, 4 unconverted
        after   Terms speed is_abroad
                fast True
                ∅ ∅
    """)
    assert keys(star, "account", "payee", "bank", "owner") == [
        (1, 1, 7, -2, None),
        (2, 1, None, None, 1),
        (3, 2, None, None, None),
        (4, 2, -1, 8, None),
    ]
    for model in (Booking, Transfer, Card, Party, ByKind):
        assert star.warehouse.verify(model), star.warehouse.verify(model)


def test_a_load_of_one_kind_reads_its_own_roles_and_must_have_them(star: Star) -> None:
    row = {"id": 1, "at": dt.datetime(2024, 1, 5), "account": 1, "currency": None, "amount": 1}
    with pytest.raises(SourceError, match="payee"):
        star.load("Transfer", [row | {"fee": 1, "settled_at": None, "bank": None}])
    star.load("Card", [row])
    star.load("Transfer", [row | {"id": 2, "fee": 1, "settled_at": None, "bank": None, "payee": 9}])
    assert keys(star, "payee", "owner") == [(1, None, 1), (2, 9, None)]
    with pytest.raises(SourceError, match=r"the data has payee, but does not say the kind; give that, too"):
        star.load("Booking", [row | {"id": 3, "payee": 9}])
    with pytest.raises(RejectedRows, match="is of kind 'transfer' only, and the row says another or none; leave it"):
        star.load("Booking", [row | {"id": 3, "kind": "card", "payee": 9}])


@pytest.mark.lake
@pytest.mark.spark
def test_rows_follow_the_members_of_their_own_roles(star: Star) -> None:
    star.tell(f"""
        load    Party number city at effective=at
                7 Oslo 01-01
                8 Rome 01-01
        load    Booking {COLUMNS}
                1 01-05T10:00 transfer ∅ 1 1.00 01-25T10:00 7 8 ∅ ∅ 1.00 ∅ ∅
                2 01-25T10:00 transfer ∅ 7 2.00 01-05T10:00 7 8 ∅ ∅ 1.00 ∅ ∅
                3 01-25T10:00 card ∅ 7 3.00 ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅
        load    Party number city at effective=at
                7 Moss 01-20
                8 Pisa 01-20
        counts  2 read, 2 versioned, 4 repointed
        after   Booking id payee.city bank.city
                1 Oslo Pisa
                2 Moss Rome
    """)
    for model in (Booking, Transfer, Party, ByKind):
        assert star.warehouse.verify(model), star.warehouse.verify(model)


def test_a_replaced_row_leaves_the_roles_of_the_kind_that_it_was(star: Star) -> None:
    star.tell(f"""
        load    Booking {COLUMNS}
                1 01-05T10:00 transfer ∅ 1 1.00 ∅ 7 8 fast ∅ 1.00 ∅ ∅
                2 01-05T10:00 card ∅ 1 1.00 ∅ ∅ ∅ ∅ ∅ ∅ lb 4
        load    Booking {COLUMNS} on_duplicate="replace"
                1 01-05T10:00 card ∅ 1 1.00 ∅ ∅ ∅ ∅ ∅ ∅ kg 2
                2 01-05T10:00 transfer ∅ 1 1.00 ∅ 9 ∅ ∅ ∅ 2.00 ∅ ∅
        counts  2 read, 2 updated, 2 inferred, 2 unconverted
        after   Booking id kind kilos fee
                1 card 2.0 ∅
                2 transfer ∅ 2.00
    """)
    assert keys(star, "payee", "bank", "owner") == [(1, None, None, 1), (2, 9, -2, None)]
    assert star.warehouse.verify(Booking)


def test_a_query_joins_by_a_role_of_the_subtype(star: Star) -> None:
    star.tell(f"""
        load    Booking {COLUMNS}
                1 01-05T10:00 transfer ∅ 1 1.00 ∅ 7 8 ∅ ∅ 1.00 ∅ ∅
                2 01-06T10:00 transfer ∅ 2 2.00 ∅ 7 8 ∅ ∅ 2.00 ∅ ∅
                3 01-06T10:00 card ∅ 2 2.00 ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅
    """)
    query = (
        select(Transfer.payee.number, Transfer.account.number, func.sum(Transfer.fee))
        .select_from(Transfer)
        .join(Transfer.payee)
        .join(Transfer.account)
        .group_by(Transfer.payee.number, Transfer.account.number)
        .order_by(Transfer.account.number)
    )
    with star.warehouse.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [(7, 1, Decimal(1)), (7, 2, Decimal(2))]


@pytest.mark.lake
def test_amounts_of_every_kind_and_of_one_are_converted_and_follow_their_rates(star: Star) -> None:
    star.tell(f"""
        load    Rate currency since rate
                USD 01-01T00:00 0.5000
        load    Booking {COLUMNS}
                1 01-05T10:00 transfer USD 1 10.00 ∅ 7 ∅ ∅ ∅ 1.00 ∅ ∅
                2 01-05T10:00 card USD 1 20.00 ∅ ∅ ∅ ∅ ∅ ∅ lb 3
                3 01-05T10:00 transfer EUR 1 30.00 ∅ 7 ∅ ∅ ∅ 3.00 ∅ ∅
                4 01-05T10:00 ∅ NOK 1 40.00 ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅
        counts  4 read, 4 inserted, 3 inferred, 1 unconverted
        after   Booking id eur fee_eur kilos
                1 5.00 0.50 ∅
                2 10.00 ∅ 1.5
                3 30.00 3.00 ∅
                4 ∅ ∅ ∅
        load    Rate currency since rate on_duplicate="replace"
                USD 01-01T00:00 0.8000
                NOK 01-01T00:00 0.1000
        counts  2 read, 1 inserted, 1 updated, 3 recomputed
        after   Booking id eur fee_eur
                1 8.00 0.80
                2 16.00 ∅
                3 30.00 3.00
                4 4.00 ∅
        after   ByKind kind bookings eur fees
                card 1 16.00 ∅
                transfer 2 38.00 3.80
                ∅ 1 4.00 ∅
    """)
    for model in (Booking, ByKind):
        assert star.warehouse.verify(model), star.warehouse.verify(model)
    with star.warehouse.engine.begin() as connection:
        connection.execute(delete(Rate.__table__))
    assert not star.warehouse.verify(Booking)
    assert star.warehouse.rebuild(Booking).updated == 3
    assert star.warehouse.verify(Booking)


def test_a_unit_without_a_factor_is_rejected_in_rows_of_its_kind(star: Star) -> None:
    row = {"id": 1, "at": dt.datetime(2024, 1, 5), "account": 1, "currency": None, "amount": 1}
    with pytest.raises(RejectedRows, match=r"has no factor in Card\.kilos|has no factor in Booking\.kilos"):
        star.load("Card", [row | {"unit": "st", "weight": 1}])
