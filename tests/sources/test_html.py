"""Tables of HTML pages, as a browser shows them."""

from __future__ import annotations

import pytest

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source

PAGE = """<!DOCTYPE html><title>x</title><p>Rates<table id=other><tr><td>a</td></tr></table>
<TABLE ID="rates"><caption>Rates &amp; more</caption>
<thead><tr><th colspan=2>as of<th>today</tr><tr><th>Code<th> Name
  of it <th>Rate</thead>
<tbody>
<tr><td>EUR<td>Euro<br>zone<td>1.00
<tr><td rowspan=2>NOK<td>&Aring;se&nbsp;krone<td><b>11</b>.50</tr>
<tr><td><td><script>1 < 2</script><table><tr><td>inner</table>12.00
<tr><th>Code<th>Name of it<th>Rate
<tfoot><tr><td colspan=3>no warranty</table>"""

ROWS = [
    {"Code": "EUR", "Name of it": "Euro zone", "Rate": "1.00"},
    {"Code": "NOK", "Name of it": "Åse\xa0krone", "Rate": "11.50"},
    {"Code": "NOK", "Name of it": None, "Rate": "12.00"},
]


def read(source):
    return [row for batch in open_source(source).batches() for row in batch.to_pylist()]


@pytest.fixture
def write(tmp_path):
    def write(content, name="a.html"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_a_table_is_what_a_browser_shows(write, monkeypatch, size):
    monkeypatch.setattr("starschema.sources.html_tables.READ_CHARACTERS", size)
    assert read(sources.html(write(PAGE), table="rates")) == ROWS
    assert read(sources.html(write(PAGE), table=1)) == ROWS
    assert read(sources.html(write(PAGE), table=2, columns=["x"])) == [{"x": "inner"}]


def test_columns_may_be_named_and_the_first_row_is_the_header_otherwise(write):
    path = write("<table><tr><td>id<td>city<tr><td>1<td>Oslo</table>")
    assert read(path) == [{"id": "1", "city": "Oslo"}]
    named = sources.html(path, columns=["a", "b"], null=("1",))
    assert named.columns() == ["a", "b"]
    assert read(named) == [{"a": "id", "b": "city"}, {"a": None, "b": "Oslo"}]
    headed = write("<table><tr><th>id<th><tr><td>1<td>Oslo")
    assert read(sources.html(headed, columns=["a", "b"])) == [{"a": "1", "b": "Oslo"}]
    with pytest.raises(SourceError, match=r"a\.html, table 0: column 2 has no name; give columns="):
        read(headed)


def test_a_page_that_is_not_as_hoped_is_named(write):
    with pytest.raises(SourceError, match=r"it has no table 'rate'; there are 3 tables, from 0 and the ids 'other'"):
        read(sources.html(write(PAGE), table="rate"))
    with pytest.raises(SourceError, match="it has no table 0; there is none at all"):
        read(write("<p>moved</p>"))
    with pytest.raises(SourceError, match=r"table 0, row 3: 3 cells where the header has 2: \['2', 'x', 'y'\]"):
        read(write("<table><tr><td>id<td>city<tr><td>1<td>Oslo<tr><td>2<td colspan=1>x<td>y</table>"))
    with pytest.raises(SourceError, match="column 'a' occurs twice"):
        read(write("<table><tr><td>a<td>a<tr><td>1<td>2</table>"))
    path = write("x")
    path.write_bytes(b"<table><tr><td>\xff")
    with pytest.raises(SourceError, match="give the page's encoding="):
        read(path)
