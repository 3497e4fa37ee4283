"""What type checkers and editors know about the kinds of dimensions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.test_typing import mypy, pyright

PROGRAM = '''
from __future__ import annotations
from datetime import date, time
from typing import assert_type
from sqlalchemy import Column
from sqlalchemy.orm import InstrumentedAttribute
from tests.kinds.test_outriggers import Account, Branch, Day, Payment, Terms
from tests.kinds.test_profiles import Customer, Demographics, Sale
from tests.kinds.test_times_of_day import Minute
from tests.kinds.test_times_of_day import Sale as TimedSale
from tests.kinds.test_trees import Unit

assert_type(Account.opened_on, type[Day])
assert_type(Account.terms.is_joint, InstrumentedAttribute[bool])
assert_type(Payment.account.branch, type[Branch])
assert_type(Customer.demographics, type[Demographics])
assert_type(Customer.demographics.age, InstrumentedAttribute[str])
assert_type(Sale.demographics.is_married, InstrumentedAttribute[bool])
assert_type(TimedSale.local_time.time, InstrumentedAttribute[time])
assert_type(TimedSale.office_day.date, InstrumentedAttribute[date])
assert_type(Unit.tree.depth, Column[int])


def first(account: Account, customer: Customer) -> None:
    """Look at a row."""
    assert_type(account.opened_on, Day)
    assert_type(account.terms, Terms)
    assert_type(customer.demographics, Demographics)
    assert_type(customer.demographics.age, str)
'''


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_type_checker_knows_what_outriggers_profiles_and_trees_are(checker: type, tmp_path: Path) -> None:
    program = tmp_path / "kinds_use.py"
    program.write_text(PROGRAM, encoding="utf-8")
    code, said = checker(program)
    assert code == 0, said
