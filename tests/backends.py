"""Empty databases for tests: files for the embedded kinds, databases of this process's own on the servers."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import duckdb
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from starschema.backends.ducklake.extensions import load_extensions
from starschema.errors import StarSchemaError

KINDS = ("duckdb", "sqlite", "postgresql", "mariadb")

LAKE = "ducklake"
CLICKHOUSE = "clickhouse"
SPARK = "spark"
SHARES = (LAKE, CLICKHOUSE, SPARK)
"""Kinds on which the default run tests a share: a lake is DuckDB but for how it keeps and commits things, and on
ClickHouse and Spark every statement takes its time."""

IN_ONE_PROCESS = (KINDS[0], CLICKHOUSE)
"""Kinds whose databases no other process can open meanwhile, so that loads at once are threads."""

OURS = "starschema_tests"
"""Execution option of the engines that make and empty databases, which outlive a test."""


class Databases:
    """Empty databases of one kind."""

    def __init__(self) -> None:
        self.engines: set[Engine] = set()

    def new(self) -> str:
        """Return the URL of an empty database."""
        raise NotImplementedError

    def reset(self) -> None:
        """Give up the databases handed out so far, and the engines that connected to them."""
        for engine in self.engines:
            engine.dispose()
        self.engines.clear()


class FileDatabases(Databases):
    """DuckDB or SQLite: a new file is an empty database, and every thread and process can open it."""

    def __init__(self, kind: str, folder: Path) -> None:
        super().__init__()
        self.kind = kind
        self.folder = folder
        self._made = 0

    def new(self) -> str:
        """Return the URL of an empty database."""
        self._made += 1
        return f"{self.kind}:///{self.folder}/{self._made}.db"

    def reset(self) -> None:
        """Delete the files too, so that many Hypothesis examples do not fill the disk."""
        super().reset()
        for number in range(self._made + 1):
            for file in self.folder.glob(f"{number}.db*"):
                file.unlink(missing_ok=True)


class ServerDatabases(Databases):
    """PostgreSQL or MariaDB: databases that are emptied and used again, which is faster than making new ones."""

    def __init__(self, server: URL) -> None:
        super().__init__()
        self._server = server
        self._engine = _administration(server)
        self._made: list[tuple[URL, Engine]] = []
        self._used = 0

    def new(self) -> str:
        """Return the URL of an empty database."""
        if self._used == len(self._made):
            self._create()
        else:
            self._empty(*self._made[self._used])
        url, _ = self._made[self._used]
        self._used += 1
        return url.render_as_string(hide_password=False)

    def reset(self) -> None:
        """Have `new` empty the same databases and hand them out again."""
        super().reset()
        self._used = 0

    def close(self) -> None:
        """Drop every database that was made."""
        for url, engine in self._made:
            engine.dispose()
            self._drop(url)
        self._engine.dispose()

    def _create(self) -> None:
        name = f"starschema_test_{os.getpid()}_{token_hex(4)}"
        url = self._server.set(database=name)
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
                # Nothing here need survive a crash of the server, and tests commit often.
                connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
            else:
                connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
        self._made.append((url, _administration(url)))

    def _empty(self, url: URL, engine: Engine) -> None:
        """Drop everything in the database, whatever connections a test left open with locks on it."""
        if engine.dialect.name != "postgresql":
            self._drop(url)
            with self._engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {url.database} CHARACTER SET utf8mb4"))
            return
        with engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            schemas = connection.scalars(
                text(
                    "SELECT quote_ident(nspname) FROM pg_namespace"
                    r" WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'"
                )
            ).all()
            connection.execute(text(f"DROP SCHEMA {', '.join(schemas)} CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))

    def _drop(self, url: URL) -> None:
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(text(f"DROP DATABASE IF EXISTS {url.database} WITH (FORCE)"))
                return
            busy = text("SELECT id FROM information_schema.processlist WHERE db = :name AND id <> connection_id()")
            for thread in connection.scalars(busy, {"name": url.database}).all():
                try:
                    connection.execute(text(f"KILL {thread}"))
                except DBAPIError:
                    continue  # it ended by itself meanwhile
            connection.execute(text(f"DROP DATABASE IF EXISTS {url.database}"))


class LakeDatabases(Databases):
    """DuckLake: its catalog in a database of PostgreSQL's, its files in a folder."""

    def __init__(self, catalogs: ServerDatabases, folder: Path) -> None:
        super().__init__()
        self._catalogs = catalogs
        self._folder = folder

    def new(self) -> str:
        """Return the URL of an empty lake."""
        catalog = make_url(self._catalogs.new()).set(drivername="ducklake+postgresql")
        files = self._folder / f"lake_{token_hex(4)}"
        return catalog.update_query_dict({"data_path": f"{files}/"}).render_as_string(hide_password=False)

    def reset(self) -> None:
        """Delete the files, and have the catalogs' databases used again."""
        super().reset()
        self._catalogs.reset()
        for files in self._folder.glob("lake_*"):
            shutil.rmtree(files)


class ClickHouseDatabases(Databases):
    """ClickHouse within this process, which holds many databases in memory; the books of each lie in a file."""

    URL = "clickhousedb://localhost/{}?interface=chdb"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._made: list[str] = []
        self._engine = create_engine(self.URL.format("default"), execution_options={OURS: True})
        self._connection = self._engine.connect()  # what is in memory is there as long as anybody is connected

    def new(self) -> str:
        """Return the URL of an empty database."""
        name = f"starschema_test_{token_hex(4)}"
        self._connection.exec_driver_sql(f"CREATE DATABASE {name}")
        self._made.append(name)
        books = quote(f"sqlite:///{self._folder}/{name}.db", safe="")
        return f"{self.URL.format(name)}&books={books}"

    def reset(self) -> None:
        """Drop the databases, and delete the books."""
        super().reset()
        for name in self._made:
            self._connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} SYNC")
            Path(self._folder, f"{name}.db").unlink(missing_ok=True)
        self._made.clear()

    def close(self) -> None:
        """Leave ClickHouse."""
        self._connection.close()
        self._engine.dispose()


class SparkDatabases(Databases):
    """Sail within this process, which has a catalog for every session; the files and the books lie in a folder.

    Args:
        folder: The folder.
        format: What tables are made as.
        store: The URL of an object store for tables and staging, instead of the folder.
    """

    def __init__(self, folder: Path, format: str = "delta", store: str | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._format = format
        self._store = store
        self._sessions: list[Any] = []

    def new(self) -> str:
        """Return the URL of an empty schema, in a session of its own."""
        from pyspark.sql import SparkSession

        place, name = sail(), f"spark_{token_hex(4)}"
        folder, identity = self._folder / name, uuid4()
        (folder / "staging").mkdir(parents=True)
        session: Any = SparkSession.builder.remote(f"sc://{place}/;session_id={identity}").create()
        files = f"{self._store or self._folder.as_uri()}/{name}"
        session.sql(f"CREATE SCHEMA mart LOCATION '{files}/mart'")
        self._sessions.append(session)
        url = URL.create(
            "spark+connect",
            host=place.partition(":")[0],
            port=int(place.partition(":")[2]),
            database="mart",
            query={
                "session_id": str(identity),
                "format": self._format,
                "staging": f"{files if self._store else folder}/staging",
                "books": f"sqlite:///{folder}/books.db",
            },
        )
        return url.render_as_string()

    def reset(self) -> None:
        """End the sessions, and delete the files."""
        super().reset()
        for session in self._sessions:
            session.stop()
        self._sessions.clear()
        for folder in self._folder.glob("spark_*"):
            shutil.rmtree(folder)


_SAIL: list[Any] = []
"""The server, which would end if nobody knew of it."""


@cache
def sail() -> str:
    """Start Sail, which then runs as long as this process, and return host and port."""
    from pysail.spark import SparkConnectServer

    _SAIL.append(SparkConnectServer(port=0))
    _SAIL[0].start(background=True)
    host, port = _SAIL[0].listening_address
    return f"{host}:{port}"


@cache
def lakes_lack() -> str | None:
    """Return what is missing for lakes, if anything is."""
    try:
        with duckdb.connect(config={"allow_unsigned_extensions": "true"}) as connection:
            load_extensions(connection)
    except StarSchemaError as error:
        return str(error)
    return None


def _administration(url: URL) -> Engine:
    # Asked first whether it is still there: a test may have the server end its connections.
    return create_engine(
        url, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True, execution_options={OURS: True}
    )
