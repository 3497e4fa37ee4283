"""What a load writes is what comes back, for every type on every database, or it is refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from starschema import RejectedRows, Warehouse
from tests.backends import LAKE
from tests.robust.every_type import TYPES, VALUES, Event, Mart, Thing

DAY_ONE, DAY_TWO = date(2024, 1, 1), date(2024, 2, 1)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


def shown(value: Any, *, signed_zero: bool = True) -> Any:
    """Return `value` so that equality means the same value of the same type, scales and the sign of 0.0 included."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None)
    if isinstance(value, float):
        return repr(value if signed_zero else value + 0.0)
    if isinstance(value, Decimal):
        return Decimal, format(value, "f")
    return (type(value), value)


def things(warehouse: Warehouse, column: str) -> list[Any]:
    """Return the column's values of the things, in the order of their natural keys."""
    with Session(warehouse.engine) as session:
        rows = session.scalars(select(Thing).where(Thing.thing_key > 0).order_by(Thing.thing_id)).all()
        return [getattr(row, column) for row in rows]


def events(warehouse: Warehouse, column: str) -> list[Any]:
    with Session(warehouse.engine) as session:
        rows = session.scalars(select(Event).order_by(Event.event_id)).all()
        return [getattr(row, column) for row in rows]


def holdable(warehouse: Warehouse, column: str, values: Sequence[Any]) -> list[Any]:
    """Return the values that the database can hold: SQLite keeps 15 digits of a number."""
    if warehouse.engine.dialect.name != "sqlite" or not isinstance(values[0], Decimal):
        return list(values)
    return [value for value in values if len(format(value, "f").replace(".", "").strip("-0")) <= 15]


@pytest.mark.parametrize("column", TYPES)
def test_every_value_of_a_type_comes_back_as_it_went_in_and_is_no_change_the_next_time(
    warehouse: Warehouse, backend: str, column: str
) -> None:
    check_there_and_back(warehouse, backend, column)


@pytest.mark.only("postgresql")
@pytest.mark.parametrize("column", TYPES)
def test_so_does_every_value_that_goes_to_postgresql_and_back_as_csv(
    warehouse: Warehouse, backend: str, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("binary_values", "binary_reading"):
        monkeypatch.setattr(f"starschema.backends.postgresql.{way}", lambda *_: None)
    check_there_and_back(warehouse, backend, column)


def check_there_and_back(warehouse: Warehouse, backend: str, column: str) -> None:
    # SQLite and MariaDB have one zero: "-0.0" is written there, and 0.0 is stored.
    alike = partial(shown, signed_zero=backend in ("duckdb", "postgresql"))
    values = [*holdable(warehouse, column, VALUES[column]), None]
    rows = [{"thing_id": i, column: value} for i, value in enumerate(values)]
    assert warehouse.load(Thing, rows, effective=DAY_ONE).inserted == len(rows)
    assert list(map(alike, things(warehouse, column))) == list(map(alike, values))

    facts = [{"event_id": i, **row} for i, row in enumerate(rows)]
    assert warehouse.load(Event, facts).inserted == len(facts)
    assert list(map(alike, events(warehouse, column))) == list(map(alike, values))

    # A read that loses anything would take the same value for a change.
    again = warehouse.load(Thing, rows, effective=DAY_TWO)
    assert (again.unchanged, again.versioned, again.updated) == (len(rows), 0, 0)
    again = warehouse.load(Event, facts, on_duplicate="replace")
    assert (again.unchanged, again.updated, again.inserted) == (len(rows), 0, 0)


@pytest.mark.parametrize(
    "column",
    ["boolean", "big", "money", "long_fine", "double", "text", "mood", "day", "zoned", "clock", "content", "identity"],
)
def test_a_change_among_values_of_a_type_is_seen_and_goes_back_to_the_first(warehouse: Warehouse, column: str) -> None:
    one, other = holdable(warehouse, column, VALUES[column])[:2]
    if column == "double":
        other = VALUES[column][2]  # the first two are the two zeros, which are equal
    told = [(one, DAY_ONE), (None, date(2024, 1, 10)), (other, date(2024, 1, 20)), (one, DAY_TWO)]
    for value, day in told:
        warehouse.load(Thing, [{"thing_id": 7, column: value}], effective=day)
    with Session(warehouse.engine) as session:
        versions = session.scalars(select(Thing).where(Thing.thing_id == 7).order_by(Thing.valid_from)).all()
        assert [shown(getattr(version, column)) for version in versions] == [shown(value) for value, _ in told]
    # the journal holds the repeat, whose values have made the journey twice
    warehouse.load(Thing, [{"thing_id": 7, column: one}], effective=date(2024, 3, 1))
    late = warehouse.load(Thing, [{"thing_id": 7, column: other}], effective=date(2024, 2, 15))
    assert late.versioned == 1
    with Session(warehouse.engine) as session:
        versions = session.scalars(select(Thing).where(Thing.thing_id == 7).order_by(Thing.valid_from)).all()
        expected = [one, None, other, one, other, one]
        assert [shown(getattr(version, column)) for version in versions] == [shown(value) for value in expected]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")], ids=str)
def test_nan_and_infinities_come_back_or_are_refused_by_name(warehouse: Warehouse, backend: str, value: float) -> None:
    rows = [{"thing_id": 1, "double": 1.5}, {"thing_id": 2, "double": value}]
    facts = [{"event_id": row["thing_id"], **row} for row in rows]
    holds = backend in ("duckdb", "postgresql", LAKE) or (backend == "sqlite" and value == value)
    if holds:
        warehouse.load(Thing, rows, effective=DAY_ONE)
        warehouse.load(Event, facts)
        assert things(warehouse, "double")[1:] == pytest.approx([value], nan_ok=True)
        assert events(warehouse, "double")[1:] == pytest.approx([value], nan_ok=True)
        assert warehouse.load(Thing, rows, effective=DAY_TWO).unchanged == 2
        assert warehouse.load(Event, facts, on_duplicate="replace").unchanged == 2
        return
    for model, given_rows in ((Thing, rows), (Event, facts)):
        with pytest.raises(RejectedRows, match=r"(sqlite|mysql|mariadb) has no NaN.* give NULL") as caught:
            warehouse.load(model, given_rows)
        (rejection,) = caught.value.rejections
        assert (rejection.row, rejection.column) == (2, "double")
    assert things(warehouse, "double") == events(warehouse, "double") == []


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("column", ["fine", "long_whole", "long_fine"])
def test_sqlite_refuses_a_number_that_it_would_change(warehouse: Warehouse, column: str) -> None:
    kind = TYPES[column]
    value = Decimal(f"123456789012345678E-{min(kind.scale, 10)}")
    for model, row in ((Thing, {"thing_id": 5}), (Event, {"event_id": 5, "thing_id": 5})):
        with pytest.raises(RejectedRows, match="15 significant digits") as caught:
            warehouse.load(model, [{**row, column: Decimal(1)}, {**row, next(iter(row)): 6, column: value}])
        (rejection,) = caught.value.rejections
        assert (rejection.row, rejection.column) == (2, column)
        assert rejection.value is not None
        assert Decimal(rejection.value) == value


@pytest.mark.only("mariadb")
def test_mariadb_refuses_by_name_the_uuids_that_the_server_refuses(warehouse: Warehouse) -> None:
    wrong = [UUID("0ad1ad16-08ee-cf7a-1f7c-993e6900dd07"), UUID("0ad1ad16-08ee-8f7a-807c-993e6900dd07")]
    right = [UUID("0ad1ad16-08ee-7f7a-1f7c-993e6900dd07"), UUID("0ad1ad16-08ee-8f7a-817c-993e6900dd07")]
    rows = [{"thing_id": i, "identity": value} for i, value in enumerate([*wrong, *right])]
    result = warehouse.load(Thing, rows, reject_limit=2)
    assert (result.rejected, result.inserted) == (2, 2)
    assert things(warehouse, "identity") == right


def uuids_of_mariadb(value: UUID) -> bool:
    return not (value.bytes[6] >= 0x80 and 0 < value.bytes[8] <= 0x80)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
MONEY = st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=2)
WIDE = st.integers(-(10**38) + 1, 10**38 - 1).map(lambda number: Decimal(f"{number}E-30"))
MOMENT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))
ROW = st.fixed_dictionaries(
    {
        "text": st.none() | TEXT,
        "short_text": st.none() | TEXT,
        "money": st.none() | MONEY,
        "long_fine": st.none() | WIDE,
        "at": st.none() | MOMENT,
        "zoned": st.none() | MOMENT.map(lambda at: at.replace(tzinfo=UTC)),
        "clock": st.none() | st.times(),
        "double": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "content": st.none() | st.binary(max_size=300),
        "identity": st.none() | st.uuids().filter(uuids_of_mariadb),
    }
)


# Shrinking takes minutes where each try is two loads, so the first failure is shown as it is.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate], max_examples=settings.default.max_examples // 5)
@given(rows=st.lists(ROW, min_size=1, max_size=40))
def test_whatever_a_row_says_comes_back(warehouse: Warehouse, backend: str, rows: list[dict[str, Any]]) -> None:
    if backend == "sqlite":
        rows = [{**row, "long_fine": None} for row in rows]
    # The examples share a warehouse; each has keys of its own.
    first = 1000 * sum(run["load_id"] for run in warehouse.runs(1))
    ids = range(first, first + len(rows))
    data = [{"thing_id": number, **row} for row, number in zip(rows, ids, strict=True)]
    facts = [{"event_id": row["thing_id"], **row} for row in data]
    assert warehouse.load(Thing, data, effective=DAY_ONE).inserted == len(rows)
    assert warehouse.load(Event, facts).inserted == len(rows)
    with Session(warehouse.engine) as session:
        for model, key in ((Thing, Thing.thing_id), (Event, Event.event_id)):
            found = session.scalars(select(model).where(key.in_(ids)).order_by(key)).all()
            for row, back in zip(rows, found, strict=True):
                alike = partial(shown, signed_zero=False)
                assert {n: alike(getattr(back, n)) for n in row} == {n: alike(v) for n, v in row.items()}
    assert warehouse.load(Thing, data, effective=DAY_TWO).unchanged == len(rows)
    assert warehouse.load(Event, facts, on_duplicate="replace").unchanged == len(rows)


def test_times_are_written_with_their_microseconds(warehouse: Warehouse) -> None:
    row = {"thing_id": 1, "at": datetime(2024, 1, 1, 0, 0, 0, 1), "clock": time(1, 2, 3, 4)}
    warehouse.load(Thing, [row], effective=datetime(2024, 1, 1, 12, 0, 0, 7))
    with Session(warehouse.engine) as session:
        thing = session.scalars(select(Thing).where(Thing.thing_id == 1)).one()
        assert (thing.at.microsecond, thing.clock.microsecond, thing.valid_from.microsecond) == (1, 4, 7)
