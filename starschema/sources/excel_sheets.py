"""Sheets of Excel workbooks, row by row."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.columns import Number
from starschema.sources.opening import Location, opened, unreadable
from starschema.sources.python_rows import batches_of

if TYPE_CHECKING:
    import pyarrow as pa


class Excel(Source):
    """Rows of a sheet; blank rows are skipped, and a formula is what it last came to.

    Args:
        paths: The workbooks, read in this order.
        sheet: The sheet's name, or its number from 0.
        header: The row that names the columns, as Excel numbers it.
        columns: The columns that are wanted.
        name: What the load's log shows.
    """

    any_thread = True

    def __init__(
        self,
        paths: Sequence[Location],
        *,
        sheet: int | str = 0,
        header: int = 1,
        columns: Sequence[str] | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        if header < 1:
            raise SourceError(f"{self.name}: header={header} is no row; Excel numbers them from 1")
        self._paths = list(paths)
        self._sheet = sheet
        self._header = header
        self._columns = None if columns is None else check_names(columns, self.name)

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        rows = (row for path in self._paths for row in self._file(path))
        yield from batches_of(rows, self.name, self._columns, "sources.excel(..., columns=[...])")

    def _file(self, path: Location) -> Iterator[dict[str, object]]:
        with _workbook(path) as book:
            sheet = self._found(path, book)
            where = f"{path}, sheet {sheet.title!r}"
            names: list[str | None] | None = None
            for number, cells in enumerate(sheet.iter_rows(min_row=self._header), self._header):
                values = [_value(cell, where) for cell in cells]
                while values and values[-1] is None:
                    values.pop()
                if names is None:
                    names = self._names(values, where)
                elif values:
                    yield self._row(names, values, f"{where}, row {number}")
            if names is None:
                raise SourceError(f"{where}: it has no row {self._header}, which is to name the columns; give header=")

    def _found(self, path: Location, book: Any) -> Any:
        sheets = book.sheetnames
        try:
            return book[self._sheet if isinstance(self._sheet, str) else sheets[self._sheet]]
        except (KeyError, IndexError):
            raise SourceError(
                f"{path}: there is no sheet {self._sheet!r}; it has {', '.join(map(repr, sheets))}"
            ) from None

    def _names(self, values: list[object], where: str) -> list[str | None]:
        names = [None if value is None else str(value).strip() for value in values]
        check_names([name for name in names if name is not None], where)
        for column in self._columns or ():
            if column not in names:
                raise SourceError(f"{where}: row {self._header} names no column {column!r}; it has {names}")
        return names

    def _row(self, names: list[str | None], values: list[object], where: str) -> dict[str, object]:
        row: dict[str, object] = {}
        for place, value in enumerate(values):
            name = names[place] if place < len(names) else None
            if name is not None:
                row[name] = value
            elif value is not None and self._columns is None:
                raise SourceError(
                    f"{where}: column {place + 1} has the value {str(value)!r} and no name in row {self._header}; name "
                    "it there, or give columns= the columns that are wanted"
                )
        if self._columns is not None:
            return {name: row.get(name) for name in self._columns}
        return {name: row.get(name) for name in names if name is not None}


def _value(cell: Any, where: str) -> object:
    """Return what a cell says, a fraction as the shortest number that Excel's own stands for."""
    value = cell.value
    if cell.data_type == "e":
        raise SourceError(f"{where}, cell {cell.coordinate}: the formula came to {value}; mend it, or empty the cell")
    if isinstance(value, float):
        return Number(repr(value))
    return value


@contextmanager
def _workbook(path: Location) -> Iterator[Any]:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise SourceError(f"{path}: Excel needs openpyxl; pip install 'starschema[excel]'") from None
    with opened(path) as stream, _seekable(stream) as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
            raise unreadable(path, error) from error
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield a stream that can be read from its end, which one that is decompressed cannot."""
    with tempfile.TemporaryFile() as plain:
        shutil.copyfileobj(stream, plain)
        plain.seek(0)
        yield plain
