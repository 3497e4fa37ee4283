"""`starschema runs`: the load log as a table."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import DeclarativeBase

from starschema.cli.naming import base_named
from starschema.cli.showing import console, plain, table
from starschema.cli.warehouses import opened
from starschema.model.bookkeeping import bookkeeping

NAME = "runs"

SUMMARY = "show what was loaded, and how it went"

DESCRIPTION = """\
Show the load log of a warehouse, the newest load first.

  starschema runs --url duckdb:///shop.db
  starschema runs --url "$WAREHOUSE" --failed --limit 5
  starschema runs --url "$WAREHOUSE" shop.model:Mart      where the tables live in a schema of their own

Times are UTC. Rejected rows are in the table starschema_quarantine, with the reason.
"""

COUNTS = ("read", "inserted", "updated", "versioned", "closed", "removed", "unchanged", "duplicates", "rejected")
"""The counts worth a column."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", nargs="?", metavar="module:Base", help="the declarative base, if it names a schema")
    parser.add_argument("--url", required=True, help="the warehouse as an SQLAlchemy URL")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many loads to show; default 20")
    parser.add_argument("--failed", action="store_true", help="show failed loads only")


def run(options: argparse.Namespace) -> None:
    """Print the load log."""

    class Nothing(DeclarativeBase):
        """A model without tables: the log is the same for all of them."""

    base = base_named(options.model) if options.model else Nothing
    log = bookkeeping(base.metadata).loads
    warehouse = opened(options.url, base, table=log.name, schema=log.schema)
    newest = select(log).order_by(log.c.load_id.desc()).limit(options.limit)
    if options.failed:
        newest = newest.where(log.c.status == "failed")
    with warehouse.engine.connect() as connection:
        chosen = connection.execute(newest).mappings().all()
    if not chosen:
        print("no failed loads" if options.failed else "no loads yet")
        return
    show(chosen)


def show(rows: Sequence[RowMapping]) -> None:
    """Print rows of the load log as a table."""
    used = [name for name in COUNTS if any(row[name] for row in rows)]
    shown = table("load", "table", "status", "started", "seconds", *used, "source / error", right=("seconds", *used))
    for row in rows:
        style = {"done": "green", "failed": "red"}.get(row["status"], "yellow")
        shown.add_row(
            str(row["load_id"]),
            plain(row["target"]),
            f"[{style}]{row['status']}[/{style}]",
            _minute(row["started_at"]),
            "" if row["seconds"] is None else f"{row['seconds']:.2f}",
            *(f"{row[name] or 0:,}" for name in used),
            plain(row["error"] or row["load_key"] or row["source"] or ""),
        )
    console().print(shown)


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
