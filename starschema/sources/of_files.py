"""Files as inputs of loads: one function per format, and one that goes by the suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Source
from starschema.sources.opening import Paths, expand, shown, suffix_of

if TYPE_CHECKING:
    from starschema.sources.csv_files import Csv
    from starschema.sources.excel_sheets import Excel
    from starschema.sources.fixed_width_files import FixedWidth
    from starschema.sources.json_files import Json
    from starschema.sources.parquet_files import Parquet
    from starschema.sources.xml_files import Xml


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


def excel(path: Paths, *, sheet: int | str = 0, header: int = 1, columns: Sequence[str] | None = None) -> Excel:
    """Return the rows of a sheet of Excel workbooks, `.xlsx` or `.xlsm`; needs `starschema[excel]`.

    A formula is what Excel last computed: in a workbook that a program wrote and Excel never saw, that is NULL.

    Args:
        path: A file, a glob, or a list of these.
        sheet: The sheet's name, or its number from 0.
        header: The row that names the columns, as Excel numbers it.
        columns: The columns that are wanted; all by default.

    Raises:
        SourceError: No such file, or an option that makes no sense.
    """
    from starschema.sources.excel_sheets import Excel

    return Excel(expand(path), sheet=sheet, header=header, columns=columns, name=shown(path))


def html(
    path: Paths,
    *,
    table: int | str = 0,
    columns: Sequence[str] | None = None,
    null: Sequence[str] = ("",),
    encoding: str = "utf-8",
) -> Source:
    """Return the rows of a table in HTML pages; spans are spread out, and the rows of a `tfoot` are left out.

    Args:
        path: A file, a glob, a list of these, or the URL of a page.
        table: Which table of the page: its number from 0, or its `id`.
        columns: Names of all columns, in place of those of the table's header.
        null: What a cell says for NULL; nothing at all, by default.
        encoding: The pages' encoding.

    Raises:
        SourceError: No such file.
    """
    if isinstance(path, str) and path.lower().startswith(("http://", "https://")):
        from starschema.sources.http_api import Http

        return Http(path, format="html", columns=columns, table=table, null=null, encoding=encoding)
    from starschema.sources.html_tables import Html

    return Html(expand(path), table=table, columns=columns, null=null, encoding=encoding, name=shown(path))


_BY_SUFFIX: dict[str, Callable[..., Source]] = {
    ".csv": csv,
    ".tsv": lambda path, **options: csv(path, **{"delimiter": "\t", **options}),
    ".parquet": parquet,
    ".json": json,
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".xml": xml,
    ".xlsx": excel,
    ".xlsm": excel,
    ".html": html,
    ".htm": html,
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
