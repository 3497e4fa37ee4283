"""A snapshot in a Parquet file, newer than all on record, is compared where it lies; what comes of it is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import Dimension, LoadResult, RejectedRows, TooManyClosed, Warehouse, attribute, natural_key
from starschema.load import workbench

pytestmark = pytest.mark.spread

JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


class Mart(DeclarativeBase):
    """The tests' tables."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    name: Mapped[str] = attribute(String(8), scd=2)
    city: Mapped[str | None] = attribute(String(8), scd=2)


COLUMNS = ("customer_id", "name", "city")

SCHEMA = pa.schema([("customer_id", pa.int32()), ("name", pa.string()), ("city", pa.string())])

FIRST = [(1, "Ann", "Ulm"), (2, "Bob", None), (3, "Cyd", "Bonn"), (4, "Dan", "Kiel")]

THEN = [(1, "Ann", "Ulm"), (2, "Bob", "Ulm"), (4, "Dan", None), (5, "Eve", "Jena")]
"""The first says nothing new, two change, the third customer is missing and the fifth is new."""

Load = Callable[..., LoadResult]


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


@pytest.fixture
def load(warehouse: Warehouse, tmp_path: Path) -> Load:
    def load(rows: list[Any], effective: date, **options: Any) -> LoadResult:
        columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
        table = pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
        pq.write_table(table, tmp_path / "customers.parquet")
        return warehouse.load(
            Customer,
            tmp_path / "customers.parquet",
            **{"effective": effective, "snapshot": True, "close_limit": 0.5, **options},
        )

    return load


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of what is only looked at, and was put to rest."""
    found: list[str] = []
    real = workbench.Workbench.put_to_rest
    monkeypatch.setattr(workbench.Workbench, "put_to_rest", lambda bench, name: found.append(name) or real(bench, name))
    return found


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return of each load whether its rows were looked at where they lie, as far as one was begun."""
    found: list[bool] = []
    real = workbench.Workbench.look

    def look(bench: Any, name: str, *given: Any) -> Any:
        if name == "changes":
            found.append(bench.is_looked_at("stage"))
        return real(bench, name, *given)

    monkeypatch.setattr(workbench.Workbench, "look", look)
    return found


def versions(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return the versions: customer, name, city, and the months of their start and end."""
    with Session(warehouse.engine) as session:
        found = session.scalars(
            select(Customer).where(Customer.customer_key > 0).order_by(Customer.customer_id, Customer.valid_from)
        )
        return [
            (c.customer_id, c.name, c.city, c.valid_from.month, None if c.is_current else c.valid_to.month)
            for c in found
        ]


AFTER = [
    (1, "Ann", "Ulm", 1, None),
    (2, "Bob", None, 1, 2),
    (2, "Bob", "Ulm", 2, None),
    (3, "Cyd", "Bonn", 1, 2),
    (4, "Dan", "Kiel", 1, 2),
    (4, "Dan", None, 2, None),
    (5, "Eve", "Jena", 2, None),
]


def counts(done: LoadResult) -> tuple[int, ...]:
    return done.read, done.inserted, done.versioned, done.closed, done.unchanged


def test_what_it_says_is_compared_and_nothing_is_set_down(
    warehouse: Warehouse, load: Load, staged: list[bool], rested: list[str]
) -> None:
    load(FIRST, JANUARY)
    assert counts(load(THEN, FEBRUARY)) == (4, 1, 2, 1, 1)
    assert versions(warehouse) == AFTER
    assert staged == [True, True]
    assert not rested


def test_rows_in_any_order_are_set_down_to_find_repeats(warehouse: Warehouse, load: Load, staged: list[bool]) -> None:
    load(FIRST, JANUARY)
    done = load([*reversed(THEN), THEN[0]], FEBRUARY)
    assert (*counts(done), done.duplicates) == (5, 1, 2, 1, 1, 1)
    assert versions(warehouse) == AFTER
    assert staged == [True, False]


def test_what_is_older_than_something_on_record_is_put_to_rest(
    warehouse: Warehouse, load: Load, rested: list[str]
) -> None:
    load(FIRST, JANUARY)
    load([row for row in THEN if row[0] != 5], MARCH)
    load(THEN, FEBRUARY)
    assert rested == ["stage"]
    assert versions(warehouse) == [*AFTER[:-1], (5, "Eve", "Jena", 2, 3)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param((6, "Far too long", None), "8 characters", id="a text that is too long"),
        pytest.param((6, "F\0", None), "NUL", id="a text that no database takes"),
        pytest.param((6, None, None), "NOT NULL", id="a lack of what must be there"),
        pytest.param((None, "Fay", None), "natural key|NULL|missing", id="no natural key"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_the_others_can_be_loaded(
    warehouse: Warehouse, load: Load, row: tuple[Any, ...], why: str
) -> None:
    load(FIRST, JANUARY)
    rows = [*THEN, row] if row[0] else [row, *THEN]
    with pytest.raises(RejectedRows, match=why) as caught:
        load(rows, FEBRUARY)
    assert [rejection.row for rejection in caught.value.rejections] == [rows.index(row) + 1]
    assert [row[:3] for row in versions(warehouse)] == FIRST
    done = load(rows, FEBRUARY, reject_limit=1)
    assert (*counts(done), done.rejected) == (5, 1, 2, 1, 1, 1)
    assert versions(warehouse) == AFTER


def test_one_that_lacks_too_many_changes_nothing(warehouse: Warehouse, load: Load) -> None:
    load(FIRST, JANUARY)
    with pytest.raises(TooManyClosed, match="lacks 3 of 4"):
        load(THEN[:1], FEBRUARY)
    assert [row[:3] for row in versions(warehouse)] == FIRST
    assert load(THEN[:1], FEBRUARY, close_limit=1).closed == 3


def test_members_of_other_slices_are_not_missing(warehouse: Warehouse, load: Load) -> None:
    load(FIRST, JANUARY)
    done = load([(1, "Ann", "Ulm"), (5, "Eve", "Bonn")], FEBRUARY, snapshot="city", close_limit=1)
    assert counts(done) == (2, 1, 0, 1, 1)
    assert [row for row in versions(warehouse) if row[4]] == [(3, "Cyd", "Bonn", 1, 2)]


def test_a_member_of_whom_nothing_is_known_but_its_key_is_missing_too(warehouse: Warehouse, load: Load) -> None:
    load([(1, "Ann", None), (2, "", None)], JANUARY)
    assert load([(1, "Ann", None)], FEBRUARY, close_limit=1).closed == 1


def test_one_that_comes_back_is_left_to_those_who_derive(warehouse: Warehouse, load: Load) -> None:
    load(FIRST, JANUARY)
    load(THEN, FEBRUARY)
    load(FIRST, MARCH, close_limit=1)
    assert [row for row in versions(warehouse) if row[0] in (3, 5)] == [
        (3, "Cyd", "Bonn", 1, 2),
        (3, "Cyd", "Bonn", 3, None),
        (5, "Eve", "Jena", 2, 3),
    ]


def test_changes_in_order_without_a_snapshot_end_nobody(warehouse: Warehouse, load: Load, staged: list[bool]) -> None:
    load(FIRST, JANUARY, snapshot=False)
    assert counts(load(THEN, FEBRUARY, snapshot=False)) == (4, 1, 2, 0, 1)
    assert versions(warehouse) == [(3, "Cyd", "Bonn", 1, None) if row[0] == 3 else row for row in AFTER]
    assert staged == [True, True]
