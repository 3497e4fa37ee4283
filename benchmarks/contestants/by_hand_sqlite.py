"""What a good engineer writes for SQLite: `executemany` into temporary tables, and set-based SQL from there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads

FACTS = """
INSERT INTO fact_sale (
    order_no, line_no, sold_at, order_date_key, customer_key, product_key,
    quantity, unit_price, discount, amount, load_id
)
SELECT a.order_no, a.line_no, a.sold_at, coalesce(d.day_key, -1), coalesce(c.customer_key, -1),
    coalesce(p.product_key, -1), a.quantity, a.unit_price, a.discount, a.amount, 1
FROM arriving AS a
LEFT JOIN dim_day AS d ON d.date = substr(a.sold_at, 1, 10)
LEFT JOIN dim_customer AS c
    ON c.customer_id = a.customer_id AND a.sold_at >= c.valid_from AND a.sold_at < c.valid_to
LEFT JOIN dim_product AS p ON p.product_id = a.product_id
"""

PRODUCTS = (
    """
    UPDATE dim_product AS p SET title = a.title, category = a.category
    FROM arriving AS a
    WHERE a.product_id = p.product_id AND (a.title IS NOT p.title OR a.category IS NOT p.category)
    """,
    """
    INSERT INTO dim_product (product_key, product_id, title, category, load_id)
    SELECT (SELECT max(max(product_key), 0) FROM dim_product) + row_number() OVER (), product_id, title, category, 1
    FROM arriving AS a
    WHERE NOT EXISTS (SELECT 1 FROM dim_product AS p WHERE p.product_id = a.product_id)
    """,
)

SNAPSHOT = (
    """
    UPDATE dim_customer AS c SET valid_to = :month, is_current = 0
    FROM arriving AS a
    WHERE a.customer_id = c.customer_id AND c.is_current
        AND (a.name IS NOT c.name OR a.city IS NOT c.city OR a.segment IS NOT c.segment)
    """,
    """
    UPDATE dim_customer AS c SET valid_to = :month, is_current = 0
    WHERE c.is_current AND c.customer_key > 0
        AND NOT EXISTS (SELECT 1 FROM arriving AS a WHERE a.customer_id = c.customer_id)
    """,
    """
    INSERT INTO dim_customer (
        customer_key, customer_id, name, city, segment, valid_from, valid_to, is_current, is_inferred, load_id
    )
    SELECT (SELECT max(max(customer_key), 0) FROM dim_customer) + row_number() OVER (),
        customer_id, name, city, segment, :month, '9999-12-31 00:00:00.000000', 1, 0, 1
    FROM arriving AS a
    WHERE NOT EXISTS (SELECT 1 FROM dim_customer AS c WHERE c.is_current AND c.customer_id = a.customer_id)
    """,
)


def connect(url: str) -> sqlite3.Connection:
    """Return a connection whose transactions are begun and ended by hand."""
    return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)


def tuples(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a Parquet file as SQLite stores them: times as text, exact numbers as floats."""
    for batch in pq.ParquetFile(path).iter_batches():
        yield from zip(*(_stored(column).to_pylist() for column in batch.columns), strict=True)


def _stored(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, "%Y-%m-%d %H:%M:%S")  # to the microsecond, as the type says
    return column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column


def _products(connection: sqlite3.Connection, data: Path) -> int:
    return _load(connection, data / "products.parquet", PRODUCTS)


def _facts(connection: sqlite3.Connection, data: Path) -> int:
    return _load(connection, data / "sales.parquet", [FACTS])


def _snapshot(connection: sqlite3.Connection, data: Path, number: int) -> int:
    month = f"{MONTHS[number - 1]} 00:00:00.000000"
    return _load(connection, data / f"customers_{number}.parquet", SNAPSHOT, {"month": month})


def _load(connection: sqlite3.Connection, path: Path, statements: Any, values: dict[str, str] | None = None) -> int:
    """Bring the file into a temporary table and execute the statements, in one transaction; return its rows."""
    schema = pq.read_schema(path)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DROP TABLE IF EXISTS temp.arriving")
    columns = [f"{field.name} INTEGER" if pa.types.is_integer(field.type) else field.name for field in schema]
    if schema.names[0] == "customer_id":
        columns[0] += " PRIMARY KEY"
    connection.execute(f"CREATE TEMPORARY TABLE arriving ({', '.join(columns)})")
    places = ", ".join("?" * len(columns))
    rows = connection.executemany(f"INSERT INTO arriving VALUES ({places})", tuples(path)).rowcount
    for statement in statements:
        connection.execute(statement, values or {})
    connection.execute("COMMIT")
    return rows


if __name__ == "__main__":
    contest(loads(connect, products=_products, snapshot=_snapshot, facts=_facts))
