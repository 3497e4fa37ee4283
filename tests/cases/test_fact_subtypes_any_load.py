"""Facts of several kinds, however they are added, replaced and removed, are those that a dictionary holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.cases.payments import Booking, ByCity, Card, Mart, Transfer
from tests.cases.stars import Star

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100
OWN = {"transfer": ("fee", "note"), "card": ("shop", "points"), None: ()}
COLUMNS = ("id", "kind", "amount", "fee", "note", "shop", "points")


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "amount": st.decimals(0, 9, places=2),
    "fee": st.decimals(0, 1, places=2),
    "note": st.sampled_from(["rent", None]),
    "shop": st.sampled_from(["kiosk", None]),
    "points": st.none() | st.integers(0, 3),
}


@st.composite
def loads(draw: st.DrawFn) -> tuple[str, bool, list[dict[str, Any]]]:
    """Draw a load: of which class, whether it removes, and its rows, at most one for each of three ids."""
    model = draw(st.sampled_from(["Booking", "Transfer", "Card"]))
    removes = draw(st.booleans())
    rows = []
    for id_ in draw(st.lists(st.integers(1, 3), min_size=1, unique=True)):
        kind = {"Transfer": "transfer", "Card": "card"}.get(model) or draw(st.sampled_from(list(OWN)))
        own = {name: draw(VALUES[name]) for name in ("amount", *OWN[kind])}
        rows.append({"id": id_, "kind": kind, **own})
    return model, removes, rows


def drawn(rows: list[dict[str, Any]], model: str, *, removes: bool) -> Iterator[dict[str, Any]]:
    others = [name for name in COLUMNS if model == "Booking" or name in ("id", "amount", *OWN[model.lower()])]
    for row in rows:
        told = {name: row.get(name) for name in others}
        yield {**told, "line": "a", "at": "2024-01-05T10:00", "number": 7, **({"gone": True} if removes else {})}


@given(st.lists(loads(), min_size=1, max_size=5))
@settings(max_examples=60 if LONG else 8, deadline=None)
def check(star: Star, story: list[tuple[str, bool, list[dict[str, Any]]]]) -> None:
    with star.warehouse.engine.begin() as connection:
        for model in (ByCity, Card, Transfer, Booking):
            connection.execute(delete(model.__table__))
    held: dict[int, dict[str, Any]] = {}
    for model, removes, rows in story:
        options: dict[str, Any] = {"deleted": "gone"} if removes else {}
        star.load(model, list(drawn(rows, model, removes=removes)), on_duplicate="replace", **options)
        for row in rows:
            held.pop(row["id"], None)
            held |= {} if removes else {row["id"]: row}
    spec = Booking.__starschema__
    wanted = [tuple(row.get(name) for name in COLUMNS) for _, row in sorted(held.items())]
    with star.warehouse.engine.connect() as connection:
        query = select(*(spec.table.c[name] for name in COLUMNS)).order_by(spec.table.c.id)
        found = [tuple(row) for row in connection.execute(query)]
        parts = [len(connection.execute(select(model.__table__)).all()) for model in (Transfer, Card)]
    assert [_plain(row) for row in found] == [_plain(row) for row in wanted]
    assert parts == [sum(row[1] == kind for row in wanted) for kind in ("transfer", "card")]
    assert star.warehouse.verify(Booking)
    assert star.warehouse.verify(ByCity)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(f"{value:.2f}" if isinstance(value, Decimal) else value for value in row)


@pytest.mark.but("clickhouse", "spark")
def test_facts_are_what_the_loads_have_left(star: Star) -> None:
    check(star)
