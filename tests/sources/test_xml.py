"""XML comes in record by record; what is ambiguous or dangerous is an error with its line."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from starschema import sources
from starschema.errors import SourceError
from starschema.sources import open_source

CATALOG = """<?xml version="1.0"?>
<catalog xmlns="urn:shop" as_of="2024-02-29"><!-- a comment -->
  <note>none</note>
  <product no="7"><name>Tea &amp; cake</name><price currency="EUR">12345678901234567.89</price><made/></product>
  <product no="8">
    <name><![CDATA[<b>]]> é</name>
    <price currency="NOK">0.10</price>
    <made xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true" xsi:type="day"/>
  </product>
</catalog>
"""

ROWS = [
    {"no": "7", "name": "Tea & cake", "price": "12345678901234567.89", "price/@currency": "EUR", "made": None},
    {"no": "8", "name": "<b> é", "price": "0.10", "price/@currency": "NOK", "made": None},
]


def read(source):
    return [row for batch in open_source(source).batches() for row in batch.to_pylist()]


@pytest.fixture
def write(tmp_path):
    def write(content, name="a.xml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_records_attributes_and_elements_are_columns_with_their_texts_as_they_are(write):
    assert read(sources.xml(write(CATALOG), record="catalog/product")) == ROWS
    assert read(sources.xml(write(gzip.compress(CATALOG.encode()), "a.xml.gz"), record="*/product")) == ROWS


def test_a_path_that_ends_in_xml_is_read_with_the_roots_children_as_records(write):
    path = write(
        '<customers><customer id="1"><city>Oslo</city></customer><customer id="2"><city/></customer></customers>'
    )
    assert read(path) == read(str(path)) == [{"id": "1", "city": "Oslo"}, {"id": "2", "city": None}]
    assert read(write("<customers/>")) == []


def test_columns_may_stand_anywhere_in_the_record_and_above_it(write):
    orders = write(
        '<orders day="01-01"><order no="A"><by>Ann</by><line sku="x"><q>1</q></line><line sku="y">gift<!-- -->!</line>'
        '</order><order no="B"><line sku="z"><q>2</q><q>3</q></line></order></orders>'
    )
    places = {"day": "../../@day", "no": "../@no", "by": "../by", "sku": "@sku", "text": "."}
    assert read(sources.xml(orders, record="orders/order/line", columns=places)) == [
        {"day": "01-01", "no": "A", "by": "Ann", "sku": "x", "text": None},
        {"day": "01-01", "no": "A", "by": "Ann", "sku": "y", "text": "gift!"},
        {"day": "01-01", "no": "B", "by": None, "sku": "z", "text": None},
    ]
    source = sources.xml(orders, record="orders/order/line", columns=["sku", "none"])
    assert source.columns() == ["sku", "none"]
    assert read(source) == [{"sku": sku, "none": None} for sku in "xyz"]


def test_null_is_what_the_options_say(write):
    path = write("<a><b><c>-</c><d></d></b></a>")
    assert read(sources.xml(path, null=("-",))) == [{"c": None, "d": ""}]


@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_xml_is_the_same_however_little_is_read_at_a_time(write, monkeypatch, size):
    monkeypatch.setattr("starschema.sources.xml_files.READ_BYTES", size)
    assert read(sources.xml(write(CATALOG), record="catalog/product")) == ROWS
    assert read(sources.xml(write(CATALOG.encode("utf-16")), record="catalog/product")) == ROWS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<a>\n<b>\n</c></a>", r"line 3, column \d+: mismatched tag; mend the file"),
        ("<a>\n<b>1</b>\n", r"line 3, column 1: the file ends here"),
        ("", r"line 1, column 1: the file ends here"),
        ("<a><b><c>1</c>\n<c>2</c></b></a>", r"line 2: 'c' occurs twice in a record of \*/\*; make record="),
        ('<a><b c="1"><c>1</c></b></a>', r"line 1: 'c' occurs twice"),
        ("<a><b>\nsome <i>mixed</i> text</b></a>", r"line 2: <b> holds elements as well as the text 'some'"),
        ('<!DOCTYPE a [<!ENTITY x "xx">]>\n<a><b>&x;</b></a>', r"line 1: the entity 'x', .* is not expanded"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b>&x;</b></a>', r"line 1: the entity 'x'"),
        ('<!DOCTYPE a SYSTEM "elsewhere.dtd">\n<a><b>&x;</b></a>', r"line 2: the entity 'x'"),
    ],
)
def test_broken_or_dangerous_xml_is_named_with_the_line(write, content, message):
    with pytest.raises(SourceError, match=r"a\.xml, " + message):
        read(write(content))


def test_a_path_that_matches_nothing_is_no_empty_input(write):
    path = write("<feed><head/><items><entry/></items></feed>")
    with pytest.raises(
        SourceError, match=r"record='catalog/product' matches nothing; at the file's root there is <feed>"
    ):
        read(sources.xml(path, record="catalog/product"))
    with pytest.raises(SourceError, match=r"matches nothing; at feed/items there is <entry>"):
        read(sources.xml(path, record="feed/items/product"))
    assert read(sources.xml(write("<feed><items/></feed>"), record="feed/items/product")) == []
    with pytest.raises(SourceError, match="is no path of elements"):
        sources.xml(path, record="feed//entry")
    with pytest.raises(SourceError, match="is above the root"):
        read(sources.xml(path, record="feed/items", columns={"x": "../../@x"}))
    with pytest.raises(SourceError, match="<b> holds elements as well as the text ''"):
        read(sources.xml(write("<a><r><b><c>1</c></b></r></a>"), columns=["b"]))


def test_memory_does_not_grow_with_the_file(write):
    path = write("<a>" + "<b><id>123456789</id><n>123456789</n></b>\n" * 60_000 + "</a>")
    tracemalloc.start()
    try:
        assert sum(batch.num_rows for batch in open_source(path).batches()) == 60_000
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
