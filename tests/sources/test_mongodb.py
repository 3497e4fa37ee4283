"""Documents of MongoDB are rows, exactly, and read on from a mark."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import mongomock
import pytest
from bson import Decimal128, ObjectId

from starschema import sources
from starschema.errors import SourceError
from starschema.sources.marks import mark_of

DAY = datetime(2024, 1, 10)


@pytest.fixture
def customers():
    collection = mongomock.MongoClient().shop.customers
    collection.insert_many(
        {
            "_id": ObjectId(f"{n:024x}"),
            "no": n,
            "at": {"city": "Oslo" if n % 2 else None, "owes": Decimal128(f"{n}.10")},
            "tags": ["x", ObjectId(f"{n:024x}")],
            "changed": DAY + timedelta(hours=n),
        }
        for n in range(1, 5)
    )
    return collection


def read(source):
    return [row for batch in source.batches() for row in batch.to_pylist()]


def test_documents_are_rows_with_nested_values_as_json_text(customers):
    assert read(sources.mongodb(customers, {"no": 1})) == [
        {
            "_id": f"{1:024x}",
            "no": 1,
            "at": '{"city": "Oslo", "owes": 1.10}',
            "tags": f'["x", "{1:024x}"]',
            "changed": DAY + timedelta(hours=1),
        }
    ]
    places = {"id": "_id", "city": "at.city", "owes": "at.owes", "none": "at.none.x"}
    source = sources.mongodb(customers, columns=places)
    assert source.columns() == list(places)
    assert read(source)[1] == {"id": f"{2:024x}", "city": None, "owes": Decimal("2.10"), "none": None}
    assert read(sources.mongodb(customers, columns=["no"])) == [{"no": n} for n in range(1, 5)]


def test_the_documents_after_the_mark_are_read_again_with_those_of_the_overlap(customers):
    source = sources.mongodb(customers, columns=["no"], cursor="changed", overlap="30 minutes", name="crm")
    assert (len(read(source)), source.mark) == (4, "crm")
    assert source.reached == mark_of(DAY + timedelta(hours=4))
    source.resume(mark_of(DAY + timedelta(hours=3, minutes=20)))
    assert read(source) == [{"no": 3}, {"no": 4}]
    filtered = sources.mongodb(customers, {"no": {"$gt": 3}}, columns=["no"], cursor="changed", since=DAY)
    assert read(filtered) == [{"no": 4}]


def test_what_the_database_refuses_and_what_makes_no_sense_are_errors(customers):
    with pytest.raises(SourceError, match=r"shop\.customers: the database refused the query"):
        read(sources.mongodb(customers, {"$nonsense": 1}))
    with pytest.raises(SourceError, match="give cursor="):
        sources.mongodb(customers, since=DAY)
    with pytest.raises(SourceError, match="is no duration"):
        sources.mongodb(customers, overlap="soon")
