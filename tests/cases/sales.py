"""Sales and what they add up to: a fact with four aggregates, and one each of two facts of other kinds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Aggregate,
    Calendar,
    Dimension,
    PeriodicSnapshot,
    TransactionFact,
    attribute,
    counted,
    degenerate,
    except_over,
    highest,
    level,
    lowest,
    measure,
    milestone,
    natural_key,
    role,
    status,
    total,
)


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)
    segment: Mapped[str | None] = attribute(String(20), scd=1)


class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[dt.datetime] = degenerate()
    channel: Mapped[str | None] = degenerate(String(8))
    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    buyer = role(Customer, source="buyer_id")
    product = role(Product)
    pieces: Mapped[int] = measure()
    amount: Mapped[Decimal | None] = measure(Numeric(12, 2), unit="EUR")


class SalesByMonth(Aggregate, Mart, of=Sale):
    month: Mapped[str | None] = level(Sale.day.year_month)
    city: Mapped[str | None] = level(Sale.customer.city)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal | None] = total(Sale.amount)
    least: Mapped[Decimal | None] = lowest(Sale.amount)
    most: Mapped[int] = highest(Sale.pieces)


class SalesByProduct(Aggregate, Mart, of=Sale):
    product = role(Product)
    channel: Mapped[str | None] = level(Sale.channel)
    segment: Mapped[str | None] = level(Sale.customer.segment)
    pieces: Mapped[int] = total(Sale.pieces)


class BuyersByCity(Aggregate, Mart, of=Sale):
    city: Mapped[str | None] = level(Sale.buyer.city)
    buyers: Mapped[int] = counted(distinct=Sale.buyer.id)
    cities: Mapped[int] = counted(distinct=Sale.customer.city)
    channels: Mapped[int] = counted(distinct=Sale.channel)


class SalesByCustomer(Aggregate, Mart, of=Sale):
    customer = role(Customer)
    sales: Mapped[int] = counted()


class Stock(PeriodicSnapshot, Mart, grain="one row per product and day", period="day"):
    day = role(Day, source="day", grain=True)
    product = role(Product, grain=True)
    pieces: Mapped[int] = measure(additive=except_over(day))


class StockByDay(Aggregate, Mart, of=Stock):
    day = role(Day)
    pieces: Mapped[int] = total(Stock.pieces)


class Order(AccumulatingSnapshot, Mart, grain="one row per order"):
    order_no: Mapped[int] = degenerate(grain=True)
    shipped = milestone(Day, source="shipped_on")
    state: Mapped[str | None] = status(String(8))
    pieces: Mapped[int | None] = measure()


class OrdersByDay(Aggregate, Mart, of=Order):
    shipped = role(Day)
    state: Mapped[str | None] = level(Order.state)
    orders: Mapped[int] = counted()
    pieces: Mapped[int | None] = total(Order.pieces)
