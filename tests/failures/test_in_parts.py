"""A load in parts is whole or not to be seen; each part is in once; one that was killed goes on or is taken back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Dimension,
    LoadResult,
    ModelError,
    RejectedRows,
    SourceError,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    degenerate,
    finished,
    measure,
    natural_key,
    role,
)
from starschema.load.facts import in_parts
from starschema.load.facts.part_log import PartLog
from starschema.load.log import LoadLog
from starschema.model.bookkeeping import bookkeeping
from tests.failures.processes import PATIENCE, start

SERVERS = pytest.mark.only("postgresql", "mariadb", "ducklake")

GROUP, GROUPS, FILES = 40, 3, 2
TOTAL = GROUP * GROUPS * FILES


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart):
    customer: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Sale(TransactionFact, Mart, grain="one row per sale", parts=True):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="sold_at")
    pieces: Mapped[int] = measure()


class Visit(TransactionFact, Mart, grain="one row per visit"):
    number: Mapped[int] = degenerate(grain=True)
    customer = role(Customer)


class CountedMart(DeclarativeBase):
    pass


class Place(Dimension, CountedMart):
    place: Mapped[int] = natural_key()


class Passage(TransactionFact, CountedMart, grain="one row per passage", parts=True):
    number: Mapped[int] = degenerate(grain=True)
    place = role(Place)


class PassagesByPlace(Aggregate, CountedMart, of=Passage):
    place = role(Place)
    passages: Mapped[int] = counted()


def write(folder: Path, *, bad: int | None = None) -> list[str | Path]:
    """Write the sales to files of three row groups each, to customers of whom 1 to 5 are known; one row may be bad."""
    paths: list[str | Path] = []
    for file in range(FILES):
        numbers = range(file * GROUP * GROUPS, (file + 1) * GROUP * GROUPS)
        rows = pa.table(
            {
                "number": numbers,
                "sold_at": [datetime(2024, 1, 1) + timedelta(hours=n) for n in numbers],
                "customer": [n % 8 + 1 for n in numbers],
                "pieces": ["many" if n == bad else str(n) for n in numbers],
            }
        )
        path = folder / f"sales_{file}.parquet"
        pq.write_table(rows, path, row_group_size=GROUP)
        paths.append(path)
    return paths


def mart(url: str) -> Warehouse:
    made = Warehouse(url, Mart)
    made.create_all()
    made.load(Customer, [{"customer": n, "city": "Oslo"} for n in range(1, 6)], effective=date(2023, 1, 1))
    return made


def load(warehouse: Warehouse, paths: list[str | Path], **options: Any) -> LoadResult:
    return warehouse.load(Sale, paths, workers=2, load_key="all", **options)


def load_and_die(url: str, paths: list[str | Path], parts: int) -> None:
    """Load in parts, one at a time, and have this process killed when so many of them are in."""
    seen = 0
    original = in_parts._Parts._load

    def loaded(self: Any, *args: Any) -> Any:
        nonlocal seen
        outcome = original(self, *args)
        seen += 1
        if seen == parts:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    in_parts._Parts._load = loaded  # type: ignore[method-assign]
    in_parts.PART_ROWS = GROUP
    Warehouse(url, Mart).load(Sale, paths, workers=1, load_key="all")


def counts(warehouse: Warehouse) -> tuple[int, int]:
    """Return how many sales there are, and how many of them are of finished loads."""
    query = select(func.count()).select_from(Sale)
    with warehouse.engine.connect() as connection:
        return connection.scalar(query) or 0, connection.scalar(query.where(finished(Sale))) or 0


def sold(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    query = select(Sale.number, Sale.pieces, Customer.customer, Customer.city).join(
        Customer,
        Sale.customer_key == Customer.customer_key,  # type: ignore[attr-defined]
    )
    with warehouse.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(query))


def expected() -> list[tuple[Any, ...]]:
    return [(n, n, n % 8 + 1, "Oslo" if n % 8 < 5 else None) for n in range(TOTAL)]


def parts_in(warehouse: Warehouse) -> int:
    with warehouse.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(bookkeeping(Mart.metadata).parts)) or 0


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "PART_ROWS", GROUP)


@pytest.fixture
def killed(url: str, tmp_path: Path) -> Warehouse:
    """The mart after a load that was killed when two of its six parts were in."""
    warehouse = mart(url)
    warehouse.engine.dispose()
    process, _ = start(load_and_die, (url, write(tmp_path), 2))
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    assert counts(warehouse) == (2 * GROUP, 0)
    assert warehouse.runs(1)[0]["status"] == "part"
    return warehouse


@SERVERS
def test_all_parts_are_in_and_can_be_seen_when_the_last_is(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, paths = mart(url), write(tmp_path)
    finish: Callable[..., None] = LoadLog.finish
    before_the_end = []

    def finishing(self: LoadLog, *args: Any) -> None:
        before_the_end.append(counts(warehouse))
        finish(self, *args)

    monkeypatch.setattr(LoadLog, "finish", finishing)
    result = load(warehouse, paths)
    assert before_the_end == [(TOTAL, 0)]
    assert counts(warehouse) == (TOTAL, TOTAL)
    assert (result.read, result.inserted, result.inferred) == (TOTAL, TOTAL, 3)
    assert sold(warehouse) == expected()
    assert parts_in(warehouse) == GROUPS * FILES
    again = load(warehouse, paths)
    assert (again.repeated, again.load_id, again.inserted) == (True, result.load_id, TOTAL)
    assert [run["status"] for run in warehouse.runs(2)] == ["done", "done"]
    assert warehouse.verify(Sale)


@SERVERS
def test_a_load_that_was_killed_goes_on_where_it_was(killed: Warehouse, tmp_path: Path) -> None:
    # What is in already follows a late change like any other fact.
    late = killed.load(Customer, [{"customer": 1, "city": "Moss"}], effective=date(2023, 6, 1))
    assert late.repointed == 2 * GROUP // 8
    result = load(killed, sorted(tmp_path.glob("*.parquet")))
    assert (result.read, result.inserted, result.inferred) == (TOTAL, TOTAL, 3)
    assert counts(killed) == (TOTAL, TOTAL)
    moved = [(n, p, c, "Moss" if c == 1 else city) for n, p, c, city in expected()]
    assert sold(killed) == moved
    with killed.engine.connect() as connection:
        assert connection.scalar(select(func.count(Sale.load_id.distinct()))) == 1


@SERVERS
def test_a_load_that_was_killed_can_be_taken_back(killed: Warehouse, tmp_path: Path) -> None:
    write(tmp_path, bad=7)
    with pytest.raises(StarSchemaError, match="was begun with other files"):
        load(killed, sorted(tmp_path.glob("*.parquet")))
    assert [run["status"] for run in killed.runs(2)] == ["failed", "part"]
    assert "was begun with other files" in killed.runs(1)[0]["error"]
    assert counts(killed) == (2 * GROUP, 0)
    assert killed.undo(Sale, "all") == 2 * GROUP
    assert (counts(killed), parts_in(killed)) == ((0, 0), 0)
    assert killed.runs(2)[1]["status"] == "failed"
    with pytest.raises(StarSchemaError, match="there is none to undo"):
        killed.undo(Sale, "all")
    result = load(killed, sorted(tmp_path.glob("*.parquet")), reject_limit=1)
    assert (result.inserted, result.rejected) == (TOTAL - 1, 1)


@SERVERS
def test_a_load_that_fails_takes_back_what_was_in(url: str, tmp_path: Path) -> None:
    warehouse, bad = mart(url), GROUP * GROUPS + GROUP + 3
    paths = write(tmp_path, bad=bad)
    with pytest.raises(RejectedRows, match="many"):
        load(warehouse, paths)
    assert (counts(warehouse), parts_in(warehouse)) == ((0, 0), 0)
    run = warehouse.runs(1)[0]
    assert run["status"] == "failed"
    assert "RejectedRows" in run["error"]
    assert run["seconds"] > 0
    assert load(warehouse, paths, reject_limit=1).rejected == 1
    table = bookkeeping(Mart.metadata).quarantine
    with warehouse.engine.connect() as connection:
        (row,) = connection.execute(select(table.c.row_number, table.c.reason))
    assert row.row_number == GROUP + 4
    assert "sales_1.parquet" in row.reason


@SERVERS
def test_a_load_that_fails_when_all_parts_are_in_says_so_in_the_log_and_goes_on(url: str, tmp_path: Path) -> None:
    warehouse, paths = mart(url), write(tmp_path)

    def broken(*_: Any) -> None:
        raise ConnectionError("the worklist is gone")

    with pytest.raises(ConnectionError):
        load(warehouse, paths, alongside=broken)
    assert counts(warehouse) == (TOTAL, 0)
    run = warehouse.runs(1)[0]
    assert (run["status"], run["error"]) == ("part", "ConnectionError: the worklist is gone")
    assert load(warehouse, paths).inserted == TOTAL
    run = warehouse.runs(1)[0]
    assert (run["status"], run["error"]) == ("done", None)
    assert counts(warehouse) == (TOTAL, TOTAL)


@SERVERS
def test_what_cannot_be_taken_back_is_not_seen_and_goes_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = mart(url)

    def broken(*_: Any) -> None:
        raise ConnectionError("the server is gone")

    paths = write(tmp_path, bad=TOTAL - 1)
    with monkeypatch.context() as patched:
        patched.setattr(PartLog, "undo", broken)
        with pytest.raises(RejectedRows) as caught:
            warehouse.load(Sale, paths, workers=1, load_key="all")
    assert "could not be taken back: ConnectionError" in caught.value.__notes__[-1]
    assert counts(warehouse)[1] == 0
    run = warehouse.runs(1)[0]
    assert run["status"] == "part"
    assert "RejectedRows" in run["error"]
    assert load(warehouse, paths, reject_limit=1).inserted == TOTAL - 1
    assert counts(warehouse) == (TOTAL - 1, TOTAL - 1)


@pytest.mark.only("postgresql")
def test_what_does_not_go_with_parts_is_said(url: str, tmp_path: Path) -> None:
    warehouse, paths = mart(url), write(tmp_path)
    with pytest.raises(StarSchemaError, match=r"Visit: workers= takes a fact declared with parts=True"):
        warehouse.load(Visit, paths, workers=2, load_key="k")
    with pytest.raises(StarSchemaError, match="takes a load_key="):
        warehouse.load(Sale, paths, workers=2)
    with pytest.raises(StarSchemaError, match="workers=0 is no number from 1 to 12"):
        warehouse.load(Sale, paths, workers=0, load_key="k")
    with pytest.raises(StarSchemaError, match="parts are only added"):
        warehouse.load(Sale, paths, workers=2, load_key="k", on_duplicate="ignore")
    with pytest.raises(SourceError, match="has no parts; give files"):
        warehouse.load(Sale, [], workers=2, load_key="k")
    with pytest.raises(StarSchemaError, match="PassagesByPlace would follow from parts of a load"):
        Warehouse(url, CountedMart).load(Passage, paths, workers=2, load_key="k")
    assert counts(warehouse) == (0, 0)


@pytest.mark.only("duckdb", "sqlite")
def test_where_one_connection_writes_at_a_time_there_are_no_parts(url: str, tmp_path: Path) -> None:
    warehouse, paths = mart(url), write(tmp_path)
    with pytest.raises(StarSchemaError, match="lets one connection write at a time; leave out workers="):
        load(warehouse, paths)
    assert warehouse.load(Sale, paths, load_key="all").inserted == TOTAL
    assert counts(warehouse) == (TOTAL, TOTAL)


def test_a_fact_without_parts_has_nothing_unfinished_and_a_ledger_has_no_parts() -> None:
    with pytest.raises(ModelError, match="Visit is no fact with parts=True"):
        finished(Visit)

    class LedgerMart(DeclarativeBase):
        pass

    with pytest.raises(ModelError, match="a ledger compares every row with what is booked"):

        class Invoice(TransactionFact, LedgerMart, grain="one row per invoice", reversible="at", parts=True):
            number: Mapped[int] = degenerate(grain=True)
            at: Mapped[datetime] = degenerate()
