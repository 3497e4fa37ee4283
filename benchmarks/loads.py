"""The contest: every contestant does every task that it can, in rounds, so that noise hits all alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.checks import Truth
from benchmarks.contestants import OURS, Contestant
from benchmarks.databases import Place
from benchmarks.environments import NotInstalled, python_for
from benchmarks.finished import write_finished
from benchmarks.goals import Row, ratio
from benchmarks.processes import Failed, run
from benchmarks.states import States, prepare
from benchmarks.workload import Workload

TASKS = ("facts", "snapshot", "workload")


@dataclass
class Entry:
    """One contestant in one task: how it starts, and what it has told so far."""

    place: Place
    states: States
    contestant: Contestant
    task: str
    python: Path | None = None
    remark: str = ""
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    rows: int = 0

    def run(self, data: Workload, truth: Truth) -> None:
        """Run once on a fresh copy of the prepared database, and check what was left there."""
        if self.python is None:
            return
        url = self.place.copy(self.states.before(self.task))
        self.place.calm()
        arguments = ["--task", self.contestant.tasks[self.task], "--url", url, "--data", str(data.folder)]
        try:
            told = run(f"benchmarks.contestants.{self.contestant.module}", arguments, self.python)
            right = truth.agrees(url, self.task, self.contestant)
        except Failed as failure:
            self.python, self.remark = None, f"failed: {failure}"
        else:
            self.seconds.append(told["seconds"])
            self.peaks.append(told["peak_mb"])
            self.rows = told["rows"]
            self.remark = "right" if right and self.remark != "WRONG" else "WRONG"
        finally:
            self.place.drop(url)

    def row(self) -> Row:
        """Return the row of the table, without a ratio."""
        peak = max(self.peaks, default=None)
        name, seconds = self.contestant.name, tuple(self.seconds)
        return Row(self.place.name, self.task, name, seconds, self.rows, peak, remark=self.remark)


def measure(
    places: Iterable[Place],
    contestants: Sequence[Contestant],
    tasks: Sequence[str],
    data: Workload,
    repeats: int,
    tell: Callable[[str], None],
) -> list[Row]:
    """Return a row for every contestant and task, with the ratio of our time to it."""
    tell(f"writing {data.facts:,} facts and {data.members:,} members")
    data.write()
    truth = Truth(data)
    entries = []
    for place in places:
        mine = [c for c in contestants if c.database == place.name]
        if not mine:
            continue
        tell(f"preparing {place.name}")
        states = prepare(place, data)
        write_finished(states.dimensions, data)
        entries += [Entry(place, states, c, task) for task in tasks for c in mine if task in c.tasks]
    for entry in entries:
        try:
            entry.python = python_for(entry.contestant)
        except NotInstalled as why:
            entry.remark = f"not installed: {why}"
    for round_ in range(1, repeats + 1):
        for entry in entries:
            entry.run(data, truth)
            last = f"{entry.seconds[-1]:.2f} s, " if entry.seconds else ""
            who = f"{entry.place.name}, {entry.task}, {entry.contestant.name}"
            tell(f"round {round_} of {repeats}: {who}: {last}{entry.remark}")
    return _with_ratios([entry.row() for entry in entries])


def _with_ratios(rows: list[Row]) -> list[Row]:
    result = []
    for row in rows:
        same = [other for other in rows if (other.database, other.task) == (row.database, row.task)]
        result.append(replace(row, ratio=ratio(same, OURS, row.who)))
    return result
