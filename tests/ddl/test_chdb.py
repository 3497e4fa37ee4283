"""ClickHouse itself, from pip, in an environment of its own: it is too large for the test suite's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.long
def test_clickhouse_takes_the_scripts_and_merges_as_a_dict_is_updated(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "chdb==4.4.0", f"{ROOT}[clickhouse]"], check=True)
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([python, "-m", "tests.ddl.on_chdb"], cwd=tmp_path, env=found, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["all is well"]), done.stderr
