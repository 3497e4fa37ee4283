"""The workbench: an in-process DuckDB on which a load's set logic runs.

On a DuckDB warehouse it is the warehouse's own connection. On any other it is a database in memory that spills to
disk, to which the warehouse's side of a comparison is fetched and from which finished rows are written back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Connection,
    FromClause,
    Table,
    TableClause,
    and_,
    column,
    delete,
    func,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from starschema.backends import Backend
from starschema.backends.exchange import duckdb_type, quoted
from starschema.backends.literal import literal_sql
from starschema.load.families import delete_parts, update_parts, write_parts
from starschema.load.idle import database
from starschema.load.memory import INDEX_BYTES, RECORD_BYTES, SLACK_BYTES, Allowance
from starschema.load.working_types import working_dialect
from starschema.model.family import FAMILY
from starschema.model.kinds import Family
from starschema.sql.compare import Query, equal

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from starschema.load.casting.cast import Field
    from starschema.load.casting.native import Native
    from starschema.sources import Source


_numbers = count(1)
"""Tells the temporary tables of one pooled connection apart, whatever became of earlier loads on it."""


class Workbench:
    """Working tables of one load, and both ends of the way to the warehouse.

    Args:
        backend: The warehouse's database.
        warehouse: The load's connection to it.
        duck: The connection to the workbench; on DuckDB, what is behind `warehouse`.
    """

    def __init__(self, backend: Backend, warehouse: Connection, duck: duckdb.DuckDBPyConnection) -> None:
        self.backend = backend
        self.warehouse = warehouse
        self.duck = duck
        self._made: list[str] = []
        self._views: list[str] = []
        self._sent: list[str] = []
        self._given: list[str] = []
        self._shapes: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self.allowance: Allowance | None = None

    def keep(self, name: str, query: Query) -> FromClause:
        """Run `query` here and keep its rows as a working table."""
        return self._keep(name, self.sql(query), [(c.name, c.type) for c in query.selected_columns])

    def _keep(self, name: str, sql: str, columns: Sequence[tuple[str, TypeEngine[Any]]]) -> FromClause:
        told = self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS {sql}").fetchone()
        rows = self.made(name, columns)
        if told is not None:
            self._counts[name] = int(told[0])
        return rows

    def look(self, name: str, query: Query, rows: int | None = None) -> FromClause:
        """Name `query` here, to be run where the name is used; what it reads must outlast it.

        Args:
            name: The name.
            query: The query.
            rows: How many rows it has, where that is known and costs something to find.
        """
        found = self.look_at(name, self.sql(query), [(c.name, c.type) for c in query.selected_columns])
        if rows is not None:
            self._counts[name] = rows
        return found

    def look_at(self, name: str, sql: str, columns: Sequence[tuple[str, TypeEngine[Any]]]) -> FromClause:
        """Name a query in DuckDB's SQL here, to be run where the name is used."""
        self.duck.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {sql}")
        self._views.append(name)
        self.changed(name)
        return table(name, *(column(n, kind) for n, kind in columns))

    def is_looked_at(self, name: str) -> bool:
        """Return whether a name stands for a query that is run wherever it is used."""
        return name in self._views

    def put_to_rest(self, name: str) -> None:
        """Have a name that stands for a query stand for a working table of its rows."""
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE looked_at AS SELECT * FROM {quoted(name)}")
        self.duck.execute(f"DROP VIEW {quoted(name)}")
        self.duck.execute(f"ALTER TABLE looked_at RENAME TO {quoted(name)}")
        self._views = [each for each in self._views if each != name]
        self._made.append(name)
        self._counts.clear()

    def empty(self, name: str, columns: Sequence[Column[Any]]) -> FromClause:
        """Make an empty working table."""
        types = ", ".join(f"{quoted(c.name)} {duckdb_type(c)}" for c in columns)
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} ({types})")
        self._shapes[name] = [c.name for c in columns]
        rows = self.made(name, [(c.name, c.type) for c in columns])
        self._counts[name] = 0
        return rows

    def made(self, name: str, columns: Sequence[tuple[str, TypeEngine[Any]]]) -> FromClause:
        """Return the working table `name`, that now exists, for use in queries."""
        self._made.append(name)
        self.changed(name)
        return table(name, *(column(n, kind) for n, kind in columns))

    def scalar(self, query: Query) -> Any:
        """Run `query` here and return its one value."""
        return self.rows(query)[0][0]

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """Run `query` here and return its rows; for a handful."""
        return self.duck.execute(self.sql(query)).fetchall()

    def count(self, rows: FromClause) -> int:
        """Return how many rows a working table has."""
        name = rows.name if isinstance(rows, TableClause) and not isinstance(rows, Table) else ""
        if name in self._counts:
            return self._counts[name]
        found = int(self.scalar(select(func.count()).select_from(rows)))
        if name in self._made:  # what is only looked at may change with what it reads
            self._counts[name] = found
        return found

    def changed(self, name: str) -> None:
        """Forget how many rows a working table had: some came or went without `keep`."""
        self._counts.pop(name, None)

    def sql(self, query: Query) -> str:
        """Return `query` as DuckDB SQL."""
        return literal_sql(query, working_dialect())

    def append(self, name: str, batches: Sequence[pa.RecordBatch]) -> None:
        """Append Arrow batches of one schema to a working table that `empty` made, column by name."""
        import pyarrow as pa

        # Not registered under a name: in a transaction, DuckDB would hold on to each such table until the commit.
        rows = self.duck.from_arrow(pa.Table.from_batches(batches))
        given = set(batches[0].schema.names)
        rows.project(", ".join(quoted(n) if n in given else "NULL" for n in self._shapes[name])).insert_into(name)
        self.changed(name)

    def add(self, rows: FromClause, query: Query) -> None:
        """Add the rows of a query here to a working table, column by name."""
        name = rows.name  # type: ignore[attr-defined]
        self.duck.execute(f"INSERT INTO {quoted(name)} BY NAME {self.sql(query)}")
        self.changed(name)

    def take(self, name: str, query: Query, rows: pa.Table) -> FromClause:
        """Make a working table of rows that `query` once gave."""
        columns = [(c.name, c.type) for c in query.selected_columns]
        self.duck.from_arrow(rows).create_view("taken_rows", replace=True)
        named = ", ".join(quoted(column) for column, _ in columns)
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT {named} FROM taken_rows")
        self.duck.execute("DROP VIEW taken_rows")
        return self.made(name, columns)

    def give(self, rows: FromClause) -> pa.Table:
        """Return the rows of a working table, to outlast the workbench."""
        return self.duck.execute(f"SELECT * FROM {quoted(rows.name)}").to_arrow_table()  # type: ignore[attr-defined]

    def drop(self, rows: FromClause) -> None:
        """Drop a working table that is needed no longer."""
        name = rows.name  # type: ignore[attr-defined]
        kind, names = ("VIEW", self._views) if name in self._views else ("TABLE", self._made)
        self.duck.execute(f"DROP {kind} {quoted(name)}")
        names[:] = [each for each in names if each != name]

    def natively(self, source: Source, fields: Sequence[Field], target: str, zone: str) -> Native | None:
        """Return the input as DuckDB reads it by itself here; see `native.natively`."""
        from starschema.load.casting.native import natively

        found = natively(self.duck, source, fields, target, zone)
        if found is not None:
            self._given += found.given
        return found

    def set_down(self) -> None:
        """Commit the working tables made so far, before the load has written anything else.

        In a DuckDB warehouse they are made in the load's transaction, and what a transaction has made itself DuckDB
        reads by one thread and three times as slowly.
        """
        if self.backend.in_place:
            self.duck.commit()
            self.duck.begin()

    def undo(self) -> None:
        """Undo what was done since the working tables were set down, after which an error has come."""
        if self.backend.in_place:
            self.duck.rollback()
            self.duck.begin()
            self.backend.undone(self.warehouse)

    def fetch(self, name: str, query: Query, columns: Sequence[Column[Any]]) -> FromClause:
        """Bring the rows of a warehouse query here as a working table with the columns' names."""
        self.backend.fetch(self.warehouse, query, columns, self.duck, name)
        return self.made(name, [(c.name, c.type) for c in columns])

    def see(self, name: str, query: Query, columns: Sequence[Column[Any]]) -> FromClause:
        """Do as `fetch` does; in a warehouse that is the workbench, show the rows as they stand, then and later."""
        if not self.backend.in_place:
            return self.fetch(name, query, columns)
        read = self.backend.reading(self.warehouse, query, columns)
        return self.look_at(name, read, [(c.name, c.type) for c in columns])

    def write(self, target: FromClause, query: Query, columns: Sequence[Column[Any]], rows: int | None = None) -> int:
        """Append the rows of a query here to a table of the warehouse.

        Args:
            target: The table.
            query: The query.
            columns: Its columns.
            rows: How many rows it has, where that is known.
        """
        if (family := _family(target)) is not None:
            return write_parts(self, family, query, columns)
        self._make_room(target, query.subquery(), rows)
        return self.backend.write(self.warehouse, target, columns, self.duck, self.sql(query))

    def try_to_write(self, target: FromClause, query: Query, columns: Sequence[Column[Any]]) -> int | None:
        """Append the rows as `write` does; or none of them, and return None, if one has a key that is taken."""
        try:
            with self.warehouse.begin_nested():
                return self.write(target, query, columns)
        except Exception as error:
            if self.backend.key_taken(error):
                return None
            raise

    def send(self, like: Table, columns: Sequence[Column[Any]], query: Query) -> FromClause:
        """Bring the rows of a query here to a temporary table beside `like`, with its columns' types and collations."""
        name = f"starschema_sent_{next(_numbers)}"
        if self.backend.in_place:
            values = ", ".join(f"{self.backend.outgoing(c, quoted(c.name))} AS {quoted(c.name)}" for c in columns)
            return self._keep(name, f"SELECT {values} FROM ({self.sql(query)})", [(c.name, c.type) for c in columns])
        self._sent.append(name)
        return self.backend.send(self.warehouse, name, columns, self.duck, self.sql(query), like=like)

    def send_new(self, shape: Table, query: Query) -> FromClause:
        """Bring the rows of a query here to a temporary table of the given shape, to be joined by its first column."""
        name = f"{shape.name}_{next(_numbers)}"
        if self.backend.in_place:
            return self.keep(name, query)
        self._sent.append(name)
        return self.backend.send(self.warehouse, name, list(shape.columns), self.duck, self.sql(query))

    def update(self, target: Table, key: Sequence[Column[Any]], columns: Sequence[Column[Any]], query: Query) -> None:
        """Set the columns of the warehouse's rows to those of a query here with the same key."""
        if (family := _family(target)) is not None:
            update_parts(self, family, columns, query)
            return
        sent = self.send(target, [*key, *columns], query)
        self._make_room(target, sent, self.count(sent) if self.backend.in_place else None)
        values = {target.c[c.name]: sent.c[c.name] for c in columns}
        self.warehouse.execute(update(target).values(values).where(equal(target, sent, [c.name for c in key])))

    def delete(self, target: Table, key: Sequence[Column[Any]], query: Query) -> None:
        """Delete the warehouse's rows with a key that a query here selects."""
        if (family := _family(target)) is not None:
            delete_parts(self, family, query)
            return
        sent = self.send(target, key, query)
        if self.backend.deletes_by_join:
            same = and_(*(target.c[c.name] == sent.c[c.name] for c in key))
            self.warehouse.execute(delete(target).using(sent).where(same))
        else:
            named = select(*(sent.c[c.name] for c in key))
            self.warehouse.execute(delete(target).where(tuple_(*(target.c[c.name] for c in key)).in_(named)))

    def expect(self, rows: int) -> None:
        """Take note of how many rows there are: on a workbench of its own, a load of few does with one thread."""
        if self.allowance is not None and not self.backend.in_place:
            self.allowance.expect(rows)

    def make_room_to_derive(self, records: FromClause) -> None:
        """Ask for the memory that it takes to derive histories from so many records."""
        if self.allowance is not None:
            self.allowance.need(self.count(records), RECORD_BYTES)

    def _make_room(self, target: FromClause, rows: FromClause, count: int | None = None) -> None:
        """Ask for the memory that the indexes of rows written in place take."""
        allowance = self.allowance
        if not self.backend.in_place or allowance is None:
            return
        name: str = target.name  # type: ignore[attr-defined]
        if count is not None and count * INDEX_BYTES <= SLACK_BYTES:
            allowance.need(count, INDEX_BYTES)  # to ask about the indexes takes longer than few rows are worth
        elif allowance.is_indexed(name):
            allowance.need(self.count(rows) if count is None else count, INDEX_BYTES)

    def drop_all(self) -> None:
        """Drop every working table; on a DuckDB warehouse the connection goes back to a pool."""
        for kind, names in (("VIEW", self._views), ("TABLE", self._made)):
            drops = [f"DROP {kind} IF EXISTS temp.main.{quoted(name)}" for name in dict.fromkeys(names)]
            if drops:
                self.duck.execute("; ".join(drops))
            names.clear()
        for name in self._given:
            self.duck.unregister(name)
        self._given.clear()
        self._counts.clear()

    def drop_sent(self) -> None:
        """Drop the temporary tables in the warehouse, as far as its connection is still good for it."""
        for name in self._sent:
            with suppress(SQLAlchemyError):
                self.backend.drop_temporary(self.warehouse, name)
        self._sent.clear()


def _family(target: FromClause) -> Family | None:
    """Return the family of which a table is the view, if it is one: what is written goes to its parts."""
    return target.info.get(FAMILY) if isinstance(target, Table) else None


@contextmanager
def workbench(backend: Backend, warehouse: Connection) -> Iterator[Workbench]:
    """Open a workbench for one load and leave nothing of it behind."""
    if backend.in_place:
        own: Any = warehouse.connection.driver_connection
        bench = Workbench(backend, warehouse, own)
        if warehouse.engine.url.database not in (None, "", ":memory:"):  # what is kept in memory needs all of it
            bench.allowance = Allowance(bench.duck)
        try:
            yield bench
            bench.drop_all()
        except BaseException:
            bench.duck.rollback()
            bench.drop_all()
            bench.duck.begin()  # for the load to end
            raise
        finally:
            if bench.allowance is not None:
                bench.allowance.give_back()
        return
    with database() as duck:
        bench = Workbench(backend, warehouse, duck)
        bench.allowance = Allowance(duck)
        try:
            yield bench
        finally:
            bench.allowance.give_back()
            bench.drop_sent()
