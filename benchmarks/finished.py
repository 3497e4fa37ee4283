"""The finished rows of the sales, for bare copies: keys looked up in a prepared database, bytes as databases read them.

They are found from the true history and by SQL that shares nothing with the library's, so a row that the library loads
otherwise shows in the checks.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import create_engine, text

from benchmarks.workload import Workload

BATCH = 65_536


def write_finished(url: str, data: Workload) -> None:
    """Write the finished rows of `data` beside it, as the keys are in the database at `url`.

    As Parquet, CSV and, for PostgreSQL, in the format of its binary COPY.
    """
    duck = duckdb.connect()
    engine = create_engine(url)
    with engine.connect() as connection:
        for name, query in _KEYS.items():
            rows = connection.execute(text(query))
            columns = zip(*rows.all(), strict=True)
            duck.register(name, pa.table(dict(zip(rows.keys(), map(list, columns), strict=True))))
    engine.dispose()
    path = data.folder / f"finished_{engine.dialect.name}"
    parquet, csv = path.with_suffix(".parquet"), path.with_suffix(".csv")
    duck.execute(f"COPY ({_FINISHED.format(sales=data.sales, history=data.history)}) TO '{parquet}' (FORMAT parquet)")
    duck.execute(f"COPY (FROM '{parquet}') TO '{csv}' (FORMAT csv, HEADER false)")
    if engine.dialect.name == "postgresql":
        _write_binary(parquet, path.with_suffix(".bin"))


def _write_binary(parquet: Path, path: Path) -> None:
    from pgpq import ArrowToPostgresBinaryEncoder

    source = pq.ParquetFile(parquet)
    encoder = ArrowToPostgresBinaryEncoder(source.schema_arrow)
    with path.open("wb") as file:
        file.write(encoder.write_header())
        for batch in source.iter_batches(BATCH):
            file.write(encoder.write_batch(batch))
        file.write(encoder.finish())


_KEYS = {
    "customers": "SELECT customer_key, customer_id, valid_from FROM dim_customer WHERE customer_key > 0",
    "products": "SELECT product_key, product_id FROM dim_product WHERE product_key > 0",
}

_FINISHED = """
SELECT s.order_no, s.line_no, s.sold_at,
    CAST(strftime(s.sold_at, '%Y%m%d') AS BIGINT) AS order_date_key,
    CAST(coalesce(c.customer_key, -1) AS BIGINT) AS customer_key,
    CAST(coalesce(p.product_key, -1) AS BIGINT) AS product_key,
    s.quantity, s.unit_price, s.discount, s.amount, CAST(1 AS BIGINT) AS load_id
FROM '{sales}' AS s
LEFT JOIN '{history}' AS h
    ON h.customer_id = s.customer_id AND s.sold_at >= h.valid_from AND s.sold_at < h.valid_to
LEFT JOIN customers AS c ON c.customer_id = h.customer_id AND CAST(c.valid_from AS TIMESTAMP) = h.valid_from
LEFT JOIN products AS p ON p.product_id = s.product_id
ORDER BY s.order_no, s.line_no
"""
