"""What the README shows is true: its files, programs and commands run, and print what it says they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BREAK = "-- next block --\n"


class Block(NamedTuple):
    """A fenced block: its language, the file that it is, if any, and what is in it."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    return [Block(*found.groups(default="")) for found in FENCE.finditer((ROOT / "README.md").read_text("utf-8"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with the files that the README shows."""
    write_files(tmp_path)
    return tmp_path


def write_files(folder: Path) -> None:
    """Write the files that the README shows into directories that are there."""
    for block in blocks():
        if block.file and (folder / block.file).parent.is_dir():
            (folder / block.file).write_text(block.text, "utf-8")


def run(folder: Path, *command: str) -> str:
    called = [sys.executable, "-W", "error", *command]
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(called, cwd=folder, env=found, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), f"{shlex.join(command)}:\n{done.stderr}{done.stdout}"
    return done.stdout


def test_the_programs_print_what_stands_below_them(folder: Path) -> None:
    shown = [block for block in blocks() if block.language in ("python", "text") and not block.file]
    assert [block.language for block in shown] == ["python", "text"] * (len(shown) // 2)
    programs = [block.text for block in shown[::2]]
    assert len(programs) >= 3
    (folder / "readme.py").write_text(f"print({BREAK!r}, end='')\n".join(programs), "utf-8")
    printed = run(folder, "readme.py").split(BREAK)
    seconds = re.compile(r"\d+\.\d\d s\b")
    expected = [seconds.sub("? s", block.text) for block in shown[1::2]]
    assert [seconds.sub("? s", text) for text in printed] == expected


def test_the_commands_work(folder: Path) -> None:
    shown = [line for block in blocks() if block.language == "console" for line in block.text.splitlines()]
    assert shown
    for line in shown:
        prompt, program, *arguments = shlex.split(line)
        assert prompt == "$"
        if program == "alembic":
            run(folder, "-m", "alembic", *arguments)
            write_files(folder)  # in the directories that it made
            continue
        assert program == "starschema"
        assert run(folder, "-m", "starschema.cli", *arguments) or "--out" in arguments
    assert "CREATE TABLE dim_customer" in (folder / "create.sql").read_text("utf-8")


def test_every_block_is_one_that_these_tests_know() -> None:
    kinds = {(block.language, bool(block.file)) for block in blocks()}
    files = {("python", True), ("csv", True), ("sql", True)}
    assert kinds == files | {("python", False), ("text", False), ("console", False)}


def test_every_path_that_it_names_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"\b(?:examples|tests|benchmarks)/\w+(?:\.md)?", text))
    assert {"examples/run", "tests/run", "examples/flights"} <= named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_tables_shown_for_warehouses_are_what_the_model_becomes_there(folder: Path) -> None:
    shown = [block for block in blocks() if block.language == "sql"]
    assert [block.file for block in shown] == ["bigquery", "redshift", "databricks", "clickhouse"]
    program = "from shop import Mart\nfrom starschema import create_ddl\n"
    program += "".join(f"print(create_ddl(Mart, {block.file!r}).expandtabs(4))\n" for block in shown)
    (folder / "tables.py").write_text(program, "utf-8")
    printed = run(folder, "tables.py")
    assert [block.file for block in shown if block.text not in printed] == []
