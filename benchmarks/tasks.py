"""What is to be done, in one order for all contestants: each brings its own loads, none its own idea of the task.

Nothing but the standard library is imported here, since contestants import it in environments of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.processes import Task

Mart = TypeVar("Mart")

MONTHS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
"""When the customers' snapshots took effect."""


def loads(
    connect: Callable[[str], Mart],
    *,
    products: Callable[[Mart, Path], int],
    snapshot: Callable[[Mart, Path, int], int],
    facts: Callable[[Mart, Path], int],
) -> dict[str, Task]:
    """Return the tasks of a contestant that can load everything.

    Args:
        connect: Makes ready to load the mart at a URL; its time does not count.
        products: Loads the products in the folder of the data, as one transaction, and returns their number.
        snapshot: Does so with the customers' snapshot of a number, from 1.
        facts: Does so with the sales.
    """

    def of_facts(url: str, data: Path) -> Callable[[], int]:
        mart = connect(url)
        return lambda: facts(mart, data)

    def of_the_last_snapshot(url: str, data: Path) -> Callable[[], int]:
        mart = connect(url)
        return lambda: snapshot(mart, data, len(MONTHS))

    def of_everything(url: str, data: Path) -> Callable[[], int]:
        mart = connect(url)

        def load() -> int:
            rows = products(mart, data)
            for number in range(1, len(MONTHS) + 1):
                rows += snapshot(mart, data, number)
            return rows + facts(mart, data)

        return load

    return {"facts": of_facts, "snapshot": of_the_last_snapshot, "workload": of_everything}
