"""Loads on Snowflake, through an emulator over an environment of its own, since it wants another driver."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

NEEDED = (
    "fakesnow==0.11.22",
    "snowflake-connector-python==4.8.1",
    "sqlglot==30.22.*",
    "asn1crypto",
    "pyOpenSSL",
    "filelock",
)
"""What is laid over the suite's own environment: the emulator works with DuckDB 1.5, and with drivers below 5."""


@pytest.mark.early
def test_loads_on_snowflake_end_as_on_duckdb(tmp_path: Path) -> None:
    over = tmp_path / "environment"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--target", over, *NEEDED], check=True)
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(over), str(ROOT)])}
    program = [sys.executable, "-m", "tests.warehouses.on_fakesnow"]
    done = subprocess.run(program, cwd=tmp_path, env=found, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["all is well"]), done.stderr
