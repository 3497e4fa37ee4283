"""`starschema load`: load one table from files."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from starschema.cli.naming import UsageError, base_of, class_named
from starschema.cli.showing import show_rows
from starschema.cli.warehouses import opened
from starschema.model.spec import DimensionSpec, FactSpec, spec_of

if TYPE_CHECKING:
    from starschema.load.result import LoadResult
    from starschema.sources import Source

NAME = "load"

SUMMARY = "load a dimension or a fact from files"

DESCRIPTION = """\
Load one table from CSV, JSON, Parquet, XML, HTML or Excel files (compressed too, or at URLs such as s3://), in one
transaction: all of it or nothing.

A calendar, from the first day to the last:
  starschema load shop.model:Day --start 2020-01-01 --end 2030-12-31 --url duckdb:///shop.db --create

A dimension, the file holding every member as of a day; who is missing from it is closed:
  starschema load shop.model:Customer customers.csv --url duckdb:///shop.db --effective 2024-02-01 --snapshot

A dimension from changes, each row with its own time:
  starschema load shop.model:Customer 'changes/*.jsonl.gz' --url "$WAREHOUSE" \\
      --effective updated_at --sequence lsn --deleted is_deleted --zone Europe/Oslo

A fact, exactly once however often the job is repeated:
  starschema load shop.model:Sale sales-2024-02.parquet --url "$WAREHOUSE" --load-key sales-2024-02

A correction of facts, and rows that are no more; of a class that is reversible, with --on-duplicate reverse:
  starschema load shop.model:Sale corrected.csv --url "$WAREHOUSE" --on-duplicate replace --deleted cancelled

A period of a snapshot, whole, or emptied; a snapshot that is derived, from the period of one day to that of another:
  starschema load shop.model:Inventory stock.csv --url "$WAREHOUSE" --period 2024-02-29
  starschema load shop.model:Inventory --url "$WAREHOUSE" --period 2024-02-28
  starschema load shop.model:Stock --url "$WAREHOUSE" --start 2024-02-01 --end 2024-02-29

Before that, what it would do, with some of the rows; nothing is changed:
  starschema load shop.model:Sale sales-2024-02.parquet --url "$WAREHOUSE" --dry-run

Exit codes: 0 loaded, 1 nothing was loaded (or, with --dry-run, would be), 2 the command line is wrong.
"""


PLANNED = {
    "inserted": "To be inserted",
    "versioned": "To start a new version",
    "updated": "To correct a row in place",
    "closed": "To close a member",
    "removed": "To be removed",
    "ended": "Versions that would end",
    "repointed": "Facts that would point to another version",
    "rejected": "To be rejected",
}
"""What a plan calls its samples."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", metavar="module:Class", help="the dimension or fact to load")
    parser.add_argument("data", nargs="?", metavar="DATA", help="a file, or a glob in quotes; a calendar needs none")
    parser.add_argument("--url", required=True, help="the warehouse as an SQLAlchemy URL; duckdb:///shop.db is a file")
    parser.add_argument("--create", action="store_true", help="create the tables that are missing first")
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and change nothing")

    history = parser.add_argument_group("dimensions")
    history.add_argument("--effective", metavar="X", help="when the rows took effect: a time, or a column; default now")
    history.add_argument(
        "--snapshot",
        nargs="?",
        const=True,
        default=False,
        metavar="COLUMN",
        help="DATA is the whole membership (of the slices named by COLUMN): close who is missing; put it after DATA",
    )
    history.add_argument("--on-missing", choices=("close", "ignore"), default="close", help="what a snapshot does then")
    history.add_argument(
        "--close-limit", type=_share, default=0.2, metavar="SHARE", help="most members a snapshot may close: 0.2"
    )
    history.add_argument("--sequence", metavar="COLUMN", help="column that orders changes of the same time")

    history.add_argument("--system", metavar="NAME", help="the system whose data it is, of a dimension with systems=")
    history.add_argument("--system-key", metavar="COLUMN", help="column with the key by which it knows the member")
    history.add_argument("--match", nargs="+", default=(), metavar="ATTRIBUTE", help="what new keys are matched by")

    facts = parser.add_argument_group("facts")
    facts.add_argument(
        "--on-duplicate",
        choices=("error", "ignore", "replace", "reverse"),
        default="error",
        help="what a row does whose grain is there already; default error",
    )
    facts.add_argument(
        "--period",
        action="append",
        metavar="VALUE",
        help="for periodic snapshots, a period that DATA is the whole of (repeatable); without DATA it is emptied",
    )

    parser.add_argument(
        "--deleted", metavar="COLUMN", help="column that is true where the member, or the fact, is no more"
    )
    days = parser.add_argument_group("calendars, and snapshots that are derived")
    days.add_argument("--start", type=_day, metavar="DAY", help="the first day, or a day of the first period")
    days.add_argument("--end", type=_day, metavar="DAY", help="the last day, or a day of the last period")

    parser.add_argument("--zone", default="UTC", help="time zone of times that name none; default UTC")
    parser.add_argument("--load-key", metavar="KEY", help="a name for this load, which is then done at most once")
    parser.add_argument("--reject-limit", type=int, default=0, metavar="N", help="most rows to put aside; default none")
    parser.add_argument(
        "--null", nargs="+", metavar="TEXT", help="what a CSV field says for NULL, such as '' NA; default nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Load the table, or only look at what that would do, and print the result."""
    cls = class_named(options.model)
    if options.dry_run and options.create:
        raise UsageError("--dry-run changes nothing, so it cannot --create: leave out one of the two")
    arguments = _arguments(cls, options)
    table = spec_of(cls).table
    warehouse = opened(options.url, base_of(cls), table=None if options.create else table.name, schema=table.schema)
    if options.create:
        warehouse.create_all()
    # A bar is for people: in a file it would be noise.
    result = warehouse.load(cls, progress=sys.stdout.isatty(), dry_run=options.dry_run, **arguments)
    print(result)
    return _show_plan(result, options.reject_limit) if options.dry_run else 0


def _show_plan(result: LoadResult, reject_limit: int) -> int:
    """Print some rows of everything that would be done; return 1 if the load would fail."""
    for kind, rows in result.samples.items():
        # What ends is no outcome of a row, so it has no count.
        total = f" of {count:,}" if (count := getattr(result, kind, 0)) > len(rows) else ""
        print(f"\n{PLANNED.get(kind, kind)}, {len(rows)}{total}:")
        show_rows(rows)
    if result.rejected <= reject_limit:
        return 0
    print(f"The load would fail: {result.rejected:,} rows rejected are more than --reject-limit {reject_limit}.")
    return 1


def _arguments(cls: type[Any], options: argparse.Namespace) -> dict[str, Any]:
    """Return what the options say as arguments of `Warehouse.load`.

    Raises:
        UsageError: They say too little, or what does not belong to such a table.
    """
    spec = spec_of(cls)
    common = {"load_key": options.load_key, "reject_limit": options.reject_limit}
    if isinstance(spec, DimensionSpec) and spec.calendar is not None:
        if options.data is not None:
            raise UsageError(f"{cls.__name__} is a calendar, whose days are computed: give no files")
        if options.start is None or options.end is None:
            raise UsageError(f"{cls.__name__} is a calendar: give --start and --end, such as --start 2020-01-01")
        return {"start": options.start, "end": options.end, **common}
    if isinstance(spec, DimensionSpec) and spec.clock is not None:
        if options.data is not None or options.start is not None or options.end is not None:
            raise UsageError(f"{cls.__name__} is computed, every {spec.clock.unit} of a day: give no files and no days")
        return common
    periodic = spec.periodic if isinstance(spec, FactSpec) else None
    if periodic is not None and periodic.derived is not None:
        base = periodic.derived.of.cls.__name__
        if options.data is not None:
            raise UsageError(f"{cls.__name__} is derived from {base}: give no files")
        return {"start": options.start, "end": options.end, **common}
    if options.start is not None or options.end is not None:
        raise UsageError(f"--start and --end are for calendars and derived snapshots, and {cls.__name__} is neither")
    if options.period is not None and periodic is None:
        raise UsageError(f"--period is for periodic snapshots, and {cls.__name__} is none")
    if options.data is None and options.period is None:
        hint = f"; or write --snapshot last: it took {options.snapshot!r}" if isinstance(options.snapshot, str) else ""
        raise UsageError(f"give the files to load, such as customers.csv or 'sales/*.parquet'{hint}")
    return {
        "data": [] if options.data is None else _data(options),
        "effective": _effective(options.effective),
        "snapshot": options.snapshot,
        "on_missing": options.on_missing,
        "close_limit": options.close_limit,
        "sequence": options.sequence,
        "deleted": options.deleted,
        "zone": options.zone,
        "system": options.system,
        "system_key": options.system_key,
        "match": options.match,
        "on_duplicate": options.on_duplicate,
        "period": options.period,
        **common,
    }


def _data(options: argparse.Namespace) -> str | Source:
    if options.null is None:
        return str(options.data)
    from starschema import sources

    name = str(options.data).lower()
    if not any(f".{kind}" in name for kind in ("csv", "tsv")):
        raise UsageError("--null is for CSV files; the other formats have a NULL of their own")
    return sources.files(options.data, null=tuple(options.null))


def _effective(said: str | None) -> date | datetime | str | None:
    """Return a time if `said` reads as one, else the name of a column."""
    if said is None:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(said)
        except ValueError:
            continue
    return said


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said!r} is no day; write it as 2024-02-01") from None


def _share(said: str) -> float:
    try:
        share = float(said)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{said!r} is no share; write a number from 0 to 1, such as 0.2")
    return share
