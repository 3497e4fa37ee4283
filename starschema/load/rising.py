"""Whether rows come in rising order of their key, so that none of them has the key of another.

Data that a system exports often does. To see it costs a comparison of neighbours as the rows pass; not to know it, a
look at all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starschema.load.casting.kernels import pc

if TYPE_CHECKING:
    import pyarrow as pa


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
