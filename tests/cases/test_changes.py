"""Cases 1 to 9: first sight, each type of change, repeats, and several changes in one batch."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, attribute, natural_key
from tests.cases.customers import SequencedCustomer, told
from tests.cases.drawn import Story

pytestmark = [pytest.mark.spread, pytest.mark.clickhouse]


class NamedMart(DeclarativeBase):
    pass


class NamedCustomer(Dimension, NamedMart):
    id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=1, scope="current")
    city: Mapped[str | None] = attribute(String(40), scd=2)


@pytest.mark.lake
@pytest.mark.spark
def test_the_first_sight_of_a_member_is_its_first_version(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
        counts  1 read, 1 inserted
        after   K1 Oslo [01-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_a_move_closes_the_version_and_opens_another(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Bergen @02-01
        counts  1 read, 1 versioned
        after   K1 Oslo   [01-01, 02-01)
                K2 Bergen [02-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_a_corrected_name_reaches_every_version_and_makes_none(url: str) -> None:
    told(url).tell("""
        shows   name city
        load    1 Ann Oslo    @01-01
        load    1 Ann Bergen  @02-01
        load    1 Anne Bergen @03-01
        counts  1 read, 1 updated
        after   K1 Anne Oslo   [01-01, 02-01)
                K2 Anne Bergen [02-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_a_name_of_scope_current_is_corrected_on_the_current_version_only(url: str) -> None:
    Story(url, NamedCustomer, columns="id name city", shows="name city").tell("""
        load    1 Ann Oslo    @01-01
        load    1 Ann Bergen  @02-01
        load    1 Anne Bergen @03-01
        counts  1 read, 1 updated
        after   K1 Ann  Oslo   [01-01, 02-01)
                K2 Anne Bergen [02-01, ∞) current
    """)


def test_what_is_kept_as_first_seen_is_not_changed_by_a_later_value(url: str) -> None:
    told(url).tell("""
        columns id joined city
        shows   joined city
        load    1 01-01 Oslo @01-01
        load    1 02-02 Oslo @02-01
        counts  1 read, 1 unchanged
        after   K1 01-01 Oslo [01-01, ∞) current
        load    1 03-03 Moss @03-01
        counts  1 read, 1 versioned
        after   K1 01-01 Oslo [01-01, 03-01)
                K2 01-01 Moss [03-01, ∞) current
    """)


def test_what_is_kept_as_first_seen_is_taken_where_it_was_null(url: str) -> None:
    told(url).tell("""
        columns id joined city
        shows   joined city
        load    1 ∅ Oslo     @01-01
        load    1 ∅ Moss     @02-01
        load    1 03-03 Moss @03-01
        counts  1 read, 1 updated
        after   K1 03-03 Oslo [01-01, 02-01)
                K2 03-03 Moss [02-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_a_row_that_tells_nothing_new_writes_nothing(url: str) -> None:
    story = told(url).tell("""
        load    1 Ann Oslo @01-01
                2 Bob Moss @01-01
        load    2 Bob Hamar @02-01
    """)
    before = story.load_ids()
    story.tell("""
        load    2 Bob Hamar @03-01
        counts  1 read, 1 unchanged
        after   K1 Oslo  [01-01, ∞) current
                K2 Moss  [01-01, 02-01)
                K3 Hamar [02-01, ∞) current
    """)
    assert story.load_ids() == before


def test_a_whole_batch_again_writes_nothing(url: str) -> None:
    batch = """
        load    1 Ann Oslo    @01-01
                1 Ann Bergen  @02-01
                2 Bob Moss    @01-01
                2 Rob Moss    @02-15
                3 Cid Hamar   @01-01
                3 deleted     @02-01
    """
    history = """
        after   K1 Oslo   [01-01, 02-01)
                K2 Bergen [02-01, ∞) current
                K3 Moss   [01-01, ∞) current
                K4 Hamar  [01-01, 02-01)
    """
    story = told(url).tell(batch).tell(history)
    before = story.load_ids()
    story.tell(batch).tell("counts  6 read, 6 unchanged").tell(history)
    assert story.load_ids() == before


@pytest.mark.parametrize("order", ["012", "210", "120"])
def test_changes_in_one_batch_make_a_version_each_in_any_order_of_rows(url: str, order: str) -> None:
    rows = ["1 Ann Oslo @01-01", "1 Ann Bergen @02-01", "1 Ann Moss @03-01"]
    story = told(url)
    story.load([story.row(rows[int(place)]) for place in order])
    story.tell("""
        counts  3 read, 1 inserted, 2 versioned
        after   K1 Oslo   [01-01, 02-01)
                K2 Bergen [02-01, 03-01)
                K3 Moss   [03-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_two_changes_of_a_known_member_in_one_batch_make_two_more_versions(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo   @01-01
        load    1 Ann Moss   @03-01
                1 Ann Bergen @02-01
        counts  2 read, 2 versioned
        after   K1 Oslo   [01-01, 02-01)
                K2 Bergen [02-01, 03-01)
                K3 Moss   [03-01, ∞) current
    """)


@pytest.mark.parametrize("rows", [("#1 Bergen", "#2 Moss"), ("#2 Moss", "#1 Bergen")], ids=["in order", "reversed"])
def test_of_changes_at_the_same_time_the_last_in_sequence_holds(url: str, rows: tuple[str, str]) -> None:
    story = told(url).tell("load  1 Ann Oslo @01-01")
    story.load([story.row(f"1 Ann {row.split()[1]} {row.split()[0]} @02-01") for row in rows])
    story.tell("""
        counts  2 read, 1 versioned, 1 unchanged
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_a_change_earlier_in_sequence_that_comes_in_a_later_load_changes_nothing(url: str) -> None:
    told(url, SequencedCustomer).tell("""
        load    1 Ann Oslo   #1 @01-01
        load    1 Ann Moss   #3 @02-01
        load    1 Ann Bergen #2 @02-01
        counts  1 read, 1 unchanged
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
    """)


def test_a_change_later_in_sequence_that_comes_in_a_later_load_holds(url: str) -> None:
    told(url, SequencedCustomer).tell("""
        load    1 Ann Oslo   #1 @01-01
        load    1 Ann Bergen #2 @02-01
        load    1 Ann Moss   #3 @02-01
        counts  1 read, 1 updated
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
    """)


def test_exact_duplicates_in_a_batch_count_once(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
                1 Ann Oslo @01-01
                1 Ann Oslo @01-01
        counts  3 read, 1 inserted, 2 duplicates
        after   K1 Oslo [01-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_contradicting_duplicates_are_both_rejected(url: str) -> None:
    told(url).tell("""
        with    reject_limit=2
        load    1 Ann Oslo   @01-01
                1 Ann Bergen @01-01
                2 Bob Moss   @01-01
        counts  3 read, 1 inserted, 2 rejected
        shows   id city
        after   K1 2 Moss [01-01, ∞) current
    """)


@pytest.mark.lake
@pytest.mark.spark
def test_contradicting_duplicates_fail_the_load_where_nothing_may_be_rejected(url: str) -> None:
    story = told(url).tell("load  1 Ann Oslo @01-01")
    with pytest.raises(RejectedRows, match=r"contradicts another row with the same id and time"):
        story.tell("""
            load    1 Ann Bergen @02-01
                    1 Ann Moss   @02-01
        """)
    story.tell("after  K1 Oslo [01-01, ∞) current")


@pytest.mark.lake
@pytest.mark.spark
def test_there_and_back_again_makes_three_versions_with_three_keys(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @02-01
        load    1 Ann Oslo @03-01
        counts  1 read, 1 versioned
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, 03-01)
                K3 Oslo [03-01, ∞) current
    """)
