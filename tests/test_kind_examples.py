"""The examples of kinds of facts give right answers: those that one reads off their few rows."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from examples import banking, budget, currencies, enrolment, hospital, inventory, orders
from starschema import Warehouse

pytestmark = pytest.mark.spread

ROOT = Path(__file__).parent.parent


def loaded(url: str, example: object) -> tuple[Warehouse, list[str]]:
    """Run an example's loads, and say what they counted."""
    warehouse = Warehouse(url, example.Mart)  # type: ignore[attr-defined]
    warehouse.create_all()
    said = [str(result).partition(" in ")[0] for result in example.load_everything(warehouse)]  # type: ignore[attr-defined]
    return warehouse, said


def test_the_orders_come_as_far_as_three_systems_say(url: str) -> None:
    warehouse, said = loaded(url, orders)
    assert said == [
        "Customer: 2 read, 2 inserted",
        "Order: 2 read, 2 inserted, 2 inferred",
        "Order: 5 read, 2 inserted, 3 updated, 3 inferred",
        "Order: 3 read, 3 updated, 2 inferred",
        "Order: 5 read, 5 unchanged",
    ]
    with warehouse.engine.connect() as connection:
        far = [(state, count, f"{amount:.2f}") for state, count, amount in connection.execute(orders.how_far())]
        assert far == [("ordered", 1, "10.00"), ("paid", 2, "174.50"), ("shipped", 1, "80.00")]
        fast = [tuple(row) for row in connection.execute(orders.how_fast())]
        assert fast == [("Bergen", 1, 174, None), ("Oslo", 2, 68, 15)]


def test_the_inventory_misses_what_was_not_found(url: str) -> None:
    warehouse, said = loaded(url, inventory)
    assert said == [
        "Product: 2 read, 2 inserted",
        "Movement: 4 read, 4 inserted, 3 inferred",
        "Stock: 10 read, 10 inserted, 3 inferred",
        "Count: 2 read, 2 inserted",
        "Movement: 1 read, 1 inserted",
        "Stock: 6 read, 3 updated, 3 unchanged",
        "Count: 1 read, 1 updated, 1 removed",
        "StockByMonth: 3 read, 3 inserted, 1 inferred",
    ]
    with warehouse.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(inventory.missing())] == [("pot", date(2024, 2, 3), 4, 0)]
        kept = inventory.StockByMonth
        ends = select(kept.day.date, kept.product.sku, kept.moved, kept.closed).select_from(kept)
        found = sorted(tuple(row) for row in connection.execute(ends.join(kept.day).join(kept.product)))
    assert found == [
        (date(2024, 1, 31), "cup", 12, 12),
        (date(2024, 2, 29), "cup", -5, 7),
        (date(2024, 2, 29), "pot", 4, 4),
    ]


def test_the_enrolled_who_never_came_are_found(url: str) -> None:
    warehouse, said = loaded(url, enrolment)
    assert said[4:] == ["Attendance: 5 read, 5 inserted", "Attendance: 2 read, 1 inserted, 1 duplicates"]
    with Session(warehouse.engine) as session:
        absent = sorted((row.student.name or "", row.course.code) for row in session.scalars(enrolment.never_came()))
        assert absent == [("Cy", "DWH"), ("Cy", "SQL")]
        assert [tuple(row) for row in session.execute(enrolment.by_month())] == [
            ("2024-02", "Databases", 4, 2),
            ("2024-03", "Data warehouses", 1, 1),
            ("2024-03", "Databases", 1, 1),
        ]
    assert warehouse.verify(enrolment.AttendanceByMonth)


def test_sales_are_in_euros_by_the_rate_of_their_day(url: str) -> None:
    warehouse, said = loaded(url, currencies)
    assert said == [
        "Currency: 2 read, 2 inserted",
        "Sale: 4 read, 4 inserted, 5 inferred, 3 unconverted",
        "Rate: 3 read, 3 inserted, 3 recomputed",
        "Rate: 1 read, 1 updated, 1 recomputed",
    ]
    with warehouse.engine.connect() as connection:
        found = [f"{n} {day} {code} {euros}" for n, day, code, _, euros in connection.execute(currencies.in_euros())]
        assert found == [
            "1 2024-01-01 USD 91.27",
            "2 2024-01-03 USD 91.60",
            "3 2024-01-03 EUR 50.00",
            "4 2024-01-05 NOK 88.85",
        ]
        kept = currencies.SalesByMonth
        (month,) = connection.execute(select(kept.sales, kept.euros, kept.kilos))
        assert tuple(map(str, month)) == ("4", "321.72", "8.786")


def test_bookings_are_of_accounts_of_each_kind(url: str) -> None:
    warehouse, said = loaded(url, banking)
    assert said == [
        "Account: 2 read, 2 inserted",
        "Account: 2 read, 2 inserted",
        "Account: 1 read, 1 versioned",
        "Booking: 4 read, 4 inserted",
        "Booking: 1 read, 1 inserted",
        "Account: 1 read, 1 versioned, 2 repointed",
    ]
    with warehouse.engine.connect() as connection:
        found = sorted(f"{kind} {rate} {amount}" for kind, rate, amount in connection.execute(banking.by_rate()))
        assert found == ["checking None -430.00", "savings 2.50 180.00", "savings 3.00 50.00"]
        fees = select(banking.Transfer.id, banking.Transfer.fee).order_by(banking.Transfer.id)
        assert [f"{number} {fee}" for number, fee in connection.execute(fees)] == ["2 0.50", "5 1.25"]
    assert warehouse.verify(banking.Account)
    assert warehouse.verify(banking.Booking)


def test_a_visits_cost_is_shared_among_its_diagnoses(url: str) -> None:
    warehouse, said = loaded(url, hospital)
    assert said[2:] == ["Visit: 4 read, 4 inserted, 11 inferred", "Diagnosis: 3 read, 3 updated"]
    with warehouse.engine.connect() as connection:
        found = {title: f"{cost:.2f}" for title, cost in connection.execute(hospital.cost_by_diagnosis())}
    # 90.00 in three: the first has what is left over of the share.
    assert found == {"Diabetes": "80.01", "High blood pressure": "80.00", "Influenza": "330.00", "Unknown": "20.00"}
    assert warehouse.verify(hospital.GroupDiagnoses)


def test_plans_are_beside_what_the_ledger_adds_up_to(url: str) -> None:
    warehouse, said = loaded(url, budget)
    assert said[2:] == [
        "Plan: 3 read, 3 inserted",
        "Invoice: 3 read, 3 inserted",
        "Invoice: 2 read, 1 updated, 1 removed",
    ]
    with warehouse.engine.connect() as connection:
        found = [f"{row[0]} {row[1]} {row[2]:.0f} {row[3]:.0f}" for row in connection.execute(budget.beside())]
    assert found == ["2024-01 HR 300 0", "2024-01 IT 1000 750", "2024-02 IT 800 0", "2024-02 PR 0 50"]
    assert warehouse.verify(budget.PlanVsActual)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("orders", "shipped: 1 orders, 80.00 EUR"),
        ("inventory", "pot, 2024-02-03: 4 should be there, 0 are"),
        ("enrolment", "Cy never came to Databases"),
        ("currencies", "sale 1, 2024-01-01: 100.00 USD were 91.27 EUR"),
        ("hospital", "2 2024-02-01 14:00 on foot"),
        ("budget", "2024-01 IT: 750.00 of 1000.00 EUR"),
        ("banking", "account 2 of Bo: credit 200"),
        ("banking", "-30.00 EUR by card at Kiosk, of Bo"),
    ],
)
def test_the_command_prints_the_answers(name: str, said: str) -> None:
    command = [sys.executable, "-W", "error", "-m", f"examples.{name}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout.splitlines()


def test_every_example_of_a_kind_is_a_page_long() -> None:
    for name in ("orders", "inventory", "enrolment", "currencies", "banking", "hospital", "budget"):
        assert len((ROOT / "examples" / f"{name}.py").read_text("utf-8").splitlines()) < 150
