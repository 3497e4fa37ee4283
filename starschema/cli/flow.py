"""`starschema flow`: run a flow, see its plan and its state, and mend what went wrong."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from starschema.cli.naming import UsageError, app_named, flow_named
from starschema.cli.showing import console, plain, table
from starschema.cli.warehouses import opened
from starschema.model.bookkeeping import bookkeeping

if TYPE_CHECKING:
    from starschema.tasks import Flow
    from starschema.warehouse import Warehouse

NAME = "flow"

SUMMARY = "run a flow, see its plan and its state"

DESCRIPTION = """\
Work with a flow, which says what feeds the tables of a mart.

  starschema flow plan shop.flows:flow                            what waits for what, as a tree and as Mermaid
  starschema flow run shop.flows:flow --url duckdb:///shop.db     look for work and do it, in this process
  starschema flow backfill shop.flows:flow --url "$WAREHOUSE" --start 2023-01-01 --end 2023-12-31 --only missing
  starschema flow backfill shop.flows:flow --url "$WAREHOUSE" --start 2023-01-01 --end 2023-12-31 --app shop.workers:app
  starschema flow status shop.flows:flow --url "$WAREHOUSE"       what is done, waits, or has failed and why
  starschema flow status shop.flows:flow --url "$WAREHOUSE" --feed sales     its files, rounds and slices, one by one
  starschema flow retry shop.flows:flow --url "$WAREHOUSE" 3fa2   try again what failed, by the start of its number
  starschema flow revoke shop.flows:flow --url "$WAREHOUSE" 3fa2  do not do it, and let others go on
  starschema flow replay shop.flows:flow --url "$WAREHOUSE" --feed sales     load again from what has landed
  starschema flow tidy shop.flows:flow --url "$WAREHOUSE" --older-than 90    remove what landed and is loaded

retry and replay only say what is to be done; `flow run` does it, or Celery's workers do.

Exit codes: 0 done, 1 something failed or is left to do, 2 the command line is wrong.
"""

ACTIONS = ("run", "plan", "backfill", "status", "retry", "revoke", "replay", "tidy")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("action", choices=ACTIONS, help="what to do")
    parser.add_argument("flow", metavar="module:flow", help="the flow")
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="for retry, revoke, replay: how task numbers begin")
    parser.add_argument("--url", help="the warehouse as an SQLAlchemy URL; all but plan need it")
    parser.add_argument("--feed", action="append", metavar="NAME", help="of this feed only; may be given several times")
    parser.add_argument("--create", action="store_true", help="for run: create the tables that are missing first")
    past = parser.add_argument_group("backfill")
    past.add_argument("--start", metavar="DAY", help="a day of the first slice")
    past.add_argument("--end", metavar="DAY", help="a day of the last slice")
    past.add_argument("--by", choices=("day", "week", "month", "quarter", "year"), default="month", help="its length")
    past.add_argument("--only", choices=("failed", "missing"), help="only slices that failed, or are not loaded")
    past.add_argument("--app", metavar="module:app", help="have the workers of this Celery app do it, and watch them")
    past.add_argument("--no-wait", action="store_true", help="with --app: do not wait for them")
    parser.add_argument("--extract", action="store_true", help="for retry: extract anew, not from the landing")
    parser.add_argument("--older-than", type=float, metavar="DAYS", help="for tidy: what landed longer ago")
    parser.add_argument("--larger-than", type=int, metavar="BYTES", help="for tidy: the oldest, until no more is left")


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    flow = flow_named(options.flow)
    if options.tasks and options.action not in ("retry", "revoke", "replay"):
        raise UsageError(f"flow {options.action} takes no tasks: leave out {' '.join(options.tasks)}")
    if options.action == "plan":
        return _plan(flow)
    if options.url is None:
        raise UsageError(f"flow {options.action} needs --url, the warehouse, such as duckdb:///shop.db")
    log = bookkeeping(flow.base.metadata).loads
    warehouse = opened(options.url, flow.base, table=None if options.create else log.name, schema=log.schema)
    tasks = options.tasks or None
    match options.action:
        case "run":
            if options.create:
                warehouse.create_all()
            result = flow.run(warehouse, options.feed, progress=sys.stdout.isatty())
            print(result)
            return 0 if result else 1
        case "backfill":
            return _backfill(flow, warehouse, options)
        case "status":
            return _status(flow, warehouse, options.feed)
        case "retry":
            number = flow.retry(warehouse, tasks, feeds=options.feed, extract=options.extract)
            print(f"{number} to be tried again")
        case "revoke":
            print(f"{flow.revoke(warehouse, tasks, feeds=options.feed)} revoked")
        case "replay":
            print(f"{flow.replay(warehouse, tasks, feeds=options.feed)} to be loaded again")
        case "tidy":
            if options.older_than is None and options.larger_than is None:
                raise UsageError("say what to tidy away: --older-than DAYS, --larger-than BYTES, or both")
            age = None if options.older_than is None else timedelta(days=options.older_than)
            print(flow.tidy(warehouse, older_than=age, larger_than=options.larger_than))
    return 0


def _plan(flow: Flow) -> int:
    from starschema.tasks.drawing import mermaid, tree

    console().print(tree(flow))
    print()
    print(mermaid(flow))
    return 0


def _backfill(flow: Flow, warehouse: Warehouse, options: argparse.Namespace) -> int:
    if options.no_wait and options.app is None:
        raise UsageError("--no-wait is for --app, the Celery app whose workers do it")
    if options.start is None or options.end is None:
        raise UsageError("flow backfill needs --start and --end, such as --start 2023-01-01 --end 2023-12-31")
    try:
        result = flow.backfill(
            warehouse,
            options.start,
            options.end,
            by=options.by,
            only=options.only,
            feeds=options.feed,
            app=None if options.app is None else app_named(options.app),
            wait=not options.no_wait,
            progress=sys.stdout.isatty(),
        )
    except ValueError as error:
        raise UsageError(f"{error}; write a day as 2023-01-31") from None
    print(result)
    return 0 if result or (options.no_wait and not result.failed) else 1


def _status(flow: Flow, warehouse: Warehouse, feeds: list[str] | None) -> int:
    named = flow.named(feeds)
    tasks = [task for task in flow.tasks(warehouse) if feeds is None or task.feed in named]
    states = ("done", "waiting", "running", "failed", "revoked")
    counted = table("feed", "table", *states, "rows", right=(*states, "rows"))
    for feed in (feed for feed in flow.in_order if feed.name in named):
        own = [task for task in tasks if task.feed == feed.name]
        numbers = [sum(task.status == state for task in own) for state in states]
        rows = sum(task.rows or 0 for task in own)
        counted.add_row(plain(feed.name), feed.spec.table.fullname, *(str(n or "") for n in numbers), f"{rows:,}")
    console().print(counted)
    if feeds is not None:
        pieces = table("task", "feed", "piece", "status", "attempts", "rows", right=("attempts", "rows"))
        for task in tasks:
            read = "" if task.rows is None else f"{task.rows:,}"
            what = plain(task.feed), plain(task.piece), task.status
            pieces.add_row(task.task_id[:8], *what, str(task.attempts), read)
        console().print(pieces)
    trouble = [task for task in tasks if task.error is not None and task.status in ("failed", "waiting", "running")]
    if trouble:
        shown = table("task", "feed", "piece", "status", "attempts", "error", right=("attempts",))
        for task in trouble:
            error = plain(task.error)
            shown.add_row(task.task_id[:8], plain(task.feed), plain(task.piece), task.status, str(task.attempts), error)
        console().print(shown)
    return 1 if any(task.status == "failed" for task in tasks) else 0
