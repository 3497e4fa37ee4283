"""What the databases do differently: one file each, a table of differences and the fast way in and out."""

from __future__ import annotations

from sqlalchemy import Engine

from starschema.backends.base import Backend
from starschema.errors import StarSchemaError

__all__ = ["Backend", "backend_for"]


def backend_for(engine: Engine) -> Backend:
    """Return the backend for the engine's database.

    Raises:
        StarSchemaError: No load can run on that database yet.
    """
    name = engine.dialect.name
    if name == "duckdb":
        from starschema.backends.duckdb import DuckDBBackend

        return DuckDBBackend(engine)
    if name == "sqlite":
        from starschema.backends.sqlite import SQLiteBackend

        return SQLiteBackend(engine)
    if name == "postgresql":
        from starschema.backends.postgresql import PostgreSQLBackend

        return PostgreSQLBackend(engine)
    if name in ("mysql", "mariadb"):
        from starschema.backends.mysql import MySQLBackend

        return MySQLBackend(engine)
    raise StarSchemaError(
        f"no load can run on {name!r}: use a duckdb, sqlite, postgresql+psycopg, mariadb+pymysql or mysql+pymysql URL"
    )
