"""The databases in memory on which loads work: kept for the next one, since to open one takes as long as a small load.

A load has a connection of its own, with which all that it made there goes. What a load failed on is closed, and so is
what has spilled to disk, since it would go on spilling to where that load had its folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

KEPT = 2
"""How many are kept: as many loads as a process usually has under way."""

_idle: list[duckdb.DuckDBPyConnection] = []


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to an empty database in memory, that spills to a folder which goes with it."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
        try:
            opened = _idle.pop()
        except IndexError:
            opened = duckdb.connect(":memory:", config={"preserve_insertion_order": "false"})
        try:
            opened.execute(f"SET temp_directory = '{folder}'")
            with opened.cursor() as connection:
                yield connection
        except BaseException:
            opened.close()
            raise
        _put_back(opened)


def _put_back(opened: duckdb.DuckDBPyConnection) -> None:
    import duckdb

    try:
        opened.execute("SET temp_directory = ''")
    except duckdb.NotImplementedException:  # it has spilled
        opened.close()
        return
    if len(_idle) < KEPT:
        _idle.append(opened)
    else:
        opened.close()


def _close_all() -> None:
    """Close those that are idle: the threads of a database do not live on in a process that is forked."""
    while _idle:
        _idle.pop().close()


os.register_at_fork(before=_close_all)
