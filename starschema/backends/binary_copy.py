"""PostgreSQL's binary COPY, encoded from Arrow: faster than CSV on both sides, and strict about types.

The server takes each value's bytes for a value of the column's type, whatever they were meant to be, so the types are
asked of the server and every column is cast to its own on the workbench. Where one of them is not known here, or the
encoder is not installed, the rows go as CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Numeric

from starschema.backends.ahead import ahead
from starschema.backends.exchange import duckdb_type, quoted

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH_ROWS = 10_000
"""Rows encoded at a time: about 1 MB, of which a handful are in memory, and large enough that calls do not count."""

NUMERIC, UUID = 1700, 2950
"""PostgreSQL's type numbers of the two that take more than a cast."""

DUCKDB_TYPES = {
    16: "BOOLEAN",
    17: "BLOB",
    20: "BIGINT",
    21: "SMALLINT",
    23: "INTEGER",
    25: "VARCHAR",
    700: "FLOAT",
    701: "DOUBLE",
    1042: "VARCHAR",
    1043: "VARCHAR",
    1082: "DATE",
    1083: "TIME",
    1114: "TIMESTAMP",
    1184: "TIMESTAMP",  # on the wire both are microseconds, of UTC where there is a zone
}
"""For PostgreSQL's type numbers, the workbench's type whose Arrow values are encoded as the server reads them."""

_ENUMS = "SELECT oid FROM pg_type WHERE typtype = 'e' AND oid = ANY(%s)"


def binary_values(cursor: Any, target: str, into: str, columns: Sequence[Column[Any]]) -> list[str] | None:
    """Return the DuckDB expressions that fill the columns of `target`, or None if the rows are to go as CSV.

    Args:
        cursor: A cursor of the load's connection.
        target: The table, quoted.
        into: Its columns, quoted, in the order of `columns`.
        columns: What the model says of them.
    """
    if find_spec("pgpq") is None:  # psycopg was installed without the extra
        return None
    cursor.execute(f"SELECT {into} FROM {target} LIMIT 0")
    kinds = [described.type_code for described in cursor.description]
    strange = [kind for kind in kinds if kind not in DUCKDB_TYPES and kind not in (NUMERIC, UUID)]
    enums = {row[0] for row in cursor.execute(_ENUMS, [strange]).fetchall()} if strange else set()
    values = []
    for column, kind in zip(columns, kinds, strict=True):
        value = _value(column, kind, kind in enums)
        if value is None:
            return None
        values.append(value)
    return values


def _value(column: Column[Any], kind: int, enum: bool) -> str | None:
    name = quoted(column.name)
    if kind == NUMERIC:
        # A float has no exact decimal to encode; as text the server reads it as PostgreSQL itself would.
        exact = isinstance(column.type, Numeric) and column.type.asdecimal
        return f"CAST({name} AS {duckdb_type(column)})" if exact else None
    if kind == UUID:
        return f"unhex(replace(CAST({name} AS VARCHAR), '-', ''))"
    wanted = "VARCHAR" if enum else DUCKDB_TYPES.get(kind)
    return None if wanted is None else f"CAST({name} AS {wanted})"


def binary_copy(cursor: Any, copy: str, duck: duckdb.DuckDBPyConnection, query: str) -> int:
    """Send the rows of `query`, run on the workbench, through a COPY … FROM STDIN (FORMAT binary); return how many.

    Reading and encoding run ahead in a thread of their own while the server takes what is ready.
    """
    from pgpq import ArrowToPostgresBinaryEncoder

    def encoded() -> Iterator[bytes]:
        rows = duck.execute(query).to_arrow_reader(BATCH_ROWS)
        encoder = ArrowToPostgresBinaryEncoder(rows.schema)
        yield encoder.write_header()
        for batch in rows:
            yield encoder.write_batch(batch)
        yield encoder.finish()

    with ahead(encoded, stop=duck.interrupt) as pieces, cursor.copy(copy) as target:
        for piece in pieces:
            target.write(piece)
    return int(cursor.rowcount)


def copy_arrow(cursor: Any, copy: str, rows: pa.Table) -> int:
    """Send rows that have been cast to the server's types through a COPY … FROM STDIN (FORMAT binary)."""
    from pgpq import ArrowToPostgresBinaryEncoder

    encoder = ArrowToPostgresBinaryEncoder(rows.schema)
    with cursor.copy(copy) as target:
        target.write(encoder.write_header())
        for batch in rows.to_batches(max_chunksize=BATCH_ROWS):
            target.write(encoder.write_batch(batch))
        target.write(encoder.finish())
    return int(cursor.rowcount)
