"""JSON files: an array of objects, or one object after another, with numbers kept as they were written."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from json.decoder import JSONDecodeError
from typing import IO, TYPE_CHECKING

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.columns import Number
from starschema.sources.opening import Location, opened
from starschema.sources.python_rows import batches_of

if TYPE_CHECKING:
    import pyarrow as pa

READ_CHARACTERS = 1 << 20
"""How much is read at a time."""

BLANKS = " \t\r\n"

TAIL = 16
"""A decoding error this near to the end of what was read may only mean that the rest was not read yet."""


class Json(Source):
    """Rows of JSON files: an array of objects, or objects one after another, as in JSON lines.

    A nested value becomes its JSON text. A number with a fraction is kept as it is written, so that money stays exact.

    Args:
        paths: The files, read in this order.
        columns: Names of the columns, where the first rows don't show them all.
        name: What the load's log shows.
    """

    any_thread = True
    repeatable = True

    def __init__(
        self, paths: Sequence[Location], *, columns: Sequence[str] | None = None, name: str | None = None
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        self._paths = list(paths)
        self._columns = None if columns is None else check_names(columns, self.name)

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        rows = (row for path in self._paths for row in objects(path))
        yield from batches_of(rows, self.name, self._columns, "sources.json(..., columns=[...])")


def objects(path: Location) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a JSON file in order, holding no more of it than one of them needs.

    Raises:
        SourceError: The file is no JSON, holds something other than objects, or ends within one.
    """
    with opened(path) as stream:
        yield from _Scanner(path, stream).objects()


class _Scanner:
    """Reads one JSON value after another from a stream."""

    def __init__(self, path: Location, stream: IO[bytes]) -> None:
        import codecs

        self._path = path
        self._text = codecs.getreader("utf-8-sig")(stream)
        self._decode = json.JSONDecoder(parse_float=Number).raw_decode
        self._buffer = ""
        self._at = 0
        self._lines = 1
        self._ended = False

    def objects(self) -> Iterator[Mapping[str, object]]:
        in_array = self._next() == "["
        if in_array:
            self._at += 1
        first = True
        while (letter := self._next()) and not (in_array and letter == "]"):
            if in_array and not first:
                if letter != ",":
                    raise self._error(self._at, "a comma or the end of the array should stand here")
                self._at += 1
                self._next()
            first = False
            yield self._object()
        if in_array:
            if not letter:
                raise self._error(self._at, "the file ends within the array; it was cut off")
            self._at += 1
            if self._next():
                raise self._error(self._at, "something follows the end of the array")

    def _object(self) -> Mapping[str, object]:
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except JSONDecodeError as error:
                near_end = error.pos >= len(self._buffer) - TAIL or error.msg.startswith("Unterminated string")
                if near_end and self._more():
                    continue
                raise self._error(error.pos, error.msg) from error
            except RecursionError as error:
                raise self._error(self._at, "the value is nested too deeply") from error
            if not isinstance(value, dict):
                raise self._error(self._at, f'a row is an object such as {{"id": 1}}, not {type(value).__name__}')
            self._at = end
            return value

    def _next(self) -> str:
        """Move to the next character that is no blank, and return it, or '' at the end."""
        while True:
            while self._at < len(self._buffer):
                letter = self._buffer[self._at]
                if letter not in BLANKS:
                    return letter
                self._at += 1
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, dropping what was consumed; a long value doubles the amount, so that it is not decoded too often."""
        if self._ended:
            return False
        self._lines += self._buffer.count("\n", 0, self._at)
        self._buffer = self._buffer[self._at :]
        self._at = 0
        try:
            more = self._text.read(max(READ_CHARACTERS, len(self._buffer)))
        except UnicodeDecodeError as error:
            raise self._error(0, f"JSON is UTF-8, and this is not: {error.reason}") from error
        self._ended = not more
        self._buffer += more
        return bool(more)

    def _error(self, at: int, why: str) -> SourceError:
        line = self._lines + self._buffer.count("\n", 0, at)
        return SourceError(f"{self._path}, line {line}: {why}; give an array of objects, or one object a line")
