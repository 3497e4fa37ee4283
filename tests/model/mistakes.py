"""A model to make mistakes beside, and what becomes of every mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Calendar, Dimension, ModelError, attribute, natural_key
from starschema.model.catalog import configure

Make = Callable[[], object]


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(60), scd=2)


class Product(Dimension, Mart):
    shop: Mapped[str] = natural_key(String(4))
    sku: Mapped[str] = natural_key(String(20))


class OtherMart(DeclarativeBase):
    pass


class OtherDay(Calendar, OtherMart):
    pass


class Mistakes(list[Any]):
    """Functions that make a wrong class, each with the start of the message that it deserves."""

    def __call__(self, message: str) -> Callable[[Make], Make]:
        def noted(make: Make) -> Make:
            self.append(pytest.param(make, message, id=make.__name__))
            return make

        return noted


def assert_refused(make: Make, message: str) -> None:
    tables = dict(Mart.metadata.tables)
    mapped = {mapper.class_ for mapper in Mart.registry.mappers}
    with pytest.raises(ModelError) as caught:
        make()
    assert str(caught.value).startswith(message), str(caught.value)
    assert dict(Mart.metadata.tables) == tables
    assert {mapper.class_ for mapper in Mart.registry.mappers} == mapped
    configure(Mart)
