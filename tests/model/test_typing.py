"""What type checkers and editors know about a model."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kinds.typed import PROGRAM as KINDS

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
MISSPELT = """
from tests.model.retail import Sale

print(Sale.customer.town)
"""


RIGHT = {"model_use.py": PROGRAM, "kinds_use.py": KINDS}
WRONG = {"model_misuse.py": MISSPELT}


def check(*command: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def mypy(folder: Path) -> tuple[int, str]:
    return check("mypy", "--strict", "--follow-imports=silent", *(str(folder / name) for name in RIGHT | WRONG))


def pyright(folder: Path) -> tuple[int, str]:
    settings = folder / "pyrightconfig.json"
    settings.write_text(f'{{"extraPaths": ["{ROOT}"], "pythonVersion": "3.11", "include": ["*.py"]}}', "utf-8")
    return check("pyright", "--pythonpath", sys.executable, "--project", str(settings))


@pytest.mark.early
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_type_checker_knows_columns_roles_and_members_and_finds_a_misspelt_attribute(
    checker: Callable[[Path], tuple[int, str]], tmp_path: Path
) -> None:
    for name, program in (RIGHT | WRONG).items():
        (tmp_path / name).write_text(program, "utf-8")
    code, said = checker(tmp_path)
    assert code == 1, said
    assert "town" in said
    assert [name for name in RIGHT if name in said] == [], said
    assert re.search(r"\b1 error\b", said), said
