"""The customers that most cases are about: `name` of type 1, `city` and `region` of type 2, `joined` of type 0."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, attribute, degenerate, measure, natural_key, role
from tests.cases.drawn import Story


class Columns:
    """What every customer has, however the dimension is declared."""

    id: Mapped[int] = natural_key()
    joined: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(40), scd=1)
    city: Mapped[str | None] = attribute(String(40), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=2)


class Mart(DeclarativeBase):
    pass


class Customer(Columns, Dimension, Mart):
    pass


class Sale(TransactionFact, Mart, grain="one row per order"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    amount: Mapped[Decimal | None] = measure(Numeric(14, 2))
    customer = role(Customer, as_of="sold_at")


class SequencedMart(DeclarativeBase):
    pass


class SequencedCustomer(Columns, Dimension, SequencedMart, sequence="lsn"):
    pass


class PlainMart(DeclarativeBase):
    pass


class PlainCustomer(Columns, Dimension, PlainMart, journal=False):
    pass


class HashedMart(DeclarativeBase):
    pass


class HashedCustomer(Columns, Dimension, HashedMart, surrogate="hash", durable_key=True):
    pass


class HashedSale(TransactionFact, HashedMart, grain="one row per order"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    customer = role(HashedCustomer, as_of="sold_at")
    buyer = role(HashedCustomer)


FACTS: dict[type[Any], type[Any]] = {Customer: Sale, HashedCustomer: HashedSale}


def told(url: str, dimension: type[Any] = Customer) -> Story:
    """Begin a story of customers, drawn with their id, name and city, and seen by their city."""
    return Story(url, dimension, FACTS.get(dimension), columns="id name city", shows="city")
