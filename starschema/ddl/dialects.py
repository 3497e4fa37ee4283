"""The databases that there is a design for: each one's module, its SQLAlchemy dialect, and what installs that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Dialect, make_url
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.sql import functions

from starschema.errors import ModelError

if TYPE_CHECKING:
    from starschema.ddl.design import Design


@dataclass(frozen=True)
class Known:
    """A database with a design.

    Args:
        module: Where the design is.
        dialect: The name of its SQLAlchemy dialect.
        extra: The extra of this package that installs the dialect; None where SQLAlchemy or the core has it.
    """

    module: str
    dialect: str
    extra: str | None = None


_KNOWN = {
    "duckdb": Known("duckdb", "duckdb"),
    "sqlite": Known("sqlite", "sqlite"),
    "postgresql": Known("postgresql", "postgresql"),
    "mysql": Known("mysql", "mysql"),
    "mariadb": Known("mysql", "mariadb"),
    "redshift": Known("redshift", "redshift", "redshift"),
    "snowflake": Known("snowflake", "snowflake", "snowflake"),
    "bigquery": Known("bigquery", "bigquery", "bigquery"),
    "databricks": Known("databricks", "databricks", "databricks"),
    "spark": Known("spark", "spark", "spark"),
    "clickhouse": Known("clickhouse", "clickhousedb", "clickhouse"),
    "trino": Known("trino", "trino", "trino"),
    "sqlserver": Known("sqlserver", "mssql"),
    "oracle": Known("oracle", "oracle"),
}

_SAME = {"clickhousedb": "clickhouse", "mssql": "sqlserver"}
"""SQLAlchemy's own names for databases that are called otherwise here."""

SUPPORTED = tuple(_KNOWN)
"""Names of the databases that have a design of which a script can be written."""

_LAKES = {"ducklake": "ducklake"}
"""Drivers whose tables are another design's than the other tables of their dialect, and its module."""


def design_for(dialect: Dialect) -> Design:
    """Return how the database of `dialect` wants its tables.

    Raises:
        ModelError: No design is known for it.
    """
    module = _LAKES.get(dialect.driver) or _known(public_name(dialect)).module
    return cast("Design", import_module(f"starschema.ddl.{module}").design(dialect))


def offline_dialect(name: str) -> Dialect:
    """Return the dialect of the database called `name`, set to write SQL for people and shells, without a connection.

    Raises:
        ModelError: No design is known for it, or its dialect is not installed.
    """
    known = _known(name)
    try:
        with _functions_left_alone():
            kind = cast("Any", make_url(f"{known.dialect}://").get_dialect())
    except (NoSuchModuleError, ImportError) as error:
        raise ModelError(
            f"the dialect of {name} is not installed: pip install 'starschema[{known.extra or name}]' ({error})"
        ) from error
    # Other styles of parameters would double every percent sign, which only a driver undoes.
    dialect: Dialect = kind(paramstyle="named")
    design_for(dialect).go_offline()
    return dialect


@contextmanager
def _functions_left_alone() -> Iterator[None]:
    """Take back the functions that a dialect makes of its own for all dialects, as it is imported.

    BigQuery's has an `unnest`, Trino's `lead`, `lag` and others, whose statements SQLAlchemy then no longer caches.
    """
    known = functions._registry["_default"]
    before = dict(known)
    try:
        yield
    finally:
        known.clear()
        known.update(before)


def public_name(dialect: Dialect) -> str:
    """Return the name by which `create_ddl` and `Physical(options=...)` know the database of `dialect`."""
    return "spark" if dialect.driver == "spark" else _SAME.get(dialect.name, dialect.name)


def _known(name: str) -> Known:
    name = _SAME.get(name, name)
    if name not in _KNOWN:
        raise ModelError(f"No physical design for the dialect {name!r}; supported are {', '.join(SUPPORTED)}")
    return _KNOWN[name]
