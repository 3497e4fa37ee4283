"""Programs that are measured run alone: how one is started, what it tells, and how it measures itself.

Nothing but the standard library is imported here, since contestants import it in environments of their own.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
"""Where `python -m benchmarks…` finds the modules, whatever the environment."""

Task = Callable[[str, Path], Callable[[], int]]
"""Takes the database's URL and the folder of the data, makes ready, and returns the load, which returns its rows."""


class Failed(Exception):
    """A program that ended with an error; says its last words."""


def run(
    module: str,
    arguments: Sequence[str],
    python: Path | str = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run a module as a program of its own and return what it tells in the last line of its output.

    Args:
        module: The module.
        arguments: Its command line.
        python: The Python that runs it.
        environment: Its environment variables, if not ours.

    Raises:
        Failed: It ended with an error, or told nothing.
    """
    command = [str(python), "-m", module, *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    lines = ended.stdout.strip().splitlines()
    if ended.returncode or not lines:
        words = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
        raise Failed(words[-1] if words else f"{module} ended with {ended.returncode}")
    told: dict[str, Any] = json.loads(lines[-1])
    return told


def contest(tasks: dict[str, Task]) -> None:
    """Run as a contestant's program: make ready for the task that the command line names, time the load, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--task", choices=tasks, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    load = tasks[options.task](options.url, options.data)
    gc.collect()
    started = time.perf_counter()
    rows = load()
    seconds = time.perf_counter() - started
    print(json.dumps({"task": options.task, "seconds": seconds, "rows": rows, "peak_mb": peak_bytes() / 2**20}))


def peak_bytes() -> int:
    """Return the most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what the parent held before it started this program
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
