"""Parquet files, streamed page by page."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starschema.errors import SourceError
from starschema.sources.base import BATCH_ROWS, File, Scan, Source, check_names
from starschema.sources.opening import Location, Stored, is_compressed, opened, unreadable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

BUFFER_BYTES = 1 << 20
"""How much of a column is read at a time, whatever the size of its row group."""


MOST_SCANS = 100
"""Files that one query of DuckDB reads, each by a branch of its own."""

PATTERN = frozenset("*?[]{}~")
"""In a path, DuckDB takes these for a pattern."""

ROW_NUMBER = "file_row_number"
"""What DuckDB calls a row's position in its file, from 0."""


class Parquet(Source):
    """Rows of Parquet files, all with the same columns.

    Args:
        paths: The files, read in this order.
        name: What the load's log shows.
    """

    any_thread = True
    repeatable = True

    def __init__(self, paths: Sequence[Location], *, name: str | None = None) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        self._paths = list(paths)
        self._groups: list[int] | None = None

    def columns(self) -> list[str]:
        """Return the columns of the first file."""
        with _parquet(self._paths[0]) as file:
            return check_names(file.schema_arrow.names, str(self._paths[0]))

    def size(self) -> int | None:
        """Return how many rows the files say they have; one that is packed or elsewhere had to be fetched for it."""
        if any(not isinstance(path, Path) or is_compressed(path) for path in self._paths):
            return None
        rows = 0
        for path in self._paths:
            with _parquet(path) as file:
                groups = range(file.num_row_groups) if self._groups is None else self._groups
                rows += sum(file.metadata.row_group(group).num_rows for group in groups)
        return rows

    def scans(self) -> list[Scan]:
        """Return a scan for each file, or of a part of one, if all are files as such, of this machine and alike."""
        paths = [path for path in self._paths if isinstance(path, Path) and not PATTERN & set(str(path))]
        whole = len(paths) == len(self._paths) <= MOST_SCANS and not any(map(is_compressed, paths))
        if not whole:
            return []
        names = self.columns()
        folded = {name.casefold() for name in (*names, ROW_NUMBER)}
        if len(folded) <= len(names):  # DuckDB does not tell upper case from lower case
            return []
        found: list[Scan] = []
        skipped = 0
        for path in self._paths:
            with _parquet(path) as file:
                schema, rows = file.schema_arrow, file.metadata.num_rows
            if sorted(schema.names) != sorted(names):
                return []
            text = str(path).replace("'", "''")
            relation = f"read_parquet('{text}', {ROW_NUMBER} = true, hive_partitioning = false)"
            if self._groups is not None:
                # By these limits, DuckDB leaves the other row groups unread.
                rows, skipped = self.size() or 0, -self.skipped
                within = f"{ROW_NUMBER} >= {self.skipped} AND {ROW_NUMBER} < {self.skipped + rows}"
                relation = f"(SELECT * FROM {relation} WHERE {within})"
            found.append(Scan(relation, f"{ROW_NUMBER} + {skipped + 1}", rows, schema))
            skipped += rows
        return found

    def files(self) -> list[File]:
        """Return the files, unless they are packed or a part of one is meant."""
        found = []
        for path in self.as_parquet():
            location = path.absolute().as_uri() if isinstance(path, Path) else path.name
            with _parquet(path) as file:
                found.append(File(location, file.metadata.num_rows, file.schema_arrow))
        return found

    def as_parquet(self) -> list[Location]:
        """Return the files, unless they are packed."""
        return [] if self._groups is not None or any(map(is_compressed, self._paths)) else list(self._paths)

    def parts(self, rows: int) -> list[Source]:
        """Return a source for each run of row groups that have at least so many rows."""
        found: list[Source] = []
        for path in self._paths:
            with _parquet(path) as file:
                sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
            first = skipped = taken = 0
            for group, size in enumerate(sizes):
                taken += size
                if taken >= rows or group == len(sizes) - 1:
                    part = self._only(path)
                    part._groups = list(range(first, group + 1))
                    part.skipped = skipped
                    part.name += f", rows {skipped + 1} to {skipped + taken}"
                    found.append(part)
                    first, skipped, taken = group + 1, skipped + taken, 0
        return found

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        import pyarrow as pa

        names = self.columns()
        for path in self._paths:
            with _parquet(path) as file:
                own = check_names(file.schema_arrow.names, str(path))
                if set(own) != set(names):
                    odd = sorted(set(own) ^ set(names))
                    raise SourceError(
                        f"{path} has other columns than {self._paths[0]} ({', '.join(map(repr, odd))}); "
                        "load it on its own"
                    )
                try:
                    for batch in file.iter_batches(batch_size=BATCH_ROWS, row_groups=self._groups):
                        yield batch.select(names)
                except (pa.ArrowException, OSError) as error:
                    raise unreadable(path, error) from error


def rows_in(file: Path, name: str) -> int:
    """Return how many rows a Parquet file has.

    Args:
        file: The file.
        name: What messages call it.

    Raises:
        SourceError: It is none, or a column's name occurs twice.
    """
    with _parquet(Stored(name, lambda: file.open("rb"))) as parquet:
        check_names(parquet.schema_arrow.names, name)
        rows: int = parquet.metadata.num_rows
        return rows


@contextmanager
def _parquet(path: Location) -> Iterator[ParquetFile]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        if is_compressed(path):
            # A Parquet file is read from its end, which a compressed stream cannot do.
            with tempfile.TemporaryFile() as plain:
                with opened(path) as stream:
                    shutil.copyfileobj(stream, plain)
                with ParquetFile(pa.PythonFile(plain, "r"), buffer_size=BUFFER_BYTES) as file:
                    yield file
            return
        if isinstance(path, Path):
            with ParquetFile(path, buffer_size=BUFFER_BYTES, pre_buffer=False) as file:
                yield file
            return
        with (
            opened(path) as stream,
            ParquetFile(pa.PythonFile(stream, "r"), buffer_size=BUFFER_BYTES, pre_buffer=False) as file,
        ):
            yield file
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from error
