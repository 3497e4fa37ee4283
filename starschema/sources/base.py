"""What every source is: a name for the load's log, and a stream of Arrow record batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from starschema.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 65_536
"""Most rows in a batch: enough to keep set-based work busy, few enough to keep memory flat."""


@dataclass(frozen=True)
class Scan:
    """A file, or data in memory, that DuckDB reads by itself.

    Args:
        relation: What stands for its rows in DuckDB's SQL.
        place: A row's position in the source, from 1, in the same.
        rows: How many rows it says it has.
        schema: Its columns, as they are in `Source.batches`.
        data: What DuckDB is to know by the name of `relation`, if that is no file.
    """

    relation: str
    place: str
    rows: int
    schema: pa.Schema
    data: pa.Table | None = None


@dataclass(frozen=True)
class File:
    """A Parquet file as it stands, for a warehouse to read by itself.

    Args:
        location: Where it lies: a URL, with which others find it, too, if they see the same folders.
        rows: How many rows it says it has.
        schema: Its columns.
    """

    location: str
    rows: int
    schema: pa.Schema


class Source(ABC):
    """The input of a load.

    Args:
        name: What the load's log shows; it never holds a password.
        once: Whether the rows can be read a single time only, as from a generator.

    Attributes:
        mark: The name under which the warehouse keeps how far the source was read, or None if it does not: the load
            that reads it moves the mark to `reached`, in its own transaction.
        reached: How far it was read, as a mark, once it has been read to the end.
    """

    cursor: str | None = None
    """The column that grows with every change of a row, by which the source can be read on from a mark."""

    begins = False
    """Whether the caller has said where to begin, so that no mark is needed."""

    any_thread = False
    """Whether the rows can be read in another thread than the load's, as files can; a user's generator may mind."""

    repeatable = False
    """Whether the rows can be read again, and be read while others are written; a cursor may hold what these need."""

    skipped = 0
    """How many rows of its file come before those that the source reads."""

    _paths: Sequence[Any] = ()
    """The files that it reads, if it reads files."""

    def __init__(self, name: str, *, once: bool = False) -> None:
        self.name = name
        self.mark: str | None = None
        self.reached: str | None = None
        self._once = once
        self._spent = False

    def resume(self, mark: str | None) -> None:  # noqa: B027, most sources have nothing to do here
        """Have the rows begin where the source had been read to; what has no cursor is read whole.

        Args:
            mark: What `reached` was, or None for the first time.
        """

    def batches(self) -> Generator[pa.RecordBatch, None, None]:
        """Return the rows as batches of at most `BATCH_ROWS` rows.

        Raises:
            SourceError: The input cannot be read, or was a stream that has been read already.
        """
        # A spent stream would look like an empty input, and an empty snapshot closes every member.
        if self._once and self._spent:
            raise SourceError(f"{self.name} is a stream that was read already; pass a fresh one to each load")
        self._spent = True
        return slices(self._read())

    def columns(self) -> list[str] | None:
        """Return the names of the columns, or None where only reading the rows would tell.

        Raises:
            SourceError: The input cannot be read.
        """
        return None

    def size(self) -> int | None:
        """Return how many rows there are, where that is known before they are read.

        Raises:
            SourceError: The input cannot be read.
        """
        return None

    def scans(self) -> list[Scan]:
        """Return how DuckDB reads the rows by itself, a file at a time; nothing where it cannot.

        Raises:
            SourceError: The input cannot be read.
        """
        return []

    def files(self) -> list[File]:
        """Return the Parquet files that are the rows as they stand; nothing of other input.

        Raises:
            SourceError: The input cannot be read.
        """
        return []

    def as_parquet(self) -> list[Any]:
        """Return the Parquet files that are the rows as they stand, of which copies will do; nothing of other input."""
        return []

    def parts(self, rows: int) -> list[Source]:
        """Return a source for each part, to be read on its own; a file is one, where it need not be taken apart.

        Args:
            rows: How many rows a part of a file has at least.

        Raises:
            SourceError: The input is no files.
        """
        if not self._paths:
            raise SourceError(f"{self.name} has no parts; give files, best as Parquet")
        return [self._only(path) for path in self._paths]

    def _only(self, path: Any) -> Self:
        """Return the same source, of one file; its name says of what size, so that another file is not taken for it."""
        part = copy(self)
        part._paths = [path]
        part.name = f"{path}, {path.stat().st_size} bytes" if isinstance(path, Path) else str(path)
        return part

    @abstractmethod
    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        """Yield the rows in batches of any size."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


def slices(batches: Generator[pa.RecordBatch, None, None]) -> Generator[pa.RecordBatch, None, None]:
    """Yield `batches` without the empty ones, and the large ones cut to `BATCH_ROWS` rows (views, no copies)."""
    with closing(batches):  # so that a reader who stops early lets go of the file or the cursor at once
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH_ROWS):
                yield batch.slice(start, BATCH_ROWS)


def check_names(names: Iterable[str], where: str) -> list[str]:
    """Return `names` as a list.

    Raises:
        SourceError: A name occurs twice, so that it is open which column is meant.
    """
    listed = list(names)
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise SourceError(f"{where}: column {twice[0]!r} occurs twice; rename or drop one of them")
    return listed
