"""A program for an environment with bqemulator: what loads do on BigQuery, as far as an emulator can tell.

The emulator is a process of its own, and is ended. It answers jobs.query without a look at the default dataset, and
tells of no error there; a job with a priority goes by jobs.insert, which does both.
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
from urllib.error import URLError
from urllib.request import urlopen

import duckdb
import duckdb_extension_spatial
import pytest
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from sqlalchemy import Engine, create_engine, event

from starschema import Warehouse
from tests.robust.every_type import Mart as Types
from tests.services import free_port
from tests.warehouses.every_value import check_every_value
from tests.warehouses.story import Customer, Mart, Sale, at, rows, sales, tell

PATIENCE = 60
"""Seconds that the emulator may take to start."""

PROJECT = "shop"

EXACT = ("whole", "money", "fine", "share", "long_whole", "long_fine")
"""Columns of exact numbers: of a text the emulator makes one of three decimals, whatever it is to be put into."""


@contextmanager
def emulator(folder: Path) -> Iterator[str]:
    """Start the emulator and yield its address; DuckDB finds the extension that it wants below the folder."""
    version = f"v{duckdb.__version__}"
    platform = duckdb.sql("PRAGMA platform").fetchall()[0][0]
    packaged = Path(duckdb_extension_spatial.__file__).parent / "extensions" / version / "spatial.duckdb_extension"
    found = folder / ".duckdb" / "extensions" / version / platform
    found.mkdir(parents=True)
    shutil.copy(packaged, found)
    port = free_port()
    command = [sys.executable, "-m", "bqemulator", "start", "--ephemeral", "--rest-port", str(port), "--grpc-port", "0"]
    environment = {**os.environ, "HOME": str(folder), "BQEMU_ENABLE_FORMAT_EXTENSIONS": "false"}
    log = folder / "emulator.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/bigquery/v2/projects", process, log)
        yield address
    finally:
        process.terminate()
        process.wait()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address).close()
            return
        except (URLError, ConnectionError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"no emulator: {log.read_text(errors='replace')[-2000:]}") from error
            time.sleep(0.2)


def engine_on(address: str, dataset: str) -> Engine:
    """Return an engine on a new dataset of the emulator's."""
    client = bigquery.Client(
        project=PROJECT,
        credentials=AnonymousCredentials(),
        client_options=ClientOptions(api_endpoint=address),
        default_query_job_config=bigquery.QueryJobConfig(
            default_dataset=f"{PROJECT}.{dataset}", priority=bigquery.QueryPriority.INTERACTIVE
        ),
    )
    client.create_dataset(dataset)
    made = create_engine(
        f"bigquery://{PROJECT}/{dataset}?user_supplied_client=true",
        connect_args={"client": client, "prefer_bqstorage_client": False},
    )
    event.listen(made, "before_cursor_execute", _without_keys, retval=True)
    return made


def _without_keys(*event: Any) -> tuple[str, Any]:
    """Take out of DDL the keys, which BigQuery does not check, and DuckDB, which the emulator is made of, does."""
    return re.sub(r",\s*(PRIMARY|FOREIGN) KEY [^\n]* NOT ENFORCED", "", event[2]), event[3]


class Stopped(Exception):
    """What ends a load that has written all."""


def stop(_connection: Any, _result: Any) -> None:
    raise Stopped


def check_undoing(warehouse: Warehouse) -> None:
    """Loads that fail when all is written leave what was there; then they are done."""
    loads: list[tuple[Any, Any, dict[str, Any]]] = [
        (
            Customer,
            [{"id": 1, "city": "Bodø", "at": at(3)}, {"id": 12, "city": "Rana", "at": at(4)}],
            {"effective": "at"},
        ),
        (Customer, [{"id": 3, "city": "Moss"}], {"effective": at(5), "snapshot": True, "close_limit": 1.0}),
        (Sale, sales(1, (2, 1), (3, 3)), {"on_duplicate": "replace"}),
        (Sale, [{**sales(6, (11, 2))[0], "gone": True}], {"deleted": "gone"}),
    ]
    for model, data, options in loads:
        before = rows(warehouse)
        with pytest.raises(Stopped):
            warehouse.load(model, data, **options, alongside=stop)
        assert rows(warehouse) == before, model
        assert warehouse.load(model, data, **options).read == len(data)
        assert rows(warehouse) != before, model
    assert warehouse.rebuild(Customer).versioned == 0


def main() -> None:
    """Tell the same to BigQuery and to DuckDB, and compare; then have every value come back."""
    with tempfile.TemporaryDirectory(prefix="starschema-bigquery-") as name:
        folder = Path(name)
        with emulator(folder) as address:
            told = []
            books = f"sqlite:///{folder}/books.db"
            on_bigquery = Warehouse(engine_on(address, "mart"), Mart, books=books)
            for warehouse in (on_bigquery, Warehouse("duckdb:///:memory:", Mart)):
                warehouse.create_all()
                warehouse.create_all()
                counts = tell(warehouse)
                check_undoing(warehouse)
                told.append((counts, rows(warehouse)))
            on_bigquery.drop_all()
            with on_bigquery.engine.connect() as connection:
                left = connection.exec_driver_sql(f"SELECT table_name FROM `{PROJECT}.mart`.INFORMATION_SCHEMA.TABLES")
                assert left.all() == []
            types = Warehouse(engine_on(address, "types"), Types, books=f"sqlite:///{folder}/types.db")
            types.create_all()
            check_every_value(types, without=EXACT)
    (counts, found), (expected_counts, expected) = told
    assert counts == expected_counts, (counts, expected_counts)
    for table, whole in expected.items():
        assert found[table] == whole, (table, found[table], whole)
    print("all is well")


if __name__ == "__main__":
    main()
