"""Processes that load at the same time, or that die while they load."""

from __future__ import annotations

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

# Forked from a server that has imported everything and started nothing, so that a process is there at once.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.failures.loads", "duckdb", "pyarrow", "pyarrow.compute", "pymysql", "psycopg"])

PATIENCE = 300
"""Seconds after which a load is taken to hang."""

Work = tuple[Callable[..., Any], tuple[Any, ...]]


def at_once(works: Sequence[Work], *, threads: bool) -> list[Any]:
    """Run all of `works` at the same time, in threads or in a process each, and return what they return, in order.

    An exception is returned, not raised.
    """
    return _in_threads(works) if threads else _in_processes(works)


def _in_threads(works: Sequence[Work]) -> list[Any]:
    results: list[Any] = [None] * len(works)
    ready = threading.Barrier(len(works))

    def run(place: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        ready.wait()
        results[place] = _outcome(work, arguments)

    running = [threading.Thread(target=run, args=(i, *work)) for i, work in enumerate(works)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a load hangs"
    return results


def _in_processes(works: Sequence[Work]) -> list[Any]:
    ready = CONTEXT.Barrier(len(works))
    running = [start(work, arguments, ready) for work, arguments in works]
    results = []
    for process, pipe in running:
        assert pipe.poll(PATIENCE), "a load hangs"
        results.append(pipe.recv())
        process.join()
    return results


def start(work: Callable[..., Any], arguments: tuple[Any, ...], ready: Any = None) -> tuple[Any, Connection]:
    """Start a process that runs `work`; return it, and the pipe through which its outcome comes."""
    mine, its = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_child, args=(its, ready, work, arguments), daemon=True)
    process.start()
    its.close()
    return process, mine


def _child(pipe: Connection, ready: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    if ready is not None:
        ready.wait()
    pipe.send(_outcome(work, arguments))
    pipe.close()
    os._exit(0)


def _outcome(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return work(*arguments)
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}\n{traceback.format_exc()}")
