"""Rounds: each runs every entry once, so that noise hits all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.checks import Truth
from benchmarks.contestants import Contestant
from benchmarks.databases import Place
from benchmarks.environments import NotInstalled, python_for
from benchmarks.goals import Row
from benchmarks.processes import Failed, run
from benchmarks.workload import Workload

Tell = Callable[[str], None]
"""Says what is going on."""


@dataclass
class Entry:
    """One contestant in one task: from where it starts, and what it has told so far.

    Args:
        place: Where its database is made.
        start: The prepared database that each run gets a copy of.
        contestant: Who it is.
        task: What it does.
        data: What it loads.
        truth: What it should leave in the database.
        title: What the table calls the task.
        who: What the table calls the contestant.
    """

    place: Place
    start: str
    contestant: Contestant
    task: str
    data: Workload
    truth: Truth
    title: str = ""
    who: str = ""
    python: Path | None = None
    remark: str = ""
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    rows: int = 0

    def make_ready(self) -> None:
        """Make the contestant's environment; an entry without one doesn't run."""
        try:
            self.python = python_for(self.contestant)
        except NotInstalled as why:
            self.remark = f"not installed: {why}"

    def run(self) -> None:
        """Run once on a fresh copy of the prepared database, and check what was left there."""
        if self.python is None:
            return
        url = self.place.copy(self.start)
        try:
            self.place.calm()
            told = run_contestant(self.contestant, self.task, url, self.data.folder, self.python)
            right = self.truth.agrees(url, self.task, self.contestant)
        except (Failed, SQLAlchemyError) as failure:
            self.python, self.remark = None, f"failed: {str(failure).splitlines()[0]}"
        else:
            self.seconds.append(told["seconds"])
            self.peaks.append(told["peak_mb"])
            self.rows = told["rows"]
            self.remark = "WRONG" if self.remark == "WRONG" or right is False else "right" if right else ""
        finally:
            self.place.drop(url)

    def row(self) -> Row:
        """Return the row of the table, without a ratio."""
        peak = max(self.peaks, default=None)
        title, who = self.title or self.task, self.who or self.contestant.name
        return Row(self.place.name, title, who, tuple(self.seconds), self.rows, peak, remark=self.remark)


def run_contestant(contestant: Contestant, task: str, url: str, folder: Path, python: Path) -> dict[str, Any]:
    """Run a contestant's program for a task, and return what it tells.

    Raises:
        Failed: It ended with an error.
    """
    arguments = ["--task", contestant.tasks[task], "--url", url, "--data", str(folder)]
    return run(f"benchmarks.contestants.{contestant.module}", arguments, python)


def run_rounds(entries: Sequence[Entry], repeats: int, tell: Tell) -> list[Row]:
    """Run all entries in rounds and return their rows."""
    for entry in entries:
        entry.make_ready()
    for number in range(1, repeats + 1):
        for entry in entries:
            entry.run()
            row = entry.row()
            last = f"{row.seconds[-1]:.2f} s, " if row.seconds else ""
            tell(f"round {number} of {repeats}: {row.database}, {row.task}, {row.who}: {last}{row.remark}")
    return [entry.row() for entry in entries]
