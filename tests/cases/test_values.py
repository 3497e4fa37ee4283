"""Cases 16, 21 and 22: which values, keys and times are the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, SourceError, attribute, natural_key
from tests.cases.customers import told
from tests.cases.drawn import Story


class ProductMart(DeclarativeBase):
    pass


class Product(Dimension, ProductMart):
    code: Mapped[str] = natural_key(String(20))
    label: Mapped[str | None] = attribute(String(20), scd=2)
    price: Mapped[Decimal | None] = attribute(Numeric(12, 2), scd=2)
    weight: Mapped[float | None] = attribute(scd=2)
    checked: Mapped[datetime | None] = attribute(scd=2)


class SeatMart(DeclarativeBase):
    pass


class Seat(Dimension, SeatMart):
    hall: Mapped[str] = natural_key(String(20))
    number: Mapped[int] = natural_key()
    colour: Mapped[str | None] = attribute(String(20), scd=2)


FIRST, SECOND, THIRD = datetime(2024, 1, 1), datetime(2024, 2, 1), datetime(2024, 3, 1)

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"

LOOK_ALIKES = ["ab", "AB", "ab ", "\u00e1b"]
"""Four texts that some collation of MariaDB or SQLite takes for one."""


def products(url: str) -> Story:
    return Story(url, Product, columns="code label", shows="code label")


def versions(story: Story, column: str, *values: Any) -> list[Any]:
    """Load the values one after the other, each a month later, and return what the versions show."""
    for place, value in enumerate(values):
        story.load([{"code": "A", column: value}], effective=datetime(2024, place + 1, 1))
    return [row[column] for row in story.rows()]


def test_null_to_a_value_and_back_are_changes(url: str) -> None:
    told(url).tell("""
        load    1 Ann ∅    @01-01
        load    1 Ann Oslo @02-01
        counts  1 read, 1 versioned
        load    1 Ann ∅    @03-01
        counts  1 read, 1 versioned
        load    1 Ann ∅    @04-01
        counts  1 read, 1 unchanged
        after   K1 ∅    [01-01, 02-01)
                K2 Oslo [02-01, 03-01)
                K3 ∅    [03-01, ∞) current
    """)


def test_an_empty_text_is_not_null(url: str) -> None:
    told(url).tell("""
        load    1 Ann ∅  @01-01
        load    1 Ann '' @02-01
        load    1 Ann '' @03-01
        load    1 Ann ∅  @04-01
        after   K1 ∅  [01-01, 02-01)
                K2 '' [02-01, 04-01)
                K3 ∅  [04-01, ∞) current
    """)


def test_a_number_is_the_same_however_it_is_written(url: str) -> None:
    story = products(url)
    assert versions(story, "price", "100.00", 100, Decimal("100.0"), 100.0, "100") == [Decimal("100.00")]
    assert story.result.unchanged == 1


def test_another_cent_is_another_number(url: str) -> None:
    found = versions(products(url), "price", "9999999999.99", Decimal("9999999999.98"))
    assert found == [Decimal("9999999999.99"), Decimal("9999999999.98")]


@pytest.mark.only("duckdb", "postgresql")
def test_nan_equals_nan_where_the_database_keeps_it(url: str) -> None:
    found = versions(products(url), "weight", float("nan"), float("nan"), 1.5, float("nan"))
    assert [str(value) for value in found] == ["nan", "1.5", "nan"]


def test_a_float_is_compared_to_the_last_bit(url: str) -> None:
    assert versions(products(url), "weight", 0.3, 0.1 + 0.2, 0.1 + 0.2) == [0.3, 0.1 + 0.2]


def test_a_composed_and_a_decomposed_letter_differ(url: str) -> None:
    found = versions(products(url), "label", COMPOSED, DECOMPOSED, DECOMPOSED)
    assert found == [COMPOSED, DECOMPOSED]


def test_texts_that_a_collation_takes_for_one_are_changes(url: str) -> None:
    assert versions(products(url), "label", *LOOK_ALIKES, *LOOK_ALIKES[-1:]) == LOOK_ALIKES


def test_keys_that_a_collation_takes_for_one_are_members_of_their_own(url: str) -> None:
    story = products(url)
    story.load([{"code": code, "label": str(place)} for place, code in enumerate(LOOK_ALIKES)], effective=FIRST)
    assert story.result.inserted == 4
    for place, code in enumerate(LOOK_ALIKES):
        story.load([{"code": code, "label": f"{place}, moved"}], effective=SECOND)
        assert (story.result.read, story.result.versioned) == (1, 1)
    found = {(row["code"], row["label"]) for row in story.rows() if row["is_current"]}
    assert found == {(code, f"{place}, moved") for place, code in enumerate(LOOK_ALIKES)}
    assert sorted(story.warehouse.keys(Product, LOOK_ALIKES)) == [5, 6, 7, 8]


def test_composite_keys_name_a_member_together(url: str) -> None:
    Story(url, Seat, columns="hall number colour", shows="hall number colour").tell("""
        load    A 1 red   @01-01
                A 2 red   @01-01
                B 1 red   @01-01
        load    A 2 blue  @02-01
                B 1 green @01-15
        counts  2 read, 2 versioned
        after   A 1 red   [01-01, ∞) current
                A 2 red   [01-01, 02-01)
                A 2 blue  [02-01, ∞) current
                B 1 red   [01-01, 01-15)
                B 1 green [01-15, ∞) current
    """)


@pytest.mark.spread
def test_a_null_in_a_natural_key_is_rejected(url: str) -> None:
    Story(url, Seat, columns="hall number colour", shows="hall number colour").tell("""
        with    reject_limit=3
        load    A 1 red   @01-01
                A ∅ red   @01-01
                ∅ 1 red   @01-01
                ∅ ∅ red   @01-01
        counts  4 read, 1 inserted, 3 rejected
        after   A 1 red   [01-01, ∞) current
    """)


@pytest.mark.spread
def test_a_null_in_a_natural_key_fails_the_load_where_nothing_may_be_rejected(url: str) -> None:
    story = told(url)
    with pytest.raises(RejectedRows, match="id"):
        story.tell("""
            load    1 Ann Oslo @01-01
                    ∅ Bob Moss @01-01
        """)
    assert story.rows() == []


@pytest.mark.spread
def test_an_aware_time_is_kept_as_utc(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo   @2024-02-01T01:00+02:00
        load    1 Ann Oslo   @2024-01-31T23:00+00:00
        counts  1 read, 1 unchanged
        load    1 Ann Bergen @2024-01-31T18:30-05:30
        counts  1 read, 1 versioned
        after   K1 Oslo   [01-31T23:00, 02-01)
                K2 Bergen [02-01, ∞) current
    """)


@pytest.mark.spread
def test_two_spellings_of_one_time_in_a_batch_are_duplicates(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @2024-02-01T01:00+02:00
                1 Ann Oslo @2024-01-31T23:00+00:00
        counts  2 read, 1 inserted, 1 duplicates
        after   K1 Oslo [01-31T23:00, ∞) current
    """)


@pytest.mark.spread
def test_a_constant_aware_time_is_kept_as_utc(url: str) -> None:
    story = told(url)
    east = datetime(2024, 2, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    story.load([{"id": 1, "city": "Oslo"}], effective=east)
    story.tell("after  Oslo [01-31T23:00, ∞) current")


@pytest.mark.spread
def test_a_naive_time_is_taken_in_the_loads_zone(url: str) -> None:
    told(url).tell("""
        with    zone=Europe/Oslo
        load    1 Ann Oslo @02-01T01:00
                2 Bob Moss @07-01
        after   Oslo [02-01, ∞) current
                Moss [06-30T22:00, ∞) current
    """)


@pytest.mark.spread
def test_a_date_is_midnight_in_the_loads_zone(url: str) -> None:
    story = told(url)
    story.load([{"id": 1, "city": "Oslo", "_at": date(2024, 7, 1)}], zone="Europe/Oslo")
    story.load([{"id": 2, "city": "Moss"}], effective=date(2024, 7, 1), zone="Europe/Oslo")
    story.tell("""
        after   Oslo [06-30T22:00, ∞) current
                Moss [06-30T22:00, ∞) current
    """)


@pytest.mark.spread
@pytest.mark.parametrize("time", ["03-31T02:30", "10-27T02:30"], ids=["never was", "happened twice"])
def test_a_local_time_that_tells_no_time_is_rejected(url: str, time: str) -> None:
    story = told(url)
    with pytest.raises(RejectedRows, match="Europe/Oslo"):
        story.tell(f"load  1 Ann Oslo @{time}", zone="Europe/Oslo")
    with pytest.raises(SourceError, match="Europe/Oslo"):
        story.load([{"id": 1, "city": "Oslo"}], effective=datetime.fromisoformat(f"2024-{time}"), zone="Europe/Oslo")
    assert story.rows() == []


def test_times_are_cut_to_microseconds_before_they_are_compared(url: str) -> None:
    story = products(url)
    finer = pa.array([1_706_745_600_000_000_999], pa.timestamp("ns"))
    for place in range(2):
        story.load(pa.table({"code": ["A"], "checked": finer}), effective=(FIRST, SECOND)[place])
    assert [row["checked"] for row in story.rows()] == [SECOND]
    assert versions(story, "checked", SECOND) == [SECOND]


@pytest.mark.spread
def test_effective_times_of_one_microsecond_are_one_time(url: str) -> None:
    story = products(url)
    times = pa.array([1_706_745_600_000_000_001, 1_706_745_600_000_000_999], pa.timestamp("ns"))
    data = pa.table({"code": ["A", "A"], "label": ["x", "x"], "at": times})
    story.load(data, effective="at")
    assert (story.result.inserted, story.result.duplicates) == (1, 1)
    assert [row["valid_from"] for row in story.rows()] == [SECOND]


def test_microseconds_make_versions_of_their_own(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo   @01-01T00:00:00.000001
                1 Ann Bergen @01-01T00:00:00.000002
        after   K1 Oslo   [01-01T00:00:00.000001, 01-01T00:00:00.000002)
                K2 Bergen [01-01T00:00:00.000002, ∞) current
    """)
