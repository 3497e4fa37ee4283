"""Every mistake of groups that facts make is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped

from starschema import (
    AccumulatingSnapshot,
    Bridge,
    Dimension,
    GroupDimension,
    JunkDimension,
    TransactionFact,
    attribute,
    degenerate,
    group,
    member,
    milestone,
    natural_key,
    outrigger,
    role,
    weight,
)
from tests.model.mistakes import Day, Make, Mart, Mistakes, Product, assert_refused

mistake = Mistakes()


class Symptom(Dimension, Mart):
    code: Mapped[str] = natural_key(String(8))


class SymptomGroup(GroupDimension, Mart):
    pass


class GroupSymptoms(Bridge, Mart):
    group = group(SymptomGroup)
    symptom = member(Symptom)


class NoBridge(GroupDimension, Mart):
    pass


class Marks(JunkDimension, Mart):
    is_old: Mapped[bool | None] = attribute()


class Basket(GroupDimension, Mart):
    pass


class BasketGoods(Bridge, Mart):
    basket = group(Basket)
    product = member(Product)
    share: Mapped[Decimal] = weight(Numeric(5, 4))


@mistake("Pair.size: a group is its members and nothing else; declare it on their dimension, or on the bridge")
def a_column_of_its_own() -> object:
    class Pair(GroupDimension, Mart):
        size: Mapped[int | None] = attribute()

    return Pair


@mistake("Pair: a dimension of groups has no versions, so leave out durable_key=")
def a_durable_key() -> object:
    class Pair(GroupDimension, Mart, durable_key=True):
        pass

    return Pair


@mistake("Others: GroupSymptoms says already who is in a SymptomGroup; leave one out")
def a_second_bridge() -> object:
    class Others(Bridge, Mart):
        group = group(SymptomGroup)
        symptom = member(Symptom)

    return Others


@mistake("Members.flags: facts name the members of a NoBridge by their natural keys, and that of Marks is made from")
def members_that_are_combinations() -> object:
    class Members(Bridge, Mart):
        group = group(NoBridge)
        flags = member(Marks)

    return Members


@mistake("Members.symptom: members that only facts name come into being; leave out missing=")
def members_that_must_be_there() -> object:
    class Members(Bridge, Mart):
        group = group(NoBridge)
        symptom = member(Symptom, missing="reject")

    return Members


@mistake("Members.rank: a group that facts make says nothing but its members; make it Mapped[... | None]")
def an_attribute_that_nobody_tells() -> object:
    class Members(Bridge, Mart):
        group = group(NoBridge)
        symptom = member(Symptom)
        rank: Mapped[int] = attribute(unknown=0)

    return Members


@mistake("Case.symptoms: no bridge says who is in a group; declare one before the fact, with group(NoBridge)")
def a_fact_before_the_bridge() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(NoBridge, source=("s1", "s2"))

    return Case


@mistake("Case.symptoms: source=None must name the columns of a group's members, such as source=")
def no_columns() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(SymptomGroup)

    return Case


@mistake("Case.symptoms: separator=';' is what stands between the members in one column, such as separator=';' with")
def a_separator_of_several_columns() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(SymptomGroup, source=("s1", "s2"), separator=";")

    return Case


@mistake("Case.goods: source=('p1', 'p2') must name the columns of each member, a tuple of 2 for shop, sku of Product")
def members_of_two_columns_named_by_one() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        goods = role(Basket, source=("p1", "p2"))

    return Case


@mistake("Case.goods: a member of Basket is known by shop, sku, which one text cannot tell; leave out separator=")
def members_of_two_columns_in_one_text() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        goods = role(Basket, source="goods", separator=";")

    return Case


@mistake("Case.symptoms: GroupSymptoms keeps no shares of the members of SymptomGroup; declare share: Mapped[Decimal]")
def shares_that_are_not_kept() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(SymptomGroup, source=("s1", "s2"), weights=("w1", "w2"))

    return Case


@mistake("Case.goods: weights=('w1',) must name a column for each of the 2 members")
def a_share_for_one_member_only() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        goods = role(Basket, source=(("m1", "c1"), ("m2", "c2")), weights="w1")

    return Case


@mistake("Case.symptoms: a group that was never seen before is made; leave out missing=")
def groups_that_must_be_there() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(SymptomGroup, source=("s1", "s2"), missing="reject")

    return Case


@mistake("Case.symptom: separator= is for a role to groups, whose members data names; Symptom is no GroupDimension")
def a_separator_of_one_member() -> object:
    class Case(TransactionFact, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptom = role(Symptom, separator=";")

    return Case


@mistake("Case.symptoms: rows of an accumulating snapshot come in parts, of which none says all members of a group")
def an_accumulating_snapshot() -> object:
    class Case(AccumulatingSnapshot, Mart, grain="one row per case"):
        number: Mapped[int] = degenerate(grain=True)
        symptoms = role(SymptomGroup, source=("s1", "s2"))
        closed = milestone(Day, source="closed_on")

    return Case


@mistake("Patient.symptoms refers to SymptomGroup, whose groups come into being as facts name members; refer")
def an_outrigger() -> object:
    class Patient(Dimension, Mart):
        number: Mapped[int] = natural_key()
        symptoms = outrigger(SymptomGroup)

    return Patient


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
    assert NoBridge.__starschema__.grouping is not None
    assert NoBridge.__starschema__.grouping.bridge is None
