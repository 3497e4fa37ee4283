"""What the databases do differently: one file each, a table of differences and the fast way in and out."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.dialects import registry

from starschema.backends.base import Backend
from starschema.errors import StarSchemaError

__all__ = ["Backend", "backend_for"]

registry.register("ducklake.postgresql", "starschema.backends.ducklake.dialect", "DuckLakeDialect")
registry.register("spark", "starschema.backends.spark.dialect", "SparkDialect")
registry.register("spark.connect", "starschema.backends.spark.dialect", "SparkConnectDialect")
registry.register("spark.databricks", "starschema.backends.spark.dialect", "SparkOnDatabricksDialect")


def backend_for(engine: Engine) -> Backend:
    """Return the backend for the engine's database.

    Raises:
        StarSchemaError: No load can run on that database yet.
    """
    name = engine.dialect.name
    if name == "duckdb" and engine.dialect.driver == "ducklake":
        from starschema.backends.ducklake.backend import DuckLakeBackend

        return DuckLakeBackend(engine)
    if engine.dialect.driver == "spark":
        from starschema.backends.spark.backend import SparkBackend

        return SparkBackend(engine)
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
    if name == "snowflake":
        from starschema.backends.snowflake import SnowflakeBackend

        return SnowflakeBackend(engine)
    if name == "clickhousedb":
        from starschema.backends.clickhouse import ClickHouseBackend

        return ClickHouseBackend(engine)
    if name == "bigquery":
        from starschema.backends.bigquery import BigQueryBackend

        return BigQueryBackend(engine)
    if name == "databricks":
        raise StarSchemaError(
            "an engine of databricks-sqlalchemy's asks a SQL warehouse, and loads take a Spark session: give Warehouse "
            "the databricks:// URL itself, which is opened by Databricks Connect"
        )
    raise StarSchemaError(
        f"no load can run on {name!r}: use a duckdb, sqlite, postgresql+psycopg, mariadb+pymysql, mysql+pymysql, "
        "ducklake+postgresql, snowflake, bigquery, clickhousedb, spark or databricks URL"
    )
