"""HTTP APIs: page after page of JSON, CSV, XML or HTML."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from starschema.errors import SourceError
from starschema.sources.asking import Asker, same_server, without_query
from starschema.sources.base import Source, check_names
from starschema.sources.columns import Number
from starschema.sources.csv_files import Csv
from starschema.sources.html_tables import Html
from starschema.sources.json_files import objects
from starschema.sources.marks import Value, later, mark_of, value_of
from starschema.sources.opening import Stored, suffix_of
from starschema.sources.paging import Page, Paging, inside
from starschema.sources.python_rows import batches_of
from starschema.sources.xml_files import Xml

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = {
    "json": ("application/json", "text/json", ".json"),
    "jsonl": ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", ".jsonl", ".ndjson"),
    "csv": ("text/csv", "application/csv", ".csv"),
    "xml": ("application/xml", "text/xml", ".xml"),
    "html": ("text/html", "application/xhtml+xml", ".html", ".htm"),
}
"""What tells a format: the type that the server gives, or else the suffix of the URL."""

Row = Mapping[str, object]


class Http(Source):
    """The rows of what a web server answers, as JSON, JSON lines, CSV, XML or an HTML table, page by page.

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

    any_thread = True

    def __init__(
        self,
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
    ) -> None:
        shown = without_query(url)
        super().__init__(name or shown)
        if format is not None and format not in FORMATS:
            raise SourceError(f"{shown}: format={format!r} is unknown; use one of {', '.join(FORMATS)}")
        if (cursor is None) != (since_parameter is None):
            raise SourceError(
                f"{shown}: give cursor= the column that grows with changes together with since_parameter= the query "
                "parameter that takes its value, or neither"
            )
        if since is not None and cursor is None:
            raise SourceError(f"{shown}: since= is of a cursor; give cursor= and since_parameter= too")
        self.mark = name if cursor is not None else None
        self.cursor = cursor
        self.begins = since is not None
        self._url = url
        self._shown = shown
        self._records = records
        self._pages = pages
        self._parameters = dict(parameters or {})
        self._format = format
        self._columns = columns
        self._since = since
        self._since_parameter = since_parameter
        self._options = options
        self._asker = Asker(dict(headers or {}), timeout, retries)

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return None if self._columns is None else check_names(self._columns, self.name)

    def resume(self, mark: str | None) -> None:
        """Have the server asked for what has changed since the mark, unless `since=` was given."""
        if self.cursor is None:
            raise SourceError(f"{self.name}: give cursor= and since_parameter=, to read on from a mark")
        if not self.begins:
            self._since = None if mark is None else value_of(mark)

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        self.reached = None
        highest = self._since
        for batch in self._batches():
            if self.cursor is not None:
                if self.cursor not in batch.schema.names:
                    raise SourceError(f"{self.name}: the rows lack the cursor {self.cursor!r}")
                told = [value for value in batch.column(self.cursor).to_pylist() if value is not None]
                highest = later(highest, max(told)) if told else highest
            yield batch
        if highest is not None:
            self.reached = mark_of(highest)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
            answers = _Answers(self, Path(folder, "page"))
            first = next(answers.all(), None)
            if first == "csv":
                yield from answers.batches()
            elif first is not None:
                names = self.columns()
                yield from batches_of(answers.rows(first), self.name, names, "sources.http(..., columns=[...])")


class _Answers:
    """The pages of one reading, each in one file in its turn.

    Args:
        source: What is read.
        file: Where each page goes.
    """

    def __init__(self, source: Http, file: Path) -> None:
        self.source = source
        self.file = file
        self.number = 0
        self.taken = 0  # rows of the page so far
        self.headers: dict[str, str] = {}
        self.body: Any = None
        self._formats: Iterator[str] | None = None

    def all(self) -> Iterator[str]:
        """Fetch one page after another, and yield the format of each; its rows are to be taken before the next."""
        if self._formats is None:
            self._formats = self._fetched()
        return self._formats

    def _fetched(self) -> Iterator[str]:
        source = self.source
        asked = {str(k): _told(v) for k, v in source._parameters.items() if v is not None}
        if source._since is not None and source._since_parameter is not None:
            asked[source._since_parameter] = _told(source._since)
        if source._pages is not None:
            asked.update(source._pages.first())
        url = _with(source._url, asked)
        seen = set()
        while True:
            if url in seen:
                raise SourceError(f"{self.shown()}: the server names a page again that was read; mend pages=")
            seen.add(url)
            with self.file.open("w+b") as into:
                self.headers = source._asker.ask(url, self.shown(), into)
            self.taken, self.body = 0, None
            found = source._format or self._told_format(url)
            yield found
            if source._pages is None:
                return
            if source._pages.reads_body and self.body is None:
                raise SourceError(f"{self.shown()}: {found} tells no next page in its body; use another kind of pages=")
            change = source._pages.after(Page(self.number, self.taken, self.headers, self.body))
            if change is None:
                return
            if isinstance(change, str):
                following = urljoin(url, change)
                if not same_server(url, following):
                    raise SourceError(
                        f"{self.shown()}: its next page would be at {without_query(following)}, another server, "
                        "to which nothing is sent"
                    )
                url = following
            else:
                url = _with(url, change)
            self.number += 1

    def shown(self) -> str:
        """Return what messages call the page."""
        page = "" if self.source._pages is None else f", page {self.number + 1}"
        return f"{self.source._shown}{page}"

    def _told_format(self, url: str) -> str:
        told = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        suffix = suffix_of(Path(urlsplit(url).path))
        for hint in (told, suffix):
            for name, hints in FORMATS.items():
                if hint and (hint in hints or (hint.startswith("application/") and hint.endswith(f"+{name}"))):
                    return name
        raise SourceError(
            f"{self.shown()}: the server says it is {told or 'nothing'}; give format= one of {', '.join(FORMATS)}"
        )

    def _stored(self) -> Stored:
        def again() -> IO[bytes]:
            return self.file.open("rb")

        return Stored(self.shown(), again)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows of pages of CSV."""
        names: list[str] | None = None
        found: str | None = "csv"
        while found is not None:
            self._check_same("csv", found)
            own = Csv([self._stored()], **self.source._options)
            header = own.columns()
            names = names or header
            if set(header) != set(names):
                raise SourceError(f"{self.shown()} has other columns than the page before: {', '.join(header)}")
            for batch in own.batches():
                self.taken += batch.num_rows
                yield batch.select(names)
            found = next(self.all(), None)

    def rows(self, first: str) -> Iterator[Row]:
        """Yield the rows of pages of another format."""
        found: str | None = first
        while found is not None:
            self._check_same(first, found)
            for row in self._page(found):
                self.taken += 1
                yield row
            found = next(self.all(), None)

    def _check_same(self, first: str, found: str) -> None:
        if found != first:
            raise SourceError(f"{self.shown()} is {found}, and the page before was {first}; give format=")

    def _page(self, format: str) -> Iterator[Row]:
        source, columns = self.source, self.source._columns
        if format == "xml":
            options = {"record": source._records, **source._options} if source._records else source._options
            return Xml([], columns=columns, name=self.shown(), **options).records(self._stored())
        if format == "html":
            return Html([], name=self.shown(), columns=_listed(columns), **source._options).records(self._stored())
        in_body = source._pages is not None and source._pages.reads_body
        rows = objects(self._stored()) if source._records is None and not in_body else self._enveloped()
        return _picked(rows, columns)

    def _enveloped(self) -> Iterator[Row]:
        """Yield the rows of a JSON page that holds more than these."""
        try:
            self.body = json.loads(self.file.read_bytes(), parse_float=Number)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{self.shown()}: it is no JSON: {error}; give format=") from error
        at = self.source._records
        rows = self.body if at is None else inside(self.body, at)
        if rows is None and at is not None and inside(self.body, at.rpartition(".")[0] or at) is not None:
            rows = []  # an API's way to say that there are none
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            has = f"; it has {', '.join(self.body)}" if isinstance(self.body, dict) else ""
            raise SourceError(
                f"{self.shown()}: there is no array of objects at records={at!r}{has}; give records= the path to it"
            )
        yield from rows


def _picked(rows: Iterator[Row], columns: Sequence[str] | Mapping[str, str] | None) -> Iterator[Row]:
    """Yield the rows with the columns that are wanted, each from its place."""
    if columns is None:
        yield from rows
    elif isinstance(columns, Mapping):
        for row in rows:
            yield {name: inside(row, place) for name, place in columns.items()}
    else:
        for row in rows:
            yield {name: row.get(name) for name in columns}


def _listed(columns: Sequence[str] | Mapping[str, str] | None) -> list[str] | None:
    return None if columns is None else list(columns)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _with(url: str, parameters: Mapping[str, str]) -> str:
    """Return a URL with some parameters of its query set."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **parameters}
    return urlunsplit(parts._replace(query=urlencode(query)))
