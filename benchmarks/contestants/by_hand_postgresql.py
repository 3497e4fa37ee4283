"""What a good engineer writes for PostgreSQL: COPY into temporary tables, and set-based SQL from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import psycopg
import pyarrow.parquet as pq
from pgpq import ArrowToPostgresBinaryEncoder

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads
from benchmarks.workload import LOOK_UPS

BATCH = 65_536

Connection = psycopg.Connection[tuple[int, ...]]

P = ParamSpec("P")


def look_ups(url: str, data: Path) -> Callable[[], int]:
    """Look up the customers of the first sales, as of a day."""
    connection = _connect(url)
    ids = pq.read_table(data / "sales.parquet", columns=["customer_id"])[0][:LOOK_UPS].to_pylist()
    query = """
        SELECT coalesce(c.customer_key, -1)
        FROM unnest(%s::int[]) WITH ORDINALITY AS wanted (id, place)
        LEFT JOIN dim_customer AS c
            ON c.customer_id = wanted.id AND '2024-03-15' >= c.valid_from AND '2024-03-15' < c.valid_to
        ORDER BY place
    """
    return lambda: len(connection.execute(query, [ids]).fetchall())


def _connect(url: str) -> Connection:
    return psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:"), autocommit=True)


def _in_one(load: Callable[Concatenate[Connection, P], int]) -> Callable[Concatenate[Connection, P], int]:
    """Have the load run in a transaction of its own."""

    @wraps(load)
    def alone(connection: Connection, *args: P.args, **kwargs: P.kwargs) -> int:
        with connection.transaction():
            return load(connection, *args, **kwargs)

    return alone


def _arrive(connection: Connection, path: Path, columns: str) -> int:
    """Copy a Parquet file into a temporary table of these columns, and return how many rows it has."""
    file = pq.ParquetFile(path)
    encoder = ArrowToPostgresBinaryEncoder(file.schema_arrow)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE arriving ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY arriving FROM STDIN (FORMAT binary)") as copy:
            copy.write(encoder.write_header())
            for batch in file.iter_batches(BATCH):
                copy.write(encoder.write_batch(batch))
            copy.write(encoder.finish())
        cursor.execute("ANALYZE arriving")
    return int(file.metadata.num_rows)


@_in_one
def _facts(connection: Connection, data: Path) -> int:
    _arrive(
        connection,
        data / "sales.parquet",
        "order_no text, line_no int, sold_at timestamp, customer_id int, product_id int, quantity int, "
        "unit_price numeric, discount numeric, amount numeric",
    )
    return connection.execute(
        """
        INSERT INTO fact_sale (
            order_no, line_no, sold_at, order_date_key, customer_key, product_key,
            quantity, unit_price, discount, amount, load_id
        )
        SELECT a.order_no, a.line_no, a.sold_at, coalesce(d.day_key, -1), coalesce(c.customer_key, -1),
            coalesce(p.product_key, -1), a.quantity, a.unit_price, a.discount, a.amount, 1
        FROM arriving AS a
        LEFT JOIN dim_day AS d ON d.date = a.sold_at::date
        LEFT JOIN dim_customer AS c
            ON c.customer_id = a.customer_id AND a.sold_at >= c.valid_from AND a.sold_at < c.valid_to
        LEFT JOIN dim_product AS p ON p.product_id = a.product_id
        """
    ).rowcount


@_in_one
def _products(connection: Connection, data: Path) -> int:
    rows = _arrive(connection, data / "products.parquet", "product_id int, title text, category text")
    connection.execute(
        """
        UPDATE dim_product AS p SET title = a.title, category = a.category
        FROM arriving AS a
        WHERE a.product_id = p.product_id AND (a.title, a.category) IS DISTINCT FROM (p.title, p.category)
        """
    )
    connection.execute(
        """
        INSERT INTO dim_product (product_key, product_id, title, category, load_id)
        SELECT (SELECT greatest(max(product_key), 0) FROM dim_product) + row_number() OVER (),
            product_id, title, category, 1
        FROM arriving AS a
        WHERE NOT EXISTS (SELECT FROM dim_product AS p WHERE p.product_id = a.product_id)
        """
    )
    return rows


@_in_one
def _snapshot(connection: Connection, data: Path, number: int) -> int:
    path = data / f"customers_{number}.parquet"
    rows = _arrive(connection, path, "customer_id int, name text, city text, segment text")
    month = MONTHS[number - 1]
    connection.execute(
        """
        UPDATE dim_customer AS c SET valid_to = %s::timestamp, is_current = false
        FROM arriving AS a
        WHERE a.customer_id = c.customer_id AND c.is_current
            AND (a.name, a.city, a.segment) IS DISTINCT FROM (c.name, c.city, c.segment)
        """,
        [month],
    )
    connection.execute(
        """
        UPDATE dim_customer AS c SET valid_to = %s::timestamp, is_current = false
        WHERE c.is_current AND c.customer_key > 0
            AND NOT EXISTS (SELECT FROM arriving AS a WHERE a.customer_id = c.customer_id)
        """,
        [month],
    )
    connection.execute(
        """
        INSERT INTO dim_customer (customer_key, customer_id, name, city, segment, valid_from, valid_to, load_id)
        SELECT (SELECT greatest(max(customer_key), 0) FROM dim_customer) + row_number() OVER (),
            customer_id, name, city, segment, %s::timestamp, '9999-12-31', 1
        FROM arriving AS a
        WHERE NOT EXISTS (SELECT FROM dim_customer AS c WHERE c.is_current AND c.customer_id = a.customer_id)
        """,
        [month],
    )
    return rows


if __name__ == "__main__":
    contest({**loads(_connect, products=_products, snapshot=_snapshot, facts=_facts), "look-ups": look_ups})
