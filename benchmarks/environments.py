"""Environments of rivals' own, since what they need would not go well with what we need; made once and kept."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.contestants import Contestant


class NotInstalled(Exception):
    """An environment cannot be made; says why."""


def python_for(contestant: Contestant) -> Path:
    """Return the Python that runs a contestant, its environment made if it isn't there.

    Raises:
        NotInstalled: It cannot be made.
    """
    if not contestant.packages:
        return Path(sys.executable)
    folder = cache() / contestant.module
    python = folder / "bin" / "python"
    wanted = "\n".join(contestant.packages)
    installed = folder / "installed.txt"
    if installed.exists() and installed.read_text() == wanted:
        return python
    venv.create(folder, with_pip=True, clear=True)
    install(python, *contestant.packages)
    installed.write_text(wanted)
    return python


def install(python: Path | str, *arguments: str) -> None:
    """Have the pip of a Python install something.

    Raises:
        NotInstalled: It cannot be had.
    """
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        errors = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")]
        raise NotInstalled(errors[-1] if errors else f"pip ended with {ended.returncode}")


def cache() -> Path:
    """Return the folder of what was installed for the benchmarks, and is kept."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "starschema-benchmarks"
