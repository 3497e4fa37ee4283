"""Every mistake that a ragged hierarchy can make is refused, with its place and its remedy."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import Dimension, TransactionFact, attribute, degenerate, natural_key, ragged
from tests.model.mistakes import Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


@mistake("Unit.tree: 'boss' is no attribute of Unit; name one made by attribute()")
def a_parent_that_is_not_there() -> object:
    class Unit(Dimension, Mart):
        unit_id: Mapped[int] = natural_key()
        tree = ragged("boss")

    return Unit


@mistake("Unit.tree: the parent is no attribute of Unit; name one made by attribute()")
def the_natural_key_as_the_parent() -> object:
    class Unit(Dimension, Mart):
        unit_id: Mapped[int] = natural_key()
        tree = ragged(unit_id)

    return Unit


@mistake("Unit.tree names 1 column(s) of the parent, but its natural key has shop, number")
def too_few_columns() -> object:
    class Unit(Dimension, Mart):
        shop: Mapped[int] = natural_key()
        number: Mapped[int] = natural_key()
        parent: Mapped[int | None] = attribute()
        tree = ragged(parent)

    return Unit


@mistake("Unit.tree: parent is of type String(length=20), but the natural key of the parent, unit_id, of type")
def a_parent_of_another_type() -> object:
    class Unit(Dimension, Mart):
        unit_id: Mapped[int] = natural_key()
        parent: Mapped[str | None] = attribute(String(20))
        tree = ragged(parent)

    return Unit


def versioned(scd: Literal[0, 1, 2, 3, 6], **options: Any) -> object:
    class Unit(Dimension, Mart, **options):
        unit_id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20), scd=2)
        parent: Mapped[int | None] = attribute(scd=scd)
        tree = ragged(parent)

    return Unit


@mistake("Unit.tree: the tree is as it is now, so parent must be corrected in place: scd=1")
def a_parent_with_versions() -> object:
    return versioned(2)


@mistake("Unit.tree: the tree is as it is now, so parent must be corrected in place: scd=1")
def a_parent_that_stays() -> object:
    return versioned(0)


@mistake(
    "Unit.tree: Unit keeps versions, so the bridge needs one key for all of them; declare class Unit(..., durable_key"
)
def versions_without_a_durable_key() -> object:
    return versioned(1)


@mistake("Unit.tree: at the top there is no parent; make parent Mapped[... | None]")
def a_parent_that_must_be_there() -> object:
    class Unit(Dimension, Mart):
        unit_id: Mapped[int] = natural_key()
        parent: Mapped[int] = attribute(unknown=0)
        tree = ragged(parent)

    return Unit


@mistake("Unit.a_tree_with_a_name_of_more_than_thirty_characters: 'dim_unit_a_tree_with_a_name_of_more")
def a_name_that_is_too_long() -> object:
    class Unit(Dimension, Mart):
        unit_id: Mapped[int] = natural_key()
        parent: Mapped[int | None] = attribute()
        a_tree_with_a_name_of_more_than_thirty_characters = ragged(parent)

    return Unit


@mistake("Posting.tree: a fact has no hierarchies; declare it on the dimension")
def a_tree_of_facts() -> object:
    class Posting(TransactionFact, Mart, grain="one row per posting"):
        number: Mapped[int] = degenerate(grain=True)
        parent: Mapped[int | None] = degenerate()
        tree = ragged("parent")

    return Posting


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_place_and_remedy(make: Make, message: str) -> None:
    assert_refused(make, message)
