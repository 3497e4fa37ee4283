"""A column on its way to another type: its values, and which rows did not make it, and why."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from starschema.load.casting.kernels import pc


class Attempt:
    """A column that is being converted; a refused row's value becomes NULL, so that the rest can go on.

    Args:
        values: The values so far.

    Attributes:
        faults: The first reason for each refused row, by position.
    """

    def __init__(self, values: pa.Array) -> None:
        self.values = values
        self.faults: dict[int, str] = {}

    def refuse(self, mask: pa.Array, reason: str) -> None:
        """Refuse the values where `mask` is true; NULL is never refused."""
        mask = pc.and_(pc.fill_null(mask, False), pc.is_valid(self.values))
        if self.blame(mask, reason):
            self.values = pc.if_else(mask, pa.scalar(None, self.values.type), self.values)

    def blame(self, mask: pa.Array, reason: str) -> bool:
        """Note `reason` for the rows where `mask` is true; say whether there are any."""
        rows = pc.indices_nonzero(mask).to_pylist() if pc.any(mask).as_py() else []
        for row in rows:
            self.faults.setdefault(row, reason)
        return bool(rows)

    def refuse_all(self, reason: str, target: pa.DataType) -> None:
        """Refuse every row that has a value."""
        self.refuse(pc.is_valid(self.values), reason)
        self.values = pa.nulls(len(self.values), target)

    def refuse_unless(self, pattern: str, reason: str) -> None:
        """Refuse the texts that do not match `pattern`."""
        self.refuse(pc.invert(pc.match_substring_regex(self.values, pattern)), reason)

    def cast(self, target: pa.DataType) -> bool:
        """Cast all values to `target` if every one of them fits; say whether they did."""
        cast = fits(self.values, target)
        if cast is None:
            return False
        self.values = cast
        return True

    def settle(self, target: pa.DataType, reason: str) -> None:
        """Cast to `target`, and refuse the rows that do not fit, found by bisection."""
        if self.cast(target):
            return
        bad = pa.array(_misfits(self.values, 0, lambda part: fits(part, target) is not None), pa.int64())
        self.refuse(pc.is_in(_positions(len(self.values)), value_set=bad), reason)
        self.values = self.values.cast(target)

    def split(self, mask: pa.Array, first: Callable[[Attempt], None], second: Callable[[Attempt], None]) -> None:
        """Convert the rows where `mask` is true by `first`, the others by `second`, and put them together again."""
        whole = self.values
        nothing = pa.scalar(None, whole.type)
        self.values = pc.if_else(mask, whole, nothing)
        first(self)
        done = self.values
        self.values = pc.if_else(mask, nothing, whole)
        second(self)
        self.values = pc.coalesce(done, self.values)


def fits(values: pa.Array, target: pa.DataType) -> pa.Array | None:
    """Return `values` as `target`, or None where one of them cannot be cast without loss."""
    try:
        return pc.cast(values, target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _misfits(values: pa.Array, start: int, fit: Callable[[pa.Array], bool]) -> list[int]:
    if values.null_count == len(values) or fit(values):
        return []
    if len(values) == 1:
        return [start]
    half = len(values) // 2
    return _misfits(values.slice(0, half), start, fit) + _misfits(values.slice(half), start + half, fit)


def _positions(count: int) -> pa.Array:
    return pa.arange(0, count)
