"""Files of fixed width: each column stands at the same place of every line."""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Source
from starschema.sources.opening import Location, opened

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_CHARACTERS = 1 << 20
"""How much of a file is cut into columns at a time."""


class FixedWidth(Source):
    """Rows of files whose columns stand at fixed places; blank lines are skipped.

    Args:
        paths: The files, read in this order.
        columns: For each column where it starts and where the next would, from 0.
        encoding: The files' encoding.
        null: What a column says for NULL.
        skip: How many lines stand above the rows.
        cut_blanks: Whether the blanks at the end of a line may be missing.
        name: What the load's log shows.
    """

    any_thread = True
    repeatable = True

    def __init__(
        self,
        paths: Sequence[Location],
        columns: Mapping[str, tuple[int, int | None]],
        *,
        encoding: str = "utf-8",
        null: Sequence[str] = ("",),
        skip: int = 0,
        cut_blanks: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        if not columns:
            raise SourceError(f"{self.name}: give columns= the place of each column, such as {{'id': (0, 8)}}")
        for column, place in columns.items():
            start, end = place
            if start < 0 or (end is not None and end <= start):
                raise SourceError(
                    f"{self.name}: column {column!r} at {place} is nowhere; give where it starts, from 0, and where "
                    "the next column would start"
                )
        try:
            self._encoding = codecs.lookup(encoding).name
        except LookupError:
            raise SourceError(f"{self.name}: the encoding {encoding!r} is unknown; try 'utf-8' or 'cp037'") from None
        self._paths = list(paths)
        self._columns = dict(columns)
        self._null = (null,) if isinstance(null, str) else tuple(null)
        self._skip = skip
        self._cut_blanks = cut_blanks

    def columns(self) -> list[str]:
        """Return the names of the columns."""
        return list(self._columns)

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        for path in self._paths:
            yield from self._file(path)

    def _file(self, path: Location) -> Iterator[pa.RecordBatch]:
        encoding = "utf-8-sig" if self._encoding == "utf-8" else self._encoding
        read = 0
        with opened(path) as stream, io.TextIOWrapper(stream, encoding=encoding, newline="\n") as text:
            try:
                while lines := text.readlines(BLOCK_CHARACTERS):
                    batch = self._cut(path, [line.rstrip("\r\n") for line in lines], read)
                    read += len(lines)
                    if batch is not None:
                        yield batch
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{path}, after line {read}: it is not {self._encoding}: {error.reason}; give the file's encoding="
                ) from error

    def _cut(self, path: Location, lines: list[str], before: int) -> pa.RecordBatch | None:
        """Cut lines into columns; `before` lines of the file came before them."""
        import pyarrow as pa

        pc: Any = import_module("pyarrow.compute")  # its functions are made as it is imported, which no type says
        array = pa.array(lines, pa.string())
        lengths = pc.utf8_length(array)
        rows = pc.not_equal(lengths, 0)
        if before < self._skip:
            rows = pc.and_(rows, pc.greater_equal(pa.arange(before, before + len(lines)), self._skip))
        width = max(start + 1 if end is None else end for start, end in self._columns.values())
        if not self._cut_blanks:
            short = pc.and_(rows, pc.less(lengths, width))
            if (at := short.index(True).as_py()) >= 0:
                raise SourceError(
                    f"{path}, line {before + at + 1}: it has {lengths[at]} characters where the columns take {width}: "
                    f"{lines[at][:80]!r}; mend the columns' places, or give cut_blanks=True if blanks at the end of "
                    "lines are missing"
                )
        array = array.filter(rows)
        if not len(array):
            return None
        values = []
        for start, end in self._columns.values():
            value = pc.utf8_trim_whitespace(pc.utf8_slice_codeunits(array, start, end))
            said_null = pc.is_in(value, value_set=pa.array(self._null, pa.string()))
            values.append(pc.if_else(said_null, pa.scalar(None, pa.string()), value))
        return pa.RecordBatch.from_arrays(values, names=list(self._columns))
