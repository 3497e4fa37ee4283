"""Which SparkSession a URL means, and what else it says.

`spark:///catalog.schema` is a clone of the process's session: a cluster's, or that of Databricks Connect. So each has a
current schema and a zone of its own, and the process's session stays as it is. `spark+connect://host:port/catalog.schema`
is one by Spark Connect, such as Sail's. `spark+databricks://` is what `databricks://` becomes
(`starschema.backends.spark.workspace`).
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import URL

from starschema.backends.spark.workspace import Workspace
from starschema.errors import StarSchemaError

logger = logging.getLogger("starschema")

Format = Literal["delta", "iceberg"]
"""What tables can be."""

OWN = ("staging", "format", "views")
"""Parts of the URL's query that are ours; the others go to the server."""

CACHE = "spark.sql.catalog.{}.cache-enabled"
"""The setting by which a catalog of Iceberg's keeps tables as a session has seen them; it does unless told otherwise.

Source: Iceberg documentation, "Spark Configuration".
"""

DEFAULT = "spark.sql.defaultCatalog"
"""The setting of the catalog that a session begins in."""

PORT = 15002
"""Where Spark Connect listens unless told otherwise."""


@dataclass(frozen=True)
class Place:
    """Where a warehouse on Spark is.

    Args:
        server: What Spark Connect is told, or None for a clone of the process's own session.
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


@dataclass(frozen=True)
class _Open:
    """A session that a place has.

    Args:
        session: The session.
        own: Whether nobody else has it.
    """

    session: Any
    own: bool


_open: dict[Place, _Open] = {}
_warned: set[Place] = set()
_guard = threading.Lock()


def session_for(place: Place, given: Any = None) -> Any:
    """Return the session of a place, which all its connections share.

    Args:
        place: The place.
        given: A session of the caller's own to use instead.

    Raises:
        StarSchemaError: There is none, it cannot be at two places, or PySpark is not installed.
    """
    with _guard:
        if given is not None:
            _warn(place, given)
            return _at(place, given)
        known = _open.get(place)
        if known is None or not is_alive(known.session):
            known = _made(place)
            _at(place, known.session)
            _open[place] = known
        return known.session


def forget(session: Any) -> None:
    """Have places whose session is gone open a new one."""
    with _guard:
        for place, known in list(_open.items()):
            if known.session is session:
                del _open[place]
                if known.own:
                    hang_up(client_of(session))


def is_alive(session: Any) -> bool:
    """Return whether a session has not been stopped; one of Spark Connect says so itself."""
    try:
        if hasattr(session, "_jsparkSession"):
            return not session._jsparkSession.sparkContext().isStopped()
    except Exception:  # Java itself has ended, and Py4J says so in several ways
        return False
    return not getattr(session, "is_stopped", False)


def _made(place: Place) -> _Open:
    if place.workspace is not None:
        return _Open(_in_utc(place.workspace.session()), own=False)
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise StarSchemaError(
            f"PySpark is not installed: pip install 'starschema[spark]', or the pyspark of your cluster ({error})"
        ) from error
    if place.server is not None:
        made = SparkSession.builder.remote(place.server).create()
        return _Open(_in_utc(_looking(place, made, made.conf.get(DEFAULT, None))), own=True)
    process = _of_process()
    if process is None:
        raise StarSchemaError(
            "spark:/// is the process's own SparkSession, and there is none: make one before, or name a server of "
            "Spark Connect as spark+connect://host:port/"
        )
    cloned = _cloned(process, place)
    if cloned is not None:
        return _Open(_in_utc(cloned), own=True)
    for other, known in _open.items():
        if known.session is process and (other.catalog, other.schema) != (place.catalog, place.schema):
            raise StarSchemaError(
                "spark:/// has a warehouse in another schema already, and this session of Spark Connect can be cloned "
                "by PySpark and a server of 4.1 only: name the server, as spark+connect://host:port/"
            )
    _warn(place, process)
    return _Open(_in_utc(process), own=False)


def _looking(place: Place, session: Any, catalog: str | None) -> Any:
    """Have a session that is nobody else's look at tables each time, before it is first in a catalog; return it.

    Iceberg's catalogs keep tables as a session has once seen them, for as long as it looks at them every half minute:
    members and facts that another process has loaded meanwhile would not be there.
    """
    if place.format == "iceberg":
        for name in filter(None, {place.catalog, catalog}):
            session.conf.set(CACHE.format(name), "false")
    return session


def _warn(place: Place, session: Any) -> None:
    """Log, once, that a session that is somebody else's may not see what others load."""
    if place.format != "iceberg" or place in _warned:
        return
    _warned.add(place)
    name = place.catalog or session.conf.get(DEFAULT, None)
    if name and session.conf.get(CACHE.format(name), "true").lower() != "false":
        logger.warning(
            "the session has not set %s to false: it may see tables as they were before another process has loaded, "
            "and load what is there already",
            CACHE.format(name),
        )


def _of_process() -> Any:
    """Return the session that is active in this thread, or else the first of the process, if it has not ended."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        found: Any = SparkSession.active()
    except PySparkException:
        return None
    return found if is_alive(found) else None


def _cloned(session: Any, place: Place) -> Any:
    """Return a session that has what a session has, and is at the same place; None where no session can be cloned."""
    # Spark clones what is set and what is temporary, but begins in the catalog that is the first.
    if hasattr(session, "_jsparkSession"):
        cloned = type(session)(session.sparkContext, session._jsparkSession.cloneSession())
        catalog, schema = session.sql("SELECT current_catalog(), current_database()").head()
        return _use(_looking(place, cloned, catalog), _quoted(catalog), schema)  # the schema comes as SQL wants it
    if not hasattr(session, "cloneSession"):
        return None
    try:
        cloned = session.cloneSession()
    except Exception as error:
        if "UNIMPLEMENTED" in str(error):
            return None  # by a server that is older than its client
        raise
    catalog, schema = session.catalog.currentCatalog(), session.catalog.currentDatabase()
    return _use(_looking(place, cloned, catalog), catalog, schema)


def _at(place: Place, session: Any) -> Any:
    """Have a session be where a place is; return it."""
    if hasattr(session, "_jsparkSession"):
        return _use(session, _quoted(place.catalog), _quoted(place.schema))
    return _use(session, place.catalog, place.schema)


def _use(session: Any, catalog: str | None, schema: str | None) -> Any:
    """Make a catalog and a schema the current ones of a session, if they are named; return it."""
    if hasattr(session, "_jsparkSession"):
        # PySpark's functions for it look for catalogs in the active session, which threads may not have.
        if catalog:
            session.sql(f"SET CATALOG {catalog}")
        if schema:
            session.sql(f"USE NAMESPACE {schema}")
        return session
    if catalog:
        session.catalog.setCurrentCatalog(catalog)
    if schema:
        session.catalog.setCurrentDatabase(schema)
    return session


def _quoted(name: str | None) -> str | None:
    return name and "`" + name.replace("`", "``") + "`"


def _in_utc(session: Any) -> Any:
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


def client_of(session: Any) -> Any:
    """Return the client of a session of Spark Connect; one of the classic kind has none, and says so by an error."""
    return None if hasattr(session, "_jsparkSession") else getattr(session, "client", None)


def hang_up(client: Any) -> None:
    """Have a client of Spark Connect talk to its server no more, neither now nor, to say good-bye, at the end."""
    with suppress(Exception):
        client._channel.close()
        client._closed = True
