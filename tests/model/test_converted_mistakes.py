"""Every mistake of a converted measure is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Dimension,
    PeriodicSnapshot,
    TransactionFact,
    attribute,
    converted,
    degenerate,
    measure,
    milestone,
    movement,
    natural_key,
    role,
)
from tests.model.mistakes import Day, Make, Mart, Mistakes, OtherMart, assert_refused

mistake = Mistakes()


class Currency(Dimension, Mart):
    code: Mapped[str] = natural_key(String(3))


class Country(Dimension, Mart):
    code: Mapped[str] = natural_key(String(3))
    currency: Mapped[str | None] = attribute(String(3), scd=2)


class Rate(TransactionFact, Mart, grain="one row per currency and time"):
    currency = role(Currency, grain=True)
    since: Mapped[dt.datetime] = degenerate(grain=True)
    rate: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)
    other: Mapped[Decimal | None] = measure(Numeric(18, 8), additive=False)
    rough: Mapped[float] = measure(additive=False)
    wide: Mapped[Decimal] = measure(Numeric(30, 8), additive=False)


class CountryRate(TransactionFact, Mart, grain="one row per country and day"):
    country = role(Country, grain=True)
    day = role(Day, source="day", grain=True)
    rate: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)


class Price(TransactionFact, Mart, grain="one row per price"):
    number: Mapped[int] = degenerate(grain=True)
    price: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)


class ForeignRate(TransactionFact, OtherMart, grain="one row per currency and time"):
    currency: Mapped[str] = degenerate(String(3), grain=True)
    since: Mapped[dt.datetime] = degenerate(grain=True)
    rate: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)


def sale(base: Any = "amount", rate: Any = None, type_: Any = None, annotation: Any = None, **options: Any) -> object:
    """Declare a fact with one converted measure."""
    if rate is None:
        rate, options = Rate.rate, {"as_of": "sold_at", **options}
    convert = converted(base, rate, Numeric(14, 2) if type_ is None else type_, **options)
    wanted = annotation or Mapped[Decimal | None]

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        __annotations__ = {
            "number": Mapped[int], "sold_at": Mapped[dt.datetime], "unit": Mapped[str], "amount": Mapped[Decimal],
            "size": Mapped[float], "eur": wanted,
        }  # fmt: skip
        number = degenerate(grain=True)
        sold_at = degenerate()
        unit = degenerate(String(3))
        currency = role(Currency)
        country = role(Country)
        amount = measure(Numeric(14, 2))
        size = measure()
        eur = convert

    return Sale


@mistake("Sale.eur: 'price' is no measure of Sale; convert one that measure() declares")
def a_measure_that_is_not_there() -> object:
    return sale("price")


@mistake("Sale.eur: 'unit' is no measure of Sale; convert one that measure() declares")
def what_is_no_measure() -> object:
    return sale("unit")


@mistake("Sale.eur: size is of type Double(), which is not exact; use Numeric")
def an_amount_that_is_not_exact() -> object:
    return sale("size")


@mistake("Sale.eur: eur is of type String(length=3), which is not exact; use Numeric")
def a_result_that_is_no_number() -> object:
    return sale(type_=String(3))


@mistake("Sale.eur is NULL until its rate comes; make it Mapped[... | None]")
def a_result_that_is_never_null() -> object:
    return sale(annotation=Mapped[Decimal])


@mistake(
    "Sale.eur: an exact result takes up to 44 digits on the way, and 38 can be reckoned with; give amount, its rate"
)
def too_many_digits() -> object:
    return sale(rate=Rate.wide, as_of="sold_at")


@mistake("Sale.eur: an exact result takes up to 48 digits on the way")
def too_many_digits_to_divide() -> object:
    return sale(rate=Rate.wide, as_of="sold_at", divide=True, type_=Numeric(34, 28))


@mistake("Sale.eur: Rate.rough must be exact, and always there; declare it rough: Mapped[Decimal] = measure(Numeric(")
def a_rate_that_is_not_exact() -> object:
    return sale(rate=Rate.rough, as_of="sold_at")


@mistake("Sale.eur: Rate.other must be exact, and always there")
def a_rate_that_may_be_null() -> object:
    return sale(rate=Rate.other, as_of="sold_at")


@mistake("Sale.eur: Rate.since is no measure of a fact; name the rate, such as Rate.rate, or give factors")
def a_rate_that_is_no_measure() -> object:
    return sale(rate=Rate.since, as_of="sold_at")


@mistake("Sale.eur: ForeignRate belongs to another declarative base; a star has one")
def rates_of_another_base() -> object:
    return sale(rate=ForeignRate.rate, as_of="sold_at")


@mistake("Sale.eur: the grain of Price must be a currency and one day or time, since when its rate is in force; it is")
def rates_without_a_time() -> object:
    return sale(rate=Price.price, as_of="sold_at")


@mistake("Sale.eur: Country has versions, and a rate is known by CountryRate.country_key, the key of one; make its")
def rates_by_the_version_of_a_member() -> object:
    return sale(rate=CountryRate.rate, as_of="sold_at")


@mistake(
    "Sale.eur: by='country' is no role of Sale to Currency, by whose key rates are known; declare currency = role("
)
def another_dimension() -> object:
    return sale(by="country")


@mistake("Sale.eur: by=('currency', 'country') names 2 column(s), but Rate knows a rate by 1: currency; name one for")
def too_many_columns() -> object:
    return sale(by=("currency", "country"))


@mistake(
    "Sale.eur: as_of=None is no column of Sale, so nothing tells which rate was in force; declare sold_at: Mapped["
)
def no_time() -> object:
    return sale(as_of=None)


@mistake("Sale.eur: as_of='unit' is of type String(length=3), which is no time")
def a_time_that_is_none() -> object:
    return sale(as_of="unit")


@mistake("Sale.eur: factors are the same at all times; leave out as_of=, divide= and home=")
def factors_with_a_time() -> object:
    return sale(rate={"kg": 1}, by="unit", as_of="sold_at")


@mistake("Sale.eur has no factors; give such as")
def no_factors() -> object:
    return sale(rate={}, by="unit")


@mistake("Sale.eur: the factor of 'lb', 0.4536, is not exact; use an int or a Decimal")
def a_factor_that_is_not_exact() -> object:
    return sale(rate={"lb": 0.4536}, by="unit")


@mistake("Sale.eur: the factor of 'lb' is 0; it must be greater than 0")
def a_factor_of_nothing() -> object:
    return sale(rate={"lb": 0}, by="unit")


@mistake(
    "Sale.eur: by='currency' is no column of Sale; name the one that says the unit, unit: Mapped[str] = degenerate"
)
def factors_by_a_role() -> object:
    return sale(rate={"kg": 1}, by="currency")


@mistake("Invoice.eur: amount is not additive, so no reversal takes it back; convert one that is")
def a_ledger_of_what_does_not_add_up() -> object:
    class Invoice(TransactionFact, Mart, grain="one row per invoice", reversible="at"):
        number: Mapped[int] = degenerate(grain=True)
        at: Mapped[dt.datetime] = degenerate()
        currency = role(Currency)
        amount: Mapped[Decimal] = measure(Numeric(14, 2), additive=False)
        eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="at")

    return Invoice


@mistake("Order.eur: converted() is computed as whole rows are loaded; use it in a TransactionFact, or in a Periodic")
def an_accumulating_snapshot() -> object:
    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        number: Mapped[int] = degenerate(grain=True)
        at: Mapped[dt.datetime] = degenerate()
        ordered = milestone(Day, source="ordered_on")
        currency = role(Currency)
        amount: Mapped[Decimal] = measure(Numeric(14, 2))
        eur: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="at")

    return Order


@mistake("Stock.pounds: converted() is computed as whole rows are loaded")
def a_derived_snapshot() -> object:
    class Stock(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=CountryRate):
        day = role(Day, grain=True)
        unit: Mapped[str] = degenerate(String(3))
        moved: Mapped[Decimal] = movement(CountryRate.rate)
        pieces: Mapped[int] = measure()
        pounds: Mapped[int | None] = converted(pieces, {"lb": 1}, by="unit")

    return Stock


@mistake("City.eur: converted() is for facts; a dimension's columns are made by natural_key() or attribute()")
def a_dimension() -> object:
    class City(Dimension, Mart):
        name: Mapped[str] = natural_key(String(20))
        eur: Mapped[Decimal | None] = converted("amount", Rate.rate, Numeric(9, 2), as_of="at")

    return City


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)


def test_a_converted_measure_adds_up_as_the_one_that_it_follows_from() -> None:
    class Local(DeclarativeBase):
        pass

    class Reading(TransactionFact, Local, grain="one row per reading"):
        number: Mapped[int] = degenerate(grain=True)
        unit: Mapped[str] = degenerate(String(3))
        size: Mapped[int] = measure(additive=False)
        metres: Mapped[Decimal] = converted(
            size, {"m": 1, "km": 1000, "in": Decimal("0.0254")}, Numeric(12, 4), by="unit", unit="m"
        )

    size, metres = Reading.__starschema__.measures
    assert (metres.name, metres.unit, metres.additive, metres.generated) == ("metres", "m", False, True)
    assert (size.generated, metres.column.nullable) == (False, False)
