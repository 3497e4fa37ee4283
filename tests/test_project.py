"""The project's own shape: what lies where, how long files are, what importing costs."""

from __future__ import annotations

import pkgutil
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import starschema

ROOT = Path(__file__).parent.parent
VISIBLE = {"pyproject.toml", "README.md", "starschema", "tests", "examples", "benchmarks"}
HEAVY = ("pyarrow", "duckdb", "holidays", "rich")


def _modules() -> list[str]:
    found = (module.name for module in pkgutil.walk_packages(starschema.__path__, "starschema."))
    return ["starschema", *(name for name in found if not name.endswith("__main__"))]  # these run when imported


def _committed() -> list[str]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def test_the_root_holds_what_a_newcomer_needs_and_nothing_else() -> None:
    visible = {path.split("/")[0] for path in _committed() if not path.startswith(".")}
    assert visible <= VISIBLE
    assert {"pyproject.toml", "README.md", "starschema", "tests", "examples"} <= visible


def test_no_module_is_longer_than_400_lines() -> None:
    files = [file for folder in ("starschema", "tests", "examples") for file in (ROOT / folder).rglob("*.py")]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length >= 400} == {}


def test_importing_the_package_leaves_the_heavy_libraries_alone() -> None:
    program = f"import sys, starschema; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", _modules())
def test_everything_that_a_module_says_it_offers_is_there(name: str) -> None:
    module = import_module(name)
    assert module.__doc__, f"{name} does not say what it is for"
    offered = getattr(module, "__all__", [])
    assert [entry for entry in offered if not hasattr(module, entry)] == []
    assert len(set(offered)) == len(offered)


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert starschema.__version__ == project["version"]
