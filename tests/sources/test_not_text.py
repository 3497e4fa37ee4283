"""Text that is none, of bytes that are no UTF-8, as some writers of Parquet and of Arrow let it pass."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, TransactionFact, Warehouse, attribute, degenerate, natural_key, role


class Mart(DeclarativeBase):
    pass


class Shop(Dimension, Mart):
    sku: Mapped[str] = natural_key(String(9))
    city: Mapped[str | None] = attribute(String(20))
    seats: Mapped[int | None] = attribute(Integer)


class Visit(TransactionFact, Mart, grain="one row per visit"):
    number: Mapped[int] = degenerate(grain=True)
    note: Mapped[str | None] = degenerate(String(20))
    shop = role(Shop, source="sku")


KINDS = (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()))


def texts(*values: bytes | None, kind: pa.DataType = KINDS[0]) -> pa.Array:
    """Return bytes as what says that it is text."""
    raw = pa.array(values, pa.binary())
    text = pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())
    if pa.types.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(pa.array(range(len(text)), pa.int32()), text)
    return text.cast(kind)


def shops(city: pa.Array, **more: pa.Array) -> pa.Table:
    """Return three shops."""
    return pa.table({"sku": ["a", "b", "c"], "city": city, **more})


REASON = r"is no text, since its bytes are no UTF-8; write the input in UTF-8"


@pytest.mark.parametrize("as_file", [True, False], ids=["in a file", "in memory"])
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_row_is_named_and_its_bytes_are_shown(
    url: str, tmp_path: Path, kind: pa.DataType, *, as_file: bool
) -> None:
    warehouse, path = Warehouse(url, Mart), tmp_path / "shops.parquet"
    warehouse.create_all()
    table = shops(texts(b"Oslo", b"Moss", b"Troms\xf8", kind=kind))
    pq.write_table(table, path)
    with pytest.raises(RejectedRows, match=rf"row 3, column 'city' \(value 'Troms\\\\xf8'\): {REASON}"):
        warehouse.load(Shop, path if as_file else table)
    assert rows(warehouse) == []


def test_the_others_are_loaded_if_one_may_be_rejected(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    result = warehouse.load(Shop, shops(texts(b"Oslo", b"\xc3\x98rsta", b"\xff")), reject_limit=1)
    assert (result.inserted, result.rejected) == (2, 1)
    assert rows(warehouse) == [("a", "Oslo"), ("b", "Ørsta")]


def test_a_number_in_such_a_text_and_a_row_that_is_rejected_for_another_column_are_named_too(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    bad = texts(b"7", b"\xb2", b"8")
    with pytest.raises(RejectedRows, match=rf"row 2, column 'seats' \(value '\\\\xb2'\): {REASON}"):
        warehouse.load(Shop, shops(texts(b"Oslo", b"Moss", b"Voss"), seats=bad))
    with pytest.raises(RejectedRows, match=r"row 2, column 'seats' \(value 'x'\)"):
        warehouse.load(Shop, shops(pa.array(["Oslo", "Moss", "Voss"]), seats=pa.array(["7", "x", "8"]), note=bad))
    assert rows(warehouse) == []


def test_facts_whose_degenerate_dimension_is_none_are_named(url: str, tmp_path: Path) -> None:
    warehouse, path = Warehouse(url, Mart), tmp_path / "visits.parquet"
    warehouse.create_all()
    visits = pa.table({"number": [1, 2], "sku": texts(b"a", b"b"), "note": texts(b"fine", b"\xed\xa0\x80")})
    pq.write_table(visits, path)
    with pytest.raises(RejectedRows, match=rf"row 2, column 'note' .*: {REASON}"):
        warehouse.load(Visit, path)
    with pytest.raises(RejectedRows, match=rf"row 2, column 'sku' .*: {REASON}"):
        warehouse.load(Visit, visits.set_column(1, "sku", texts(b"a", b"\x80")).drop_columns("note"))
    assert rows(warehouse) == []


def rows(warehouse: Warehouse) -> list[tuple[str, str | None]]:
    """Return the members but the special ones, in order."""
    with warehouse.engine.connect() as connection:
        found = connection.execute(select(Shop.sku, Shop.city).where(Shop.shop_key > 0).order_by(Shop.sku))
        return [(row.sku, row.city) for row in found]
