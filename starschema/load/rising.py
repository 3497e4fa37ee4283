"""Whether rows come in rising order of their key, so that none of them has the key of another.

Data that a system exports often does. To see it costs a comparison of neighbours as the rows pass; not to know it, a
look at all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starschema.backends.exchange import quoted
from starschema.load.casting.kernels import pc

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH_ROWS = 122_880
"""Rows looked at together where DuckDB gives them: a row group of its own."""


class Rising:
    """Watches batches of one schema.

    Args:
        names: The columns of the key. Without any, nothing is known.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.holds = bool(names)
        self._last: tuple[Any, ...] | None = None

    def see(self, batch: pa.RecordBatch) -> None:
        """Look at the next batch."""
        if not self.holds or not batch.num_rows:
            return
        if any(name not in batch.schema.names for name in self.names):
            self.holds = False
            return
        columns = [batch.column(name) for name in self.names]
        first, last = (tuple(column[row].as_py() for column in columns) for row in (0, batch.num_rows - 1))
        if None in first or (self._last is not None and not self._last < first):
            self.holds = False
            return
        self._last = last
        rises = None
        for column in reversed(columns):
            before, after = column.slice(0, len(column) - 1), column.slice(1)
            later = pc.less(before, after)
            rises = later if rises is None else pc.or_(later, pc.and_(pc.equal(before, after), rises))
        # A NULL compares to NULL, which is not true.
        self.holds = bool(pc.all(pc.fill_null(rises, False), min_count=0).as_py())


def rises(duck: duckdb.DuckDBPyConnection, rows: str, names: Sequence[str]) -> bool:
    """Return whether the rows that DuckDB reads come in rising order of their key.

    Args:
        duck: DuckDB.
        rows: What stands for them in its SQL.
        names: The columns of the key. Without any, nothing is known.
    """
    rising = Rising(names)
    if names:
        query = f"SELECT {', '.join(map(quoted, names))} FROM {rows}"
        for batch in duck.execute(query).to_arrow_reader(BATCH_ROWS):
            rising.see(batch)
            if not rising.holds:
                break
    return rising.holds
