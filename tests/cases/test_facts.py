"""Cases 15, 23 and 28 to 32: which version a fact points to, inferred members, grain, and money."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import (
    Dimension,
    RejectedRows,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
)
from tests.cases.customers import Sale, told

pytestmark = [pytest.mark.spread, pytest.mark.clickhouse]

SPLIT = """
    load    1 Ann Oslo @01-01
    load    1 Ann Moss @03-01
"""


class VisitMart(DeclarativeBase):
    pass


class Place(Dimension, VisitMart):
    code: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Visit(TransactionFact, VisitMart, grain="one row per visit"):
    visit_no: Mapped[int] = degenerate(grain=True)
    at: Mapped[datetime] = degenerate()
    cost: Mapped[Decimal | None] = measure(Numeric(14, 2))
    strictly = role(Place, source="a", as_of="at", strict=True)
    optional = role(Place, source="b", null="not applicable")
    lenient = role(Place, source="c", missing="unknown")
    current = role(Place, source="d", missing="reject")


def places(url: str) -> Warehouse:
    """Place 1 is Oslo in January and, after a gap, Moss from March on."""
    warehouse = Warehouse(url, VisitMart)
    warehouse.create_all()
    life = [("Oslo", 1, False), (None, 2, True), ("Moss", 3, False)]
    rows = [{"code": 1, "city": city, "at": datetime(2024, month, 1), "gone": gone} for city, month, gone in life]
    warehouse.load(Place, rows, effective="at", deleted="gone")
    return warehouse


def visit(number: int, **given: Any) -> dict[str, Any]:
    return {"visit_no": number, "at": datetime(2024, 4, 1), **dict.fromkeys("abcd", 1), **given}


def keys(warehouse: Warehouse, name: str) -> list[int]:
    table = Visit.__table__
    with warehouse.engine.connect() as connection:
        return list(connection.scalars(select(table.c[f"{name}_key"]).order_by(table.c.visit_no)))


def count(warehouse: Warehouse, model: type[Any]) -> int:
    with warehouse.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(model.__table__)) or 0


def test_facts_follow_a_late_change_that_splits_their_version(url: str) -> None:
    told(url).tell(SPLIT).tell("""
        sales   a 1 @01-15
                b 1 @02-15
                c 1 @03-15
        points  a K1
                b K1
                c K2
        load    1 Ann Bergen @02-01
        counts  1 read, 1 versioned, 1 repointed
        points  a K1
                b K3
                c K2
    """)


def test_facts_follow_a_start_that_moves(url: str) -> None:
    told(url).tell(SPLIT).tell("""
        sales   a 1 @01-15
                b 1 @02-15
        load    1 Ann Moss @02-01
        counts  1 read, 1 updated, 1 repointed
        points  a K1
                b K2
    """)


def test_facts_follow_where_a_version_is_replaced_by_the_one_before(url: str) -> None:
    told(url).tell(SPLIT).tell("""
        sales   a 1 @01-15
                b 1 @03-15
        load    1 Ann Oslo @03-01
        after   K1 Oslo [01-01, ∞) current
        points  a K1
                b K1
    """)


def test_facts_stay_where_they_are_if_they_are_not_to_follow(url: str) -> None:
    told(url).tell(SPLIT).tell("sales   a 1 @02-15").tell("""
        with    repoint=False
        load    1 Ann Bergen @02-01
        counts  1 read, 1 versioned
        points  a K1
    """)


def test_an_event_belongs_to_the_version_that_starts_with_it(url: str) -> None:
    told(url).tell(SPLIT).tell("""
        sales   a 1 @01-01
                b 1 @02-29T23:59:59.999999
                c 1 @03-01
                d 1 @03-01T00:00:00.000001
        counts  4 read, 4 inserted
        points  a K1
                b K1
                c K2
                d K2
    """)


def test_an_event_outside_every_version_takes_the_nearest_earlier_one_else_the_first(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-10
        load    1 deleted  @02-01
        load    1 Ann Moss @03-01
        load    1 deleted  @04-01
        sales   a 1 @01-01
                b 1 @02-01
                c 1 @02-15
                d 1 @04-01
                e 1 @2030-01-01
                f 1
        points  a K1
                b K1
                c K1
                d K2
                e K2
                f K2
    """)


def test_a_strict_role_takes_the_unknown_member_outside_every_version(url: str) -> None:
    warehouse = places(url)
    times = ["2023-12-31", "2024-01-01", "2024-02-01", "2024-02-15", "2024-03-01", "2030-01-01"]
    warehouse.load(Visit, [visit(place, at=datetime.fromisoformat(time)) for place, time in enumerate(times)])
    assert keys(warehouse, "strictly") == [-1, 1, -1, -1, 2, 2]
    assert keys(warehouse, "current") == [2] * 6


def test_a_null_natural_key_is_unknown_or_not_applicable_as_the_role_says(url: str) -> None:
    warehouse = places(url)
    warehouse.load(Visit, [visit(1, a=None, b=None, c=None, d=None)])
    assert keys(warehouse, "optional") == [-2]
    assert keys(warehouse, "strictly") == keys(warehouse, "lenient") == keys(warehouse, "current") == [-1]
    assert count(warehouse, Place) == 4


def test_an_unknown_natural_key_takes_the_unknown_member_where_the_role_says_so(url: str) -> None:
    warehouse = places(url)
    assert warehouse.load(Visit, [visit(1, c=7)]).inferred == 0
    assert keys(warehouse, "lenient") == [-1]


def test_an_unknown_natural_key_rejects_the_row_where_the_role_says_so(url: str) -> None:
    warehouse = places(url)
    with pytest.raises(RejectedRows, match=r"Visit\.current says missing='reject'"):
        warehouse.load(Visit, [visit(1), visit(2, d=7)])
    assert count(warehouse, Visit) == 0
    result = warehouse.load(Visit, [visit(1), visit(2, d=7)], reject_limit=1)
    assert (result.read, result.inserted, result.rejected) == (2, 1, 1)
    assert count(warehouse, Place) == 4


def test_a_rejected_row_leaves_no_inferred_member(url: str) -> None:
    warehouse = places(url)
    result = warehouse.load(Visit, [visit(1, a=8, d=7)], reject_limit=1)
    assert (result.rejected, result.inferred) == (1, 0)
    assert count(warehouse, Place) == 4


def test_two_roles_that_name_one_unknown_member_make_one_inferred_member(url: str) -> None:
    warehouse = places(url)
    assert warehouse.load(Visit, [visit(1, b=7, c=7), visit(2, b=7, c=7)]).inferred == 1
    assert keys(warehouse, "optional") == keys(warehouse, "lenient") == [3, 3]


def test_a_thousand_facts_of_one_unknown_customer_make_one_inferred_member(url: str) -> None:
    story = told(url)
    rows = [{"order_no": str(place), "id": 99, "sold_at": datetime(2024, 1, 15)} for place in range(1000)]
    result = story.warehouse.load(Sale, rows)
    assert (result.read, result.inserted, result.inferred) == (1000, 1000, 1)
    story.tell("""
        shows   id name city
        after   K1 99 ∅ ∅ [0001-01-01, ∞) current inferred
    """)
    assert set(story.points()) == {f"{place} K1" for place in range(1000)}


def test_the_first_real_row_fills_an_inferred_member_in_place(url: str) -> None:
    told(url).tell("""
        shows   id name city
        sales   a 99 @01-15
        counts  1 read, 1 inserted, 1 inferred
        load    99 Eve Rome @03-01
        counts  1 read, 1 updated
        after   K1 99 Eve Rome [0001-01-01, ∞) current
        load    99 Eve Pisa @04-01
        counts  1 read, 1 versioned
        after   K1 99 Eve Rome [0001-01-01, 04-01)
                K2 99 Eve Pisa [04-01, ∞) current
        sales   b 99 @04-15
        counts  1 read, 1 inserted
        points  a K1
                b K2
    """)


def test_several_rows_of_an_inferred_member_in_one_batch_fill_it_with_the_first(url: str) -> None:
    told(url).tell("""
        sales   a 99 @01-15
                b 99 @04-15
        load    99 Eve Pisa @04-01
                99 Eve Rome @03-01
        after   K1 Rome [0001-01-01, 04-01)
                K2 Pisa [04-01, ∞) current
        points  a K1
                b K2
    """)


@pytest.mark.everywhere
def test_a_row_whose_grain_is_there_fails_the_load(url: str) -> None:
    story = told(url).tell("sales  a 1 @01-15 5")
    with pytest.raises(RejectedRows, match="already has a row of this grain"):
        story.tell("""
            sales  a 1 @01-15 5
                   b 1 @01-15 5
        """)
    story.tell("points  a K1")


@pytest.mark.everywhere
def test_a_row_whose_grain_is_there_can_be_ignored(url: str) -> None:
    story = (
        told(url)
        .tell("sales  a 1 @01-15 5")
        .tell("""
        with    on_duplicate=ignore
        sales   a 1 @02-15 7
                b 1 @01-15 1
        counts  2 read, 1 inserted, 1 duplicates
        points  a K1
                b K1
    """)
    )
    assert total(story.warehouse) == 6


@pytest.mark.everywhere
def test_a_row_whose_grain_is_there_can_be_replaced(url: str) -> None:
    story = (
        told(url)
        .tell("sales  a 1 @01-15 5\n       b 1 @01-15 3")
        .tell("""
        with    on_duplicate=replace
        sales   a 2 @01-15 7
                b 1 @01-15 3
                c 1 @01-15 1
        counts  3 read, 1 inserted, 1 updated, 1 unchanged, 1 inferred
        points  a K2
                b K1
                c K1
    """)
    )
    assert total(story.warehouse) == 11


@pytest.mark.parametrize("on_duplicate", ["error", "ignore", "replace"])
def test_identical_facts_of_a_batch_count_once_and_contradicting_ones_are_rejected(url: str, on_duplicate: str) -> None:
    told(url).tell(f"""
        with    on_duplicate={on_duplicate} reject_limit=4
        sales   a 1 @01-15 5
                a 1 @01-15 5
                b 1 @01-15 5
                b 1 @01-15 6
                c 1 @01-15 5
                c 1 @01-16 5
        counts  6 read, 1 inserted, 1 inferred, 4 rejected, 1 duplicates
        points  a K1
    """)


def total(warehouse: Warehouse) -> Decimal:
    with Session(warehouse.engine) as session:
        return session.scalar(select(func.sum(Sale.amount))) or Decimal(0)


@pytest.mark.everywhere
def test_the_sum_of_money_is_exact(url: str) -> None:
    story = told(url)
    amounts = [Decimal(f"{place}.{place % 100:02d}") for place in range(1000)]
    amounts += [Decimal("999999999999.99"), Decimal("-999999999999.97"), Decimal("0.01"), Decimal("123456789012.34")]
    rows = [{"order_no": str(place), "id": 1, "amount": amount} for place, amount in enumerate(amounts)]
    story.warehouse.load(Sale, rows)
    found = total(story.warehouse)
    assert isinstance(found, Decimal)
    assert found == sum(amounts)
    with Session(story.warehouse.engine) as session:
        assert session.scalar(select(func.sum(Sale.amount)).where(Sale.amount.is_(None))) is None
    with Session(story.warehouse.engine) as session:
        assert sorted(amount for amount in session.scalars(select(Sale.amount)) if amount) == sorted(
            filter(None, amounts)
        )
