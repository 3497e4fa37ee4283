"""Who kills executors of a Spark cluster, or whole machines of it, in the midst of tasks.

An executor is stopped while it has a task, and killed once what it had said by then has not ended the task. A machine
is a worker and its executor, which are killed together.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cluster import Cluster


@dataclass(frozen=True)
class Task:
    """An attempt at a task, as the driver knows it."""

    stage: int
    attempt: int
    number: int
    executor: str


class Tasks:
    """What the driver knows of tasks.

    Args:
        spark: The session.
    """

    def __init__(self, spark: Any) -> None:
        self._tracker = spark.sparkContext.statusTracker()
        self._store = spark.sparkContext._jsc.sc().statusStore()

    def running(self) -> list[Task]:
        """Return those under way."""
        found = []
        for stage in self._tracker.getActiveStageIds():
            if (told := self._tracker.getStageInfo(stage)) is not None:
                attempt = told.currentAttemptId
                each = [task for task in self._of(stage, attempt) if task.status() == "RUNNING"]
                found += [Task(stage, attempt, task.taskId(), task.executorId()) for task in each]
        return found

    def became(self, task: Task) -> tuple[str, str]:
        """Return the status of a task, and its error."""
        (told,) = (each for each in self._of(task.stage, task.attempt) if each.taskId() == task.number)
        return told.status(), str(told.errorMessage())

    def executors(self) -> dict[str, int]:
        """Return the executors that live, and how many tasks each has done."""
        listed = self._store.executorList(True)
        each = [listed.apply(place) for place in range(listed.size())]
        return {one.id(): one.completedTasks() for one in each if one.id() != "driver"}

    def _of(self, stage: int, attempt: int) -> list[Any]:
        listed = self._store.taskList(stage, attempt, 1000)
        return [listed.apply(place) for place in range(listed.size())]


class Killer(threading.Thread):
    """Kills executors in the midst of tasks, the first that it finds once it is started.

    Args:
        on: The cluster.
        tasks: What the driver knows.
        times: How many it kills, one after another.
        machines: Whether it kills the worker of each, too, and, when none is left, adds one.
    """

    def __init__(self, on: Cluster, tasks: Tasks, times: int = 1, *, machines: bool = False) -> None:
        super().__init__(daemon=True)
        self.on, self.tasks, self.times, self.machines = on, tasks, times, machines
        self.killed: list[Task] = []
        self._over = threading.Event()

    def run(self) -> None:
        """Kill, until as many are dead as wanted, or it is over."""
        while len(self.killed) != self.times and not self._over.is_set():
            done = self.tasks.executors()
            # Of a task that its executor has not begun, Spark counts no failure, and the first takes long to begin.
            for task in [each for each in self.tasks.running() if done.get(each.executor)][:1]:
                time.sleep(random.uniform(0.01, 0.03))
                with suppress(ProcessLookupError):
                    self._kill(task)
        if self.machines and not self.on.workers:
            self.on.add_worker()

    def end(self) -> None:
        """Have it kill no more, and check that it has killed, and that the tasks failed by it."""
        self._over.set()
        if self.ident is not None:
            self.join()
        assert len(self.killed) == self.times, f"{len(self.killed)} executors were killed in the midst of a task"
        for task in self.killed:
            status, error = self.tasks.became(task)
            print(f"  {task}: {error.splitlines()[0]}", flush=True)
            assert (status, "ExecutorLostFailure" in error) == ("FAILED", True), (status, error)
            assert task.executor not in self.tasks.executors(), self.tasks.executors()

    def _kill(self, task: Task) -> None:
        worker, executor = processes_of(self.on, task.executor)
        os.kill(executor, signal.SIGSTOP)
        time.sleep(0.2)  # what it has said before is known to the driver then
        if self.tasks.became(task)[0] != "RUNNING":
            os.kill(executor, signal.SIGCONT)
            return
        if self.machines:
            worker.kill()
            worker.wait()
            self.on.workers.remove(worker)
        os.kill(executor, signal.SIGKILL)
        self.killed.append(task)


def processes_of(on: Cluster, executor: str) -> tuple[subprocess.Popen[bytes], int]:
    """Return the worker of an executor, and the executor's process.

    Raises:
        ProcessLookupError: There is none any more.
    """
    for worker in on.workers:
        for listed in Path(f"/proc/{worker.pid}/task").glob("*/children"):
            with suppress(OSError):
                for pid in listed.read_text().split():
                    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if (
                        b"--executor-id" in command
                        and command[command.index(b"--executor-id") + 1].decode() == executor
                    ):
                        return worker, int(pid)
    raise ProcessLookupError(f"executor {executor} has no process")
