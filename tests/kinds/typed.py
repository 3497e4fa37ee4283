"""A program over the kinds of dimensions, for type checkers to say that it is right."""

from __future__ import annotations

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
