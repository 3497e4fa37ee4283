"""Cases 17 to 20: deletions, returns, snapshots and slices of them, and data that lacks columns."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, OutOfOrder, TooManyClosed, attribute, natural_key
from tests.cases.customers import PlainCustomer, told
from tests.cases.drawn import Story

pytestmark = pytest.mark.spread

FIVE = """
    shows     id city
    snapshot  @01-01
              1 Ann Oslo
              2 Bob Moss
              3 Cid Hamar
              4 Dag Oslo
              5 Eve Moss
"""


class ShelfMart(DeclarativeBase):
    pass


class Shelf(Dimension, ShelfMart):
    code: Mapped[str] = natural_key(String(20))
    store: Mapped[str | None] = attribute(String(20), scd=2)
    size: Mapped[int | None] = attribute(scd=2)


class Bin(Dimension, ShelfMart):
    """Nothing but its natural key."""

    code: Mapped[str] = natural_key(String(20))


def shelves(url: str) -> Story:
    return Story(url, Shelf, columns="code store size", shows="code store size")


def test_a_deletion_closes_the_version_and_leaves_nothing_current(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 deleted  @02-01
        counts  1 read, 1 closed
        after   K1 Oslo [01-01, 02-01)
    """)


def test_a_return_opens_a_new_version_and_leaves_the_gap(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 deleted  @02-01
        load    1 Ann Oslo @03-01
        counts  1 read, 1 versioned
        after   K1 Oslo [01-01, 02-01)
                K2 Oslo [03-01, ∞) current
    """)


def test_deleting_an_unknown_or_closed_member_changes_nothing(url: str) -> None:
    story = told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 deleted  @02-01
    """)
    before = story.load_ids()
    story.tell("""
        load    1 deleted  @02-01
                2 deleted  @02-01
        counts  2 read, 2 unchanged
        load    1 deleted  @03-01
        counts  1 read, 1 unchanged
        after   K1 Oslo [01-01, 02-01)
    """)
    assert story.load_ids() == before


def test_a_late_deletion_ends_the_version_it_falls_in_and_leaves_a_gap(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
                1 Ann Moss @03-01
        load    1 deleted  @02-01
        counts  1 read, 1 closed
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [03-01, ∞) current
    """)


def test_a_member_that_a_snapshot_lacks_is_closed_at_its_time(url: str) -> None:
    told(url).tell(FIVE).tell("""
        counts    5 read, 5 inserted
        snapshot  @02-01
                  1 Ann Oslo
                  2 Bob Bergen
                  3 Cid Hamar
                  4 Dag Oslo
        counts    4 read, 1 versioned, 1 closed, 3 unchanged, 1 missing
        after     K1 1 Oslo   [01-01, ∞) current
                  K2 2 Moss   [01-01, 02-01)
                  K6 2 Bergen [02-01, ∞) current
                  K3 3 Hamar  [01-01, ∞) current
                  K4 4 Oslo   [01-01, ∞) current
                  K5 5 Moss   [01-01, 02-01)
        snapshot  @03-01
                  1 Ann Oslo
                  2 Bob Bergen
                  3 Cid Hamar
                  4 Dag Oslo
                  5 Eve Moss
        counts    5 read, 1 versioned, 4 unchanged
        after     K1 1 Oslo   [01-01, ∞) current
                  K2 2 Moss   [01-01, 02-01)
                  K6 2 Bergen [02-01, ∞) current
                  K3 3 Hamar  [01-01, ∞) current
                  K4 4 Oslo   [01-01, ∞) current
                  K5 5 Moss   [01-01, 02-01)
                  K7 5 Moss   [03-01, ∞) current
    """)


def test_a_snapshot_again_changes_nothing(url: str) -> None:
    story = told(url).tell(FIVE)
    before = story.rows()
    story.tell(FIVE).tell("counts  5 read, 5 unchanged")
    assert story.rows() == before


def test_a_snapshot_may_ignore_what_it_lacks(url: str) -> None:
    told(url).tell(FIVE).tell("""
        with      on_missing=ignore
        snapshot  @02-01
                  1 Ann Bergen
        counts    1 read, 1 versioned
        after     1 Oslo   [01-01, 02-01)
                  1 Bergen [02-01, ∞) current
                  2 Moss   [01-01, ∞) current
                  3 Hamar  [01-01, ∞) current
                  4 Oslo   [01-01, ∞) current
                  5 Moss   [01-01, ∞) current
    """)


@pytest.mark.parametrize("rows", ["1 Ann Moss\n 2 Bob Moss\n 3 Cid Hamar", ""], ids=["two of five", "empty"])
def test_a_snapshot_that_would_close_too_many_changes_nothing(url: str, rows: str) -> None:
    story = told(url).tell(FIVE)
    before = story.rows()
    with pytest.raises(TooManyClosed, match=r"of 5 members.*close_limit=0\.2"):
        story.tell(f"snapshot  @02-01\n {rows}")
    assert story.rows() == before


def test_a_snapshot_may_close_as_many_as_its_close_limit_allows(url: str) -> None:
    told(url).tell(FIVE).tell("""
        with      close_limit=0.6
        snapshot  @02-01
                  1 Ann Oslo
                  2 Bob Moss
        counts    2 read, 3 closed, 2 unchanged, 3 missing
    """)


def test_an_empty_snapshot_closes_every_member_if_it_may(url: str) -> None:
    story = (
        told(url)
        .tell(FIVE)
        .tell("""
        with      close_limit=1
        snapshot  @02-01
        counts    5 closed, 5 missing
        after     1 Oslo  [01-01, 02-01)
                  2 Moss  [01-01, 02-01)
                  3 Hamar [01-01, 02-01)
                  4 Oslo  [01-01, 02-01)
                  5 Moss  [01-01, 02-01)
    """)
    )
    assert story.special() == {-1: True, -2: True}


def test_a_snapshot_never_closes_inferred_members(url: str) -> None:
    told(url).tell("""
        shows     id city
        sales     a 99 @01-15
        snapshot  @02-01
                  1 Ann Oslo
        counts    1 read, 1 inserted
        after     K2 1  Oslo [02-01, ∞) current
                  K1 99 ∅    [0001-01-01, ∞) current inferred
    """)


def test_a_slice_closes_only_members_of_the_slices_in_the_data(url: str) -> None:
    shelves(url).tell("""
        load      a north 1 @01-01
                  b north 1 @01-01
                  c south 1 @01-01
                  d ∅     1 @01-01
    """).tell("""
        with      snapshot=store close_limit=0.5
        snapshot  @02-01
                  a north 1
        counts    1 read, 1 closed, 1 unchanged, 1 missing
        after     K1 a north 1 [01-01, ∞) current
                  K2 b north 1 [01-01, 02-01)
                  K3 c south 1 [01-01, ∞) current
                  K4 d ∅     1 [01-01, ∞) current
    """)


def test_the_close_limit_of_a_slice_counts_the_slices_members(url: str) -> None:
    story = shelves(url).tell("""
        load      a north 1 @01-01
                  b north 1 @01-01
                  c south 1 @01-01
                  d south 1 @01-01
                  e south 1 @01-01
    """)
    with pytest.raises(TooManyClosed, match="1 of 2"):
        story.tell("snapshot  @02-01\n a north 1", snapshot="store", close_limit=0.4)


def test_a_member_that_moved_to_another_slice_is_not_closed(url: str) -> None:
    shelves(url).tell("""
        load      a north 1 @01-01
                  b south 1 @01-01
    """).tell("""
        with      snapshot=store
        snapshot  @02-01
                  a south 1
                  b south 1
        counts    2 read, 1 versioned, 1 unchanged
        after     a north 1 [01-01, 02-01)
                  a south 1 [02-01, ∞) current
                  b south 1 [01-01, ∞) current
    """)


def test_a_late_snapshot_is_placed_by_its_time(url: str) -> None:
    told(url).tell("""
        with      close_limit=1
        shows     id city
        snapshot  @01-01
                  1 Ann Oslo
                  2 Bob Moss
        snapshot  @03-01
                  1 Ann Oslo
                  2 Bob Moss
        snapshot  @02-01
                  1 Ann Bergen
        after     K1 1 Oslo   [01-01, 02-01)
                  K3 1 Bergen [02-01, 03-01)
                  K4 1 Oslo   [03-01, ∞) current
                  K2 2 Moss   [01-01, 02-01)
                  K5 2 Moss   [03-01, ∞) current
    """)


def test_without_a_journal_a_late_snapshot_is_refused(url: str) -> None:
    story = told(url, PlainCustomer).tell("""
        snapshot  @01-01
                  1 Ann Oslo
                  2 Bob Moss
        snapshot  @03-01
                  1 Ann Oslo
                  2 Bob Moss
    """)
    before = story.rows()
    with pytest.raises(OutOfOrder, match="snapshot is of 2024-02-01"):
        story.tell("snapshot  @02-01\n 1 Ann Oslo\n 2 Bob Moss")
    assert story.rows() == before


def test_a_column_that_the_data_lacks_keeps_its_value_in_every_version(url: str) -> None:
    told(url).tell("""
        columns id name city region
        shows   name city region
        load    1 Ann Oslo East @01-01
        columns id city
        load    1 Bergen @02-01
        counts  1 read, 1 versioned
        columns id name
        load    1 Anne @03-01
        counts  1 read, 1 updated
        after   K1 Anne Oslo   East [01-01, 02-01)
                K2 Anne Bergen East [02-01, ∞) current
    """)


def test_a_column_with_null_is_null(url: str) -> None:
    told(url).tell("""
        columns id name city region
        shows   name city region
        load    1 Ann Oslo East @01-01
        columns id name region
        load    1 ∅ ∅ @02-01
        counts  1 read, 1 versioned
        after   K1 ∅ Oslo East [01-01, 02-01)
                K2 ∅ Oslo ∅    [02-01, ∞) current
    """)


def test_a_late_partial_row_takes_the_values_of_its_time(url: str) -> None:
    told(url).tell("""
        columns id name city region
        shows   city region
        load    1 Ann Oslo East @01-01
                1 Ann Moss West @03-01
        columns id region
        load    1 North @02-01
        after   K1 Oslo East  [01-01, 02-01)
                K3 Oslo North [02-01, 03-01)
                K2 Moss West  [03-01, ∞) current
    """)


def test_a_partial_change_lasts_until_the_column_is_given_again(url: str) -> None:
    told(url).tell("""
        shows   city region
        columns id city
        load    1 Oslo @01-01
        load    1 Moss @03-01
        columns id region
        load    1 North @02-01
        after   Oslo North [01-01, 03-01)
                Moss North [03-01, ∞) current
    """)


def test_a_column_given_for_the_first_time_fills_what_was_never_known(url: str) -> None:
    told(url).tell("""
        columns id city
        shows   city region
        load    1 Oslo @01-01
        load    1 Moss @02-01
        columns id city region
        load    1 Moss East @03-01
        counts  1 read, 1 updated
        after   K1 Oslo East [01-01, 02-01)
                K2 Moss East [02-01, ∞) current
        load    1 Moss West @04-01
        counts  1 read, 1 versioned
        after   K1 Oslo East [01-01, 02-01)
                K2 Moss East [02-01, 04-01)
                K3 Moss West [04-01, ∞) current
    """)


@pytest.mark.only("duckdb")
def test_a_dimension_may_have_nothing_but_its_natural_key(url: str) -> None:
    Story(url, Bin, columns="code", shows="code").tell("""
        load    A @01-01
                B @01-01
        counts  2 read, 2 inserted
        load    A @02-01
        counts  1 read, 1 unchanged
        after   K1 A
                K2 B
    """)
