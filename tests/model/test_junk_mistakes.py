"""Every mistake that a junk dimension, or a role to one, can make is refused, with its place and its remedy."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import JunkDimension, TransactionFact, attribute, degenerate, natural_key, role
from tests.model.mistakes import Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


@mistake("Flags.channel: a member of a junk dimension never changes, another combination is another member; leave out")
def a_versioned_attribute() -> object:
    class Flags(JunkDimension, Mart):
        channel: Mapped[str] = attribute(String(10), scd=2)

    return Flags


@mistake("Flags.code: all attributes together are the natural key of a junk dimension; declare it with attribute()")
def a_natural_key() -> object:
    class Flags(JunkDimension, Mart):
        code: Mapped[str] = natural_key(String(10))

    return Flags


@mistake("Flags has no attributes to combine; declare them with attribute()")
def no_attributes() -> object:
    class Flags(JunkDimension, Mart):
        pass

    return Flags


@mistake("Flags.combination clashes with the library's own column of the same name; rename it")
def an_attribute_with_the_name_of_the_key() -> object:
    class Flags(JunkDimension, Mart):
        combination: Mapped[str] = attribute(String(10))

    return Flags


@mistake("Flags: a junk dimension has no versions, so leave out durable_key=")
def a_durable_key() -> object:
    class Flags(JunkDimension, Mart, durable_key=True):
        channel: Mapped[str] = attribute(String(10))

    return Flags


@mistake("Flags.channel: degenerate() is for facts")
def a_column_for_facts() -> object:
    class Flags(JunkDimension, Mart):
        channel: Mapped[str] = degenerate(String(10))

    return Flags


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_place_and_remedy(make: Make, message: str) -> None:
    assert_refused(make, message)


def test_a_role_names_a_column_for_each_attribute_of_the_combination() -> None:
    class FlagsMart(DeclarativeBase):
        pass

    class Flags(JunkDimension, FlagsMart):
        channel: Mapped[str] = attribute(String(10))
        is_gift: Mapped[bool] = attribute()

    with pytest.raises(
        Exception, match=r"Sale\.flags: source='channel' names 1 column\(s\), but the combination of Flags"
    ):

        class Sale(TransactionFact, FlagsMart, grain="one row per sale"):
            sale_no: Mapped[int] = degenerate(grain=True)
            flags = role(Flags, source="channel")
