"""What was planned beside what was invoiced: a consolidated fact over a ledger, `python -m examples.budget [URL]`.

Plans are by month and department. Invoices are a ledger: a correction is added, and so is a reversal of what it
corrects, and a deletion takes an invoice back; nothing is changed. Both facts are side by side at the grain that they
share, in a table that the loads of each keep.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Consolidated,
    Dimension,
    LoadResult,
    PeriodicSnapshot,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    level,
    measure,
    natural_key,
    role,
    rollup,
    total,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


Month = rollup(Day, "month")


class Department(Dimension, Mart):
    """One row per department."""

    code: Mapped[str] = natural_key(String(8))
    name: Mapped[str | None] = attribute(String(40))


class Plan(PeriodicSnapshot, Mart, grain="one row per month and department", period="month"):
    """What each department may spend."""

    month = role(Month, source="month", grain=True)
    department = role(Department, source="department", grain=True)
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


class Invoice(TransactionFact, Mart, grain="one row per invoice", reversible="changed_at"):
    """What each department was charged, and every correction."""

    number: Mapped[str] = degenerate(String(8), grain=True)
    changed_at: Mapped[datetime] = degenerate()
    day = role(Day, source="invoiced_on")
    department = role(Department, source="department")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")


class PlanVsActual(Consolidated, Mart, of=(Plan, Invoice)):
    """Plans beside invoices."""

    month: Mapped[str | None] = level(Plan.month.year_month, Invoice.day.year_month)
    department = role(Department)
    planned: Mapped[Decimal] = total(Plan.amount)
    spent: Mapped[Decimal] = total(Invoice.amount)


DEPARTMENTS = [("IT", "Computers"), ("HR", "People"), ("PR", "Press")]
PLANNED = [("2024-01", "IT", "1000.00"), ("2024-01", "HR", "300.00"), ("2024-02", "IT", "800.00")]
AT = datetime(2024, 2, 1, 9)
INVOICED = [
    ("A1", AT, date(2024, 1, 10), "IT", "700.00"),
    ("A2", AT, date(2024, 1, 20), "IT", "90.00"),
    ("A3", AT, date(2024, 2, 5), "PR", "50.00"),
]
CORRECTED = [
    ("A1", datetime(2024, 2, 3, 9), date(2024, 1, 10), "IT", "750.00", False),
    ("A2", datetime(2024, 2, 3, 9), date(2024, 1, 20), "IT", None, True),
]
NAMES = ("number", "changed_at", "invoiced_on", "department", "amount")


def rows(data: list[Any], *columns: str) -> list[dict[str, Any]]:
    """Return tuples as rows."""
    return [dict(zip(columns, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load plans, invoices, and what was wrong with these."""
    yield warehouse.load(Day, start="2024-01-01", end="2024-12-31")
    yield warehouse.load(Department, rows(DEPARTMENTS, "code", "name"))
    yield warehouse.load(Plan, rows(PLANNED, "month", "department", "amount"))
    yield warehouse.load(Invoice, rows(INVOICED, *NAMES))
    yield warehouse.load(Invoice, rows(CORRECTED, *NAMES, "gone"), on_duplicate="reverse", deleted="gone")


def beside() -> Select[str | None, str, Decimal, Decimal]:
    """Select what was planned and what was spent, where there is any of both."""
    kept = PlanVsActual
    return (
        select(kept.month, kept.department.code, kept.planned, kept.spent)
        .select_from(kept)
        .join(kept.department)
        .order_by(kept.month, kept.department.code)
    )


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='budget-')}/budget.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with warehouse.engine.connect() as connection:
        for month, code, planned, spent in connection.execute(beside()):
            print(f"{month} {code}: {spent} of {planned} EUR")
        entries = select(func.count()).where(Invoice.number == "A1")
        print(f"invoice A1 has {connection.scalar(entries)} entries, since nothing is changed")


if __name__ == "__main__":
    main(*sys.argv[1:])
