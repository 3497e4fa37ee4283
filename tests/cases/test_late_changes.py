"""Cases 10 to 14 and 25: changes that come late, whatever the batches and their order, and what no journal leaves."""

from __future__ import annotations

import pytest

from starschema import OutOfOrder
from tests.cases.customers import Customer, HashedCustomer, PlainCustomer, told
from tests.cases.drawn import Story

pytestmark = [pytest.mark.spread, pytest.mark.clickhouse]


@pytest.fixture(params=[pytest.param(Customer, id="numbers"), pytest.param(HashedCustomer, id="hashes")])
def story(url: str, request: pytest.FixtureRequest) -> Story:
    """A story of customers whose keys are counted up, and the same of some whose keys are hashes."""
    return told(url, request.param)


def test_a_late_change_splits_the_version_it_falls_in(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Moss   @03-01
        load    1 Ann Bergen @02-01
        counts  1 read, 1 versioned
        after   K1 Oslo   [01-01, 02-01)
                K3 Bergen [02-01, 03-01)
                K2 Moss   [03-01, ∞) current
    """)


def test_a_late_change_to_what_the_version_shows_changes_nothing(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
        load    1 Ann Oslo @02-01
        counts  1 read, 1 unchanged
        after   K1 Oslo [01-01, 03-01)
                K2 Moss [03-01, ∞) current
    """)


def test_a_late_change_to_what_the_next_version_shows_moves_its_start(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
        load    1 Ann Moss @02-01
        counts  1 read, 1 updated
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
    """)


def test_a_change_before_the_first_version_goes_before_it(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo   @02-01
        load    1 Ann Bergen @01-01
        counts  1 read, 1 versioned
        after   K2 Bergen [01-01, 02-01)
                K1 Oslo   [02-01, ∞) current
        load    1 Ann Oslo   @01-15
        counts  1 read, 1 updated
        after   K2 Bergen [01-01, 01-15)
                K1 Oslo   [01-15, ∞) current
    """)


def test_a_late_row_never_overwrites_a_newer_name(story: Story) -> None:
    story.tell("""
        shows   name city
        load    1 Ann  Oslo   @01-01
        load    1 Anne Oslo   @03-01
        load    1 Anna Bergen @02-01
        counts  1 read, 1 versioned
        after   K1 Anne Oslo   [01-01, 02-01)
                K2 Anne Bergen [02-01, 03-01)
                K3 Anne Oslo   [03-01, ∞) current
        load    1 Annie Bergen @02-15
        counts  1 read, 1 unchanged
        after   K1 Anne Oslo   [01-01, 02-01)
                K2 Anne Bergen [02-01, 03-01)
                K3 Anne Oslo   [03-01, ∞) current
    """)


def test_a_late_change_cuts_a_run_of_repeats_where_the_next_repeat_was(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo @01-05
        load    1 Ann Oslo @01-10
        load    1 Ann Oslo @01-15
        after   K1 Oslo [01-05, ∞) current
        load    1 Ann Bergen @01-12
        counts  1 read, 1 versioned
        after   K1 Oslo   [01-05, 01-12)
                K2 Bergen [01-12, 01-15)
                K3 Oslo   [01-15, ∞) current
    """)


def test_a_deletion_that_came_before_the_member_closes_it(story: Story) -> None:
    story.tell("""
        load    1 deleted @01-20
        counts  1 read, 1 unchanged
        load    1 Ann Oslo @01-10
        counts  1 read, 1 inserted
        after   K1 Oslo [01-10, 01-20)
    """)


def test_two_late_cuts_in_one_batch_split_as_if_they_came_in_order(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Moss   @04-01
        load    1 Ann Hamar  @03-01
                1 Ann Bergen @02-01
        counts  2 read, 2 versioned
        after   K1 Oslo   [01-01, 02-01)
                K3 Bergen [02-01, 03-01)
                K4 Hamar  [03-01, 04-01)
                K2 Moss   [04-01, ∞) current
    """)


def test_a_whole_life_can_come_in_one_batch(story: Story) -> None:
    story.tell("""
        shows   name city
        load    1 Ann Oslo    @01-01
                1 Ann Bergen  @02-01
                1 Anne Bergen @02-15
                1 deleted     @03-01
                1 Eve Oslo    @04-01
        counts  5 read, 1 inserted, 2 versioned, 1 closed, 1 unchanged
        after   K1 Eve Oslo   [01-01, 02-01)
                K2 Eve Bergen [02-01, 03-01)
                K3 Eve Oslo   [04-01, ∞) current
    """)


def test_a_late_batch_delivered_twice_counts_once(story: Story) -> None:
    late = """
        load    1 Ann Bergen @02-01
                1 deleted    @02-15
    """
    history = """
        after   K1 Oslo   [01-01, 02-01)
                K3 Bergen [02-01, 02-15)
                K2 Moss   [03-01, ∞) current
    """
    story.tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
    """)
    story.tell(late).tell(history)
    before = story.load_ids()
    story.tell(late).tell("counts  2 read, 2 unchanged").tell(history)
    assert story.load_ids() == before


def test_without_a_journal_changes_in_order_make_the_same_versions(url: str) -> None:
    told(url, PlainCustomer).tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Bergen @02-01
                1 Ann Moss   @03-01
        load    1 deleted    @04-01
        counts  1 read, 1 closed
        load    1 Ann Oslo   @05-01
        counts  1 read, 1 versioned
        after   K1 Oslo   [01-01, 02-01)
                K2 Bergen [02-01, 03-01)
                K3 Moss   [03-01, 04-01)
                K4 Oslo   [05-01, ∞) current
    """)


@pytest.mark.parametrize("late", ["1 Ann Bergen @02-01", "1 Ann Bergen @01-15", "1 deleted @02-01"])
def test_without_a_journal_a_late_change_is_refused(url: str, late: str) -> None:
    story = told(url, PlainCustomer).tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
    """)
    before = story.rows()
    with pytest.raises(OutOfOrder, match="PlainCustomer: row 1 is of 2024"):
        story.tell(f"load  {late}")
    assert story.rows() == before


def test_without_a_journal_a_change_within_a_gap_is_refused_too(url: str) -> None:
    story = told(url, PlainCustomer).tell("""
        load    1 Ann Oslo @01-01
        load    1 deleted  @03-01
    """)
    with pytest.raises(OutOfOrder, match="2024-03-01"):
        story.tell("load  1 Ann Moss @02-01")


def test_another_value_for_a_time_on_record_replaces_the_versions_values_in_place(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Bergen @02-01
        load    1 Ann Moss   @02-01
        counts  1 read, 1 updated
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
    """)


def test_a_replaced_value_that_repeats_the_version_before_joins_it(story: Story) -> None:
    story.tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Bergen @02-01
        load    1 Ann Oslo   @02-01
        after   K1 Oslo [01-01, ∞) current
    """)
