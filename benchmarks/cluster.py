"""A standalone cluster of Spark with tables of Iceberg: a master and workers of one core, each a process here.

Its PySpark, and Iceberg's jars, are laid over the environment that runs, since its client is another one; whoever works
on the cluster is a process in `environment()`. It takes Java 17.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.environments import NotInstalled, cache, install
from benchmarks.processes import ROOT

PACKAGES = ("pyspark==3.5.9", "snowpark-connect-deps-iceberg==1.0.2")
"""Spark itself, and Iceberg's jars."""

PATIENCE = 60
"""Seconds that a master or a worker may take to start."""

OTHERS = ("SPARK_REMOTE", "SPARK_LOCAL_REMOTE", "SPARK_CONNECT_MODE_ENABLED")
"""Variables by which PySpark, once it has opened a session of Spark Connect, keeps its process to such."""

CATALOG = "lake"
"""The catalog of Iceberg's that a session has."""


def environment() -> dict[str, str]:
    """Return the environment of processes that work on a cluster, its packages installed if they aren't there.

    Raises:
        NotInstalled: There is no Java, or the packages cannot be had.
    """
    if shutil.which("java") is None:
        raise NotInstalled("no Java, which a cluster of Spark takes")
    over = cache() / "-".join(PACKAGES).replace("=", "")
    if not over.exists():
        over.parent.mkdir(parents=True, exist_ok=True)
        # Under its own name when it is whole, however many install it at once.
        with tempfile.TemporaryDirectory(dir=over.parent, prefix="spark-") as name:
            made = Path(name, "made")
            install(sys.executable, "--target", str(made), *PACKAGES)
            try:
                made.rename(over)
            except OSError:
                if not over.exists():
                    raise
    path = [str(over), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    here = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return {**here, "PYTHONPATH": os.pathsep.join(path)}


class Cluster:
    """A master and its workers.

    Args:
        folder: Where the logs and the executors' files go.
        memory: Megabytes that an executor may use.
    """

    def __init__(self, folder: Path, memory: int = 1024) -> None:
        import pyspark

        self.folder = folder
        self.memory = memory
        self.workers: list[subprocess.Popen[bytes]] = []
        self._added = 0
        self._home = Path(pyspark.__file__).parent
        self._log = folder / "master.log"
        self.master = self._start(self._log, "master.Master", "--port", "0")
        self.address = self._said(r"Starting Spark master at (spark://\S+)")[0]
        self._said("I have been elected leader")

    def add_worker(self) -> None:
        """Start a worker of one core, and wait until the master knows it."""
        name, self._added = f"worker{self._added}", self._added + 1
        size = ("--cores", "1", "--memory", f"{self.memory + 500}m", "--work-dir", str(self.folder / name))
        self.workers.append(self._start(self.folder / f"{name}.log", "worker.Worker", *size, self.address))
        self._said("Registering worker", self._added)

    def stop(self) -> None:
        """End all processes."""
        started = [*reversed(self.workers), self.master]
        for process in started:
            process.terminate()
        for process in started:
            process.wait()

    def _start(self, log: Path, role: str, *arguments: str) -> subprocess.Popen[bytes]:
        program = [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
        found = {
            **os.environ,
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "384m",
            "PYSPARK_PYTHON": sys.executable,
        }
        with log.open("wb") as out:
            command = [*program, "--host", "127.0.0.1", "--webui-port", "0", *arguments]
            return subprocess.Popen(command, env=found, stdout=out, stderr=subprocess.STDOUT)

    def _said(self, line: str, times: int = 1) -> list[str]:
        """Wait until the master has said a line so many times; return what it said."""
        deadline = time.monotonic() + PATIENCE
        while len(found := re.findall(line, self._log.read_text(errors="replace"))) < times:
            if time.monotonic() > deadline:
                log = self._log.read_text(errors="replace")[-2000:]
                raise TimeoutError(f"{line!r} is not said within {PATIENCE} s: {log}")
            time.sleep(0.1)
        return found


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: int = 1024) -> Iterator[Cluster]:
    """Start a cluster, and end it afterwards."""
    made = Cluster(folder, memory)
    try:
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.stop()


@contextmanager
def session(on: Cluster, views: bool = False, **settings: str) -> Iterator[Any]:
    """Open the process's session on a cluster, with a catalog of Iceberg's in its folder.

    Args:
        on: The cluster.
        views: Whether the catalog is to keep views; it is Hive's then, in a file that this process alone opens.
        settings: More of Spark's settings, an underscore for each dot.
    """
    import snowpark_connect_deps_iceberg
    from pyspark.sql import SparkSession

    (jar,) = Path(snowpark_connect_deps_iceberg.__file__).parent.glob("jars/iceberg-spark-runtime-3.5_2.12-*.jar")
    catalog = f"spark.sql.catalog.{CATALOG}"
    wanted = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraClassPath": str(jar),
        "spark.executor.extraClassPath": str(jar),
        "spark.executor.memory": f"{on.memory}m",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": f"{on.folder}/warehouse",
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        catalog: "org.apache.iceberg.spark.SparkCatalog",
        f"{catalog}.warehouse": f"file://{on.folder}/{CATALOG}",
        **{name.replace("_", "."): value for name, value in settings.items()},
    }
    if views:
        hive = "spark.hadoop.hive.metastore"
        wanted[f"{catalog}.type"] = "hive"
        wanted["spark.hadoop.javax.jdo.option.ConnectionURL"] = f"jdbc:derby:{on.folder}/metastore;create=true"
        wanted["spark.hadoop.datanucleus.schema.autoCreateAll"] = "true"
        wanted[f"{hive}.schema.verification"] = "false"
        wanted[f"{hive}.warehouse.dir"] = f"file://{on.folder}/{CATALOG}"
        wanted["spark.hadoop.iceberg.engine.hive.lock-enabled"] = "false"
        wanted["spark.driver.extraJavaOptions"] = f"-Dderby.stream.error.file={on.folder}/derby.log"
    else:
        wanted[f"{catalog}.type"] = "hadoop"  # which takes nothing but a folder
    builder = SparkSession.builder.master(on.address).appName("starschema")
    for name, value in wanted.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    try:
        yield found
    finally:
        found.stop()


def schema(spark: Any, name: str, folder: Path, views: bool = False) -> str:
    """Make an empty schema whose staging and books are in a folder; return its URL."""
    from sqlalchemy import URL

    (folder / "staging").mkdir(parents=True)
    spark.sql(f"CREATE NAMESPACE {CATALOG}.{name}")
    query = {
        "format": "iceberg",
        "views": "yes" if views else "no",
        "staging": f"{folder}/staging",
        "books": f"sqlite:///{folder}/books.db",
    }
    return URL.create("spark", database=f"{CATALOG}.{name}", query=query).render_as_string()
