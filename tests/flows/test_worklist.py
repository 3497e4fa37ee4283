"""Claims: one worker at a time does a task, and what a dead one has begun is taken over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from starschema import Flow, Warehouse
from starschema.model.bookkeeping import bookkeeping
from starschema.sources import Source
from starschema.tasks.owner import is_dead, owner
from starschema.tasks.pieces import round_piece
from starschema.tasks.rules import landed
from starschema.tasks.task import ClaimLost
from starschema.tasks.worker import Worker
from tests.failures.processes import start
from tests.flows.shop import Customer, Mart, Sale, customers, sales, state, warehouse
from tests.flows.workers import wait_for


@pytest.fixture
def mart(url: str) -> Warehouse:
    """An empty shop on each database."""
    return warehouse(url)


def flow_of(source: Any, **options: Any) -> Flow:
    flow = Flow("shop", Mart, backoff=0.01, **options)
    flow.feed(Sale, source)
    return flow


def set_claim(mart: Warehouse, **values: Any) -> None:
    tasks = bookkeeping(Mart.metadata).tasks
    with mart.engine.begin() as connection:
        connection.execute(update(tasks).values(**values))


def take_over(worker: Worker) -> list[str]:
    return worker.worklist.take_over(worker.worklist.tasks(status="running"), 5)


def test_the_tables_of_flows_come_with_the_first_and_go_with_the_mart(mart: Warehouse) -> None:
    def there() -> set[str]:
        return {"starschema_task", "starschema_feed"} & set(inspect(mart.engine).get_table_names())

    assert there() == set()
    assert flow_of(sales(0, 2)).run(mart)
    assert len(there()) == 2
    mart.drop_all()
    assert inspect(mart.engine).get_table_names() == []


def test_a_task_is_claimed_once(mart: Warehouse) -> None:
    worker = Worker(flow_of(sales(0, 2)), mart)
    (number,) = worker.look(["sale"])
    assert worker.look(["sale"]) == [number]  # nobody began it, so it is no second round
    first = worker.worklist.claim(number)
    assert first is not None
    assert first.attempts == 1
    assert worker.worklist.claim(number) is None
    assert worker.do(number) is None
    assert worker.worklist.beat(first)


def test_a_message_that_comes_twice_asks_once(mart: Warehouse) -> None:
    worker = Worker(flow_of(sales(0, 2)), mart)
    (number,) = worker.look(["sale"], "message 1")
    assert worker.do(number) is not None
    assert worker.look(["sale"], "message 1") == []
    assert len(worker.look(["sale"], "message 2")) == 1


def test_a_claim_of_a_dead_process_is_taken_over_at_once(mart: Warehouse) -> None:
    worker = Worker(flow_of(sales(0, 2)), mart)
    (number,) = worker.look(["sale"])
    assert worker.worklist.claim(number) is not None
    assert take_over(worker) == []
    process, pipe = start(owner, ())
    dead = pipe.recv()
    process.join()
    wait_for(lambda: is_dead(dead))  # its end is told a moment before it is over
    assert not is_dead(owner())
    set_claim(mart, claimed_by=dead)
    assert take_over(worker) == [number]
    report = worker.do(number)
    assert report is not None
    assert report.status == "done"
    task = worker.worklist.task(number)
    assert task is not None
    assert (task.attempts, task.rows, task.status) == (2, 2, "done")


def test_a_claim_of_another_host_is_taken_over_when_its_heart_is_still(mart: Warehouse) -> None:
    worker = Worker(flow_of(sales(0, 2), patience=60), mart)
    (number,) = worker.look(["sale"])
    assert worker.worklist.claim(number) is not None
    set_claim(mart, claimed_by="elsewhere 1 2")
    assert take_over(worker) == []
    set_claim(mart, heartbeat_at=dt.datetime(2024, 1, 1))
    assert take_over(worker) == [number]
    for _ in range(4):
        assert worker.worklist.claim(number) is not None
        set_claim(mart, claimed_by="elsewhere 1 2", heartbeat_at=dt.datetime(2024, 1, 1))
        take_over(worker)
    task = worker.worklist.task(number)
    assert task is not None
    assert (task.status, task.attempts) == ("failed", 5)
    assert task.error == "the worker elsewhere 1 2 died in attempt 5"


def test_a_load_whose_claim_was_taken_over_is_undone(mart: Warehouse) -> None:
    taken = False

    def rows() -> Any:
        if taken:
            set_claim(mart, claim="another", claimed_by="elsewhere 1 2")
        return sales(0, 2)

    flow = flow_of(rows)
    worker = Worker(flow, mart)
    (number,) = worker.look(["sale"])
    task = worker.worklist.claim(number)
    assert task is not None
    extract = worker._extract(flow.feeds["sale"], task)
    set_claim(mart, claim="another", claimed_by="elsewhere 1 2")
    with flow.landing.local(extract) as files, pytest.raises(ClaimLost, match="taken it over"):
        worker._load(flow.feeds["sale"], task, extract, landed(flow.feeds["sale"], files, name="x"))
    assert state(mart)["sales"] == []
    set_claim(mart, status="waiting")
    taken = True
    assert worker.do(number) is not None
    assert len(state(mart)["sales"]) == 2


class Counting(Source):
    """A source of sales that is read from where it had been read to."""

    cursor = "order_no"

    def __init__(self, highest: int) -> None:
        super().__init__("a counter")
        self.highest = highest
        self.begin = 0
        self.reached: str | None = None

    def resume(self, mark: str | None) -> None:
        self.begin = int(mark or 0)

    def _read(self) -> Any:
        import pyarrow as pa

        rows = sales(self.begin + 1, self.highest - self.begin)
        yield from pa.Table.from_pylist(rows).to_batches()
        self.reached = str(self.highest)


def test_how_far_a_source_was_read_moves_with_the_load_or_not_at_all(
    mart: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    highest = 3
    flow = flow_of(lambda: Counting(highest))
    feeds = bookkeeping(Mart.metadata).feeds

    def progress() -> list[tuple[int, str | None]]:
        with mart.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(select(feeds.c.rounds, feeds.c.mark))]

    assert flow.run(mart)
    assert progress() == [(1, "3")]
    highest = 5
    with monkeypatch.context() as patched:

        def fail(*_: Any) -> None:
            raise ValueError("just before the commit")

        patched.setattr("starschema.load.log.LoadLog.finish", fail)
        assert not flow.run(mart)
    assert progress() == [(1, "3")]
    highest = 7
    result = flow.run(mart)
    assert [r.read for r in result.of("sale")] == [4]
    assert progress() == [(2, "7")]
    assert [row[0] for row in state(mart)["sales"]] == [1, 2, 3, 4, 5, 6, 7]


def test_pieces_that_are_no_function_of_their_rows_alone_are_done_in_order(mart: Warehouse) -> None:
    flow = Flow("shop", Mart)
    flow.feed(Customer, lambda: customers((1, "Oslo", "2024-01-01")), snapshot=True)
    worker = Worker(flow, mart)
    first = worker.look(["customer"])
    feed = flow.feeds["customer"]
    assert not feed.known_by_content
    second = worker.ask([round_piece(feed, 2, None)])
    assert worker.do(second[0]) is None
    assert worker.do(first[0]) is not None
    assert worker.do(second[0]) is not None
