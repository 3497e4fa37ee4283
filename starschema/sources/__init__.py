"""The inputs of loads: one module per format, each a bounded stream of Arrow record batches.

`open_source` turns whatever a load is given into a `Source`; the other functions are for options:

>>> from starschema import sources
>>> list(sources.rows([{"id": 1, "city": "Oslo"}]).batches())[0].to_pylist()
[{'id': 1, 'city': 'Oslo'}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select

from starschema.errors import SourceError
from starschema.sources.base import Source
from starschema.sources.opening import expand, suffix_of

if TYPE_CHECKING:
    from starschema.sources.arrow_data import Arrow
    from starschema.sources.csv_files import Csv
    from starschema.sources.json_files import Json
    from starschema.sources.parquet_files import Parquet
    from starschema.sources.python_rows import Rows
    from starschema.sources.sql_select import Sql

__all__ = ["Source", "arrow", "csv", "files", "json", "jsonl", "open_source", "parquet", "rows", "sql"]

Paths = str | Path | list[str | Path]


def csv(
    path: Paths,
    *,
    null: Sequence[str] = ("",),
    delimiter: str = ",",
    encoding: str = "utf-8",
    block_bytes: int = 4 << 20,
) -> Csv:
    """Return the rows of CSV files with a header; every value is text until it is cast to the model's type.

    Args:
        path: A file, a glob, or a list of these, compressed or not.
        null: What an unquoted field says for NULL; a quoted field is never NULL.
        delimiter: What separates fields.
        encoding: The files' encoding.
        block_bytes: How much is parsed at a time, which also bounds the length of a row.

    Raises:
        SourceError: No such file, or an option that makes no sense.

    Units:
        `block_bytes` counts bytes.
    """
    from starschema.sources.csv_files import Csv

    return Csv(
        expand(path), null=null, delimiter=delimiter, encoding=encoding, block_bytes=block_bytes, name=_name(path)
    )


def parquet(path: Paths) -> Parquet:
    """Return the rows of Parquet files: a file, a glob, or a list of these.

    Raises:
        SourceError: No such file.
    """
    from starschema.sources.parquet_files import Parquet

    return Parquet(expand(path), name=_name(path))


def json(path: Paths, *, columns: Sequence[str] | None = None) -> Json:
    """Return the rows of JSON files: an array of objects, or objects one after another.

    Args:
        path: A file, a glob, or a list of these, compressed or not.
        columns: Names of the columns, where the first rows don't show them all.

    Raises:
        SourceError: No such file.
    """
    from starschema.sources.json_files import Json

    return Json(expand(path), columns=columns, name=_name(path))


def jsonl(path: Paths, *, columns: Sequence[str] | None = None) -> Json:
    """Return the rows of JSON lines files, as `json` does."""
    return json(path, columns=columns)


def rows(data: Iterable[Any], *, columns: Sequence[str] | None = None) -> Rows:
    """Return the rows of an iterable of dicts or dataclass instances.

    Args:
        data: A list or a generator; a generator can be loaded once.
        columns: Names of the columns, where the first rows don't show them all.

    Raises:
        SourceError: A name occurs twice.
    """
    from starschema.sources.python_rows import Rows

    return Rows(data, columns=columns)


def arrow(data: Any) -> Arrow:
    """Return the rows of an Arrow table, batch or stream, or of an object that exports one.

    Raises:
        SourceError: A column's name occurs twice.
    """
    from starschema.sources.arrow_data import Arrow

    return Arrow(data)


def sql(engine: Engine, select: Select[Any]) -> Sql:
    """Return the rows that `select` fetches on `engine`, by a server-side cursor where the database has one."""
    from starschema.sources.sql_select import Sql

    return Sql(engine, select)


_BY_SUFFIX: dict[str, Callable[..., Source]] = {
    ".csv": csv,
    ".tsv": lambda path, **options: csv(path, **{"delimiter": "\t", **options}),
    ".parquet": parquet,
    ".json": json,
    ".jsonl": jsonl,
    ".ndjson": jsonl,
}


def files(path: Paths, **options: Any) -> Source:
    """Return the rows of files, in the format that their suffix tells.

    Args:
        path: A file, a glob, or a list of these, all of one format, compressed or not.
        **options: What the format's own function takes.

    Raises:
        SourceError: No such file, no such format, or files of several formats.
    """
    found = expand(path)
    suffixes = sorted({suffix_of(one) for one in found})
    if len(suffixes) > 1:
        raise SourceError(f"{_name(path)} has files of several formats ({', '.join(suffixes)}); load each on its own")
    suffix = suffixes[0]
    if suffix == ".xml":
        raise SourceError(f"{found[0]}: XML is not supported yet; convert it to CSV, JSON lines or Parquet")
    if suffix not in _BY_SUFFIX:
        raise SourceError(
            f"{found[0]}: a file named {suffix or 'without a suffix'} tells no format; "
            f"use {', '.join(_BY_SUFFIX)}, or say which it is, as with sources.csv(path)"
        )
    return _BY_SUFFIX[suffix](path, **options)


def open_source(data: Any, *, engine: Engine | None = None) -> Source:
    """Return the source for whatever a load was given.

    Args:
        data: A path or a glob or a list of paths, Arrow data or an object that exports it, an iterable of dicts or
            dataclass instances, a `Select` (or the tuple of its engine and it), or a `Source`.
        engine: Where a `Select` runs.

    Raises:
        SourceError: `data` is none of these, or no such file.
    """
    if isinstance(data, Source):
        return data
    if isinstance(data, str | Path):
        return files(data)
    if isinstance(data, Select):
        if engine is None:
            raise SourceError("a Select does not say where it runs; pass the tuple (engine, select)")
        return sql(engine, data)
    if isinstance(data, tuple) and len(data) == 2 and isinstance(data[0], Engine) and isinstance(data[1], Select):
        return sql(data[0], data[1])
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return arrow(data)
    if isinstance(data, list) and data and all(isinstance(one, str | Path) for one in data):
        return files(data)
    if isinstance(data, Mapping):
        raise SourceError("a mapping is one row or a set of columns; give a list of dicts, or pyarrow.table(mapping)")
    if isinstance(data, Iterable) and not isinstance(data, bytes | bytearray | memoryview):
        return rows(data)
    raise SourceError(
        f"a {type(data).__name__} cannot be loaded; give a path, Arrow data, a data frame, an iterable of dicts, "
        "a Select with its engine, or an object of starschema.sources"
    )


def _name(path: Paths) -> str:
    return ", ".join(map(str, path)) if isinstance(path, list) else str(path)
