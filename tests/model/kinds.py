"""Every kind of fact once, for the tests beside it."""

from __future__ import annotations

from datetime import datetime
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
    closing,
    counted,
    degenerate,
    except_over,
    lag,
    level,
    measure,
    milestone,
    movement,
    natural_key,
    opening,
    role,
    status,
    total,
)


class Mart(DeclarativeBase):
    """Every table of the mart."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(60), scd=2)


class Order(AccumulatingSnapshot, Mart, grain="one row per order", sequence="changed_at"):
    """From order to payment."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    changed_at: Mapped[datetime] = degenerate()
    ordered = milestone(Day, source="ordered_on")
    shipped = milestone(Day, source="shipped_at")
    shipped_at: Mapped[datetime | None] = degenerate()
    paid = milestone(Day, source="paid_at")
    paid_at: Mapped[datetime | None] = degenerate()
    state: Mapped[str | None] = status(String(12))
    days_to_ship: Mapped[int | None] = lag("ordered", "shipped", comment="Calendar days")
    hours_to_pay: Mapped[int | None] = lag("shipped", "paid", unit="hours")
    customer = role(Customer)
    amount: Mapped[Decimal | None] = measure(Numeric(14, 2), unit="EUR")


class Balance(PeriodicSnapshot, Mart, grain="one row per customer and day", period="day"):
    """What is owed, as the bank says."""

    day = role(Day, source="day", grain=True)
    customer = role(Customer, grain=True)
    owed: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR", additive=except_over(day, use="average"))
    limit: Mapped[Decimal | None] = measure(Numeric(14, 2), unit="EUR", additive=except_over("day"))


class Payment(TransactionFact, Mart, grain="one row per payment"):
    """What was paid."""

    payment_no: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="paid_on")
    customer = role(Customer)
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Invoice(TransactionFact, Mart, grain="one row per invoice", reversible="told_at"):
    """What was billed, corrections and all."""

    invoice_no: Mapped[int] = degenerate(grain=True)
    told_at: Mapped[datetime] = degenerate()
    customer = role(Customer)
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class PaidByMonth(
    PeriodicSnapshot, Mart, grain="one row per customer and month", period="day", of=Payment, every="month"
):
    """What had been paid at each month's end."""

    customer = role(Customer, grain=True)
    day = role(Day, grain=True)
    before: Mapped[Decimal] = opening(Payment.amount)
    paid: Mapped[Decimal] = movement(Payment.amount)
    after: Mapped[Decimal] = closing(Payment.amount, Numeric(18, 2))


class PaymentsByCity(Aggregate, Mart, of=Payment):
    """What was paid, by month and city."""

    day = role(Day)
    city: Mapped[str | None] = level(Payment.customer.city)
    payments: Mapped[int] = counted()
    customers: Mapped[int] = counted(distinct=Payment.customer.customer_id)
    amount: Mapped[Decimal] = total(Payment.amount)
