"""Every mistake that a dimension can make is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

from datetime import date, datetime
from types import new_class
from typing import Any

import pytest
from sqlalchemy import JSON, Integer, Interval, PickleType, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from starschema import (
    Dimension,
    Physical,
    attribute,
    degenerate,
    hierarchy,
    measure,
    natural_key,
    role,
)
from tests.model.mistakes import Customer, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


@mistake("Shop has no natural key; declare the column that identifies a member: natural_key()")
def no_natural_key() -> object:
    class Shop(Dimension, Mart):
        name: Mapped[str | None] = attribute(String(10))

    return Shop


@mistake("Shop.name: scd=4 is no type of change; use 0, 1, 2, 3 or 6")
def a_type_of_change_that_there_is_not() -> object:
    class Shop(Dimension, Mart):
        shop: Mapped[str] = natural_key(String(4))
        name: Mapped[str | None] = attribute(String(10), scd=4)  # type: ignore[arg-type]

    return Shop


@mistake('Shop.name: scope=\'newest\' is unknown; use "all" or "current"')
def a_scope_that_there_is_not() -> object:
    class Shop(Dimension, Mart):
        shop: Mapped[str] = natural_key(String(4))
        name: Mapped[str | None] = attribute(String(10), scope="newest")  # type: ignore[arg-type]

    return Shop


@mistake('Shop.name: scope="current" is for scd=1 only, not scd=2; leave it out')
def a_scope_on_a_versioned_attribute() -> object:
    class Shop(Dimension, Mart):
        shop: Mapped[str] = natural_key(String(4))
        name: Mapped[str | None] = attribute(String(10), scd=2, scope="current")

    return Shop


@mistake(
    "Shop.name: renamed_from='city' must be a name that Shop no longer has; give the one that the column had before"
)
def an_old_name_that_another_column_has() -> object:
    class Shop(Dimension, Mart):
        shop: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10))
        name: Mapped[str | None] = attribute(String(10), renamed_from="city")

    return Shop


@mistake('Shop.name: scope="current" needs versions, and Shop has none; leave it out')
def a_scope_on_an_unversioned_dimension() -> object:
    class Shop(Dimension, Mart):
        shop: Mapped[str] = natural_key(String(4))
        name: Mapped[str | None] = attribute(String(10), scope="current")

    return Shop


@mistake("Shop.shop_key: the declared column clashes with the surrogate key of the same name; rename one of them")
def an_attribute_with_the_name_of_the_surrogate_key() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        shop_key: Mapped[int | None] = attribute()

    return Shop


def _reserved(name: str, what: str) -> None:
    def make() -> object:
        body = {"__module__": __name__, "code": natural_key(String(4)), name: attribute(Integer)}
        return new_class("Shop", (Dimension, Mart), {}, lambda namespace: namespace.update(body))

    text = f"Shop.{name}: the declared column clashes with {what} of the same name; rename one of them"
    mistake.append(pytest.param(make, text, id=f"the_reserved_name_{name}"))


for reserved in ("key", "valid_from", "valid_to", "is_current", "is_inferred", "load_id", "Load_ID"):
    _reserved(reserved, "the library's own column")
for reserved in ("changed_at", "change_sequence", "is_deletion", "given_attributes"):
    _reserved(reserved, "the journal's own column")


@mistake("Shop.City: the declared column clashes with the declared column of the same name; rename one of them")
def two_columns_that_differ_in_case_only() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10))
        City: Mapped[str | None] = attribute(String(10))

    return Shop


@mistake("Shop.previous_city: the column that 'city' needs clashes with the declared column of the same name")
def an_attribute_with_the_name_of_the_value_before() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10), scd=3)
        previous_city: Mapped[str | None] = attribute(String(10))

    return Shop


@mistake("Shop.lsn: the sequence column clashes with the declared column of the same name; rename one of them")
def a_sequence_with_the_name_of_an_attribute() -> object:
    class Shop(Dimension, Mart, sequence="lsn"):
        code: Mapped[str] = natural_key(String(4))
        lsn: Mapped[int | None] = attribute()

    return Shop


@mistake("Shop: sequence='' must be the name of a column to add")
def a_sequence_without_a_name() -> object:
    class Shop(Dimension, Mart, sequence=""):
        code: Mapped[str] = natural_key(String(4))

    return Shop


@mistake("Shop.code: the library decides name, primary_key; leave it out")
def options_that_the_library_decides() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4), primary_key=True, name="kode")

    return Shop


@mistake("Shop.place: level 'town' is no attribute of Shop; name attributes of the same class, such as code, city")
def a_level_that_is_no_attribute() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10))
        place = hierarchy("town", city)

    return Shop


@mistake("Shop.place: level number 1 is no attribute of Shop")
def a_level_of_another_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10))
        place = hierarchy(Customer.city, city)

    return Shop


@mistake("Shop.place: a hierarchy needs two or more different levels, coarsest first, not ['city']")
def a_hierarchy_of_one_level() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(10))
        place = hierarchy(city)

    return Shop


@mistake("Shop.customer: a dimension has no roles; declare the role on a fact")
def a_role_on_a_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        customer = role(Customer)

    return Shop


@mistake("Shop: Physical(distribute_on='customer') is no column of it; known are ")
def a_physical_hint_with_an_unknown_role() -> object:
    class Shop(Dimension, Mart, physical=Physical(distribute_on="customer")):
        code: Mapped[str] = natural_key(String(4))

    return Shop


@mistake("Shop has several Physical hints; put them all in one")
def two_physical_hints() -> object:
    class Shop(Dimension, Mart, physical=Physical(replicate=True)):
        code: Mapped[str] = natural_key(String(4))
        physical = Physical(compress=True)

    return Shop


@mistake("Shop.size: measure() is for facts; a dimension's columns are made by natural_key() or attribute()")
def a_measure_on_a_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        size: Mapped[int | None] = measure()

    return Shop


@mistake("Shop.number: degenerate() is for facts; a dimension's columns are made by natural_key() or attribute()")
def a_degenerate_on_a_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        number: Mapped[int | None] = degenerate()

    return Shop


@mistake("Shop.city is a plain column; declare it with natural_key() or attribute()")
def a_plain_column_on_a_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = mapped_column(String(10))

    return Shop


@mistake("Shop.city is a plain column; declare it with natural_key() or attribute() in the class body")
def a_bare_annotation_on_a_dimension() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None]

    return Shop


@mistake('Shop: Python typing annotation is required for attribute "Shop.city"')
def a_column_without_a_type() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city = attribute()

    return Shop


@mistake("Shop: Could not locate SQLAlchemy Core type when resolving for Python type indicated by 'set[str]")
def an_annotation_that_sqlalchemy_does_not_know() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        tags: Mapped[set[str] | None] = attribute()

    return Shop


@mistake("Shop._city: names that begin with _ are the loads' own; rename the column")
def a_column_name_with_an_underscore_first() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        _city: Mapped[str | None] = attribute(String(4))

    return Shop


for refused in (JSON(), Interval(), PickleType()):

    def make_refused(kind: Any = refused) -> object:
        class Shop(Dimension, Mart):
            code: Mapped[str] = natural_key(String(4))
            extra: Mapped[Any] = attribute(kind)

        return Shop

    name = f"a_column_of_type_{type(refused).__name__}"
    mistake.append(pytest.param(make_refused, "Shop.extra: no load can carry ", id=name))


@mistake("Shop.opened is NOT NULL, and the special members have no value for it; make it Mapped[... | None] or give ")
def a_not_null_attribute_without_a_value_for_special_members() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        opened: Mapped[date] = attribute()

    return Shop


@mistake("Shop.opened is NOT NULL, and the special members have no value for it")
def a_not_null_attribute_with_none_for_special_members() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        opened: Mapped[date] = attribute(unknown=(date(1900, 1, 1), None))

    return Shop


@mistake("Shop.opened: unknown=datetime.datetime(1900, 1, 1, 0, 0) does not fit Date(); give a value that does")
def a_special_value_of_another_type() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        opened: Mapped[date] = attribute(unknown=datetime(1900, 1, 1))

    return Shop


@mistake("Shop.city: unknown='nowhere' does not fit String(length=4); give a value that does")
def a_special_value_that_is_too_long() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(4), unknown="nowhere")

    return Shop


@mistake("Shop.city: unknown=('a', 'b', 'c') must be one value or (unknown, not applicable)")
def three_special_values() -> object:
    class Shop(Dimension, Mart):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(4), unknown=("a", "b", "c"))

    return Shop


@mistake(f"Shop: '{'_'.join(['dim_shop'] * 6)}' is its table's name and longer than 48 bytes; shorten it")
def a_table_name_that_is_too_long() -> object:
    class Shop(Dimension, Mart):
        __tablename__ = "_".join(["dim_shop"] * 6)
        code: Mapped[str] = natural_key(String(4))

    return Shop


@mistake(f"Shop: '{'long' * 16}' is a column's name and longer than 63 bytes; shorten it")
def a_column_name_that_is_too_long() -> object:
    body = {"__module__": __name__, "code": natural_key(String(4)), "long" * 16: attribute(Integer)}
    return new_class("Shop", (Dimension, Mart), {}, lambda namespace: namespace.update(body))


@mistake("Shop: Table 'dim_customer' is already defined")
def a_table_name_that_is_taken() -> object:
    class Shop(Dimension, Mart):
        __tablename__ = "dim_customer"
        code: Mapped[str] = natural_key(String(4))

    return Shop


@mistake("Shop: declare columns instead of __table__, so that each one says what it means")
def a_table_of_ones_own() -> object:
    class Shop(Dimension, Mart):
        __table__ = Table("shop", Mart.metadata.__class__())

    return Shop


@mistake("Vip: Customer has a table already and cannot be subclassed; put what both share in a class with __abstract__")
def a_subclass_of_a_dimension_with_a_table() -> object:
    class Vip(Customer):
        code: Mapped[str] = natural_key(String(4))

    return Vip


@mistake("Shop: write the library's base class before your declarative base in the class's bases")
def bases_in_the_wrong_order() -> object:
    class Shop(Mart, Dimension):
        __tablename__ = "shop"
        code: Mapped[str] = mapped_column(String(4), primary_key=True)

    return Shop


@mistake("Coded has no table of its own, so it takes no class keywords; give them to its subclasses")
def keywords_on_an_abstract_class() -> object:
    class Coded(Dimension, Mart, sequence="lsn"):
        __abstract__ = True

    return Coded


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
