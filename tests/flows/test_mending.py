"""Trying again, calling off, loading again from the landing, filling in the past, tidying up; and the command."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from starschema import Flow, StarSchemaError, Warehouse
from starschema.cli.command import main
from starschema.tasks.drawing import mermaid
from starschema.tasks.mending import slices
from starschema.tasks.running import run_here
from starschema.tasks.worker import Worker
from tests.flows.shop import Customer, Mart, Sale, customers, full_flow, sales, state, warehouse, write_everything


@pytest.fixture
def mart(url: str) -> Warehouse:
    """An empty shop on each database."""
    return warehouse(url)


class Past:
    """Sales of each day of January and February, some of them wrong."""

    def __init__(self) -> None:
        self.amount = "1.00"
        self.broken: set[int] = set()

    def between(self, start: date, end: date) -> list[dict[str, Any]]:
        days = [start + timedelta(days=n) for n in range((end - start).days)]
        amount = "nothing" if start.month in self.broken else self.amount
        return [
            {"order_no": day.toordinal(), "sold_at": f"{day}", "customer_id": 1, "amount": amount}
            for day in days
        ]  # fmt: skip


def test_the_past_is_filled_in_by_slices_and_again_where_it_failed(mart: Warehouse) -> None:
    past = Past()
    flow = Flow("shop", Mart)
    flow.feed(Sale, slices=past.between, on_duplicate="replace", name="till")
    flow.feed(Customer, customers((1, "Oslo", "2023-01-01")), effective="at")
    past.broken = {2}
    result = flow.backfill(mart, "2024-01-10", date(2024, 3, 2))
    assert [report.piece for report in result.reports if report.feed == "till"] == ["slice 2024-01", "slice 2024-02"]
    assert [report.piece for report in result.failed] == ["slice 2024-02"]
    assert result.left == {"till": "waits for till"}
    past.broken = set()
    result = flow.backfill(mart, "2024-01-10", "2024-03-02", only="failed")
    assert [report.piece for report in result.reports] == ["slice 2024-02", "slice 2024-03"]
    assert result
    assert len(state(mart)["sales"]) == 31 + 29 + 31
    assert flow.backfill(mart, "2024-01-01", "2024-03-31", only="missing").reports == ()
    before = state(mart)
    again = flow.backfill(mart, "2024-01-01", "2024-03-31")
    assert [result.unchanged + result.duplicates for result in again.of("till")] == [31, 29, 31]
    assert state(mart) == before
    past.amount = "2.00"
    assert [result.updated for result in flow.backfill(mart, "2024-02-01", "2024-02-29").of("till")] == [29]
    assert flow.run(mart).of("till") == []


@pytest.mark.only("duckdb")
def test_a_slice_of_the_same_rows_is_not_loaded_twice(mart: Warehouse) -> None:
    past = Past()
    flow = Flow("shop", Mart)
    flow.feed(Sale, slices=past.between)
    assert flow.backfill(mart, "2024-01-01", "2024-02-29")
    assert [result.repeated for result in flow.backfill(mart, "2024-01-01", "2024-02-29").of("sale")] == [True, True]
    with pytest.raises(StarSchemaError, match="swap them"):
        flow.backfill(mart, "2024-02-01", "2024-01-01")
    with pytest.raises(StarSchemaError, match="only='all'"):
        flow.backfill(mart, "2024-01-01", "2024-01-01", only="all")  # type: ignore[arg-type]
    flow.feed(Customer, [], effective="at")
    with pytest.raises(StarSchemaError, match="give slices="):
        flow.backfill(mart, "2024-01-01", "2024-01-01", feeds=["customer"])


def test_slices_are_whole_days_weeks_months_quarters_and_years() -> None:
    def of(by: str) -> list[str]:
        return [f"{name}: {first} {after}" for first, after, name in slices(date(2023, 12, 30), date(2024, 1, 2), by)]

    assert of("day")[0] == "2023-12-30: 2023-12-30 2023-12-31"
    assert len(of("day")) == 4
    assert of("week") == ["2023-12-25: 2023-12-25 2024-01-01", "2024-01-01: 2024-01-01 2024-01-08"]
    assert of("month") == ["2023-12: 2023-12-01 2024-01-01", "2024-01: 2024-01-01 2024-02-01"]
    assert of("quarter") == ["2023-Q4: 2023-10-01 2024-01-01", "2024-Q1: 2024-01-01 2024-04-01"]
    assert of("year") == ["2023: 2023-01-01 2024-01-01", "2024: 2024-01-01 2025-01-01"]
    with pytest.raises(StarSchemaError, match="by='decade'"):
        of("decade")


@pytest.mark.only("duckdb", "postgresql")
def test_what_failed_is_tried_again_or_called_off(mart: Warehouse) -> None:
    rows: list[dict[str, Any]] = customers((1, "Oslo", "never"))
    flow = Flow("shop", Mart)
    flow.feed(Customer, lambda: rows, effective="at", name="crm")
    flow.feed(Sale, sales(0, 2), name="till")
    assert not flow.run(mart)
    (failed,) = flow.tasks(mart, status="failed")
    with pytest.raises(StarSchemaError, match="no task failed or revoked begins with 'x'"):
        flow.retry(mart, ["x"])
    assert flow.retry(mart, [failed.task_id[:6]]) == 1
    rows = customers((1, "Oslo", "2024-01-01"))
    result = flow.run(mart, ["till"])  # what has landed is as wrong as before
    assert [report.feed for report in result.failed] == ["crm"]
    assert flow.revoke(mart, feeds=["crm"]) == 1
    assert flow.run(mart, ["till"])
    assert [row[1] for row in state(mart)["customers"] if row[0] == 1] == [None]
    assert flow.retry(mart, feeds=["crm"], extract=True) == 1
    assert flow.run(mart, ["till"])
    assert [row[1] for row in state(mart)["customers"] if row[0] == 1] == ["Oslo"]


@pytest.mark.only("duckdb", "postgresql")
def test_a_mended_rule_is_applied_to_what_has_landed(mart: Warehouse, tmp_path: Path) -> None:
    made = Flow("shop", Mart, landing=tmp_path / "landing")
    made.feed(Sale, sales(0, 3), on_duplicate="replace", sql="select * exclude amount, 1 as amount from source")
    assert made.run(mart)
    mended = Flow("shop", Mart, landing=tmp_path / "landing")
    mended.feed(
        Sale, ["no longer there"], on_duplicate="replace", sql="select * exclude amount, 2 as amount from source"
    )
    assert mended.replay(mart) == 1
    assert run_here(Worker(mended, mart), ["sale"], progress=False)
    assert {str(row[2]) for row in state(mart)["sales"]} == {"2.00"}


@pytest.mark.only("duckdb")
def test_what_is_loaded_can_be_tidied_away_by_age_and_by_size(mart: Warehouse, tmp_path: Path) -> None:
    flow = full_flow(tmp_path)
    write_everything(tmp_path)
    flow.feed(Customer, customers((1, "Oslo", "never")), effective="at", name="bad")
    assert not flow.run(mart)
    there = {file.name for file in (tmp_path / "landing").rglob("*.parquet")}
    assert len(there) == 3  # the sales wait for the bad one
    assert flow.tidy(mart, older_than=timedelta(days=1)).files == 0
    tidied = flow.tidy(mart, larger_than=0)
    assert (tidied.files, tidied.kept > 0) == (2, True)
    assert str(tidied).startswith("2 files of ")
    flow.revoke(mart, feeds=["bad"])
    assert flow.tidy(mart, older_than=timedelta(0)).kept == 0
    assert flow.run(mart)
    assert flow.replay(mart, feeds=["region"]) == 1
    assert "no longer in the landing" in str(flow.run(mart).failed[0].error)


def test_the_command_runs_and_shows_and_mends_a_flow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_everything(tmp_path)
    code = (
        "from pathlib import Path\nfrom tests.flows.shop import *\n"
        "flow = full_flow(Path('.'))\nflow.feed(Sale, slices=lambda start, end: [], name='past', priority=9)\n"
    )
    url = f"sqlite:///{tmp_path}/shop.db"
    code += f"app = flow.celery(broker='memory://', url={url!r})\n"
    (tmp_path / "shop_flows.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "shop_flows", None)
    del sys.modules["shop_flows"]

    def said(*arguments: str, code: int = 0) -> str:
        assert main(["flow", *arguments]) == code
        shown = capsys.readouterr()
        return shown.out + shown.err

    plan = said("plan", "shop_flows:flow")
    assert "shop\n" in plan
    assert "past → Sale [priority 9] (and after customer)" in plan
    assert "flowchart LR" in plan
    assert "needs --url" in said("run", "shop_flows:flow", code=2)
    assert "is no flow" in said("run", "shop_flows:Sale", "--url", url, code=2)
    assert "there is no file" in said("run", "shop_flows:flow", "--url", url, code=2)
    assert "7 done, 0 failed" in said("run", "shop_flows:flow", "--url", url, "--create")
    assert "60 " in said("status", "shop_flows:flow", "--url", url).replace("│", " ")
    past = ("--start", "2024-01-01", "--end", "2024-02-01")
    assert "past      2 loads" in said("backfill", "shop_flows:flow", "--url", url, *past)
    by_workers = ("backfill", "shop_flows:flow", "--url", url, *past, "--no-wait")
    assert "is for --app" in said(*by_workers, code=2)
    assert "is no Celery app" in said(*by_workers, "--app", "shop_flows:flow", code=2)
    assert "waits" in said(*by_workers, "--app", "shop_flows:app")
    assert "slice 2024-02" in said("status", "shop_flows:flow", "--url", url, "--feed", "past")
    assert "past      2 loads" in said("backfill", "shop_flows:flow", "--url", url, *past)
    assert "write a day as" in said("backfill", "shop_flows:flow", "--url", url, "--start", "x", "--end", "y", code=2)
    assert "3 to be loaded again" in said("replay", "shop_flows:flow", "--url", url, "--feed", "sale")
    failed = said("run", "shop_flows:flow", "--url", url, code=1)
    assert "FAILED" in failed
    assert "RejectedRows" in said("status", "shop_flows:flow", "--url", url, code=1)
    assert "3 to be tried again" in said("retry", "shop_flows:flow", "--url", url)
    assert "revoked" in said("revoke", "shop_flows:flow", "--url", url)
    assert "say what to tidy away" in said("tidy", "shop_flows:flow", "--url", url, code=2)
    assert "0 files" in said("tidy", "shop_flows:flow", "--url", url, "--older-than", "3")


def test_the_plan_as_mermaid_shows_what_waits_for_what(tmp_path: Path) -> None:
    drawn = mermaid(full_flow(tmp_path))
    arrows = {tuple(line.split(" --> ")) for line in drawn.splitlines() if "-->" in line}
    names = dict(line.strip().split("[") for line in drawn.splitlines() if "[" in line)
    shown = {(names[a.strip()].split(" ")[0].strip('"'), names[b].split(" ")[0].strip('"')) for a, b in arrows}
    assert shown == {("region", "customer"), ("customer", "sale"), ("day", "sale"), ("sale", "balance")}
