"""Imports the library, and does nothing with it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks.processes import contest


def importing(_url: str, _data: Path) -> Callable[[], int]:
    """Import starschema."""

    def load() -> int:
        import_module("starschema")
        return 0

    return load


if __name__ == "__main__":
    contest({"import": importing})
