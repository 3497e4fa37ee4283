"""Snapshots and first loads in files that the warehouse reads by itself leave what they leave on DuckDB."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    TooManyClosed,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    natural_key,
    role,
)
from starschema.load.workbench import Workbench
from tests import files as of_files
from tests.files import told

pytestmark = pytest.mark.only("spark")

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart):
    land: Mapped[str] = natural_key(String(2))
    number: Mapped[int] = natural_key()
    since: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(10), scd=1)
    city: Mapped[str] = attribute(String(10), scd=2, unknown="?")
    limit: Mapped[Decimal | None] = attribute(Numeric(10, 2), scd=2)
    rank: Mapped[float | None] = attribute(scd=2)


class Site(Dimension, Mart, surrogate="hash", durable_key=True):
    land: Mapped[str] = natural_key(String(2))
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(10), scd=2)


class Product(Dimension, Mart):
    number: Mapped[int] = natural_key()
    land: Mapped[str] = natural_key(String(2))
    name: Mapped[str | None] = attribute(String(10))
    colour: Mapped[str | None] = attribute(String(10))


class Plant(Dimension, Mart, surrogate="hash"):
    number: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(10))


class Visit(TransactionFact, Mart, grain="one row per visit"):
    id: Mapped[int] = degenerate(grain=True)
    at: Mapped[datetime] = degenerate()
    customer = role(Customer, source=("land", "number"), as_of="at")


SCHEMA = pa.schema(
    {
        "land": pa.string(),
        "number": pa.int16(),
        "since": pa.date32(),
        "name": pa.large_string(),
        "city": pa.string(),
        "limit": pa.decimal128(8, 2),
        "rank": pa.float64(),
    }
)


def person(number: int, city: str | None = "Oslo", **given: Any) -> dict[str, Any]:
    usual = {"land": "no", "since": date(2024, 1, 1), "name": f"N{number}", "limit": Decimal("9.50"), "rank": 0.5}
    return {"number": number, "city": city, **usual, **given}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    return of_files.write(path, rows, SCHEMA)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return of_files.contents(warehouse, Customer, Site, Product, Plant, Visit)


def in_order(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows in the order in which the warehouse gives keys to those that it reads by itself."""
    return sorted(rows, key=lambda row: (row["land"], row["number"]))


@contextmanager
def held_there() -> Iterator[None]:
    """Fail where a load reads the rows here."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("another way")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Workbench, "natively", refuse)
        yield


def load(warehouse: Warehouse, model: type[Dimension], path: Path, day: int, **options: Any) -> Any:
    effective = datetime(2024, 2, 1) + timedelta(days=day)
    return told(warehouse.load, model, path, effective=effective, close_limit=1, **{"snapshot": True} | options)


PEOPLE = [person(n, "Oslo" if n % 2 else "Moss") for n in range(1, 11)]

NEXT = [
    *PEOPLE[:4],  # nothing new
    person(5, "Rana"),
    person(6, "Moss", limit=None),
    person(7, name="new"),  # corrected, which the workbench sees to
    person(8, "Moss", rank=0.25, since=date(2020, 1, 1)),
    person(12, "Voss", land="dk"),
    person(11, "Voss"),
]


@pytest.mark.parametrize("model", [Customer, Site])
def test_a_snapshot_is_held_against_the_versions_in_force_where_they_are(
    url: str, tmp_path: Path, model: type[Dimension]
) -> None:
    told = (PEOPLE, NEXT, NEXT, PEOPLE)
    files = [write(tmp_path / f"{n}.parquet", in_order(rows)) for n, rows in enumerate(told)]
    here, there = Warehouse("duckdb:///:memory:", Mart), Warehouse(url, Mart)
    for warehouse in (here, there):
        warehouse.create_all()
        load(warehouse, model, files[0], 0)
    for day, path in enumerate(files[1:], 1):
        expected = load(here, model, path, day)
        with held_there():
            assert load(there, model, path, day) == expected
        assert contents(there) == contents(here)
    assert there.verify(model)
    assert '"warehouse"' in there.runs(1)[0]["lookups"]


@pytest.mark.parametrize("snapshot", [True, False])
def test_the_first_load_of_a_dimension_is_read_where_it_is_kept(databases: Any, tmp_path: Path, snapshot: bool) -> None:
    path, later = write(tmp_path / "0.parquet", in_order(PEOPLE)), write(tmp_path / "1.parquet", in_order(NEXT))
    more = write(tmp_path / "2.parquet", sorted(NEXT, key=lambda row: (row["number"], row["land"])))
    files = {Customer: (path, later), Site: (path, later), Product: (path, more), Plant: (path, path)}
    left, done = [], []
    for url, options in (("duckdb:///:memory:", {}), (databases.new(), {}), (databases.new(), {"lookup": "workbench"})):
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        with held_there() if len(left) == 1 else nullcontext():
            counts = [load(warehouse, m, first, 0, snapshot=snapshot, **options) for m, (first, _) in files.items()]
        if len(left) == 1:
            assert all(set(json.loads(run["lookups"]).values()) == {"warehouse"} for run in warehouse.runs(4))
        states = [contents(warehouse)]
        counts += [load(warehouse, m, second, 1, snapshot=snapshot, **options) for m, (_, second) in files.items()]
        assert all(warehouse.verify(model) for model in files)
        left.append([*states, contents(warehouse)])
        done.append(counts)
    assert [each["inserted"] for each in done[0][:4]] == [10, 10, 10, 10]
    assert done[1:] == [done[0], done[0]]
    assert left[1:] == [left[0], left[0]]


def test_first_rows_in_another_order_get_keys_in_that_of_their_natural_keys(url: str, tmp_path: Path) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    files = [write(tmp_path / f"{n}.parquet", PEOPLE[n::3][::-1]) for n in range(3)]
    with held_there():
        assert warehouse.load(Customer, files, effective=date(2024, 2, 1)).inserted == 10
    assert warehouse.keys(Customer, [("no", n) for n in range(1, 11)]) == [*range(1, 11)]
    load(warehouse, Customer, write(tmp_path / "next.parquet", NEXT), 1)
    assert warehouse.verify(Customer)


def test_a_first_row_that_is_refused_is_named_and_nothing_is_loaded(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there, here = Warehouse(url, Mart), Warehouse("duckdb:///:memory:", Mart)
    for warehouse in (there, here):
        warehouse.create_all()
    left = contents(there)
    for number, (why, rows, said) in enumerate(BAD):
        caplog.clear()
        path = write(tmp_path / f"bad_{number}.parquet", rows)
        with caplog.at_level(logging.INFO, "starschema"):
            refused = load(there, Customer, path, 0)
        assert re.search(said, refused)
        assert refused == load(here, Customer, path, 0)
        assert f"Customer: {why}; its rows come by way of this process" in caplog.messages
    assert {**contents(there), "starschema_quarantine": []} == left
    path = write(tmp_path / "good.parquet", [*PEOPLE, person(11, "too long for it")])
    assert load(there, Customer, path, 0, reject_limit=1) == load(here, Customer, path, 0, reject_limit=1)
    with there.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Customer).where(Customer.is_current)).scalar() == 12


def test_facts_follow_a_snapshot_that_was_held_there(url: str, tmp_path: Path) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    load(warehouse, Customer, write(tmp_path / "0.parquet", PEOPLE), 0)
    visits = [{"id": n, "at": datetime(2024, 3, 1), "land": "no", "number": n} for n in (5, 6, 7, 99)]
    warehouse.load(Visit, visits)
    with held_there():
        done = load(warehouse, Customer, write(tmp_path / "1.parquet", NEXT), 5)
    assert (done["repointed"], done["versioned"], done["inserted"], done["closed"]) == (2, 3, 2, 2)
    query = select(Visit.id, Visit.customer.city).join(Visit.customer).order_by(Visit.id)
    with warehouse.engine.connect() as connection:
        assert connection.execute(query).all() == [(5, "Rana"), (6, "Moss"), (7, "Oslo"), (99, "?")]
    assert warehouse.verify(Customer)


BAD = [
    ("a row does not fit", [person(1), person(2, "too long for it")], r"row 2, column 'city'"),
    ("a row does not fit", [person(1), person(2, None)], r"row 2.*NULL in Customer.city, which is NOT NULL"),
    ("a row does not fit", [person(1), person(2, land=None)], r"row 2, column 'land'"),
    ("some rows have the same land, number", [person(1), person(1, "Rana")], r"contradicts another row"),
]


def test_a_row_that_is_refused_is_named_and_nothing_is_loaded(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    load(warehouse, Customer, write(tmp_path / "0.parquet", PEOPLE), 0)
    left = contents(warehouse)
    for number, (why, rows, said) in enumerate(BAD):
        caplog.clear()
        with caplog.at_level(logging.INFO, "starschema"):
            refused = load(warehouse, Customer, write(tmp_path / f"bad_{number}.parquet", rows), 1)
        assert re.search(said, refused)
        assert f"Customer: {why}; its rows come by way of this process" in caplog.messages
    path = write(tmp_path / "few.parquet", PEOPLE[:2])
    with held_there(), pytest.raises(TooManyClosed, match="lacks 8 of 10 members"):
        warehouse.load(Customer, path, effective=datetime(2024, 3, 1), snapshot=True)
    assert {**contents(warehouse), "starschema_quarantine": []} == left


PERSON = st.builds(
    person,
    st.integers(1, 5),
    st.sampled_from(["Oslo", "Moss"]),
    land=st.sampled_from(["no", "dk"]),
    name=st.sampled_from(["Ann", None]),
    since=st.sampled_from([date(2024, 1, 1), None]),
    limit=st.sampled_from([Decimal("9.50"), None]),
    rank=st.sampled_from([0.5, float("inf"), None]),  # Sail loses NaN in a file with one other value
)

SNAPSHOTS = st.lists(PERSON, max_size=8, unique_by=lambda row: (row["land"], row["number"]))


@settings(max_examples=60 if LONG else 2)
@given(snapshots=st.lists(SNAPSHOTS, min_size=2, max_size=5), visited=st.integers(1, 6))
def test_any_snapshots_leave_what_they_leave_on_duckdb(
    databases: Any, tmp_path_factory: pytest.TempPathFactory, snapshots: list[Any], visited: int
) -> None:
    folder = tmp_path_factory.mktemp("snapshots")
    left, done = [], []
    for url in ("duckdb:///:memory:", databases.new()):
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        counts = []
        for day, rows in enumerate(snapshots):
            counts.append(load(warehouse, Customer, write(folder / f"{day}.parquet", in_order(rows)), day))
            visit = {"id": day, "at": datetime(2024, 2, 2), "land": "no", "number": visited}
            warehouse.load(Visit, [visit])
        assert warehouse.verify(Customer)
        left.append(contents(warehouse))
        done.append(counts)
    assert done[0] == done[1]
    assert left[0] == left[1]
    databases.reset()
