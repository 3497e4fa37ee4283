"""Every mistake of a consolidated fact is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import Aggregate, Consolidated, TransactionFact, counted, degenerate, level, measure, role, total
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, Product, assert_refused

mistake = Mistakes()


class Goal(TransactionFact, Mart, grain="one row per goal"):
    month: Mapped[str] = degenerate(String(7), grain=True)
    year: Mapped[int] = degenerate()
    product = role(Product)
    customer = role(Customer)
    pieces: Mapped[int] = measure()
    share: Mapped[int] = measure(additive=False)


class Deed(TransactionFact, Mart, grain="one row per deed"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="on")
    product = role(Product)
    customer = role(Customer)
    pieces: Mapped[int] = measure()


@mistake("Both: of=None is no fact; declare class Both(..., of=(Plan, Sale))")
def no_facts() -> object:
    class Both(Consolidated, Mart, of=None):  # type: ignore[arg-type]
        product = role(Product)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both consolidates several facts, each named once: of=(Plan, Sale); of one, make an Aggregate")
def a_fact_twice() -> object:
    class Both(Consolidated, Mart, of=(Goal, Goal)):
        product = role(Product)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.month: level() takes one column of each of Goal and Deed, which mean the same")
def a_level_of_one_fact() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        month: Mapped[str] = level(Goal.month)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.month: level() takes one column of each of Goal and Deed, which mean the same")
def a_level_of_one_fact_twice() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        month: Mapped[str] = level(Goal.month, Goal.product.sku)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.month: the columns of Goal and Deed are of types Integer(), ")
def a_level_of_two_types() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        month: Mapped[str] = level(Goal.year, Deed.day.year_month)  # type: ignore[arg-type]
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.customer: Customer has versions, of which facts hardly refer to the same; use level() of its")
def a_role_to_versions() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        customer = role(Customer)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.day: Goal has no role 'day' to Day; keep one that it has")
def a_role_of_one_fact() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        day = role(Day)
        pieces: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.rows: the library counts the rows of each fact itself, goal_rows, deed_rows; leave it out")
def a_count_of_rows() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        product = role(Product)
        rows: Mapped[int] = counted()

    return Both


@mistake("Both.goal_rows: the declared column clashes with the library's own column of the same name; rename one of")
def a_column_of_the_library() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        product = role(Product)
        goal_rows: Mapped[int] = total(Goal.pieces)

    return Both


@mistake("Both.pieces: total() takes a measure of Goal or Deed, not")
def a_measure_of_another() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        product = role(Product)
        pieces: Mapped[int] = total(Customer.customer_id)

    return Both


@mistake("Both.share: Goal.share is not additive; use lowest() or highest(), or what it is made of")
def a_total_of_what_does_not_add_up() -> object:
    class Both(Consolidated, Mart, of=(Goal, Deed)):
        product = role(Product)
        share: Mapped[int] = total(Goal.share)

    return Both


@mistake("One.month: an aggregate is of one fact, so level() takes one column")
def an_aggregate_of_two() -> object:
    class One(Aggregate, Mart, of=Goal):
        month: Mapped[str] = level(Goal.month, Deed.day.year_month)
        pieces: Mapped[int] = total(Goal.pieces)

    return One


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
