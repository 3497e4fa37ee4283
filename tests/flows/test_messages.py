"""A broker that loses, repeats and reorders messages, and what is in them."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery.schedules import crontab

from starschema import Flow, StarSchemaError
from starschema.tasks.checks import complaints
from tests.flows.shop import Customer, Mart, Sale, customers, full_flow, sales, state, warehouse, write_everything
from tests.flows.test_worklist import set_claim

SECRET = "s3cr3t-Pa55"


def messages(app: Any, *queues: str) -> list[dict[str, Any]]:
    """Take the messages from queues."""
    found = []
    with app.connection_for_read() as connection:
        for queue in queues:
            box = connection.SimpleQueue(app.amqp.queues[queue])
            while True:
                try:
                    message = box.get(block=False)
                except box.Empty:
                    break
                found.append({"body": message.body, "headers": message.headers, "properties": message.properties})
                message.ack()
            box.close()
    return found


def deliver(app: Any, message: dict[str, Any]) -> None:
    """Have a message worked on here."""
    arguments = json.loads(message["body"])[0]
    headers = message["headers"]
    app.tasks[headers["task"]].apply(args=arguments, task_id=headers["id"], throw=True)


def test_a_message_holds_a_number_of_the_worklist_and_nothing_else(tmp_path: Path) -> None:
    flow = Flow("shop-messages", Mart)
    flow.feed(Sale, [{"order_no": 1, "secret": SECRET}], priority=2)
    flow.feed(Customer, customers((1, "Oslo", "2024-01-01")), effective="at", priority=1, queue="shop-crm")
    url = f"duckdb:///{tmp_path}/shop.db?password={SECRET}"
    app = flow.celery(broker=f"memory://user:{SECRET}@localhost/", url=url)
    flow.start(app)
    (look,) = messages(app, "shop-messages")
    assert look["headers"]["task"] == "shop-messages:look"
    assert json.loads(look["body"])[0] == [["sale", "customer"]]
    app = flow.celery(broker="memory://", url=f"sqlite:///{tmp_path}/shop.db")
    mart = warehouse(f"sqlite:///{tmp_path}/shop.db")
    deliver(app, look)
    sent = messages(app, "shop-messages", "shop-crm")
    assert [message["headers"]["task"] for message in sent] == ["shop-messages.customer"]
    numbers = {task.feed: task.task_id for task in flow.tasks(mart)}
    (message,) = sent
    assert json.loads(message["body"])[0] == [numbers["customer"]]
    assert message["properties"]["priority"] == 9
    assert SECRET not in repr([look, *sent])
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.accept_content == ["json"]
    assert app.conf.result_backend is None
    app.tasks["shop-messages:sweep"].apply(throw=True)
    assert messages(app, "shop-messages", "shop-crm") == []  # it was sent a moment ago
    mart.engine.dispose()


@pytest.mark.only("duckdb", "sqlite")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_broker_that_loses_repeats_and_reorders_changes_nothing(
    new_url: Callable[[], str], backend: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "files"
    write_everything(folder)
    clean = warehouse(new_url())
    assert full_flow(folder).run(clean)
    url = new_url()
    mart = warehouse(url)
    name = f"unsure-{backend}-{seed}"
    flow = full_flow(folder / "again", name)
    write_everything(folder / "again")
    app = flow.celery(broker="memory://", url=url, resend=0)
    messages(app, name)
    flow.start(app)
    held = messages(app, name)
    for _ in range(100):
        if held:
            message = held.pop(chance.randrange(len(held)))
            for _ in range(chance.choice([0, 1, 1, 1, 2])):
                deliver(app, message)
        else:
            app.tasks[f"{name}:look"].apply(args=[list(flow.feeds)], task_id="again", throw=True)
            app.tasks[f"{name}:sweep"].apply(throw=True)
        held += messages(app, name)
        tasks = flow.tasks(mart)
        if len(tasks) == 7 and all(task.status == "done" for task in tasks):
            break
    assert [task.status for task in flow.tasks(mart)] == ["done"] * 7
    for message in held[:10]:
        deliver(app, message)
    assert state(mart) == state(clean)
    assert [run["status"] for run in mart.runs()] == ["done"] * 7


def test_a_failure_that_may_pass_is_left_to_the_sweeper(url: str) -> None:
    mart = warehouse(url)
    fails = True

    def rows() -> list[dict[str, Any]]:
        if fails:
            raise ConnectionResetError("the source is away")
        return sales(0, 2)

    flow = Flow("shop-retry", Mart, backoff=0.01)
    flow.feed(Sale, rows)
    app = flow.celery(broker="memory://", url=url)
    messages(app, "shop-retry")
    app.tasks["shop-retry:look"].apply(args=[["sale"]], task_id="one", throw=True)
    (message,) = messages(app, "shop-retry")
    deliver(app, message)
    (task,) = flow.tasks(mart)
    assert (task.status, task.attempts) == ("waiting", 1)
    assert task.error == "ConnectionResetError: the source is away"
    set_claim(mart, due_at=dt.datetime(2024, 1, 1))
    app.tasks["shop-retry:sweep"].apply(throw=True)
    (message,) = messages(app, "shop-retry")
    fails = False
    deliver(app, message)
    assert [task.status for task in flow.tasks(mart)] == ["done"]
    assert len(state(mart)["sales"]) == 2


@pytest.mark.parametrize(
    ("broker", "url", "pool", "concurrency", "visible", "parts"),
    [
        ("redis://", "sqlite://", "prefork", 4, 60, ["may take 3600 s", "after 60 s", "visibility_timeout"]),
        ("redis://", "sqlite://", "prefork", 4, 3600, ["visibility_timeout"]),
        ("redis://", "sqlite://", "prefork", 4, 3601, []),
        ("sqs://", "sqlite://", "prefork", 4, None, []),
        ("amqp://", "sqlite://", "prefork", 4, 1, []),
        ("amqp://", "duckdb:///x", "prefork", 4, None, ["one process", "--concurrency 1"]),
        ("amqp://", "duckdb:///x", "prefork", 1, None, []),
        ("amqp://", "duckdb:///x", "threads", 4, None, []),
        ("memory://", "duckdb:///x", "prefork", 1, None, ["--pool solo"]),
    ],
)
def test_a_worker_says_what_is_wrong_with_how_it_was_started(
    broker: str, url: str, pool: str, concurrency: int, visible: int | None, parts: list[str]
) -> None:
    flow = Flow("shop", Mart)
    flow.feed(Sale, [])
    options = {} if visible is None else {"broker_transport_options": {"visibility_timeout": visible}}
    app = flow.celery(broker=broker, url=url, **options)
    said = " ".join(complaints(app, flow, url, 3600.0, pool, concurrency))
    assert bool(said) == bool(parts)
    assert [part for part in parts if part not in said] == []


def test_schedules_limits_and_priorities_reach_celery(tmp_path: Path) -> None:
    flow = Flow("shop", Mart)
    flow.feed(Sale, [], name="a", schedule="0 5 * * *", rate_limit="10/m", time_limit=60)
    flow.feed(Sale, [], name="b", schedule=dt.timedelta(minutes=5), priority=1)
    app = flow.celery(broker="redis://", url="sqlite://", time_limit=100, sweep=3)
    schedule = app.conf.beat_schedule
    assert schedule["shop.a"]["schedule"] == crontab.from_string("0 5 * * *")
    assert schedule["shop.b"]["args"] == (["b"],)
    assert schedule["shop:sweep"]["schedule"] == 3
    task = app.tasks["shop.a"]
    assert (task.rate_limit, task.soft_time_limit, task.time_limit) == ("10/m", 60, 90)
    assert app.tasks["shop.b"].soft_time_limit == 100
    for place in (app.conf.broker_transport_options, app.conf.result_backend_transport_options):
        assert place["visibility_timeout"] == app.conf.visibility_timeout == 260
    assert app.conf.broker_transport_options["priority_steps"] == list(range(10))
    folder = tmp_path / "messages here"
    app = flow.celery(broker=f"filesystem://{folder}", url="duckdb:///x.db")
    flow.start(app)
    assert len(list((folder / "messages").iterdir())) == 1
    assert app.conf.worker_concurrency == 1
    flow.feed(Sale, [], name="c", schedule="every day")
    with pytest.raises(StarSchemaError, match="schedule='every day' is no crontab"):
        flow.celery(broker="memory://", url="sqlite://")
