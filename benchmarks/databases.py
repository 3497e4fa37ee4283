"""Databases made for a measurement and dropped after it: empty ones, and copies of prepared ones."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text

SERVERS = {
    "postgresql": "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
    "mariadb": "mariadb+pymysql://root@127.0.0.1:3306/",
}
"""Where servers are looked for unless the command line says otherwise."""


class Place(ABC):
    """Where databases of one kind are made.

    Args:
        url: The server, or nothing but the driver where a database is a file.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.made: list[str] = []

    @property
    def name(self) -> str:
        """The kind of database."""
        return self.url.get_backend_name()

    def absent(self) -> str | None:
        """Return why no database can be made here, None if one can."""
        return None

    @abstractmethod
    def empty(self) -> str:
        """Make an empty database and return its URL."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """Make a copy of a database that nobody uses and return its URL."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Drop a database."""

    def settle(self, url: str) -> None:  # noqa: B027
        """Have the database do now what it would do later: gather statistics, write out what is in memory."""

    def calm(self) -> None:  # noqa: B027
        """Have the server finish what earlier work has left to it, so that it isn't measured with the next."""

    def close(self) -> None:
        """Drop all that was made."""
        for url in list(self.made):
            self.drop(url)


class Files(Place):
    """DuckDB or SQLite: a database is a file in `folder`."""

    def __init__(self, url: URL, folder: Path) -> None:
        super().__init__(url)
        self.folder = folder

    def empty(self) -> str:
        """Name a file that isn't there yet."""
        url = f"{self.url.drivername}:///{self.folder}/{_new_name()}.db"
        self.made.append(url)
        return url

    def copy(self, url: str) -> str:
        """Copy the file."""
        other = self.empty()
        shutil.copyfile(_path(url), _path(other))
        return other

    def drop(self, url: str) -> None:
        """Remove the file and what lies beside it."""
        self.made.remove(url)
        path = _path(url)
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class Server(Place):
    """A server, on which databases are made by statements."""

    def __init__(self, url: URL) -> None:
        super().__init__(url)
        self.engine: Engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)

    def absent(self) -> str | None:
        """Try to connect."""
        try:
            with self.engine.connect():
                return None
        except Exception as error:
            return f"no server at {self.url.render_as_string()}: {str(error).splitlines()[0]}"

    def empty(self) -> str:
        """Create a database."""
        return self._create("")

    def drop(self, url: str) -> None:
        """Drop it, whoever is still connected."""
        self.made.remove(url)
        self._execute(f"DROP DATABASE {make_url(url).database}")

    def close(self) -> None:
        """Drop all that was made, and disconnect."""
        super().close()
        self.engine.dispose()

    def _create(self, how: str) -> str:
        name = _new_name()
        self._execute(f"CREATE DATABASE {name}{how}")
        url = self.url.set(database=name).render_as_string(hide_password=False)
        self.made.append(url)
        return url

    def _execute(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(statement))


class PostgreSQL(Server):
    """A copy is a database made from a template."""

    def copy(self, url: str) -> str:
        """Create a database of the same content."""
        return self._create(f" TEMPLATE {make_url(url).database}")

    def drop(self, url: str) -> None:
        """Drop it, whoever is still connected."""
        self.made.remove(url)
        self._execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def settle(self, url: str) -> None:
        """Vacuum and analyze."""
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()

    def calm(self) -> None:
        """Write out changed pages."""
        self._execute("CHECKPOINT")


class MariaDB(Server):
    """A copy is made table by table."""

    def copy(self, url: str) -> str:
        """Create the same tables and copy their rows."""
        other = self._create("")
        source, target = make_url(url).database, make_url(other).database
        with self.engine.connect() as connection:
            for table in _tables(connection, source):
                connection.execute(text(f"CREATE TABLE {target}.{table} LIKE {source}.{table}"))
                connection.execute(text(f"INSERT INTO {target}.{table} SELECT * FROM {source}.{table}"))
        self.settle(other)
        return other

    def settle(self, url: str) -> None:
        """Analyze."""
        database = make_url(url).database
        with self.engine.connect() as connection:
            for table in _tables(connection, database):
                connection.execute(text(f"ANALYZE TABLE {database}.{table}"))


def place(url: str, folder: Path) -> Place:
    """Return where databases like that of `url` are made; files lie in `folder`."""
    parsed = make_url(url)
    kinds: dict[str, type[Server]] = {"postgresql": PostgreSQL, "mariadb": MariaDB, "mysql": MariaDB}
    kind = kinds.get(parsed.get_backend_name())
    return Files(parsed, folder) if kind is None else kind(parsed)


def _tables(connection: Connection, database: str | None) -> list[str]:
    return inspect(connection).get_table_names(schema=database)


def _new_name() -> str:
    return f"starschema_benchmark_{token_hex(4)}"


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")
