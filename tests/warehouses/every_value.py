"""Every value of every type, loaded into a warehouse and read back: it comes as it went, and is no change again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from starschema import Warehouse
from tests.robust.every_type import TYPES, VALUES, Event, Thing
from tests.robust.test_round_trip import DAY_ONE, DAY_TWO, shown


def check_every_value(warehouse: Warehouse, without: Collection[str] = ()) -> None:
    """Load everything twice, as a dimension and as a fact.

    Args:
        warehouse: Where; it has the tables.
        without: The columns that are to be NULL, of types that the place cannot have.
    """
    most = max(map(len, VALUES.values()))
    values = {name: [*(own * most)[:most], None] for name, own in VALUES.items()}
    values |= {name: [None] * (most + 1) for name in without}
    data = [{"thing_id": i, **{name: values[name][i] for name in TYPES}} for i in range(most + 1)]
    facts = [{"event_id": row["thing_id"], **row} for row in data]
    assert warehouse.load(Thing, data, effective=DAY_ONE).inserted == len(data)
    assert warehouse.load(Event, facts).inserted == len(facts)
    with Session(warehouse.engine) as session:
        things = session.scalars(select(Thing).where(Thing.thing_key > 0).order_by(Thing.thing_id)).all()
        events = session.scalars(select(Event).order_by(Event.event_id)).all()
        for name in TYPES:
            for back in (things, events):
                assert [shown(getattr(row, name)) for row in back] == list(map(shown, values[name])), name
    again = warehouse.load(Thing, data, effective=DAY_TWO)
    assert (again.unchanged, again.versioned, again.updated) == (len(data), 0, 0)
    again = warehouse.load(Event, facts, on_duplicate="replace")
    assert (again.unchanged, again.updated, again.inserted) == (len(facts), 0, 0)
