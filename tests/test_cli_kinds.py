"""`starschema load` of every kind of fact, called as a shell would."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.test_cli import Called, call

__all__ = ["call"]  # a fixture

URL = "duckdb:///kinds.db"

MODEL = """
from datetime import datetime
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped
from starschema import Calendar, Dimension, PeriodicSnapshot, TransactionFact
from starschema import closing, degenerate, measure, natural_key, role

class Mart(DeclarativeBase):
    pass

class Day(Calendar, Mart):
    pass

class Product(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(8))

class Movement(TransactionFact, Mart, grain="one row per movement"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="day")
    product = role(Product)
    pieces: Mapped[int] = measure()

class Booking(TransactionFact, Mart, grain="one row per booking", reversible="changed_at"):
    number: Mapped[int] = degenerate(grain=True)
    changed_at: Mapped[datetime] = degenerate()
    pieces: Mapped[int] = measure()

class Count(PeriodicSnapshot, Mart, grain="one row per product and day", period="day"):
    day = role(Day, source="day", grain=True)
    product = role(Product, grain=True)
    pieces: Mapped[int] = measure()

class Stock(PeriodicSnapshot, Mart, grain="one row per product and day", period="day", of=Movement):
    day = role(Day, grain=True)
    product = role(Product, grain=True)
    pieces: Mapped[int] = closing(Movement.pieces)
"""


@pytest.fixture
def kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a model in it, where the command is called."""
    (tmp_path / "cli_kinds.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def load(call: Called, name: str, *options: str) -> str:
    """Load a class, and return what it counted."""
    assert call("load", f"cli_kinds:{name}", *options, "--url", URL, "--create").code == 0, call.error
    return call.out.partition(" in ")[0]


def pieces(table: str) -> list[int]:
    engine = create_engine(URL)
    with engine.connect() as connection:
        found = [row[0] for row in connection.execute(text(f"SELECT pieces FROM {table} ORDER BY pieces"))]
    engine.dispose()
    return found


def test_facts_are_corrected_and_removed(kinds: Path, call: Called) -> None:
    (kinds / "first.csv").write_text("number,day,sku,pieces\n1,2024-01-01,A,5\n2,2024-01-01,A,6\n", encoding="utf-8")
    (kinds / "then.csv").write_text("number,day,sku,pieces,gone\n1,2024-01-01,A,7,false\n2,,,,true\n", encoding="utf-8")
    assert load(call, "Movement", "first.csv") == "Movement: 2 read, 2 inserted, 2 inferred"
    done = load(call, "Movement", "then.csv", "--on-duplicate", "replace", "--deleted", "gone")
    assert done == "Movement: 2 read, 1 updated, 1 removed"
    assert pieces("fact_movement") == [7]


def test_an_entry_is_reversed(kinds: Path, call: Called) -> None:
    for day, count in ((1, 5), (2, 7)):
        (kinds / f"{day}.csv").write_text(f"number,changed_at,pieces\n1,2024-01-0{day},{count}\n", encoding="utf-8")
        load(call, "Booking", f"{day}.csv", "--on-duplicate", "reverse")
    assert pieces("fact_booking") == [-5, 5, 7]


def test_a_period_is_replaced_and_emptied(kinds: Path, call: Called) -> None:
    (kinds / "two.csv").write_text("day,sku,pieces\n2024-01-01,A,5\n2024-01-02,A,6\n", encoding="utf-8")
    (kinds / "one.csv").write_text("day,sku,pieces\n2024-01-01,A,4\n", encoding="utf-8")
    load(call, "Count", "two.csv")
    done = load(call, "Count", "one.csv", "--period", "2024-01-01", "--period", "2024-01-02")
    assert done == "Count: 1 read, 1 updated, 1 removed"
    assert load(call, "Count", "--period", "2024-01-01") == "Count: 0 read, 1 removed"
    assert pieces("fact_count") == []


def test_a_snapshot_is_derived(kinds: Path, call: Called) -> None:
    (kinds / "first.csv").write_text("number,day,sku,pieces\n1,2024-01-01,A,5\n2,2024-01-03,A,6\n", encoding="utf-8")
    load(call, "Movement", "first.csv")
    done = load(call, "Stock", "--start", "2024-01-01", "--end", "2024-01-03")
    assert done == "Stock: 3 read, 3 inserted, 1 inferred"
    assert pieces("fact_stock") == [5, 5, 11]
    assert load(call, "Stock") == "Stock: 3 read, 3 unchanged"
    call("load", "cli_kinds:Stock", "first.csv", "--url", URL).failed(
        2, "Stock is derived from Movement: give no files"
    )
    call("load", "cli_kinds:Movement", "--start", "2024-01-01", "--url", URL).failed(
        2, "calendars and derived snapshots"
    )
