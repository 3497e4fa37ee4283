"""Loads without a transaction of the engine's: whatever moment they end at, all of their changes are there, or none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Column, MetaData, String, Table, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    RejectedRows,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    natural_key,
    role,
)
from starschema.errors import LoadError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.undoing import FINISHED
from tests.failures.apart import LOADS, Killed, ending_at, everything, killed_at, prepare
from tests.warehouses.story import Customer, Mart, Sale, at, rows, sales

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.only("clickhouse")

STRIDE = 17
"""The default run kills at every seventeenth statement."""


@pytest.mark.parametrize("load", LOADS)
def test_the_next_load_undoes_a_killed_one_whatever_it_was_about_to_do_and_no_reader_of_the_views_has_seen_it(
    url: str, load: Callable[..., Any], pytestconfig: pytest.Config
) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    before, whole = everything(warehouse), rows(warehouse)
    halves = 0
    number, stride = 1, 1 if pytestconfig.getoption("--long") else STRIDE
    while True:
        with killed_at(warehouse, number) as said:
            try:
                load(warehouse)
                break
            except Killed:
                pass
        assert rows(warehouse, FINISHED) == whole, f"seen of a load that was killed before statement {number}"
        halves += rows(warehouse) != whole
        # What only tells what it would do begins as any load, by undoing what was left.
        load(warehouse, dry_run=True)
        after = everything(warehouse)
        assert after == before, f"killed before statement {number}: {said[-1]}"
        number += stride
    assert number > 20
    assert halves
    for model in (Customer, Sale):
        assert warehouse.verify(model)
    assert everything(warehouse) != before
    assert rows(warehouse, FINISHED) == rows(warehouse)


def test_a_load_that_fails_undoes_itself(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    before = everything(warehouse)

    def alongside(*_: Any) -> None:
        raise ValueError("no")

    for load in LOADS:
        with pytest.raises(ValueError, match="no"):
            load(warehouse, alongside=alongside)
        assert everything(warehouse) == before
    with pytest.raises(RejectedRows):
        warehouse.load(Customer, [{"id": 8, "city": "Moss"}, {"id": None, "city": "Moss"}], effective=at(30))
    assert everything(warehouse) == before
    assert [run["status"] for run in warehouse.runs(4)] == ["failed"] * 4


def test_what_a_finished_load_has_left_is_cleared_away_by_the_next(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    before = rows(warehouse)
    with monkeypatch.context() as patched:
        patched.setattr("starschema.backends.apart.work.ApartWork.forget", lambda *_: None)
        LOADS[0](warehouse)
    done = everything(warehouse)
    assert done.pop("undo")
    assert rows(warehouse, FINISHED) == before
    warehouse.load(Customer, [], effective=at(30), dry_run=True)
    after = everything(warehouse)
    assert after.pop("undo") == []
    assert after == done
    assert rows(warehouse, FINISHED) == rows(warehouse) != before


class Clinic(DeclarativeBase):
    """A fact whose grain has the key of a version in it."""


class Patient(Dimension, Clinic):
    id: Mapped[int] = natural_key()
    ward: Mapped[str | None] = attribute(String(10), scd=2)


class Visit(TransactionFact, Clinic, grain="one row per patient and time"):
    seen_at: Mapped[datetime] = degenerate(grain=True)
    patient = role(Patient, source="id", as_of="seen_at", grain=True)


def test_a_fact_that_follows_to_another_key_of_its_own_goes_back(url: str) -> None:
    warehouse = Warehouse(url, Clinic)
    warehouse.create_all()
    warehouse.load(Patient, [{"id": n, "ward": "A"} for n in (1, 2)], effective=at(1))
    warehouse.load(Visit, [{"id": n, "seen_at": at(day)} for n in (1, 2) for day in (5, 15)])
    view = Table("fact_visit" + FINISHED, MetaData(), *(Column(c.name, c.type) for c in Visit.__table__.columns))

    def visits(table: Table = Visit.__table__) -> list[tuple[Any, ...]]:
        with warehouse.engine.connect() as connection:
            return sorted(tuple(row) for row in connection.execute(select(table)))

    before, seen = visits(), []

    def fail(*_: Any) -> None:
        seen.extend((visits(), visits(view)))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        warehouse.load(Patient, [{"id": 1, "ward": "B"}], effective=at(10), alongside=fail)
    assert seen[0] != before
    assert seen[1] == before
    assert visits() == visits(view) == before
    assert warehouse.verify(Visit)


def test_a_killed_load_is_noted_as_failed_and_done_with_its_key(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    with killed_at(warehouse, 25), pytest.raises(Killed):
        LOADS[0](warehouse, load_key="late")
    assert warehouse.runs(1)[0]["status"] == "running"
    result = LOADS[0](warehouse, load_key="late")
    assert not result.repeated
    killed = warehouse.runs(2)[1]
    assert (killed["status"], killed["error"]) == (
        "failed",
        f"killed; load {result.load_id} has undone what it had changed",
    )
    assert LOADS[0](warehouse, load_key="late").repeated


def test_a_load_of_another_table_undoes_a_killed_one_that_held_a_lock_of_its(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    before = everything(warehouse)
    with ending_at(warehouse, 1000, lambda: None) as said:
        LOADS[1](warehouse, dry_run=True)
    written = said.index("INSERT INTO fact_sale") + 1
    with killed_at(warehouse, written), pytest.raises(Killed):
        LOADS[1](warehouse)
    assert everything(warehouse)["dim_customer"] != before["dim_customer"], "members were inferred before that"
    warehouse.load(Customer, [{"id": 1, "city": "Moss"}], effective=at(25), dry_run=True)
    assert everything(warehouse) == before


def test_a_load_whose_locks_are_gone_leaves_its_undoing_to_the_next(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    before = everything(warehouse)

    def alongside(connection: Any, _: Any) -> None:
        connection.books_connection.invalidate()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no") as raised:
        LOADS[0](warehouse, alongside=alongside)
    assert "is undone by the next load of any of its tables" in raised.value.__notes__[0]
    LOADS[1](warehouse, dry_run=True)
    assert everything(warehouse) == before


def test_a_change_by_hand_is_carried_out_as_it_stands(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    prepare(warehouse)
    table = Customer.__table__
    with warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == 1).values(name="by hand"))
        names = connection.scalars(select(table.c.name).where(table.c.id == 1)).all()
        assert set(names) == {"by hand"}
        assert connection.scalar(select(bookkeeping(Mart.metadata).targets.c.last_key).limit(1)) is not None


def test_an_engine_without_transactions_asks_for_a_place_for_its_books(url: str) -> None:
    bare = url.partition("&books=")[0]
    with pytest.raises(StarSchemaError, match=r"clickhouse has no transactions .* books='postgresql\+psycopg"):
        Warehouse(bare, Mart)
    books = url.partition("&books=")[2]
    from urllib.parse import unquote

    warehouse = Warehouse(bare, Mart, books=unquote(books))
    prepare(warehouse)
    assert warehouse.verify(Sale)
    warehouse.drop_all()


def test_parts_are_for_databases_with_transactions(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    with pytest.raises((StarSchemaError, LoadError)):
        warehouse.load(Sale, sales(1, (2, 1)), workers=2, load_key="x")


@pytest.mark.parametrize("number", [30, *(pytest.param(n, marks=pytest.mark.long) for n in (12, 45, 60))])
def test_a_process_that_is_killed_leaves_what_the_next_one_puts_right(tmp_path: Path, number: int) -> None:
    ends = []
    for name, killed in (("killed", number), ("whole", 0)):
        books = quote(f"sqlite:///{tmp_path}/{name}.db", safe="")
        url = (
            f"clickhousedb://localhost/default?interface=chdb&path={quote(f'{tmp_path}/{name}', safe='')}&books={books}"
        )
        program = "import sys; from tests.failures.apart import *; prepare(Warehouse(sys.argv[1], Mart))"
        _run("-c", program, url)
        if killed:
            assert _run("-m", "tests.failures.apart", url, "late_changes", str(killed), fails=True).returncode == -9
        ends.append(_run("-m", "tests.failures.apart", url, "late_changes", "0").stdout.splitlines()[-1])
    assert ends[0] == ends[1]


def _run(*program: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return subprocess.run([sys.executable, *program], env=env, capture_output=True, text=True, check=not fails)
