"""How much memory a large fact load takes, and how fast it is.

    python -m benchmarks.memory --rows 10000000 --url duckdb:///
    python -m benchmarks.memory --rows 10000000 --url postgresql+psycopg://postgres@127.0.0.1/postgres

The rows are made, written to a Parquet or CSV file, and loaded by a process of its own into a database made for it;
both are gone afterwards. What is printed is that process's peak memory, of the load alone (its imports included).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Numeric, String, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped

from benchmarks.databases import place
from benchmarks.processes import peak_bytes, run
from starschema import (
    Calendar,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
)

CUSTOMERS = 100_000
"""Members of the one large dimension."""

BATCH = 200_000
"""Rows made at a time."""


class Mart(DeclarativeBase):
    """Every table of the benchmark."""


class Day(Calendar, Mart):
    """One row per calendar day."""


class Customer(Dimension, Mart):
    """One row per version of a customer."""

    customer_id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(60), scd=2)


class Sale(TransactionFact, Mart, grain="one row per order line"):
    """What was sold."""

    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    order_date = role(Day, source="sold_at")
    customer = role(Customer, as_of="sold_at")
    quantity: Mapped[int] = measure(unit="each")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


def write_sales(path: Path, rows: int) -> None:
    """Write `rows` sales to a Parquet or a CSV file; customers come in no order."""
    import duckdb

    query = (
        "SELECT 'O' || lpad(CAST(i // 4 AS VARCHAR), 9, '0') AS order_no, CAST(i % 4 AS INTEGER) AS line_no, "
        "TIMESTAMP '2024-01-01' + to_microseconds(i * 3000017 % 31536000000000) AS sold_at, "
        f"CAST(hash(i) % {CUSTOMERS} AS INTEGER) AS customer_id, CAST(i % 7 + 1 AS INTEGER) AS quantity, "
        f"CAST((i % 99991) / 100 AS DECIMAL(14, 2)) AS amount FROM range({rows}) AS numbers(i)"
    )
    form = "FORMAT csv, HEADER" if path.suffix == ".csv" else f"FORMAT parquet, ROW_GROUP_SIZE {BATCH}"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' ({form})")


def prepare(url: str) -> None:
    """Create the tables and load the dimensions."""
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Day, start="2024-01-01", end="2024-12-31")
    customers = ({"customer_id": i, "city": f"City {i % 500}"} for i in range(CUSTOMERS))
    warehouse.load(Customer, customers, effective=datetime(2020, 1, 1))
    warehouse.engine.dispose()


def load(url: str, path: str) -> dict[str, float]:
    """Load the file in this process and return what it took."""
    warehouse = Warehouse(url, Mart)
    started = time.perf_counter()
    result = warehouse.load(Sale, path)
    seconds = time.perf_counter() - started
    return {"rows": result.inserted, "seconds": seconds, "peak_mb": peak_bytes() / 2**20}


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description="Peak memory of a large load.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many facts to load (default: %(default)s)")
    parser.add_argument("--url", default="duckdb:///", help="database or server (default: a DuckDB file)")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet", help="the input's format")
    parser.add_argument("--load", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(json.dumps(load(options.url, options.load)))
        return
    with tempfile.TemporaryDirectory(prefix="starschema-") as folder:
        path = Path(folder) / f"sales.{options.format}"
        write_sales(path, options.rows)
        where = place(options.url, Path(folder))
        try:
            url = where.empty()
            prepare(url)
            done = run("benchmarks.memory", ["--url", url, "--load", str(path)])
        finally:
            where.close()
    backend = make_url(options.url).get_backend_name()
    rate = done["rows"] / done["seconds"]
    print(
        f"{backend}, {options.format}: {done['rows']:,} rows in {done['seconds']:.1f} s "
        f"({rate:,.0f} rows/s), peak {done['peak_mb']:.0f} MB"
    )


if __name__ == "__main__":
    main()
