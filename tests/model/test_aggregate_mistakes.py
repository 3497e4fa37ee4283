"""Every mistake of an aggregate is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Mapped

from starschema import (
    Aggregate,
    Dimension,
    MiniDimension,
    TransactionFact,
    band,
    counted,
    degenerate,
    except_over,
    level,
    lowest,
    measure,
    natural_key,
    outrigger,
    profile,
    role,
    rollup,
    total,
)
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, OtherMart, Product, assert_refused

mistake = Mistakes()


class Wage(MiniDimension, Mart):
    wage: Mapped[str] = band("wage", 0, 1000)


class Worker(Dimension, Mart):
    number: Mapped[int] = natural_key()
    born_on = outrigger(Day)
    wage = profile(Wage)


class Slip(TransactionFact, Mart, grain="one row per payment"):
    number: Mapped[int] = degenerate(grain=True)
    worker = role(Worker, source="payer")
    wage = role(Wage, of="worker")


class Buy(TransactionFact, Mart, grain="one row per purchase"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="sold_on")
    customer = role(Customer)
    pieces: Mapped[int] = measure()
    weight: Mapped[float] = measure()
    price: Mapped[int] = measure(additive=False)
    stock: Mapped[int] = measure(additive=except_over(day))


class Dispatch(TransactionFact, Mart, grain="one row per parcel"):
    number: Mapped[int] = degenerate(grain=True)
    packed = role(Day, source="packed_on")
    sent = role(Day, source="sent_on")
    customer = role(Customer)


DispatchMonth = rollup(Day, "month", name="DispatchMonth")


@mistake("Sales: of=None is no fact; declare class Sales(..., of=Sale)")
def no_fact() -> object:
    class Sales(Aggregate, Mart):
        sales: Mapped[int] = counted()

    return Sales


@mistake("Sales: Buy belongs to another declarative base; a star has one")
def a_fact_of_another_base() -> object:
    class Sales(Aggregate, OtherMart, of=Buy):
        sales: Mapped[int] = counted()

    return Sales


@mistake("Sales adds up everything; give it roles of Buy, or levels such as month = level(Buy.order_date.year_month)")
def no_slices() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        sales: Mapped[int] = counted()

    return Sales


@mistake("Sales keeps nothing; declare total(), counted(), lowest() or highest()")
def nothing_kept() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)

    return Sales


@mistake("Sales.product: Buy has no role 'product' to Product; keep one that it has")
def a_role_that_the_fact_does_not_have() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        product = role(Product)
        sales: Mapped[int] = counted()

    return Sales


@mistake("Parcels.month: DispatchMonth is a roll-up of several roles of Dispatch; say of='packed' or 'sent'")
def a_roll_up_of_several_roles() -> object:
    class Parcels(Aggregate, Mart, of=Dispatch):
        month = role(DispatchMonth)
        parcels: Mapped[int] = counted()

    return Parcels


@mistake("Parcels.month: Dispatch.customer is no role that DispatchMonth is a roll-up of; say of='packed' or 'sent'")
def a_roll_up_of_another_role() -> object:
    class Parcels(Aggregate, Mart, of=Dispatch):
        month = role(DispatchMonth, of="customer")
        parcels: Mapped[int] = counted()

    return Parcels


@mistake("Parcels.sent: of= says which role of Dispatch a roll-up follows from, and this one needs none; leave it out")
def a_role_of_its_own_with_another_to_follow() -> object:
    class Parcels(Aggregate, Mart, of=Dispatch):
        sent = role(Day, of="packed")
        parcels: Mapped[int] = counted()

    return Parcels


@mistake("Sales.stock: Buy.stock does not add up over 'day'; keep that role: day = role(...)")
def a_total_of_a_stock_over_the_days_of_a_month() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        month = role(DispatchMonth)
        stock: Mapped[int] = total(Buy.stock)

    return Sales


@mistake("Sales.customer: what it refers to follows from Buy.customer; leave out all options")
def a_role_with_a_source() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer, source="buyer")
        sales: Mapped[int] = counted()

    return Sales


@mistake("Slips.wage: Slip.wage hangs on the history of another dimension, which aggregates do not follow; use a role")
def a_role_to_a_mini_dimension() -> object:
    class Slips(Aggregate, Mart, of=Slip):
        wage = role(Wage)
        slips: Mapped[int] = counted()

    return Slips


@mistake(
    "Slips.born: Slip.worker hangs on the history of another dimension, which aggregates do not follow; use a role"
)
def a_level_that_is_the_key_of_an_outrigger() -> object:
    class Slips(Aggregate, Mart, of=Slip):
        born: Mapped[int] = level(Slip.worker.born_on_key)
        slips: Mapped[int] = counted()

    return Slips


@mistake("Sales.city: level() takes an attribute of a role of Buy, such as Buy.customer.city, or a degenerate column")
def a_level_of_no_role() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        city: Mapped[str | None] = level(Customer.city)
        sales: Mapped[int] = counted()

    return Sales


@mistake("Sales.pieces: level() takes an attribute of a role of Buy, such as Buy.customer.city, or a degenerate column")
def a_level_of_a_measure() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        pieces: Mapped[int] = level(Buy.pieces)
        sales: Mapped[int] = counted()

    return Sales


@mistake("Sales.number: total() takes a measure of Buy, not Buy.number")
def a_total_of_no_measure() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        number: Mapped[int] = total(Buy.number)

    return Sales


@mistake("Sales.buyers: distinct= takes an attribute of a role of Buy, or a degenerate column of it, not Buy.pieces")
def different_values_of_a_measure() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        buyers: Mapped[int] = counted(distinct=Buy.pieces)

    return Sales


@mistake("Sales.price: Buy.price is not additive; use lowest() or highest(), or what it is made of")
def a_total_of_what_does_not_add_up() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        least: Mapped[int] = lowest(Buy.price)
        price: Mapped[int] = total(Buy.price)

    return Sales


@mistake("Sales.stock: Buy.stock does not add up over 'day'; keep that role: day = role(...)")
def a_total_over_time_of_a_stock() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        month: Mapped[str | None] = level(Buy.day.year_month)
        stock: Mapped[int] = total(Buy.stock)

    return Sales


@mistake("Sales.weight: a sum of floating point numbers depends on their order; make Buy.weight a Numeric")
def a_total_of_floats() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        weight: Mapped[float] = total(Buy.weight)

    return Sales


@mistake("Sales.pieces: an aggregate has no measures of its own; use total(), counted(), lowest() or highest()")
def a_measure_of_its_own() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        pieces: Mapped[int] = measure()

    return Sales


@mistake("View.sales: level(), total(), counted(), lowest() and highest() are of an Aggregate; use measure()")
def a_count_on_a_fact() -> object:
    class View(TransactionFact, Mart, grain="one row per view"):
        number: Mapped[int] = degenerate(grain=True)
        sales: Mapped[int] = counted()

    return View


@mistake("Sales.sales_key: the declared column clashes with the surrogate key of the same name; rename one of them")
def a_column_with_the_name_of_the_key() -> object:
    class Sales(Aggregate, Mart, of=Buy):
        customer = role(Customer)
        sales_key: Mapped[int] = counted()

    return Sales


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)


def test_a_stock_adds_up_where_each_day_has_a_slice_of_its_own() -> None:
    class ByDay(Aggregate, Mart, of=Buy):
        day: Mapped[object] = level(Buy.day.date)
        stock: Mapped[int] = total(Buy.stock)

    assert [part.column.name for part in ByDay.__starschema__.grain] == ["day"]
