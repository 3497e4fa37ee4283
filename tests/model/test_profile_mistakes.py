"""Every mistake that a band, a profile or a role to one can make is refused, with its place and its remedy."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Date, Float, String
from sqlalchemy.orm import Mapped

from starschema import (
    Dimension,
    MiniDimension,
    PeriodicSnapshot,
    TransactionFact,
    attribute,
    band,
    degenerate,
    natural_key,
    profile,
    role,
)
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


class Income(MiniDimension, Mart):
    income: Mapped[str] = band("income", 0, 1000)


class Taxpayer(Dimension, Mart):
    number: Mapped[int] = natural_key()
    income = profile(Income)


def mini(*bounds: Any, **options: Any) -> object:
    class Mini(MiniDimension, Mart):
        age: Mapped[str] = band("age", *bounds, **options)

    return Mini


@mistake("Mini.age: bands need one or more bounds, each above the one before, not (18, 18)")
def bounds_that_do_not_rise() -> object:
    return mini(18, 18)


@mistake("Mini.age: bands need one or more bounds")
def no_bounds() -> object:
    return mini()


@mistake("Mini.age: 0.5 is no bound of a band; give an int or a Decimal")
def a_bound_that_is_not_exact() -> object:
    return mini(0.5)


@mistake("Mini.age: True is no bound of a band")
def a_bound_that_is_a_truth_value() -> object:
    return mini(True, type_=Float())


@mistake("Mini.age: Date() is no number, and bands are of numbers; give another type_=")
def a_band_of_days() -> object:
    return mini(1, type_=Date())


@mistake("Mini.age: 1 bounds make 2 bands, not 1 labels")
def too_few_labels() -> object:
    return mini(18, labels=["young"])


@mistake("Mini.age: two bands have the same label; give each its own, and the band of NULL by null=")
def labels_that_are_the_same() -> object:
    return mini(18, labels=["young", "Unknown"])


@mistake("Mini.age: '' is no label; give a text of up to 60 characters")
def an_empty_label() -> object:
    return mini(Decimal("18"), null="")


@mistake("Client.age: a band is for a mini-dimension or a junk dimension; declare it on one, of which this dimension")
def a_band_on_a_plain_dimension() -> object:
    class Client(Dimension, Mart):
        number: Mapped[int] = natural_key()
        age: Mapped[str | None] = band("age", 18)

    return Client


@mistake(
    "Client.of: a profile is of a mini-dimension, and Day is none; subclass MiniDimension, or refer to Day by outrig"
)
def a_profile_of_a_calendar() -> object:
    class Client(Dimension, Mart):
        number: Mapped[int] = natural_key()
        of = profile(Day)

    return Client


@mistake("Client.income: without current=True there is no column; leave out comment")
def an_option_of_a_column_that_is_not_there() -> object:
    class Client(Dimension, Mart):
        number: Mapped[int] = natural_key()
        income = profile(Income, comment="what it earns")

    return Client


@mistake("Client.a_profile_with_a_name_of_more_than_thirty_bytes: 'dim_client_a_profile_with_a_name_of")
def a_name_that_is_too_long() -> object:
    class Client(Dimension, Mart):
        number: Mapped[int] = natural_key()
        a_profile_with_a_name_of_more_than_thirty_bytes = profile(Income)

    return Client


@mistake("Tax.income: of='payer' is no role of Tax; it has taxpayer")
def a_role_of_no_role() -> object:
    class Tax(TransactionFact, Mart, grain="one row per tax"):
        number: Mapped[int] = degenerate(grain=True)
        taxpayer = role(Taxpayer)
        income = role(Income, of="payer")

    return Tax


@mistake(
    "Tax.income: Customer has no profile in Income; declare profile(Income) on it, or leave out of= if the fact's own"
)
def a_role_of_a_dimension_without_a_profile() -> object:
    class Tax(TransactionFact, Mart, grain="one row per tax"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)
        income = role(Income, of="customer")

    return Tax


@mistake("Tax.income follows role 'taxpayer', which says all that there is to say; leave out source=, as_of=")
def a_role_that_says_what_follows() -> object:
    class Tax(TransactionFact, Mart, grain="one row per tax"):
        number: Mapped[int] = degenerate(grain=True)
        paid_at: Mapped[datetime] = degenerate()
        taxpayer = role(Taxpayer, as_of="paid_at")
        income = role(Income, of="taxpayer", source="income", as_of="paid_at")

    return Tax


@mistake("Debt.income: of= is for a TransactionFact, whose rows are of one time")
def a_role_of_a_snapshot() -> object:
    class Debt(PeriodicSnapshot, Mart, grain="one row per day", period="day"):
        day = role(Day, grain=True)
        taxpayer = role(Taxpayer, grain=True)
        income = role(Income, of="taxpayer")
        currency: Mapped[str] = degenerate(String(3))

    return Debt


@mistake("Client.income_key: the key of profile 'income' clashes with the declared column of the same name")
def an_attribute_with_the_name_of_the_profiles_key() -> object:
    class Client(Dimension, Mart):
        number: Mapped[int] = natural_key()
        income_key: Mapped[int | None] = attribute()
        income = profile(Income)

    return Client


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_place_and_remedy(make: Make, message: str) -> None:
    assert_refused(make, message)


def test_two_members_known_by_one_key_have_each_a_profile_of_their_own() -> None:
    class Earner(Dimension, Mart):
        number: Mapped[int] = natural_key()
        income = profile(Income)

    class Payslip(TransactionFact, Mart, grain="one row per payslip"):
        payslip_no: Mapped[int] = degenerate(grain=True)
        earner = role(Earner, source="number")
        taxpayer = role(Taxpayer, source="number")
        earned = role(Income, of="earner")
        taxed = role(Income, of="taxpayer")

    through = {r.name: r.through for r in Payslip.__starschema__.roles if r.of is not None}
    assert through["earned"] is not through["taxed"]
