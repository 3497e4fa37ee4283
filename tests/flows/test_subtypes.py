"""A flow feeds a subtype as what it is."""

from __future__ import annotations

from sqlalchemy import select

from starschema import Flow, Warehouse
from tests.cases.payments import Booking, Card, Mart, Transfer


def test_each_kind_has_a_feed_of_its_own(url: str) -> None:
    flow = Flow("bank", Mart)
    common = {"line": "a", "at": "2024-01-05T10:00", "number": 7, "amount": 1}
    flow.feed(Transfer, [{"id": 1, "fee": "0.50", **common}])
    flow.feed(Card, [{"id": 2, "shop": "kiosk", **common}])
    flow.feed(Booking, [{"id": 3, "kind": None, **common}])
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    report = flow.run(warehouse)
    assert "3 done, 0 failed" in str(report)
    assert list(flow.feeds) == ["transfer", "card", "booking"]
    with warehouse.engine.connect() as connection:
        kinds = connection.execute(select(Booking.id, Booking.kind).order_by(Booking.id))
        assert [tuple(row) for row in kinds] == [(1, "transfer"), (2, "card"), (3, None)]
