"""dlt's merge strategy `scd2`, on PostgreSQL and DuckDB: the customers' history only, in a table of its own.

It reads Arrow, whose rows it compares by a hash, as its documentation says for large tables.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dlt
import pyarrow as pa
import pyarrow.parquet as pq
from dlt.sources.helpers.transform import add_row_hash_to_table

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS


def snapshot(url: str, data: Path) -> Callable[[], int]:
    """Load the last snapshot, those before it having been loaded by dlt too."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    pipeline = dlt.pipeline(
        "contest", pipelines_dir=tempfile.mkdtemp(), destination=_destination(url), dataset_name="contest"
    )
    for number in range(1, len(MONTHS)):
        _load(pipeline, data, number)
    return lambda: _load(pipeline, data, len(MONTHS))


def _destination(url: str) -> Any:
    if url.startswith("duckdb:"):
        return dlt.destinations.duckdb(url.removeprefix("duckdb:///"))
    parsed = urlsplit(url.replace("postgresql+psycopg:", "postgresql:"))
    if parsed.password is None:  # dlt insists on one, the server need not
        parsed = parsed._replace(netloc=parsed.netloc.replace("@", ":none@"))
    return dlt.destinations.postgres(parsed.geturl())


def _load(pipeline: Any, data: Path, number: int) -> int:
    path = data / f"customers_{number}.parquet"

    def customers() -> Iterator[pa.Table]:
        yield pq.read_table(path)

    disposition = {
        "disposition": "merge",
        "strategy": "scd2",
        "boundary_timestamp": MONTHS[number - 1],
        "active_record_timestamp": "9999-12-31",
        "row_version_column_name": "row_hash",
    }
    resource = dlt.resource(customers, name="customers", write_disposition=disposition)
    pipeline.run(resource.add_map(add_row_hash_to_table("row_hash")))
    return int(pq.read_metadata(path).num_rows)


if __name__ == "__main__":
    contest({"snapshot": snapshot})
