"""Arrow data, and whatever exports it: pandas, polars, DuckDB, ADBC."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names

if TYPE_CHECKING:
    import pyarrow as pa


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
