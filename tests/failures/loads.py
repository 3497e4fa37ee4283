"""What the processes of these tests do; functions of a module, so that they can be sent to one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import NullPool, column, create_engine, func, make_url, select, table

from starschema import LoadResult
from starschema.backends.apart import work
from starschema.backends.behind import Behind
from starschema.backends.ducklake.address import catalog_url
from starschema.backends.ducklake.books import Books
from starschema.backends.ducklake.dialect import Lake
from starschema.load.facts import as_read, read_there
from starschema.load.facts.sending import Sending
from starschema.load.log import LoadLog
from starschema.load.workbench import Workbench
from starschema.sources import base
from tests.failures.retail import START, Customer, Sale, Visit, load_everything, warehouse


def load_sales(url: str, first: int, count: int, customer: int, load_key: str | None = None) -> LoadResult:
    """Load sales numbered from `first`, all to one customer."""
    return warehouse(url).load(Sale, sales_to(first, count, customer), load_key=load_key)


def replace_sales(url: str, first: int, count: int, customer: int) -> LoadResult:
    """Load sales as `load_sales` does, in place of what is there."""
    return warehouse(url).load(Sale, sales_to(first, count, customer), on_duplicate="replace")


def sales_to(first: int, count: int, customer: int) -> list[dict[str, Any]]:
    """Return sales numbered from `first`, all to one customer."""
    return [
        {
            "order_no": first + n,
            "sold_at": START + timedelta(days=n % 60, hours=n % 24),
            "customer_id": customer,
            "amount": Decimal("0.10"),
        }
        for n in range(count)
    ]


def load_visits(url: str, first: int, count: int, members: int) -> LoadResult:
    """Load visits numbered from `first`."""
    rows = [
        {"visit_no": first + n, "came_at": START + timedelta(days=n % 60), "customer_id": n % members + 1}
        for n in range(count)
    ]
    return warehouse(url).load(Visit, rows)


def move_customers(url: str, members: int, city: str, days: list[date]) -> LoadResult:
    """Load a move to `city` of each of the customers, on each of the days."""
    rows = [
        {"customer_id": n + 1, "name": f"of {city}", "city": f"{city} {day:%d}", "at": day}
        for n in range(members)
        for day in days
    ]
    return warehouse(url).load(Customer, rows, effective="at")


def count_sales(url: str, until: int) -> set[int]:
    """Count the sales again and again until there are `until`; return every number seen."""
    seen: set[int] = set()
    engine = warehouse(url).engine
    deadline = datetime.now() + timedelta(seconds=60)
    while until not in seen and datetime.now() < deadline:
        with engine.connect() as connection:
            seen.add(connection.scalar(select(func.count()).select_from(Sale)) or 0)
    return seen


def small_pieces() -> None:
    """Have this process read and write facts a thousand at a time."""
    base.BATCH_ROWS, as_read.SIZES = 1_000, (1,)


def die_at(url: str, size: int, moment: str, occurrence: int) -> None:
    """Load everything, and have this process killed at a moment: the nth time that the loads come there."""
    at_moment(moment, occurrence, lambda: os.kill(os.getpid(), signal.SIGKILL))
    load_everything(url, size)


def cut_off_at(url: str, size: int, moment: str, occurrence: int) -> list[LoadResult]:
    """Load everything, and have the server end every connection to the catalog of a lake at a moment."""
    catalog = create_engine(catalog_url(make_url(url)), poolclass=NullPool, isolation_level="AUTOCOMMIT")

    def cut_off() -> None:
        with catalog.connect() as connection:
            others = func.pg_backend_pid() != column("pid")
            here = column("datname") == func.current_database()
            ended = select(func.pg_terminate_backend(column("pid"))).select_from(table("pg_stat_activity"))
            assert connection.execute(ended.where(others, here)).all()

    at_moment(moment, occurrence, cut_off)
    return load_everything(url, size)


def at_moment(moment: str, occurrence: int, happen: Callable[[], None], patch: Callable[..., None] = setattr) -> None:
    """Have something happen in this process at a moment: the nth time that the loads come there.

    Args:
        moment: One of those below.
        occurrence: Which time.
        happen: What happens.
        patch: Sets an attribute; pytest's undoes that, too.
    """
    seen = 0

    def come_by() -> None:
        nonlocal seen
        seen += 1
        if seen == occurrence:
            happen()

    def before(owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
            come_by()
            return original(self, *args, **kwargs)

        patch(owner, name, wrapped)

    def after(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(self, *args, **kwargs)
            come_by()
            return result

        patch(owner, name, wrapped)

    match moment:
        case "after the log's first entry":
            after(LoadLog, "start")
        case "before a bulk write":
            before(Workbench, "write")
        case "after a bulk write":
            after(Workbench, "write")
        case "before a piece is handed to the writer":
            small_pieces()
            before(Behind, "hand")
        case "after a piece is written":
            small_pieces()
            after(Sending, "_write")
        case "before executors look at the rows":
            before(read_there._ReadThere, "_look")
        case "before executors append the rows":
            before(read_there._ReadThere, "_append")
        case "after executors have appended the rows":
            after(read_there._ReadThere, "_append")
        case "before an update":
            before(Workbench, "update")
        case "before a load is undone":
            before(work, "undo")
        case "just before the commit":
            after(LoadLog, "finish")
        case "before the lake and the books are committed":
            before(Books, "_commit_both")
        case "between what the books are told and the lake's commit":
            before(Lake, "commit_telling")
        case "after the lake's commit":
            after(Lake, "commit_telling")
