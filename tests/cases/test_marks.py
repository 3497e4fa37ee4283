"""A load reads on from where the last one of its source stopped; the mark moves with the rows or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from starschema import Warehouse, sources
from starschema.errors import RejectedRows, StarSchemaError
from starschema.model.bookkeeping import bookkeeping
from starschema.sources.marks import value_of
from tests.backends import CLICKHOUSE, SPARK
from tests.cases.customers import Customer, Mart

DAY = datetime(2024, 1, 10)


class Crm:
    """A source system with customers."""

    def __init__(self, url):
        self.engine = sa.create_engine(url)
        self.customers = sa.Table(
            "customers",
            sa.MetaData(),
            sa.Column("id", sa.String(5)),
            sa.Column("city", sa.String(20)),
            sa.Column("updated_at", sa.DateTime),
        )
        self.customers.metadata.create_all(self.engine)

    def add(self, id, city, hours):
        row = {"id": id, "city": city, "updated_at": DAY + timedelta(hours=hours)}
        with self.engine.begin() as connection:
            connection.execute(sa.insert(self.customers), row)

    def changes(self, **options):
        options = {"name": "crm", **options}
        return sources.sql(self.engine, sa.select(self.customers), cursor="updated_at", **options)


@pytest.fixture
def crm(backend, new_url, tmp_path):
    """The source is of the warehouse's own kind, or a file where that keeps its books elsewhere."""
    return Crm(f"sqlite:///{tmp_path}/crm.db" if backend in (CLICKHOUSE, SPARK) else new_url())


@pytest.fixture
def warehouse(url):
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


def marks(warehouse):
    """Return how far each source was read, in hours of the day."""
    table = bookkeeping(Mart.metadata).marks
    with warehouse.engine.connect() as connection:
        rows = connection.execute(sa.select(table)).mappings().all()
    return {row["name"]: (value_of(row["mark"]) - DAY) / timedelta(hours=1) for row in rows}


def test_a_load_reads_on_from_its_mark_and_what_came_too_late_is_within_the_overlap(warehouse, crm):
    def load(**options):
        return warehouse.load(Customer, crm.changes(**options), effective="updated_at").read

    crm.add("1", "Oslo", 1)
    crm.add("2", "Bergen", 2)
    assert load() == 2
    crm.add("3", "Oslo", 1.95)  # committed late
    crm.add("1", "Hamar", 3)
    assert load() == 3
    assert marks(warehouse) == {"crm": 3}
    assert load() == 1
    assert load(name="again") == 4
    assert load(since=DAY) == 4
    assert marks(warehouse) == {"crm": 3, "again": 3}
    assert warehouse.keys(Customer, [1, 2, 3], as_of=DAY + timedelta(hours=4))[1:] != [-1, -1]


def test_a_load_that_fails_or_only_tries_moves_no_mark(warehouse, crm):
    crm.add("1", "Oslo", 1)
    warehouse.load(Customer, crm.changes(), effective="updated_at")
    crm.add("2", "Oslo", 2)
    warehouse.load(Customer, crm.changes(), effective="updated_at", dry_run=True)
    crm.add("x", "Oslo", 3)
    with pytest.raises(RejectedRows):
        warehouse.load(Customer, crm.changes(), effective="updated_at")
    assert marks(warehouse) == {"crm": 1}
    assert warehouse.load(Customer, crm.changes(), effective="updated_at", reject_limit=1).read == 3
    assert marks(warehouse) == {"crm": 3}


def test_a_mark_that_another_source_carries_moves_with_the_load(warehouse, crm):
    crm.add("1", "Oslo", 1)
    read = crm.changes()
    landed = sources.rows([row for batch in read.batches() for row in batch.to_pylist()])
    landed.mark, landed.reached = read.mark, read.reached
    warehouse.load(Customer, landed, effective="updated_at")
    assert marks(warehouse) == {"crm": 1}
    crm.add("2", "Oslo", 2)
    assert warehouse.load(Customer, crm.changes(overlap="1 second"), effective="updated_at").read == 2


@pytest.mark.only("sqlite")
def test_a_cursor_without_a_name_needs_a_place_to_begin(warehouse, crm):
    crm.add("1", "Oslo", 1)
    with pytest.raises(StarSchemaError, match="has a cursor and no name: give name="):
        warehouse.load(Customer, crm.changes(name=None), effective="updated_at")
    assert warehouse.load(Customer, crm.changes(name=None, since=DAY), effective="updated_at").inserted == 1
    assert marks(warehouse) == {}
