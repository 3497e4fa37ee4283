"""What a good engineer writes for DuckDB: SQL over the Parquet files themselves."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads

FACTS = """
INSERT INTO fact_sale (
    order_no, line_no, sold_at, order_date_key, customer_key, product_key,
    quantity, unit_price, discount, amount, load_id
)
SELECT a.order_no, a.line_no, a.sold_at, coalesce(d.day_key, -1), coalesce(c.customer_key, -1),
    coalesce(p.product_key, -1), a.quantity, a.unit_price, a.discount, a.amount, 1
FROM '{data}/sales.parquet' AS a
LEFT JOIN dim_day AS d ON d.date = CAST(a.sold_at AS DATE)
LEFT JOIN dim_customer AS c
    ON c.customer_id = a.customer_id AND a.sold_at >= c.valid_from AND a.sold_at < c.valid_to
LEFT JOIN dim_product AS p ON p.product_id = a.product_id
"""

PRODUCTS = """
CREATE OR REPLACE TEMP TABLE arriving AS FROM '{data}/products.parquet';
UPDATE dim_product AS p SET title = a.title, category = a.category
FROM arriving AS a
WHERE a.product_id = p.product_id AND (a.title, a.category) IS DISTINCT FROM (p.title, p.category);
INSERT INTO dim_product (product_key, product_id, title, category, load_id)
SELECT (SELECT greatest(max(product_key), 0) FROM dim_product) + row_number() OVER (), product_id, title, category, 1
FROM arriving AS a
WHERE NOT EXISTS (SELECT 1 FROM dim_product AS p WHERE p.product_id = a.product_id)
"""

SNAPSHOT = """
CREATE OR REPLACE TEMP TABLE arriving AS FROM '{data}/customers_{number}.parquet';
UPDATE dim_customer AS c SET valid_to = TIMESTAMP '{month}', is_current = false
FROM arriving AS a
WHERE a.customer_id = c.customer_id AND c.is_current
    AND (a.name, a.city, a.segment) IS DISTINCT FROM (c.name, c.city, c.segment);
UPDATE dim_customer AS c SET valid_to = TIMESTAMP '{month}', is_current = false
WHERE c.is_current AND c.customer_key > 0
    AND NOT EXISTS (SELECT 1 FROM arriving AS a WHERE a.customer_id = c.customer_id);
INSERT INTO dim_customer (customer_key, customer_id, name, city, segment, valid_from, valid_to, load_id)
SELECT (SELECT greatest(max(customer_key), 0) FROM dim_customer) + row_number() OVER (),
    customer_id, name, city, segment, TIMESTAMP '{month}', TIMESTAMP '9999-12-31', 1
FROM arriving AS a
WHERE NOT EXISTS (SELECT 1 FROM dim_customer AS c WHERE c.is_current AND c.customer_id = a.customer_id)
"""


def _connect(url: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(url.removeprefix("duckdb:///"))


def _products(connection: duckdb.DuckDBPyConnection, data: Path) -> int:
    return _in_one(connection, PRODUCTS.format(data=data), data / "products.parquet")


def _facts(connection: duckdb.DuckDBPyConnection, data: Path) -> int:
    return _in_one(connection, FACTS.format(data=data), data / "sales.parquet")


def _snapshot(connection: duckdb.DuckDBPyConnection, data: Path, number: int) -> int:
    statements = SNAPSHOT.format(data=data, number=number, month=MONTHS[number - 1])
    return _in_one(connection, statements, data / f"customers_{number}.parquet")


def _in_one(connection: duckdb.DuckDBPyConnection, statements: str, path: Path) -> int:
    """Execute the statements in one transaction, and return how many rows the file has."""
    connection.execute(f"BEGIN; {statements}; COMMIT")
    counted = connection.execute(f"SELECT count(*) FROM '{path}'").fetchone()
    assert counted is not None
    return int(counted[0])


if __name__ == "__main__":
    contest(loads(_connect, products=_products, snapshot=_snapshot, facts=_facts))
