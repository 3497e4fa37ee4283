"""What is extracted lands as it is, under the name of its content."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starschema import SourceError
from starschema.sources import parquet, rows
from starschema.tasks.landing import Extract, Landing
from starschema.tasks.pieces import extracted


def batches(*columns: list[object]) -> Iterator[pa.RecordBatch]:
    for values in columns:
        yield pa.record_batch({"a": values})


def read(landing: Landing, extract: Extract) -> list[object]:
    with landing.local(extract) as files:
        return [row["a"] for batch in parquet(list(files)).batches() for row in batch.to_pylist()]


@pytest.fixture(params=["folder", "memory"])
def landing(request: pytest.FixtureRequest, tmp_path: Path) -> Landing:
    """A landing here, and one elsewhere."""
    return Landing(tmp_path / "deep" / "landing" if request.param == "folder" else f"memory://{tmp_path}")


def test_the_same_rows_are_one_file_whatever_batches_they_came_in(landing: Landing) -> None:
    whole = landing.land("f", batches([1, 2, 3, 4]))
    parts = landing.land("f", batches([1], [2, 3], [4]))
    assert whole == parts
    assert (whole.rows, len(whole.parts)) == (4, 1)
    assert list(landing.parts("f")) == list(whole.parts)
    size, landed = landing.parts("f")[whole.parts[0]]
    assert size == whole.bytes
    assert abs(landed - dt.datetime.now(dt.UTC).replace(tzinfo=None)) < dt.timedelta(hours=1)
    assert landing.land("f", batches([1, 2, 3, 5])).content != whole.content
    assert Extract.of_json(whole.as_json()) == whole


def test_a_parquet_file_lands_as_it_is_and_what_is_none_does_not(landing: Landing, tmp_path: Path) -> None:
    file, broken = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"a": [3, 1, 2]}), file, compression="gzip")
    broken.write_bytes(b"PAR1 but not for long")
    extract = landing.copy("f", parquet(str(file)).as_parquet())
    assert (extract.rows, extract.bytes, len(extract.parts)) == (3, file.stat().st_size, 1)
    with landing.local(extract) as files:
        assert files[0].read_bytes() == file.read_bytes()
    assert landing.copy("g", [file, file]).rows == 6
    with pytest.raises(SourceError, match=r"b\.parquet cannot be read"):
        landing.copy("f", [broken])
    packed = tmp_path / "c.parquet.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert parquet(str(packed)).as_parquet() == []
    assert list(landing.parts("f")) == list(extract.parts)


def test_batches_of_several_types_stay_what_they_are(landing: Landing) -> None:
    extract = landing.land("f", batches([None], [1, 2], ["x"], [dt.date(2024, 1, 1)], [dt.date(2024, 1, 2)]))
    assert len(extract.parts) == 4
    assert read(landing, extract) == [None, 1, 2, "x", dt.date(2024, 1, 1), dt.date(2024, 1, 2)]


def test_nothing_lands_as_nothing_but_its_columns_are_known(landing: Landing, tmp_path: Path) -> None:
    assert landing.land("f", extracted(rows([]))).parts == ()
    extract = landing.land("f", extracted(rows([], columns=["a", "b"])))
    with landing.local(extract) as files:
        assert parquet(list(files)).columns() == ["a", "b"]


def test_what_was_tidied_away_or_changed_is_not_loaded(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    extract = landing.land("f", batches([1, 2]))
    file = tmp_path / extract.parts[0]
    file.write_bytes(file.read_bytes()[:-10] + b"0123456789")
    with pytest.raises(SourceError, match="not what had landed"), landing.local(extract):
        pass
    landing.remove(extract.parts[0])
    landing.remove(extract.parts[0])
    assert landing.parts("f") == {}
    with pytest.raises(SourceError, match="no longer in the landing"), landing.local(extract):
        pass


VALUES = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.text(), st.binary(), st.booleans(),
    st.datetimes(), st.dates(), st.decimals(allow_nan=False, allow_infinity=False, places=3),
)  # fmt: skip


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_every_value_comes_back(tmp_path_factory: pytest.TempPathFactory, values: list[object]) -> None:
    landing = Landing(tmp_path_factory.getbasetemp() / "values")
    given_rows = [batch for value in values for batch in rows([{"a": value}]).batches()]
    extract = landing.land("f", iter(given_rows))
    assert read(landing, extract) == [row["a"] for batch in given_rows for row in batch.to_pylist()]
