"""Files come in as batches with nothing lost: NULL and the empty text, leading zeros, money, the last line."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
import zipfile
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source
from starschema.sources.base import BATCH_ROWS


def read(source):
    """Return all rows, having checked the size of the batches."""
    batches = list(open_source(source).batches())
    assert all(0 < batch.num_rows <= BATCH_ROWS for batch in batches)
    return [row for batch in batches for row in batch.to_pylist()]


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def compressed(content, suffix, tmp_path):
    if suffix == ".zip":
        with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
            archive.writestr("inner.csv", content)
        return (tmp_path / "made.zip").read_bytes()
    if suffix == ".zst":
        return pa.Codec("zstd").compress(content, asbytes=True)
    return {".gz": gzip, ".bz2": bz2, ".xz": lzma}[suffix].compress(content)


# -- CSV -------------------------------------------------------------------------------------------------------------


def test_csv_values_are_text_bare_empty_fields_null_and_quoted_ones_empty(write):
    path = write("a.csv", '\ufeffid,"na,me"\r\n01234,\r\n,""\r\n1.50,"two\nlines, ""quoted"""\r\n')
    assert read(path) == [
        {"id": "01234", "na,me": None},
        {"id": None, "na,me": ""},
        {"id": "1.50", "na,me": 'two\nlines, "quoted"'},
    ]
    assert sources.csv(path).columns() == ["id", "na,me"]


def test_csv_options_say_null_delimiter_and_encoding(write):
    path = write("a.csv", 'id;name\n1;é\nNA;\n"NA";x\n'.encode("latin-1"))
    rows = read(sources.csv(path, null=("NA",), delimiter=";", encoding="latin-1"))
    assert rows == [{"id": "1", "name": "é"}, {"id": None, "name": ""}, {"id": "NA", "name": "x"}]
    assert read(sources.csv(write("b.csv", "a\n1\n".encode("utf-16")), encoding="utf-16")) == [{"a": "1"}]


def test_tsv_is_separated_by_tabs(write):
    assert read(write("a.tsv", "id\tname\n1\ta,b\n")) == [{"id": "1", "name": "a,b"}]


def test_csv_files_of_one_glob_come_in_sorted_order_and_match_columns_by_name(write, tmp_path):
    write("part-2.csv", "name,id\nb,2\n")
    write("part-1.csv", "id,name\n1,a\n")
    rows = [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]
    assert read(tmp_path / "part-*.csv") == rows
    assert read(str(tmp_path / "part-*.csv")) == rows
    assert read([tmp_path / "part-2.csv", str(tmp_path / "part-1.csv")]) == [
        {"name": "b", "id": "2"},
        {"name": "a", "id": "1"},
    ]


@pytest.mark.parametrize("make", ["csv", "parquet"])
def test_files_with_other_columns_are_named(make, tmp_path):
    for name, data in (("a", {"id": ["1"], "city": ["x"]}), ("b", {"id": ["1"], "town": ["x"]})):
        if make == "csv":
            (tmp_path / f"{name}.csv").write_text(",".join(data) + "\n1,x\n")
        else:
            pq.write_table(pa.table(data), tmp_path / f"{name}.parquet")
    with pytest.raises(SourceError, match=r"b\.\w+ has other columns than .*a\.\w+ \('city', 'town'\)"):
        read(tmp_path / f"*.{make}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", r"x\.csv, line 3: 3 fields where the header has 2"),
        ('a,b\n1,"two\nlines"\n\n1\n', r"x\.csv, line 5: 1 fields where the header has 2"),
        ('a,b\n1,2\n1,"open\n3,4\n', r"x\.csv, line 3: a quote opens here and nothing closes it"),
        ("a,b,a\n1,2,3\n", r"x\.csv: column 'a' occurs twice"),
        ("", r"x\.csv is empty; a CSV file needs a header"),
        (b"a,b\n" + b"1,2\n" * 5000 + b"1,\xff\n", r"x\.csv is not utf-8: .* give the file's encoding="),
        (b"\xff\xfe,b\n1,2\n", r"x\.csv: the header cannot be read: .* encoding="),
    ],
)
def test_a_broken_csv_file_is_named_with_the_line(write, content, message):
    with pytest.raises(SourceError, match=message):
        read(write("x.csv", content))


def test_a_quote_left_open_early_in_a_large_file_is_found_too(write):
    path = write("x.csv", 'a,b\n1,"open\n' + "3,4\n" * 1000)
    with pytest.raises(SourceError, match=r"line 2: a quote opens here"):
        read(sources.csv(path, block_bytes=1000))


def test_a_stray_quote_inside_a_field_is_text(write):
    assert read(write("x.csv", 'a,b\n5" pipe,2\n')) == [{"a": '5" pipe', "b": "2"}]


def test_a_row_longer_than_the_block_says_which_option_helps(write):
    path = write("x.csv", "a\n" + "x" * 5000 + "\n")
    with pytest.raises(SourceError, match="raise block_bytes="):
        read(sources.csv(path, block_bytes=1000))
    assert read(sources.csv(path))[0]["a"] == "x" * 5000


@pytest.mark.parametrize("content", ["a,b", "a,b\n", "a,b\r\n"])
def test_a_csv_file_of_only_a_header_has_columns_and_no_rows(write, content):
    source = sources.csv(write("x.csv", content))
    assert source.columns() == ["a", "b"]
    assert read(source) == []


def test_csv_options_that_make_no_sense_are_refused(write):
    path = write("x.csv", "a\n1\n")
    with pytest.raises(SourceError, match="a delimiter is one character"):
        sources.csv(path, delimiter="||")
    with pytest.raises(SourceError, match="encoding 'klingon' is unknown"):
        sources.csv(path, encoding="klingon")


# -- compression and finding files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".zst", ".xz", ".zip"])
def test_every_compression_is_read_and_a_cut_file_is_an_error(write, tmp_path, suffix):
    content = ("a,b\n" + "".join(f"{i},{i * 7919 % 10007}\n" for i in range(5000))).encode()
    packed = compressed(content, suffix, tmp_path)
    rows = read(write(f"x.csv{suffix}", packed))
    assert len(rows) == 5000
    assert rows[-1] == {"a": "4999", "b": str(4999 * 7919 % 10007)}
    with pytest.raises(SourceError, match=rf"cut\.csv\{suffix} cannot be read: .*check that the file is whole"):
        read(write(f"cut.csv{suffix}", packed[: len(packed) // 2]))


def test_a_zip_of_several_files_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.csv.zip", "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
        archive.writestr("b.csv", "a\n1\n")
    with pytest.raises(SourceError, match="holds 2 files where one is needed"):
        read(tmp_path / "x.csv.zip")


def test_files_that_are_not_there_are_named_with_a_remedy(tmp_path, write):
    with pytest.raises(SourceError, match=r"none\.csv does not exist; check the path"):
        open_source(tmp_path / "none.csv")
    with pytest.raises(SourceError, match=r"no file matches .*\*\.csv"):
        open_source(str(tmp_path / "*.csv"))
    with pytest.raises(SourceError, match="is a directory"):
        open_source(tmp_path)
    with pytest.raises(SourceError, match=r"named \.doc tells no format"):
        open_source(write("a.doc", ""))
    write("a.json", "[]")
    write("a.csv", "a\n")
    with pytest.raises(SourceError, match=r"several formats \(\.csv, \.json\)"):
        sources.files([tmp_path / "a.json", tmp_path / "a.csv"])


def test_a_file_whose_name_holds_glob_characters_is_read(write):
    assert read(write("a[1].csv", "a\n1\n")) == [{"a": "1"}]


# -- JSON ------------------------------------------------------------------------------------------------------------

OBJECTS = [
    '{"id": 1, "amount": 12345678901234567.89, "tags": {"x": 0.10, "y": [1, null, true]}, "name": "é\\u00e9"}',
    '{"id": 2, "amount": 0.1, "tags": null}',
]
EXPECTED = [
    {"id": 1, "amount": "12345678901234567.89", "tags": '{"x": 0.10, "y": [1, null, true]}', "name": "éé"},
    {"id": 2, "amount": "0.1", "tags": None, "name": None},
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(OBJECTS)),
        ("a.ndjson", "\r\n\n".join(OBJECTS) + "\n"),
        ("a.json", "[" + ",\n".join(OBJECTS) + "]\n"),
        ("b.json", "\n".join(OBJECTS)),
    ],
)
def test_json_keeps_numbers_as_written_and_nested_values_as_text(write, name, content):
    assert read(write(name, content)) == EXPECTED


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_json_is_the_same_however_little_is_read_at_a_time(write, monkeypatch, size):
    monkeypatch.setattr("starschema.sources.json_files.READ_CHARACTERS", size)
    assert read(write("a.json", " [ " + " , ".join(OBJECTS) + " ] ")) == EXPECTED
    assert read(write("a.jsonl", "\n".join(OBJECTS))) == EXPECTED


@pytest.mark.parametrize("content", ["", "[]", " [ ] ", "\n\n"])
def test_json_without_objects_has_no_rows(write, content):
    assert read(write("a.json", content)) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1}\n{"a": 2\n', r"line 3: Expecting ',' delimiter"),
        ('{"a": 1}\n{"a": 2}\n{"a": x, "b": "a long tail here"}\n', r"line 3: Expecting value"),
        ('[{"a": 1},\n{"a": 2}', r"line 2: the file ends within the array"),
        ('[{"a": 1}\n{"a": 2}]', r"line 2: a comma or the end"),
        ('[{"a": 1}]\n[1]', r"line 2: something follows"),
        ("[1, 2]", r"line 1: a row is an object .* not int"),
        ('"text"', r"line 1: a row is an object .* not str"),
        (b'{"a": "\xff"}', "JSON is UTF-8"),
    ],
)
def test_broken_json_is_named_with_the_line(write, content, message):
    with pytest.raises(SourceError, match=rf"a\.json, {message}" if message.startswith("line") else message):
        read(write("a.json", content))


# -- Parquet ---------------------------------------------------------------------------------------------------------


def test_parquet_keeps_its_types_and_large_row_groups_come_in_batches(tmp_path):
    table = pa.table({"id": range(200_000), "money": pa.array([Decimal("0.10")] * 200_000)})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=200_000)
    source = open_source(tmp_path / "a.parquet")
    assert source.columns() == ["id", "money"]
    batches = list(source.batches())
    assert max(batch.num_rows for batch in batches) <= BATCH_ROWS
    assert pa.Table.from_batches(batches).equals(table)
    (tmp_path / "b.parquet.gz").write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes(), 1))
    assert pa.Table.from_batches(list(open_source(tmp_path / "b.parquet.gz").batches())).equals(table)


def test_a_damaged_parquet_file_is_an_error(write):
    with pytest.raises(SourceError, match=r"x\.parquet cannot be read"):
        read(write("x.parquet", b"PAR1 and nothing more"))


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_a_file_may_be_left_half_read(write, suffix):
    content = ("a,b\n" + "1,2\n" * 50_000).encode()
    path = write(f"x{suffix}", gzip.compress(content) if suffix == ".csv.gz" else content)
    for _ in range(20):
        batches = sources.csv(path, block_bytes=1000).batches()
        assert next(batches).num_rows > 0
        batches.close()


# -- memory ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path, suffix):
    count = 60_000 if suffix == "jsonl" else 2_000_000
    path = tmp_path / f"a.{suffix}"
    if suffix == "parquet":
        pq.write_table(
            pa.table({"id": range(count), "n": range(count)}), path, compression="none", use_dictionary=False
        )
    else:
        line = "123456789,123456789\n" if suffix == "csv" else '{"id": 123456789, "n": 123456789}\n'
        path.write_text(("id,n\n" if suffix == "csv" else "") + line * count)
    pool = pa.default_memory_pool()
    before, highest, rows = pool.bytes_allocated(), 0, 0
    tracemalloc.start()
    try:
        source = sources.csv(path, block_bytes=1 << 18) if suffix == "csv" else open_source(path)
        for batch in source.batches():
            rows += batch.num_rows
            highest = max(highest, pool.bytes_allocated() - before)
        python = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == count
    # The whole file as Arrow is some 50 MB, as JSON objects some 20 MB.
    assert highest < 36 << 20
    assert python < 13 << 20
