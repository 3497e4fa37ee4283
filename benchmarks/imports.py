"""How long `import starschema` takes in a new process."""

from __future__ import annotations

from benchmarks.goals import Row
from benchmarks.processes import run


def measure(repeats: int) -> list[Row]:
    """Return one row."""
    arguments = ["--task", "import", "--url", "", "--data", ""]
    told = [run("benchmarks.contestants.importing", arguments) for _ in range(repeats)]
    seconds = tuple(each["seconds"] for each in told)
    return [Row("", "import starschema", "ours", seconds, peak_mb=max(each["peak_mb"] for each in told))]
