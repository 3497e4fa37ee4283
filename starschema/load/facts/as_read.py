"""A simple fact load, done as its input is read, piece by piece.

While a piece is read and cast, the one before it is looked up on the workbench, and the one before that is written.
Nothing is kept of a piece that has been written, so memory does not grow with the input, and neither the reader nor
the writer waits for the other. What can only be seen with all rows at hand, a grain that occurs twice, the table's
primary key sees. Then, and wherever else this way does not suffice, what was written is undone, and the load takes the
careful way from the beginning, with all rows at rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, FromClause

from starschema.backends.exchange import quoted
from starschema.errors import LoadError
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.facts.sending import Sending, sending
from starschema.load.keys.members import keys_given
from starschema.load.keys.where import KEYS_SHARE, place_for
from starschema.load.keys.whole_maps import WholeMaps, kept_map
from starschema.load.newest import newest_events, note_newest
from starschema.load.pieces import Piece, cast_apart
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, refuse_unholdable, stage_columns
from starschema.sql.compare import Query

if TYPE_CHECKING:
    import pyarrow as pa

    from starschema.load.facts.fact import FactLoad

SIZES = (4_000_000, 8_000_000)
"""Bytes of the first piece, small so that the writer soon has work, and of the others: enough that what each costs
beside its rows does not count, few enough to hold half a dozen of them."""


class _NotAsRead(Exception):
    """The load has to take the careful way after all."""


def load_as_read(load: FactLoad, context: Context) -> Outcome | None:
    """Load a fact as its input is read; return None, with nothing done, if it has to be loaded in the careful way."""
    if not is_simply_added(load, context) or context.lookups.wanted == "warehouse" or _is_small(load, context):
        return None
    attempt = _AsRead(load, context)
    try:
        # The first piece is read while the database is asked about the table.
        with attempt.reading() as pieces:
            if not load.grain_is_key(context.backend, context.connection):
                return None
            with context.connection.begin_nested():
                return attempt.run(pieces)
    except _NotAsRead:
        return None
    except Exception as error:
        if context.backend.key_taken(error):
            return None
        raise
    finally:
        load.seen = attempt.read


def is_simply_added(load: FactLoad, context: Context) -> bool:
    """Return whether a load can be tried without having all rows at rest."""
    return adds_events(load, context) and not load.spec.conversions and load.spec.family is None


def adds_events(load: FactLoad, context: Context) -> bool:
    """Return whether rows are events that are simply added.

    None in the data or on record may have the same grain; and the input must be there to be read again.
    """
    options, roles = load.options, load.spec.roles
    return (
        options.on_duplicate == "error"
        and load.deleted is None
        and not context.dry_run
        and load.source.repeatable
        and all(role.through is None and role.found_in.grouping is None for role in roles)
        and not load.converted
    )


def says_its_grain(load: FactLoad) -> bool:
    """Return whether rows say their grain as it stands."""
    return all(column in load.own for column in load.spec.grain)


def says_its_keys(load: FactLoad) -> bool:
    """Return whether rows say their grain and the natural keys of their members as these stand."""
    return says_its_grain(load) and not any(naming.made for naming in load.references.namings.values())


def _is_small(load: FactLoad, context: Context) -> bool:
    """Return whether there are so few rows that some dimension is to be looked up in the warehouse in any case."""
    rows = load.source.size()
    if rows is None or context.lookups.wanted != "auto":
        return False
    named = load.references.most_named(rows)
    return any(
        place_for(most, keys_given(context.bench, context.tables, each, context.lookups), KEYS_SHARE) == "warehouse"
        and kept_map(context, each) is None
        for each, most in named.items()
    )


class _AsRead:
    """One load as its input is read.

    Args:
        load: The load.
        context: Its surroundings.
    """

    def __init__(self, load: FactLoad, context: Context) -> None:
        self.load = load
        self.context = context
        self.bench = context.bench
        self.rejects = Rejects(load.name, load.options.reject_limit)
        self.maps = WholeMaps(context, load.references, self.rejects)
        self.fields, columns = load.fields()
        self.types: dict[str, Column[Any]] = dict(zip((f.name for f in self.fields), columns, strict=True))
        self.read = 0
        self.newest: dict[str, datetime] = {}
        self.added: FromClause | None = None
        self._query = ""
        self._gaps: list[str] = []

    def reading(self) -> AbstractContextManager[Iterator[Piece]]:
        """Begin to read the input."""
        load = self.load
        return cast_apart(load.source, self.fields, load.name, load.options.zone, SIZES)

    def run(self, pieces: Iterator[Piece]) -> Outcome:
        """Load all pieces.

        Raises:
            _NotAsRead: The load has to take the careful way.
        """
        load, options = self.load, self.load.options
        with sending(self.bench, load.spec.table, load.columns) as sent:
            for piece in pieces:
                self._pass(piece, sent)
                if options.progress is not None:
                    options.progress(self.read)
        if not self.read:
            raise _NotAsRead
        note_newest(self.context, load.spec, self.newest)
        if self.added is not None:
            keep_aggregates(self.context, load.aggregates, self.added, [])
        self.maps.leave()
        counts = {
            "read": self.read,
            "inserted": sent.written,
            "inferred": self.maps.inferred,
            "rejected": self.rejects.count,
        }
        return Outcome(counts, self.rejects.kept)

    def _pass(self, piece: Piece, sent: Sending) -> None:
        """Look a piece up and hand it to the writer."""
        staged = self._staged(piece)
        first = not self.read
        if first:
            total = self.load.source.size() or piece.rows
            if not self.maps.bring(staged.table, max(total / piece.rows, 1.0)):
                raise _NotAsRead
            self._prepare(staged)
        self.read += piece.rows
        for name, time in newest_events(self.bench, self.load.spec, staged.table).items():
            self.newest[name] = max(time, self.newest.get(name, time))
        rows = self._finished(sent)
        if any(rows[name].null_count for name in self._gaps):
            sent.settle()
            self.maps.complete(staged.table)
            self._check_rejects()
            rows = self._finished(sent)
            if any(rows[name].null_count for name in self._gaps):
                raise LoadError(f"{self.load.name}: a member that was inferred is not found; the load was undone")
        if self.load.aggregates:
            self._keep_for_aggregates()
        if rows.num_rows:
            sent.send(rows)
        if first:  # while the database takes the piece
            self.maps.check()

    def _staged(self, piece: Piece) -> Stage:
        """Set a piece down on the workbench, in the place of the one before."""
        bench, names = self.bench, [f.name for f in piece.present]
        table = bench.empty("stage", stage_columns(self.types, piece.present))
        if piece.batches:
            bench.append("stage", piece.batches)
        self.rejects.add(piece.rejected)
        self.rejects.add(refuse_unholdable(bench, [self.types[n] for n in names], names))
        staged = self.load.references.named(bench, Stage(table, piece.rows, frozenset(names)), self.rejects)
        self._check_rejects()
        return staged

    def _check_rejects(self) -> None:
        """Leave it to the careful way to count and to name all rows that cannot be loaded, if they are too many."""
        if self.rejects.count > self.rejects.limit:
            raise _NotAsRead

    def _prepare(self, staged: Stage) -> None:
        """Write down the query that every piece is looked up with."""
        ready: Query = self.load.ready(self.context, staged, self.maps.maps, gaps=True)
        self._query = self.bench.sql(ready)
        given = self.load.references.given(staged.table)
        self._gaps = [role.column.name for role in given if role.missing != "unknown"]
        if self.load.aggregates:
            self.added = self.bench.keep("ready_facts", ready.limit(0))

    def _finished(self, sent: Sending) -> pa.Table:
        """Return the rows of the staged piece as they are sent: in the order of the grain."""
        query = self._query
        if self.load.aggregates:
            self.bench.duck.execute(f"CREATE OR REPLACE TEMP TABLE ready_piece AS {query}")
            query = "SELECT * FROM ready_piece"
        # In the key's order, rows go into its index at one place; the joins have mixed even those that came in order.
        grain = ", ".join(f"rows.{quoted(c.name)}" for c in self.load.spec.grain)
        query = f"{sent.spelt(query)} ORDER BY {grain}"
        return self.bench.duck.execute(query).to_arrow_table()

    def _keep_for_aggregates(self) -> None:
        self.bench.duck.execute("INSERT INTO ready_facts SELECT * FROM ready_piece")
        self.bench.changed("ready_facts")
