"""A mart and its loads, told to DuckDB and to another warehouse: both must end with the same rows."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Numeric, String, Table, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    JunkDimension,
    RejectedRows,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
)
from starschema.model.catalog import catalog
from starschema.model.undoing import FINISHED


class Mart(DeclarativeBase):
    """Dimensions with and without versions, with hash keys and with numbers, and a fact."""


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart):
    id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40))
    city: Mapped[str | None] = attribute(String(40), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=2)


class Part(Dimension, Mart, surrogate="hash"):
    code: Mapped[str] = natural_key(String(20))
    number: Mapped[int] = natural_key()
    price: Mapped[Decimal | None] = attribute(Numeric(12, 2), scd=2)
    weight: Mapped[float | None] = attribute()
    made_on: Mapped[date | None] = attribute()
    seen_at: Mapped[datetime | None] = attribute()
    opens: Mapped[time | None] = attribute()
    tag: Mapped[uuid.UUID | None] = attribute()
    picture: Mapped[bytes | None] = attribute(LargeBinary(20))
    is_new: Mapped[bool | None] = attribute()


class Flags(JunkDimension, Mart):
    channel: Mapped[str | None] = attribute(String(10))
    is_gift: Mapped[bool | None] = attribute()


class Sale(TransactionFact, Mart, grain="one row per order line"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    day = role(Day, source="sold_at")
    customer = role(Customer, source="customer_id", as_of="sold_at")
    part = role(Part, source=("code", "number"), as_of="sold_at")
    flags = role(Flags)
    amount: Mapped[Decimal] = measure(Numeric(14, 2))


def at(day: int, month: int = 1) -> datetime:
    return datetime(2024, month, day)


PARTS: list[dict[str, Any]] = [
    {
        "code": 'bolt\'s \\ "1"\n, é',
        "number": 1,
        "price": Decimal("1234567890.12"),
        "weight": 0.1,
        "made_on": date(1999, 12, 31),
        "seen_at": datetime(2024, 2, 29, 23, 59, 59, 123456),
        "opens": time(8, 30),
        "tag": uuid.UUID(int=10),
        "picture": b"\x00\xffab",
        "is_new": True,
    },
    {
        "code": "",
        "number": 2,
        **dict.fromkeys(("price", "weight", "made_on", "seen_at", "opens", "tag", "picture", "is_new")),
    },
]


def sales(first: int, *said: tuple[int, int | None]) -> list[dict[str, Any]]:
    return [
        {
            "order_no": f"o{number}",
            "line_no": 1,
            "sold_at": datetime(2024, 1, day, 12, 0, 0, 5),
            "customer_id": customer,
            "code": PARTS[0]["code"],
            "number": 1 + number % 3,
            "channel": "web" if number % 2 else None,
            "is_gift": False,
            "amount": Decimal("1.25") * number,
        }
        for number, (day, customer) in enumerate(said, first)
    ]


def tell(warehouse: Warehouse) -> list[str]:
    """Load it all; return what each load counted."""
    done = []

    def load(model: Any, data: Any = None, **options: Any) -> None:
        result = warehouse.load(model, data, **options)
        done.append(str(result).partition(" in ")[0])

    load(Day, start="2024-01-01", end="2024-01-31")
    load(Customer, [{"id": n, "name": f"N{n}", "city": "Oslo", "region": None} for n in range(1, 7)], effective=at(1))
    load(Part, PARTS, effective=at(1))
    load(Sale, sales(1, (2, 1), (15, 1), (25, 1), (15, 9), (15, None)))
    load(Customer, [{"id": 1, "name": "Ann", "city": "Moss", "region": "East"}], effective=at(20))
    load(Customer, [{"id": 1, "city": "Voss", "at": at(10)}, {"id": 9, "city": "Rana", "at": at(12)}], effective="at")
    load(Customer, [{"id": 2, "gone": True, "at": at(11)}], effective="at", deleted="gone")
    load(
        Customer,
        [{"id": n, "name": "New", "city": "Oslo", "region": None} for n in (1, 3, 4, 5, 6)],
        effective=at(28),
        snapshot=True,
        close_limit=1.0,
    )
    load(Part, [{"code": PARTS[0]["code"], "number": 1, "price": Decimal("0.01")}], effective=at(5))
    load(Sale, [*sales(1, (2, 1)), *sales(6, (11, 2), (29, 9))], on_duplicate="ignore")
    load(Sale, [{**sales(1, (2, 1))[0], "amount": Decimal("99.99")}], on_duplicate="replace")
    load(Sale, [{**sales(2, (15, 1))[0], "gone": True}], deleted="gone")
    load(Customer, [{"id": 7, "city": "Bodø"}], effective=at(30), load_key="once")
    load(Customer, [{"id": 7, "city": "Bodø"}], effective=at(30), load_key="once")
    before = rows(warehouse)
    with pytest.raises(RejectedRows):
        warehouse.load(Customer, [{"id": 8, "city": "Moss"}, {"id": None, "city": "Moss"}], effective=at(30))
    assert rows(warehouse) == before
    for model in (Customer, Part, Sale):
        assert warehouse.verify(model), warehouse.verify(model)
    assert warehouse.rebuild(Customer).versioned == 0
    assert rows(warehouse) == before
    return done


def rows(warehouse: Warehouse, behind: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """Return what the mart's tables hold, in order; or what the views show that have something behind these' names."""
    found = {}
    with warehouse.engine.connect() as connection:
        for spec in (*catalog(Mart).dimensions, *catalog(Mart).facts):
            columns = [Column(c.name, c.type) for c in spec.table.columns if c is not spec.load_id]
            table = Table(spec.table.name + behind, MetaData(), *columns)
            told = connection.execute(select(table)).all()
            found[spec.table.name] = sorted((tuple(row) for row in told), key=repr)
    return found


def check_that_readers_see_a_load_when_it_is_done(warehouse: Warehouse) -> None:
    """Look at the views while a load of the mart that has been told is about to commit, and after that."""
    before, seen = rows(warehouse), []
    assert rows(warehouse, FINISHED) == before

    def look(*_: Any) -> None:
        seen.extend((rows(warehouse), rows(warehouse, FINISHED)))

    changes = [{"id": 1, "city": "Bergen", "at": at(2)}, {"id": 12, "city": "Rana", "at": at(12)}]
    warehouse.load(Customer, changes, effective="at", alongside=look)
    tables, views = seen
    assert views == before
    assert tables["dim_customer"] != before["dim_customer"]
    assert tables["fact_sale"] != before["fact_sale"], "a fact has followed"
    assert rows(warehouse, FINISHED) == rows(warehouse) == tables
