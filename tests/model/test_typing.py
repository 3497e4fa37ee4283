"""What type checkers and editors know about a model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = '''
from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import assert_type

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from tests.model import kinds
from tests.model.retail import Customer, Day, Sale

assert_type(kinds.Order.shipped, type[kinds.Day])
assert_type(kinds.Order.days_to_ship, InstrumentedAttribute[int | None])
assert_type(kinds.Order.state, InstrumentedAttribute[str | None])
assert_type(kinds.PaidByMonth.after, InstrumentedAttribute[Decimal])
assert_type(kinds.PaymentsByCity.city, InstrumentedAttribute[str | None])
assert_type(kinds.PaymentsByCity.amount, InstrumentedAttribute[Decimal])
assert_type(kinds.PaymentsByCity.day.year_month, InstrumentedAttribute[str | None])
assert_type(Sale.customer, type[Customer])
assert_type(Sale.customer.city, InstrumentedAttribute[str | None])
assert_type(Sale.ship_to.customer_id, InstrumentedAttribute[int])
assert_type(Sale.order_date.fiscal_year, InstrumentedAttribute[int | None])
assert_type(Customer.customer_key, InstrumentedAttribute[int])
assert_type(Sale.customer_key, InstrumentedAttribute[int])
assert_type(Customer.is_current, InstrumentedAttribute[bool])
assert_type(Customer.valid_from, InstrumentedAttribute[datetime])
assert_type(Sale.load_id, InstrumentedAttribute[int])
assert_type(
    select(Sale.customer.city, func.sum(Sale.amount)).select_from(Sale).join(Sale.customer),
    Select[str | None, Decimal],
)


def first(sale: Sale, day: Day) -> None:
    """Look at a row."""
    assert_type(sale.customer, Customer)
    assert_type(sale.customer.city, str | None)
    assert_type(sale.order_date, Day)
    assert_type(sale.amount, Decimal)
    assert_type(day.date, date)
'''
WRONG = """
from tests.model.retail import Sale

print(Sale.customer.town)
"""


@pytest.fixture
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "model_use.py"
    path.write_text(request.param, encoding="utf-8")
    return path


def check(*command: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def mypy(program: Path) -> tuple[int, str]:
    return check("mypy", "--strict", "--follow-imports=silent", str(program))


def pyright(program: Path) -> tuple[int, str]:
    settings = program.with_name("pyrightconfig.json")
    paths = f'{{"extraPaths": ["{ROOT}"], "pythonVersion": "3.11", "include": ["{program.name}"]}}'
    settings.write_text(paths, encoding="utf-8")
    return check("pyright", "--pythonpath", sys.executable, "--project", str(settings))


@pytest.mark.parametrize("checker", [mypy, pyright])
@pytest.mark.parametrize("program", [PROGRAM], indirect=True)
def test_a_type_checker_knows_the_columns_of_a_role_and_the_member_of_a_row(checker: type, program: Path) -> None:
    code, said = checker(program)
    assert code == 0, said


@pytest.mark.parametrize("checker", [mypy, pyright])
@pytest.mark.parametrize("program", [WRONG], indirect=True)
def test_a_type_checker_finds_a_misspelt_attribute(checker: type, program: Path) -> None:
    code, said = checker(program)
    assert code == 1
    assert "town" in said
