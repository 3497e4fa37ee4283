"""Which SparkSession a URL means, and what else it says.

`spark:///catalog.schema` is the process's active session: a cluster's, or that of Databricks Connect.
`spark+connect://host:port/catalog.schema` is one by Spark Connect, such as Sail's. `spark+databricks://` is what
`databricks://` becomes (`starschema.backends.spark.workspace`).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import URL

from starschema.backends.spark.workspace import Workspace
from starschema.errors import StarSchemaError

Format = Literal["delta", "iceberg"]
"""What tables can be."""

OWN = ("staging", "format", "views")
"""Parts of the URL's query that are ours; the others go to the server."""

PORT = 15002
"""Where Spark Connect listens unless told otherwise."""


@dataclass(frozen=True)
class Place:
    """Where a warehouse on Spark is.

    Args:
        server: What Spark Connect is told, or None for the process's own session.
        catalog: The catalog of the tables; the session's if it is None.
        schema: The schema of the tables; the session's if it is None.
        staging: A folder that both this process and the executors see.
        format: What tables are made as.
        views: Whether the catalog keeps views.
        workspace: The workspace of Databricks' whose session is meant.
    """

    server: str | None
    catalog: str | None
    schema: str | None
    staging: str | None
    format: Format
    views: bool = True
    workspace: Workspace | None = None

    @classmethod
    def of(cls, url: URL) -> Place:
        """Return what a URL says.

        Raises:
            StarSchemaError: It names a format that there is none of, or something else than yes and no.
        """
        told = {name: str(value) for name, value in url.query.items()}
        own = {name: told.pop(name, None) for name in OWN}
        catalog, _, schema = (url.database or "").rpartition(".")
        kind = own["format"] or "delta"
        if kind not in get_args(Format):
            raise StarSchemaError(f"format={kind!r} is none of {', '.join(get_args(Format))}")
        views = own["views"] or "yes"
        if views not in ("yes", "no"):
            raise StarSchemaError(f"views={views!r} is neither yes nor no, which a catalog takes that keeps no views")
        server, workspace = None, None
        if url.get_driver_name() == "databricks":
            workspace = Workspace.of(url, told)
            catalog, schema = catalog or told.get("catalog", ""), schema or told.get("schema", "")
        elif url.get_driver_name() == "connect":
            if url.password:
                told["token"] = url.password
            options = "".join(f";{name}={value}" for name, value in told.items())
            server = f"sc://{url.host or 'localhost'}:{url.port or PORT}/{options}"
        return cls(
            server, catalog or None, schema or None, own["staging"], cast("Format", kind), views == "yes", workspace
        )


_sessions: dict[Place, Any] = {}
_guard = threading.Lock()


def session_for(place: Place, given: Any = None) -> Any:
    """Return the session of a place, which all its connections share.

    Args:
        place: The place.
        given: A session of the caller's own to use instead.

    Raises:
        StarSchemaError: There is none, or PySpark is not installed.
    """
    with _guard:
        known = _sessions.get(place)
        if known is not None and given is None and _is_alive(known):
            return known
        session = given if given is not None else _made(place)
        if place.catalog:
            session.catalog.setCurrentCatalog(place.catalog)
        if place.schema:
            session.catalog.setCurrentDatabase(place.schema)
        if given is None:
            _sessions[place] = session
        return session


def _made(place: Place) -> Any:
    if place.workspace is not None:
        return _in_utc(place.workspace.session())
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise StarSchemaError(
            f"PySpark is not installed: pip install 'starschema[spark]', or the pyspark of your cluster ({error})"
        ) from error
    if place.server is None:
        found = SparkSession.getActiveSession()
        if found is None:
            raise StarSchemaError(
                "spark:/// is the process's active SparkSession, and there is none: make one before, or name a server "
                "of Spark Connect as spark+connect://host:port/"
            )
        return found
    return _in_utc(SparkSession.builder.remote(place.server).create())


def _in_utc(session: Any) -> Any:
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


def _is_alive(session: Any) -> bool:
    """Return whether a session has not been stopped; one of Spark Connect says so itself."""
    if hasattr(session, "_jsparkSession"):
        return not session._jsparkSession.sparkContext().isStopped()
    return not getattr(session, "is_stopped", False)
