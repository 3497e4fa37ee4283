"""Whatever the order and the batches in which systems tell of a member, it ends the same, as plain Python has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, Warehouse, attribute, degenerate, natural_key, role
from tests.histories.reference import Change, history, version_at

SYSTEMS = ("crm", "billing", "sheet")
TYPES = {"joined": 0, "name": 1, "city": 2, "level": 3, "region": 6}
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


COLUMNS = [*TYPES, "previous_level", "current_region", "valid_from", "valid_to", "is_inferred"]

texts = st.none() | st.sampled_from("abc")
values = {
    "joined": st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
    "name": texts,
    "city": texts,
    "level": st.none() | st.integers(1, 3),
    "region": texts,
}


@st.composite
def statements(draw):
    """Draw what systems tell: (system, key, member, time) to values, or None for a deletion; a key is one member's."""
    told = {}
    for _ in range(draw(st.integers(1, 8))):
        member = draw(st.integers(1, 2))
        key = f"{member}{draw(st.sampled_from('xy'))}"
        place = (draw(st.sampled_from(SYSTEMS)), key, member, DAY + timedelta(days=draw(st.integers(0, 5))))
        names = draw(st.lists(st.sampled_from(list(TYPES)), unique=True).map(sorted))
        gone = draw(st.integers(0, 7)) == 0
        told[place] = None if gone else {name: draw(values[name]) for name in names}
    return told


def put_together(told, member):
    """Return one member's merged changes: at every time at which a system spoke, what the best of them say."""
    mine = sorted((time, system, key, said) for (system, key, no, time), said in told.items() if no == member)
    changes = []
    for number, time in enumerate(sorted({time for time, *_ in mine})):
        known = {}  # voice to attribute to (since, value); a deletion leaves None
        for at, system, key, said in mine:
            if at <= time:
                now = {} if said is None or known.get((system, key)) is None else known[system, key]
                known[system, key] = None if said is None else {**now, **{n: (at, v) for n, v in said.items()}}
        alive = {voice: said for voice, said in known.items() if said is not None}
        merged = {}
        for name in TYPES:
            ranked = sorted(
                (SYSTEMS.index(system), -said[name][0].timestamp(), key, said[name][1])
                for (system, key), said in alive.items()
                if name in said and said[name][1] is not None
            )
            merged[name] = ranked[0][3] if ranked else None
        changes.append(Change(time, number, merged if alive else None))
    return changes


def load(warehouse, batch):
    """Load statements, those of one system with the same columns at once."""

    def alike(item):
        (system, *_), said = item
        return system, said is None, tuple(said or ())

    for (system, gone, _), items in groupby(sorted(batch, key=lambda item: str(alike(item))), key=alike):
        rows = [{"key": key, "no": no, "at": at, "gone": gone, **(said or {})} for (_, key, no, at), said in items]
        warehouse.load(Customer, rows, system=system, system_key="key", effective="at", deleted="gone")


def versions(warehouse):
    table = Customer.__table__
    query = select(table.c.no, *(table.c[name] for name in COLUMNS)).where(table.c.customer_key > 0)
    with warehouse.engine.connect() as connection:
        return sorted(
            map(tuple, connection.execute(query)), key=lambda row: (row[0], row[COLUMNS.index("valid_from") + 1])
        )


@settings(max_examples=300 if LONG else 3)
@given(told=statements(), data=st.data(), first=st.booleans())
def test_any_order_and_batches_end_as_the_reference_says(databases, told, data, first):
    databases.reset()
    warehouse = Warehouse(databases.new(), Mart)
    warehouse.create_all()
    sales = [{"id": n, "sold_at": DAY + timedelta(days=n), "no": 1 + n % 2} for n in range(6)]
    if first:
        warehouse.load(Sale, sales)
    items = data.draw(st.permutations(list(told.items())))
    cut = data.draw(st.integers(0, len(items)))
    for batch in (items[:cut], items[cut:], items[: data.draw(st.integers(0, 2))]):
        load(warehouse, batch)
    expected, found = [], {}
    for no in (1, 2):
        found[no] = history(TYPES, put_together(told, no), inferred=first)
        for version in found[no]:
            row = {**version.values, "valid_from": version.valid_from, "valid_to": version.valid_to}
            expected.append((no, *({**row, "is_inferred": version.is_inferred}[name] for name in COLUMNS)))
    assert versions(warehouse) == expected
    assert warehouse.verify(Customer)
    if first:
        joined = select(Sale.id, Sale.customer.valid_from).join(Sale.customer)
        with warehouse.engine.connect() as connection:
            seen = dict(map(tuple, connection.execute(joined)))
        assert seen == {s["id"]: version_at(found[s["no"]], s["sold_at"]).valid_from for s in sales}
