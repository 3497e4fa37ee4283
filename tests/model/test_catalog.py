"""The catalog of a declarative base, and what the package offers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import starschema
from starschema.model.catalog import catalog, configure
from tests.model.retail import Customer, Day, Mart, Product, Sale, StockCount


def test_dimensions_and_facts_stand_in_the_order_in_which_they_were_declared() -> None:
    found = catalog(Mart)
    assert [spec.cls for spec in found.dimensions] == [Day, Customer, Product]
    assert [spec.cls for spec in found.facts] == [Sale, StockCount]
    assert found.metadata is Mart.metadata


def test_every_role_of_a_dimension_is_found_in_every_fact() -> None:
    found = catalog(Mart)
    roles = {
        spec.cls.__name__: [(fact.cls.__name__, role.name) for fact, role in found.roles_to(spec)]
        for spec in found.dimensions
    }
    assert roles == {
        "Day": [("Sale", "order_date"), ("StockCount", "counted_on")],
        "Customer": [("Sale", "customer"), ("Sale", "ship_to")],
        "Product": [("Sale", "product"), ("StockCount", "product")],
    }


def test_a_class_has_the_same_spec_in_the_catalog() -> None:
    found = catalog(Mart)
    assert found.spec(Sale) is Sale.__starschema__
    assert found.dimensions[0] is Sale.__starschema__.roles[0].dimension is Day.__starschema__


def test_other_tables_of_the_base_are_left_alone() -> None:
    class Base(DeclarativeBase):
        pass

    class Setting(Base):
        __tablename__ = "setting"
        name: Mapped[str] = mapped_column(primary_key=True)

    found = configure(Base)
    assert (found.dimensions, found.facts) == ((), ())


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Customer.__starschema__, "<dimension Customer in dim_customer>"),
        (Sale.__starschema__, "<fact Sale in fact_sale>"),
        (Sale.__starschema__.roles[0], "<role order_date to Day>"),
    ],
)
def test_specs_are_shown_in_one_line(shown: Any, text: str) -> None:
    assert repr(shown) == text


def test_the_package_has_nothing_that_it_does_not_offer() -> None:
    with pytest.raises(AttributeError, match="module 'starschema' has no attribute 'Cube'"):
        starschema.Cube  # noqa: B018
