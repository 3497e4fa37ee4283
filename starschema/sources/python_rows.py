"""Rows given as Python mappings or dataclass instances."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.columns import batch_of, chunks

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 16_384
"""Rows turned into Arrow at a time; Python objects are some ten times the size of Arrow's."""


class Rows(Source):
    """Rows of an iterable of mappings or dataclass instances.

    A key that a row lacks is NULL in it. The keys are those of the first 16,384 rows, unless `columns` names them.

    Args:
        rows: A list or a generator.
        columns: Names of the columns, where the first rows don't show them all.
        name: What the load's log shows.
    """

    def __init__(self, rows: Iterable[Any], *, columns: Sequence[str] | None = None, name: str | None = None) -> None:
        super().__init__(name or f"rows of a {type(rows).__name__}", once=isinstance(rows, Iterator))
        self.repeatable = isinstance(rows, list | tuple)
        self._rows = rows
        self._columns = None if columns is None else check_names(columns, self.name)

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def size(self) -> int | None:
        """Return how many rows a list has."""
        return len(self._rows) if isinstance(self._rows, list | tuple) else None

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        mappings = as_mappings(self._rows, self.name)
        yield from batches_of(mappings, self.name, self._columns, "sources.rows(..., columns=[...])")


def as_mappings(rows: Iterable[Any], where: str) -> Iterator[Mapping[str, object]]:
    """Yield every row as a mapping.

    Raises:
        SourceError: A row is neither a mapping nor an instance of a dataclass.
    """
    fields: dict[type, tuple[str, ...]] = {}
    for number, row in enumerate(rows, 1):
        if isinstance(row, Mapping):
            yield row
            continue
        kind = type(row)
        if kind not in fields:
            if not dataclasses.is_dataclass(kind):
                raise SourceError(
                    f"{where}, row {number}: a {kind.__name__} is no row; give dicts or instances of a dataclass"
                )
            fields[kind] = tuple(field.name for field in dataclasses.fields(kind))
        yield {name: getattr(row, name) for name in fields[kind]}


def batches_of(
    rows: Iterable[Mapping[str, object]], where: str, columns: Sequence[str] | None, remedy: str
) -> Iterator[pa.RecordBatch]:
    """Yield mappings as record batches, each with the same columns.

    Args:
        rows: The rows.
        where: The source's name, for messages.
        columns: Names of the columns, or None for the keys of the first chunk.
        remedy: How to name the columns, for the message about a key that came late.

    Raises:
        SourceError: A row has a key that is not among the columns, or a value that Arrow cannot hold.
    """
    names = None if columns is None else list(columns)
    first_row = 1
    for chunk in chunks(rows, CHUNK_ROWS):
        if names is None:
            names = list(dict.fromkeys(key for row in chunk for key in row))
            for name in names:
                if not isinstance(name, str):
                    raise SourceError(f"{where}: the key {name!r} is no text; name the columns by text")
        late = set().union(*chunk) - set(names)
        if late:
            place, key = next((i, key) for i, row in enumerate(chunk) for key in row if key in late)
            raise SourceError(
                f"{where}, row {first_row + place}: the key {key!r} is not in the rows before it, so it would be lost; "
                f"name all columns with {remedy}"
            )
        yield batch_of({name: [row.get(name) for row in chunk] for name in names}, first_row, where)
        first_row += len(chunk)
