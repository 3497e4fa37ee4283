"""A flow in one process: the order of the model, each piece once, and what fails."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from starschema import Flow, StarSchemaError, Warehouse
from starschema.load.log import LoadLog
from tests.flows.shop import (
    Balance,
    Customer,
    Day,
    Mart,
    Region,
    Sale,
    customers,
    full_flow,
    sales,
    state,
    warehouse,
    write,
    write_everything,
)

pytestmark = pytest.mark.spread


@pytest.fixture
def mart(url: str) -> Warehouse:
    """An empty shop on each database."""
    return warehouse(url)


def loaded_by_hand(mart: Warehouse, folder: Path) -> Any:
    """Load the files that the full flow reads, in the right order, and return what that makes."""
    mart.load(Day, start="2024-01-01", end="2024-01-31")
    mart.load(Region, folder / "regions.jsonl", effective=date(2024, 1, 1))
    mart.load(Customer, folder / "customers.jsonl", effective="at")
    for file in sorted((folder / "sales").iterdir()):
        mart.load(Sale, file)
    mart.load(Balance)
    return state(mart)


def statuses(flow: Flow, mart: Warehouse) -> list[tuple[str, str]]:
    return sorted((task.feed, task.status) for task in flow.tasks(mart))


@pytest.mark.everywhere
def test_tables_are_loaded_in_the_order_of_the_model_whatever_the_order_of_the_feeds(
    new_url: Any, tmp_path: Path
) -> None:
    write_everything(tmp_path)
    mart = warehouse(new_url())
    result = full_flow(tmp_path).run(mart)
    assert result, str(result)
    expected = loaded_by_hand(warehouse(new_url()), tmp_path)
    assert state(mart) == expected
    loaded = [run["target"] for run in reversed(mart.runs())]
    assert sorted(loaded[:2]) == ["dim_day", "dim_region"]
    assert loaded[2:] == ["dim_customer", "fact_sale", "fact_sale", "fact_sale", "fact_balance"]
    assert [row for row in state(mart)["regions"] if row[2]] == []
    text = str(result)
    assert text.startswith("shop: 7 done, 0 failed in ")
    assert "3 loads: 60 read, 60 inserted" in text


def test_a_second_run_loads_what_is_new_and_what_was_written_again(mart: Warehouse, tmp_path: Path) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing")
    flow.feed(Sale, str(tmp_path / "*.jsonl"), on_duplicate="replace")
    assert not flow.run(mart).reports  # there is no file yet
    write(tmp_path / "1.jsonl", sales(0, 3))
    assert [r.result.inserted for r in flow.run(mart).reports if r.result] == [3]
    assert not flow.run(mart).reports
    write(tmp_path / "2.jsonl", sales(3, 3))
    write(tmp_path / "1.jsonl", [{**row, "amount": "7.00"} for row in sales(0, 4)])
    done = {report.piece: report.result for report in flow.run(mart).reports}
    assert [Path(piece).name for piece in done] == ["1.jsonl", "2.jsonl"]
    with mart.engine.connect() as connection:
        found = connection.execute(select(Sale.order_no, Sale.amount).order_by(Sale.order_no)).all()
    assert [(n, str(amount)) for n, amount in found] == [
        (0, "7.00"), (1, "7.00"), (2, "7.00"), (3, "3.10"), (4, "4.10"), (5, "5.10")
    ]  # fmt: skip


def test_a_file_touched_but_not_changed_is_not_loaded_again(mart: Warehouse, tmp_path: Path) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing")
    flow.feed(Sale, tmp_path / "sales.jsonl")
    file = write(tmp_path / "sales.jsonl", sales(0, 3))
    assert flow.run(mart)
    os.utime(file, (1, 1))
    result = flow.run(mart)
    assert [r.result.repeated for r in result.reports if r.result] == [True]
    assert "1 done before" in str(result)
    assert len(state(mart)["sales"]) == 3


def test_a_snapshot_that_comes_back_is_a_load_of_its_own(mart: Warehouse) -> None:
    now = ["Oslo", "Bergen", "Oslo"]
    cities = iter(now)
    flow = Flow("shop", Mart)

    def today() -> list[dict[str, Any]]:
        return [{"customer_id": 1, "city": next(cities)}]

    flow.feed(Customer, today, snapshot=True)
    for _ in now:
        assert flow.run(mart)
    found = [row[1] for row in sorted(state(mart)["customers"], key=lambda row: row[2]) if row[0] == 1]
    assert found == now


def test_a_business_rule_is_a_function_of_arrow_or_sql(mart: Warehouse, tmp_path: Path) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing")

    @flow.feed(Customer, customers((1, " Oslo ", "2024-01-01"), (2, "", "2024-01-01")), effective="at")
    def crm(batch: pa.RecordBatch) -> pa.Table:
        city = pc.utf8_trim_whitespace(batch["city"])
        table = pa.table(batch.select(["customer_id", "at"])).append_column("city", city)
        return table.filter(pc.not_equal(city, ""))

    flow.feed(
        Sale,
        [*sales(1, 3), *sales(1, 3)],
        sql="select order_no, max(sold_at) as sold_at, max(customer_id) as customer_id, "
        "sum(amount::decimal(12, 2)) as amount from source group by order_no",
    )
    assert flow.run(mart)
    assert crm(pa.record_batch({"customer_id": [1], "at": [""], "city": [" x "]}))["city"].to_pylist() == ["x"]
    found = state(mart)
    assert [row[1] for row in found["customers"] if row[0] == 1] == ["Oslo"]
    assert [(row[0], str(row[2])) for row in found["sales"]] == [(1, "2.20"), (2, "4.20"), (3, "6.20")]
    assert [task.feed for task in flow.tasks(mart)] == ["crm", "sale"]


@pytest.mark.only("duckdb")
@pytest.mark.parametrize("rule", ["sql", "python", "wrong"])
def test_a_rule_that_fails_says_which_feed_it_is(mart: Warehouse, tmp_path: Path, rule: str) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing")
    feed = flow.feed(Sale, sales(1, 3), name="till", sql="select no_such from source" if rule == "sql" else None)
    if rule == "python":
        feed(lambda batch: 1 / 0)
    elif rule == "wrong":
        feed(lambda batch: "text")
    result = flow.run(mart)
    (report,) = result.failed
    assert report.feed == "till"
    said = {"sql": "feed shop.till: its SQL fails", "python": "ZeroDivisionError", "wrong": "returned a str"}
    assert said[rule] in str(report.error)


def test_what_fails_for_good_is_not_tried_again_and_others_wait_for_it(mart: Warehouse, tmp_path: Path) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing", backoff=0.01)
    rows = customers((1, "Oslo", "no time at all"))
    flow.feed(Sale, sales(0, 3), name="till")
    flow.feed(Customer, lambda: rows, effective="at", name="crm")
    result = flow.run(mart)
    assert not result
    assert [(report.feed, report.status) for report in result.reports] == [("crm", "failed")]
    assert "RejectedRows" in str(result.failed[0].error)
    assert result.left == {"till": "waits for crm"}
    assert statuses(flow, mart) == [("crm", "failed"), ("till", "waiting")]
    rows = customers((1, "Oslo", "2024-01-01"))
    assert flow.run(mart)
    assert statuses(flow, mart) == [("crm", "done"), ("till", "done")]


@pytest.mark.everywhere
def test_what_may_pass_is_tried_again_a_few_times(mart: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = Flow("shop", Mart, backoff=0.01, max_attempts=3)
    rows = sales(0, 3)
    flow.feed(Sale, lambda: rows, on_duplicate="ignore")
    failures = 2
    finish = LoadLog.finish

    def interrupted(*arguments: Any) -> None:
        nonlocal failures
        finish(*arguments)
        if failures:
            failures -= 1
            raise OperationalError("statement", {}, Exception("the connection is gone"))

    monkeypatch.setattr(LoadLog, "finish", interrupted)
    result = flow.run(mart)
    assert [report.status for report in result.reports] == ["postponed", "postponed", "done"]
    assert len(state(mart)["sales"]) == 3
    failures = 3
    rows = sales(2, 3)
    result = flow.run(mart)
    assert [report.status for report in result.reports] == ["postponed", "postponed", "failed"]
    assert "the connection is gone" in str(result.failed[0].error)
    assert len(state(mart)["sales"]) == 3


def test_files_that_are_not_there_are_looked_for_again(mart: Warehouse, tmp_path: Path) -> None:
    flow = Flow("shop", Mart, landing=tmp_path / "landing")
    flow.feed(Customer, tmp_path / "customers.jsonl", effective="at")
    flow.feed(Sale, sales(0, 3))
    result = flow.run(mart)
    assert "customers.jsonl does not exist" in str(result.failed[0].error)
    assert result.left == {"sale": "waits for customer"}
    write(tmp_path / "customers.jsonl", customers((1, "Oslo", "2023-01-01")))
    assert flow.run(mart)
    assert {row[5] for row in state(mart)["sales"] if row[4] == 1} == {"Oslo"}


@pytest.mark.only("duckdb")
def test_a_flow_works_on_what_is_named_and_on_what_that_waits_for(mart: Warehouse, tmp_path: Path) -> None:
    write_everything(tmp_path)
    flow = full_flow(tmp_path)
    assert {report.feed for report in flow.run(mart, ["customer"]).reports} == {"customer", "region"}
    assert {report.feed for report in flow.run(mart, ["sale"], progress=True).reports} == {"sale", "day"}
    with pytest.raises(StarSchemaError, match="has no feed 'sales'; it has balance, sale"):
        flow.run(mart, ["sales"])


@pytest.mark.only("duckdb")
@pytest.mark.parametrize(
    ("model", "arguments", "parts"),
    [
        (Sale, {}, ["nothing feeds Sale", "source="]),
        (Day, {"source": "days.csv"}, ["Day is computed", "leave out source="]),
        (Sale, {"source": [], "effective": "at"}, ["Sale is a fact", "effective="]),
        (Sale, {"source": [], "on_duplicat": "x"}, ["on_duplicat=", "on_duplicate"]),
        (Sale, {"source": [], "priority": 0}, ["priority=0", "1 comes first"]),
        (Sale, {"source": [], "name": "a b"}, ["'a b'", "name="]),
    ],
)
def test_a_feed_that_makes_no_sense_is_refused(model: Any, arguments: dict[str, Any], parts: list[str]) -> None:
    flow = Flow("shop", Mart)
    with pytest.raises(StarSchemaError) as caught:
        flow.feed(model, **arguments)
    assert [part for part in parts if part not in str(caught.value)] == []


def test_two_feeds_of_one_name_and_two_rules_are_refused() -> None:
    flow = Flow("shop", Mart)
    feed = flow.feed(Sale, [])
    flow.feed(Sale, [])
    with pytest.raises(StarSchemaError, match="two feeds called 'sale'"):
        _ = flow.feeds
    feed(lambda batch: batch)
    with pytest.raises(StarSchemaError, match="a business rule already"):
        feed(lambda batch: batch)
    with pytest.raises(StarSchemaError, match="cannot name a flow"):
        Flow("a flow", Mart)
