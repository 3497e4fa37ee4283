"""A SparkSession as Python's database interface (PEP 249) wants one, as far as SQLAlchemy uses it.

Parameters are written into the statement as literals: Spark takes none in DDL, and Sail none in any command.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import re
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from starschema.backends.spark.sessions import forget, is_alive
from starschema.backends.spark.statements import GONE, tagged

if TYPE_CHECKING:
    import pyarrow as pa

apilevel = "2.0"
threadsafety = 1
paramstyle = "named"
Binary = bytes


class Warning(Exception):
    """A warning; none is ever raised."""


class Error(Exception):
    """Spark has refused something."""


class InterfaceError(Error):
    """The session cannot be used."""


class DatabaseError(Error):
    """Spark has failed."""


class DataError(DatabaseError):
    """A value does not fit."""


class OperationalError(DatabaseError):
    """The server is gone, or an executor, which says nothing of the statement."""


class SessionLost(OperationalError):
    """The session is gone, with or without its server; a new one can be opened."""


class IntegrityError(DatabaseError):
    """A constraint is broken; Spark has hardly any."""


class InternalError(DatabaseError):
    """Spark has found a mistake of its own."""


class ProgrammingError(DatabaseError):
    """The statement is wrong, or names what is not there."""


class NotSupportedError(DatabaseError):
    """Spark cannot do that."""


KINDS: Mapping[str, type[DatabaseError]] = {
    "AnalysisException": ProgrammingError,
    "ParseException": ProgrammingError,
    "IllegalArgumentException": ProgrammingError,
    "ArithmeticException": DataError,
    "NumberFormatException": DataError,
    "DateTimeException": DataError,
    "UnsupportedOperationException": NotSupportedError,
    "SparkUpgradeException": DataError,
    "SparkRuntimeException": InternalError,
    "RpcError": OperationalError,
    "Py4JNetworkError": OperationalError,
}
"""What PySpark's errors are here, by the name of one of their classes."""

COMMANDS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "USE", "SET", "REFRESH"})
"""What statements begin with that are no queries, whatever rows they bring."""

DIED = "ExecutorLostFailure"
"""What Spark says of a task whose executor has died, wherever it wrote."""

LOST = ("StatusCode.UNAVAILABLE", GONE, "incorrect server side session identifier")
"""What Spark Connect says where the server or the session is gone."""

CONFLICTS = ("Failed to commit transaction", "DELTA_CONCURRENT", "CommitFailedException", "Found conflicting files")
"""What Sail, Delta and Iceberg say of a statement that did nothing, since another has changed the table meanwhile."""

PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait, at most, before such a statement is tried again: of the library's few tables that loads share."""

MESSAGE_LINES = 12
"""How many lines of an error are told."""

_STACK = re.compile(r"\s+(at \S+\(|\.\.\. \d+ more$)")
"""A line of Java's stack, which is not told: the causes are behind it."""

_PARAMETERS = re.compile(
    r"'(?:[^'\\]|\\.)*'"  # a text
    r'|"(?:[^"\\]|\\.)*"'  # a text, too
    r"|:`((?:[^`]|``)+)`"  # a parameter
    r"|`(?:[^`]|``)*`",  # a name
    re.DOTALL,
)

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"})


def literal(value: Any) -> str:
    r"""Return a value as Spark's SQL reads it, exactly.

    >>> print(literal("it's\n"), literal(Decimal("-1.50")), literal(dt.datetime(2024, 2, 29, 12)), literal(b"\0a"))
    'it\'s\n' -1.50BD TIMESTAMP_NTZ '2024-02-29 12:00:00.000000' X'0061'

    Raises:
        ProgrammingError: There are no literals for its type.
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value) if abs(value) < 2**31 else f"CAST('{value}' AS BIGINT)"
        case Decimal():
            return f"{value:f}BD"
        case float():
            return f"CAST('{value!r}' AS DOUBLE)" if math.isfinite(value) else f"CAST('{_named(value)}' AS DOUBLE)"
        case dt.datetime() if value.tzinfo is not None:
            text = value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
            return f"TIMESTAMP '{text}+00:00'"
        case dt.datetime():
            return f"TIMESTAMP_NTZ '{value.isoformat(' ', 'microseconds')}'"
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case dt.time():
            return f"'{value.isoformat('microseconds')}'"
        case bytes() | bytearray() | memoryview():
            return f"X'{bytes(value).hex()}'"
        case str():
            return f"'{value.translate(_ESCAPES)}'"
    raise ProgrammingError(f"no literal of Spark's stands for {value!r}, a {type(value).__name__}")


def filled(statement: str, parameters: Mapping[str, Any]) -> str:
    """Return a statement with literals in the place of its parameters, which are written :`name`."""
    if not parameters:
        return statement

    def each(found: re.Match[str]) -> str:
        name = found[1]
        return found[0] if name is None else literal(parameters[name.replace("``", "`")])

    return _PARAMETERS.sub(each, statement)


class Cursor:
    """Runs statements and hands out their rows.

    Args:
        session: The SparkSession.
        tag: What the server is to know them by.
    """

    arraysize = 1

    def __init__(self, session: Any, tag: str | None = None) -> None:
        self._session = session
        self._tag = tag
        self._rows: list[tuple[Any, ...]] = []
        self._next = 0
        self.description: list[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid = None

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement; a query's rows are brought at once."""
        rows = self._run(filled(statement, parameters or {}))
        self._next, self.rowcount = 0, -1
        if statement.split(None, 1)[0].upper() in COMMANDS:
            self._rows, self.description = [], None
            return
        try:
            columns = [column.to_pylist() for column in rows.columns]
        except UnicodeDecodeError as error:  # Spark takes for text what files say is
            raise DataError(f"a text is none, since its bytes are no UTF-8 ({error})") from error
        self._rows = list(zip(*columns, strict=True))
        self.description = [(name, None, None, None, None, None, None) for name in rows.schema.names]

    def executemany(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each of the parameters."""
        for each in parameters:
            self.execute(statement, each)

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Return the next rows."""
        start = self._next
        self._next = min(start + (self.arraysize if size is None else size), len(self._rows))
        return self._rows[start : self._next]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows that are left."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Let go of the rows."""
        self._rows = []

    def setinputsizes(self, *_: Any) -> None:
        """Do nothing: literals know their types."""

    def setoutputsize(self, *_: Any) -> None:
        """Do nothing."""

    def _run(self, statement: str) -> pa.Table:
        pauses = iter(PAUSES)
        while True:
            try:
                with tagged(self._session, self._tag):
                    return to_arrow(self._session.sql(statement))
            except Exception as error:
                lost = any(sign in str(error) for sign in CONFLICTS)
                pause = next(pauses, None) if lost else None
                if pause is None:
                    raise translated(error, self._session) from error
                time.sleep(random.uniform(pause / 2, pause))


class Connection:
    """A SparkSession, which has no transactions.

    Args:
        session: The session.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self.tag: str | None = None
        """What a server is to know the connection's statements by from now on."""

    def cursor(self) -> Cursor:
        """Return a cursor."""
        return Cursor(self.session, self.tag)

    def commit(self) -> None:
        """Do nothing: each statement has committed itself."""

    def rollback(self) -> None:
        """Do nothing: there is nothing that could be undone."""

    def close(self) -> None:
        """Do nothing: the session is not the connection's."""


def connect(session: Any) -> Connection:
    """Return a connection over a SparkSession."""
    return Connection(session)


def to_arrow(frame: Any) -> pa.Table:
    """Return the rows of a DataFrame; Spark has had a name for that since 4.0."""
    if hasattr(frame, "toArrow"):
        return frame.toArrow()
    import pyarrow as pa

    batches = frame._collect_as_arrow()
    if batches:
        return pa.Table.from_batches(batches)
    return pa.table({str(i): pa.nulls(0) for i in range(len(frame.columns))}).rename_columns(frame.columns)


def translated(error: Exception, session: Any = None) -> Error:
    """Return the interface's error for one of PySpark's.

    Args:
        error: PySpark's error.
        session: The session that it is of, which is forgotten if the error says that it is gone.
    """
    if isinstance(error, Error):
        return error
    names = [kind.__name__ for kind in type(error).__mro__]
    kind = next((KINDS[name] for name in names if name in KINDS), DatabaseError)
    lost = any(sign in str(error) for sign in LOST)
    if lost or DIED in str(error):
        kind = OperationalError
    if session is not None and (lost or not is_alive(session)):
        forget(session)
        kind = SessionLost
    told = str(error).partition("\n\nJVM stacktrace")[0].splitlines()
    lines = [line for line in told if not _STACK.match(line)]
    return kind("\n".join(lines[:MESSAGE_LINES]) or type(error).__name__)


def _named(value: float) -> str:
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
