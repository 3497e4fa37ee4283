"""Every mistake that a fact can make is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from starschema import (
    Dimension,
    Physical,
    TransactionFact,
    attribute,
    degenerate,
    except_over,
    hierarchy,
    measure,
    natural_key,
    role,
)
from tests.model.mistakes import Customer, Make, Mart, Mistakes, OtherDay, Product, assert_refused

mistake = Mistakes()


@mistake("View.load_id: the declared column clashes with the library's own column of the same name; rename one of them")
def a_column_with_the_name_of_the_load() -> object:
    class View(TransactionFact, Mart, grain="one row per view"):
        view_id: Mapped[int] = degenerate(grain=True)
        load_id: Mapped[int] = measure()

    return View


@mistake("View.key: the declared column clashes with the library's own column of the same name; rename one of them")
def a_column_named_key() -> object:
    class View(TransactionFact, Mart, grain="one row per view"):
        key: Mapped[int] = degenerate(grain=True)

    return View


@mistake("View.seen: renamed_from='page' must be a name that View no longer has; correct it, or leave it out")
def a_role_renamed_from_what_is_there() -> object:
    class View(TransactionFact, Mart, grain="one row per view"):
        page: Mapped[int] = degenerate(grain=True)
        seen = role(Customer, renamed_from="page")

    return View


@mistake('View does not say its grain; declare class View(..., grain="one row per ...")')
def no_grain_text() -> object:
    class View(TransactionFact, Mart):
        view_id: Mapped[int] = degenerate(grain=True)

    return View


@mistake(
    "View has no grain column; declare those that identify a row by degenerate(grain=True) or role(..., grain=True)"
)
def no_grain_column() -> object:
    class View(TransactionFact, Mart, grain="one row per view"):
        view_id: Mapped[int] = degenerate()

    return View


@mistake("Sale.customer is a role to str, which is no dimension; subclass Dimension or Calendar")
def a_role_to_something_that_is_no_dimension() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(str)

    return Sale


@mistake("Sale.customer is a role to Dimension, which is no dimension")
def a_role_to_a_dimension_without_a_table() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Dimension)

    return Sale


@mistake("Sale.sold_on: OtherDay belongs to another declarative base; a star has one")
def a_role_to_a_dimension_of_another_base() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_on = role(OtherDay)

    return Sale


@mistake("Sale.customer_key: the key of role 'customer' clashes with the declared column of the same name; rename one")
def a_column_with_the_name_of_a_roles_key() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer_key: Mapped[int] = degenerate()
        customer = role(Customer)

    return Sale


@mistake("Sale.customer_member clashes with the member of role 'customer' of the same name; rename it")
def a_member_with_the_name_of_a_roles_relationship() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)

        def customer_member(self) -> None: ...

    return Sale


@mistake("Sale.fact_sale has the name of the fact's own table; rename the role")
def a_role_with_the_name_of_the_table() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        fact_sale = role(Customer)

    return Sale


@mistake(
    "Sale.product: source='sku' names 1 column(s), but the natural key of Product has 2: shop, sku; name one for each"
)
def a_source_of_the_wrong_length() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        product = role(Product, source="sku")

    return Sale


@mistake("Sale.product: source=['shop', 'sku'] must be an input column's name or a tuple of names")
def a_source_that_is_no_tuple() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        product = role(Product, source=["shop", "sku"])  # type: ignore[arg-type]

    return Sale


@mistake("Sale.customer: as_of='sold_at' is no column of Sale; declare sold_at: Mapped[datetime] = degenerate()")
def an_event_time_that_is_not_kept() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, as_of="sold_at")

    return Sale


@mistake("Sale.customer: as_of='number' is of type Integer(), which is no time; name a Date or DateTime column")
def an_event_time_that_is_no_time() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, as_of="number")

    return Sale


@mistake("Sale.customer: missing='ignore' is unknown; use 'infer', 'unknown', 'reject'")
def an_unknown_way_to_treat_missing_members() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, missing="ignore")  # type: ignore[arg-type]

    return Sale


@mistake("Sale.customer: null='reject' is unknown; use 'unknown' or 'not applicable'")
def an_unknown_way_to_treat_null_keys() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, null="reject")  # type: ignore[arg-type]

    return Sale


@mistake("Sale.customer: Customer has no durable key; declare class Customer(..., durable_key=True)")
def a_durable_role_to_a_dimension_without_a_durable_key() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, durable=True)

    return Sale


@mistake("Sale.customer: the library decides nullable; leave it out")
def a_role_that_may_be_null() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer, nullable=True)

    return Sale


@mistake("Sale: roles 'customer' and 'ship_to' to Customer read the same source customer_id; give each its own source=")
def two_roles_to_one_dimension_with_one_source() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)
        ship_to = role(Customer)

    return Sale


@mistake("Sale.place: a fact has no hierarchies; declare it on the dimension")
def a_hierarchy_on_a_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        place = hierarchy("number", "line")

    return Sale


@mistake("Sale: Physical(partition_by='sold_at') is no column of it; known are ")
def a_physical_hint_with_an_unknown_column() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        physical = Physical(partition_by="sold_at")

    return Sale


@mistake("Sale: Physical(sort_on=...) takes a tuple of column names, not a string")
def a_physical_hint_with_a_string_for_a_tuple() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        physical = Physical(sort_on="number")  # type: ignore[arg-type]

    return Sale


@mistake("Sale.channel: attribute() is for dimensions; on a fact use degenerate(), or role() to a dimension")
def an_attribute_on_a_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        channel: Mapped[str] = attribute(String(4))

    return Sale


@mistake("Sale.number: natural_key() is for dimensions; on a fact use degenerate(grain=True), or role() to a dimension")
def a_natural_key_on_a_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = natural_key()

    return Sale


@mistake("Sale.channel is a plain column; declare it with degenerate(), measure(), converted() or role()")
def a_plain_column_on_a_fact() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        channel: Mapped[str] = mapped_column(String(4))

    return Sale


@mistake("Sale.amount: a Numeric needs its precision and scale to be exact, such as Numeric(14, 2)")
def money_without_precision() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        amount: Mapped[Decimal] = measure(unit="EUR")

    return Sale


@mistake("Sale.amount: a Numeric needs its precision and scale to be exact, such as Numeric(14, 2)")
def money_with_a_scale_beyond_its_precision() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        amount: Mapped[Decimal] = measure(Numeric(2, 4), unit="EUR")

    return Sale


@mistake("Sale.amount: a Numeric has from 1 to 38 digits, not 39; use Numeric(38, 2) at most, or String")
def money_with_more_digits_than_any_load_can_carry() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        amount: Mapped[Decimal] = measure(Numeric(39, 2), unit="EUR")

    return Sale


@mistake("Stock.pieces: except_over('day') is no role of Stock; it has customer")
def a_measure_that_is_additive_except_over_something_else() -> object:
    class Stock(TransactionFact, Mart, grain="one row per count"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)
        pieces: Mapped[int] = measure(additive=except_over("day", use="average"))

    return Stock


@mistake("Stock.pieces: Customer is no calendar, so it has no last member; use 'average', 'min' or 'max'")
def the_last_of_something_without_an_order() -> object:
    class Stock(TransactionFact, Mart, grain="one row per count"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)
        pieces: Mapped[int] = measure(additive=except_over(customer))

    return Stock


@mistake("Stock.pieces: use='sum' is unknown; use 'first', 'last', 'average', 'min', 'max'")
def something_unknown_in_place_of_a_sum() -> object:
    class Stock(TransactionFact, Mart, grain="one row per count"):
        number: Mapped[int] = degenerate(grain=True)
        customer = role(Customer)
        pieces: Mapped[int] = measure(additive=except_over(customer, use="sum"))  # type: ignore[arg-type]

    return Stock


@mistake("Stock.pieces: additive='no' is unknown; use True, False, or except_over(day, use='last')")
def an_unknown_additivity() -> object:
    class Stock(TransactionFact, Mart, grain="one row per count"):
        number: Mapped[int] = degenerate(grain=True)
        pieces: Mapped[int] = measure(additive="no")  # type: ignore[arg-type]

    return Stock


@mistake("Sale: reversible='changed_at' is no column of it; name the one that tells a newer row from an older one,")
def a_ledger_ordered_by_nothing() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale", reversible="changed_at"):
        number: Mapped[int] = degenerate(grain=True)

    return Sale


@mistake("Sale: reversible='number' is in the grain, so no row could correct another")
def a_ledger_ordered_by_its_grain() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale", reversible="number"):
        number: Mapped[int] = degenerate(grain=True)

    return Sale


@mistake("Sale: reversible='note' is of type String(length=4), which orders nothing; use a number or a time")
def a_ledger_ordered_by_text() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale", reversible="note"):
        number: Mapped[int] = degenerate(grain=True)
        note: Mapped[str] = degenerate(String(4))

    return Sale


@mistake("Sale.customer: what is reversed is found again by the grain, which cannot hang on a key; use degenerate(")
def a_ledger_with_a_role_in_its_grain() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale", reversible="lsn"):
        customer = role(Customer, grain=True)
        lsn: Mapped[int] = degenerate()

    return Sale


@mistake(
    "Sale.reversal: the declared column clashes with the library's own column of the same name; rename one of them"
)
def a_ledger_with_a_column_named_reversal() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale", reversible="lsn"):
        number: Mapped[int] = degenerate(grain=True)
        lsn: Mapped[int] = degenerate()
        reversal: Mapped[int] = measure()

    return Sale


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)
