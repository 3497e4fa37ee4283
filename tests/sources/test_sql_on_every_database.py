"""A SELECT on any of the databases is an input, value by value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.mysql import DATETIME

from starschema import sources

ROWS = [
    {
        "id": i,
        "code": f"0{i}" if i else "",
        "price": Decimal("12345678901234.56") + i,
        "flag": bool(i % 2),
        "day": date(2024, 2, 29),
        "at": datetime(2024, 2, 29, 23, 59, 59, 123456),
        "note": None if i else "é",
    }
    for i in range(5)
]


@pytest.fixture
def orders(engine):
    orders = sa.Table(
        "orders",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(10)),
        # SQLite keeps decimals as floats, which hold 15 digits.
        sa.Column("price", sa.Numeric(18, 2).with_variant(sa.String(20), "sqlite")),
        sa.Column("flag", sa.Boolean),
        sa.Column("day", sa.Date),
        sa.Column("at", sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")),
        sa.Column("note", sa.String(10)),
    )
    orders.metadata.create_all(engine)
    text = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        connection.execute(sa.insert(orders), [{**row, "price": str(row["price"])} if text else row for row in ROWS])
    return orders


def test_a_select_gives_every_value_as_it_is(engine, orders, monkeypatch):
    monkeypatch.setattr("starschema.sources.sql_select.FETCH_ROWS", 2)
    source = sources.sql(engine, sa.select(orders).order_by(orders.c.id))
    batches = list(source.batches())
    assert [batch.num_rows for batch in batches] == [2, 2, 1]
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert [{**row, "price": Decimal(row["price"])} for row in rows] == ROWS


def test_a_select_may_be_left_half_read(engine, orders, monkeypatch):
    monkeypatch.setattr("starschema.sources.sql_select.FETCH_ROWS", 2)
    batches = sources.sql(engine, sa.select(orders)).batches()
    assert next(batches).num_rows == 2
    batches.close()
    orders.drop(engine)  # nothing holds the table any more
