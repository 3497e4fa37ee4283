"""Files behind URLs are read as local ones are, in every format; fsspec's own memory stands for the cloud."""

from __future__ import annotations

import gzip
import io
from uuid import uuid4

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source

ROWS = [{"id": "1", "city": "Oslo"}, {"id": "2", "city": "Bergen"}]


@pytest.fixture
def folder():
    """The URL of a folder in memory, which is gone after the test."""
    files, name = fsspec.filesystem("memory"), f"/{uuid4().hex}"
    files.makedirs(name)
    yield f"memory:/{name}"
    files.rm(name, recursive=True)


def read(source):
    return [row for batch in open_source(source).batches() for row in batch.to_pylist()]


def put(url, content):
    with fsspec.open(url, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return url


def parquet(rows):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


CSV = "id,city\n1,Oslo\n2,Bergen\n"


CONTENTS = {
    "a.csv": CSV,
    "a.csv.gz": gzip.compress(CSV.encode()),
    "a.csv.zst": pa.Codec("zstd").compress(CSV.encode(), asbytes=True),
    "a.tsv": CSV.replace(",", "\t"),
    "a.jsonl": '{"id": "1", "city": "Oslo"}\n{"id": "2", "city": "Bergen"}\n',
    "a.xml": "<a><b><id>1</id><city>Oslo</city></b><b><id>2</id><city>Bergen</city></b></a>",
    "a.parquet": parquet(ROWS),
    "a.parquet.gz": gzip.compress(parquet(ROWS)),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_every_format_and_compression_is_read_from_a_url(folder, name):
    assert read(put(f"{folder}/{name}", CONTENTS[name])) == ROWS


def test_a_glob_is_in_sorted_order_and_may_stand_beside_local_files(folder, tmp_path):
    put(f"{folder}/part-2.csv", "id,city\n2,Bergen\n")
    put(f"{folder}/part-1.csv", "id,city\n1,Oslo\n")
    assert read(f"{folder}/part-*.csv") == ROWS
    (tmp_path / "local.csv").write_text("id,city\n3,Hamar\n")
    assert read([f"{folder}/part-1.csv", str(tmp_path / "local.csv")]) == [ROWS[0], {"id": "3", "city": "Hamar"}]
    assert read(sources.fixed_width(put(f"{folder}/a.txt", "1Oslo\n"), {"id": (0, 1), "city": (1, 5)})) == ROWS[:1]


def test_a_url_that_is_wrong_is_named_with_a_remedy_and_without_its_password(folder, tmp_path):
    for url, message in (
        (f"{folder}/none.csv", "none.csv does not exist; check the URL"),
        (f"{folder}/*.csv", "no file matches .*; check the pattern"),
        (folder, "is a directory; name its files"),
        ("http://shop.example/a.csv", r"sources\.http\(url\)"),
        ("postgresql+psycopg://ann:secret@db/shop", r"\*\*\*@db/shop is no URL of files; read a database by"),
        ("klingon://ann:secret@host/a.csv", r"klingon://ann:\*\*\*@host/a\.csv cannot be read"),
    ):
        with pytest.raises(SourceError, match=message) as raised:
            open_source(url)
        assert "secret" not in str(raised.value)
    with pytest.raises(SourceError, match="a Path drops a slash"):
        open_source(tmp_path.__class__("s3://bucket/a.csv"))


def test_a_damaged_file_is_named_by_its_url(folder):
    url = put(f"{folder}/a.csv.gz", gzip.compress(CSV.encode())[:-9])
    with pytest.raises(SourceError, match=r"memory://.*a\.csv\.gz cannot be read"):
        read(url)
