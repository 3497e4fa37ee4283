"""How rows and their types are spelt on the workbench, on their way to a database and back.

`base.Backend` says what a load asks of a database; the databases' own modules bring the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, LargeBinary, Numeric, Uuid

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def quoted(name: str) -> str:
    """Return a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def to_parquet(duck: duckdb.DuckDBPyConnection, query: str, path: str, *, pieces: bool = False) -> int:
    """Write the rows of `query`, run on the workbench, as Parquet; return how many they are.

    Args:
        duck: The workbench.
        query: DuckDB SQL.
        path: The file.
        pieces: Whether it is a folder, to which each thread writes a file of its own.
    """
    place, threads = path.replace("'", "''"), ", PER_THREAD_OUTPUT true" if pieces else ""
    counted = duck.execute(f"COPY ({query}) TO '{place}' (FORMAT parquet{threads})").fetchone()
    return int(counted[0]) if counted else 0


def duckdb_type(column: Column[Any]) -> str:
    """Return the workbench's type for values of a model's column."""
    from starschema.model.types import arrow_type

    return arrow_to_duckdb(str(arrow_type(column)))


def arrow_to_duckdb(arrow: str) -> str:
    """Return DuckDB's name for an Arrow type that the model's types map to."""
    if arrow.startswith("decimal"):
        inside = arrow[arrow.index("(") + 1 : -1]
        return f"DECIMAL({inside})"
    return _DUCKDB_TYPES[arrow]


_DUCKDB_TYPES = {
    "bool": "BOOLEAN",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "timestamp[us]": "TIMESTAMP",
    "time64[us]": "TIME",
    "binary": "BLOB",
}


def incoming(column: Column[Any], value: str) -> str:
    """Return the DuckDB expression that reads `value`, in the spelling of `fetch`'s query, as the column's type."""
    if isinstance(column.type, LargeBinary):
        return f"unhex({value})"
    if isinstance(column.type, Uuid):
        return f"lower(CAST(CAST({value} AS UUID) AS VARCHAR))"
    if isinstance(column.type, Boolean):
        return f"CAST({value} AS BOOLEAN)"
    if isinstance(column.type, Numeric) and column.type.asdecimal:
        # A double is read as the shortest number that it stands for; cast at once, it may miss that by one.
        text = f"CAST({value} AS VARCHAR)"
        precision, scale = column.type.precision or 0, column.type.scale or 0
        if precision == scale < 38:  # a text such as 1e-15 wants a place before the point
            text = f"CAST({text} AS DECIMAL({precision + 1}, {scale}))"
        return f"CAST({text} AS {duckdb_type(column)})"
    return f"CAST({value} AS {duckdb_type(column)})"


LINE_BYTES = 16 << 20
"""Longest row that can be fetched as CSV; DuckDB's default is 2 MB."""


def read_rows(duck: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column[Any]], path: str) -> None:
    """Create the temporary table `name` on the workbench from a CSV file, in which NULL is nothing and '' is quoted."""
    names = [f"c{i}" for i in range(len(columns))]
    types = ", ".join(f"'{n}': 'VARCHAR'" for n in names)
    read = ", ".join(
        f"{incoming(column, n)} AS {quoted(column.name)}" for column, n in zip(columns, names, strict=True)
    )
    duck.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT {read} FROM read_csv('{path}', "
        f"columns = {{{types}}}, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        "allow_quoted_nulls = false, auto_detect = false, strict_mode = true, "
        # Unsaid, the first line end decides, which may be a carriage return inside a value.
        f"new_line = '\\n', max_line_size = {LINE_BYTES}, buffer_size = {LINE_BYTES})"
    )


def gather(
    duck: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column[Any]], chunks: Iterator[Sequence[Any]]
) -> None:
    """Create the temporary table `name` on the workbench from chunks of driver rows."""
    import pyarrow as pa

    names = [f"c{i}" for i in range(len(columns))]

    def pieces() -> Iterator[pa.Table]:
        for chunk in chunks:
            if not chunk:
                break
            yield pa.table([pa.array(values, from_pandas=False) for values in zip(*chunk, strict=True)], names=names)

    read = [incoming(column, n) for column, n in zip(columns, names, strict=True)]
    gather_arrow(duck, name, columns, read, pieces())


def gather_arrow(
    duck: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[Column[Any]],
    read: Sequence[str],
    pieces: Iterator[pa.Table],
) -> None:
    """Create the temporary table `name` on the workbench from pieces of Arrow, of which `read` makes the columns."""
    types = ", ".join(f"{quoted(c.name)} {duckdb_type(c)}" for c in columns)
    duck.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} ({types})")
    for piece in pieces:
        duck.register("fetched_rows", piece)
        duck.execute(f"INSERT INTO {quoted(name)} SELECT {', '.join(read)} FROM fetched_rows")
        duck.unregister("fetched_rows")
