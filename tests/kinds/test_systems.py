"""A dimension that several systems feed has one row for each member, and knows whose word each value is."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import String, insert, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    RejectedRows,
    StarSchemaError,
    TransactionFact,
    attribute,
    degenerate,
    natural_key,
    role,
)
from starschema.errors import SourceError
from tests.cases.stars import Star

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart, systems=("crm", "billing", "sheet")):
    no: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=1)
    city: Mapped[str | None] = attribute(String(40), scd=2)
    email: Mapped[str | None] = attribute(String(40), scd=1)


class Sale(TransactionFact, Mart, grain="one row per order"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="sold_at")


class Invoice(TransactionFact, Mart, grain="one row per invoice"):
    invoice_no: Mapped[str] = degenerate(String(12), grain=True)
    billed_at: Mapped[datetime] = degenerate()
    payer = role(Customer, source="account", system="billing", as_of="billed_at")
    guarantor = role(Customer, source="bail", system="billing", missing="unknown")


class PlainMart(DeclarativeBase):
    pass


class Product(Dimension, PlainMart, systems=("catalog", "shop")):
    market: Mapped[str] = natural_key(String(2))
    code: Mapped[str] = natural_key(String(10))
    name: Mapped[str | None] = attribute(String(40))
    color: Mapped[str | None] = attribute(String(40))


@pytest.fixture
def star(url):
    return Star(url, Mart)


CRM = """
load    Customer no name city email effective=at at system=crm
        1 Ann ∅ a@x 01-01
        2 Bo Bergen b@x 01-01
counts  2 read, 2 inserted
"""

HISTORY = "Customer no name city email valid_from valid_to"


def test_each_value_is_that_of_the_best_system_that_tells_one(star):
    star.tell(CRM).tell(f"""
load    Customer no name city effective=at at system=sheet
        1 Anna Oslo 01-10
        3 Cy Hamar 01-10
counts  2 read, 1 inserted, 1 versioned
load    Customer no city effective=at at system=billing
        1 Moss 02-01
        2 Moss 02-01
counts  2 read, 1 versioned, 1 unchanged
load    Customer no name effective=at at system=crm
        1 ∅ 03-01
counts  1 read, 1 updated
after   {HISTORY}
        1 Anna Moss a@x 02-01 ∞
        1 Anna Oslo a@x 01-10 02-01
        1 Anna ∅ a@x 01-01 01-10
        2 Bo Bergen b@x 01-01 ∞
        3 Cy Hamar ∅ 01-10 ∞
""")
    found = star.warehouse.sources_of(Customer, 1, as_of=datetime(2024, 2, 15))
    assert {name: (told.value, told.system, told.since) for name, told in found.items()} == {
        "name": ("Ann", "crm", datetime(2024, 1, 1)),
        "city": ("Moss", "billing", datetime(2024, 2, 1)),
        "email": ("a@x", "crm", datetime(2024, 1, 1)),
    }
    assert star.warehouse.sources_of(Customer, 1)["name"].system == "sheet"
    assert star.warehouse.sources_of(Customer, 3)["email"].system is None
    assert star.warehouse.sources_of(Customer, 3, as_of=datetime(2024, 1, 9)) == {}
    assert star.warehouse.sources_of(Customer, 9) == {}


def test_a_key_of_a_system_is_found_given_or_matched_and_stays(star):
    star.tell(CRM).tell(f"""
load    Customer account email city effective=at at system=billing system_key=account match=email
        7001 b@x Oslo 01-05
        7002 a@x Hamar 01-05
counts  2 read, 1 versioned, 1 unchanged
load    Customer account email city effective=at at system=billing system_key=account match=email
        7002 b@x Moss 02-05
counts  1 read, 1 versioned
load    Customer account no city effective=at at system=sheet system_key=account
        A7 3 Lom 01-05
counts  1 read, 1 inserted
load    Customer account city effective=at at system=sheet system_key=account
        A7 Skien 01-06
counts  1 read, 1 versioned
after   {HISTORY}
        1 Ann Hamar a@x 01-05 02-05
        1 Ann Moss a@x 02-05 ∞
        1 Ann ∅ a@x 01-01 01-05
        2 Bo Bergen b@x 01-01 ∞
        3 ∅ Lom ∅ 01-05 01-06
        3 ∅ Skien ∅ 01-06 ∞
""")
    crosswalk = star.warehouse._tables.systems(Customer.__starschema__).crosswalk
    with star.warehouse.engine.connect() as connection:
        columns = (crosswalk.c[name] for name in ("system", "system_key", "no", "matched_by"))
        rows = connection.execute(select(*columns).order_by(crosswalk.c.system, crosswalk.c.system_key))
        assert [tuple(row) for row in rows] == [
            ("billing", "7001", 2, "email"),
            ("billing", "7002", 1, "email"),
            ("crm", "1", 1, "given"),
            ("crm", "2", 2, "given"),
            ("sheet", "A7", 3, "given"),
        ]


def test_a_key_that_nothing_resolves_or_too_much_is_set_aside_with_what_would_help(star):
    star.tell(CRM).tell(
        """
load    Customer no email effective=at at system=crm
        3 b@x 01-02
load    Customer account no email effective=at at system=billing system_key=account match=email
        6001 ∅ b@x 01-05
        6002 ∅ c@x 01-05
        6003 ∅ ∅ 01-05
        6004 1 ∅ 01-05
        6004 2 ∅ 01-06
        6005 2 ∅ 01-05
        ∅ 1 a@x 01-05
counts  7 read, 1 unchanged, 6 rejected
""",
        reject_limit=6,
    )
    quarantine = star.warehouse._tables.quarantine
    with star.warehouse.engine.connect() as connection:
        rows = connection.execute(
            select(quarantine.c.row_number, quarantine.c.reason).order_by(quarantine.c.row_number)
        )
        reasons = [(number, reason.partition("; ")) for number, reason in rows]
    assert [(number, reason[0]) for number, reason in reasons] == [
        (1, "matches several Customers by email: 2"),
        (2, "no Customer is known for this key of 'billing', and none on record has its email"),
        (3, "no Customer is known for this key of 'billing', and none on record has its email"),
        (4, "is the key of several Customers in this data"),
        (5, "is the key of several Customers in this data"),
        (7, "NULL in key of 'billing' Customer: account: every row needs a value here"),
    ]
    assert reasons[0][1][2] == "3; give the natural key of the right one"
    with pytest.raises(RejectedRows, match="names another Customer than the crosswalk has for this key of 'billing'"):
        star.tell("""
load    Customer account no city effective=at at system=billing system_key=account
        6005 1 Oslo 01-05
""")


def test_a_late_row_changes_what_other_systems_told_after_it_and_facts_follow(star):
    star.tell("""
load    Sale order_no sold_at no
        a 01-15T00:00 1
        b 02-15T00:00 1
counts  2 read, 2 inserted, 1 inferred
load    Customer no city effective=at at system=sheet
        1 Oslo 01-01
        1 Moss 02-01
counts  2 read, 1 versioned, 1 unchanged, 1 repointed
load    Customer no city effective=at at system=crm
        1 Hamar 01-10
counts  1 read, 1 versioned, 2 repointed
after   Customer no city valid_from valid_to
        1 Hamar 01-10 ∞
        1 Oslo 0001-01-01 01-10
after   Sale order_no customer.city
        a Hamar
        b Hamar
""")


def test_a_system_takes_back_its_word_and_a_member_is_gone_when_all_have(star):
    star.tell(CRM).tell(
        f"""
load    Customer no city effective=at at system=billing
        2 Oslo 01-02
load    Customer no gone effective=at at system=crm deleted=gone
        2 True 02-01
counts  1 read, 1 versioned
load    Customer no gone effective=at at system=billing deleted=gone
        2 True 03-01
counts  1 read, 1 closed
load    Customer no city effective=at at system=sheet
        2 Lom 04-01
counts  1 read, 1 versioned
after   {HISTORY}
        1 Ann ∅ a@x 01-01 ∞
        2 ∅ Bergen ∅ 01-01 02-01
        2 ∅ Lom ∅ 04-01 ∞
        2 ∅ Oslo ∅ 02-01 03-01
""".replace("True", "true")
    )


def test_what_is_told_again_changes_nothing_and_is_kept_once(star):
    feed = CRM.replace("counts  2 read, 2 inserted\n", "")
    star.tell(feed).tell(feed).tell("counts  2 read, 2 unchanged")
    told = star.warehouse._tables.systems(Customer.__starschema__).told
    with star.warehouse.engine.connect() as connection:
        assert len(connection.execute(select(told)).all()) == 2
    star.tell(f"""
load    Customer no name city email effective=at at system=crm
        1 Ann Oslo a@x 01-01
        1 Ann Oslo a@x 01-01
counts  2 read, 1 updated, 1 duplicates
after   {HISTORY}
        1 Ann Oslo a@x 01-01 ∞
        2 Bo Bergen b@x 01-01 ∞
""")


@pytest.mark.beyond
def test_of_two_keys_of_one_system_the_one_that_spoke_last_counts(star):
    star.tell("""
load    Customer account no city effective=at at system=billing system_key=account
        7001 1 Oslo 01-01
        7002 1 Moss 02-01
load    Customer account city effective=at at system=billing system_key=account
        7001 Lom 03-01
after   Customer no city valid_from valid_to
        1 Lom 03-01 ∞
        1 Moss 02-01 03-01
        1 Oslo 01-01 02-01
""")


def test_a_fact_names_a_member_by_the_key_of_its_own_system(star):
    star.tell(CRM).tell(
        """
load    Customer account no city effective=at at system=billing system_key=account
        7001 1 Oslo 01-02
        7002 2 Moss 01-02
load    Customer account no city effective=at at system=sheet system_key=account
        7003 1 Lom 01-02
load    Invoice invoice_no billed_at account bail
        a 01-01T12:00 7001 7002
        b 01-03T12:00 7001 7009
        c 01-03T12:00 ∅ ∅
        d 01-03T12:00 7003 ∅
counts  4 read, 3 inserted, 1 rejected
after   Invoice invoice_no payer payer.city guarantor
        a 1 ∅ 2
        b 1 Oslo unknown
        c unknown Unknown unknown
""",
        reject_limit=1,
    )
    quarantine = star.warehouse._tables.quarantine
    with star.warehouse.engine.connect() as connection:
        ((column, value, reason),) = connection.execute(
            select(quarantine.c.column_name, quarantine.c.value, quarantine.c.reason)
        )
    assert (column, value) == ("account", "7003")
    assert reason.startswith(
        "no Customer is known for this key of 'billing', which Invoice.payer refers to; load first"
    )


@pytest.mark.only("duckdb", "sqlite")
def test_versions_that_no_system_told_are_not_lost_in_silence(star):
    table = Customer.__table__
    with star.warehouse.engine.begin() as connection:
        connection.execute(insert(table).values(customer_key=1, no=1, valid_from=datetime(2023, 1, 1)))
    with pytest.raises(StarSchemaError, match="Customer with no=1 has versions that no system has told"):
        star.tell(CRM)


def test_a_rebuild_puts_everything_together_by_the_priorities_of_now(star, url):
    star.tell(CRM).tell("""
load    Customer no name city effective=at at system=billing
        2 Beate Oslo 01-01
""")
    spec = Customer.__starschema__
    object.__setattr__(spec, "systems", ("billing", "crm", "sheet"))
    try:
        result = star.warehouse.rebuild(Customer)
        assert (result.read, result.updated) == (1, 1)
        star.tell(f"""
after   {HISTORY}
        1 Ann ∅ a@x 01-01 ∞
        2 Beate Oslo b@x 01-01 ∞
""")
    finally:
        object.__setattr__(spec, "systems", ("crm", "billing", "sheet"))
    assert star.warehouse.verify(Customer)


def test_a_dimension_without_versions_and_with_a_composite_key_is_as_the_newest_times_have_it(url):
    star = Star(url, PlainMart)
    star.tell("""
load    Product market code name color effective=at at system=shop
        NO t1 Tea red 02-01
        SE t1 Te ∅ 02-01
load    Product market code color effective=at at system=catalog
        NO t1 green 01-01
counts  1 read, 1 updated
load    Product market code name effective=at at system=shop
        NO t1 'Old tea' 01-15
counts  1 read, 1 unchanged
after   Product market code name color
        NO t1 Tea green
        SE t1 Te ∅
""")
    assert star.warehouse.sources_of(Product, ("NO", "t1"))["color"].system == "catalog"


@pytest.mark.only("duckdb", "sqlite")
def test_the_tables_beside_it_go_with_it(star):
    assert len([name for name in inspect(star.warehouse.engine).get_table_names() if "customer" in name]) == 3
    star.warehouse.drop_all()
    assert inspect(star.warehouse.engine).get_table_names() == []


@pytest.mark.only("sqlite")
def test_options_that_do_not_go_together_are_refused(star, url):
    load, rows = star.warehouse.load, [{"no": 1}]
    for options, message in (
        ({}, "Customer is fed by crm, billing, sheet; give system= one of them, not None"),
        ({"system": "erp"}, "not 'erp'"),
        ({"system": "crm", "match": ("mail",), "system_key": "no"}, "match='mail' is no attribute"),
        ({"system": "crm", "match": "email"}, "give system_key= its column"),
        ({"system": "crm", "snapshot": "city"}, "snapshot='city' cannot limit it to slices; use snapshot=True"),
        ({"system": "crm", "snapshot": True, "effective": "at"}, "a snapshot has one time"),
    ):
        with pytest.raises(StarSchemaError, match=message):
            load(Customer, rows, **options)
    with pytest.raises(SourceError, match="effective=0001-01-01"):
        load(Customer, rows, system="crm", effective=datetime(1, 1, 1))
    with pytest.raises(SourceError, match=r"the data lacks column 'no' for Customer.no"):
        load(Customer, [{"name": "x"}], system="crm")
    with pytest.raises(StarSchemaError, match="Sale has no systems=: leave out system="):
        load(Sale, rows, system="crm")
    with pytest.raises(StarSchemaError, match="Sale has no systems=, so nothing says"):
        star.warehouse.sources_of(Sale, 1)
    with pytest.raises(StarSchemaError, match="keeps no versions, so a deletion has nowhere"):
        Star(url.replace("1.db", "2.db"), PlainMart).warehouse.load(Product, rows, system="shop", deleted="gone")
