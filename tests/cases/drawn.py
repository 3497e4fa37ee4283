"""Histories as drawings: what is loaded, and which versions it leaves.

    load      1 Ann Oslo @01-01             a load; the further lines are further rows of the same load
              2 Bob Moss @01-01
    counts    2 read, 2 inserted            what the last load counted, zeros left out
    load      1 deleted @02-01              member 1 is gone
    snapshot  @03-01                        a whole membership, its rows on the lines below
              1 Ann Bergen
    sales     a 1 @01-15                    facts: an order's number, its customer, its time
    points    a K1                          which customer's version they point to; unknown is -1, n/a is -2
    after     K1 Oslo [01-01, 02-01)        the dimension's versions by member and time
              K3 Bergen [03-01, ∞) current
              K2 Moss [01-01, 03-01)
    columns   id city                       from here on, a row's columns
    shows     id city                       from here on, the columns drawn in `after`
    with      reject_limit=2                options of the loads of this drawing from here on

Days and times are of 2024; `∅` is NULL; `#7` is a change's sequence; `'7'` is text. `K3` is the surrogate key 3, the
third ever given, or where keys are hashes, the third version ever made; where no line of an `after` draws it, keys are
not compared.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase

from starschema import LoadResult, Warehouse
from starschema.model.bookkeeping import COUNTS

TOKEN = re.compile(r"'[^']*'|\S+")
DAY = re.compile(r"\d\d-\d\d$")
SHOWN = {-1: "unknown", -2: "n/a"}

Row = dict[str, Any]


class Story:
    """A dimension in an empty database, and the loads that are drawn.

    Args:
        url: The database.
        dimension: The dimension that `load` loads and `after` shows.
        fact: What `sales` loads: with a grain `order_no`, a time `sold_at` and a role `customer`.
        columns: The columns of a drawn row, at first.
        shows: The columns drawn in `after`, at first.
    """

    def __init__(
        self, url: str, dimension: type[Any], fact: type[Any] | None = None, *, columns: str, shows: str
    ) -> None:
        self.dimension, self.fact = dimension, fact
        self.spec = dimension.__starschema__
        self.columns, self.shows = columns.split(), shows.split()
        self.keys = [column.name for column in self.spec.natural_key]
        self.warehouse = Warehouse(url, _base(dimension))
        self.warehouse.create_all()
        self.result = LoadResult(dimension.__name__)

    def tell(self, drawing: str, **options: Any) -> Story:
        """Do what is drawn, its loads with `options` too, and check what is drawn of it."""
        for word, lines in blocks(drawing):
            if word == "load":
                self.load([self.row(line) for line in lines], **options)
            elif word == "snapshot":
                self.snapshot(lines, **options)
            elif word == "sales":
                assert self.fact is not None
                rows = [_sale(TOKEN.findall(line)) for line in lines]
                self.result = self.warehouse.load(self.fact, rows, **options)
            elif word == "with":
                options |= {name: option(value) for name, value in (pair.split("=") for pair in lines[0].split())}
            elif word == "columns":
                self.columns = lines[0].split()
            elif word == "shows":
                self.shows = lines[0].split()
            else:
                drawn = [tidy(line) for line in lines if line]
                assert self.seen(word, drawn) == drawn
        return self

    def load(self, data: Any, **options: Any) -> LoadResult:
        """Load data; rows as changes of the times in `_at`, unless `options` say otherwise."""
        rows = data if isinstance(data, list) else []
        if any("_lsn" in row for row in rows) and self.spec.sequence is None:
            options["sequence"] = "_lsn"
        if any("_gone" in row for row in rows):
            options["deleted"] = "_gone"
        options = {"effective": "_at", **options}
        self.result = self.warehouse.load(self.dimension, _even(rows) or data, **options)
        return self.result

    def snapshot(self, lines: list[str], **options: Any) -> LoadResult:
        """Load a whole membership, drawn with its time on the first line."""
        rows = [self.row(line) for line in lines[1:]]
        options = {"effective": moment(lines[0].removeprefix("@")), "snapshot": True, **options}
        self.result = self.warehouse.load(self.dimension, rows or _no_rows(self.columns), **options)
        return self.result

    def row(self, line: str) -> Row:
        """Return a drawn row as data."""
        row: Row = {}
        names = iter(self.columns)
        for token in TOKEN.findall(line):
            if token.startswith("@"):
                row["_at"] = moment(token[1:])
            elif token.startswith("#"):
                row[self.spec.sequence.name if self.spec.sequence is not None else "_lsn"] = int(token[1:])
                row["_lsn"] = int(token[1:])
            elif token == "deleted":
                row["_gone"] = True
            else:
                row[next(names)] = value(token)
        return row

    def seen(self, word: str, drawn: list[str]) -> list[str]:
        """Return what a check's word speaks of, in the notation of drawings."""
        if word == "counts":
            found = ((getattr(self.result, name), name) for name in (*COUNTS, "missing"))
            return [", ".join(f"{count} {name}" for count, name in found if count)]
        if word == "points":
            return self.points()
        assert word == "after", f"a drawing knows no {word!r}"
        return self.after(keys=any(re.match(r"K\d", line) for line in drawn))

    def after(self, *, keys: bool) -> list[str]:
        """Return the dimension's versions as lines, by member and time."""
        found = []
        for row in self.rows():
            words = [f"K{row[self.spec.created.name]}"] if keys else []
            words += [shown(row[name]) for name in self.shows]
            if self.spec.versioned:
                words.append(f"[{shown(row['valid_from'])}, {shown(row['valid_to'])})")
                words += ["current"] * row["is_current"]
            found.append(" ".join([*words, *["inferred"] * row["is_inferred"]]))
        return found

    def rows(self) -> list[Row]:
        """Return the dimension's rows without the special members, by member and time."""
        table = self.spec.table
        with self.warehouse.engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(select(table).where(self.spec.key > 0)).mappings()]
        return sorted(rows, key=lambda row: ([row[key] for key in self.keys], row.get("valid_from")))

    def special(self) -> dict[int, bool]:
        """Return the keys of the special members, and whether each is current."""
        spec = self.spec
        with self.warehouse.engine.connect() as connection:
            found = connection.execute(select(spec.key, spec.is_current).where(spec.key < 0))
            return {key: bool(current) for key, current in found}

    def load_ids(self) -> list[int]:
        """Return which load wrote each row last."""
        return [row["load_id"] for row in self.rows()]

    def points(self) -> list[str]:
        """Return which version each fact points to, as lines."""
        assert self.fact is not None
        table = self.fact.__starschema__.table
        numbers = {row[self.spec.key.name]: row[self.spec.created.name] for row in self.rows()}
        with self.warehouse.engine.connect() as connection:
            found = connection.execute(select(table.c.order_no, table.c.customer_key).order_by(table.c.order_no))
            return [f"{number} {SHOWN.get(key) or f'K{numbers[key]}'}" for number, key in found]


def _base(model: type[Any]) -> type[DeclarativeBase]:
    return next(base for base in model.__mro__ if DeclarativeBase in base.__bases__)


def blocks(drawing: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each word that stands in the first column, with the text beside and below it."""
    lines = [line for line in drawing.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    blocks: list[tuple[str, list[str]]] = []
    for line in lines:
        text = line[margin:]
        if not text.startswith(" "):
            word, _, text = text.partition(" ")
            blocks.append((word, []))
        blocks[-1][1].append(text.strip())
    yield from blocks


def tidy(line: str) -> str:
    return " ".join(TOKEN.findall(line))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text if re.match(r"\d{4}-", text) else f"2024-{text}")


def value(token: str) -> Any:
    if token == "∅":
        return None
    if token.startswith("'"):
        return token[1:-1]
    if DAY.match(token):
        return date.fromisoformat(f"2024-{token}")
    return int(token) if token.isdigit() else token


def option(text: str) -> Any:
    try:
        return literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def shown(value: Any) -> str:
    if value is None:
        return "∅"
    if isinstance(value, date):
        return _shown_time(value)
    if isinstance(value, str) and (not value or re.search(r"\s|^\d|^∅$", value)):
        return f"'{value}'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _shown_time(value: date) -> str:
    if value.year == 9999:
        return "∞"
    text = value.isoformat().removesuffix("T00:00:00").removeprefix("2024-")
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", text)


def _even(rows: list[Row]) -> list[Row]:
    """Give every row the columns of all; rows that only delete need no more than their key."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, False if name == "_gone" else None) for name in names} for row in rows]


def _no_rows(columns: list[str]) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array([], pa.string()) for name in columns})


def _sale(words: list[str]) -> Row:
    sale: Row = {"order_no": words[0], "id": value(words[1]), "sold_at": None}
    for word in words[2:]:
        if word.startswith("@"):
            sale["sold_at"] = moment(word[1:])
        else:
            sale["amount"] = value(word)
    return sale
