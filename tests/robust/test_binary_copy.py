"""PostgreSQL's binary COPY goes by the types that the server's columns have, whatever the model says of them."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Integer, Numeric, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import TransactionFact, Warehouse, degenerate, measure
from starschema.backends import postgresql

pytestmark = pytest.mark.only("postgresql")


class Mart(DeclarativeBase):
    """The tests' tables."""


class Reading(TransactionFact, Mart, grain="one row per reading"):
    """What a meter showed."""

    number: Mapped[int] = degenerate(Integer(), grain=True)
    note: Mapped[str | None] = degenerate(String(20))
    shown: Mapped[Decimal | None] = measure(Numeric(12, 2))
    guess: Mapped[float | None] = measure(Numeric(12, 4, asdecimal=False))


ROWS = [
    {"number": 1, "note": "a", "shown": Decimal("-1.50"), "guess": 0.25},
    {"number": 2, "note": None, "shown": Decimal("9999999999.99"), "guess": None},
]


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


BINARY = "ALTER guess TYPE float8"
"""With this, every column of the table has a binary form."""


def stored(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.engine.connect() as connection:
        rows = connection.execute(text("SELECT number, note, shown::text, guess::text FROM fact_reading ORDER BY 1"))
        return [tuple(row) for row in rows]


def altered(warehouse: Warehouse, *changes: str) -> None:
    with warehouse.engine.begin() as connection:
        for change in changes:
            connection.execute(text(f"ALTER TABLE fact_reading {change}"))


def test_a_float_in_a_numeric_column_is_read_by_the_server_itself(warehouse: Warehouse) -> None:
    warehouse.load(Reading, ROWS)
    assert stored(warehouse) == [(1, "a", "-1.50", "0.2500"), (2, None, "9999999999.99", None)]


def test_without_the_encoder_rows_go_as_csv(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    altered(warehouse, BINARY)
    monkeypatch.setitem(sys.modules, "pgpq", None)
    warehouse.load(Reading, ROWS)
    assert stored(warehouse) == [(1, "a", "-1.50", "0.25"), (2, None, "9999999999.99", None)]


SAME = [(1, "a", "-1.50"), (2, None, "9999999999.99")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(["ALTER number TYPE bigint"], SAME, id="a wider integer"),
        pytest.param(["ALTER number TYPE smallint"], SAME, id="a narrower"),
        pytest.param(["ALTER note TYPE text"], SAME, id="text"),
        pytest.param(["ALTER note TYPE char(3)"], [(1, "a  ", "-1.50"), (2, None, "9999999999.99")], id="padded text"),
        pytest.param(["ALTER note TYPE jsonb USING NULL"], None, id="a type that has no binary form here"),
        pytest.param(["ALTER shown TYPE numeric"], SAME, id="any numeric"),
        pytest.param(
            ["ALTER shown TYPE double precision"], [(1, "a", "-1.5"), (2, None, "9999999999.99")], id="a float column"
        ),
    ],
)
def test_a_column_that_was_altered_takes_the_same_values(
    warehouse: Warehouse, changes: list[str], expected: list[tuple[Any, ...]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    for name in ("binary_copy", "copy_arrow"):
        real = getattr(postgresql, name)
        monkeypatch.setattr(postgresql, name, lambda *given, real=real: sent.append(given[1]) or real(*given))
    altered(warehouse, BINARY, *changes)
    rows = [{name: value for name, value in row.items() if name != "guess"} for row in ROWS]
    binary = expected is not None
    if expected is None:
        rows = [{**row, "note": row["note"] and '{"a": 1}'} for row in rows]
        expected = [(1, {"a": 1}, "-1.50"), (2, None, "9999999999.99")]
    warehouse.load(Reading, rows)
    assert [row[:3] for row in stored(warehouse)] == expected
    assert any("fact_reading" in copy for copy in sent) == binary


def test_a_value_that_a_narrower_column_cannot_hold_fails_the_load(warehouse: Warehouse) -> None:
    altered(warehouse, "ALTER number TYPE smallint", BINARY)
    with pytest.raises(Exception, match="40000"):
        warehouse.load(Reading, [{**ROWS[0], "number": 40000}])
    assert stored(warehouse) == []
    assert warehouse.runs(1)[0]["status"] == "failed"


def test_a_failure_of_the_server_halfway_ends_the_load(warehouse: Warehouse) -> None:
    altered(warehouse, "ADD CHECK (number < 150000)", BINARY)
    rows = [{"number": i, "note": "n"} for i in range(200_000)]
    with pytest.raises(Exception, match="check"):
        warehouse.load(Reading, rows)
    assert stored(warehouse) == []
    warehouse.load(Reading, ROWS)
    assert len(stored(warehouse)) == 2
