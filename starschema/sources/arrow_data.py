"""Arrow data, and whatever exports it: pandas, polars, DuckDB, ADBC."""

from __future__ import annotations

from collections.abc import Generator
from itertools import count
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Scan, Source, check_names

if TYPE_CHECKING:
    import pyarrow as pa


ROW_NUMBER = "starschema_row_number"
"""What a row's position is called, from 1, where DuckDB reads the data by itself."""

_numbers = count(1)
"""Tells the data of one connection apart."""


class Arrow(Source):
    """Rows of an Arrow table, batch or stream, or of any object that exports one.

    Args:
        data: A `pyarrow.Table`, `RecordBatch` or `RecordBatchReader`, or an object with `__arrow_c_stream__` or
            `__arrow_c_array__`.
        name: What the load's log shows.
    """

    def __init__(self, data: Any, *, name: str | None = None) -> None:
        import pyarrow as pa

        super().__init__(
            name or f"{type(data).__module__.partition('.')[0]} {type(data).__name__}",
            once=isinstance(data, pa.RecordBatchReader),
        )
        self._data = data
        self.any_thread = isinstance(data, pa.Table | pa.RecordBatch)
        # A relation of DuckDB's may stand on a stream, and gives nothing the second time.
        self.repeatable = self.any_thread or type(data).__module__.partition(".")[0] in ("pandas", "polars")
        schema = data.schema if isinstance(data, pa.Table | pa.RecordBatch | pa.RecordBatchReader) else None
        self._columns = None if schema is None else check_names(schema.names, self.name)

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where the data shows them without being read."""
        return self._columns

    def size(self) -> int | None:
        """Return how many rows Arrow's own data has; another's length may take work to find."""
        import pyarrow as pa

        return self._data.num_rows if isinstance(self._data, pa.Table | pa.RecordBatch) else None

    def scans(self) -> list[Scan]:
        """Return a scan of data that is in memory as a whole, and stays there."""
        import pyarrow as pa

        if not self.repeatable:
            return []
        data = self._data if isinstance(self._data, pa.Table) else _table(self._read())
        if data is None:
            return []
        names = check_names(data.schema.names, self.name)
        # DuckDB does not tell upper case from lower case, and takes texts to be what they say they are.
        if len({name.casefold() for name in (*names, ROW_NUMBER)}) <= len(names) or not _is_sound(data):
            return []
        numbered = data.append_column(ROW_NUMBER, pa.arange(1, data.num_rows + 1))
        return [Scan(f"starschema_input_{next(_numbers)}", ROW_NUMBER, data.num_rows, data.schema, numbered)]

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        import pyarrow as pa

        data = self._data
        try:
            if isinstance(data, pa.Table):
                yield from data.to_batches()
            elif isinstance(data, pa.RecordBatch):
                yield data
            elif isinstance(data, pa.RecordBatchReader):
                yield from data
            elif hasattr(data, "__arrow_c_stream__"):
                reader = pa.RecordBatchReader.from_stream(data)
                check_names(reader.schema.names, self.name)
                yield from reader
            else:
                batch = pa.record_batch(data)
                check_names(batch.schema.names, self.name)
                yield batch
        except pa.ArrowException as error:
            raise SourceError(f"{self.name} cannot be read as Arrow data: {error}") from error


def _table(batches: Generator[pa.RecordBatch, None, None]) -> pa.Table | None:
    """Return batches as a table; None without any, since nothing tells the columns."""
    import pyarrow as pa

    found = list(batches)
    return pa.Table.from_batches(found) if found else None


def _is_sound(data: pa.Table) -> bool:
    """Return whether every text is one, as Arrow says."""
    import pyarrow as pa

    try:
        data.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
