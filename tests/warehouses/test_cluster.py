"""Loads on a cluster of Spark with two workers and tables of Iceberg, by programs in an environment that has Spark."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.cluster import environment
from benchmarks.environments import NotInstalled
from benchmarks.processes import ROOT

pytestmark = pytest.mark.long

GROUPS = {
    "cases": ("tests/cases",),
    "kinds": ("tests/kinds",),
    "files": tuple(sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").glob("test_*_read_there.py"))),
    "histories": ("tests/histories",),
    "examples": ("tests/test_examples.py", "tests/test_retail_example.py"),
}
"""The share of the default run that is of Spark, each on a cluster of its own."""

LEFT_OPEN = ("ResourceWarning", "pytest.PytestUnraisableExceptionWarning")
"""Warnings of sockets that PySpark 3.5 leaves to the garbage collector."""


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


@pytest.mark.parametrize("paths", GROUPS.values(), ids=GROUPS)
def test_what_sail_is_tried_with_goes_on_a_cluster_too(spark: dict[str, str], paths: tuple[str, ...]) -> None:
    quiet = [word for kind in LEFT_OPEN for word in ("-W", f"ignore::{kind}")]
    done = run(spark, "pytest", "--cluster", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *quiet, *paths)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]


def run(spark: dict[str, str], module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=spark, capture_output=True, text=True)
