"""A program for an environment with Spark: how long the sales of `benchmarks.beyond` take on a cluster of its own."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from benchmarks.beyond import following, load
from benchmarks.cluster import CATALOG, cluster, schema, session
from benchmarks.workload import Workload


def main() -> None:
    """Load as often as told, each time into a new schema, and tell the seconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--facts", type=int, required=True)
    parser.add_argument("--then", type=int, required=True)
    parser.add_argument("--members", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    options = parser.parse_args()
    data = Workload(options.data, options.facts, options.members)
    partitions = str(2 * options.workers)
    with (
        tempfile.TemporaryDirectory(prefix="beyond-") as folder,
        cluster(Path(folder), options.workers, options.memory) as on,
        session(on, spark_driver_memory="2g", spark_sql_shuffle_partitions=partitions) as spark,
    ):

        def new(place: Path) -> tuple[str, Callable[[], None]]:
            name = f"mart_{token_hex(4)}"
            return schema(spark, name, place), lambda: shutil.rmtree(on.folder / CATALOG / name)

        seconds = [load(new, None, data, following(data, options.then)) for _ in range(options.repeats)]
        executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
        if executors != options.workers:
            raise SystemExit(f"{executors} executors ran, not {options.workers}")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
