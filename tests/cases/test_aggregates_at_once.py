"""Loads of a fact and of its dimensions at the same time leave the aggregate that the facts add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    total,
)


class Mart(DeclarativeBase):
    pass


class Shop(Dimension, Mart):
    shop_id: Mapped[int] = natural_key()
    region: Mapped[str | None] = attribute(String(20), scd=2)


class Buyer(Dimension, Mart):
    buyer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)
    segment: Mapped[str | None] = attribute(String(20), scd=1)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[dt.datetime] = degenerate()
    shop = role(Shop, as_of="sold_at")
    buyer = role(Buyer, as_of="sold_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Sales(Aggregate, Mart, of=Sale):
    region: Mapped[str | None] = level(Sale.shop.region)
    city: Mapped[str | None] = level(Sale.buyer.city)
    segment: Mapped[str | None] = level(Sale.buyer.segment)
    sales: Mapped[int] = counted()
    amount: Mapped[Decimal] = total(Sale.amount)


STEPS = 4
MEMBERS = 5


def moment(day: int) -> dt.datetime:
    return dt.datetime(2024, 1, day)


def sell(warehouse: Warehouse, step: int) -> None:
    """Add sales all over January, and correct some of the step before."""
    first = max(step - 1, 0) * 50
    rows = [
        {
            "number": n,
            "sold_at": moment(n % 28 + 1),
            "shop_id": n % MEMBERS,
            "buyer_id": n % 3,
            "amount": Decimal(step + 1),
        }
        for n in range(first, (step + 1) * 50)
    ]
    warehouse.load(Sale, rows, on_duplicate="replace")


def move_shops(warehouse: Warehouse, step: int) -> None:
    """Cut the versions of shops, the last first."""
    rows = [{"shop_id": n, "region": f"r{step}", "at": moment(20 - step * 4)} for n in range(MEMBERS)]
    warehouse.load(Shop, rows, effective="at")


def move_buyers(warehouse: Warehouse, step: int) -> None:
    """Cut the versions of buyers, and correct their segment."""
    rows = [{"buyer_id": n, "city": f"c{step}", "segment": f"s{step}", "at": moment(5 + step * 4)} for n in range(3)]
    warehouse.load(Buyer, rows, effective="at")


Work = Callable[[Warehouse, int], None]


def all_steps(url: str, work: Work) -> None:
    warehouse = Warehouse(url, Mart)
    for step in range(STEPS):
        work(warehouse, step)
    warehouse.engine.dispose()


def test_a_fact_and_two_dimensions_loaded_at_once_leave_what_the_fact_adds_up_to(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.engine.dispose()
    works: list[Any] = [sell, move_shops, move_buyers]
    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(lambda work: all_steps(url, work), works))
    for model in (Sale, Shop, Buyer, Sales):
        found = warehouse.verify(model)
        assert found, str(found)
    with warehouse.engine.connect() as connection:
        assert connection.scalar(select(func.sum(Sales.sales))) == STEPS * 50
