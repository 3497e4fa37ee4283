"""Worker processes, and patience."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from starschema import Flow, Warehouse
from tests.flows.worker_variable import VARIABLE

PATIENCE = 120
"""Seconds after which a worker is taken to hang."""

ROOT = Path(__file__).parent.parent.parent


class WorkerProcess:
    """A Celery worker with a beat, in a process group of its own.

    Args:
        told: What the app is told, see `tests.flows.worker_app`.
        log: Where its output goes.
        options: Further arguments of `celery worker`.
    """

    def __init__(self, told: dict[str, Any], log: Path, *options: str) -> None:
        self.log = log
        command = [sys.executable, "-m", "celery", "-A", "tests.flows.worker_app", "worker", "-l", "INFO"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-s", f"{log}.schedule"]
        environment = {**os.environ, VARIABLE: json.dumps(told), "PYTHONPATH": str(ROOT)}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, *quiet, "-n", f"{told['name']}@%h", *options],
                env=environment,
                cwd=log.parent,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def children(self) -> list[int]:
        """Return the processes that do its tasks."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []

    def kill(self) -> None:
        """Kill it and all its processes at once."""
        for pid in [self.process.pid, *self.children()]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """Return its output."""
        return self.log.read_text("utf-8", errors="replace")


def wait_for(what: Callable[[], bool], worker: WorkerProcess | None = None) -> None:
    """Wait until `what` is so; a database that is away is asked again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if what():
                return
        except DBAPIError:
            pass
        said = "" if worker is None else worker.said()[-6000:]
        assert worker is None or worker.process.poll() is None, f"the worker has ended:\n{said}"
        assert time.monotonic() < deadline, f"it took too long:\n{said}"
        time.sleep(0.2)


def is_done(flow: Flow, mart: Warehouse, pieces: int) -> bool:
    """Return whether so many pieces are done, and none is left."""
    tasks = flow.tasks(mart)
    failed = [task for task in tasks if task.status == "failed"]
    assert not failed, failed
    return [task.status for task in tasks] == ["done"] * pieces
