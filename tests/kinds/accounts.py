"""Accounts and who holds them: a bridge with shares, for the tests of bridges."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    group,
    measure,
    member,
    natural_key,
    role,
    weight,
)
from tests.kinds.tables import rows, seen


class Mart(DeclarativeBase):
    pass


class Account(Dimension, Mart):
    """One row per account."""

    account: Mapped[str] = natural_key(String(8))
    branch: Mapped[str | None] = attribute(String(20))


class Holder(Dimension, Mart, durable_key=True):
    """One row per version of a holder."""

    holder: Mapped[str] = natural_key(String(8))
    city: Mapped[str | None] = attribute(String(20), scd=2)


class AccountHolders(Bridge, Mart):
    """Who holds which account, and how much of it."""

    account = group(Account)
    holder = member(Holder)
    share: Mapped[Decimal] = weight(Numeric(5, 4))
    kind: Mapped[str | None] = attribute(String(10))


class Payment(TransactionFact, Mart, grain="one row per payment"):
    number: Mapped[int] = degenerate(grain=True)
    paid_at: Mapped[datetime] = degenerate()
    account = role(Account, as_of="paid_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


b = AccountHolders
WHO = (
    select(Account.account, func.coalesce(Holder.holder, "-"), b.share, b.kind, b.valid_from, b.valid_to)
    .select_from(b)
    .join(b.account_member)
    .join(b.holder_member)
    .where(Account.account.is_not(None))
    .order_by(Account.account, b.valid_from, Holder.holder)
)
HEADING = "account holder share kind from to"


def tell(warehouse: Warehouse, drawing: str, effective: Any = None, **options: Any) -> Any:
    """Load memberships; a single time is said apart, several in a column `at`."""
    return warehouse.load(AccountHolders, rows(drawing), effective=effective or "at", **options)


def who(warehouse: Warehouse) -> list[str]:
    return seen(warehouse, WHO)


JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
