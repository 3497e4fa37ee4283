"""Every mistake of a periodic snapshot is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Mapped

from starschema import PeriodicSnapshot, TransactionFact, closing, degenerate, measure, movement, role
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, Product, assert_refused

mistake = Mistakes()


class Movement(TransactionFact, Mart, grain="one row per movement"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="moved_on")
    product = role(Product)
    pieces: Mapped[int] = measure()
    weight: Mapped[float] = measure()
    price: Mapped[int] = measure(additive=False)


@mistake(
    "Stock: period=None is no role or column of its grain, which are day, number; name the one that says the period"
)
def no_period() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day"):
        day = role(Day, source="day", grain=True)
        number: Mapped[int] = degenerate(grain=True)

    return Stock


@mistake("Stock: period='day' is no role or column of its grain, which are number; name the one that says the period")
def a_period_outside_the_grain() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day"):
        day = role(Day, source="day")
        number: Mapped[int] = degenerate(grain=True)

    return Stock


@mistake("Stock.customer: Customer has versions, and a period is one for good; use a calendar, or a dimension whose")
def a_period_with_versions() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per customer", period="customer"):
        customer = role(Customer, grain=True)

    return Stock


@mistake("Stock.pieces is derived from the fact of what moves; name it by class Stock(..., of=Movement)")
def a_derived_measure_of_a_snapshot_that_is_loaded() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day"):
        day = role(Day, grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake("Stock: every='month' is for a snapshot that is derived; leave it out, or give of=")
def a_length_of_a_snapshot_that_is_loaded() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", every="month"):
        day = role(Day, grain=True)

    return Stock


@mistake("Sale.pieces: opening(), movement() and closing() are of a PeriodicSnapshot with of=, the fact of what moves;")
def a_derived_measure_on_another_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Sale


@mistake("Stock: of=<class 'str'> is no fact; name the fact of what moves")
def something_else_that_moves() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=str):
        day = role(Day, grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake("Stock: every='fortnight' is unknown; use 'day', 'week', 'month', 'quarter', 'year'")
def an_unknown_length() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row", period="day", of=Movement, every="fortnight"):  # type: ignore[arg-type]
        day = role(Day, grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake(
    "Stock.customer: a derived snapshot has roles of Movement in its grain and no others; declare customer = role("
)
def a_role_that_what_moves_does_not_have() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)
        customer = role(Customer, grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake("Stock: the period of a derived snapshot is a role to a calendar; period='product' is none")
def a_derived_period_that_is_no_day() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per product", period="product", of=Movement):
        product = role(Product, grain=True)
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake(
    "Stock.counted: what a derived snapshot measures is declared by opening(), movement() and closing() of a measure"
)
def a_measure_that_is_not_derived() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)
        counted: Mapped[int] = measure()
        pieces: Mapped[int] = closing(Movement.pieces)

    return Stock


@mistake(
    "Stock: what a derived snapshot measures is declared by opening(), movement() and closing() of a measure of Mov"
)
def nothing_derived() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)

    return Stock


@mistake("Stock.pieces: closing() takes a measure of Movement, not Movement.number")
def something_that_is_no_measure() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)
        pieces: Mapped[int] = closing(Movement.number)

    return Stock


@mistake("Stock.price: Movement.price is not additive, so it cannot be added up over time")
def a_measure_that_is_not_additive() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)
        price: Mapped[int] = movement(Movement.price)

    return Stock


@mistake("Stock.weight: a sum of floating point numbers depends on their order; make Movement.weight a Numeric")
def a_sum_of_floats() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Movement):
        day = role(Day, grain=True)
        weight: Mapped[float] = movement(Movement.weight)

    return Stock


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
