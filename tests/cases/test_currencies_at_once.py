"""Sales, rates and the dimension of currencies loaded at once leave the amounts that the rates make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from starschema import Warehouse
from tests.cases.currencies import Currency, Mart, Quote, Rate, Sale, SalesByCurrency

STEPS = 3
CODES = ("USD", "NOK", "SEK")


def sell(warehouse: Warehouse, step: int) -> None:
    """Add sales all over January, and correct some of the step before."""
    rows = [
        {
            "number": n,
            "sold_at": dt.datetime(2024, 1, n % 28 + 1),
            "code": CODES[n % 3],
            "amount": Decimal(step + n),
        }
        for n in range(max(step - 1, 0) * 20, (step + 1) * 20)
    ]
    warehouse.load(Sale, rows, on_duplicate="replace")


def set_rates(warehouse: Warehouse, step: int) -> None:
    """Set rates, the last of the month first, and correct those of the step before."""
    days = [20 - step * 5, 25 - step * 5]
    rows = [
        {"code": code, "since": dt.datetime(2024, 1, day), "rate": Decimal(step + 1) / 4}
        for code in CODES
        for day in days
    ]
    warehouse.load(Rate, rows, on_duplicate="replace")


def quote(warehouse: Warehouse, step: int) -> None:
    """Set quotes of other days, and name the currencies."""
    rows = [{"currency": code, "day": dt.date(2024, 1, step * 7 + 1), "per_eur": Decimal(step + 2)} for code in CODES]
    warehouse.load(Quote, rows)
    warehouse.load(Currency, [{"code": code} for code in CODES])


def all_steps(url: str, work: Callable[[Warehouse, int], None]) -> None:
    warehouse = Warehouse(url, Mart)
    for step in range(STEPS):
        work(warehouse, step)
    warehouse.engine.dispose()


def test_sales_and_rates_loaded_at_once_leave_the_amounts_that_the_rates_make(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.engine.dispose()
    works: list[Any] = [sell, set_rates, quote]
    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(lambda work: all_steps(url, work), works))
    for model in (Sale, Rate, SalesByCurrency):
        found = warehouse.verify(model)
        assert found, str(found)
    with warehouse.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Sale)) == STEPS * 20
        assert connection.scalar(select(func.count()).select_from(Sale).where(Sale.eur.is_not(None))) > 0
