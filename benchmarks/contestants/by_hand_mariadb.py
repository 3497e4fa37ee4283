"""What a good engineer writes for MariaDB: LOAD DATA LOCAL into temporary tables, and set-based SQL from there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet as pq
import pymysql
from sqlalchemy import make_url

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads

BATCH = 65_536


def connect(url: str) -> Any:
    """Return a connection that may load local files."""
    parsed = make_url(url)
    return pymysql.connect(
        host=parsed.host or "127.0.0.1",
        port=parsed.port or 3306,
        user=parsed.username,
        password=parsed.password or "",
        database=parsed.database,
        local_infile=True,
    )


def _in_one(load: Callable[..., int]) -> Callable[..., int]:
    """Have the load, that takes a cursor, run in a transaction of its own on a connection."""

    @wraps(load)
    def alone(connection: Any, *arguments: Any) -> int:
        with connection.cursor() as cursor:
            rows = load(cursor, *arguments)
            cursor.execute("DROP TEMPORARY TABLE arriving")
        connection.commit()
        return rows

    return alone


def _arrive(cursor: Any, path: Path, columns: dict[str, str]) -> int:
    """Load a Parquet file into a temporary table of these columns and return how many rows it has."""
    source = pq.ParquetFile(path)
    definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE arriving ({definitions})")
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        options = pyarrow.csv.WriteOptions(include_header=False)
        with pyarrow.csv.CSVWriter(file, source.schema_arrow, write_options=options) as writer:
            for batch in source.iter_batches(BATCH):
                writer.write_batch(batch)
        file.flush()
        given = ", ".join(f"@{name}" for name in columns)
        values = ", ".join(f"{name} = NULLIF(@{name}, '')" for name in columns)
        cursor.execute(
            f"LOAD DATA LOCAL INFILE '{file.name}' INTO TABLE arriving CHARACTER SET utf8mb4 "
            f"FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ({given}) SET {values}"
        )
    return int(source.metadata.num_rows)


@_in_one
def _facts(cursor: Any, data: Path) -> int:
    money = "DECIMAL(14, 2)"
    columns = {"order_no": "VARCHAR(12)", "line_no": "INT", "sold_at": "DATETIME(6)", "customer_id": "INT"}
    columns |= {"product_id": "INT", "quantity": "INT", "unit_price": money, "discount": money, "amount": money}
    _arrive(cursor, data / "sales.parquet", columns)
    return int(
        cursor.execute(
            """
            INSERT INTO fact_sale (
                order_no, line_no, sold_at, order_date_key, customer_key, product_key,
                quantity, unit_price, discount, amount, load_id
            )
            SELECT a.order_no, a.line_no, a.sold_at, COALESCE(d.day_key, -1), COALESCE(c.customer_key, -1),
                COALESCE(p.product_key, -1), a.quantity, a.unit_price, a.discount, a.amount, 1
            FROM arriving AS a
            LEFT JOIN dim_day AS d ON d.date = DATE(a.sold_at)
            LEFT JOIN dim_customer AS c
                ON c.customer_id = a.customer_id AND a.sold_at >= c.valid_from AND a.sold_at < c.valid_to
            LEFT JOIN dim_product AS p ON p.product_id = a.product_id
            """
        )
    )


@_in_one
def _products(cursor: Any, data: Path) -> int:
    columns = {"product_id": "INT PRIMARY KEY", "title": "VARCHAR(60)", "category": "VARCHAR(20)"}
    rows = _arrive(cursor, data / "products.parquet", columns)
    cursor.execute(
        """
        UPDATE dim_product AS p JOIN arriving AS a ON a.product_id = p.product_id
        SET p.title = a.title, p.category = a.category
        WHERE NOT (a.title <=> p.title AND a.category <=> p.category)
        """
    )
    cursor.execute("SELECT GREATEST(MAX(product_key), 0) INTO @last FROM dim_product")
    cursor.execute(
        """
        INSERT INTO dim_product (product_key, product_id, title, category, load_id)
        SELECT @last + ROW_NUMBER() OVER (), a.product_id, a.title, a.category, 1
        FROM arriving AS a
        WHERE NOT EXISTS (SELECT 1 FROM dim_product AS p WHERE p.product_id = a.product_id)
        """
    )
    return rows


@_in_one
def _snapshot(cursor: Any, data: Path, number: int) -> int:
    columns = {"customer_id": "INT PRIMARY KEY", "name": "VARCHAR(40)", "city": "VARCHAR(40)", "segment": "VARCHAR(20)"}
    rows = _arrive(cursor, data / f"customers_{number}.parquet", columns)
    month = MONTHS[number - 1]
    cursor.execute(
        """
        UPDATE dim_customer AS c LEFT JOIN arriving AS a ON a.customer_id = c.customer_id
        SET c.valid_to = %s, c.is_current = FALSE
        WHERE c.is_current AND c.customer_key > 0
            AND NOT (a.name <=> c.name AND a.city <=> c.city AND a.segment <=> c.segment)
        """,
        [month],
    )
    cursor.execute("SELECT GREATEST(MAX(customer_key), 0) INTO @last FROM dim_customer")
    cursor.execute(
        """
        INSERT INTO dim_customer (customer_key, customer_id, name, city, segment, valid_from, valid_to, load_id)
        SELECT @last + ROW_NUMBER() OVER (), a.customer_id, a.name, a.city, a.segment, %s, '9999-12-31', 1
        FROM arriving AS a
        WHERE NOT EXISTS (SELECT 1 FROM dim_customer AS c WHERE c.is_current AND c.customer_id = a.customer_id)
        """,
        [month],
    )
    return rows


if __name__ == "__main__":
    contest(loads(connect, products=_products, snapshot=_snapshot, facts=_facts))
