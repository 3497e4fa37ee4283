"""DuckDB reads files and Arrow by itself only where it sees in them what casting makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Enum, Numeric, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, SourceError, Warehouse, attribute, natural_key
from starschema.load.casting.cast import Caster, Field
from starschema.load.casting.native import REFUSALS, Native, natively
from starschema.sources import open_source

STAMP, DAY = pa.timestamp("us"), pa.date32()

Typed = tuple[pa.DataType, Sequence[Any]]


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def field(kind: pa.DataType, **options: Any) -> Field:
    return Field(name="as_x", source="x", type=kind, label="T.x", **options)


def file(folder: Path, given: Typed, **options: Any) -> Path:
    path = folder / "rows.parquet"
    pq.write_table(pa.table({"x": pa.array(given[1], given[0])}), path, row_group_size=2, **options)
    return path


def read(duck: duckdb.DuckDBPyConnection, given: Any, wanted: Field, zone: str = "UTC") -> Native | None:
    return natively(duck, open_source(given), [wanted], "T", zone)


def in_memory(given: Typed) -> pa.Table:
    """Return values as an Arrow table of several chunks."""
    return pa.table({"x": pa.chunked_array([pa.array([value], given[0]) for value in given[1]], given[0])})


NOW = datetime(1960, 2, 29, 23, 59, 59, 999_999)

READ: list[tuple[Typed, Field]] = [
    ((pa.string(), ["a", "", "é𝄞", None]), field(pa.string(), max_length=2)),
    ((pa.large_string(), ["a", None]), field(pa.string(), enum=("a", "it's"))),
    ((pa.int16(), [1, -1, None]), field(pa.int64())),
    ((pa.int32(), [1, -(2**31)]), field(pa.int32(), required=True)),
    ((pa.int64(), [1, 2**31 - 1, -(2**31), None]), field(pa.int32())),
    ((pa.int64(), [1, 2**15 - 1, -(2**15), None]), field(pa.int16())),
    ((pa.decimal128(5, 2), [Decimal("1.50"), None]), field(pa.decimal128(12, 2))),
    ((pa.decimal128(38, 2), [Decimal("1.50"), None]), field(pa.decimal128(38, 2))),
    ((pa.decimal128(5, 2), [Decimal("-999.99"), None]), field(pa.decimal128(28, 10))),
    ((pa.int16(), [-(2**15), None]), field(pa.decimal128(28, 10))),
    ((pa.int64(), [99_999, -99_999, None]), field(pa.decimal128(7, 2))),
    ((STAMP, [NOW, datetime(9999, 12, 31, 23, 59, 59, 999_999), datetime(1, 1, 1), None]), field(STAMP)),
    ((STAMP, [NOW, datetime(1, 1, 1, 1), None]), field(DAY)),
    ((DAY, [date(1960, 2, 29), date(1, 1, 1), date(9999, 12, 31), None]), field(STAMP)),
    ((DAY, [date(1960, 2, 29), None]), field(DAY)),
    ((pa.time64("us"), [time(1, 2, 3, 4), None]), field(pa.time64("us"), of_moment=True)),
    ((STAMP, [NOW, datetime(1, 1, 1), None]), field(pa.time64("us"), of_moment=True)),
    ((pa.bool_(), [True, False, None]), field(pa.bool_())),
    ((pa.float64(), [0.1, float("nan"), float("inf"), None]), field(pa.float64())),
    ((pa.binary(), [b"\0a", b"", None]), field(pa.binary())),
]


@pytest.mark.parametrize(("given", "wanted"), READ, ids=[f"{given[0]} to {wanted.type}" for given, wanted in READ])
def test_what_duckdb_reads_is_what_casting_makes_of_it(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path, given: Typed, wanted: Field
) -> None:
    path = file(tmp_path, given)
    (batch,) = open_source(path).batches()
    expected, rejected = Caster([wanted]).cast(batch, 1)
    assert rejected == []
    for source in (path, in_memory(given)):
        native = read(duck, source, wanted)
        assert native is not None
        assert native.rows == len(given[1])
        for checked in (True, False):
            found = duck.execute(native.sql(checked=checked)).to_arrow_table()
            assert found.column("_row").to_pylist() == expected.column(0).to_pylist()
            assert found.column("as_x").combine_chunks().cast(wanted.type).equals(expected.column(1)) or str(
                found.column("as_x").to_pylist()
            ) == str(expected.column(1).to_pylist())


CAST: list[tuple[Typed, Field, dict[str, Any]]] = [
    ((pa.string(), ["1"]), field(pa.int32()), {}),
    ((pa.uint32(), [1]), field(pa.int64()), {}),
    ((pa.float64(), [1.5]), field(pa.decimal128(5, 2)), {}),
    ((pa.decimal128(5, 3), [Decimal("1.500")]), field(pa.decimal128(12, 2)), {}),
    ((pa.decimal128(5, 1), [Decimal("1.5")]), field(pa.decimal128(5, 2)), {}),
    ((STAMP, [NOW]), field(pa.time64("us")), {}),
    ((pa.timestamp("us", "UTC"), [NOW.replace(tzinfo=UTC)]), field(STAMP), {}),
    ((pa.timestamp("ns"), [datetime(2024, 2, 1)]), field(STAMP), {}),
    ((pa.timestamp("ns"), [datetime(2024, 2, 1)]), field(STAMP), {"use_deprecated_int96_timestamps": True}),
    ((pa.timestamp("ms"), [datetime(2024, 2, 1)]), field(STAMP), {}),
    ((pa.time32("ms"), [time(1)]), field(pa.time64("us")), {}),
    ((pa.binary(16), [b"0" * 16]), field(pa.string(), uuid=True), {}),
    ((pa.string(), ["123E4567-e89b-12d3-a456-426614174000"]), field(pa.string(), uuid=True), {}),
    ((pa.dictionary(pa.int8(), pa.string()), ["a"]), field(pa.string()), {}),
]


@pytest.mark.parametrize(
    ("given", "wanted", "options"),
    CAST,
    ids=[f"{given[0]} to {wanted.type} {options}" for given, wanted, options in CAST],
)
def test_what_takes_a_cast_is_left_to_casting(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path, given: Typed, wanted: Field, options: dict[str, Any]
) -> None:
    assert read(duck, file(tmp_path, given, **options), wanted) is None
    assert read(duck, in_memory(given), wanted) is None
    assert duck.execute("SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal").fetchall() == []


BAD: list[tuple[pa.Array, Field]] = [
    (pa.array(["ab", "abc"]), field(pa.string(), max_length=2)),
    (pa.array(["ab", "a\0b"]), field(pa.string())),
    (pa.array(["a", "b"]), field(pa.string(), enum=("a", "it's"))),
    (pa.array([1, None], pa.int32()), field(pa.int32(), required=True)),
    (pa.array([1, 2**31]), field(pa.int32())),
    (pa.array([1, -(2**15) - 1], pa.int32()), field(pa.int16())),
    (pa.array([1, 100_000]), field(pa.decimal128(7, 2))),
    (pa.array([1, -100_000]), field(pa.decimal128(7, 2))),
    (pa.array([0, 2_932_897], pa.int32()).cast(DAY), field(DAY)),
    (pa.array([0, -719_163], pa.int32()).cast(DAY), field(STAMP)),
    (pa.array([0, -62_135_596_800_000_001]).cast(STAMP), field(STAMP)),
    (pa.array([0, 253_402_300_800_000_000]).cast(STAMP), field(DAY)),
]


@pytest.mark.parametrize(("values", "wanted"), BAD, ids=[f"{values.type} to {wanted.type}" for values, wanted in BAD])
def test_a_row_that_does_not_fit_is_found_out(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path, values: pa.Array, wanted: Field
) -> None:
    path = tmp_path / "rows.parquet"
    table = pa.table({"x": values})
    pq.write_table(table, path)
    for source in (path, table):
        native = read(duck, source, wanted)
        assert native is not None
        with pytest.raises(REFUSALS, match="does not fit"):
            duck.execute(native.sql(checked=True)).fetchall()
        assert len(duck.execute(native.sql(checked=False)).fetchall()) == 2


def test_text_that_is_not_utf8_is_found_out(duck: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    bad = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers())
    pq.write_table(pa.table({"x": bad}), path)
    native = read(duck, path, field(pa.string()))
    assert native is not None
    with pytest.raises(REFUSALS):
        duck.execute(native.sql(checked=True)).fetchall()
    assert read(duck, pa.table({"x": bad}), field(pa.string())) is None  # DuckDB would not look


def test_what_gives_its_rows_once_only_is_left_to_casting(duck: duckdb.DuckDBPyConnection) -> None:
    table = in_memory((pa.int64(), [1]))
    assert read(duck, table.to_reader(), field(pa.int64())) is None
    assert read(duck, duck.from_arrow(table), field(pa.int64())) is None


@pytest.mark.parametrize("name", ["X", "starschema_row_number"])
def test_columns_in_memory_that_duckdb_would_not_tell_apart_are_left_to_casting(
    duck: duckdb.DuckDBPyConnection, name: str
) -> None:
    assert read(duck, pa.table({"x": [1], name: [1]}), field(pa.int64())) is None


def test_a_data_frame_is_read_without_its_index(duck: duckdb.DuckDBPyConnection) -> None:
    pandas = pytest.importorskip("pandas")
    native = read(duck, pandas.DataFrame({"x": [4, 5]}, index=["a", "b"]), field(pa.int64()))
    assert native is not None
    assert duck.execute(native.sql(checked=True)).fetchall() == [(1, 4), (2, 5)]


def test_times_in_a_zone_are_left_to_casting(duck: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert read(duck, file(tmp_path, (STAMP, [NOW])), field(STAMP), "Europe/Berlin") is None
    assert read(duck, file(tmp_path, (pa.int32(), [1])), field(pa.int32()), "Europe/Berlin") is not None


def test_rows_keep_their_places_over_several_files_whatever_the_order_of_columns(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"x": [1, 2, 3], "y": ["a", "b", "c"]}), tmp_path / "0.parquet", row_group_size=2)
    pq.write_table(pa.table({"y": ["d"], "x": pa.array([4], pa.int32())}), tmp_path / "1.parquet")
    native = read(duck, str(tmp_path / "*.parquet"), field(pa.int64()))
    assert native is not None
    assert native.rows == 4
    assert duck.execute(native.sql(checked=True)).fetchall() == [(1, 1), (2, 2), (3, 3), (4, 4)]


@pytest.mark.parametrize("name", ["a[b].parquet", "a*.parquet", "a.parquet.gz", "k=1/a.parquet", "it's.parquet"])
def test_names_of_files_are_not_taken_for_more_than_names(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({"x": [1], "k": ["a"]}), path)
    source = open_source([path])
    native = natively(duck, source, [field(pa.int64())], "T", "UTC")
    if "[" in name or "*" in name or name.endswith("gz"):
        assert native is None
    else:
        assert native is not None
        assert duck.execute(native.sql(checked=True)).fetchall() == [(1, 1)]


def test_columns_that_duckdb_would_not_tell_apart_are_left_to_casting(
    duck: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for names in (("x", "X"), ("x", "File_Row_Number")):
        path = tmp_path / "rows.parquet"
        pq.write_table(pa.table([[1], [2]], names=names), path)
        assert read(duck, path, field(pa.int64())) is None


def test_a_column_that_is_lacking_is_named(duck: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"X": [1]}), path)
    with pytest.raises(SourceError, match=r"lacks column 'x'.*did you mean 'X'"):
        read(duck, path, field(pa.int64()))


class Mart(DeclarativeBase):
    pass


class Article(Dimension, Mart):
    number: Mapped[int] = natural_key()
    title: Mapped[str | None] = attribute(String(4), scd=2)
    kind: Mapped[str | None] = attribute(Enum("good", "service", name="article_kind"))
    price: Mapped[Decimal | None] = attribute(Numeric(8, 2), scd=2)
    since: Mapped[date | None] = attribute()


SHOP = pa.schema(
    {
        "number": pa.int16(),
        "title": pa.string(),
        "kind": pa.string(),
        "price": pa.decimal128(8, 2),
        "since": pa.timestamp("us"),
    }
)


@pytest.mark.parametrize("place", ["file", "memory"])
def test_a_snapshot_of_a_file_or_in_memory_is_read_so_in_every_warehouse(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    rows = [[n, f"T{n}", "good", Decimal(n) / 4, datetime(2024, 1, n, 12)] for n in range(1, 9)]

    def path(name: str) -> Path | pa.Table:
        found = tmp_path / f"{name}.parquet"
        table = pa.Table.from_pylist([dict(zip(SHOP.names, row, strict=True)) for row in rows], SHOP)
        pq.write_table(table, found)
        return table if place == "memory" else found

    first = path("first")
    rows[2][1], rows[3][3], rows[4][2] = "new", None, None
    del rows[7]
    second = path("second")
    rows[5][1] = "too long"
    third = path("third")
    with monkeypatch.context() as patched:
        patched.setattr("starschema.load.stage.cast_apart", None)
        patched.setattr("starschema.load.pieces.cast_apart", None)
        assert warehouse.load(Article, first, effective=date(2024, 1, 1), snapshot=True).inserted == 8
        done = warehouse.load(Article, second, effective=date(2024, 2, 1), snapshot=True)
        assert (done.versioned, done.updated, done.closed, done.unchanged) == (2, 1, 1, 4)
    with pytest.raises(RejectedRows, match=r"row 6, column 'title' \(value 'too long'\): is longer"):
        warehouse.load(Article, third, effective=date(2024, 3, 1), snapshot=True)
    done = warehouse.load(Article, third, effective=date(2024, 3, 1), snapshot=True, reject_limit=1, close_limit=1)
    assert (done.rejected, done.unchanged, done.closed) == (1, 6, 1)
    query = select(Article.number, Article.title, Article.kind, Article.price, Article.since).where(
        Article.number == 4, Article.is_current
    )
    with warehouse.engine.connect() as connection:
        assert connection.execute(query).all() == [(4, "T4", "good", None, date(2024, 1, 4))]
