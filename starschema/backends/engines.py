"""Engines that can do what loads need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

from starschema.backends.ducklake.address import database_url


def engine(url: str) -> Engine:
    """Make an engine that can do what loads need."""
    parsed = database_url(url)
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
