"""Outriggers: a dimension refers to a dimension, and its key is an attribute like any other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import String, func, inspect, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import (
    Calendar,
    Dimension,
    JunkDimension,
    RejectedRows,
    SourceError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    natural_key,
    outrigger,
    role,
)
from tests.backends import IN_ONE_PROCESS
from tests.failures.processes import at_once
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Branch(Dimension, Mart):
    code: Mapped[str] = natural_key(String(4))
    city: Mapped[str | None] = attribute(String(20))


class Terms(JunkDimension, Mart):
    currency: Mapped[str] = attribute(String(3))
    is_joint: Mapped[bool] = attribute()


class Account(Dimension, Mart):
    number: Mapped[int] = natural_key()
    label: Mapped[str | None] = attribute(String(20))
    opened_on = outrigger(Day)
    branch = outrigger(Branch, source="branch_code", scd=2)
    terms = outrigger(Terms)


class Payment(TransactionFact, Mart, grain="one row per payment"):
    payment_no: Mapped[int] = degenerate(grain=True)
    paid_at: Mapped[datetime] = degenerate()
    account = role(Account, as_of="paid_at")
    branch = role(Branch, source="paid_in", missing="unknown")


ACCOUNTS = (
    select(
        Account.number, Account.label, Account.opened_on.date, Account.branch.code, Account.terms.currency,
        Account.valid_from, Account.valid_to,
    )
    .select_from(Account)
    .join(Account.opened_on)
    .join(Account.branch)
    .join(Account.terms)
    .where(Account.account_key > 0)
    .order_by(Account.number, Account.valid_from)
)  # fmt: skip


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def load(warehouse: Warehouse, drawing: str, day: int, **options: Any) -> Any:
    return warehouse.load(Account, rows(drawing), effective=date(2024, day, 1), **options)


def test_a_reference_is_looked_up_or_inferred_and_changes_as_its_attribute_does(warehouse: Warehouse) -> None:
    warehouse.load(Branch, [{"code": "OSL", "city": "Oslo"}])
    first = load(warehouse, """
        number  label  opened_on  branch_code  currency  is_joint
        1       Ann    01-31      OSL          NOK       no
        2       Bo     ∅          BGO          NOK       no
        3       Cy     01-31      ∅            ∅         ∅
    """, 1)  # fmt: skip
    assert (first.inserted, first.inferred) == (3, 4), "a day, a branch, two terms"
    assert load(warehouse, """
        number  opened_on  branch_code  currency  is_joint
        1       01-31      OSL          NOK       no
    """, 2).unchanged == 1  # fmt: skip
    moved = load(warehouse, """
        number  opened_on  branch_code
        1       01-30      OSL
        2       ∅          OSL
    """, 3)  # fmt: skip
    assert (moved.updated, moved.versioned) == (1, 1)
    assert seen(warehouse, ACCOUNTS) == drawn("""
        number  label  opened  branch   terms    from   to
        1       Ann    01-30   OSL      NOK      01-01  ∞
        2       Bo     ∅       BGO      NOK      01-01  03-01
        2       Bo     ∅       OSL      NOK      03-01  ∞
        3       Cy     01-31   ∅        ∅        01-01  ∞
    """)
    assert all(warehouse.verify(model) for model in (Account, Branch, Day, Terms))


@pytest.mark.beyond
def test_a_late_change_of_a_versioned_reference_splits_the_version_and_facts_follow(warehouse: Warehouse) -> None:
    drawing = "number branch_code\n1 {}"
    load(warehouse, drawing.format("OSL"), 1)
    load(warehouse, drawing.format("BGO"), 5)
    warehouse.load(Payment, rows("""
        payment_no  paid_at  number  paid_in
        1           02-01    1       OSL
        2           04-01    1       OSL
    """))  # fmt: skip
    late = load(warehouse, drawing.format("TRD"), 3)
    assert (late.versioned, late.repointed, late.inferred) == (1, 1, 1)
    query = (
        select(Payment.payment_no, Payment.account.branch.code)
        .select_from(Payment)
        .join(Payment.account)
        .join(Payment.account.branch, Payment.account.branch_key == Payment.account.branch.branch_key)
        .order_by(Payment.payment_no)
    )
    assert seen(warehouse, query) == ["1 OSL", "2 TRD"]


def test_any_order_of_the_same_changes_ends_in_the_same_history(new_url: Any) -> None:
    changes = [
        {"number": 1, "branch_code": branch, "opened_on": day and date(2024, 1, day), "at": date(2024, month, 1)}
        for branch, day, month in [("OSL", 31, 1), ("OSL", 30, 2), ("BGO", 31, 3), ("TRD", None, 4), ("BGO", 29, 5)]
    ]
    for batches in ([changes], [changes[2:4], changes[:1], changes[4:], changes[1:3]]):
        warehouse = Warehouse(new_url(), Mart)
        warehouse.create_all()
        for batch in batches:
            warehouse.load(Account, batch, effective="at")
        query = ACCOUNTS.with_only_columns(
            Account.branch.code, Account.opened_on.date, Account.valid_from, Account.valid_to
        )
        assert seen(warehouse, query.order_by(None).order_by(Account.valid_from)) == drawn("""
            branch  opened  from   to
            OSL     01-29   01-01  03-01
            BGO     01-29   03-01  04-01
            TRD     01-29   04-01  05-01
            BGO     01-29   05-01  ∞
        """)


def test_what_nothing_was_told_of_refers_to_the_unknown_member(warehouse: Warehouse) -> None:
    warehouse.load(Payment, rows("""
        payment_no  paid_at  number  paid_in
        1           02-01    7       XXX
    """))  # fmt: skip
    load(warehouse, """
        number  label
        8       Eve
    """, 1)  # fmt: skip
    table = Account.__table__.c
    keys = select(table.number, table.opened_on_key, table.branch_key, table.terms_key).order_by(table.account_key)
    assert seen(warehouse, keys) == drawn("""
        number  opened  branch  terms
        ∅       -2      -2      -2
        ∅       -1      -1      -1
        7       -1      -1      -1
        8       -1      -1      -1
    """)
    told = load(warehouse, """
        number  label  branch_code
        7       Flo    OSL
        8       Eve    OSL
    """, 2)  # fmt: skip
    assert (told.updated, told.versioned) == (2, 0), "what was never known is filled, as with any attribute"
    assert load(warehouse, "number label branch_code\n8 Eve OSL", 3).unchanged == 1


def test_a_reference_to_nobody_is_found_from_both_ends(warehouse: Warehouse) -> None:
    load(warehouse, "number branch_code\n1 OSL", 1)
    with warehouse.engine.begin() as connection:
        connection.execute(update(Account.__table__).where(Account.__table__.c.number == 1).values(branch_key=77))
    for model in (Account, Branch):
        assert str(warehouse.verify(model)) == (
            "dim_account: 1 rows whose branch_key no Branch has, such as number=1, branch_key=77"
        )


def test_a_row_with_some_of_a_references_columns_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(
        SourceError, match=r"Account: the data lacks 'is_joint' for Account\.terms, though it has 'curr"
    ):
        load(warehouse, "number currency\n1 NOK", 1)


def test_a_member_may_refuse_what_is_unknown(url: str) -> None:
    class StrictMart(DeclarativeBase):
        pass

    class Country(Dimension, StrictMart):
        code: Mapped[str] = natural_key(String(2))

    class City(Dimension, StrictMart):
        name: Mapped[str] = natural_key(String(20))
        country = outrigger(Country, missing="reject", null="not applicable")

    warehouse = Warehouse(url, StrictMart)
    warehouse.create_all()
    with pytest.raises(RejectedRows, match=r"column 'country' \(value 'NO'\): names a Country that does not exist"):
        warehouse.load(City, [{"name": "Oslo", "country": "NO"}])
    assert warehouse.load(City, [{"name": "Atlantis", "country": None}]).inserted == 1
    with Session(warehouse.engine) as session:
        atlantis = session.scalars(select(City).where(City.name == "Atlantis")).one()
        assert atlantis.country.country_key == -2  # type: ignore[attr-defined]


@pytest.mark.everywhere
@pytest.mark.only("duckdb", "sqlite", "postgresql", "mariadb")
def test_enforced_foreign_keys_hold(url: str, backend: str) -> None:
    warehouse = Warehouse(url, Mart)
    if backend == "duckdb":
        pytest.skip("the fact's role to a versioned dimension cannot be enforced there")
    warehouse.create_all(foreign_keys="enforced")
    load(warehouse, "number branch_code opened_on\n1 OSL 01-31", 1)
    keys = inspect(warehouse.engine).get_foreign_keys("dim_account")
    assert sorted(key["constrained_columns"][0] for key in keys) == ["branch_key", "opened_on_key", "terms_key"]


def open_accounts(url: str, first: int) -> int:
    """Load accounts of the same few branches, or payments in them, each of which infers."""
    opened = Warehouse(url, Mart)
    branches = [f"B{n % 7}" for n in range(first, first + 40)]
    if first % 2000:
        data: list[dict[str, Any]] = [{"number": first + n, "branch_code": b} for n, b in enumerate(branches)]
        inferred = opened.load(Account, data, effective=date(2024, 1, 1)).inferred
    else:
        data = [
            {"payment_no": first + n, "paid_at": datetime(2024, 1, 2), "number": n, "paid_in": b}
            for n, b in enumerate(branches)
        ]
        opened.load(Payment, data)
        inferred = 0
    opened.engine.dispose()
    return inferred


@pytest.mark.everywhere
def test_dimension_and_fact_loads_at_once_make_one_member_and_do_not_wait_in_a_circle(url: str, backend: str) -> None:
    created = Warehouse(url, Mart)
    created.create_all()
    created.engine.dispose()
    done = at_once([(open_accounts, (url, 1000 * n)) for n in range(6)], threads=backend in IN_ONE_PROCESS)
    assert [outcome for outcome in done if isinstance(outcome, Exception)] == []
    assert sum(done) == 7
    count = select(func.count()).select_from(Branch).where(Branch.branch_key > 0)
    assert seen(created, count) == ["7"]
