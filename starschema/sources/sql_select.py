"""The result of a SELECT on some database: read-only, by a server-side cursor or in pages, from a mark on, in no haste.

What production must not feel is kept small: a transaction cannot write, a query is stopped by the server itself after
its time, and rows are taken at a pace. A server-side cursor holds one transaction open for the whole read; pages by a
key hold none longer than a page takes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    NullPool,
    Select,
    and_,
    create_engine,
    literal,
    make_url,
    or_,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.sql.selectable import SelectBase

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.columns import batch_of
from starschema.sources.marks import Value, later, mark_of, value_of
from starschema.sources.pace import Pace, before, duration
from starschema.sources.reading import read_only

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Executable

FETCH_ROWS = 16_384
"""Rows fetched and turned into Arrow at a time."""


class Sql(Source):
    """The rows that `select` fetches, in a read-only transaction and by a server-side cursor where there is one.

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

    def __init__(
        self,
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
    ) -> None:
        try:
            url = engine.url if isinstance(engine, Engine) else make_url(engine)
        except ArgumentError:
            raise SourceError("the database is an engine or a URL such as postgresql+psycopg://host/name") from None
        place = f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"
        super().__init__(name or f"{place}: {' '.join(str(select).split())[:200]}")
        self.mark = name if cursor is not None else None
        self.cursor = cursor
        self._engine = engine
        self._select = select
        self._since = since
        self.begins = since is not None
        self._overlap = overlap
        self._page_by = (page_by,) if isinstance(page_by, str) else tuple(page_by or ())
        self._page_rows = page_rows
        self._pace = Pace(pace)
        self._timeout = timeout
        self._check()

    def _check(self) -> None:
        columns = self.columns()
        for option, names in (("cursor", [self.cursor] if self.cursor else []), ("page_by", self._page_by)):
            for column in names:
                if column not in columns:
                    raise SourceError(f"{self.name}: {option}={column!r} is not selected; it has {', '.join(columns)}")
        for option, amount in (
            ("page_rows", self._page_rows),
            ("pace", self._pace.rows_per_second),
            ("timeout", self._timeout),
        ):
            if amount is not None and amount <= 0:
                raise SourceError(f"{self.name}: {option}={amount} would read nothing; give more than 0")
        if isinstance(self._overlap, str):
            duration(self._overlap)
        if self._since is not None and self.cursor is None:
            raise SourceError(f"{self.name}: since= is of a cursor; give cursor= the column that grows with changes")

    def columns(self) -> list[str]:
        """Return the labels of the selected columns."""
        return check_names(self._select.selected_columns.keys(), self.name)

    def resume(self, mark: str | None) -> None:
        """Have the rows begin at the mark, less the overlap, unless `since=` was given."""
        if self.cursor is None:
            raise SourceError(f"{self.name}: give cursor= the column that grows with changes, to read on from a mark")
        if not self.begins:
            self._since = None if mark is None else value_of(mark)

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        self.reached = None
        self._pace.begin()
        highest = self._since
        place = None if self.cursor is None else self.columns().index(self.cursor)
        first_row = 1
        for names, rows in self._chunks():
            columns = list(zip(*rows, strict=True))
            if place is not None:
                told = [value for value in columns[place] if value is not None]
                if told:
                    highest = later(highest, max(told))
            yield batch_of(dict(zip(names, columns, strict=True)), first_row, self.name)
            first_row += len(rows)
            self._pace.keep(first_row - 1)
        if highest is not None:
            self.reached = mark_of(highest)

    def _chunks(self) -> Iterator[tuple[list[str], Sequence[Any]]]:
        """Yield the names of the columns with some rows, again and again."""
        query = self._from_mark()
        try:
            with self._connected() as engine:
                if not self._page_by:
                    yield from self._streamed(engine, query)
                else:
                    yield from self._paged(engine, query)
        except SQLAlchemyError as error:
            why = getattr(error, "orig", None) or error
            raise SourceError(f"{self.name}: the database refused the query: {why}") from error

    def _streamed(self, engine: Engine, query: SelectBase) -> Iterator[tuple[list[str], Sequence[Any]]]:
        at_once = max(1, min(FETCH_ROWS, int(self._pace.rows_per_second or FETCH_ROWS)))
        # The result is closed before its connection: a server-side cursor has rows on the wire still.
        with (
            self._reading(engine) as connection,
            connection.execution_options(yield_per=at_once).execute(cast("Executable", query)) as result,
        ):
            names = check_names(result.keys(), self.name)
            for rows in result.partitions():
                yield names, rows

    def _paged(self, engine: Engine, query: SelectBase) -> Iterator[tuple[list[str], Sequence[Any]]]:
        rows = query.order_by(None).subquery() if isinstance(query, Select) else query.subquery()
        key = [rows.c[name] for name in self._page_by]
        places = [self.columns().index(name) for name in self._page_by]
        after: tuple[Any, ...] | None = None
        while True:
            page = select(rows).order_by(*key).limit(self._page_rows + 1)
            if after is not None:
                page = page.where(_beyond(key, after))
            with self._reading(engine) as connection:
                result = connection.execute(page)
                names = check_names(result.keys(), self.name)
                found = result.all()
            keys = [tuple(row[place] for place in places) for row in found]
            self._check_keys(keys)
            # One row more than a page shows whether its last key goes on in the next.
            taken = found[: self._page_rows]
            if taken:
                yield names, taken
            if len(found) <= self._page_rows:
                return
            after = keys[self._page_rows - 1]

    def _check_keys(self, keys: Sequence[tuple[Any, ...]]) -> None:
        named = ", ".join(self._page_by)
        before = None
        for key in keys:
            if None in key:
                raise SourceError(f"{self.name}: page_by={named} is NULL in a row; page by columns that are never NULL")
            if key == before:
                raise SourceError(
                    f"{self.name}: two rows share page_by={named} {key}, so some would be lost between pages; page by "
                    "columns that no two rows share"
                )
            before = key

    def _from_mark(self) -> SelectBase:
        if self.cursor is None or self._since is None:
            return self._select
        start = before(self._since, self._overlap)
        inner = self._select
        if isinstance(inner, Select) and inner._limit_clause is None and inner._offset_clause is None:
            inner = inner.order_by(None)
        rows = inner.subquery()
        column = rows.c[self.cursor]
        return select(rows).where(column >= literal(start, column.type))

    @contextmanager
    def _connected(self) -> Iterator[Engine]:
        if isinstance(self._engine, Engine):
            yield self._engine
            return
        engine = create_engine(self._engine, poolclass=NullPool)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def _reading(self, engine: Engine) -> Iterator[Connection]:
        with ExitStack() as closing:
            connection = closing.enter_context(engine.connect())
            closing.enter_context(read_only(connection, self._timeout, self.name))
            yield connection


def _beyond(key: Sequence[ColumnElement[Any]], after: Sequence[Any]) -> ColumnElement[bool]:
    """Return whether a row comes after another one by the key, column by column, as every database has it."""
    return or_(
        *(
            and_(
                *(column == literal(value, column.type) for column, value in zip(key[:i], after[:i], strict=True)),
                key[i] > literal(after[i], key[i].type),
            )
            for i in range(len(key))
        )
    )
