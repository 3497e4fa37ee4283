"""Loads on a cluster of Spark with two workers and tables of Iceberg, by programs in an environment that has Spark."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.cluster import environment
from benchmarks.environments import NotInstalled
from benchmarks.processes import ROOT

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def spark() -> dict[str, str]:
    """The environment with Spark."""
    try:
        return environment()
    except NotInstalled as error:
        pytest.skip(str(error))


def test_loads_on_a_cluster_with_two_workers_end_as_on_duckdb(spark: dict[str, str]) -> None:
    done = run(spark, "tests.warehouses.on_spark")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["all is well"]), done.stderr[-5000:]


def run(spark: dict[str, str], module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=spark, capture_output=True, text=True)
