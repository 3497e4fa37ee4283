"""XML files: records at one path, one after another, without a tree of the whole and without entities.

The parser is Python's own expat. A declaration of an entity is an error, and so is a reference to one of a DTD that is
elsewhere: nothing is expanded, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.parsers import expat

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.opening import Location, opened
from starschema.sources.python_rows import batches_of

if TYPE_CHECKING:
    import pyarrow as pa

READ_BYTES = 1 << 18
"""How much is parsed at a time."""

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance "
"""What the attributes of schemas begin with, such as xsi:nil; they are no data."""

Row = dict[str, object]


class Xml(Source):
    """Rows of XML files.

    Args:
        paths: The files, read in this order.
        record: Where the records are: names from the root on, `*` for any.
        columns: Names of the columns, or where each stands in the record.
        null: What an element or attribute says for NULL.
        name: What the load's log shows.
    """

    any_thread = True
    repeatable = True

    def __init__(
        self,
        paths: Sequence[Location],
        *,
        record: str = "*/*",
        columns: Sequence[str] | Mapping[str, str] | None = None,
        null: Sequence[str] = ("",),
        name: str | None = None,
    ) -> None:
        super().__init__(name or ", ".join(map(str, paths)))
        self._paths = list(paths)
        self._steps = record.strip("/").split("/")
        if not all(self._steps) or any(step.startswith(("@", "..")) for step in self._steps):
            raise SourceError(f"{self.name}: record={record!r} is no path of elements, such as 'catalog/product'")
        self._null = frozenset((null,) if isinstance(null, str) else null)
        self._columns = None if columns is None else check_names(columns, self.name)
        self._places = dict(columns) if isinstance(columns, Mapping) else None

    def columns(self) -> list[str] | None:
        """Return the names of the columns, where they were given."""
        return self._columns

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        rows = (row for path in self._paths for row in self.records(path))
        yield from batches_of(rows, self.name, self._columns, "sources.xml(..., columns=[...])")

    def records(self, path: Location) -> Iterator[Row]:
        """Yield the rows of one file."""
        wanted = None if self._columns is None else frozenset((self._places or {}).values() or self._columns)
        with opened(path) as stream:
            reader = _Reader(path, self._steps, wanted, self._null, placed=self._places is not None)
            while piece := stream.read(READ_BYTES):
                reader.feed(piece)
                yield from map(self._named, reader.taken())
            reader.feed(b"", last=True)
            yield from map(self._named, reader.taken())
            reader.check_found()

    def _named(self, row: Row) -> Row:
        if self._places is not None:
            return {name: row.get(place) for name, place in self._places.items()}
        if self._columns is not None:
            return {name: row.get(name) for name in self._columns}
        return row


class _Element:
    """An open element of a record: what it has said so far."""

    __slots__ = ("is_null", "name", "parent", "texts")

    def __init__(self, name: str, is_null: bool) -> None:
        self.name = name
        self.texts: list[str] = []
        self.parent = False
        self.is_null = is_null

    @property
    def text(self) -> str:
        return "".join(self.texts)


class _Reader:
    """Takes the records out of what it is fed.

    Args:
        path: The file, for messages.
        steps: The path of the records.
        wanted: The places, or the columns, that are wanted, or None for all.
        null: What says NULL.
        placed: Whether `wanted` are places: the attribute of the record is `@no` then, and not `no`.
    """

    def __init__(
        self,
        path: Location,
        steps: Sequence[str],
        wanted: frozenset[str] | None,
        null: frozenset[str],
        *,
        placed: bool,
    ) -> None:
        self.path = path
        self.steps = steps
        self.wanted = wanted
        self.null = null
        self.placed = placed
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = lambda name, _: self._entity(name)
        self.above: list[Row] = []  # of each open element on the records' path, what records may ask for by ".."
        self.aside: list[_Element] = []  # open elements beside that path
        self.inside: list[_Element] = []  # the open record and what is open in it
        self.row: Row = {}
        self.rows: list[Row] = []
        self.found = False
        self.others: dict[str, None] = {}  # what stands where the path ends to match
        self.deepest = 0

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            if why == "no element found":
                why = "the file ends here, before its root element does"
            raise SourceError(
                f"{self.path}, line {error.lineno}, column {error.offset + 1}: {why}; mend the file, "
                "or have it sent again"
            ) from error

    def taken(self) -> list[Row]:
        rows, self.rows = self.rows, []
        return rows

    def check_found(self) -> None:
        """Raise if something else stands where the records should be, since a wrong path looks like an empty input."""
        if not self.found and self.others:
            where = "/".join(self.steps[: self.deepest]) or "the file's root"
            there = ", ".join(f"<{name}>" for name in list(self.others)[:5])
            raise SourceError(
                f"{self.path}: record={'/'.join(self.steps)!r} matches nothing; at {where} there is {there}"
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        said = {_local(key): value for key, value in attributes.items() if not key.startswith(INSTANCE)}
        is_null = attributes.get(f"{INSTANCE}nil", "").strip() in ("true", "1")
        if self.inside:
            self._open_inside(local, said, is_null)
            return
        depth = len(self.above)
        if not self.aside and self.steps[depth] in ("*", local):
            if depth + 1 > self.deepest:
                self.deepest, self.others = depth + 1, {}
            if depth + 1 == len(self.steps):
                self.found = True
                self.row = {}
                self._open_inside(local, said, is_null)
            else:
                self.above.append({f"@{key}": self._value(value) for key, value in said.items()})
            return
        if not self.aside and depth == self.deepest and len(self.others) < 5:
            self.others[local] = None
        if self.aside:
            self.aside[-1].parent = True
        self.aside.append(_Element(local, is_null))

    def _open_inside(self, local: str, attributes: Mapping[str, str], is_null: bool) -> None:
        if self.inside:
            self.inside[-1].parent = True
            self._check_parent()
        self.inside.append(_Element(local, is_null))
        place = "/".join(element.name for element in self.inside[1:])
        for key, value in attributes.items():
            self._put(f"{place}/@{key}" if place else f"@{key}", value)

    def _end(self, _name: str) -> None:
        if self.inside:
            element = self.inside[-1]
            if not element.parent and (len(self.inside) > 1 or element.text.strip()):
                self._put(self._place(), None if element.is_null else element.text)
            self.inside.pop()
            if not self.inside:
                self._finish_row()
        elif self.aside:
            element = self.aside.pop()
            if not self.aside and not element.parent and self.above and self._asked_for(element.name):
                self.above[-1][element.name] = None if element.is_null else self._value(element.text)
        else:
            self.above.pop()

    def _characters(self, text: str) -> None:
        if self.inside:
            element = self.inside[-1]
            element.texts.append(text)
            if element.parent:
                self._check_parent()
        elif self.aside:
            self.aside[-1].texts.append(text)

    def _place(self) -> str:
        """Return the place of the innermost open element."""
        if len(self.inside) == 1:
            return "." if self.placed else self.inside[0].name
        return "/".join(element.name for element in self.inside[1:])

    def _put(self, place: str, text: str | None) -> None:
        name = place if self.placed or "/" in place else place.removeprefix("@")
        if self.wanted is not None and name not in self.wanted:
            return
        if name in self.row:
            raise self._error(
                f"{name!r} occurs twice in a record of {'/'.join(self.steps)}",
                "make record= the path to the repeated element, or name the columns wanted: columns={name: place}",
            )
        self.row[name] = None if text is None else self._value(text)

    def _finish_row(self) -> None:
        for place in (self.wanted or ()) if self.placed else ():
            ups = place.count("../")
            if ups:
                if ups > len(self.above):
                    raise self._error(f"the place {place!r} is above the root", "mend columns=")
                self.row[place] = self.above[-ups].get(place[3 * ups :])
        self.rows.append(self.row)

    def _asked_for(self, name: str) -> bool:
        return any(place.startswith("../") and place.endswith(f"../{name}") for place in self.wanted or ())

    def _value(self, text: str) -> str | None:
        return None if text in self.null else text

    def _check_parent(self) -> None:
        """Check that the innermost open element, which holds elements, is not to be a column's text too."""
        element = self.inside[-1]
        asked = self.wanted is None or self._place() in self.wanted
        # A record's own text may be wanted of those that hold no elements; elsewhere it would be NULL in silence.
        if asked and (element.text.strip() or (self.wanted is not None and len(self.inside) > 1)):
            raise self._error(
                f"<{element.name}> holds elements as well as the text {element.text.strip()[:60]!r}",
                "a column is one or the other: name the columns wanted, columns={name: place}, or mend the file",
            )
        element.texts.clear()

    def _entity(self, name: str, *_: object) -> None:
        raise self._error(
            f"the entity {name!r}, which can stand for anything, is not expanded",
            "write what it stands for into the file",
        )

    def _error(self, why: str, remedy: str) -> SourceError:
        return SourceError(f"{self.path}, line {self.parser.CurrentLineNumber}: {why}; {remedy}")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
