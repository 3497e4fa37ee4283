"""A shop's model, and what it becomes: the old and the new side by side."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Integer, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    TransactionFact,
    attribute,
    degenerate,
    measure,
    natural_key,
    ragged,
    role,
)


class Shop:
    """The classes of one model."""

    def __init__(self) -> None:
        class Mart(DeclarativeBase):
            """Every table of the shop."""

        class Day(Calendar, Mart):
            """One row per calendar day."""

        self.Mart: type[DeclarativeBase] = Mart
        self.Day = Day
        self.Customer: type[Dimension]
        self.Sale: type[TransactionFact]


def old_attributes() -> Shop:
    shop = Shop()
    Mart = shop.Mart

    class Customer(Dimension, Mart, durable_key=True):  # type: ignore[valid-type, misc]
        """One row per version of a customer."""

        customer_id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20), scd=1)
        town: Mapped[str | None] = attribute(String(20), scd=2)
        shoe: Mapped[int | None] = attribute(Integer, scd=3)
        fax: Mapped[str | None] = attribute(String(20), scd=1)

    shop.Customer = Customer
    return shop


def new_attributes() -> Shop:
    """`town` is `city` and wider, `name` is wider, `fax` is gone, `email`, `tier` and `segment` have come."""
    shop = Shop()
    Mart = shop.Mart

    class Customer(Dimension, Mart, durable_key=True):  # type: ignore[valid-type, misc]
        """One row per version of a customer."""

        customer_id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(40), scd=1, comment="As on the passport")
        city: Mapped[str | None] = attribute(String(60), scd=2, renamed_from="town")
        shoe_size: Mapped[int | None] = attribute(Integer, scd=3, renamed_from="shoe")
        email: Mapped[str | None] = attribute(String(50), scd=1)
        tier: Mapped[str] = attribute(String(10), scd=2, unknown=("none", "n/a"))
        segment: Mapped[str | None] = attribute(String(10), scd=6)

    shop.Customer = Customer
    return shop


def with_history(scd: int) -> Shop:
    """Customers whose city is of a type, and their sales."""
    shop = Shop()
    Mart, Day = shop.Mart, shop.Day

    class Customer(Dimension, Mart):  # type: ignore[valid-type, misc]
        """Customers."""

        customer_id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(60), scd=scd)  # type: ignore[arg-type]

    class Sale(TransactionFact, Mart, grain="one row per order"):  # type: ignore[valid-type, misc]
        """What was sold."""

        order_no: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        day = role(Day, source="sold_at")
        customer = role(Customer, as_of="sold_at")
        amount: Mapped[Decimal] = measure(Numeric(8, 2))

    shop.Customer, shop.Sale = Customer, Sale
    return shop


def with_delivery() -> Shop:
    """The same with versions, and with a role and two measures more; the order number is a big one."""
    shop = Shop()
    Mart, Day = shop.Mart, shop.Day

    class Customer(Dimension, Mart):  # type: ignore[valid-type, misc]
        """Customers."""

        customer_id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(60), scd=2)

    class Sale(TransactionFact, Mart, grain="one row per order"):  # type: ignore[valid-type, misc]
        """What was sold."""

        order_no: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        day = role(Day, source="sold_at")
        delivered = role(Day, source="delivered_on")
        customer = role(Customer, as_of="sold_at")
        recipient = role(Customer, source="recipient_id", as_of="sold_at")
        amount: Mapped[Decimal] = measure(Numeric(14, 2))
        discount: Mapped[Decimal | None] = measure(Numeric(8, 2))

    shop.Customer, shop.Sale = Customer, Sale
    return shop


def with_durable_key(durable: bool) -> Shop:
    """Customers and their sales, with a durable key of both or without."""
    shop = Shop()
    Mart, Day = shop.Mart, shop.Day

    class Customer(Dimension, Mart, durable_key=durable):  # type: ignore[valid-type, misc]
        """Customers."""

        customer_id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(60), scd=2)

    class Sale(TransactionFact, Mart, grain="one row per order"):  # type: ignore[valid-type, misc]
        """What was sold."""

        order_no: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        day = role(Day, source="sold_at")
        customer = role(Customer, as_of="sold_at", durable=durable)
        amount: Mapped[Decimal] = measure(Numeric(8, 2))

    shop.Customer, shop.Sale = Customer, Sale
    return shop


def with_tree(versions: bool) -> Shop:
    """Units in a tree, with versions and durable keys or without."""
    shop = Shop()
    Mart = shop.Mart

    class Unit(Dimension, Mart, durable_key=versions):  # type: ignore[valid-type, misc]
        """Units."""

        unit_id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20), scd=2 if versions else 1)
        parent_id: Mapped[int | None] = attribute()
        tree = ragged(parent_id)

    shop.Customer = Unit
    return shop
