"""Real workers on real brokers and servers, some of them killed: the warehouse ends as if one process had loaded it."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from kombu import Connection

from starschema import Flow, Warehouse
from starschema.tasks.worker import Worker
from tests.flows.brokers import broker, private
from tests.flows.shop import (
    FLOWS,
    full_flow,
    past_flow,
    sales,
    state,
    warehouse,
    write,
    write_everything,
    write_past,
)
from tests.flows.workers import WorkerProcess, is_done, wait_for

FILES = 8
"""How many files of sales there are."""

PIECES = FILES + 4
"""Of calendar, regions, customers and balances one each."""

PAIRS = {"postgresql": "rabbitmq", "mariadb": "redis"}
"""The broker with which each database is tested."""


class Shop:
    """A flow, its files, its warehouse, and workers on it."""

    def __init__(self, url: str, address: str, folder: Path, started: ExitStack, *, flow: str = "full") -> None:
        self.name = f"shop-{token_hex(6)}"
        self.folder = folder
        self.started = started
        self.mart = warehouse(url)
        if flow == "full":
            write_everything(folder)
            for file in range(FILES):
                write(folder / "sales" / f"{file}.jsonl", sales(file * 200, 200))
        self.flow = FLOWS[flow](folder, self.name)
        self.told = {
            "flow": flow,
            "name": self.name,
            "folder": str(folder),
            "celery": {"broker": address, "url": url, "sweep": 1.0, "resend": 5.0},
        }
        self.app = self.flow.celery(**self.told["celery"])
        self.address = address
        started.callback(self.close)

    def worker(self, *options: str) -> WorkerProcess:
        """Start a worker with a beat."""
        made = WorkerProcess(self.told, self.folder / "worker.log", "-B", *options)
        self.started.callback(made.kill)
        return made

    def done(self) -> bool:
        """Return whether all is done."""
        return is_done(self.flow, self.mart, PIECES)

    def close(self) -> None:
        """Remove what the broker keeps of it."""
        self.app.close()
        self.mart.engine.dispose()
        with Connection(self.address) as connection:
            channel = connection.channel()
            channel.queue_delete(self.name)
            channel.close()


@pytest.fixture
def started() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def shop(url: str, backend: str, tmp_path: Path, started: ExitStack) -> Shop:
    """A shop, on the broker that goes with the database."""
    return Shop(url, broker(PAIRS[backend], started), tmp_path / "shop", started)


def one_process(new_url: Callable[[], str], folder: Path) -> Any:
    """Return the state that one process comes to."""
    clean = warehouse(new_url())
    flow: Flow = full_flow(folder, "clean")
    assert flow.run(clean)
    return state(clean)


def check(shop: Shop, expected: Any) -> None:
    assert state(shop.mart) == expected
    done = [run for run in shop.mart.runs(1000) if run["status"] == "done"]
    assert len({run["load_key"] for run in done}) == len(done) == PIECES


@pytest.mark.only("postgresql", "mariadb")
def test_workers_end_where_one_process_does_though_messages_are_lost_and_repeated(
    shop: Shop, new_url: Callable[[], str]
) -> None:
    expected = one_process(new_url, shop.folder)
    worker = shop.worker("-c", "2")
    for _ in range(3):
        shop.flow.start(shop.app, ["sale", "balance"])
    # These rows of the worklist have no message: it was lost.
    Worker(shop.flow, shop.mart).look(shop.flow.feeds)
    for task in shop.flow.tasks(shop.mart):
        shop.app.send_task(f"{shop.name}.{task.feed}", (task.task_id,))
    wait_for(lambda: {task.status for task in shop.flow.tasks(shop.mart)} == {"done"}, worker)
    assert state(shop.mart) == expected


@pytest.mark.only("postgresql", "mariadb")
def test_workers_fill_in_the_past_by_slices_and_say_of_each_what_became_of_it(
    url: str, backend: str, new_url: Callable[[], str], tmp_path: Path, started: ExitStack
) -> None:
    folder = tmp_path / "shop"
    write_past(folder, (1, 2, 3))
    write(folder / "2024-02-01.jsonl", [{"order_no": 201, "sold_at": "never"}])
    shop = Shop(url, broker(PAIRS[backend], started), folder, started, flow="past")
    past = {"by": "month", "app": shop.app}
    asked = shop.flow.backfill(shop.mart, "2024-01-01", "2024-03-31", wait=False, **past)
    assert asked.reports == ()
    assert set(asked.left) == {"customer", "sale"}
    shop.worker("-c", "2")
    told = shop.flow.backfill(shop.mart, "2024-01-01", "2024-03-31", only="missing", **past)
    assert {(r.piece, r.status) for r in told.reports if r.feed == "sale"} == {
        ("slice 2024-01", "done"),
        ("slice 2024-02", "failed"),
        ("slice 2024-03", "done"),
    }
    assert sum(result.inserted for result in told.of("sale")) == 56
    assert not told
    write_past(folder, (1, 2, 3))
    mended = shop.flow.backfill(shop.mart, "2024-01-01", "2024-03-31", only="failed", **past)
    assert [(report.piece, report.result.inserted) for report in mended.reports if report.result] == [
        ("slice 2024-02", 28)
    ]
    before = state(shop.mart)
    again = shop.flow.backfill(shop.mart, "2024-01-01", "2024-03-31", **past)
    assert [result.repeated for result in again.of("sale")] == [True] * 3
    sold = [run["load_key"] for run in shop.mart.runs(100) if run["status"] == "done" and run["target"] == "fact_sale"]
    assert len(set(sold)) == len(sold) == 3
    clean = warehouse(new_url())
    assert past_flow(folder, "clean").backfill(clean, "2024-01-01", "2024-03-31")
    assert state(shop.mart) == before == state(clean)


def kill_one(shop: Shop, worker: WorkerProcess, chance: random.Random) -> bool:
    """Kill a process of a worker that is at a task, and return whether there was one."""
    running = {int(str(task.claimed_by).split()[1]) for task in shop.flow.tasks(shop.mart, status="running")}
    children = sorted(running & set(worker.children()))
    if children:
        os.kill(chance.choice(children), signal.SIGKILL)
    return bool(children)


def rounds(shop: Shop, count: int, chance: random.Random) -> None:
    """Have a worker do everything, and kill processes of it so many times, the whole of it every third."""
    worker = shop.worker("-c", "2")
    shop.flow.start(shop.app)
    begun = 0

    def more_is_begun() -> bool:
        return sum(task.attempts for task in shop.flow.tasks(shop.mart)) > begun or shop.done()

    for number in range(count):
        wait_for(more_is_begun, worker)
        time.sleep(chance.uniform(0, 0.5))  # at any moment of what a task does
        begun = sum(task.attempts for task in shop.flow.tasks(shop.mart))
        if number % 3 == 2:
            worker.kill()
            worker = shop.worker("-c", "2")
        else:
            kill_one(shop, worker, chance)
        if shop.done():
            break
    wait_for(shop.done, worker)
    worker.kill()


@pytest.mark.only("postgresql")
def test_workers_that_are_killed_do_everything_once(shop: Shop, new_url: Callable[[], str]) -> None:
    expected = one_process(new_url, shop.folder)
    rounds(shop, 5, random.Random(7))
    check(shop, expected)


@pytest.mark.long
@pytest.mark.only("postgresql", "mariadb")
@pytest.mark.parametrize("kind", ["rabbitmq", "redis"])
def test_workers_that_are_killed_again_and_again_do_everything_once(
    kind: str, databases: Any, tmp_path: Path, started: ExitStack
) -> None:
    killed = 0
    expected = None
    for number in range(10):
        with ExitStack() as stack:
            shop = Shop(databases.new(), broker(kind, started), tmp_path / str(number), stack)
            expected = expected or one_process(databases.new, shop.folder)
            rounds(shop, 5, random.Random())
            check(shop, expected)
        killed += 5
    assert killed == 50


@pytest.mark.long
@pytest.mark.only("postgresql", "mariadb")
@pytest.mark.parametrize("kind", ["rabbitmq", "redis"])
def test_a_broker_that_is_killed_and_comes_back_loses_nothing(
    kind: str, url: str, new_url: Callable[[], str], tmp_path: Path, started: ExitStack
) -> None:
    own = private(kind, started)
    shop = Shop(url, own.url, tmp_path / "shop", started)
    expected = one_process(new_url, shop.folder)
    worker = shop.worker("-c", "2")
    shop.flow.start(shop.app)

    def supervised() -> bool:
        """Start the worker again if it has ended, as Celery's may do when Redis goes away."""
        nonlocal worker
        if worker.process.poll() is not None:
            worker.kill()
            worker = shop.worker("-c", "2")
        return True

    for _ in range(3):
        tasks = len([task for task in shop.flow.tasks(shop.mart) if task.status == "done"])

        def goes_on(before: int = tasks) -> bool:
            return shop.done() or sum(task.status == "done" for task in shop.flow.tasks(shop.mart)) > before

        wait_for(lambda: supervised() and goes_on())
        own.kill()
        own.start()
    wait_for(lambda: supervised() and shop.done())
    worker.kill()
    check(shop, expected)


@pytest.mark.long
@pytest.mark.only("sqlite")
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_database_that_is_killed_and_comes_back_has_everything_once(
    kind: str, backend: str, tmp_path: Path, started: ExitStack
) -> None:
    from tests.failures.test_server_crashes import Server

    server = Server(kind, started)
    shop = Shop(_empty(server), broker("redis", started), tmp_path / "shop", started)
    clean = Warehouse(_empty(server), shop.flow.base)
    clean.create_all()
    assert full_flow(shop.folder, "clean").run(clean)
    expected = state(clean)
    clean.engine.dispose()
    worker = shop.worker("-c", "2")
    shop.flow.start(shop.app)
    for _ in range(3):
        wait_for(lambda: bool(shop.flow.tasks(shop.mart, status="running")) or shop.done(), worker)
        server.kill()
        server.start()
    wait_for(shop.done, worker)
    worker.kill()
    check(shop, expected)


def _empty(server: Any) -> str:
    from sqlalchemy import make_url, text

    name = f"flow_{token_hex(4)}"
    with server.engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return str(make_url(server.url).set(database=name).render_as_string(hide_password=False))
