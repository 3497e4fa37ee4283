"""A file that is written anew is read anew, however soon after it was loaded."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, Warehouse, attribute, natural_key

SCHEMA = pa.schema({"land": pa.string(), "number": pa.int64(), "city": pa.string()})


class Mart(DeclarativeBase):
    pass


class Shop(Dimension, Mart):
    land: Mapped[str] = natural_key(String(2))
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20))


def written(path: Path, *rows: tuple[str | None, int, str | None]) -> int:
    """Write rows to a file; return its size."""
    pq.write_table(pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA), path)
    return path.stat().st_size


def test_a_file_of_the_same_size_and_second_is_not_taken_for_the_one_before(url: str, tmp_path: Path) -> None:
    warehouse, path = Warehouse(url, Mart), tmp_path / "shops.parquet"
    warehouse.create_all()
    for number in range(1, 12, 2):
        size = written(path, ("no", number, "Oslo"), ("no", number + 1, None))
        assert warehouse.load(Shop, path).inserted == 2
        assert written(path, ("no", number, "Oslo"), (None, number + 1, "Oslo")) == size
        with pytest.raises(RejectedRows, match="row 2, column 'land'"):
            warehouse.load(Shop, path)
