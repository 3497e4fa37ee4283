"""SQLite: one executemany in, plain rows out, and exact money in a database without an exact number type.

SQLite keeps 12.34 as a binary fraction, which stands for it exactly as long as it has at most 15 significant digits;
more are refused. Sums of such a column are taken over whole numbers of its smallest unit, see `exact_sum`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    REAL,
    BinaryExpression,
    Boolean,
    Column,
    ColumnClause,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    Time,
    Uuid,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import functions, operators
from sqlalchemy.sql.compiler import SQLCompiler

from starschema.backends.base import Backend, Sink
from starschema.backends.exchange import gather, incoming, quoted
from starschema.backends.literal import literal_sql

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

WRITE_ROWS = 50_000
"""Rows made ready for one executemany: enough that its overhead does not count, few enough to stay small."""

FETCH_ROWS = 50_000
"""Rows taken from the cursor at a time."""

BUSY_MILLISECONDS = 3_600_000
"""How long a load waits for its turn at the file."""

EXACT_DIGITS = 15
"""Significant decimal digits that a double always gives back (DBL_DIG)."""

WHOLE_DIGITS = 18
"""Decimal digits that a 64-bit integer always holds."""


class ExactNumeric(Numeric[Decimal]):
    """Reads and writes `Numeric` on SQLite as `Decimal`, exactly, or not at all."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what turns a Decimal into the double that gives it back."""

        def process(value: Any) -> Any:
            if value is None or isinstance(value, int):
                return value
            stored = float(value)
            if isinstance(value, Decimal) and value.is_finite() and Decimal(repr(stored)) != value:
                raise ValueError(f"SQLite cannot hold {value} exactly: it keeps {EXACT_DIGITS} significant digits")
            return stored

        return process

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what turns a stored number into the Decimal it stands for."""
        places = self.scale or 0
        smallest = Decimal(1).scaleb(-places)
        as_decimal = self.asdecimal

        def process(value: Any) -> Any:
            if value is None:
                return None
            if not as_decimal:
                return float(value)
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            if not number.is_finite():
                return number
            # a sum or a product may have more places than the column: those are kept
            return number.quantize(smallest) if int(number.as_tuple().exponent) > -places else number

        return process


@compiles(functions.sum, "sqlite")
def exact_sum(element: functions.sum[Any], compiler: SQLCompiler, **kw: Any) -> str:
    """Compile `sum(column)` of exact numbers, or `sum(column * other)`, as a sum of whole numbers of its last place.

    Only on engines that a warehouse has prepared; other users of SQLite in the process see no difference. A sum too
    large for a double to show exactly comes as text, which `ExactNumeric` reads as it stands.
    """
    arguments = list(element.clauses)
    plain = compiler.visit_function(element, **kw)
    if compiler.dialect.colspecs.get(Numeric) is not ExactNumeric or len(arguments) != 1:
        return plain
    columns = _factors(arguments[0])
    scale = sum(map(_scale, columns))
    if not scale:
        return plain
    factor = 10**scale
    units = (f"CAST(round({compiler.process(c, **kw)} * {10 ** _scale(c)}) AS INTEGER)" for c in columns)
    whole = f"sum({' * '.join(units)})"
    sign = f"CASE WHEN {whole} < 0 THEN '-' ELSE '' END"
    text = f"printf('%s%d.%0{scale}d', {sign}, abs({whole}) / {factor}, abs({whole}) % {factor})"
    if compiler.preparer._double_percents:
        text = text.replace("%", "%%")
    exact = (
        f"WHEN {whole} IS NULL THEN NULL WHEN abs({whole}) < {10**EXACT_DIGITS} THEN {whole} / {factor}.0 ELSE {text}"
    )
    if sum(map(_digits, columns)) <= WHOLE_DIGITS:
        return f"CASE {exact} END"
    # The cast cuts a larger number down to the largest integer, in silence; abs of the smallest is an error instead.
    largest = f"max(abs({compiler.process(arguments[0], **kw)}))"
    return f"CASE WHEN {largest} >= {10**WHOLE_DIGITS} / {factor}.0 THEN abs({-(2**63 - 1)} - 1) {exact} END"


def _factors(argument: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Return the column that is added up, or the two whose product is; none if they are not exact numbers."""
    factors: list[Any] = [argument]
    if isinstance(argument, BinaryExpression) and argument.operator is operators.mul:
        factors = [argument.left, argument.right]
    exact = (
        isinstance(f, ColumnClause) and isinstance(f.type, Numeric | Integer) and not isinstance(f.type, Float)
        for f in factors
    )
    return factors if all(exact) else []


def _scale(column: ColumnElement[Any]) -> int:
    return getattr(column.type, "scale", None) or 0


def _digits(column: ColumnElement[Any]) -> int:
    return getattr(column.type, "precision", None) or WHOLE_DIGITS


class SQLiteBackend(Backend):
    """SQLite through the standard library's driver."""

    name = "sqlite"
    deletes_by_join = False
    many_writers = False

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        dialect: Any = engine.dialect
        if dialect.colspecs.get(Numeric) is not ExactNumeric:
            dialect.colspecs = {**dialect.colspecs, Numeric: ExactNumeric}
            dialect._type_memos.clear()

    def begin(self, connection: Connection) -> None:
        """Take the write lock at once: two loads that both began by reading could never both go on to write."""
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def key_taken(self, error: Exception) -> bool:
        """Return whether the driver said so."""
        return isinstance(error, sqlite3.IntegrityError) and "UNIQUE constraint failed" in str(error)

    def lock(
        self, connection: Connection, targets: FromClause, wanted: Sequence[tuple[str, str]], *, share: bool
    ) -> None:
        """Do nothing: `begin` has locked the whole file."""

    def write(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query` by executemany over columns that Arrow has turned into Python values."""
        insert = self._insert(connection, table, columns)
        values = ", ".join(self.outgoing(c, quoted(c.name)) for c in columns)
        read = duck.execute(f"SELECT {values} FROM ({query}) AS rows").to_arrow_reader(WRITE_ROWS)
        return sum(insert(batch) for batch in read)

    def sink(
        self, connection: Connection, table: FromClause, columns: Sequence[Column[Any]], duck: duckdb.DuckDBPyConnection
    ) -> Sink:
        """Return what inserts Arrow's rows, in the thread that the driver has bound its connection to."""
        insert = self._insert(connection, table, columns)

        def write(rows: pa.Table) -> int:
            return sum(insert(batch) for batch in rows.to_batches(max_chunksize=WRITE_ROWS))

        return Sink([self.outgoing(c, quoted(c.name)) for c in columns], write, apart=False)

    def _insert(
        self, connection: Connection, table: FromClause, columns: Sequence[Column[Any]]
    ) -> Callable[[pa.RecordBatch], int]:
        """Return what inserts a batch of finished rows and says how many they are."""
        preparer = connection.dialect.identifier_preparer
        into = ", ".join(preparer.quote(column.name) for column in columns)
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {preparer.format_table(table)} ({into}) VALUES ({marks})"
        driver: Any = connection.connection.driver_connection

        def insert(batch: pa.RecordBatch) -> int:
            driver.executemany(statement, zip(*(column.to_pylist() for column in batch.columns), strict=True))
            return int(batch.num_rows)

        return insert

    def unholdable(self, column: Column[Any], value: str) -> tuple[str, str] | None:
        """Refuse numbers that no double stands for, and NaN, which becomes NULL here."""
        kind = column.type
        if isinstance(kind, Float):
            return f"isnan({value})", f"{self.name} has no NaN; give NULL instead"
        if isinstance(kind, Numeric) and kind.asdecimal and (kind.precision or 0) > EXACT_DIGITS:
            read = incoming(column, self.outgoing(column, value))
            return f"TRY({read}) IS DISTINCT FROM {value}", (
                f"{self.name} keeps {EXACT_DIGITS} significant digits of a number; "
                "store the value in parts, or use another database"
            )
        return None

    def outgoing(self, column: Column[Any], value: str) -> str:
        """Spell times as SQLAlchemy's types for SQLite read them, exact numbers as doubles, a UUID as 32 digits."""
        kind = column.type
        if isinstance(kind, DateTime):
            return f"strftime({value}, '%Y-%m-%d %H:%M:%S.%f')"
        if isinstance(kind, Date | Time):
            return (
                f"strftime({value}, '%Y-%m-%d')"
                if isinstance(kind, Date)
                else f"strftime(DATE '2000-01-01' + {value}, '%H:%M:%S.%f')"
            )
        if isinstance(kind, Boolean):
            return f"CAST({value} AS TINYINT)"
        if isinstance(kind, Numeric) and kind.asdecimal:
            # Up to 15 digits one division by a power of ten is exact; DuckDB's cast of more is not, by way of text is.
            exact = kind.precision is not None and kind.precision <= EXACT_DIGITS
            return f"CAST({value} AS DOUBLE)" if exact else f"CAST(CAST({value} AS VARCHAR) AS DOUBLE)"
        if isinstance(kind, Uuid):
            return f"replace({value}, '-', '')"
        return value

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` as SQLite holds them; DuckDB reads times and numbers from their spelling."""
        inner = query.subquery()
        spelt = select(*(_spelt(column, value) for column, value in zip(columns, inner.c, strict=True)))
        sql = literal_sql(spelt, connection.dialect)
        cursor: Any = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
        cursor.execute(sql)
        chunks: Iterator[Sequence[Any]] = iter(lambda: cursor.fetchmany(FETCH_ROWS), [])
        gather(duck, name, columns, chunks)
        cursor.close()


def _spelt(column: Column[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    kind = column.type
    if isinstance(kind, LargeBinary):
        return case((value.is_not(None), func.hex(value)))  # hex(NULL) is '' here, which would be no bytes
    if isinstance(kind, Numeric) and kind.asdecimal:
        return cast(value, REAL)  # a whole number may have been stored as an integer
    return value
