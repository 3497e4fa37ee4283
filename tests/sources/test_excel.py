"""Sheets of Excel workbooks, with every number as it is and nothing lost beside the table."""

from __future__ import annotations

import gzip
from datetime import datetime, time

import pytest
from openpyxl import Workbook

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source


def read(source):
    return [row for batch in open_source(source).batches() for row in batch.to_pylist()]


@pytest.fixture
def write(tmp_path):
    def write(*rows, name="a.xlsx", title="Customers"):
        book = Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        book.create_sheet("Other").append(["x"])
        book.save(tmp_path / name)
        book.close()
        return tmp_path / name

    return write


def test_a_sheet_is_rows_with_the_values_that_excel_has(write):
    path = write(
        ["id", "name", "price", "since", "at", "new"],
        [7, "Ann", 0.1, datetime(2024, 2, 29), time(9, 30), True],
        [None] * 6,
        ["0008", None, 12345678.91, datetime(2024, 2, 29, 23, 59), None, False],
    )
    rows = [
        {"id": "7", "name": "Ann", "price": "0.1", "since": datetime(2024, 2, 29), "at": time(9, 30), "new": True},
        {
            "id": "0008",
            "name": None,
            "price": "12345678.91",
            "since": datetime(2024, 2, 29, 23, 59),
            "at": None,
            "new": False,
        },
    ]
    assert read(path) == rows
    assert read(sources.excel(path, sheet="Customers", columns=["name"])) == [{"name": "Ann"}, {"name": None}]
    assert read(sources.excel(path, sheet=1)) == []
    (path.parent / "b.xlsx.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert read(path.parent / "b.xlsx.gz") == rows


def test_the_header_may_stand_lower_and_what_has_no_name_is_an_error(write):
    path = write(["Customers of 2024"], [], ["id", None, "city"], [1, None, "Oslo"], [2, "x", "Bergen"])
    with pytest.raises(SourceError, match=r"sheet 'Customers', row 5: column 2 has the value 'x' and no name in row 3"):
        read(sources.excel(path, header=3))
    assert read(sources.excel(path, header=3, columns=["id", "city"]))[1] == {"id": 2, "city": "Bergen"}


def test_what_cannot_be_read_is_named(write, tmp_path):
    path = write(["id", "id"], [1, 2])
    with pytest.raises(SourceError, match="column 'id' occurs twice"):
        read(path)
    with pytest.raises(SourceError, match=r"there is no sheet 'Gone'; it has 'Customers', 'Other'"):
        read(sources.excel(path, sheet="Gone"))
    with pytest.raises(SourceError, match="there is no sheet 7"):
        read(sources.excel(path, sheet=7))
    with pytest.raises(SourceError, match=r"row 1 names no column 'city'; it has \['id'\]"):
        read(sources.excel(write(["id"], [1]), columns=["city"]))
    with pytest.raises(SourceError, match="it has no row 9"):
        read(sources.excel(path, header=9))
    with pytest.raises(SourceError, match="header=0 is no row"):
        sources.excel(path, header=0)
    with pytest.raises(SourceError, match=r"cell A2: the formula came to #N/A"):
        read(write(["id"], ["#N/A"]))
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(SourceError, match=r"x\.xlsx cannot be read"):
        read(tmp_path / "x.xlsx")
