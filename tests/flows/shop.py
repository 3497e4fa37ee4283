"""A shop whose customers, products and sales come from somewhere else each, and its whole state to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Numeric, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    Flow,
    PeriodicSnapshot,
    TransactionFact,
    Warehouse,
    attribute,
    closing,
    degenerate,
    measure,
    natural_key,
    outrigger,
    role,
)


class Mart(DeclarativeBase):
    """Every table of the shop."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Region(Dimension, Mart):
    """One row per region."""

    code: Mapped[str] = natural_key(String(10))
    title: Mapped[str | None] = attribute(String(40), scd=1)


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(40), scd=2)
    region = outrigger(Region, source="region", scd=1)


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


class Balance(PeriodicSnapshot, Mart, grain="one row per customer and month", period="day", of=Sale, every="month"):
    """What a customer has spent so far."""

    day = role(Day, grain=True)
    customer = role(Customer, grain=True)
    spent: Mapped[Decimal] = closing(Sale.amount)


def warehouse(url: str) -> Warehouse:
    """Return the shop in the database at `url`, with its tables."""
    made = Warehouse(url, Mart)
    made.create_all()
    return made


def customers(*rows: tuple[int, str, str]) -> list[dict[str, Any]]:
    """Return customers with their city and when they moved there."""
    return [{"customer_id": n, "city": city, "at": at, "region": city[:2]} for n, city, at in rows]


def sales(first: int, count: int, *, members: int = 5) -> list[dict[str, Any]]:
    """Return sales numbered from `first`."""
    return [
        {"order_no": n, "sold_at": f"2024-01-{n % 28 + 1:02d}", "customer_id": n % members + 1, "amount": f"{n}.10"}
        for n in range(first, first + count)
    ]


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write rows as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def state(mart: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the tables say, with natural keys in place of surrogate ones."""
    queries = {
        "customers": select(
            Customer.customer_id, Customer.city, Customer.valid_from, Customer.valid_to, Customer.is_inferred
        ),
        "regions": select(Region.code, Region.title, Region.is_inferred),
        "days": select(Day.date),
        "sales": select(
            Sale.order_no, Sale.sold_at, Sale.amount, Sale.day.date, Sale.customer.customer_id, Sale.customer.city
        )
        .join(Sale.day)
        .join(Sale.customer),
        "balances": select(Balance.day.date, Balance.customer.customer_id, Balance.spent)
        .join(Balance.day)
        .join(Balance.customer),
    }
    with mart.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(query)), key=repr) for name, query in queries.items()
        }


def full_flow(folder: Path, name: str = "shop", **options: Any) -> Flow:
    """Return a flow that feeds every table, declared in no order."""
    flow = Flow(name, Mart, landing=folder / "landing", backoff=0.01, **options)
    flow.feed(Balance)
    flow.feed(Sale, str(folder / "sales" / "*.jsonl"))
    flow.feed(Customer, str(folder / "customers.jsonl"), effective="at")
    flow.feed(Region, [folder / "regions.jsonl"], effective=date(2024, 1, 1))
    flow.feed(Day, start="2024-01-01", end="2024-01-31")
    return flow


def past_flow(folder: Path, name: str, **options: Any) -> Flow:
    """Return a flow of customers, and of sales by slices, of which a file of the first day's name is the source."""
    flow = Flow(name, Mart, landing=folder / "landing", backoff=0.01, **options)
    flow.feed(Customer, str(folder / "customers.jsonl"), effective="at")
    flow.feed(Sale, slices=lambda start, end: str(folder / f"{start}.jsonl"))
    return flow


def small_flow(folder: Path, name: str = "shop", **options: Any) -> Flow:
    """Return a flow of customers, and of sales to them."""
    flow = Flow(name, Mart, landing=folder / "landing", backoff=0.01, **options)
    flow.feed(Sale, str(folder / "sales.jsonl"))
    flow.feed(Customer, str(folder / "customers.jsonl"), effective="at")
    return flow


def write_little(folder: Path) -> None:
    """Write the files that the small flow reads: a member moves, and a sale names one that nobody has told of."""
    moves = customers((1, "Oslo", "2023-12-01"), (2, "Bergen", "2023-12-01"), (1, "Bergen", "2024-01-05"))
    write(folder / "customers.jsonl", moves)
    write(folder / "sales.jsonl", sales(1, 9, members=3))


def write_past(folder: Path, months: Iterable[int]) -> None:
    """Write the files that the flow of the past reads, a sale for each of 28 days of some months."""
    write(folder / "customers.jsonl", customers((1, "Oslo", "2023-12-01"), (1, "Bergen", "2024-03-10")))
    for month in months:
        days = (f"2024-{month:02d}-{day:02d}" for day in range(1, 29))
        rows = [{"order_no": int(day[5:].replace("-", "")), "sold_at": day, "customer_id": 1} for day in days]
        write(folder / f"2024-{month:02d}-01.jsonl", [{**row, "amount": "1.10"} for row in rows])


FLOWS = {"full": full_flow, "past": past_flow, "small": small_flow}
"""What worker processes can be told to do."""


def write_everything(folder: Path) -> None:
    """Write the files that the full flow reads."""
    write(folder / "regions.jsonl", [{"code": "Os", "title": "East"}, {"code": "Be", "title": "West"}])
    moves = [(n, "Oslo", "2023-12-01") for n in range(1, 6)] + [(n, "Bergen", "2024-01-15") for n in (1, 3)]
    write(folder / "customers.jsonl", customers(*moves))
    for file in range(3):
        write(folder / "sales" / f"{file}.jsonl", sales(file * 20, 20))
