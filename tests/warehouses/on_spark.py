"""A program for an environment with PySpark: what loads do on a Spark cluster with tables of Iceberg."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.cluster import cluster, schema, session
from starschema import Warehouse
from tests.warehouses.story import Mart, rows, tell


def main() -> None:
    """Tell the same to the cluster and to DuckDB, and compare."""
    with tempfile.TemporaryDirectory(prefix="starschema-spark-") as name:
        folder = Path(name)
        with cluster(folder, workers=2) as on, session(on) as spark:
            told = []
            for place in (schema(spark, "mart", folder / "mart"), "duckdb:///:memory:"):
                warehouse = Warehouse(place, Mart)
                warehouse.create_all()
                warehouse.create_all()
                told.append((tell(warehouse), rows(warehouse)))
            executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
            assert executors == 2, executors
    (counts, found), (expected_counts, expected) = told
    assert counts == expected_counts, (counts, expected_counts)
    for table, whole in expected.items():
        assert found[table] == whole, (table, found[table], whole)
    print("all is well")


if __name__ == "__main__":
    main()
