"""`dry_run=True`: a load tells what it would do, changes nothing at all, and then does just that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Calendar, Dimension, LoadResult, RejectedRows, TooManyClosed, Warehouse, attribute, natural_key
from starschema.model.bookkeeping import COUNTS
from tests.histories.operations import Feed, Load, Row, Sales, Snapshot, day
from tests.histories.store import Store
from tests.test_rebuild import FIRST, STORY

pytestmark = pytest.mark.spread

OUTCOMES = ("inserted", "versioned", "updated", "closed")


def image(store: Store) -> Mapping[str, list[str]]:
    """Every row of every table, the load log included."""
    with store.warehouse.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in (*store.base.metadata.sorted_tables, *store.own_tables)
        }


def counts(result: LoadResult) -> dict[str, int]:
    return {name: getattr(result, name) for name in (*COUNTS, "missing")}


def planned(store: Store, load: Load, monkeypatch: pytest.MonkeyPatch) -> LoadResult:
    """Plan a load, and check that nothing has changed."""
    real: Callable[..., LoadResult] = store.warehouse.load
    before = image(store)
    ledger = store.ledger.arrival
    with monkeypatch.context() as patched:
        patched.setattr(store.warehouse, "load", lambda *args, **options: real(*args, **options, dry_run=True))
        patched.setattr(store.ledger, "record", lambda _: None)
        result = store.load(load)
    assert image(store) == before
    assert store.ledger.arrival == ledger
    assert result.load_id == 0
    return result


def test_every_load_of_a_story_does_what_its_plan_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(url, FIRST, sequence="lsn")
    for load in STORY:
        plan = planned(store, load, monkeypatch)
        done = store.load(load)
        assert counts(plan) == counts(done)
        assert done.samples == {}
        assert {kind: len(rows) for kind, rows in plan.samples.items() if kind in OUTCOMES} == {
            kind: min(count, 5)
            for kind in OUTCOMES
            if (count := getattr(done, kind) - (done.missing if kind == "closed" else 0))
        }
    store.check()


@pytest.fixture
def store(url: str) -> Store:
    store = Store(url, {"name": 1, "city": 2})
    columns = ("name", "city")
    store.load(Feed(columns, (Row(1, 2, ("Ann", "Oslo")), Row(2, 2, ("Bo", "Moss")), Row(3, 2, ("Cy", "Rome")))))
    store.load(Sales(((1, 3), (1, 6), (2, 6))))
    return store


def test_the_samples_show_the_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        Row(1, 5, ("Ann", "Bergen")),
        Row(2, 5, ("Bob", "Moss")),
        Row(3, 5, (None, None), gone=True),
        Row(4, 5, ("Di", "Bonn")),
    )
    plan = planned(store, Feed(("name", "city"), rows, deletes=True), monkeypatch)
    said = {"time": day(5), "sequence": None}
    assert plan.samples["inserted"] == [{"id": 4, "name": "Di", "city": "Bonn", "row": 4, **said}]
    assert plan.samples["versioned"] == [{"id": 1, "name": "Ann", "city": "Bergen", "row": 1, **said}]
    assert plan.samples["updated"] == [{"id": 2, "name": "Bob", "city": "Moss", "row": 2, **said}]
    assert plan.samples["closed"] == [{"id": 3, "name": None, "city": None, "row": 3, **said}]
    ended = [(row["id"], row["city"], row["valid_to"]) for row in plan.samples["ended"]]
    assert sorted(ended) == [(1, "Oslo", day(5)), (3, "Rome", day(5))]
    assert plan.repointed == 1
    assert plan.samples["repointed"] == [{"fact": "Sale", "role": "customer", "rows": 1}]
    assert "rejected" not in plan.samples


def test_members_that_a_snapshot_lacks_are_shown_as_ending(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(store, Snapshot(("name", "city"), 5, {1: ("Ann", "Oslo"), 2: ("Bo", "Moss")}), monkeypatch)
    assert (plan.closed, plan.missing) == (1, 1)
    assert [(row["id"], row["valid_to"]) for row in plan.samples["ended"]] == [(3, day(5))]


def test_a_plan_of_facts_shows_their_keys_and_infers_no_member(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(store, Sales(((1, 4), (9, 4), (None, 4))), monkeypatch)
    assert (plan.inserted, plan.inferred) == (3, 1)
    shown = [(row["number"], row["sold_at"], row["customer_key"]) for row in plan.samples["inserted"]]
    assert sorted(shown) == [(3, day(4), 1), (4, day(4), 4), (5, day(4), -1)]
    assert store.load(Sales(((9, 4),))).inferred == 1


def test_rejected_rows_are_counted_and_shown_whatever_the_limit(store: Store) -> None:
    rows = [{"id": "x", "city": "Oslo"}, {"id": 1, "city": "far " * 9}, {"id": None, "city": "Bonn"}]
    rows += [{"id": 5, "city": "Bonn"}]
    before = image(store)
    plan = store.warehouse.load(store.customer, rows, effective=day(5), dry_run=True)
    assert image(store) == before
    assert (plan.read, plan.inserted, plan.rejected) == (4, 1, 3)
    shown = plan.samples["rejected"]
    assert [(row["row"], row["column"], row["value"]) for row in shown] == [
        (1, "id", "x"),
        (2, "city", "far " * 9),
        (3, "id", None),
    ]
    assert all(row["reason"] for row in shown)
    with pytest.raises(RejectedRows):
        store.warehouse.load(store.customer, rows, effective=day(5))
    done = store.warehouse.load(store.customer, rows, effective=day(5), reject_limit=3)
    assert counts(done) == counts(plan)


def test_a_plan_of_many_rows_shows_five(store: Store) -> None:
    rows = [{"id": n, "city": "Oslo"} for n in range(100, 1100)] + [{"id": "x", "city": None}] * 50
    plan = store.warehouse.load(store.customer, rows, effective=day(5), dry_run=True)
    assert (plan.inserted, plan.rejected) == (1000, 50)
    assert [row["id"] for row in plan.samples["inserted"]] == [100, 101, 102, 103, 104]
    assert len(plan.samples["rejected"]) == 5


def test_what_the_load_would_refuse_its_plan_refuses(store: Store) -> None:
    before = image(store)
    with pytest.raises(TooManyClosed, match="lacks 2 of 3"):
        store.warehouse.load(store.customer, [{"id": 1}], effective=day(5), snapshot=True, dry_run=True)
    assert image(store) == before


def test_a_plan_does_not_use_up_its_load_key(store: Store) -> None:
    rows = [{"id": 1, "city": "Bergen"}]
    options: dict[str, Any] = {"effective": day(5), "load_key": "move"}
    for _ in range(2):
        assert store.warehouse.load(store.customer, rows, **options, dry_run=True).versioned == 1
    done = store.warehouse.load(store.customer, rows, **options)
    assert (done.versioned, done.repeated) == (1, False)
    again = store.warehouse.load(store.customer, rows, **options, dry_run=True)
    assert (again.load_id, again.repeated) == (done.load_id, True)


def test_a_plan_says_that_it_is_one(store: Store) -> None:
    plan = store.warehouse.load(store.customer, [{"id": 1, "city": "Bergen"}], effective=day(5), dry_run=True)
    assert str(plan).startswith("Customer: 1 read, 1 versioned, 1 repointed in ")
    assert str(plan).endswith(" s (dry run, nothing was changed)")


def test_a_dimension_without_versions_and_a_calendar_can_be_planned(url: str) -> None:
    class Mart(DeclarativeBase):
        pass

    class Day(Calendar, Mart):
        pass

    class Shop(Dimension, Mart):
        id: Mapped[int] = natural_key()
        name: Mapped[str | None] = attribute(String(20))

    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    days = {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}
    assert warehouse.load(Day, **days, dry_run=True).inserted == 29
    assert warehouse.load(Day, **days).inserted == 29
    warehouse.load(Shop, [{"id": 1, "name": "Corner"}])
    plan = warehouse.load(Shop, [{"id": 1, "name": "Mall"}, {"id": 2, "name": "Kiosk"}], dry_run=True)
    assert (plan.inserted, plan.updated) == (1, 1)
    assert [row["name"] for row in plan.samples["updated"]] == ["Mall"]
    with warehouse.engine.connect() as connection:
        assert connection.execute(select(Shop.name).where(Shop.id == 1)).scalar() == "Corner"
    assert [run["target"] for run in warehouse.runs()] == ["dim_shop", "dim_day"]
