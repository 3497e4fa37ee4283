"""The result of a SELECT on some database, fetched by a server-side cursor."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select
from sqlalchemy.exc import SQLAlchemyError

from starschema.errors import SourceError
from starschema.sources.base import Source, check_names
from starschema.sources.columns import batch_of

if TYPE_CHECKING:
    import pyarrow as pa

FETCH_ROWS = 16_384
"""Rows fetched and turned into Arrow at a time."""


class Sql(Source):
    """Rows that a SELECT returns.

    Args:
        engine: Where it runs.
        select: What to fetch; its columns' labels are the names of the input columns.
        name: What the load's log shows; by default the database without user and password, and the statement's start.
    """

    def __init__(self, engine: Engine, select: Select[Any], *, name: str | None = None) -> None:
        url = engine.url
        place = f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"
        super().__init__(name or f"{place}: {' '.join(str(select).split())[:200]}")
        self._engine = engine
        self._select = select

    def columns(self) -> list[str]:
        """Return the labels of the selected columns."""
        return check_names(self._select.selected_columns.keys(), self.name)

    def _read(self) -> Generator[pa.RecordBatch, None, None]:
        first_row = 1
        try:
            # The result is closed before its connection: a server-side cursor has rows on the wire still.
            with (
                self._engine.connect() as connection,
                connection.execution_options(yield_per=FETCH_ROWS).execute(self._select) as result,
            ):
                names = check_names(result.keys(), self.name)
                for rows in result.partitions():
                    yield batch_of(dict(zip(names, zip(*rows, strict=True), strict=True)), first_row, self.name)
                    first_row += len(rows)
        except SQLAlchemyError as error:
            why = getattr(error, "orig", None) or error
            raise SourceError(f"{self.name}: the database refused the query: {why}") from error
