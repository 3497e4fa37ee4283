"""Whatever the order and the batches in which systems tell of a member, it ends the same, as plain Python has it.

Of two models: one has every type of attribute, the other those with which what is newer than all that was told is held
against the versions in force.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, Warehouse, attribute, degenerate, natural_key, role, sources
from tests.histories.reference import Change, history, version_at

SYSTEMS = ("crm", "billing", "sheet")
EVERY = {"joined": 0, "name": 1, "city": 2, "level": 3, "region": 6}
SOME = {"joined": 0, "name": 1, "phone": 1, "city": 2, "level": 3}
DAY = datetime(2024, 1, 1)

LONG = settings().max_examples > 100


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart, systems=SYSTEMS, durable_key=True):
    no: Mapped[int] = natural_key()
    joined: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(10), scd=1)
    city: Mapped[str | None] = attribute(String(10), scd=2)
    level: Mapped[int | None] = attribute(scd=3)
    region: Mapped[str | None] = attribute(String(10), scd=6)


class Sale(TransactionFact, Mart, grain="one row per order"):
    id: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    customer = role(Customer, as_of="sold_at")


class Client(Dimension, Mart, systems=SYSTEMS):
    no: Mapped[int] = natural_key()
    joined: Mapped[date | None] = attribute(scd=0)
    name: Mapped[str | None] = attribute(String(10), scd=1)
    phone: Mapped[str | None] = attribute(String(10), scd=1)
    city: Mapped[str | None] = attribute(String(10), scd=2)
    level: Mapped[int | None] = attribute(scd=3)


class Order(TransactionFact, Mart, grain="one row per order"):
    id: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime] = degenerate()
    client = role(Client, as_of="sold_at")


class Model:
    """A dimension, the fact about it, and the types of its attributes."""

    def __init__(self, dimension, fact, role, types):
        self.dimension, self.fact, self.role, self.types = dimension, fact, role, types
        ends = ["valid_from", "valid_to", "is_inferred"]
        self.columns = [*types, "previous_level", *(["current_region"] if "region" in types else []), *ends]


MODELS = {
    "every type": Model(Customer, Sale, Sale.customer, EVERY),
    "those that can be in order": Model(Client, Order, Order.client, SOME),
}

texts = st.none() | st.sampled_from("abc")
values = {
    "joined": st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
    "name": texts,
    "phone": texts,
    "city": texts,
    "level": st.none() | st.integers(1, 3),
    "region": texts,
}


@st.composite
def statements(draw, types):
    """Draw what systems tell, and which of them at which times tell all that they know.

    The first is (system, key, member, time, sequence) to values, or None for a deletion; a key is one member's. What is
    told at the time of a snapshot is that snapshot's, with the same columns throughout.
    """
    told, snapshots = {}, {}
    for _ in range(draw(st.integers(0, 2))):
        names = draw(st.lists(st.sampled_from(list(types)), unique=True).map(sorted))
        snapshots[draw(st.sampled_from(SYSTEMS)), DAY + timedelta(days=draw(st.integers(0, 5)))] = names
    for _ in range(draw(st.integers(1, 8))):
        member = draw(st.integers(1, 2))
        key = f"{member}{draw(st.sampled_from('xy'))}"
        system, time = draw(st.sampled_from(SYSTEMS)), DAY + timedelta(days=draw(st.integers(0, 5)))
        names = draw(st.lists(st.sampled_from(list(types)), unique=True).map(sorted))
        sequence = None if (system, time) in snapshots else draw(st.none() | st.integers(1, 2))
        gone = draw(st.integers(0, 7)) == 0
        said = {name: draw(values[name]) for name in snapshots.get((system, time), names)}
        told[system, key, member, time, sequence] = None if gone else said
    return told, snapshots


def with_absences(told, snapshots):
    """Return what is told, with a deletion of each key that a snapshot of its system lacks."""
    voices = {(system, key, member) for system, key, member, _, _ in told}
    spoken = {(system, key, time) for system, key, _, time, _ in told}
    return told | {
        (system, key, member, time, None): None
        for system, key, member in voices
        for of, time in snapshots
        if of == system and (system, key, time) not in spoken
    }


def put_together(told, member, types):
    """Return one member's merged changes: at every time at which a system spoke, what the best of them say."""
    mine = [
        (time, order or 0, system, key, said) for (system, key, no, time, order), said in told.items() if no == member
    ]
    mine.sort(key=lambda statement: statement[:4])
    changes = []
    for number, time in enumerate(sorted({time for time, *_ in mine})):
        known = {}  # voice to attribute to (since, value); a deletion leaves None
        for at, _, system, key, said in mine:
            if at <= time:
                now = {} if said is None or known.get((system, key)) is None else known[system, key]
                known[system, key] = None if said is None else {**now, **{n: (at, v) for n, v in said.items()}}
        alive = {voice: said for voice, said in known.items() if said is not None}
        merged = {}
        for name in types:
            ranked = sorted(
                (SYSTEMS.index(system), -said[name][0].timestamp(), key, said[name][1])
                for (system, key), said in alive.items()
                if name in said and said[name][1] is not None
            )
            merged[name] = ranked[0][3] if ranked else None
        changes.append(Change(time, number, merged if alive else None))
    return changes


def load(warehouse, model, batch):
    """Load statements, those of one system with the same columns at once."""

    def alike(item):
        (system, *_), said = item
        return system, said is None, tuple(said or ())

    for (system, gone, _), items in groupby(sorted(batch, key=lambda item: str(alike(item))), key=alike):
        rows = [
            {"key": key, "no": no, "at": at, "lsn": order, "gone": gone, **(said or {})}
            for (_, key, no, at, order), said in items
        ]
        options = {"effective": "at", "sequence": "lsn", "deleted": "gone"}
        warehouse.load(model.dimension, rows, system=system, system_key="key", **options)


def load_snapshot(warehouse, model, system, time, names, told):
    """Load all that a system tells at a time."""
    rows = [
        {"key": key, "no": no, "gone": said is None, **(said or dict.fromkeys(names))}
        for (of, key, no, at, _), said in told.items()
        if (of, at) == (system, time)
    ]
    data = sources.rows(rows, columns=["key", "no", "gone", *names])
    options = {"effective": time, "snapshot": True, "close_limit": 1, "deleted": "gone"}
    warehouse.load(model.dimension, data, system=system, system_key="key", **options)


def versions(warehouse, model):
    table, columns = model.dimension.__table__, model.columns
    query = select(table.c.no, *(table.c[name] for name in columns)).where(model.dimension.__starschema__.key > 0)
    with warehouse.engine.connect() as connection:
        return sorted(
            map(tuple, connection.execute(query)), key=lambda row: (row[0], row[columns.index("valid_from") + 1])
        )


def batches(draw, items):
    """Draw batches of what is told: in any order, with some of it twice, or time by time."""
    if draw(st.booleans()):
        items = sorted(items, key=time_of)
        return [list(some) for _, some in groupby(items, key=time_of)]
    items = draw(st.permutations(items))
    cut = draw(st.integers(0, len(items)))
    return [items[:cut], items[cut:], items[: draw(st.integers(0, 2))]]


def time_of(item):
    """Return of what time a statement or a snapshot is."""
    return item[1] if item[0] in SYSTEMS else item[0][3]


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=300 if LONG else 3)
@given(data=st.data(), first=st.booleans())
def test_any_order_and_batches_end_as_the_reference_says(databases, kind, data, first):
    model = MODELS[kind]
    told, snapshots = data.draw(statements(model.types))
    databases.reset()
    warehouse = Warehouse(databases.new(), Mart)
    warehouse.create_all()
    sales = [{"id": n, "sold_at": DAY + timedelta(days=n), "no": 1 + n % 2} for n in range(6)]
    if first:
        warehouse.load(model.fact, sales)
    single = [item for item in told.items() if (item[0][0], item[0][3]) not in snapshots]
    for batch in batches(data.draw, [*single, *snapshots]):
        for system, time in (item for item in batch if item[0] in SYSTEMS):
            load_snapshot(warehouse, model, system, time, snapshots[system, time], told)
        load(warehouse, model, [item for item in batch if item[0] not in SYSTEMS])
    told = with_absences(told, snapshots)
    expected, found = [], {}
    for no in (1, 2):
        found[no] = history(model.types, put_together(told, no, model.types), inferred=first)
        for version in found[no]:
            row = {**version.values, "valid_from": version.valid_from, "valid_to": version.valid_to}
            expected.append((no, *({**row, "is_inferred": version.is_inferred}[name] for name in model.columns)))
    assert versions(warehouse, model) == expected
    assert warehouse.verify(model.dimension)
    if first:
        joined = select(model.fact.id, model.role.valid_from).join(model.role)
        with warehouse.engine.connect() as connection:
            seen = dict(map(tuple, connection.execute(joined)))
        assert seen == {s["id"]: version_at(found[s["no"]], s["sold_at"]).valid_from for s in sales}
