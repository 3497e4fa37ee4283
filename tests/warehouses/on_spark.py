"""A program for an environment with PySpark: what loads do on a Spark cluster with tables of Iceberg.

Two marts lie there side by side, and the loads of one come from another thread than that which has made the session.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.cluster import cluster, schema, session
from starschema import Warehouse
from tests.warehouses.story import Day, Mart, rows, tell


def told(url: str) -> Any:
    """Tell a warehouse the story; return what the loads counted, and the rows then."""
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.create_all()
    return tell(warehouse), rows(warehouse)


def main() -> None:
    """Tell the same to two marts on the cluster and to DuckDB, and compare."""
    with tempfile.TemporaryDirectory(prefix="starschema-spark-") as name:
        folder = Path(name)
        with cluster(folder, workers=2) as on, session(on) as spark:
            marts = [schema(spark, each, folder / each) for each in ("mart", "other")]
            before = place(spark)
            other = Warehouse(marts[1], Mart)
            other.create_all()
            with ThreadPoolExecutor(1) as thread:
                counts, found = thread.submit(told, marts[0]).result()
            executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
            assert executors == 2, executors
            assert not any(whole for table, whole in rows(other).items() if table.startswith("fact")), rows(other)
            assert other.load(Day, start="2024-01-01", end="2024-01-31").inserted == 31
            assert place(spark) == before, place(spark)
    expected_counts, expected = told("duckdb:///:memory:")
    assert counts == expected_counts, (counts, expected_counts)
    for table, whole in expected.items():
        assert found[table] == whole, (table, found[table], whole)
    print("all is well")


def place(spark: Any) -> Any:
    """Return where a session is, and its zone."""
    return spark.catalog.currentCatalog(), spark.catalog.currentDatabase(), spark.conf.get("spark.sql.session.timeZone")


if __name__ == "__main__":
    main()
