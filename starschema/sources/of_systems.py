"""Systems as inputs of loads: databases and web services, read whole or from a mark on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine
from sqlalchemy.sql.selectable import SelectBase

from starschema.sources.marks import Value
from starschema.sources.paging import Paging

if TYPE_CHECKING:
    from starschema.sources.http_api import Http
    from starschema.sources.mongodb_find import Mongo
    from starschema.sources.sql_select import Sql


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


def http(
    url: str,
    *,
    records: str | None = None,
    pages: Paging | None = None,
    parameters: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    format: str | None = None,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    name: str | None = None,
    cursor: str | None = None,
    since: Value | None = None,
    since_parameter: str | None = None,
    retries: int = 6,
    timeout: float = 60.0,
    **options: Any,
) -> Http:
    """Return the rows of what a web server answers, as JSON, JSON lines, CSV, XML or an HTML table, page by page.

    What fails for now (429, 5xx, a broken connection) is asked for again, later and later, or when the server says.

    Args:
        url: What to get; no message and no log shows its query.
        records: Where the rows are: in JSON the path to an array of objects, such as `data.items`, which has a page
            read whole; in XML that of the records.
        pages: How the next page is told: `NextLink()`, `PageNumber()` or `PageToken()`. There is one page by default.
        parameters: More of the query.
        headers: What to send along, such as `{"Authorization": ...}`; no other server gets to see it.
        format: `json`, `jsonl`, `csv`, `xml` or `html`; by what the server says, else by the URL's suffix, by default.
        columns: Names of the columns, where the first rows don't show them all; for JSON and XML also where each
            stands, such as `{"city": "address.city"}`.
        name: What the load's log shows, and the mark's name, as in `sources.sql`.
        cursor: The column that grows with every change of a row.
        since: Where to begin, whatever the mark.
        since_parameter: The query parameter by which the server is asked for what has changed since.
        retries: How often to ask again.
        timeout: How long the server may be silent.
        **options: What the format's own function takes, such as `delimiter` or `table`.

    Raises:
        SourceError: An option that makes no sense.

    Units:
        `timeout` counts seconds.
    """
    from starschema.sources.http_api import Http

    return Http(
        url,
        records=records,
        pages=pages,
        parameters=parameters,
        headers=headers,
        format=format,
        columns=columns,
        name=name,
        cursor=cursor,
        since=since,
        since_parameter=since_parameter,
        retries=retries,
        timeout=timeout,
        options=options,
    )


def mongodb(
    collection: Any,
    filter: Mapping[str, Any] | None = None,
    *,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    name: str | None = None,
    cursor: str | None = None,
    since: Value | None = None,
    overlap: str | timedelta | float = "5 minutes",
    pace: float | None = None,
    timeout: float | None = None,
) -> Mongo:
    """Return the documents of a collection; needs `starschema[mongodb]`, whose client makes the collection.

    An `ObjectId` is its text, a `Decimal128` exact, and what is nested its JSON text.

    Args:
        collection: A collection of `pymongo`, with the read preference and read concern that you want.
        filter: Which documents; all by default.
        columns: The fields that are wanted, or where each stands, such as `{"city": "address.city"}`; by default the
            fields of the first documents.
        name: What the load's log shows, and the mark's name, as in `sources.sql`.
        cursor: The field that grows with every change of a document.
        since: Where to begin, whatever the mark.
        overlap: How far before that to begin, as in `sources.sql`.
        pace: Most documents a second.
        timeout: How long the query may take.

    Raises:
        SourceError: An option that makes no sense.

    Units:
        `timeout` counts seconds.
    """
    from starschema.sources.mongodb_find import Mongo

    return Mongo(
        collection,
        filter,
        columns=columns,
        name=name,
        cursor=cursor,
        since=since,
        overlap=overlap,
        pace=pace,
        timeout=timeout,
    )
