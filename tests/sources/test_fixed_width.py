"""Files of fixed width are cut by place; a line that was cut short is an error and no NULL."""

from __future__ import annotations

import gzip

import pytest

from starschema import sources
from starschema.errors import SourceError

PLACES = {"id": (0, 4), "name": (4, 12), "amount": (14, 20)}


@pytest.fixture
def write(tmp_path):
    def write(content, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path, columns=PLACES, **options):
    source = sources.fixed_width(path, columns, **options)
    return [row for batch in source.batches() for row in batch.to_pylist()]


def test_columns_are_cut_by_place_without_the_blanks_around_them(write):
    path = write("HEAD\n0007Åse B.  xx 12.50\r\n\n0008          000.10  rest\n")
    rows = [{"id": "0007", "name": "Åse B.", "amount": "12.50"}, {"id": "0008", "name": None, "amount": "000.10"}]
    assert read(path, skip=1) == rows
    assert read(path, {"id": (0, 4), "rest": (14, None)}, skip=1)[1] == {"id": "0008", "rest": "000.10  rest"}
    assert sources.fixed_width(path, PLACES).columns() == ["id", "name", "amount"]


@pytest.mark.parametrize("size", [1, 30, 1 << 20])
def test_the_rows_are_the_same_however_little_is_read_at_a_time(write, monkeypatch, size):
    monkeypatch.setattr("starschema.sources.fixed_width_files.BLOCK_CHARACTERS", size)
    content = "head\nhead\n" + "".join(f"{i:04}name    xx{i:6}\n" for i in range(50))
    rows = [{"id": f"{i:04}", "name": "name", "amount": str(i)} for i in range(50)]
    assert read(write(content), skip=2) == rows
    assert read(write(gzip.compress(content.encode()), "a.gz"), skip=2) == rows
    assert read(write(content.encode("cp037").replace(b"\x25", b"\x25")), skip=2, encoding="cp037") == rows


def test_null_is_what_the_options_say(write):
    assert read(write("0001NULL    xx      \n"), null=("NULL",)) == [{"id": "0001", "name": None, "amount": ""}]


def test_a_line_that_is_too_short_is_named_unless_blanks_may_be_missing(write):
    path = write("0007Ann     xx 12.50\n0008Bo\n")
    with pytest.raises(SourceError, match=r"a\.txt, line 2: it has 6 characters where the columns take 20: '0008Bo'"):
        read(path)
    assert read(path, cut_blanks=True)[1] == {"id": "0008", "name": "Bo", "amount": None}


def test_what_makes_no_sense_is_refused(write):
    path = write(b"\xff" * 20 + b"\n")
    with pytest.raises(SourceError, match=r"a\.txt, after line 0: it is not utf-8: .* give the file's encoding="):
        read(path)
    with pytest.raises(SourceError, match=r"column 'id' at \(4, 4\) is nowhere"):
        read(path, {"id": (4, 4)})
    with pytest.raises(SourceError, match="give columns="):
        read(path, {})
    with pytest.raises(SourceError, match="encoding 'klingon' is unknown"):
        read(path, encoding="klingon")
