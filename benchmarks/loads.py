"""The contest: every contestant does every task that it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.checks import Truth
from benchmarks.contestants import OURS, Contestant
from benchmarks.finished import write_finished
from benchmarks.goals import Row, ratio
from benchmarks.rounds import Entry, Tell, run_rounds
from benchmarks.states import Preparation
from benchmarks.workload import Workload

TASKS = ("facts", "snapshot", "workload", "look-ups")


def measure(
    preparation: Preparation,
    contestants: Sequence[Contestant],
    tasks: Sequence[str],
    data: Workload,
    repeats: int,
    tell: Tell,
) -> list[Row]:
    """Return a row for every contestant and task, with the ratio of our time to it."""
    tell(f"writing {data.facts:,} facts and {data.members:,} members")
    data.write()
    truth = Truth(data.history, data.sales, data.products)
    entries = []
    for place in preparation.places:
        mine = [c for c in contestants if c.database == place.name]
        if not mine:
            continue
        states = preparation.states(place, data)
        write_finished(states.dimensions, data)
        entries += [
            Entry(place, states.before(task), c, task, data, truth) for task in tasks for c in mine if task in c.tasks
        ]
    rows = run_rounds(entries, repeats, tell)
    return [replace(row, ratio=ratio(_of_task(rows, row), OURS, row.who)) for row in rows]


def _of_task(rows: Sequence[Row], one: Row) -> list[Row]:
    return [row for row in rows if (row.database, row.task) == (one.database, one.task)]
