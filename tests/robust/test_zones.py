"""Times with a zone are the same instants, whatever zone the database's session is in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, select
from sqlalchemy.orm import Session

from starschema import Warehouse
from tests.robust.every_type import Event, Mart, Thing

AT = datetime(2024, 7, 1, 12, 30, 0, 5, tzinfo=UTC)
SETTINGS = {
    "duckdb": "SET TimeZone = 'America/New_York'",
    "postgresql": "SET TIME ZONE 'America/New_York'",
    "mariadb": "SET time_zone = '-04:00'",
}


def far_away(url: str, backend: str) -> Engine:
    """Return an engine whose sessions are in another zone than UTC."""
    parsed = make_url(url)
    engine = create_engine(parsed.update_query_dict({"local_infile": "1"}) if backend == "mariadb" else parsed)

    def travel(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(SETTINGS[backend])
        cursor.close()
        if backend != "duckdb":
            connection.commit()

    event.listen(engine, "connect", travel)
    return engine


@pytest.mark.only("duckdb", "postgresql", "mariadb")
def test_a_time_with_a_zone_is_one_instant_in_any_session(url: str, backend: str) -> None:
    warehouse = Warehouse(far_away(url, backend), Mart)
    warehouse.create_all()
    row = {"thing_id": 1, "zoned": AT, "at": AT.replace(tzinfo=None)}
    warehouse.load(Thing, [row], effective=date(2024, 7, 1))
    warehouse.load(Event, [{"event_id": 1, **row}])
    with Session(warehouse.engine) as session:
        found = session.scalars(select(Thing.zoned).where(Thing.thing_id == 1)).all()
        found += session.scalars(select(Event.zoned)).all()
        plain = session.scalars(select(Thing.at).where(Thing.thing_id == 1)).one()
    # MariaDB keeps the naive UTC, which no session's zone touches.
    assert [(at if at.tzinfo else at.replace(tzinfo=UTC)) for at in found] == [AT, AT]
    assert plain == AT.replace(tzinfo=None)
    assert warehouse.load(Thing, [row], effective=date(2024, 8, 1)).unchanged == 1
    assert warehouse.load(Event, [{"event_id": 1, **row}], on_duplicate="replace").unchanged == 1
    later = {**row, "zoned": AT.replace(hour=13)}
    assert warehouse.load(Thing, [later], effective=date(2024, 9, 1)).versioned == 1
    assert warehouse.load(Event, [{"event_id": 1, **later}], on_duplicate="replace").updated == 1
    # an older change sends the versions on record through the merge again, and updates one
    assert warehouse.load(Thing, [{"thing_id": 1, "zoned": None}], effective=date(2024, 7, 15)).versioned == 1
    with Session(warehouse.engine) as session:
        found = session.scalars(select(Thing.zoned).where(Thing.thing_id == 1).order_by(Thing.valid_from)).all()
        found += session.scalars(select(Event.zoned)).all()
    expected = [AT, None, AT, AT.replace(hour=13), AT.replace(hour=13)]
    assert [at and (at if at.tzinfo else at.replace(tzinfo=UTC)) for at in found] == expected
