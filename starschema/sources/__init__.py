"""The inputs of loads: one module per format, each a bounded stream of Arrow record batches.

`open_source` turns whatever a load is given into a `Source`; the other functions are for options:

>>> from starschema import sources
>>> list(sources.rows([{"id": 1, "city": "Oslo"}]).batches())[0].to_pylist()
[{'id': 1, 'city': 'Oslo'}]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select

from starschema.errors import SourceError
from starschema.sources.base import Source
from starschema.sources.of_files import csv, excel, files, fixed_width, html, json, jsonl, parquet, xml
from starschema.sources.paging import NextLink, PageNumber, PageToken

if TYPE_CHECKING:
    from starschema.sources.arrow_data import Arrow
    from starschema.sources.http_api import Http as http
    from starschema.sources.mongodb_find import Mongo as mongodb
    from starschema.sources.python_rows import Rows
    from starschema.sources.sql_select import Sql as sql

__all__ = [
    "NextLink",
    "PageNumber",
    "PageToken",
    "Source",
    "arrow",
    "csv",
    "excel",
    "files",
    "fixed_width",
    "html",
    "http",
    "json",
    "jsonl",
    "mongodb",
    "open_source",
    "parquet",
    "rows",
    "sql",
    "xml",
]


_READERS = {"http": ("http_api", "Http"), "mongodb": ("mongodb_find", "Mongo"), "sql": ("sql_select", "Sql")}
"""Readers of systems, which are imported when they are first asked for: where each is, and what it is called there."""


def __getattr__(name: str) -> Any:
    """Return the reader of a system: its class, whose options are its own."""
    if name not in _READERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, reader = _READERS[name]
    globals()[name] = found = getattr(import_module(f"{__name__}.{module}"), reader)
    return found


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
    if isinstance(data, tuple) and len(data) == 2 and isinstance(data[0], Engine) and isinstance(data[1], Select):
        engine, data = data
    if isinstance(data, Select):
        from starschema.sources.sql_select import Sql

        if engine is None:
            raise SourceError("a Select does not say where it runs; pass the tuple (engine, select)")
        return Sql(engine, data)
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
