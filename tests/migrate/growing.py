"""A mart that begins with a few tables and grows by every kind of table that the library can add to them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Aggregate,
    Bridge,
    Calendar,
    Consolidated,
    Dimension,
    JunkDimension,
    MiniDimension,
    PeriodicSnapshot,
    TimeOfDay,
    TransactionFact,
    attribute,
    band,
    closing,
    converted,
    counted,
    degenerate,
    group,
    hierarchy,
    lag,
    level,
    measure,
    member,
    milestone,
    natural_key,
    outrigger,
    profile,
    ragged,
    role,
    rollup,
    status,
    total,
)
from starschema import (
    weight as share_of,
)


def mart(*, grown: bool) -> SimpleNamespace:
    """Return the classes by name, with the declarative base as `Mart`."""

    class Mart(DeclarativeBase):
        """Every table of the mart."""

    class Day(Calendar, Mart):
        """One row per calendar day."""

    class Product(Dimension, Mart):
        """One row per version of a product."""

        sku: Mapped[str] = natural_key(String(8))
        brand: Mapped[str | None] = attribute(String(20), scd=2)
        maker: Mapped[str | None] = attribute(String(20), scd=1)

    class Unit(Dimension, Mart):
        """One row per unit of the organisation."""

        unit_id: Mapped[int] = natural_key()
        parent_id: Mapped[int | None] = attribute()
        if grown:
            opened_on = outrigger(Day)
            tree = ragged(parent_id)

    class Currency(Dimension, Mart):
        """One row per currency."""

        code: Mapped[str] = natural_key(String(3))

    class Rate(TransactionFact, Mart, grain="one row per currency and day since when its rate is in force"):
        """What a currency is worth."""

        currency = role(Currency, source="code", grain=True)
        since: Mapped[date] = degenerate(grain=True)
        rate: Mapped[Decimal] = measure(Numeric(9, 4), additive=False)

    class Plan(PeriodicSnapshot, Mart, grain="one row per month and product", period="month"):
        """What is to be sold."""

        month: Mapped[str] = degenerate(String(7), grain=True)
        product = role(Product, grain=True)
        planned: Mapped[Decimal] = measure(Numeric(12, 2))

    class Sale(TransactionFact, Mart, grain="one row per order line"):
        """What was sold."""

        order_no: Mapped[str] = degenerate(String(12), grain=True)
        sold_at: Mapped[datetime] = degenerate()
        day = role(Day, source="sold_at")
        product = role(Product, as_of="sold_at")
        unit = role(Unit)
        currency = role(Currency, source="code")
        amount: Mapped[Decimal] = measure(Numeric(12, 2))
        weighed_in: Mapped[str] = degenerate(String(2))
        weight: Mapped[int] = measure()
        if grown:
            euros: Mapped[Decimal | None] = converted(amount, Rate.rate, as_of="sold_at", home="EUR")
            kilos: Mapped[Decimal] = converted(
                weight, {"kg": 1, "lb": Decimal("0.45359237")}, Numeric(9, 3), by="weighed_in"
            )

    if not grown:
        return SimpleNamespace(**{name: value for name, value in locals().items() if name != "grown"})

    Month = rollup(Day, "month")
    Brand = rollup(Product, "brand")

    class Clock(TimeOfDay, Mart):
        """One row per minute."""

    class Flags(JunkDimension, Mart):
        """One row per combination of flags."""

        is_gift: Mapped[bool | None] = attribute()

    class Demographics(MiniDimension, Mart):
        """One row per combination of bands."""

        age: Mapped[str] = band("age", 18, 65)

    class Customer(Dimension, Mart, durable_key=True):
        """One row per version of a customer."""

        customer_id: Mapped[int] = natural_key()
        region: Mapped[str | None] = attribute(String(20), scd=1)
        city: Mapped[str | None] = attribute(String(20), scd=2)
        demographics = profile(Demographics)
        places = hierarchy(region, city, strict=True)

    class Client(Dimension, Mart, systems=("crm", "billing")):
        """One row per client, whoever knows it."""

        client_id: Mapped[int] = natural_key()
        email: Mapped[str | None] = attribute(String(40))

    class Account(Dimension, Mart, subtypes="kind"):
        """One row per version of an account."""

        number: Mapped[int] = natural_key()
        kind: Mapped[str | None] = attribute(String(10), scd=2)

    class Savings(Account, subtype="savings"):
        """What only a savings account has."""

        rate: Mapped[Decimal | None] = attribute(Numeric(5, 2), scd=2)

    class Holders(Bridge, Mart):
        """Who holds which unit."""

        unit = group(Unit)
        customer = member(Customer)
        share: Mapped[Decimal] = share_of(Numeric(5, 4))

    class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
        """From order to delivery."""

        order_no: Mapped[str] = degenerate(String(12), grain=True)
        ordered = milestone(Day, source="ordered_on")
        shipped = milestone(Day, source="shipped_on")
        days: Mapped[int | None] = lag("ordered", "shipped")
        state: Mapped[str | None] = status(String(10))

    class Invoice(TransactionFact, Mart, grain="one row per invoice", reversible="told_at"):
        """What was billed, corrections and all."""

        invoice_no: Mapped[int] = degenerate(grain=True)
        told_at: Mapped[datetime] = degenerate()
        customer = role(Customer, durable=True)
        time = role(Clock, source="told_at")
        flags = role(Flags)
        profile = role(Demographics, of="customer")
        amount: Mapped[Decimal] = measure(Numeric(12, 2))

    class Budget(TransactionFact, Mart, grain="one row per month and brand"):
        """What may be spent."""

        month = role(Month, source="month", grain=True)
        brand = role(Brand, grain=True)
        amount: Mapped[Decimal] = measure(Numeric(12, 2))

    class Sold(PeriodicSnapshot, Mart, grain="one row per unit and month", period="day", of=Sale, every="month"):
        """What had been sold at each month's end."""

        unit = role(Unit, grain=True)
        day = role(Day, grain=True)
        sold: Mapped[Decimal] = closing(Sale.amount)

    class SalesByBrand(Aggregate, Mart, of=Sale):
        """Sales by month and brand."""

        month: Mapped[str | None] = level(Sale.day.year_month)
        brand: Mapped[str | None] = level(Sale.product.brand)
        sales: Mapped[int] = counted()
        amount: Mapped[Decimal] = total(Sale.amount)

    class PlanAndSales(Consolidated, Mart, of=(Plan, Sale)):
        """What was to be sold and what was."""

        month: Mapped[str | None] = level(Plan.month, Sale.day.year_month)
        brand: Mapped[str | None] = level(Plan.product.brand, Sale.product.brand)
        planned: Mapped[Decimal] = total(Plan.planned)
        sold: Mapped[Decimal] = total(Sale.amount)

    return SimpleNamespace(**{name: value for name, value in locals().items() if name != "grown"})
