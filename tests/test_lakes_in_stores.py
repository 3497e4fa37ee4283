"""A lake's files in an object store: loads, several workers, another engine that reads them, and the credentials."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow.dataset as ds
import pytest
from sqlalchemy import make_url, text

from starschema import StarSchemaError, Warehouse
from starschema.backends.ducklake.extensions import load_extensions
from starschema.backends.ducklake.store import reach
from tests.failures import test_in_parts as parts
from tests.failures.retail import Mart, load_everything, state
from tests.flows.remote import PASSWORD, object_storage

SIZE = 2000


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The URL of an empty bucket, which all find by the environment."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto")
    with object_storage(f"lake-{uuid4().hex}") as found:
        yield found


def stored(url: str, bucket: str) -> str:
    """Return the URL of an empty lake with its files in the store."""
    return make_url(url).update_query_dict({"data_path": f"{bucket}/{uuid4().hex}/"}).render_as_string(False)


@pytest.mark.only("ducklake")
def test_loads_into_a_store_end_as_into_a_folder_and_another_engine_reads_the_files(
    new_url: Callable[[], str], bucket: str
) -> None:
    import s3fs

    lake, other = stored(new_url(), bucket), new_url()
    Warehouse(lake, Mart).create_all()
    Warehouse(other, Mart).create_all()
    there = make_url(lake).difference_update_query(["data_path"]).render_as_string(False)  # the catalog knows it
    told = [[(one.inserted, one.versioned) for one in load_everything(each, SIZE)] for each in (there, other)]
    assert told[0] == told[1]
    assert state(lake) == state(other)
    with Warehouse(there, Mart).engine.connect() as connection:
        listed = connection.execute(text("SELECT data_file FROM ducklake_list_files('lake', 'fact_sale')")).scalars()
        files = [path.removeprefix("s3://") for path in listed]
    read = ds.dataset(files, filesystem=s3fs.S3FileSystem()).to_table(columns=["order_no"])
    assert set(read["order_no"].to_pylist()) == set(range(SIZE))


@pytest.mark.only("ducklake")
def test_several_workers_load_parts_into_a_store(
    url: str, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("starschema.load.facts.in_parts.PART_ROWS", parts.GROUP)
    mart = parts.mart(stored(url, bucket))
    assert parts.load(mart, parts.write(tmp_path)).inserted == parts.TOTAL
    assert parts.sold(mart) == parts.expected()


@pytest.fixture
def server(bucket: str) -> str:
    """Where the store is, as a secret says it."""
    return os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")


@pytest.fixture
def duck(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of a user without any credentials."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    config = {"allow_unsigned_extensions": "true", "secret_directory": str(tmp_path / "secrets")}
    with duckdb.connect(config=config) as connection:
        yield connection


def test_a_secret_that_duckdb_keeps_counts(bucket: str, server: str, duck: duckdb.DuckDBPyConnection) -> None:
    load_extensions(duck, ("httpfs",))
    duck.execute(
        f"CREATE PERSISTENT SECRET mine (TYPE s3, KEY_ID 'tester', SECRET '{PASSWORD}', REGION 'us-east-1', "
        f"ENDPOINT '{server}', USE_SSL false, URL_STYLE 'path')"
    )
    reach(duck, f"{bucket}/kept/")
    assert duck.execute("SELECT name FROM duckdb_secrets()").fetchall() == [("mine",)]
    duck.execute(f"COPY (SELECT 7 AS n) TO '{bucket}/kept/one.parquet'")
    assert duck.execute(f"FROM '{bucket}/kept/*.parquet'").fetchall() == [(7,)]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("s3://bucket/mart/", r"no credentials are found.*AWS_ACCESS_KEY_ID.*AWS_PROFILE.*CREATE PERSISTENT SECRET"),
        ("gs://bucket/mart/", r"DuckDB has no secret for it.*CREATE PERSISTENT SECRET \(TYPE gcs, …\)"),
    ],
)
def test_a_store_without_credentials_is_named_with_what_gives_them(
    path: str, said: str, duck: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(StarSchemaError, match=said):
        reach(duck, path)


def test_an_endpoint_is_a_url(duck: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "minio:9000")
    with pytest.raises(StarSchemaError, match=r"'minio:9000' is no endpoint.* AWS_ENDPOINT_URL as http://"):
        reach(duck, "s3://bucket/mart/")
