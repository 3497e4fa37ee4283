"""Reading from somebody else's database: a transaction that cannot write, and queries that the server stops in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection

from starschema.errors import SourceError

SQLITE_STEPS = 10_000
"""How many of SQLite's instructions run between two looks at the clock."""


@contextmanager
def read_only(connection: Connection, timeout: float | None, name: str) -> Iterator[None]:
    """Have a connection read in one transaction, and leave nothing of that on it.

    Args:
        connection: A connection on which nothing was done yet.
        timeout: How long a query may take, in seconds, or None.
        name: The source's name, for messages.

    Raises:
        SourceError: That database stops no query in time.
    """
    manner = _MANNERS.get(connection.dialect.name)
    if manner is None:
        if timeout is not None:
            raise SourceError(
                f"{name}: timeout= is for {', '.join(_MANNERS)}; on {connection.dialect.name} leave it out, and limit "
                "the user in the database"
            )
        yield
        return
    with manner(connection, timeout):
        yield


@contextmanager
def _postgresql(connection: Connection, timeout: float | None) -> Iterator[None]:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    if timeout is not None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, round(timeout * 1000))}")
    yield


@contextmanager
def _mysql(connection: Connection, timeout: float | None) -> Iterator[None]:
    variable, unit = ("max_statement_time", 1) if connection.dialect.is_mariadb else ("max_execution_time", 1000)  # type: ignore[attr-defined]
    if timeout is not None:
        connection.exec_driver_sql(f"SET SESSION {variable} = {_number(timeout * unit, whole=unit > 1)}")
    connection.exec_driver_sql("START TRANSACTION READ ONLY")
    try:
        yield
    finally:
        if timeout is not None and not connection.closed and not connection.invalidated:
            connection.rollback()
            connection.exec_driver_sql(f"SET SESSION {variable} = DEFAULT")


def _number(amount: float, *, whole: bool) -> str:
    return str(max(1, round(amount))) if whole else f"{amount:f}"


@contextmanager
def _sqlite(connection: Connection, timeout: float | None) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    connection.exec_driver_sql("PRAGMA query_only = ON")
    if timeout is not None:
        end = time.monotonic() + timeout
        driver.set_progress_handler(lambda: time.monotonic() > end, SQLITE_STEPS)
    try:
        yield
    finally:
        if timeout is not None:
            driver.set_progress_handler(None, SQLITE_STEPS)
        connection.exec_driver_sql("PRAGMA query_only = OFF")


_MANNERS: dict[str, Callable[[Connection, float | None], AbstractContextManager[None]]] = {
    "postgresql": _postgresql,
    "mysql": _mysql,
    "mariadb": _mysql,
    "sqlite": _sqlite,
}
