"""How much memory a workbench may take before it spills to disk, and how many threads; and what it must not keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

LIMIT_BYTES = 256_000_000
"""What the working tables of a load may hold; the whole process stays below 600 MB with it, at any input size."""

INDEX_BYTES = 512
"""What an indexed row takes while it is written in place: DuckDB cannot spill its indexes, nor what they undo."""

RECORD_BYTES = 2_000
"""What a record takes while a history is derived: some joins of all its tables at once, which DuckDB cannot spill."""

FEW_ROWS = 10_000
"""Rows for which one thread does: DuckDB shares out a table by 122,880, and keeps threads in step all the same."""

SLACK_BYTES = 16_000_000
"""What a load may need beyond its limit before the limit is raised, which takes a statement."""

FILE_CACHE = "enable_external_file_cache"
"""What has DuckDB keep files that it has read: it takes one for the same that has its size and the second it is of."""

UNITS = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40, "PiB": 1 << 50, "EiB": 1 << 60}
"""How DuckDB shows an amount of memory."""


_INDEXED = (
    "SELECT count(*) FROM duckdb_constraints() WHERE table_name = $1 AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')",
    "SELECT count(*) FROM duckdb_indexes() WHERE table_name = $1",
)
"""How many keys, and how many other indexes, a table of a name has."""


class Allowance:
    """Holds a workbench to a load's share of memory and to files as they are, and gives a warehouse back what it had.

    Left alone, DuckDB takes four fifths of the machine's. Working in the warehouse itself, a load must leave room for
    the indexes of the rows that it writes there; deriving histories, for what is joined at once.

    Args:
        duck: The workbench: a connection to the warehouse in the load's transaction, or a database of the load's own.
    """

    def __init__(self, duck: duckdb.DuckDBPyConnection) -> None:
        # A connection of its own, that a failed transaction of the load's does not keep from giving memory back.
        self._settings = duck.duplicate()
        self._given = in_bytes(str(self._value("SELECT current_setting('memory_limit')")))
        self._allowed = self._applied = LIMIT_BYTES
        self._caches = self._value(f"SELECT current_setting('{FILE_CACHE}')")
        if self._caches:
            self._settings.execute(f"SET {FILE_CACHE} = false")
        self._indexed: dict[str, bool] = {}
        self._one_thread = False
        self._apply()

    def is_indexed(self, table: str) -> bool:
        """Return whether a table of this name has an index or a key: asked once."""
        if table not in self._indexed:
            self._indexed[table] = any(self._value(query, table) for query in _INDEXED)
        return self._indexed[table]

    def need(self, rows: int, row_bytes: int) -> None:
        """Make room for rows of which each takes `row_bytes` that cannot be spilled."""
        self._allowed += rows * row_bytes
        if self._allowed > self._applied + SLACK_BYTES:
            self._apply()

    def expect(self, rows: int) -> None:
        """Have a database work with one thread, if there are few rows: that saves a quarter of the time."""
        if rows <= FEW_ROWS:
            self._settings.execute("SET threads = 1")
            self._one_thread = True

    def give_back(self) -> None:
        """Set the limits that the database had."""
        self._settings.execute(f"SET memory_limit = '{self._given}B'")
        if self._one_thread:
            self._settings.execute("RESET threads")
        if self._caches:
            self._settings.execute(f"SET {FILE_CACHE} = true")
        self._settings.close()

    def _value(self, query: str, *parameters: str) -> object:
        row = self._settings.execute(query, parameters).fetchone()
        return row[0] if row else None

    def _apply(self) -> None:
        if self._allowed < self._given:
            self._settings.execute(f"SET memory_limit = '{self._allowed}B'")
        self._applied = self._allowed


def in_bytes(shown: str) -> float:
    """Return the bytes that DuckDB shows as an amount such as '18.3 GiB'.

    It shows one decimal and cuts the rest, so the middle is returned: set again and again, it stays where it was.

    >>> in_bytes("1.5 KiB")
    1587
    """
    number, _, unit = shown.partition(" ")
    return int((float(number) + 0.05) * UNITS[unit])
