"""Where a DuckLake is: DuckDB's own spelling of it, a SQLAlchemy URL, and what is attached."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url

from starschema.errors import StarSchemaError

DRIVER = "ducklake+postgresql"
"""What the URL of a DuckLake with its catalog in PostgreSQL begins with."""

OWN = ("data_path",)
"""Parts of the URL's query that are the lake's; the others go to the catalog's connection."""

_POSTGRES = re.compile(r"ducklake:postgres(?:ql)?:(?P<connection>.*)", re.DOTALL)
_OWN = re.compile(r"(?:^|\s)(?P<name>data_path)\s*=\s*(?:'(?P<quoted>[^']*)'|(?P<plain>\S+))")


def database_url(url: str | URL) -> URL:
    """Return the URL of a database; of a DuckLake also from DuckDB's spelling, `ducklake:postgres:dbname=… host=…`.

    The folder or the object store with the files is `data_path`, among the catalog's own keywords.

    >>> database_url("ducklake:postgres:dbname=lake host=db user=me data_path=s3://bucket/mart/").render_as_string()
    'ducklake+postgresql://me@db/lake?data_path=s3%3A%2F%2Fbucket%2Fmart%2F'

    Raises:
        StarSchemaError: The catalog is not in PostgreSQL, or its connection cannot be read.
    """
    if isinstance(url, URL) or not url.startswith("ducklake:"):
        return make_url(url)
    spelled = _POSTGRES.fullmatch(url)
    if spelled is None:
        raise StarSchemaError(
            "a DuckLake's catalog is in PostgreSQL, where its locks and its load log are too: spell it "
            "'ducklake:postgres:dbname=… host=… data_path=…', or ducklake+postgresql://user@host/dbname?data_path=…"
        )
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    own = {found["name"]: found["quoted"] or found["plain"] for found in _OWN.finditer(spelled["connection"])}
    try:
        told = {name: str(value) for name, value in conninfo_to_dict(_OWN.sub("", spelled["connection"])).items()}
    except ProgrammingError as error:
        raise StarSchemaError(f"the connection to the DuckLake's catalog cannot be read: {error}") from None
    port = told.pop("port", None)
    named = not told.get("host", "").startswith("/")  # the folder of a socket stays in the query
    return URL.create(
        DRIVER,
        username=told.pop("user", None),
        password=told.pop("password", None),
        host=told.pop("host", None) if named else None,
        port=None if port is None else int(port),
        database=told.pop("dbname", None),
        query={**told, **own},
    )


def catalog_url(url: URL) -> URL:
    """Return the URL of the database with the lake's catalog."""
    return url.set(drivername="postgresql+psycopg").difference_update_query(OWN)


def attachment(url: URL) -> tuple[str, str | None]:
    """Return what DuckDB attaches, and the lake's data path, if the URL names one."""
    from psycopg.conninfo import make_conninfo

    rest = {name: value for name, value in url.query.items() if name not in OWN}
    told = {"user": url.username, "password": url.password, "host": url.host, "port": url.port, "dbname": url.database}
    given = {name: str(value) for name, value in (*told.items(), *rest.items()) if value is not None}
    path = url.query.get("data_path")
    return f"ducklake:postgres:{make_conninfo(**given)}", None if path is None else str(path)
