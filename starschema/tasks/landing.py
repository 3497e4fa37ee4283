"""The landing: what was extracted, as Parquet files named after their content, from where every load reads."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.opening import Location, opened
from starschema.sources.parquet_files import rows_in
from starschema.stores import file_system

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP_ROWS = 65_536
"""Rows of a row group, whatever batches they came in, so that the same rows make the same file."""

COPIED_BYTES = 1 << 20
"""How much of a file is copied at a time."""


@dataclass(frozen=True)
class Extract:
    """What has landed of a piece of work.

    Args:
        parts: Paths within the landing, a file for each schema that the batches had, one after another.
        rows: How many rows they hold.
        bytes: How large they are.
        mark: How far the source was read, if it keeps a mark.
    """

    parts: tuple[str, ...]
    rows: int
    bytes: int
    mark: str | None = None

    @property
    def content(self) -> str:
        """The digest of all that is in it."""
        return hashlib.sha256(" ".join(Path(part).stem for part in self.parts).encode()).hexdigest()

    def as_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> Extract:
        """Return what `as_json` has written."""
        said = json.loads(text)
        return cls(tuple(said["parts"]), said["rows"], said["bytes"], said["mark"])


class Landing:
    """A folder for extracts; any number of processes may use it at once.

    Args:
        url: A path, or any URL that fsspec knows. Workers on several machines need one that all of them reach.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = str(url)

    def land(self, folder: str, batches: Iterable[pa.RecordBatch]) -> Extract:
        """Write `batches` below `folder`; the same rows again are the same files.

        Raises:
            SourceError: What they hold cannot be kept as Parquet.
        """
        parts: list[str] = []
        rows = size = 0
        with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
            for file, count in _written(batches, Path(scratch)):
                name = f"{folder}/{_digest(file)}.parquet"
                self._put(file, name)
                parts.append(name)
                rows += count
                size += file.stat().st_size
                file.unlink()
        return Extract(tuple(parts), rows, size)

    def copy(self, folder: str, files: Iterable[Location]) -> Extract:
        """Copy Parquet files below `folder`, as they are.

        Raises:
            SourceError: One cannot be read, or is no Parquet.
        """
        parts: list[str] = []
        rows = size = 0
        with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
            own = Path(scratch) / "part"
            for file in files:
                with opened(file) as source, own.open("wb") as target:
                    shutil.copyfileobj(source, target, COPIED_BYTES)
                rows += rows_in(own, str(file))
                parts.append(f"{folder}/{_digest(own)}.parquet")
                self._put(own, parts[-1])
                size += own.stat().st_size
        return Extract(tuple(parts), rows, size)

    @contextmanager
    def local(self, extract: Extract) -> Iterator[list[Path]]:
        """Give the parts of an extract as files of this machine; remote ones are copied, for as long as it takes.

        Raises:
            SourceError: A part is no longer there, or not what had landed.
        """
        with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
            files = [self._fetched(part, Path(scratch) / f"{n}.parquet") for n, part in enumerate(extract.parts)]
            yield files

    def remove(self, part: str) -> None:
        """Remove a part, if it is there."""
        files, root = self._files()
        path = f"{root}/{part}"
        if files.exists(path):
            files.rm_file(path)

    def parts(self, folder: str) -> dict[str, tuple[int, dt.datetime]]:
        """Return the parts below `folder`, each with its size and when it landed (UTC)."""
        files, root = self._files()
        try:
            found: list[dict[str, Any]] = files.ls(f"{root}/{folder}", detail=True)
        except FileNotFoundError:
            return {}
        return {
            f"{folder}/{Path(one['name']).name}": (int(one["size"]), _moment(files, one))
            for one in found
            if one["type"] == "file" and str(one["name"]).endswith(".parquet")
        }

    def _files(self) -> tuple[Any, str]:
        files, root = file_system(self.url)
        return files, root.rstrip("/")

    def _put(self, file: Path, name: str) -> None:
        files, root = self._files()
        path = f"{root}/{name}"
        if files.exists(path):
            return
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        # Another name first: nobody may find half a file under the name of the whole.
        half = f"{path}.{hashlib.sha256(str(file).encode()).hexdigest()[:8]}"
        files.put_file(str(file), half)
        files.mv(half, path)

    def _fetched(self, part: str, place: Path) -> Path:
        files, root = self._files()
        path = f"{root}/{part}"
        if not files.exists(path):
            raise SourceError(f"{part} is no longer in the landing; it was tidied away: extract it again")
        if "file" in ([files.protocol] if isinstance(files.protocol, str) else files.protocol):
            place = Path(path)
        else:
            files.get_file(path, str(place))
        if _digest(place) != Path(part).stem:
            raise SourceError(f"{part} is not what had landed: it was changed since; extract it again")
        return place


def _written(batches: Iterable[pa.RecordBatch], scratch: Path) -> Iterator[tuple[Path, int]]:
    """Write batches to files, a new one where the schema changes, and yield each with its number of rows."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    for schema, some in groupby(batches, key=_Schema):
        file, rows = scratch / "part", 0
        try:
            with ParquetWriter(file, schema.arrow, compression="zstd") as writer:
                for table in _even(some, schema.arrow):
                    writer.write_table(table, ROW_GROUP_ROWS)
                    rows += table.num_rows
        except pa.ArrowException as error:
            raise SourceError(f"the rows cannot be kept as Parquet: {error}") from error
        yield file, rows


def _even(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of batches as tables of one size, the last one aside."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        while rows >= ROW_GROUP_ROWS:
            table = pa.Table.from_batches(held, schema)
            yield table.slice(0, ROW_GROUP_ROWS).combine_chunks()
            held = table.slice(ROW_GROUP_ROWS).to_batches()
            rows -= ROW_GROUP_ROWS
    if rows:
        yield pa.Table.from_batches(held, schema).combine_chunks()


class _Schema:
    """What tells runs of batches with one schema apart."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.arrow = batch.schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schema) and self.arrow.equals(other.arrow)

    __hash__ = None  # type: ignore[assignment]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _moment(files: Any, info: dict[str, Any]) -> dt.datetime:
    """Return when a file was written, which file systems tell in different words."""
    said = info.get("mtime") or info.get("LastModified") or info.get("created") or files.modified(info["name"])
    if isinstance(said, int | float):
        return dt.datetime.fromtimestamp(said, dt.UTC).replace(tzinfo=None)
    if isinstance(said, str):
        said = dt.datetime.fromisoformat(said)
    moment: dt.datetime = said
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
