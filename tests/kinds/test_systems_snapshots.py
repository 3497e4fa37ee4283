"""Of one system among several: its whole membership at a time, and changes of one time in their sequence."""

from __future__ import annotations

from datetime import datetime

import pytest

from starschema import TooManyClosed
from tests.cases.stars import Star
from tests.kinds.test_systems import CRM, HISTORY, Customer, Mart

pytestmark = pytest.mark.spread


@pytest.fixture
def star(url):
    return Star(url, Mart)


def crm_snapshot(star, month, drawing):
    """Load what is drawn as all that the CRM knows on the first of a month, and check what else is drawn."""
    return star.tell(drawing, effective=datetime(2024, month, 1), system="crm", snapshot=True, close_limit=1)


def test_a_snapshot_of_one_system_takes_its_word_back_of_whom_it_lacks(star):
    star.tell(CRM).tell("""
load    Customer no city effective=at at system=billing
        2 Oslo 01-02
""")
    february = """
load    Customer no name city
        3 Cy Hamar
"""
    crm_snapshot(star, 2, february).tell(f"""
counts  1 read, 1 inserted, 1 closed, 1 missing
after   {HISTORY}
        1 Ann ∅ a@x 01-01 02-01
        2 ∅ Bergen ∅ 01-01 02-01
        2 ∅ Oslo ∅ 02-01 ∞
        3 Cy Hamar ∅ 02-01 ∞
""")
    crm_snapshot(star, 2, february).tell("counts  1 read, 1 unchanged")
    crm_snapshot(
        star,
        3,
        f"""
load    Customer no name city
        1 Anna Moss
        3 Cy Hamar
counts  2 read, 1 versioned, 1 unchanged
after   {HISTORY}
        1 Anna Moss ∅ 03-01 ∞
        1 Anna ∅ ∅ 01-01 02-01
        2 ∅ Bergen ∅ 01-01 02-01
        2 ∅ Oslo ∅ 02-01 ∞
        3 Cy Hamar ∅ 02-01 ∞
""",
    )
    assert star.warehouse.verify(Customer)


def test_what_comes_late_ends_at_the_snapshot_that_had_no_word_of_it(star):
    only_one = """
load    Customer no city
        1 Oslo
"""
    crm_snapshot(star, 2, only_one)
    crm_snapshot(star, 3, only_one)
    star.tell("""
load    Customer no city effective=at at system=crm
        1 Bergen 01-15
        2 Moss 01-20
        2 Lom 02-10
counts  3 read, 1 inserted, 2 versioned, 1 closed, 1 missing
after   Customer no city valid_from valid_to
        1 Bergen 01-15 02-01
        1 Oslo 02-01 ∞
        2 Lom 02-10 03-01
        2 Moss 01-20 02-01
""")


def test_a_snapshot_that_lacks_too_many_changes_nothing(star):
    star.tell(CRM)
    rows, options = [{"no": 1}], {"system": "crm", "snapshot": True, "effective": datetime(2024, 2, 1)}
    with pytest.raises(TooManyClosed, match=r"the snapshot lacks 1 of 2 keys of 'crm', more than close_limit=0\.2"):
        star.warehouse.load(Customer, rows, **options)
    star.load("Customer", rows, **options, on_missing="ignore")
    star.tell("counts  1 read, 1 unchanged")
    star.load("Customer", rows, **options, close_limit=0.5)
    star.tell("counts  1 read, 1 closed, 1 unchanged, 1 missing")
    assert star.warehouse.verify(Customer)


def test_of_what_a_system_tells_of_one_time_the_greatest_sequence_counts(star):
    star.tell("""
load    Customer no city lsn effective=at at system=crm sequence=lsn
        1 Oslo 2 01-01
        1 Bergen 1 01-01
counts  2 read, 1 inserted, 1 unchanged
load    Customer no city lsn gone effective=at at system=crm sequence=lsn deleted=gone
        1 Moss 4 false 01-01
        1 ∅ 3 true 01-01
        1 Lom 7 false 02-01
        1 Hamar 6 false 02-01
after   Customer no city valid_from valid_to
        1 Lom 02-01 ∞
        1 Moss 01-01 02-01
load    Customer no city lsn effective=at at system=crm sequence=lsn
        1 Hamar 3 01-01
        1 Lom 7 02-01
counts  2 read, 2 unchanged
""")
