"""The inputs of loads: one module per format, each a bounded stream of Arrow record batches.

`open_source` turns whatever a load is given into a `Source`; the other functions are for options:

>>> from starschema import sources
>>> list(sources.rows([{"id": 1, "city": "Oslo"}]).batches())[0].to_pylist()
[{'id': 1, 'city': 'Oslo'}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, Select
from sqlalchemy.sql.selectable import SelectBase

from starschema.errors import SourceError
from starschema.sources.base import Source
from starschema.sources.marks import Value
from starschema.sources.opening import Paths, expand, shown, suffix_of

if TYPE_CHECKING:
    from starschema.sources.arrow_data import Arrow
    from starschema.sources.csv_files import Csv
    from starschema.sources.fixed_width_files import FixedWidth
    from starschema.sources.json_files import Json
    from starschema.sources.parquet_files import Parquet
    from starschema.sources.python_rows import Rows
    from starschema.sources.sql_select import Sql
    from starschema.sources.xml_files import Xml

__all__ = [
    "Source",
    "arrow",
    "csv",
    "files",
    "fixed_width",
    "json",
    "jsonl",
    "open_source",
    "parquet",
    "rows",
    "sql",
    "xml",
]


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
        expand(path), null=null, delimiter=delimiter, encoding=encoding, block_bytes=block_bytes, name=shown(path)
    )


def parquet(path: Paths) -> Parquet:
    """Return the rows of Parquet files: a file, a glob, or a list of these.

    Raises:
        SourceError: No such file.
    """
    from starschema.sources.parquet_files import Parquet

    return Parquet(expand(path), name=shown(path))


def json(path: Paths, *, columns: Sequence[str] | None = None) -> Json:
    """Return the rows of JSON files: an array of objects, or objects one after another.

    Args:
        path: A file, a glob, or a list of these, compressed or not.
        columns: Names of the columns, where the first rows don't show them all.

    Raises:
        SourceError: No such file.
    """
    from starschema.sources.json_files import Json

    return Json(expand(path), columns=columns, name=shown(path))


def jsonl(path: Paths, *, columns: Sequence[str] | None = None) -> Json:
    """Return the rows of JSON lines files, as `json` does."""
    return json(path, columns=columns)


def fixed_width(
    path: Paths,
    columns: Mapping[str, tuple[int, int | None]],
    *,
    encoding: str = "utf-8",
    null: Sequence[str] = ("",),
    skip: int = 0,
    cut_blanks: bool = False,
) -> FixedWidth:
    """Return the rows of files whose columns stand at fixed places of each line.

    Args:
        path: A file, a glob, or a list of these, compressed or not.
        columns: For each column where it starts and where the next would, from 0 as in Python's slices; the end None
            is that of the line. The blanks around a value are no part of it.
        encoding: The files' encoding, such as `cp037` of a mainframe.
        null: What a column says for NULL; blanks only, by default.
        skip: How many lines stand above the rows.
        cut_blanks: Whether the blanks at the end of a line may be missing. A shorter line is an error otherwise, since
            it may have been cut off.

    Raises:
        SourceError: No such file, or an option that makes no sense.
    """
    from starschema.sources.fixed_width_files import FixedWidth

    return FixedWidth(
        expand(path), columns, encoding=encoding, null=null, skip=skip, cut_blanks=cut_blanks, name=shown(path)
    )


def xml(
    path: Paths,
    *,
    record: str = "*/*",
    columns: Sequence[str] | Mapping[str, str] | None = None,
    null: Sequence[str] = ("",),
) -> Xml:
    """Return the records of XML files, one after another, each a row; namespaces are ignored.

    A record's attributes and the elements in it are columns: `id`, `name`, and by their path what is deeper, such as
    `address/city` and `price/@currency`. A text is kept as it is. Entities are refused, never expanded.

    Args:
        path: A file, a glob, or a list of these, compressed or not.
        record: Where the records are: names from the root on, `*` for any, such as `catalog/product`.
        columns: Names of the columns, where the first rows don't show them all or some are enough; or where each
            stands, such as `{"no": "@no", "city": "address/city", "text": ".", "order_no": "../@no"}`.
        null: What an element or attribute says for NULL; nothing at all, by default. `xsi:nil` is NULL too.

    Raises:
        SourceError: No such file, or no such path.
    """
    from starschema.sources.xml_files import Xml

    return Xml(expand(path), record=record, columns=columns, null=null, name=shown(path))


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


def sql(
    engine: Engine | URL | str,
    select: SelectBase,
    *,
    name: str | None = None,
    cursor: str | None = None,
    since: Value | None = None,
    overlap: str | timedelta | float = "5 minutes",
    page_by: str | Sequence[str] | None = None,
    page_rows: int = 50_000,
    pace: float | None = None,
    timeout: float | None = None,
) -> Sql:
    """Return the rows that `select` fetches, in a read-only transaction and by a server-side cursor where there is one.

    Args:
        engine: Where it runs: an engine, or a URL, of which a connection is opened for each read.
        select: What to fetch; its columns' labels are the names of the input columns.
        name: What the load's log shows. With `cursor`, a load begins where the last one of this name had come to in
            the table it loads, and moves that mark as it commits.
        cursor: The column that grows with every change of a row. A row whose cursor is NULL comes the first time only.
        since: Where to begin, whatever the mark.
        overlap: How far before that to begin: rows are committed later than they are dated. A text such as `5 minutes`
            is for times, a number for numbers; of other cursors only the mark's own rows are read again.
        page_by: Column, or columns, not NULL, that no two rows share: every page is a query of its own, that goes on
            where the last ended, so that no transaction is long.
        page_rows: Rows of a page.
        pace: Most rows a second, so that production does not feel it.
        timeout: How long a query may take.

    Raises:
        SourceError: An option that makes no sense.

    Units:
        `timeout` counts seconds.
    """
    from starschema.sources.sql_select import Sql

    return Sql(
        engine,
        select,
        name=name,
        cursor=cursor,
        since=since,
        overlap=overlap,
        page_by=(page_by,) if isinstance(page_by, str) else page_by,
        page_rows=page_rows,
        pace=pace,
        timeout=timeout,
    )


_BY_SUFFIX: dict[str, Callable[..., Source]] = {
    ".csv": csv,
    ".tsv": lambda path, **options: csv(path, **{"delimiter": "\t", **options}),
    ".parquet": parquet,
    ".json": json,
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".xml": xml,
}


def files(path: Paths, **options: Any) -> Source:
    """Return the rows of files, in the format that their suffix tells.

    Args:
        path: A file, a glob, or a list of these, all of one format, compressed or not; URLs such as `s3://` too.
        **options: What the format's own function takes.

    Raises:
        SourceError: No such file, no such format, or files of several formats.
    """
    found = expand(path)
    suffixes = sorted({suffix_of(one) for one in found})
    if len(suffixes) > 1:
        raise SourceError(f"{shown(path)} has files of several formats ({', '.join(suffixes)}); load each on its own")
    suffix = suffixes[0]
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
