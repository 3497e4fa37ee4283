"""The examples of kinds of dimensions give right answers, on every database."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from examples import organisation
from starschema import Warehouse


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
