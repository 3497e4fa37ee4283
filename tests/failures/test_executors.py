"""Executors and workers of a Spark cluster are killed under loads: these go on, or what was begun is undone.

The programs are in an environment that has Spark, each with a cluster of its own.
"""

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


def test_loads_whose_executors_are_killed_in_the_midst_of_tasks_end_as_ones_that_lived(spark: dict[str, str]) -> None:
    check("retried", spark)


def test_loads_that_fail_as_their_executors_are_killed_are_undone_by_the_next_ones(spark: dict[str, str]) -> None:
    check("failing", spark)


def test_a_load_whose_executors_go_on_dying_while_it_is_undone_is_undone_in_the_end(spark: dict[str, str]) -> None:
    check("dying", spark)


def test_loads_go_on_when_a_worker_is_lost_and_when_all_are_and_a_new_one_comes(spark: dict[str, str]) -> None:
    check("losing", spark)


def check(story: str, spark: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.failures.executors", story]
    done = subprocess.run(command, cwd=ROOT, env=spark, capture_output=True, text=True)
    print(done.stdout)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["all is well"]), done.stderr[-5000:]
