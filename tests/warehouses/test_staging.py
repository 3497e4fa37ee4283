"""Rows on their way to Spark and back: through a folder, or through an object store, where the tables may lie, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pytest
from sqlalchemy import String, event, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, StarSchemaError, Warehouse, attribute, natural_key
from starschema.backends.spark.dbapi import DatabaseError
from starschema.backends.spark.staging import staging
from starschema.errors import StoreError
from starschema.sources.opening import expand
from starschema.stores import file_system
from starschema.tasks.transient import is_transient
from tests import test_facts_read_there as facts
from tests.backends import SparkDatabases
from tests.flows.remote import object_storage
from tests.warehouses.story import Mart, at, rows, tell


class Small(DeclarativeBase):
    """A dimension."""


class Town(Dimension, Small):
    id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=2)


TOWNS = [{"id": 1, "name": "Oslo"}, {"id": 2, "name": "Moss"}]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The URL of a bucket, which this process and Sail find by the environment."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto")
    with object_storage(f"spark-{uuid4().hex}") as url:
        yield url


def lying(url: str) -> list[str]:
    """Return what is in the staging of a warehouse's URL."""
    files, path = fsspec.core.url_to_fs(str(make_url(url).query["staging"]))
    files.invalidate_cache()
    found: list[str] = files.find(path)
    return found


def test_loads_by_a_staging_in_an_object_store_end_as_on_duckdb_and_leave_nothing_there(
    bucket: str, tmp_path: Path
) -> None:
    databases = SparkDatabases(tmp_path)
    url = make_url(databases.new()).update_query_dict({"staging": f"{bucket}/staging"}).render_as_string()
    _check_the_story(url)
    databases.reset()


@pytest.mark.parametrize("scheme", ["s3", "s3a"])
def test_facts_in_files_of_an_object_store_are_read_there_by_the_executors(
    bucket: str, scheme: str, tmp_path: Path
) -> None:
    databases = SparkDatabases(tmp_path)
    here, there = (facts.made(url) for url in (databases.new(), "duckdb:///:memory:"))
    for number in range(2):
        file = facts.write(tmp_path / f"{number}.parquet", facts.ROWS[number::2])
        fsspec.filesystem("s3").put_file(str(file), f"{bucket}/{scheme}-facts/{number}.parquet")
    files = f"{bucket.replace('s3', scheme, 1)}/{scheme}-facts/*.parquet"
    assert [str(one).partition(":")[0] for one in expand(files)] == [scheme] * 2
    with facts.no_other_way():
        here.load(facts.Sale, files)
    there.load(facts.Sale, files)
    assert facts.contents(here) == facts.contents(there)
    databases.reset()


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "format"), [("s3", "delta"), ("s3a", "iceberg")])
def test_loads_of_tables_in_an_object_store_end_as_on_duckdb(
    bucket: str, scheme: str, format: str, tmp_path: Path
) -> None:
    databases = SparkDatabases(tmp_path, format, bucket.replace("s3", scheme, 1))
    _check_the_story(databases.new())
    assert not list(tmp_path.glob("**/*.parquet"))
    databases.reset()


def _check_the_story(url: str) -> None:
    told = []
    for place in (url, "duckdb:///:memory:"):
        warehouse = Warehouse(place, Mart)
        warehouse.create_all()
        told.append((tell(warehouse), rows(warehouse)))
    assert told[0] == told[1]
    assert lying(url) == []


@pytest.mark.parametrize("place", ["folder", "store"])
def test_a_folder_and_a_store_are_two_kinds_of_one_thing(place: str, bucket: str, tmp_path: Path) -> None:
    here = staging(str(tmp_path / "it's 1") if place == "folder" else f"{bucket}/it's 1/")
    files, path = fsspec.core.url_to_fs(here.address("a"))
    with here.filling("a") as local:
        Path(local).mkdir()
        for name in ("1.parquet", "2.parquet"):
            Path(local, name).write_bytes(name.encode())
    assert [files.cat_file(f"{path}/{n}.parquet") for n in (1, 2)] == [b"1.parquet", b"2.parquet"]
    files.pipe(f"{path}/_SUCCESS", b"")
    with here.reading("a") as found:
        assert sorted(Path(one).read_bytes() for one in found) == [b"1.parquet", b"2.parquet"]
    here.remove("a")
    files.invalidate_cache()
    assert not files.exists(path)
    here.remove("a")
    with here.reading("a") as found:
        assert found == []


def test_a_load_of_tables_in_an_object_store_that_fails_leaves_nothing_there_and_the_next_one_succeeds(
    bucket: str, tmp_path: Path
) -> None:
    databases = SparkDatabases(tmp_path, store=bucket.replace("s3", "s3a", 1))
    url = databases.new()
    warehouse = Warehouse(url, Small)
    warehouse.create_all()
    seen: list[str] = []

    def fail(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO dim_town "):
            seen.extend(lying(url))
            raise RuntimeError("in the middle of it")

    event.listen(warehouse.engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError, match="in the middle of it"):
        warehouse.load(Town, TOWNS, effective=at(1))
    event.remove(warehouse.engine, "before_cursor_execute", fail)
    assert (len(seen), lying(url)) == (1, [])
    assert warehouse.load(Town, TOWNS, effective=at(1)).inserted == 2
    assert warehouse.load(Town, [{"id": 1, "name": "Kristiania"}], effective=at(2)).versioned == 1
    assert lying(url) == []
    databases.reset()


def test_a_store_that_is_another_one_to_spark_is_an_error_and_no_missing_rows(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases = SparkDatabases(tmp_path)
    url = make_url(databases.new()).update_query_dict({"staging": f"{bucket}/apart"}).render_as_string()
    Warehouse(url, Small).create_all()
    files, elsewhere = "starschema.backends.spark.staging.file_system", ("/apart/", "/other/")
    monkeypatch.setattr(files, lambda url: file_system(url.replace(*elsewhere)))
    with pytest.raises(DatabaseError, match=r"Spark cannot use staging=s3://.*/apart/ as this process does"):
        Warehouse(url, Small).load(Town, TOWNS, effective=at(1))
    monkeypatch.setattr(files, file_system)
    Warehouse(url, Small).load(Town, TOWNS, effective=at(1))
    monkeypatch.setattr(files, lambda url: file_system(url.replace(*elsewhere)))
    with pytest.raises(StarSchemaError, match=r"Spark has put rows into .*/apart/.*this process finds none"):
        Warehouse(url, Small).load(Town, TOWNS, effective=at(1))
    databases.reset()


def test_what_cannot_be_used_as_staging_is_named_with_a_remedy(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases = SparkDatabases(tmp_path)
    url = make_url(databases.new())
    Warehouse(url.render_as_string(), Small).create_all()

    def said_of(place: str) -> str:
        with pytest.raises((StarSchemaError, DatabaseError)) as caught:
            Warehouse(url.update_query_dict({"staging": place}).render_as_string(), Small).load(Town, TOWNS)
        return str(caught.value)

    assert "staging=gs://bucket/x cannot be used" in (said := said_of("gs://bucket/x"))
    assert "gcsfs" in said
    assert all(staging(f"{scheme}/srv/x").address("a") == "/srv/x/a" for scheme in ("", "file:", "file://"))
    assert "staging=klingon://x/y cannot be used: Protocol not known: klingon" in said_of("klingon://x/y")
    assert "s3://ann:***@x/y cannot be used: an object store takes no password in a URL" in said_of("s3://ann:pw@x/y")
    assert "staging=s3://a/b* cannot be used: * stands for others" in said_of("s3://a/b*")
    assert "Spark cannot use staging=s3://nowhere/x/ as this process does" in (said := said_of("s3://nowhere/x"))
    assert "bucket does not exist" in said
    with pytest.raises(StoreError, match="bucket does not exist; check the bucket's name"):
        _put("s3://nowhere/x")
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)  # from now on it looks at the credentials
    with pytest.raises(StoreError, match=r"; check the credentials in the environment \(AWS_ACCESS_KEY_ID and"):
        _put(f"{bucket}/denied")
    databases.reset()


def _put(url: str) -> None:
    with staging(url).filling("a") as local:
        Path(local).mkdir()
        Path(local, "1.parquet").touch()


def test_a_store_that_is_not_reached_may_be_the_next_time(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fsspec.config.conf, "s3", {"config_kwargs": {"retries": {"max_attempts": 0}}})
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    with pytest.raises(StoreError, match="Could not connect") as caught:
        _put(f"{bucket}/away")
    assert is_transient(caught.value)
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    monkeypatch.undo()
    with pytest.raises(StoreError) as caught:
        _put("s3://nowhere/x")
    assert not is_transient(caught.value)
