"""Finished pieces on their way to the fact's table, written by another thread while the next are made ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table

from starschema.backends.base import Sink
from starschema.backends.behind import Behind, behind
from starschema.backends.exchange import quoted
from starschema.errors import LoadError
from starschema.load.workbench import Workbench

if TYPE_CHECKING:
    import pyarrow as pa


class Sending:
    """Sends pieces into one table, and counts what it took.

    Args:
        table: The table.
        columns: Its columns that are filled.
        sink: What takes the rows.
    """

    def __init__(self, table: Table, columns: Sequence[Column[Any]], sink: Sink) -> None:
        self.table = table
        self.columns = columns
        self.written = 0
        self._sink = sink
        self._behind: Behind[pa.Table] | None = None

    def spelt(self, query: str) -> str:
        """Return `query`, which selects finished rows on the workbench, with their values made ready to be sent."""
        values = zip(self._sink.values, self.columns, strict=True)
        return f"SELECT {', '.join(f'{value} AS {quoted(c.name)}' for value, c in values)} FROM ({query}) AS rows"

    def send(self, rows: pa.Table) -> None:
        """Have rows written that have been made ready; raise what an earlier piece has failed with."""
        assert self._behind is not None
        self._behind.hand(rows)

    def settle(self) -> None:
        """Wait until all of them are written, so that the load's connection is free for something else."""
        assert self._behind is not None
        self._behind.settle()

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Write in a thread of its own, where the database does not mind; at the end, all is written."""
        with behind(self._write, apart=self._sink.apart) as self._behind:
            yield

    def _write(self, rows: pa.Table) -> None:
        written = self._sink.write(rows)
        if written != rows.num_rows:
            raise LoadError(
                f"{self.table.fullname}: {rows.num_rows} rows were ready, {written} were written; the load was undone"
            )
        self.written += written


@contextmanager
def sending(bench: Workbench, table: Table, columns: Sequence[Column[Any]]) -> Iterator[Sending]:
    """Yield what sends finished pieces into a table of the warehouse; at the end, all of them are written.

    Until then, or until it has been told to settle, nothing else may use the load's connection.
    """
    with bench.duck.duplicate() as duck:
        found = Sending(table, columns, bench.backend.sink(bench.warehouse, table, columns, duck))
        with found.begun():
            yield found
