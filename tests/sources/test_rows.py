"""Python rows, Arrow data and queries come in as batches that say exactly what was given."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from uuid import UUID

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Numeric, String, Table, create_engine, insert, select

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source
from starschema.sources.base import BATCH_ROWS


def read(data, **options):
    return [row for batch in open_source(data, **options).batches() for row in batch.to_pylist()]


def column(*values):
    """Return the values of one column as the source gives them."""
    return [row["x"] for row in read([{"x": value} for value in values])]


# -- rows ------------------------------------------------------------------------------------------------------------


@dataclass
class Point:
    x: int
    y: str | None = None


@dataclass(frozen=True, slots=True)
class Slotted:
    x: int


def test_dicts_and_dataclasses_are_rows_and_a_missing_key_is_null():
    assert read([{"x": 1}, {"y": "b", "x": None}]) == [{"x": 1, "y": None}, {"x": None, "y": "b"}]
    assert read(Point(i, "a") for i in range(2)) == [{"x": 0, "y": "a"}, {"x": 1, "y": "a"}]
    assert read([Slotted(1), Point(2)]) == [{"x": 1, "y": None}, {"x": 2, "y": None}]
    assert read([]) == []


def test_a_key_that_comes_late_is_an_error_unless_the_columns_are_named(monkeypatch):
    monkeypatch.setattr("starschema.sources.python_rows.CHUNK_ROWS", 2)
    rows = [{"x": 1}, {"x": 2}, {"x": 3}, {"x": 4, "late": 5}]
    with pytest.raises(SourceError, match=r"row 4: the key 'late' is not in the rows before it.*columns=\["):
        read(rows)
    assert read(sources.rows(rows, columns=["x", "late"]))[3] == {"x": 4, "late": 5}
    with pytest.raises(SourceError, match="row 1: the key 'x'"):
        read(sources.rows(rows, columns=["late"]))


def test_a_generator_is_read_once_and_a_second_time_is_an_error_not_an_empty_input():
    source = open_source({"x": i} for i in range(3))
    assert len(list(source.batches())) == 1
    with pytest.raises(SourceError, match="was read already"):
        source.batches()
    again = open_source([{"x": 1}])
    assert [list(again.batches()), list(again.batches())] == [list(again.batches())] * 2


def test_what_is_no_row_is_named():
    with pytest.raises(SourceError, match="row 2: a int is no row"):
        read([{"x": 1}, 2])
    with pytest.raises(SourceError, match="the key 1 is no text"):
        read([{1: 1}])
    with pytest.raises(SourceError, match="a mapping is one row"):
        open_source({"x": [1]})
    for data in (5, b"bytes", None):
        with pytest.raises(SourceError, match="cannot be loaded; give a path"):
            open_source(data)


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        (1, None, -(2**63)),
        (1.5, math.inf),
        ("", "a\0b", None),
        (True, False),
        (Decimal("0.10"), Decimal("123456789012345678901234567890.1")),
        (date(1, 1, 1), date(9999, 12, 31)),
        (datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)),
        (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2)))),
        (time(23, 59, 59, 999999),),
        (b"\x00\xff", None),
        (None, None),
    ],
)
def test_values_of_one_type_come_through_as_they_are(values):
    assert column(*values) == list(values)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((1, "a", Decimal("1.50"), None), ["1", "a", "1.50", None]),
        ((2**53 + 1, 0.1), [str(2**53 + 1), "0.1"]),
        ((True, 1), ["true", "1"]),
        ((2**70,), [str(2**70)]),
        ((Decimal("NaN"), Decimal("1.5")), ["NaN", "1.5"]),
        ((Decimal("1E+300"),), ["1E+300"]),
        ((date(2024, 1, 1), datetime(2024, 1, 1, 5)), ["2024-01-01", "2024-01-01T05:00:00"]),
        (
            (datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2)))),
            ["2024-01-01T00:00:00", "2024-01-01T00:00:00+02:00"],
        ),
        ((time(1, tzinfo=UTC),), ["01:00:00+00:00"]),
    ],
)
def test_values_that_no_one_arrow_type_holds_become_text_without_loss(values, texts):
    assert column(*values) == texts


class Color(Enum):
    RED = 1


class Size(StrEnum):
    BIG = "big"


class Level(IntEnum):
    HIGH = 3


def test_uuids_enum_members_and_nested_values_become_what_a_column_holds():
    key = UUID("123e4567-e89b-12d3-a456-426614174000")
    assert column(key, None) == [str(key), None]
    assert column(Color.RED) == ["RED"]
    assert column(Size.BIG) == ["big"]
    assert column(Level.HIGH) == [3]
    assert column({"a": [Decimal("0.10"), None, key]}, [1, "é"], Point(1)) == [
        f'{{"a": [0.10, null, "{key}"]}}',
        '[1, "é"]',
        '{"x": 1, "y": null}',
    ]


def test_a_value_that_no_column_holds_is_named_with_its_row():
    with pytest.raises(SourceError, match=r"row 2, column 'x': a object cannot be loaded"):
        column(1, object())
    with pytest.raises(SourceError, match=r"row 2, column 'x': bytes among other values"):
        column("a", b"a")
    with pytest.raises(SourceError, match=r"row 2, column 'x': the text holds half a surrogate pair"):
        column("a", "\ud800")


@given(st.lists(st.decimals(allow_nan=False) | st.none(), min_size=1))
def test_decimals_come_through_to_the_last_digit(values):
    read_back = [None if value is None else Decimal(value) for value in column(*values)]
    assert read_back == values


@given(st.lists(st.integers() | st.floats(allow_nan=False) | st.booleans(), min_size=1))
def test_mixed_numbers_lose_nothing(values):
    def number(value):
        return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value

    for given_value, got in zip(values, map(number, column(*values)), strict=True):
        assert given_value == (type(given_value)(got) if isinstance(got, str) else got)


# -- Arrow -----------------------------------------------------------------------------------------------------------


def test_arrow_tables_batches_readers_and_exporters_are_read_in_bounded_batches():
    table = pa.table({"x": range(BATCH_ROWS + 5)})

    class Frame:
        def __arrow_c_stream__(self, requested_schema=None):
            return table.__arrow_c_stream__(requested_schema)

    relation = duckdb.connect().from_arrow(table)
    for data in (table, table.combine_chunks().to_batches()[0], table.to_reader(), Frame(), relation):
        batches = list(open_source(data).batches())
        assert max(batch.num_rows for batch in batches) <= BATCH_ROWS
        assert pa.Table.from_batches(batches).column("x").to_pylist() == list(range(BATCH_ROWS + 5))


def test_a_spent_reader_is_an_error_and_so_is_a_column_that_occurs_twice():
    source = open_source(pa.table({"x": [1]}).to_reader())
    assert source.columns() == ["x"]
    list(source.batches())
    with pytest.raises(SourceError, match="was read already"):
        source.batches()
    with pytest.raises(SourceError, match="column 'x' occurs twice"):
        open_source(pa.Table.from_arrays([pa.array([1])] * 2, names=["x", "x"]))


# -- SQL -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def orders():
    engine = create_engine("sqlite://")
    table = Table("orders", MetaData(), Column("id", String(10)), Column("amount", Numeric(12, 2)))
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(table), [{"id": f"0{i}", "amount": Decimal(i) / 10} for i in range(5)])
    yield engine, table
    engine.dispose()


def test_a_select_is_fetched_with_exact_decimals(orders, monkeypatch):
    engine, table = orders
    monkeypatch.setattr("starschema.sources.sql_select.FETCH_ROWS", 2)
    query = select(table.c.id, table.c.amount.label("price")).order_by(table.c.id)
    expected = [{"id": f"0{i}", "price": Decimal(i) / 10} for i in range(5)]
    assert read((engine, query)) == read(query, engine=engine) == read(sources.sql(engine, query)) == expected
    assert len(list(sources.sql(engine, query).batches())) == 3
    assert sources.sql(engine, query).columns() == ["id", "price"]


def test_a_select_needs_its_engine_and_a_refused_one_is_an_error(orders):
    engine, table = orders
    with pytest.raises(SourceError, match=r"pass the tuple \(engine, select\)"):
        open_source(select(table))
    with pytest.raises(SourceError, match="the database refused the query: no such table"):
        read((engine, select(Table("gone", MetaData(), Column("x", String)))))


def test_no_name_holds_a_password():
    engine = create_engine("postgresql+psycopg://ann:secret@db.example/shop?password=secret")
    name = sources.sql(engine, select(Column("x", String))).name
    assert name.startswith("postgresql://db.example/shop: SELECT")
    assert "secret" not in name
    assert "ann" not in name
    engine.dispose()
