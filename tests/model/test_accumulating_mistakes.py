"""Every mistake of an accumulating snapshot is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import AccumulatingSnapshot, TransactionFact, degenerate, lag, measure, milestone, role, status
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


@mistake(
    'Order has no milestone; declare its steps by shipped = milestone(Day, source="shipped_on"), or use Transaction'
)
def no_milestone() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)

    return Order


@mistake("Order.shipped is a milestone to Customer, which is no calendar; use role(), or a dimension of days")
def a_milestone_to_something_that_is_no_calendar() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        shipped = milestone(Customer, source="shipped_on")

    return Order


@mistake(
    "Sale.shipped: a milestone is for an AccumulatingSnapshot, whose rows are updated as it is reached; use role()"
)
def a_milestone_on_another_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        shipped = milestone(Day, source="shipped_on")

    return Sale


@mistake("Sale.days: lag() is the time between two milestones, which an AccumulatingSnapshot has; use measure()")
def a_lag_on_another_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        days: Mapped[int | None] = lag("ordered", "shipped")

    return Sale


@mistake("Sale.state: status() is the milestone reached last, of those an AccumulatingSnapshot has; use degenerate()")
def a_status_on_another_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        state: Mapped[str | None] = status(String(10))

    return Sale


@mistake("Order.customer: a row of an accumulating snapshot is found again by its grain, which cannot hang on a key;")
def a_role_in_the_grain() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        customer = role(Customer, grain=True)
        ordered = milestone(Day, source="ordered_on")

    return Order


@mistake("Order.customer: with missing='unknown' a row would not know its member again when the next row of data comes")
def a_role_that_forgets_its_member() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        customer = role(Customer, missing="unknown")

    return Order


@mistake("Order.days: 'shiped' is no milestone; known are ordered, shipped")
def a_lag_to_something_that_is_no_milestone() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        shipped = milestone(Day, source="shipped_on")
        days: Mapped[int | None] = lag("ordered", "shiped")

    return Order


@mistake("Order.days: a lag has two ends, and both are 'ordered'; name another milestone")
def a_lag_to_where_it_starts() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        days: Mapped[int | None] = lag("ordered", "ordered")

    return Order


@mistake("Order.weeks: unit='weeks' is unknown; use 'days', 'hours', 'minutes', 'seconds'")
def a_lag_in_an_unknown_unit() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        shipped = milestone(Day, source="shipped_on")
        weeks: Mapped[int | None] = lag("ordered", "shipped", unit="weeks")  # type: ignore[arg-type]

    return Order


@mistake("Order.hours: hours between milestones need the time of day; keep that of 'ordered' by declaring ordered_at:")
def a_lag_in_hours_between_days() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_at")
        shipped = milestone(Day, source="shipped_at")
        shipped_at: Mapped[datetime | None] = degenerate()
        hours: Mapped[int | None] = lag("ordered", "shipped", unit="hours")

    return Order


@mistake(
    "Order.days is a whole number of days, NULL until both milestones are reached; declare days: Mapped[int | None]"
)
def a_lag_that_is_never_null() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        shipped = milestone(Day, source="shipped_on")
        days: Mapped[int] = lag("ordered", "shipped")

    return Order


@mistake("Order.shipped_at keeps the time of milestone 'shipped', which is not known at first; declare shipped_at:")
def a_milestone_whose_time_is_never_null() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        shipped = milestone(Day, source="shipped_at")
        shipped_at: Mapped[datetime] = degenerate()

    return Order


@mistake("Order has several status columns, state, stage; keep one")
def two_statuses() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        state: Mapped[str | None] = status(String(10))
        stage: Mapped[str | None] = status(String(10))

    return Order


@mistake("Order.state names milestones, and is NULL where none is reached; declare state: Mapped[str | None] = status(")
def a_status_too_short_for_its_milestones() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        state: Mapped[str | None] = status(String(6))

    return Order


@mistake("Order: sequence='lsn' is no column of it; declare lsn: Mapped[datetime] = degenerate()")
def a_sequence_that_is_no_column() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="lsn"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        pieces: Mapped[int | None] = measure()

    return Order


@mistake("Order: sequence='number' is in the grain, so no two rows could differ in it")
def a_sequence_in_the_grain() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="number"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")

    return Order


@mistake("Order: sequence='lsn' must order all rows, so it is a number or a time and NOT NULL; declare lsn:")
def a_sequence_that_may_be_null() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="lsn"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        lsn: Mapped[int | None] = degenerate()

    return Order


@mistake("Order.told: the declared column clashes with the library's own column of the same name; rename one of them")
def a_column_with_the_name_of_the_librarys() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        ordered = milestone(Day, source="ordered_on")
        told: Mapped[int | None] = degenerate()

    return Order


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
