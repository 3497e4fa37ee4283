"""`databricks://`: what session Databricks Connect is asked for, and loads by it; Sail stands for the workspace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url

from starschema import StarSchemaError, Warehouse, create_ddl
from starschema.backends.spark.sessions import Place
from starschema.backends.spark.staging import staging
from starschema.backends.spark.workspace import Workspace
from starschema.errors import StoreError
from tests.backends import SparkDatabases
from tests.warehouses.files_api import TOKEN, Volume, files_api
from tests.warehouses.story import Mart, rows, tell


class Connect(ModuleType):
    """Databricks Connect's module: it takes note of what its builder is told."""

    def __init__(self, session: Any = None) -> None:
        super().__init__("databricks.connect")
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.session = session
        self.DatabricksSession = self  # of which `builder` is all that is used
        self.builder = self

    def profile(self, name: str) -> Connect:
        self.told.append(("profile", {"name": name}))
        return self

    def remote(self, **where: Any) -> Connect:
        self.told.append(("remote", where))
        return self

    def create(self) -> Any:
        self.told.append(("create", {}))
        return self.session

    def getOrCreate(self) -> Any:
        self.told.append(("getOrCreate", {}))
        return self.session


@pytest.mark.parametrize(
    ("url", "calls"),
    [
        (
            "databricks://token:SECRET@host/main.mart?cluster_id=0301-ab",
            [("remote", {"host": "host", "token": "SECRET", "cluster_id": "0301-ab"}), ("create", {})],
        ),
        (
            "databricks://token:SECRET@host/main.mart?serverless=yes",
            [("remote", {"host": "host", "token": "SECRET", "serverless": True}), ("create", {})],
        ),
        (
            "databricks://token:SECRET@host?http_path=sql/protocolv1/o/42/0301-ab&catalog=main&schema=mart",
            [("remote", {"host": "host", "token": "SECRET", "cluster_id": "0301-ab"}), ("create", {})],
        ),
        (
            "databricks:///main.mart?profile=prod&serverless=true",
            [
                ("profile", {"name": "prod"}),
                ("remote", {"host": None, "token": None, "serverless": True}),
                ("create", {}),
            ],
        ),
        ("databricks:///main.mart", [("getOrCreate", {})]),
    ],
)
def test_a_url_says_which_session_is_opened(url: str, calls: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    connect = Connect()
    monkeypatch.setitem(sys.modules, "databricks.connect", connect)
    place = Place.of(make_url(url).set(drivername="spark+databricks"))
    assert (place.catalog, place.schema) == ("main", "mart")
    assert place.workspace is not None
    place.workspace.session()
    assert connect.told == calls


def test_loads_by_databricks_connect_end_as_on_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    databases = SparkDatabases(tmp_path)
    found = make_url(databases.new())
    connect = Connect(databases._sessions[-1])
    monkeypatch.setitem(sys.modules, "databricks.connect", connect)
    query = {"cluster_id": "0301-ab", "staging": found.query["staging"], "books": found.query["books"]}
    url = make_url("databricks://token:SECRET@host/mart").update_query_dict(query).render_as_string(False)
    told = []
    for each in (url, "duckdb:///:memory:"):
        warehouse = Warehouse(each, Mart)
        warehouse.create_all()
        told.append((tell(warehouse), rows(warehouse)))
    assert told[0] == told[1]
    assert [name for name, _ in connect.told] == ["remote", "create"], "one session for all connections"
    assert connect.session.conf.get("spark.sql.session.timeZone") == "UTC"
    assert "SECRET" not in repr(Warehouse(url, Mart))
    databases.reset()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "databricks://token:x@host/m?http_path=/sql/1.0/warehouses/ab",
            "a SQL warehouse runs no Spark session.*cluster_",
        ),
        ("databricks://token:x@host/m?cluster_id=a&serverless=yes", "names a cluster and serverless=yes"),
        ("databricks://token:x@host/m?serverless=maybe", "serverless='maybe' is neither yes nor no"),
        ("databricks://ann:x@host/m?cluster_id=a", "the user of a databricks:// URL is 'token', not 'ann'.*profile="),
        (
            "databricks://token:x@host/m?cluster=a",
            "cluster in a databricks:// URL is nothing known; there are .*cluster_id",
        ),
        (
            "databricks://token:x@host/m?staging=dbfs:/tmp&books=sqlite://",
            "staging=dbfs:/tmp cannot be used: .*/Volumes/",
        ),
        ("databricks://token:x@host/m?cluster_id=a&staging=/s", "has no transactions over several tables.*books="),
    ],
)
def test_what_a_url_cannot_mean_is_named(url: str, said: str) -> None:
    with pytest.raises(StarSchemaError, match=said):
        Warehouse(url, Mart)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "databricks.connect", None)
    url = f"databricks://token:x@host/m?cluster_id=a&staging={tmp_path}"
    warehouse = Warehouse(url, Mart, books=f"sqlite:///{tmp_path}/books.db")
    with pytest.raises(
        StarSchemaError, match="pip install databricks-connect, of the version of the cluster's runtime"
    ):
        warehouse.create_all()
    monkeypatch.setattr("starschema.backends.spark.volume.find_spec", lambda name: None)
    with pytest.raises(StoreError, match=r"pip install 'starschema\[databricks\]'"):
        staging("/Volumes/main/mart/staging")


def test_databricks_own_dialect_stays_what_the_url_means_to_sqlalchemy_and_writes_ddl() -> None:
    Warehouse("duckdb:///:memory:", Mart)
    engine = create_engine("databricks://token:x@host?http_path=/sql/1.0/warehouses/ab&catalog=main&schema=mart")
    assert engine.dialect.driver == "databricks"
    assert "CLUSTER BY (sold_at)" in str(create_ddl(Mart, "databricks"))
    with pytest.raises(StarSchemaError, match="give Warehouse the databricks:// URL itself"):
        Warehouse(engine, Mart)


@pytest.fixture(scope="module")
def volume() -> Iterator[Volume]:
    """Volumes of Databricks', as they are seen from outside."""
    pytest.importorskip("databricks.sdk")
    with files_api() as served:
        yield served


@pytest.mark.parametrize("scheme", ["", "dbfs:"])
def test_rows_go_to_a_volume_and_come_from_there_and_nothing_stays(volume: Volume, scheme: str) -> None:
    here = staging(f"{scheme}/Volumes/main/mart/staging/etl/", Workspace(volume.host, TOKEN))
    assert here.address("a") == f"{scheme}/Volumes/main/mart/staging/etl/a"
    contents = {f"{number}.parquet": bytes([number]) * 70_000 for number in range(20)}
    with here.filling("a") as local:
        Path(local).mkdir()
        for name, content in contents.items():
            Path(local, name).write_bytes(content)
    path = "/Volumes/main/mart/staging/etl/a"
    assert volume.files == {f"{path}/{name}": content for name, content in contents.items()}
    volume.folders.add(f"{path}/_temporary")
    volume.files |= {f"{path}/_SUCCESS": b"", f"{path}/_temporary/0": b"half"}
    with here.reading("a") as found:
        assert sorted(Path(one).read_bytes() for one in found) == sorted(contents.values())
    here.remove("a")
    assert (volume.files, path in volume.folders) == ({}, False)
    here.remove("a")
    with here.reading("a") as found:
        assert found == []


def test_a_volume_that_cannot_be_used_is_named_with_a_remedy(volume: Volume) -> None:
    def put(path: str, token: str) -> None:
        with staging(path, Workspace(volume.host, token)).filling("a") as local:
            Path(local).mkdir()
            Path(local, "1.parquet").touch()

    with pytest.raises(StoreError, match=r"staging=/Volumes/closed/m/v cannot be used: .*READ VOLUME and WRITE VOLUME"):
        put("/Volumes/closed/m/v", TOKEN)
    with pytest.raises(StoreError, match="this token is nobody's") as caught:
        put("/Volumes/main/m/v", "dapi-another")
    assert "dapi-another" not in str(caught.value)


def test_a_volume_that_is_a_folder_here_is_used_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.path.isdir", lambda path: path == "/Volumes/main/mart/staging")
    for told in ("/Volumes/main/mart/staging/etl", "dbfs:/Volumes/main/mart/staging/etl"):
        assert staging(told).address("a") == "/Volumes/main/mart/staging/etl/a"
