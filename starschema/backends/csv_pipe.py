"""Rows of the workbench as CSV through a named pipe, so that no file holds them on their way to a server."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from starschema.backends.exchange import quoted

if TYPE_CHECKING:
    import duckdb


@contextmanager
def csv_pipe(duck: duckdb.DuckDBPyConnection, query: str, text: Sequence[str]) -> Iterator[str]:
    """Yield the path of a pipe from which the rows of `query` can be read as CSV while DuckDB computes them.

    NULL is the bare word NULL; the columns named in `text` are always quoted, so that no value of theirs can be
    taken for it.
    """
    with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
        pipe = os.path.join(folder, "rows.csv")
        os.mkfifo(pipe)
        failure: list[BaseException] = []
        force = f", FORCE_QUOTE ({', '.join(quoted(name) for name in text)})" if text else ""
        statement = (
            f"COPY ({query}) TO '{pipe}' "
            f"(FORMAT csv, HEADER false, NULLSTR 'NULL', QUOTE '\"', ESCAPE '\"', DELIMITER ','{force})"
        )

        def produce() -> None:
            try:
                duck.execute(statement)
            except BaseException as error:
                failure.append(error)
                _release(pipe)

        producer = threading.Thread(target=produce, name="starschema-rows", daemon=True)
        producer.start()
        try:
            yield pipe
        except BaseException:
            duck.interrupt()
            _drain(pipe)
            raise
        finally:
            producer.join()
        if failure:
            raise failure[0]


def _release(pipe: str) -> None:
    """Let a reader that waits for the pipe's first writer go on to its end."""
    with suppress(OSError):
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))


def _drain(pipe: str) -> None:
    """Read what is left, so that a writer that waits for its reader comes to its end."""
    try:
        descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return
    with os.fdopen(descriptor, "rb", buffering=0) as rest:
        while rest.read(1 << 20):
            pass
