"""Every mistake that an outrigger can make is refused, with its place and its remedy."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import Dimension, JunkDimension, attribute, natural_key, outrigger, role
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, OtherDay, Product, assert_refused

mistake = Mistakes()


@mistake("Account.owner refers to Customer, which keeps versions, so that every one of them would have to move it")
def a_reference_to_versions() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        owner = outrigger(Customer)

    return Account


@mistake("Account.opened_on: scd=3 is no type of change of a reference; use 0, 1 or 2")
def a_type_that_needs_a_second_column() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        opened_on = outrigger(Day, scd=3)  # type: ignore[arg-type]

    return Account


@mistake("Account.opened_on is a role to str, which is no dimension; subclass Dimension or Calendar")
def a_reference_to_something_that_is_no_dimension() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        opened_on = outrigger(str)

    return Account


@mistake("Account.opened_on: OtherDay belongs to another declarative base; a star has one")
def a_reference_to_another_star() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        opened_on = outrigger(OtherDay)

    return Account


@mistake("Account.product: source='sku' names 1 column(s), but the natural key of Product has 2: shop, sku")
def too_few_columns() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        product = outrigger(Product, source="sku")

    return Account


@mistake("Account.opened_on_key clashes with the key of outrigger 'opened_on' of the same name; rename it")
def an_attribute_with_the_name_of_the_key() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        opened_on_key: Mapped[int | None] = attribute()
        opened_on = outrigger(Day)

    return Account


@mistake("Account.opened_on: a dimension has no roles; declare the role on a fact, or make it an outrigger()")
def a_role() -> object:
    class Account(Dimension, Mart):
        number: Mapped[int] = natural_key()
        opened_on = role(Day)

    return Account


@mistake("Flags.opened_on: a junk dimension has attributes only; refer to it from the fact, by a role")
def a_reference_of_a_junk_dimension() -> object:
    class Flags(JunkDimension, Mart):
        channel: Mapped[str] = attribute(String(10))
        opened_on = outrigger(Day)

    return Flags


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_place_and_remedy(make: Make, message: str) -> None:
    assert_refused(make, message)
