"""Files are read from object storage and by SFTP, and land there, as they do here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest

from starschema import Flow
from starschema.errors import SourceError
from starschema.sources import open_source, parquet
from starschema.tasks.landing import Landing
from tests.flows.remote import PASSWORD, file_server, object_storage
from tests.flows.shop import Customer, Mart, Sale, customers, sales, state, warehouse


@pytest.fixture(scope="module", params=["s3", "sftp"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty place elsewhere."""
    if request.param == "s3":
        pytest.importorskip("s3fs")
        pytest.importorskip("moto")
        with object_storage() as url:
            yield url
    else:
        pytest.importorskip("paramiko")
        pytest.importorskip("asyncssh")
        with file_server(tmp_path_factory.mktemp("served")) as url:
            yield url


def put(url: str, rows: list[dict[str, object]]) -> None:
    """Write rows as JSON lines."""
    with fsspec.open(url, "wb", auto_mkdir=True) as file:
        file.write("".join(json.dumps(row) + "\n" for row in rows).encode())


def test_a_file_and_a_glob_are_read_and_a_missing_one_is_named_without_its_password(place: str) -> None:
    for n in (2, 1):
        put(f"{place}/read-{n}.jsonl", [{"id": n}])
    read = [row for batch in open_source(f"{place}/read-*.jsonl").batches() for row in batch.to_pylist()]
    assert read == [{"id": 1}, {"id": 2}]
    with pytest.raises(SourceError, match=r"none\.jsonl does not exist") as raised:
        open_source(f"{place}/none.jsonl")
    assert PASSWORD not in str(raised.value)


def test_what_lands_there_is_found_again_and_removed(place: str) -> None:
    landing = Landing(f"{place}/landing")
    extract = landing.land("feed", iter([pa.record_batch({"a": [1, 2]})]))
    assert landing.land("feed", iter([pa.record_batch({"a": [1]}), pa.record_batch({"a": [2]})])) == extract
    ((part, (size, _)),) = landing.parts("feed").items()
    assert (part, size) == (extract.parts[0], extract.bytes)
    with landing.local(extract) as files:
        assert [batch.to_pylist() for batch in parquet(list(files)).batches()] == [[{"a": 1}, {"a": 2}]]
    landing.remove(part)
    assert landing.parts("feed") == {}


def test_a_flow_reads_from_there_and_lands_there_and_a_file_written_again_is_loaded_again(
    place: str, tmp_path: Path
) -> None:
    put(f"{place}/flow/customers.jsonl", customers((1, "Oslo", "2024-01-01")))
    put(f"{place}/flow/sales-1.jsonl", sales(0, 4, members=1))
    mart = warehouse(f"sqlite:///{tmp_path}/shop.db")
    flow = Flow("shop", Mart, landing=f"{place}/flow/landing")
    flow.feed(Customer, f"{place}/flow/customers.jsonl", effective="at")
    flow.feed(Sale, f"{place}/flow/sales-*.jsonl", on_duplicate="ignore")
    assert sum(result.inserted for result in flow.run(mart).of("sale")) == 4
    assert flow.run(mart).reports == ()
    put(f"{place}/flow/sales-2.jsonl", sales(4, 2, members=1))
    put(f"{place}/flow/customers.jsonl", customers((1, "Oslo", "2024-01-01"), (1, "Bergen", "2024-01-03")))
    result = flow.run(mart)
    assert result
    assert [r.versioned for r in result.of("customer")] == [1]
    assert len(state(mart)["sales"]) == 6
    assert PASSWORD not in str([task.piece for task in flow.tasks(mart)])
    assert flow.replay(mart, feeds=["sale"]) > 0
    assert flow.run(mart)
    mart.engine.dispose()
