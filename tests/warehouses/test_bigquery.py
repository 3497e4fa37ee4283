"""Loads on BigQuery, through an emulator in an environment of its own, which sees the suite's."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

NEEDED = ("bqemulator==1.4.0", "duckdb==1.5.5", "duckdb-extension-spatial==1.5.5")
"""What is laid over the suite's own environment: the emulator, and an extension that it wants of its DuckDB."""


def environment(folder: Path) -> str:
    """Make an environment that sees the suite's packages, and return its Python."""
    venv.create(folder, with_pip=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    own = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    seen = [path for path in sys.path if path.endswith("site-packages") and path != site.getusersitepackages()]
    (own / "suite.pth").write_text("\n".join(seen))
    python = str(Path(sysconfig.get_path("scripts", "venv", vars=paths)) / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *NEEDED], check=True)
    return python


@pytest.mark.early
def test_loads_on_bigquery_end_as_on_duckdb(tmp_path: Path) -> None:
    python = environment(tmp_path / "environment")
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [python, "-m", "tests.warehouses.on_bqemulator"]
    done = subprocess.run(program, cwd=tmp_path, env=found, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["all is well"]), done.stderr[-5000:]
