"""What a run found: one table, ratios first, and the same as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.goals import Row

MARKS = {True: "[green]yes[/]", False: "[red]no[/]", None: "[yellow]?[/]"}

CAPTION = """\
ratio: our median to that of the row; of growth: to the size before; of micro-batches: to the fewest members.
Each run is a process of its own on a fresh database, micro-batches on that of the one before; the clock stands while
it imports and connects.
checked: right where the checksum of what was left in the database is that of what should be there."""


def table(rows: Sequence[Row], title: str) -> Table:
    """Return the table, a section for each task on each database."""
    result = Table(title=title, caption=CAPTION, title_justify="left", caption_justify="left")
    for name in ("ratio", "goal", "met"):
        result.add_column(name, justify="right", no_wrap=True)
    for name in ("database", "task", "who"):
        result.add_column(name, no_wrap=True)
    for name in ("median s", "from-to s", "rows/s", "peak MB"):
        result.add_column(name, justify="right", no_wrap=True)
    result.add_column("checked", overflow="fold")
    before = None
    for row in rows:
        section = (row.database, row.task)
        if before not in (None, section):
            result.add_section()
        before = section
        result.add_row(*_cells(row), style="bold" if row.goals else None)
    return result


def _cells(row: Row) -> list[str]:
    median = row.median
    spread = f"{min(row.seconds):.2f}-{max(row.seconds):.2f}" if row.seconds else ""
    remark = f"[red]{row.remark}[/]" if row.remark == "WRONG" else row.remark
    return [
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "\n".join(map(str, row.goals)),
        "\n".join(MARKS[row.met(goal)] for goal in row.goals),
        row.database,
        row.task,
        row.who,
        "" if median is None else f"{median:.3f}",
        spread,
        "" if not median or not row.rows else f"{row.rows / median:,.0f}",
        "" if row.peak_mb is None else f"{row.peak_mb:,.0f}",
        remark,
    ]


def write_json(path: Path, rows: Sequence[Row], options: dict[str, Any]) -> None:
    """Write the rows, what was asked for, and on what they were measured."""
    packages = ("starschema", "sqlalchemy", "duckdb", "pyarrow", "psycopg", "pgpq", "pymysql")
    machine = {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "options": options,
        "rows": [row.as_json() for row in rows],
    }
    path.write_text(json.dumps(told, indent=2) + "\n")
