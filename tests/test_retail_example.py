"""The retail example makes three systems agree, in one process and by a Celery worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from examples.retail.__main__ import main

ROOT = Path(__file__).parent.parent

ANSWERS = """
sold:
  Germany  Light         364.00
  Norway   Furniture    1559.70
  Norway   Light          12.50
  Sweden   Light         249.00
called:
  Ann Berg     5 min
  Bo Ek       13 min
  Cy Müller   25 min
"""
"""Bo moved to Norway in February; Cy's name and country only billing knows."""


@pytest.mark.parametrize("arguments", [[], ["--celery"]], ids=["one process", "celery"])
def test_the_stars_answer_alike_whoever_loads_them(arguments: list[str]) -> None:
    check(arguments)


@pytest.mark.only("ducklake", "spark")
@pytest.mark.parametrize("arguments", [[], ["--celery"]], ids=["one process", "celery"])
def test_the_stars_answer_alike_on_a_lake_and_on_spark(
    url: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not url.startswith("spark:///"):
        return check([url, *arguments])
    if arguments:
        pytest.skip("the session is this process's, and no worker's")
    monkeypatch.setattr(sys, "argv", ["examples.retail", url])
    assert main() == 0
    return check_said(capsys.readouterr().out, "6 done, 0 failed")


def check(arguments: list[str]) -> None:
    command = [sys.executable, "-W", "error", "-m", "examples.retail", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    check_said(done.stdout, "6 tasks done by Celery" if "--celery" in arguments else "6 done, 0 failed")


def check_said(said: str, how: str) -> None:
    assert said.endswith(ANSWERS), said
    assert how in said
