"""Facts whose rows are in the warehouse already: as reviewed on every database, and as loads do on those here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlglot
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    FromClause,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects import mysql

from starschema import Warehouse
from starschema.ddl import SUPPORTED
from starschema.ddl.dialects import offline_dialect
from starschema.errors import StarSchemaError
from starschema.model.spec import DimensionSpec, FactSpec
from starschema.sql.referring import infer_members, insert_facts
from tests.ddl.retail import Customer, Mart, OrderFlags, Product, Sale
from tests.ddl.test_snapshots import PARSERS, compare

STAGE = Table(
    "stage",
    MetaData(),
    Column("order_no", String(12)),
    Column("line_no", Integer),
    Column("sold_at", DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")),
    Column("sold_on", Date),
    Column("customer_id", Integer),
    Column("product_code", String(40)),
    Column("combination", String(64)),
    Column("quantity", Integer),
    Column("amount", Numeric(14, 2)),
    Column("unit_price", Numeric(12, 2)),
)
SOURCES = {"order_date": ["sold_on"], "flags": ["combination"]}


def statements(rows: FromClause, *, load_id: int, last_key: int) -> list[Any]:
    fact: FactSpec = Sale.__starschema__  # type: ignore[attr-defined]
    customer: DimensionSpec = Customer.__starschema__
    return [
        infer_members(fact, customer, rows, last_key, load_id, SOURCES),
        insert_facts(fact, rows, load_id, SOURCES),
    ]


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_an_insert_of_facts_is_as_reviewed_and_is_sql(dialect: str) -> None:
    known = offline_dialect(dialect)
    texts = [
        str(s.compile(dialect=known, compile_kwargs={"literal_binds": True}))
        for s in statements(STAGE, load_id=7, last_key=12)
    ]
    written = "\n\n".join(f"{text};" for text in texts) + "\n"
    compare(f"in_place_{dialect}.sql", written)
    assert len([s for s in sqlglot.parse(written, read=PARSERS.get(dialect, dialect)) if s]) == len(texts)


def test_facts_inserted_in_place_are_those_that_a_load_writes(engine: Engine) -> None:
    warehouse = Warehouse(engine, Mart)
    warehouse.create_all()
    for day, city in ((1, "Oslo"), (10, "Moss"), (20, "Voss")):
        warehouse.load(Customer, [{"customer_id": 1, "city": city}], effective=datetime(2024, 1, day))
    sales = [
        {
            "order_no": f"o{number}",
            "line_no": 1,
            "sold_at": datetime(2024, 1, day, 0, 0, 0, number),
            "customer_id": customer,
            "product_code": "p",
            "channel": "web",
            "is_gift": None,
            "quantity": number,
            "amount": Decimal("1.25"),
            "unit_price": Decimal("0.50"),
        }
        for number, (day, customer) in enumerate([(1, 1), (9, 1), (10, 1), (25, 1), (3, 2), (5, 2), (5, None)])
    ]
    warehouse.load(Sale, sales)
    fact, dimension = Sale.__table__, Customer.__table__
    with engine.begin() as connection:
        expected = connection.execute(select(fact).order_by(fact.c.order_no)).all()
        members = connection.execute(select(dimension).order_by(dimension.c.customer_key)).all()
        connection.execute(delete(fact))
        connection.execute(delete(dimension).where(dimension.c.customer_key > 3))
        combination = connection.scalar(select(OrderFlags.combination).where(OrderFlags.order_flags_key > 0))  # type: ignore[attr-defined]
        STAGE.create(connection)
        names = set(STAGE.c.keys())
        staged = [
            {**{n: v for n, v in row.items() if n in names}, "sold_on": date(2024, 1, row["sold_at"].day)}
            for row in sales
        ]
        connection.execute(insert(STAGE), [{**row, "combination": combination} for row in staged])
        for statement in statements(STAGE, load_id=expected[0].load_id, last_key=3):
            connection.execute(statement)
        assert connection.execute(select(fact).order_by(fact.c.order_no)).all() == expected
        assert connection.execute(select(dimension).order_by(dimension.c.customer_key)).all() == members


def test_a_natural_key_that_is_made_by_loads_must_be_given() -> None:
    fact: FactSpec = Sale.__starschema__  # type: ignore[attr-defined]
    with pytest.raises(StarSchemaError, match=r"Sale\.order_date: the natural key is made from what data brings"):
        insert_facts(fact, STAGE, 1, {"flags": ["combination"]})
    with pytest.raises(StarSchemaError, match=r"Sale\.flags: the natural key is made .*give sources= its columns"):
        insert_facts(fact, STAGE, 1, {"order_date": ["sold_on"]})
    assert Product.__starschema__.creation is None
