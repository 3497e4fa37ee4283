"""Of several processes that load at once some are killed: the rest go on, and all end as if nobody had been."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import select

from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import dimension_spec
from tests.failures.loads import die_at
from tests.failures.processes import PATIENCE, start
from tests.failures.retail import START, Customer, Mart, Sale, Visit, customers, load_everything, overlaps, warehouse
from tests.failures.test_crashes import created

SIZE, LARGE = 400, 20_000
VISITS = 4
"""Loads of visits."""

Urls = Callable[[], str]

pytestmark = pytest.mark.only("ducklake")


def begun(url: str, size: int) -> str:
    """Create the mart and load those who visit it, since whom a fact names first has no beginning."""
    mart = warehouse(created(url))
    mart.load(Customer, customers(size // 8, date(2024, 1, 1)), effective="at", load_key="first")
    mart.engine.dispose()
    return url


def load_visits(url: str, size: int) -> None:
    """Load visits a part at a time, each at most once, to customers who move at the same time."""
    mart = warehouse(url)
    numbers = range(size)
    visits = pa.table(
        {
            "visit_no": numbers,
            "came_at": [START + timedelta(minutes=n) for n in numbers],
            "customer_id": [n % (size // 8) + 1 for n in numbers],
        }
    )
    for number in range(VISITS):
        part = visits.slice(number * size // VISITS, size // VISITS)
        mart.load(Visit, part, load_key=f"visits {number}")
    mart.engine.dispose()


def told(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what all tables say, with members and versions in place of their keys, which hang on who came first."""
    journal = bookkeeping(Mart.metadata).journal(dimension_spec(Customer))
    version = (Customer.customer_id, Customer.city, Customer.valid_from)
    queries = {
        "customers": select(*version, Customer.name, Customer.valid_to, Customer.is_current, Customer.is_inferred),
        "journal": select(*(column for column in journal.c if column.name != "load_id")),
        "sales": select(Sale.order_no, Sale.sold_at, Sale.amount, *version).join(
            Customer, Customer.customer_key == Sale.customer_key
        ),
        "visits": select(Visit.visit_no, Visit.came_at, *version).join(
            Customer, Customer.customer_key == Visit.customer_key
        ),
    }
    mart = warehouse(url)
    with mart.engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(query)), key=repr) for name, query in queries.items()
        }
    mart.engine.dispose()
    return found


def done_once(url: str) -> bool:
    """Return whether each load is done, and once."""
    keys = [run["load_key"] for run in warehouse(url).runs(100) if run["status"] == "done"]
    return sorted(keys) == sorted(["first", "sales", "moved", "late", *(f"visits {n}" for n in range(VISITS))])


def nobody_killed(url: str, size: int) -> Any:
    load_everything(url, size)
    load_visits(url, size)
    return told(url)


def finish(url: str, size: int) -> None:
    """Have two processes do what is left to do, at once."""
    works = [start(load, (url, size)) for load in (load_everything, load_visits)]
    for process, outcome in works:
        assert outcome.poll(PATIENCE), "a load hangs"
        assert not isinstance(result := outcome.recv(), Exception), result
        process.join()


def test_one_of_two_loaders_is_killed_and_the_other_goes_on(new_url: Urls) -> None:
    expected, url = nobody_killed(begun(new_url(), SIZE), SIZE), begun(new_url(), SIZE)
    doomed, _ = start(die_at, (url, SIZE, "between what the books are told and the lake's commit", 2))
    other, outcome = start(load_visits, (url, SIZE))
    doomed.join(PATIENCE)
    assert doomed.exitcode == -signal.SIGKILL
    assert outcome.poll(PATIENCE), "a load hangs"
    assert outcome.recv() is None
    other.join()
    assert len(told(url)["visits"]) == SIZE // VISITS * VISITS
    finish(url, SIZE)
    assert told(url) == expected
    assert done_once(url)
    assert overlaps(url) == []


@pytest.mark.long
def test_loaders_that_are_killed_at_any_moment_end_where_nobody_killed_does(new_url: Urls) -> None:
    begun = time.monotonic()
    expected = nobody_killed(begun(new_url(), LARGE), LARGE)
    seconds = time.monotonic() - begun
    for _ in range(5):
        url = begun(new_url(), LARGE)
        works = [start(load, (url, LARGE)) for load in (load_everything, load_visits)]
        for process, _ in random.sample(works, 2):
            time.sleep(random.uniform(0, seconds / 2))
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        finish(url, LARGE)
        assert told(url) == expected
        assert done_once(url)
        assert overlaps(url) == []
