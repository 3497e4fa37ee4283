"""The database server dies under a load: the load happened or it did not, and the retry ends like a load that lived."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from starschema.load.facts import in_parts
from tests import services
from tests.failures import test_in_parts as parts
from tests.failures.retail import Sale, load_everything, overlaps, sales, state, warehouse

SIZE = 40_000

ERRORS = (DBAPIError, duckdb.Error)
"""What a database says that has died, or DuckDB of the lake's catalog."""


class Server:
    """A private database server that can be killed and started again."""

    def __init__(self, kind: str, started: ExitStack) -> None:
        start: Callable[[ExitStack], Any] = {
            "postgresql": services._private_postgresql,
            "mariadb": services._private_mariadb,
            "ducklake": services._private_postgresql,
        }[kind]
        try:
            self.url = start(started)
        except services.Unavailable as error:
            pytest.skip(f"no private {kind}: {error}")
        self.kind = kind
        self.server: subprocess.Popen[bytes] | None = None
        self.engine = create_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with self.engine.connect() as connection:
            if kind != "mariadb":
                folder = connection.scalar(text("SHOW data_directory"))
                self.pid_file = Path(folder) / "postmaster.pid"
            else:
                self.pid_file = Path(connection.scalar(text("SELECT @@pid_file")) or "")
                connection.execute(text("SET GLOBAL innodb_flush_log_at_trx_commit = 1"))
        self.command = Path(f"/proc/{self.pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        self.files = started.enter_context(tempfile.TemporaryDirectory()) if kind == "ducklake" else None
        self.user = Path(f"/proc/{self.pid}").owner()
        started.callback(self.end)

    @property
    def pid(self) -> int:
        return int(self.pid_file.read_text().split()[0])

    def empty(self) -> str:
        """Return the URL of a new database with nothing in it."""
        name = f"crash_{random.randrange(10**9)}"
        with self.engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        place = make_url(self.url).set(database=name)
        if self.files is not None:
            place = place.set(drivername="ducklake+postgresql")
            place = place.update_query_dict({"data_path": f"{self.files}/{name}/"})
        return str(place.render_as_string(hide_password=False))

    def new(self) -> str:
        """Return the URL of a new database with the mart in it."""
        url = self.empty()
        mart = warehouse(url)
        mart.create_all()
        mart.engine.dispose()
        return url

    def kill(self) -> None:
        """Kill the server at once, whatever it is doing, with the processes that serve connections."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        # It is this process's child: until it is waited for, PostgreSQL takes it for alive.
        if self.server is not None:
            self.server.wait()
        else:
            os.waitpid(pid, 0)

    def start(self) -> None:
        """Start the killed server again, and wait until it has recovered."""
        deadline = time.monotonic() + services.START_SECONDS
        user = self.user if os.geteuid() == 0 and self.kind != "mariadb" else None
        while True:
            server = subprocess.Popen(
                self.command, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            while server.poll() is None and time.monotonic() < deadline:
                try:
                    self.engine.connect().close()
                except DBAPIError:
                    time.sleep(0.1)
                else:
                    self.server = server
                    if self.kind == "mariadb":
                        with self.engine.connect() as connection:
                            connection.execute(text("SET GLOBAL innodb_flush_log_at_trx_commit = 1"))
                    return
            # PostgreSQL does not start while a process of the killed one is still on its way out
            assert time.monotonic() < deadline, "the server did not come back"
            time.sleep(0.2)

    def end(self) -> None:
        """End the server that was started again."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(30)


@pytest.fixture(scope="module", params=["postgresql", "mariadb", "ducklake"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with ExitStack() as started:
        yield Server(request.param, started)


@pytest.mark.long
def test_a_load_whose_server_is_killed_can_be_done_again(server: Server) -> None:
    clean = server.new()
    begun = time.monotonic()
    load_everything(clean, SIZE)
    seconds = time.monotonic() - begun
    expected = state(clean)
    for _ in range(5):
        url = server.new()
        delay = random.uniform(0.1, seconds)
        timer = threading.Timer(delay, server.kill)
        timer.start()
        died = None
        try:
            load_everything(url, SIZE)
        except Exception as error:
            died = error
        timer.join()
        server.start()
        assert died is None or isinstance(died, ERRORS)
        half = state(url)
        assert len(half["fact_sale"]) in (0, SIZE)
        load_everything(url, SIZE)
        assert state(url) == expected, f"killed after {delay:.2f} s"
        assert overlaps(url) == []


def test_the_error_of_a_load_whose_server_is_killed_is_the_databases_own(server: Server) -> None:
    url = server.new()
    mart = warehouse(url)

    def batches() -> Iterator[dict[str, Any]]:
        for number, row in enumerate(sales(20_000, 100).to_pylist()):
            if number == 15_000:
                server.kill()
                time.sleep(0.5)
            yield row

    with pytest.raises(ERRORS) as caught:
        mart.load(Sale, batches(), load_key="k")
    (note,) = caught.value.__notes__
    assert note.startswith("the load log still says that load 1 is under way: ")
    mart.engine.dispose()
    server.start()
    assert mart.load(Sale, sales(20_000, 100), load_key="k").inserted == 20_000
    assert [run["status"] for run in mart.runs()] == ["done", "running"]
    mart.engine.dispose()


def test_a_load_in_parts_whose_server_is_killed_goes_on_where_it_was(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "PART_ROWS", parts.GROUP)
    url, paths, load_part = server.empty(), parts.write(tmp_path), in_parts._Parts._load
    mart, begun = parts.mart(url), 0

    def load(self: Any, *args: Any) -> Any:
        nonlocal begun
        begun += 1
        if begun == 4:
            server.kill()
        return load_part(self, *args)

    with monkeypatch.context() as patched:
        patched.setattr(in_parts._Parts, "_load", load)
        with pytest.raises(ERRORS):
            parts.load(mart, paths)
    mart.engine.dispose()
    server.start()
    there, seen = parts.counts(mart)
    assert there in range(0, 4 * parts.GROUP, parts.GROUP)
    assert (seen, mart.runs(1)[0]["status"]) == (0, "part")
    assert parts.load(mart, paths).inserted == parts.TOTAL
    assert parts.counts(mart) == (parts.TOTAL, parts.TOTAL)
    assert parts.sold(mart) == parts.expected()
    assert {run["status"] for run in mart.runs()} == {"done"}
    mart.engine.dispose()
