"""Sail is killed under a load: on its files it finds the tables again, and the next load undoes what was begun.

Its catalog is in memory, so whoever starts it again makes the schema and the tables anew, where Delta's still lie.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL

from tests.failures.loads import at_moment
from tests.failures.processes import PATIENCE, at_once, start
from tests.failures.retail import load_everything, state
from tests.failures.test_books_crashes import check_the_end
from tests.failures.test_crashes import created
from tests.services import free_port

SIZE, LARGE = 400, 20_000

SERVER = (
    "import sys; from pysail.spark import SparkConnectServer; "
    "SparkConnectServer(port=int(sys.argv[1])).start(background=False)"
)


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something in a process that ends at once: PySpark tells its servers good-bye, and waits for those killed."""
    (outcome,) = at_once([(work, arguments)], threads=False)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def make_mart(url: str, server: str, folder: str) -> None:
    """Make the mart, anew or of the files that are there."""
    from pyspark.sql import SparkSession

    session: Any = SparkSession.builder.remote(server).create()
    session.sql(f"CREATE SCHEMA mart LOCATION 'file://{folder}'")
    created(url)


class Sail:
    """A Sail in a process of its own, with a mart of whose loads the books lie in a file."""

    def __init__(self, folder: Path) -> None:
        (folder / "staging").mkdir(parents=True)
        self.folder, self.port, self.session = folder, free_port(), str(uuid4())
        query = {"session_id": self.session, "staging": f"{folder}/staging", "books": f"sqlite:///{folder}/books.db"}
        url = URL.create("spark+connect", host="127.0.0.1", port=self.port, database="mart", query=query)
        self.url = url.render_as_string()
        self.start()

    def start(self) -> None:
        """Start it, and make the mart."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                break
            assert time.monotonic() < deadline, "Sail does not answer"
            time.sleep(0.05)
        server = f"sc://127.0.0.1:{self.port}/;session_id={self.session}"
        apart(make_mart, self.url, server, f"{self.folder}/mart")

    def kill(self) -> None:
        """Kill it at once."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def new_sail(tmp_path: Path) -> Iterator[Callable[[], Sail]]:
    """Gives one more Sail at every call."""
    with ExitStack() as started:

        def new() -> Sail:
            made = Sail(tmp_path / token_hex(4))
            started.callback(made.kill)
            return made

        yield new


def lived(folder: Path, size: int) -> Any:
    """Return what loads leave behind that nobody killed."""
    url = created(f"duckdb:///{folder}/lived.db")
    load_everything(url, size)
    return state(url)


def load_and_kill(url: str, size: int, sail: int, moment: str, occurrence: int) -> None:
    """Load everything, and kill Sail at a moment."""
    at_moment(moment, occurrence, lambda: os.kill(sail, signal.SIGKILL))
    load_everything(url, size)


def test_a_load_whose_sail_is_killed_is_undone_on_the_files_that_it_left(
    new_sail: Callable[[], Sail], tmp_path: Path
) -> None:
    sail = new_sail()
    loader, outcome = start(load_and_kill, (sail.url, SIZE, sail.process.pid, "after a bulk write", 3))
    sail.process.wait(PATIENCE)
    sail.start()
    assert outcome.poll(PATIENCE), "the load hangs"
    loader.join()
    apart(check_the_end, sail.url, SIZE, lived(tmp_path, SIZE))


@pytest.mark.long
def test_loads_whose_sail_is_killed_at_any_moment_end_as_one_that_lived(
    new_sail: Callable[[], Sail], tmp_path: Path
) -> None:
    expected, first = lived(tmp_path, LARGE), new_sail()
    begun = time.monotonic()
    apart(load_everything, first.url, LARGE)
    seconds = time.monotonic() - begun
    for _ in range(10):
        sail = new_sail()
        loader, outcome = start(load_everything, (sail.url, LARGE))
        time.sleep(random.uniform(0.1, seconds))
        sail.kill()
        sail.start()
        assert outcome.poll(PATIENCE), "the load hangs"
        loader.join()
        apart(check_the_end, sail.url, LARGE, expected)
