"""Documents of a MongoDB collection, found by a filter, from a mark on, at a pace."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.marks import Value, later, mark_of, value_of
from starschema.sources.pace import Pace, before, duration
from starschema.sources.paging import inside
from starschema.sources.python_rows import batches_of

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_DOCUMENTS = 5_000
"""Documents that the server sends at a time."""


class Mongo(Source):
    """The documents of a collection; needs `starschema[mongodb]`, whose client makes the collection.

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

    any_thread = True

    def __init__(
        self,
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
    ) -> None:
        super().__init__(name or f"mongodb collection {collection.full_name}")
        if since is not None and cursor is None:
            raise SourceError(f"{self.name}: since= is of a cursor; give cursor= the field that grows with changes")
        if isinstance(overlap, str):
            duration(overlap)
        self.mark = name if cursor is not None else None
        self.cursor = cursor
        self.begins = since is not None
        self._collection = collection
        self._filter = dict(filter or {})
        listed = None if columns is None else check_names(columns, self.name)
        self._columns = listed
        self._fields = None if columns is None else _fields(columns)
        self._since = since
        self._overlap = overlap
        self._pace = Pace(pace)
        self._timeout = timeout

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def resume(self, mark: str | None) -> None:
        """Have the documents begin at the mark, less the overlap, unless `since=` was given."""
        if self.cursor is None:
            raise SourceError(f"{self.name}: give cursor= the field that grows with changes, to read on from a mark")
        if not self.begins:
            self._since = None if mark is None else value_of(mark)

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        self.reached = None
        self._pace.begin()
        self._highest = self._since
        yield from batches_of(self._rows(), self.name, self._columns, "sources.mongodb(..., columns=[...])")
        if self._highest is not None:
            self.reached = mark_of(self._highest)

    def _rows(self) -> Iterator[Mapping[str, object]]:
        wanted: dict[str, Any] = self._filter
        if self.cursor is not None and self._since is not None:
            on = {self.cursor: {"$gte": before(self._since, self._overlap)}}
            wanted = {"$and": [self._filter, on]} if self._filter else on
        shown = None
        if self._fields is not None:
            asked = dict.fromkeys([*self._fields.values(), *([self.cursor] if self.cursor else [])], 1)
            shown = {**asked, "_id": 1 if "_id" in asked else 0}
        try:
            found = self._collection.find(wanted, shown, batch_size=BATCH_DOCUMENTS)
            if self._timeout is not None:
                found = found.max_time_ms(max(1, round(self._timeout * 1000)))
            with found:
                for number, document in enumerate(found, 1):
                    if self.cursor is not None and (told := inside(document, self.cursor)) is not None:
                        self._highest = later(self._highest, _plain(told))
                    if self._fields is None:
                        yield {name: _plain(value) for name, value in document.items()}
                    else:
                        yield {name: _plain(inside(document, field)) for name, field in self._fields.items()}
                    self._pace.keep(number)
        except SourceError:
            raise
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("pymongo", "bson", "mongomock"):
                raise
            raise SourceError(f"{self.name}: the database refused the query: {error}") from error


def _fields(columns: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    return dict(columns) if isinstance(columns, Mapping) else {name: name for name in columns}


def _plain(value: Any) -> Any:
    """Return a value of MongoDB's own types as the Python value that it stands for, exactly."""
    kind = type(value).__name__
    if kind == "ObjectId":
        return str(value)
    if kind == "Decimal128":
        return value.to_decimal()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
