"""What a load asks of a database, and what most of them answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Connection,
    CreateTableAs,
    Engine,
    FromClause,
    MetaData,
    Select,
    Table,
    column,
    false,
    func,
    insert,
    inspect,
    select,
    table,
)
from sqlalchemy.schema import CreateTable

from starschema.backends.exchange import quoted
from starschema.errors import without_passwords

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from starschema.model.bookkeeping import Bookkeeping


@dataclass(frozen=True)
class Sink:
    """Takes finished rows into one table, a piece at a time, as Arrow.

    Args:
        values: The DuckDB expressions that make the columns ready; each is to be named as its column.
        write: Appends rows that have been made ready, and returns how many the table took.
        apart: Whether another thread than the load's may call it, while nothing else uses the load's connection.
    """

    values: Sequence[str]
    write: Callable[[pa.Table], int]
    apart: bool = True


class Backend:
    """One database, as loads see it.

    Rows are made ready on a workbench, an in-process DuckDB. `write` sends the result of a query there into a table
    here, `fetch` brings the result of a query here to a table there; both by the database's bulk path.

    Args:
        engine: The warehouse's engine.
    """

    name: str
    in_place = False
    """Whether the workbench is the warehouse's own connection, so that no row needs to move."""
    deletes_by_join = True
    """Whether a DELETE can name a second table to join with."""
    undoes_parts = True
    """Whether a part of a transaction can be undone, so that something can be tried."""
    undoes_all = True
    """Whether what a transaction has done goes with it, so that it may be done only to see what comes of it."""

    reads_files = False
    """Whether the database may read files by itself; see `read_files`."""

    many_writers = True
    """Whether several connections can write at the same time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def finds_repeats_by_sorting(self) -> bool:
        """Whether the database finds what occurs twice sooner by putting rows in order than by grouping them."""
        return False

    def urls(self) -> list[str]:
        """Return where the warehouse is, passwords and all."""
        return [self.engine.url.render_as_string(hide_password=False)]

    def told(self, error: BaseException) -> str:
        """Return what an error is and says, without the passwords of where the warehouse is."""
        text = f"{type(error).__name__}: {error}"
        for url in self.urls():
            text = without_passwords(text, url)
        return text

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a connection in a transaction in which a load can run; commit at the end, roll back on any error."""
        with self.engine.connect() as connection, connection.begin():
            self.begin(connection)
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Open a connection in a transaction that only notes something in the library's own tables, as a load would."""
        with self.transaction() as connection:
            yield connection

    def begin(self, connection: Connection) -> None:
        """Prepare a transaction that has just begun."""

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Wait for the lock rows `(target, lock)`, in one order for all loads so that none waits in a circle.

        One after another: in one statement, the database would order them by its own collation, while a load that
        comes to need another row later goes by Python's.
        """
        for target, lock in sorted(wanted, key=lambda row: (row[1], row[0])):
            row = select(targets.c.target).where(targets.c.target == target, targets.c.lock == lock)
            connection.execute(row.with_for_update(read=share)).all()

    def loading(self, connection: Connection, tables: Bookkeeping, load_id: int) -> None:
        """Take note that a load, which has got its locks, begins to change the warehouse."""

    def primary_key(self, connection: Connection, table: Table) -> set[str]:
        """Return the columns of the primary key that a table has by now."""
        return set(inspect(connection).get_pk_constraint(table.name, table.schema)["constrained_columns"])

    def take_turns(self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]]) -> None:
        """Wait for the turn to add members, in the middle of a load, and see those that others have added."""
        self.lock(connection, targets, wanted, share=False)

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, run on the workbench, to `table`; return how many.

        Args:
            connection: The load's connection.
            table: Target, whose columns of these names are filled.
            columns: The query's columns in order, with the types they have in the model.
            duck: The workbench.
            query: DuckDB SQL.
        """
        raise NotImplementedError

    def sink(
        self, connection: Connection, table: FromClause, columns: Sequence[Column[Any]], duck: duckdb.DuckDBPyConnection
    ) -> Sink:
        """Return what takes finished rows into `table`.

        Args:
            connection: The load's connection.
            table: Target, whose columns of these names are filled.
            columns: The columns, with the types they have in the model.
            duck: A connection to the workbench that nobody else uses.
        """
        names = ", ".join(quoted(column.name) for column in columns)

        def write(rows: pa.Table) -> int:
            duck.register("finished_rows", rows)
            written = self.write(connection, table, columns, duck, f"SELECT {names} FROM finished_rows")
            duck.unregister("finished_rows")
            return written

        return Sink([quoted(column.name) for column in columns], write)

    def key_taken(self, error: Exception) -> bool:
        """Return whether `write` has failed because a row's primary key is in the table already."""
        raise NotImplementedError

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Create the temporary table `name` on the workbench with the rows of `query`, run in the warehouse.

        Args:
            connection: The load's connection.
            query: What to read.
            columns: The query's columns in order, with the types they have in the model.
            duck: The workbench.
            name: The temporary table to create.
        """
        raise NotImplementedError

    def reading(self, connection: Connection, query: Select[Any], columns: Sequence[Column[Any]]) -> str:
        """Return DuckDB's SQL for the rows that `fetch` would bring, if the workbench is the warehouse."""
        raise NotImplementedError

    def undone(self, connection: Connection) -> None:
        """Take note that a load in a warehouse that is the workbench has undone what it wrote, to begin again."""

    def next_load(self, connection: Connection, number: Column[int]) -> int:
        """Return a number for a load that begins; one that another load has taken, too, its unique key refuses."""
        return (connection.execute(select(func.max(number))).scalar() or 0) + 1

    def send(
        self,
        connection: Connection,
        name: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
        *,
        like: Table | None = None,
    ) -> FromClause:
        """Bring the rows of `query`, run on the workbench, to where they can be joined here; return what reads them.

        Args:
            connection: The load's connection.
            name: What to know them by; see `drop_temporary`.
            columns: The query's columns in order, with the types they have in the model.
            duck: The workbench.
            query: DuckDB SQL.
            like: A table with columns of these names, whose types and collations they take.
        """
        if like is None:
            shape = Table(name, MetaData(), *(Column(c.name, c.type) for c in columns), prefixes=["TEMPORARY"])
            self.create_temporary(connection, shape)
        else:
            nothing = select(*(like.c[c.name] for c in columns)).where(false())
            connection.execute(CreateTableAs(nothing, name, temporary=True))
        sent = table(name, *(column(c.name, c.type) for c in columns))
        self.sent(connection, name, self.write(connection, sent, columns, duck, query))
        return sent

    def read_files(
        self, connection: Connection, name: str, files: Sequence[str], kinds: Mapping[str, pa.DataType]
    ) -> str | None:
        """Have the database read Parquet files by itself; return what to know them by, or None if it cannot.

        Args:
            connection: The load's connection.
            name: What the name is to begin with; see `drop_temporary`.
            files: The URLs of the files, all of the same columns.
            kinds: The types of the columns that are wanted, by their names.
        """
        return None

    def append(self, connection: Connection, table: Table, rows: Select[Any]) -> None:
        """Append the rows of a query in the warehouse, each of its columns to the table's of that name."""
        connection.execute(insert(table).from_select(list(rows.selected_columns.keys()), rows, include_defaults=False))

    def create_temporary(self, connection: Connection, table: Table) -> None:
        """Create a temporary table, to be joined by its first column."""
        connection.execute(CreateTable(table))

    def sent(self, connection: Connection, name: str, rows: int) -> None:
        """Take note that a temporary table of this name has been filled with so many rows."""

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Drop a temporary table of this connection."""
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")

    def unholdable(self, column: Column[Any], value: str) -> tuple[str, str] | None:
        """Return when this database would not give `value` back as it is, as a DuckDB condition, and why; or None."""
        return None

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Return the DuckDB expression that spells `value` as this database's bulk path reads it."""
        return value
