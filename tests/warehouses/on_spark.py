"""A program for an environment with PySpark: what loads do on a Spark cluster with tables of Iceberg.

It starts a master and two workers, each a process, and ends them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starschema import Warehouse
from tests.services import free_port
from tests.warehouses.story import Mart, rows, tell

PATIENCE = 60
"""Seconds that a cluster may take to start."""


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """Start a standalone cluster and yield its address."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "384m",
        "PYSPARK_PYTHON": sys.executable,
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> Path:
        log = folder / f"{name}.log"
        with log.open("wb") as out:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]]
            started.append(subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT))
        return log

    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    try:
        master = start("master", "master.Master", "--host", "127.0.0.1", "--port", f"{port}", "--webui-port", "0")
        _await(master, "I have been elected leader", 1)
        for number in range(workers):
            place = ("--webui-port", "0", "--work-dir", str(folder / f"worker{number}"))
            size = ("--cores", "1", "--memory", "1500m")
            start(f"worker{number}", "worker.Worker", "--host", "127.0.0.1", *size, *place, address)
        _await(master, "Registering worker", workers)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()


def _await(log: Path, line: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while log.read_text(errors="replace").count(line) < times:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{line!r} is not said within {PATIENCE} s: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)


@contextmanager
def session(address: str, folder: Path) -> Iterator[Any]:
    """Open a session on the cluster, with a catalog `lake` of Iceberg's in the folder."""
    import snowpark_connect_deps_iceberg
    from pyspark.sql import SparkSession

    (jar,) = Path(snowpark_connect_deps_iceberg.__file__).parent.glob("jars/iceberg-spark-runtime-3.5_2.12-*.jar")
    lake = "spark.sql.catalog.lake"
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.driver.extraClassPath": str(jar),
        "spark.executor.extraClassPath": str(jar),
        "spark.executor.memory": "1g",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        lake: "org.apache.iceberg.spark.SparkCatalog",
        f"{lake}.type": "hadoop",  # which keeps no views, and takes nothing but a folder
        f"{lake}.warehouse": f"file://{folder}/lake",
    }
    builder = SparkSession.builder.master(address).appName("starschema")
    for name, value in settings.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    try:
        yield found
    finally:
        found.stop()


def main() -> None:
    """Tell the same to the cluster and to DuckDB, and compare."""
    with tempfile.TemporaryDirectory(prefix="starschema-spark-") as name:
        folder = Path(name)
        with cluster(folder) as address, session(address, folder) as spark:
            spark.sql("CREATE NAMESPACE lake.mart")
            (folder / "staging").mkdir()
            books = quote(f"sqlite:///{folder}/books.db", safe="")
            url = f"spark:///lake.mart?format=iceberg&views=no&staging={folder}/staging&books={books}"
            told = []
            for place in (url, "duckdb:///:memory:"):
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
