"""CSV files: every value is text, a bare empty field is NULL, a quoted one is the empty string."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator, Sequence
from typing import IO, TYPE_CHECKING

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.opening import UNREADABLE, Location, opened

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_BYTES = 4 << 20
"""How much of a file is parsed at a time; no row may be longer."""


class Csv(Source):
    """Rows of CSV files with a header, all with the same columns; blank lines are skipped.

    Args:
        paths: The files, read in this order.
        null: What an unquoted field says for NULL.
        delimiter: What separates fields.
        encoding: The files' encoding; a byte order mark is skipped.
        block_bytes: How much is parsed at a time, which also bounds the length of a row.
        name: What the load's log shows.

    Units:
        `block_bytes` counts bytes.
    """

    any_thread = True
    repeatable = True

    def __init__(
        self,
        paths: Sequence[Location],
        *,
        null: Sequence[str] = ("",),
        delimiter: str = ",",
        encoding: str = "utf-8",
        block_bytes: int = BLOCK_BYTES,
        name: str | None = None,
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        if len(delimiter) != 1:
            raise SourceError(f"{self.name}: a delimiter is one character, not {delimiter!r}")
        try:
            self._encoding = codecs.lookup(encoding).name
        except LookupError:
            raise SourceError(f"{self.name}: the encoding {encoding!r} is unknown; try 'utf-8' or 'cp1252'") from None
        self._paths = list(paths)
        self._null = (null,) if isinstance(null, str) else tuple(null)
        self._delimiter = delimiter
        self._block_bytes = block_bytes

    def columns(self) -> list[str]:
        """Return the header of the first file."""
        return self._header(self._paths[0])

    def _header(self, path: Location) -> list[str]:
        try:
            with opened(path) as stream, _text(stream, self._encoding) as text:
                header = next((record for record in csv.reader(text, delimiter=self._delimiter) if record), None)
        except (UnicodeError, csv.Error) as error:
            raise SourceError(f"{path}: the header cannot be read: {error}; give the file's encoding=") from error
        if header is None:
            raise SourceError(f"{path} is empty; a CSV file needs a header with the names of its columns")
        return check_names(header, str(path))

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        names = self.columns()
        for path in self._paths:
            own = self._header(path)
            if set(own) != set(names):
                odd = sorted(set(own) ^ set(names))
                raise SourceError(
                    f"{path} has other columns than {self._paths[0]} ({', '.join(map(repr, odd))}); load it on its own"
                )
            yield from self._file(path, own, names)

    def _file(self, path: Location, own: list[str], names: list[str]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        with opened(path) as stream:
            watched = _Watched(stream, self._encoding)
            try:
                reader = arrow_csv.open_csv(
                    pa.PythonFile(watched, "r"),
                    read_options=arrow_csv.ReadOptions(block_size=self._block_bytes, encoding=self._encoding),
                    parse_options=arrow_csv.ParseOptions(delimiter=self._delimiter, newlines_in_values=True),
                    convert_options=arrow_csv.ConvertOptions(
                        column_types={name: pa.string() for name in own},
                        include_columns=names,
                        null_values=list(self._null),
                        strings_can_be_null=bool(self._null),
                        quoted_strings_can_be_null=False,
                    ),
                )
                with reader:
                    yield from reader
            except (pa.ArrowInvalid, UnicodeError) as error:
                if "Empty CSV file or block" in str(error):
                    return  # a header without a line end, and no rows
                raise self._explained(path, error) from error
            # The parser takes a quote that nothing closes for a field up to the end of the file, and says nothing.
            if watched.quotes % 2:
                broken = self._broken_line(path, len(own))
                if broken:
                    raise SourceError(broken)

    def _explained(self, path: Location, error: Exception) -> SourceError:
        said = str(error)
        broken = None if "UTF8" in said or isinstance(error, UnicodeError) else self._broken_line(path, None)
        if broken:
            return SourceError(broken)
        if "UTF8" in said or isinstance(error, UnicodeError):
            return SourceError(f"{path} is not {self._encoding}: {said}; give the file's encoding=, such as 'cp1252'")
        if "straddling" in said:
            return SourceError(f"{path} has a row of over {self._block_bytes} bytes; raise block_bytes= of sources.csv")
        return SourceError(f"{path} cannot be read as CSV: {said}")

    def _broken_line(self, path: Location, width: int | None) -> str | None:
        """Return what is wrong with the first broken line, found by reading again with Python's strict parser."""
        limit = csv.field_size_limit(1 << 30)
        line = 1
        try:
            with opened(path) as stream, _text(stream, self._encoding) as text:
                reader = csv.reader(text, delimiter=self._delimiter, strict=True)
                for record in reader:
                    width = width or len(record)
                    if record and len(record) != width:
                        return (
                            f"{path}, line {line}: {len(record)} fields where the header has {width}; "
                            "quote a field that holds the delimiter, or give delimiter="
                        )
                    line = reader.line_num + 1
        except csv.Error as error:
            if "unexpected end" in str(error):
                return f"{path}, line {line}: a quote opens here and nothing closes it; double a quote inside a field"
            return f"{path}, line {line}: {error}"
        except (UnicodeError, *UNREADABLE):
            return None
        finally:
            csv.field_size_limit(limit)
        return None


def _text(stream: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


class _Watched(io.RawIOBase):
    """A stream of bytes that counts the quotes going by, which costs next to nothing."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._quote = b'"' if not encoding.startswith(("utf-16", "utf-32")) else '"'.encode(encoding)[-2:].strip(b"\0")
        self.quotes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self.quotes += data.count(self._quote)
        return data
