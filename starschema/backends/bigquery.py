"""BigQuery: Parquet by load jobs in, Arrow out, and each statement stands by itself: the books lie elsewhere.

There are transactions of several statements, in a session. But no load job can be part of one, and of two that change
one table the later is cancelled, where loads want to queue up. So they keep their books in an ordinary database and
undo what they did (`starschema.backends.apart`), as on all that have none. Rows that come in wait in a table of their
own, which ends by itself if nobody comes to drop it.

Source: BigQuery documentation, "Multi-statement transactions", "Data manipulation language", "Loading Parquet data".
"""

from __future__ import annotations

import copy
import datetime as dt
import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    MetaData,
    Select,
    Table,
    Uuid,
    exists,
    literal,
    literal_column,
    select,
    table,
)

from starschema.backends.apart.backend import ApartBackend
from starschema.backends.apart.connection import ApartConnection, Change
from starschema.backends.bigquery_types import COLSPECS, read, spelt, told, travels_as
from starschema.backends.exchange import gather_arrow, incoming, quoted, to_parquet
from starschema.backends.literal import literal_sql
from starschema.errors import StarSchemaError
from starschema.model.undoing import identity

if TYPE_CHECKING:
    import duckdb

    from starschema.backends.apart.undo import Step

KEPT = dt.timedelta(days=1)
"""How long rows on their way in are there if the load that sent them does not drop them."""

LABEL = "starschema_load"
"""The label by which the jobs of a load are known."""

SENT = "starschema_sent"
"""Key in a connection's info of what was sent: the tables by their names."""


class BigQueryBackend(ApartBackend):
    """BigQuery through sqlalchemy-bigquery; the URL names project and dataset.

    Raises:
        StarSchemaError: It names no dataset.
    """

    name = "bigquery"
    deletes_by_join = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        dialect: Any = engine.dialect
        if dialect.dataset_id is None:
            raise StarSchemaError(
                "rows on their way into BigQuery wait in a dataset: name one in the URL, bigquery://project/dataset"
            )
        self._dataset = str(dialect.dataset_id)
        self._project: str | None = dialect.project_id
        if dialect.colspecs.get(Uuid) is not COLSPECS[Uuid]:
            dialect.colspecs = {**dialect.colspecs, **COLSPECS}
            dialect._type_memos.clear()

    def insert(
        self,
        connection: Connection,
        table: FromClause,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Append the rows of `query`, which a load job brings beside the table, by INSERT … SELECT."""
        name = _new_name()
        try:
            rows = self._bring(connection, name, columns, duck, query)
            if rows:
                preparer = connection.dialect.identifier_preparer
                into = ", ".join(preparer.quote(column.name) for column in columns)
                values = ", ".join(read(column, f"c{i}") for i, column in enumerate(columns))
                target = preparer.format_table(cast(Table, table))
                connection.exec_driver_sql(f"INSERT INTO {target} ({into}) SELECT {values} FROM {preparer.quote(name)}")
        finally:
            self._forget(connection, name)
        return rows

    def send(
        self,
        connection: Connection,
        name: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
        *,
        like: Table | None = None,
    ) -> FromClause:
        """Have a load job bring the rows of `query`; return what reads them."""
        brought = connection.info.setdefault(SENT, {})[name] = _new_name()
        self._bring(connection, brought, columns, duck, query)
        values = [literal_column(read(c, f"c{i}"), c.type).label(c.name) for i, c in enumerate(columns)]
        return select(*values).select_from(table(brought)).subquery(name)

    def drop_temporary(self, connection: Connection, name: str) -> None:
        """Drop what was sent under this name."""
        if brought := connection.info.get(SENT, {}).pop(name, None):
            self._forget(connection, brought)

    def _bring(
        self,
        connection: Connection,
        name: str,
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        query: str,
    ) -> int:
        """Bring the rows of `query` into a new table, its columns c0, c1 and so on; return how many they are."""
        from google.cloud import bigquery

        client, path = _client(connection), self._path(connection, name)
        fields = [bigquery.SchemaField(f"c{i}", travels_as(column)) for i, column in enumerate(columns)]
        made = bigquery.Table(path, schema=fields)
        made.expires = dt.datetime.now(dt.UTC) + KEPT
        client.create_table(made)
        values = ", ".join(f"{told(c, quoted(c.name))} AS c{i}" for i, c in enumerate(columns))
        with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
            file = os.path.join(folder, "rows.parquet")
            rows = to_parquet(duck, f"SELECT {values} FROM ({query}) AS rows", file)
            if rows:
                job = bigquery.LoadJobConfig(source_format="PARQUET", write_disposition="WRITE_APPEND")
                with open(file, "rb") as stream:
                    client.load_table_from_file(stream, path, job_config=job).result()
        return rows

    def _forget(self, connection: Connection, name: str) -> None:
        _client(connection).delete_table(self._path(connection, name), not_found_ok=True)

    def _path(self, connection: Connection, name: str) -> str:
        return f"{self._project or _client(connection).project}.{self._dataset}.{name}"

    def fetch(
        self,
        connection: Connection,
        query: Select[Any],
        columns: Sequence[Column[Any]],
        duck: duckdb.DuckDBPyConnection,
        name: str,
    ) -> None:
        """Bring the rows of `query` as pieces of Arrow, by BigQuery's Storage API if its client is installed."""
        import pyarrow as pa

        inner = query.subquery("fetched")
        names = [f"c{i}" for i in range(len(columns))]
        values = (spelt(c, value).label(n) for c, value, n in zip(columns, inner.c, names, strict=True))
        rows = _client(connection).query_and_wait(literal_sql(select(*values), connection.dialect).replace("%%", "%"))
        batches = rows.to_arrow_iterable(bqstorage_client=_driver(connection)._bqstorage_client)
        pieces = (pa.Table.from_batches([batch]) for batch in batches if batch.num_rows)
        gather_arrow(duck, name, columns, [incoming(c, n) for c, n in zip(columns, names, strict=True)], pieces)

    def keep(self, connection: ApartConnection, name: str, query: Select[Any], like: Table) -> None:
        """Create a table with the rows of `query`."""
        made = connection.dialect.identifier_preparer.format_table(Table(name, MetaData(), schema=like.schema))
        connection.exec_driver_sql(f"CREATE TABLE {made} AS {literal_sql(query, connection.dialect)}")

    def update(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out an UPDATE, which may join."""
        connection.carry_out(change.statement, dict(change.parameters))

    def delete(self, connection: ApartConnection, change: Change, step: Step) -> None:
        """Carry out a DELETE, which cannot join: by the keys of the rows that go."""
        if change.joins:
            self.remove(connection, change.table, identity(change.table), step.touched())
        else:
            super().delete(connection, change, step)

    def name_of(self, connection: Connection, load_id: int) -> Mapping[str, str]:
        """Return a label."""
        return {LABEL: f"{load_id}-{uuid4().hex}"}

    def sign(self, connection: Connection, name: Mapping[str, str] | None) -> None:
        """Have the jobs of statements carry the label."""
        from google.cloud import bigquery

        client = _client(connection)
        config = copy.deepcopy(client.default_query_job_config) or bigquery.QueryJobConfig()
        config.labels = {**{n: v for n, v in config.labels.items() if n != LABEL}, **(name or {})}
        # A client of the connection's own, since the engine's others share the first; `copy` refuses to copy it.
        own = object.__new__(type(client))
        own.__dict__.update(client.__dict__)
        own.default_query_job_config = config
        _driver(connection)._client = own

    def stop(self, connection: Connection, name: Mapping[str, str]) -> None:
        """Cancel the jobs of the same account that carry the label, and wait until they have ended.

        Raises:
            StarSchemaError: The account may not list its jobs.
        """
        from google.api_core.exceptions import Forbidden

        client = _client(connection)
        try:
            jobs = [job for state in ("pending", "running") for job in client.list_jobs(state_filter=state)]
        except Forbidden as error:
            raise StarSchemaError(
                "a load that was killed may have a job under way, which is to be cancelled before the load is undone; "
                f"grant the account bigquery.jobs.list, as the role BigQuery User has it ({error})"
            ) from error
        for job in jobs:
            if job.labels.get(LABEL) == name[LABEL]:
                job.cancel()
                job.exception()  # waits

    def among(self, key: Sequence[ColumnElement[Any]], places: Select[Any]) -> ColumnElement[bool]:
        """Return whether a row's key is one of those selected: of several columns, whether there is such a place."""
        if len(key) == 1:
            return super().among(key, places)
        at = places.subquery("at_places")
        same = (mine == other for mine, other in zip(key, at.c, strict=True))
        return exists(select(literal(1)).select_from(at).where(*same))


def _new_name() -> str:
    return f"starschema_in_{uuid4().hex}"


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _client(connection: Connection) -> Any:
    return _driver(connection)._client
