"""Engines that can do what loads need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from starschema.backends.apart.connection import with_books
from starschema.backends.ducklake.address import database_url

BOOKS = "books"
"""The part of a URL's query that says where the library's books are, if not in the warehouse."""


def engine(url: str | URL, books: str | Engine | None = None) -> Engine:
    """Make an engine that can do what loads need.

    Args:
        url: Where the warehouse is; `?books=` in it, a URL with its special characters escaped, names the books' place.
        books: Where the library's books are: load log, locks and worklist, of a warehouse that has no transactions.
    """
    parsed = database_url(url)
    if BOOKS in parsed.query:
        named = str(parsed.query[BOOKS])
        return engine(parsed.difference_update_query([BOOKS]), books or named)
    if books is not None:
        return with_books(engine(parsed), books)
    if parsed.drivername == "databricks":  # whose own dialect asks SQL warehouses; loads take a Spark session
        parsed = parsed.set(drivername="spark+databricks")
    if parsed.get_backend_name() in ("mysql", "mariadb"):
        query = {"local_infile": "1", "charset": "utf8mb4", **parsed.query}
        parsed = parsed.set(query=query)
    made = create_engine(parsed)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _patient)
    return made


def _patient(connection: Any, _record: Any) -> None:
    """Let readers wait for a writer's commit instead of failing."""
    connection.execute("PRAGMA busy_timeout = 60000")
