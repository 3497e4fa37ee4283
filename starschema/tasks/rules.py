"""Business rules: what a feed does with its rows before they are loaded, in Python or SQL, Arrow in and Arrow out."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources import Source
from starschema.sources.base import BATCH_ROWS
from starschema.sources.parquet_files import Parquet
from starschema.tasks.feed import Feed, Rule

if TYPE_CHECKING:
    import pyarrow as pa

MEMORY = "256MB"
"""What a rule in SQL may take before it spills to disk."""


def landed(feed: Feed, files: Sequence[Path], *, name: str) -> Source:
    """Return the rows of an extract, as the business rule has them; without a rule, the files as any load reads them.

    Args:
        feed: Whose extract it is.
        files: Its parts.
        name: What the load's log shows.
    """
    if files and feed.rule is None and feed.sql is None:
        return Parquet(files, name=name)
    return Landed(feed, files, name=name)


class Landed(Source):
    """The rows of an extract as a business rule makes them, which is applied once.

    Args:
        feed: Whose extract it is.
        files: Its parts.
        name: What the load's log shows.
    """

    def __init__(self, feed: Feed, files: Sequence[Path], *, name: str) -> None:
        super().__init__(name)
        self._feed = feed
        self._files = list(files)
        self.any_thread = feed.rule is None

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        if not self._files:
            return
        if self._feed.sql is not None:
            yield from _selected(self._feed, self._files)
            return
        assert self._feed.rule is not None
        for batch in Parquet(self._files).batches():
            yield from applied(self._feed, self._feed.rule, batch)


def applied(feed: Feed, rule: Rule, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield what a business rule makes of a batch.

    Raises:
        SourceError: It returns something else than Arrow data.
    """
    import pyarrow as pa

    made: Any = rule(batch)
    if isinstance(made, pa.RecordBatch):
        yield made
    elif isinstance(made, pa.Table):
        yield from made.combine_chunks().to_batches()
    elif hasattr(made, "__arrow_c_stream__"):
        yield from pa.table(made).combine_chunks().to_batches()
    elif hasattr(made, "__arrow_c_array__"):
        yield pa.record_batch(made)
    else:
        raise SourceError(f"{feed}: the business rule returned a {type(made).__name__}; return the batch, or a table")


def _selected(feed: Feed, files: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    """Yield the result of the feed's SQL over its extract, which spills to disk where it must."""
    import duckdb

    assert feed.sql is not None
    with ExitStack() as opened:
        duck = opened.enter_context(duckdb.connect(":memory:"))
        duck.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = true")
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        try:
            duck.execute(f"CREATE VIEW source AS SELECT * FROM read_parquet([{listed}], union_by_name = true)")
            yield from duck.execute(feed.sql).to_arrow_reader(BATCH_ROWS)
        except duckdb.Error as error:
            raise SourceError(f"{feed}: its SQL fails: {error}") from error
