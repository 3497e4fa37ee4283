"""The benchmarks run, and what every contestant leaves behind is checked before its time counts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_contest_checks_what_every_contestant_leaves_behind(tmp_path: Path) -> None:
    sizes = ("--facts", "2000", "--members", "500", "--repeats", "1")
    run("benchmarks", "loads", *sizes, "--databases", "duckdb", "--only", "ours,by hand", "--out", str(tmp_path))
    rows = json.loads((tmp_path / "benchmarks.json").read_text())["rows"]
    found = {(row["task"], row["who"]): row for row in rows}
    for task in ("facts", "snapshot", "workload"):
        for who in ("ours", "by hand"):
            assert found[task, who]["remark"] == "right"
            assert found[task, who]["seconds"]


def test_the_cost_of_a_history_is_measured_at_two_sizes() -> None:
    said = run("benchmarks.history", "--members", "1000", "2000", "--repeats", "1")
    assert "feed, 50 % late" in said


def test_the_cost_of_kinds_is_measured_at_two_sizes() -> None:
    said = run("benchmarks.kinds", "--rows", "1000", "2000", "--repeats", "1")
    assert "orders reach a step" in said


def test_a_profile_says_what_each_thread_did_and_what_others_take() -> None:
    sizes = ("--facts", "1000", "--members", "200", "--runs", "1", "--databases", "duckdb")
    said = run("benchmarks.profile", *sizes)
    for step in ("judged = …", "INSERT INTO fact_sale", "COMMIT", "Python", "the load", "by hand", "bare INSERT"):
        assert step in said


def test_the_cost_of_hash_keys_is_measured_beside_counted_ones() -> None:
    said = run("benchmarks.hashes", "--members", "500", "--facts", "2000", "--repeats", "1")
    assert "facts of as many unknown members" in said


def test_small_loads_by_celery_are_measured_and_none_is_lost() -> None:
    said = run("benchmarks.flow", "--only", "small", "--small", "2", "--url", "sqlite://", "--broker", "files:")
    assert "2 loads of 10 rows" in said


@pytest.mark.only("postgresql")
def test_loads_of_a_lake_and_on_sail_are_measured_against_duckdb(url: str) -> None:
    sizes = ("--sizes", "1000", "2000", "--then", "500", "--members", "200", "--repeats", "1", "--workers", "2")
    said = run("benchmarks.beyond", *sizes, "--server", url, "--only", "DuckLake", "Sail")
    assert "DuckLake, 2 workers" in said
    assert "Sail" in said


@pytest.mark.long
def test_loads_on_a_cluster_of_spark_are_measured_against_duckdb() -> None:
    sizes = ("--sizes", "1000", "2000", "--then", "500", "--members", "200", "--repeats", "1", "--workers", "1", "2")
    said = run("benchmarks.beyond", *sizes, "--only", "Spark")
    for workers in ("1 worker", "2 workers"):
        assert re.search(rf"Spark, {workers}\W+2k(\W+[\d.,]+){{4}}", said) or "not measured: no Java" in said, said


def test_a_cluster_that_cannot_be_had_is_left_out_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    sizes = ("--sizes", "1000", "--then", "500", "--members", "200", "--repeats", "1")
    said = run("benchmarks.beyond", *sizes, "--only", "Spark")
    assert "Spark, 2 workers: not measured: no Java" in said
