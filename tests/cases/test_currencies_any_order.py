"""Sales and rates in any order and batches leave the amounts that plain Python reckons from all of them."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cases.currencies import Mart, Sale, SalesByCurrency
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100
CODES = st.sampled_from(["USD", "NOK"])
DAYS = st.integers(1, 9).map(lambda day: dt.datetime(2024, 1, day))
CENTS = st.integers(-(10**11) + 1, 10**11 - 1) | st.integers(-999, 999)
RATES = st.integers(1, 99999) | st.sampled_from([5000, 10000, 2500, 1])

RATE = st.tuples(st.just("Rate"), CODES, DAYS, st.none() | RATES)
QUOTE = st.tuples(st.just("Quote"), CODES, DAYS, st.none() | RATES.map(lambda rate: rate + 1000))
SALE = st.tuples(
    st.just("Sale"),
    st.integers(1, 9),
    st.none() | DAYS | DAYS.map(lambda day: day + dt.timedelta(hours=7)),
    st.sampled_from(["USD", "NOK", "EUR", None]),
    st.none() | CENTS.map(lambda cents: cents // 10),
)
STORIES = st.lists(st.lists(RATE | QUOTE | SALE, min_size=1, max_size=5), min_size=1, max_size=6)


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


class Reckoned:
    """What has been told last of every sale and rate, and what follows from it."""

    def __init__(self) -> None:
        self.sales: dict[int, tuple[Any, Any, Any]] = {}
        self.rates: dict[tuple[str, dt.datetime], Decimal] = {}
        self.quotes: dict[tuple[str, dt.datetime], Decimal] = {}

    def amounts(self) -> list[tuple[Any, ...]]:
        found = []
        for number, (at, code, amount) in sorted(self.sales.items()):
            rate = Decimal(1) if code == "EUR" else in_force(self.rates, code, at)
            quote = in_force(self.quotes, code, at)
            eur = quoted = None
            if amount is not None:
                eur = None if rate is None else rounded(amount * rate, 2)
                quoted = None if quote is None else rounded(amount / quote, 3)
                if not amount:
                    eur, quoted = Decimal("0.00"), Decimal("0.000")
            found.append((number, eur, quoted))
        return found


def in_force(rates: dict[tuple[str, dt.datetime], Decimal], code: Any, at: Any) -> Decimal | None:
    known = [(since, rate) for (own, since), rate in rates.items() if own == code and at is not None and since <= at]
    return max(known)[1] if known else None


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def load(star: Star, reckoned: Reckoned, batch: list[Any], kind: str) -> None:
    """Load a batch's rows of one kind, the last of each grain, and take note of them."""
    told = {row[1:3] if kind != "Sale" else row[1]: row for row in batch if row[0] == kind}
    if not told:
        return
    rows: list[dict[str, Any]] = []
    for row in told.values():
        if kind == "Sale":
            _, number, at, code, cents = row
            amount = None if cents is None else Decimal(cents).scaleb(-2)
            reckoned.sales[number] = at, code, amount
            rows.append({"number": number, "sold_at": at, "code": code, "amount": amount})
            continue
        _, code, since, value = row
        known = reckoned.rates if kind == "Rate" else reckoned.quotes
        rate = None if value is None else Decimal(value).scaleb(-4)
        if rate is None:
            known.pop((code, since), None)
        else:
            known[code, since] = rate
        names = ("code", "since", "rate") if kind == "Rate" else ("currency", "day", "per_eur")
        rows.append(dict(zip(names, (code, since if kind == "Rate" else since.date(), rate), strict=True)))
        rows[-1]["gone"] = rate is None
    star.load(kind, rows, on_duplicate="replace", deleted=None if kind == "Sale" else "gone")


@settings(max_examples=300 if LONG else 4)
@given(story=STORIES)
def test_any_loads_of_sales_and_rates_leave_the_amounts_that_python_reckons(star: Star, story: list[Any]) -> None:
    star.warehouse.drop_all()
    star.warehouse.create_all()
    reckoned = Reckoned()
    for batch in story:
        for kind in dict.fromkeys(row[0] for row in batch):
            load(star, reckoned, batch, kind)
    table = Sale.__table__
    with star.warehouse.engine.connect() as connection:
        query = select(table.c.number, table.c.eur, table.c.quoted).order_by(table.c.number)
        assert [tuple(row) for row in connection.execute(query)] == reckoned.amounts()
    for model in (Sale, SalesByCurrency):
        found = star.warehouse.verify(model)
        assert found, str(found)
