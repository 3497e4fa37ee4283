"""What bears one name in several stars must mean one thing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import BigInteger, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    Flow,
    ModelError,
    TransactionFact,
    Warehouse,
    attribute,
    check_conformed,
    degenerate,
    except_over,
    measure,
    natural_key,
    role,
)
from starschema.model.catalog import configure
from tests.model.retail import Mart as Retail


def star(*, number=False, length=40, scd=2, comment="Where it is", unit="EUR", additive=True, store=20):
    """Return a base with a customer, a store and an invoice."""

    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart):
        no: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(BigInteger if number else String(length), scd=scd, comment=comment)

    class Store(Dimension, Mart):
        code: Mapped[str] = natural_key(String(8))
        city: Mapped[str | None] = attribute(String(store), scd=2)

    class Invoice(TransactionFact, Mart, grain="one row per invoice"):
        no: Mapped[str] = degenerate(String(12), grain=True)
        customer = role(Customer)
        amount: Mapped[Decimal] = measure(Numeric(14, 2), unit=unit, additive=additive)

    Mart.kept = Customer, Store, Invoice  # SQLAlchemy itself lets go of a class that nobody holds
    return Mart


def test_stars_that_agree_are_conformed_though_one_says_less():
    check_conformed(star(), star(), star(comment=None))
    check_conformed(Retail)
    check_conformed()


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"length": 60}, r"Customer.city differs in type: String\(length=40\) in .*Customer, String\(length=60\) in"),
        ({"scd": 1}, r"Customer.city differs in type of change: 2 in .*, 1 in .*; declare what has one name alike"),
        ({"comment": "Where it pays"}, r"Customer.city differs in definition: 'Where it is' in .*, 'Where it pays' in"),
        ({"unit": "NOK"}, r"^measure amount differs in unit: EUR in .*Invoice, NOK in"),
        ({"additive": False}, r"measure amount differs in additivity: additive in .*, not additive in"),
        ({"additive": except_over("customer", use="max")}, r"additive except over customer in"),
    ],
)
def test_what_shares_a_name_and_differs_is_named_with_both_sides(other, message):
    with pytest.raises(ModelError, match=message):
        check_conformed(star(), star(**other))


def test_everything_that_differs_is_said_at_once():
    with pytest.raises(ModelError) as raised:
        check_conformed(star(), star(length=60, unit="NOK"))
    assert str(raised.value).count(" differs in ") == 2


def test_within_one_base_measures_and_the_attributes_named_must_agree():
    check_conformed(star())
    with pytest.raises(ModelError, match=r"attribute city differs in type: .*=40.* in .*Customer, .*=20.* in .*Store"):
        check_conformed(star(), attributes=["city"])
    check_conformed(star(store=40), attributes=["city"])

    base = star()

    class Payment(TransactionFact, base, grain="one row per payment"):
        no: Mapped[str] = degenerate(String(12), grain=True)
        amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")

    assert Payment.__table__ is not None
    with pytest.raises(ModelError, match=r"measure amount differs in type: .*=14, .*Invoice, .*=12, .*Payment"):
        check_conformed(base)


def test_dimensions_of_one_name_have_one_natural_key():
    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart):
        number: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(40), scd=2)

    with pytest.raises(ModelError, match=r"Customer differs in natural key: no in .*, number in"):
        check_conformed(star(), Mart)


@pytest.mark.filterwarnings("ignore:This declarative base already contains")  # in one module, as no star is
def test_two_stars_of_one_base_that_share_a_dimensions_name_and_differ_are_refused_when_it_is_used():
    base = star()

    def billing(length):
        class Customer(Dimension, base):
            __tablename__ = f"billing_customer_{length}"
            no: Mapped[int] = natural_key()
            city: Mapped[str | None] = attribute(String(length), scd=2)

        return Customer

    alike = billing(40)
    configure(base)
    other = billing(60)
    with pytest.raises(ModelError, match=r"^Customer.city differs in type: String\(length=40\) in .* and .*=60.* in "):
        Warehouse("sqlite://", base)
    with pytest.raises(ModelError, match=r"^Customer.city differs in type"):
        _ = Flow("shop", base).feeds
    assert alike is not other


def test_a_mart_that_finds_another_ones_dimension_in_its_warehouse_shares_it_or_is_refused(url):
    Warehouse(url, star()).create_all()
    Warehouse(url, star()).create_all()
    differing = star(number=True)
    with pytest.raises(
        ModelError, match=r"dim_customer.city is there already as .*, and Customer.city is .*\. If another"
    ):
        Warehouse(url, differing).create_all()

    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart):
        no: Mapped[int] = natural_key()
        email: Mapped[str | None] = attribute(String(40))

    with pytest.raises(ModelError, match=r"dim_customer is there already, without the column email of Customer"):
        Warehouse(url, Mart).create_all()
    assert Customer.__table__ is not None
