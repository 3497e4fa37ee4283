"""The examples of kinds of dimensions give right answers, on every database."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from examples import accounts, insurance, organisation
from starschema import Warehouse, as_then, in_force


def test_the_organisations_costs_are_those_of_everything_below(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    organisation.main(url)
    said = capsys.readouterr().out
    assert "makes a circle: SAL -> OSL -> NOR -> SAL" in said
    assert "Paris: Paris office < Sales north < Engineering < The company" in said
    above = {code: top for code, _, top in [*organisation.UNITS, *organisation.MOVED]}
    names = {code: name for code, name, _ in [*organisation.UNITS, *organisation.MOVED]}
    expected: Counter[str] = Counter()
    for _, _, code, amount in organisation.COSTS:
        unit: str | None = code
        while unit is not None:
            expected[names[unit]] += Decimal(amount)  # type: ignore[assignment]
            unit = above[unit]
    with Warehouse(url, organisation.Mart).engine.connect() as connection:
        found = {name: amount for name, _, amount in connection.execute(organisation.cost_of_all_below())}
    assert found == expected


def test_claims_are_paid_to_people_as_they_were_when_it_happened(url: str) -> None:
    warehouse = Warehouse(url, insurance.Mart)
    warehouse.create_all()
    said = [str(result).partition(" in ")[0] for result in insurance.load_everything(warehouse)]
    assert said[:2] == [
        "Customer: 3 read, 3 inserted, 3 inferred",
        "Customer: 3 read, 1 updated, 1 versioned, 1 unchanged, 2 inferred",
    ]
    late = insurance.load_late(warehouse)
    assert (late.unchanged, late.repointed) == (1, 1)
    states = [
        *((date(2024, 1, 1), row) for row in insurance.JANUARY),
        *((date(2024, 4, 1), row) for row in insurance.LATE),
        *((date(2024, 7, 1), row) for row in insurance.JULY),
    ]
    expected: dict[tuple[str, str, bool], Decimal] = {}
    for _, day, customer, paid in insurance.CLAIMS:
        _, (_, _, _, age, income, smokes) = [s for s in states if s[1][0] == customer and s[0] <= day][-1]
        ages = [label for limit, label in AGES if age < limit]
        earns = "not told" if income is None else "low" if income < 20_000 else "middle" if income < 60_000 else "high"
        kind = ages[0], earns, smokes
        expected[kind] = expected.get(kind, Decimal(0)) + Decimal(paid)
    with warehouse.engine.connect() as connection:
        found = {
            (age, income, smokes): paid for age, income, smokes, paid in connection.execute(insurance.paid_by_profile())
        }
        now = {name: (age, versions) for name, age, _, versions in connection.execute(insurance.as_they_are())}
    assert found == expected
    assert now == {"Ann": ("30 to under 50", 1), "Bo": ("70 and over", 2), "Cy": ("30 to under 50", 1)}


def test_deposits_are_shared_among_those_who_hold_the_account(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    accounts.main(url)
    said = capsys.readouterr().out
    assert "the shares of its group sum to 0.9, not 1; correct them" in said
    held = {**accounts.HELD, accounts.MARCH: accounts.LATE}
    warehouse = Warehouse(url, accounts.Mart)
    for joined, asked in ((as_then, None), (in_force, date.max)):
        expected: Counter[str] = Counter()
        for _, day, account, amount in accounts.DEPOSITS:
            told = [d for d, rows in held.items() if d <= (asked or day) and any(row[0] == account for row in rows)]
            for number, name, share in held[max(told)]:
                expected[name] += Decimal(amount) * Decimal(share) if number == account else 0  # type: ignore[assignment]
        with warehouse.engine.connect() as connection:
            query = accounts.paid_by_person(joined(accounts.Deposit.account, accounts.Holders))
            found = {name: amount.normalize() for name, amount in connection.execute(query)}
        assert found == {name: amount.normalize() for name, amount in expected.items() if amount}  # type: ignore[attr-defined]
    assert all(warehouse.verify(model) for model in (accounts.Holders, accounts.Day, accounts.Account))


AGES = [(18, "under 18"), (30, "18 to under 30"), (50, "30 to under 50"), (70, "50 to under 70"), (999, "70 and over")]
