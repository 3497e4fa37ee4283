"""Tables of HTML pages: the rows of one of them, with spans spread out and blanks as a browser shows them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.opening import Location, opened
from starschema.sources.python_rows import batches_of

if TYPE_CHECKING:
    import pyarrow as pa

READ_CHARACTERS = 1 << 18
"""How much is parsed at a time."""

BLANKS = re.compile(r"[ \t\r\n\f]+")

UNSHOWN = frozenset({"script", "style", "template"})

WIDEST_SPAN = 1000
"""Columns, as browsers have it, that a cell spans at most."""

LONGEST_SPAN = 65_534
"""Rows, as browsers have it, that a cell spans at most."""


class Html(Source):
    """Rows of a table in HTML pages.

    Args:
        paths: The pages, read in this order.
        table: Which table of the page: its number from 0, or its `id`.
        columns: Names of the columns, in place of those of the header.
        null: What a cell says for NULL.
        encoding: The pages' encoding.
        name: What the load's log shows.
    """

    any_thread = True

    def __init__(
        self,
        paths: Sequence[Location],
        *,
        table: int | str = 0,
        columns: Sequence[str] | None = None,
        null: Sequence[str] = ("",),
        encoding: str = "utf-8",
        name: str | None = None,
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        self._paths = list(paths)
        self._table = table
        self._columns = None if columns is None else check_names(columns, self.name)
        self._null = frozenset((null,) if isinstance(null, str) else null)
        self._encoding = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        rows = (row for path in self._paths for row in self.records(path))
        yield from batches_of(rows, self.name, self._columns, "sources.html(..., columns=[...])")

    def records(self, path: Location) -> Iterator[dict[str, object]]:
        """Yield the rows of one page."""
        parser = _Tables(self._table)
        names = self._columns
        header: list[str] | None = None
        named = names
        with opened(path) as stream:
            text = codecs.getreader(self._encoding)(stream)
            ended = False
            while not ended:
                try:
                    piece = text.read(READ_CHARACTERS)
                except UnicodeDecodeError as error:
                    raise SourceError(f"{path} is not {self._encoding}: {error}; give the page's encoding=") from error
                ended = not piece
                parser.feed(piece)
                if ended:
                    parser.close()
                    parser.finish()
                for number, kind, cells in parser.taken():
                    if kind == "head" or (header is None and (kind == "headings" or names is None)):
                        header, named = cells, names
                        continue
                    if kind == "headings" and cells == header:
                        continue  # repeated for those who print the page
                    named = named or self._checked(path, header or [])
                    header = header or named
                    if len(cells) != len(named):
                        raise SourceError(
                            f"{path}, table {self._table!r}, row {number}: {len(cells)} cells where the header has "
                            f"{len(named)}: {cells[:5]}; name another table="
                        )
                    yield {n: None if c in self._null else c for n, c in zip(named, cells, strict=True)}
        if not parser.found:
            raise SourceError(f"{path}: it has no table {self._table!r}; {parser.there()}")

    def _checked(self, path: Location, cells: list[str]) -> list[str]:
        if "" in cells:
            raise SourceError(
                f"{path}, table {self._table!r}: column {cells.index('') + 1} has no name; give columns=[...] for all"
            )
        return check_names(cells, f"{path}, table {self._table!r}")


class _Table:
    """An open table: the row that is being read, and the cells that reach into rows to come."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.section = ""
        self.cells: list[tuple[str, int, int]] | None = None  # text, columns, rows
        self.headings = 0
        self.text: list[str] | None = None
        self.span: tuple[int, int] = (1, 1)
        self.hanging: dict[int, tuple[str, int]] = {}  # column: text, rows left
        self.rows = 0
        self.unshown = 0


class _Tables(HTMLParser):
    """Takes the rows of one table out of a page; what is left open is closed as browsers do.

    Args:
        wanted: The table's number or id.
    """

    def __init__(self, wanted: int | str) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted = wanted
        self.found = False
        self.seen = 0
        self.ids: list[str] = []
        self.open: list[_Table] = []
        self.done: list[tuple[int, str, list[str]]] = []

    def taken(self) -> list[tuple[int, str, list[str]]]:
        """Return the rows that are complete, each with its number, its kind (head, headings, row) and its cells."""
        done, self.done = self.done, []
        return done

    def there(self) -> str:
        """Return which tables there are, for a message."""
        ids = f" and the ids {', '.join(map(repr, self.ids))}" if self.ids else ""
        return f"there are {self.seen} tables, from 0{ids}" if self.seen else "there is none at all"

    def finish(self) -> None:
        """Close what the page has left open."""
        while self.open:
            self.handle_endtag("table")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "table":
            own = said.get("id")
            wanted = self.wanted == (own if isinstance(self.wanted, str) else self.seen) and not self.found
            self.found = self.found or wanted
            self.seen += 1
            self.ids += [own] if own else []
            self.open.append(_Table(wanted))
        elif self.open:
            table = self.open[-1]
            if tag in ("thead", "tbody", "tfoot"):
                self._end_row(table)
                table.section, table.hanging = tag, {}
            elif tag == "tr":
                self._end_row(table)
                table.cells, table.headings = [], 0
            elif tag in ("td", "th"):
                self._end_cell(table)
                if table.cells is None:
                    table.cells, table.headings = [], 0
                table.headings += tag == "th"
                table.span = (
                    _number(said.get("colspan"), WIDEST_SPAN) or 1,
                    1 if (rows := _number(said.get("rowspan"), LONGEST_SPAN)) is None else rows or LONGEST_SPAN,
                )
                table.text = []
            elif tag in UNSHOWN:
                table.unshown += 1
            elif table.text is not None:
                table.text.append(" " if tag in ("br", "p", "div", "li") else "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open:
            return
        table = self.open[-1]
        if tag == "table":
            self._end_row(table)
            self.open.pop()
        elif tag in ("td", "th"):
            self._end_cell(table)
        elif tag in ("tr", "thead", "tbody", "tfoot"):
            self._end_row(table)
            if tag != "tr":
                table.section, table.hanging = "", {}
        elif tag in UNSHOWN:
            table.unshown = max(0, table.unshown - 1)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].text is not None and not self.open[-1].unshown:
            self.open[-1].text.append(data)

    def _end_cell(self, table: _Table) -> None:
        if table.text is not None and table.cells is not None:
            table.cells.append((BLANKS.sub(" ", "".join(table.text)).strip(" "), *table.span))
        table.text = None

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if table.cells is None:
            return
        cells, headings, table.cells = table.cells, table.headings, None
        table.rows += 1
        spread = _spread(cells, table.hanging)
        if table.wanted and table.section != "tfoot" and cells:
            kind = "head" if table.section == "thead" else "headings" if headings == len(cells) else "row"
            self.done.append((table.rows, kind, spread))


def _spread(cells: list[tuple[str, int, int]], hanging: dict[int, tuple[str, int]]) -> list[str]:
    """Return a row's texts, each as wide as its cell, with those that hang over from the rows above."""
    row: list[str] = []

    def hung() -> None:
        while (over := hanging.get(len(row))) is not None:
            text, left = over
            if left > 1:
                hanging[len(row)] = text, left - 1
            else:
                del hanging[len(row)]
            row.append(text)

    for text, wide, rows in cells:
        hung()
        for _ in range(wide):
            if rows > 1:
                hanging[len(row)] = text, rows - 1
            row.append(text)
    hung()
    return row


def _number(said: str | None, most: int) -> int | None:
    return min(int(said), most) if said is not None and said.strip().isdecimal() else None
