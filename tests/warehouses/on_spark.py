"""A program for an environment with PySpark: what loads do on a Spark cluster with tables of Iceberg.

Three marts lie there side by side. The loads of one come from another thread than that which has made the session,
those of another by turns from two sessions.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from benchmarks.cluster import cluster, schema, session
from starschema import LoadResult, Warehouse
from tests.warehouses.story import Day, Mart, rows, tell


class ByTurns(Warehouse):
    """A warehouse whose loads come by turns from it and from another session, which keeps tables as it saw them.

    Args:
        url: Where it is.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, Mart)
        # The same place by another name is a place of its own, and has a session of its own.
        other = make_url(url)
        self._next = self, Warehouse(other.update_query_dict({"staging": f"{other.query['staging']}/"}), Mart)

    def load(self, *arguments: Any, **options: Any) -> LoadResult:
        """Load from the one whose turn it is."""
        self._next = self._next[::-1]
        return Warehouse.load(self._next[0], *arguments, **options)


def told(warehouse: Warehouse) -> Any:
    """Tell a warehouse the story; return what the loads counted, and the rows then."""
    warehouse.create_all()
    warehouse.create_all()
    return tell(warehouse), rows(warehouse)


def main() -> None:
    """Tell the same to two marts on the cluster and to DuckDB, and compare."""
    with tempfile.TemporaryDirectory(prefix="starschema-spark-") as name:
        folder = Path(name)
        with cluster(folder, workers=2) as on, session(on) as spark:
            marts = [schema(spark, each, folder / each) for each in ("mart", "other", "shared")]
            before = place(spark)
            other = Warehouse(marts[1], Mart)
            other.create_all()
            with ThreadPoolExecutor(1) as thread:
                counts, found = thread.submit(told, Warehouse(marts[0], Mart)).result()
            executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
            assert executors == 2, executors
            assert not any(whole for table, whole in rows(other).items() if table.startswith("fact")), rows(other)
            assert other.load(Day, start="2024-01-01", end="2024-01-31").inserted == 31
            assert told(ByTurns(marts[2])) == (counts, found)
            assert place(spark) == before, place(spark)
    expected_counts, expected = told(Warehouse("duckdb:///:memory:", Mart))
    assert counts == expected_counts, (counts, expected_counts)
    for table, whole in expected.items():
        assert found[table] == whole, (table, found[table], whole)
    print("all is well")


def place(spark: Any) -> Any:
    """Return where a session is, and its zone."""
    return spark.catalog.currentCatalog(), spark.catalog.currentDatabase(), spark.conf.get("spark.sql.session.timeZone")


if __name__ == "__main__":
    main()
