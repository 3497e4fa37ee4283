"""Junk dimensions: members come into being as facts name their combinations, and none is there twice."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Date,
    DateTime,
    Double,
    Enum,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Time,
    Uuid,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    JunkDimension,
    RejectedRows,
    SourceError,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    role,
)
from tests.backends import IN_ONE_PROCESS
from tests.failures.processes import at_once
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class OrderFlags(JunkDimension, Mart):
    """One row per combination of flags seen so far."""

    channel: Mapped[str] = attribute(String(10))
    is_gift: Mapped[bool] = attribute()


class Sale(TransactionFact, Mart, grain="one row per sale"):
    sale_no: Mapped[int] = degenerate(grain=True)
    flags = role(OrderFlags)
    return_flags = role(OrderFlags, source=("return_channel", "is_returned"), null="not applicable")
    amount: Mapped[Decimal | None] = measure(Numeric(14, 2))


class Basket(TransactionFact, Mart, grain="one row per combination of flags"):
    flags = role(OrderFlags, grain=True, missing="reject")
    orders: Mapped[int] = measure()


MEMBERS = (
    select(OrderFlags.order_flags_key, OrderFlags.channel, OrderFlags.is_gift)
    .where(OrderFlags.order_flags_key > 0)
    .order_by(OrderFlags.order_flags_key)
)
SALES = (
    select(Sale.sale_no, Sale.flags.channel, Sale.flags.is_gift)
    .select_from(Sale)
    .join(Sale.flags)
    .order_by(Sale.sale_no)
)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def keys(warehouse: Warehouse, column: Any) -> list[int]:
    with warehouse.engine.connect() as connection:
        return list(connection.scalars(select(column).order_by(Sale.sale_no)))


@pytest.mark.beyond
def test_a_combination_becomes_a_member_when_a_fact_first_names_it_and_null_is_a_value(warehouse: Warehouse) -> None:
    result = warehouse.load(Sale, rows("""
        sale_no  channel  is_gift
        1        web      yes
        2        web      ∅
        3        ∅        ∅
        4        web      yes
        5        ''       ∅
    """))  # fmt: skip
    assert (result.inserted, result.inferred) == (5, 4)
    sales = drawn("""
        sale_no  channel  is_gift
        1        web      yes
        2        web      ∅
        3        ∅        ∅
        4        web      yes
        5        ''       ∅
    """)
    assert seen(warehouse, SALES) == sales
    again = warehouse.load(Sale, rows("""
        sale_no  channel  is_gift
        6        web      ∅
        7        shop     ∅
    """))  # fmt: skip
    assert again.inferred == 1
    assert keys(warehouse, Sale.flags_key)[5] == keys(warehouse, Sale.flags_key)[1]
    assert len(seen(warehouse, MEMBERS)) == 5


@pytest.mark.everywhere
def test_members_differ_in_case_accents_and_blanks_on_every_database(warehouse: Warehouse) -> None:
    channels = ["web", "WEB", "web ", "wéb", "we\u0301b", " web", "1", "01"]
    result = warehouse.load(Sale, [{"sale_no": n, "channel": c, "is_gift": None} for n, c in enumerate(channels)])
    assert result.inferred == len(channels)
    with warehouse.engine.connect() as connection:
        assert [channel for _, channel, _ in connection.execute(SALES)] == channels
    assert warehouse.keys(OrderFlags, [(c, None) for c in channels]) == keys(warehouse, Sale.flags_key)


def test_a_fact_whose_data_has_none_of_the_columns_gets_the_special_member(warehouse: Warehouse) -> None:
    warehouse.load(Sale, rows("""
        sale_no  amount
        1        9.50
    """))  # fmt: skip
    assert (keys(warehouse, Sale.flags_key), keys(warehouse, Sale.return_flags_key)) == ([-1], [-2])
    assert seen(warehouse, MEMBERS) == []


def test_a_fact_whose_data_has_some_of_the_columns_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(SourceError, match=r"Sale: the data lacks 'is_gift' for Sale\.flags, though it has 'channel'"):
        warehouse.load(Sale, rows("""
            sale_no  channel
            1        web
        """))  # fmt: skip


def test_two_roles_share_the_members(warehouse: Warehouse) -> None:
    result = warehouse.load(Sale, rows("""
        sale_no  channel  is_gift  return_channel  is_returned
        1        web      no       web             no
        2        shop     no       web             no
    """))  # fmt: skip
    assert result.inferred == 2
    assert keys(warehouse, Sale.return_flags_key) == [keys(warehouse, Sale.flags_key)[0]] * 2


def test_a_combination_can_be_the_grain_of_a_fact(warehouse: Warehouse) -> None:
    warehouse.load(OrderFlags, rows("""
        channel  is_gift
        web      yes
        web      ∅
    """))  # fmt: skip
    counted = rows("""
        channel  is_gift  orders
        web      yes      3
        web      ∅        4
        web      yes      3
    """)
    result = warehouse.load(Basket, counted)
    assert (result.inserted, result.duplicates) == (2, 1)
    replaced = warehouse.load(Basket, [{**counted[1], "orders": 5}], on_duplicate="replace")
    assert replaced.updated == 1


def test_a_role_can_refuse_combinations_that_are_no_members(warehouse: Warehouse) -> None:
    with pytest.raises(RejectedRows, match=r"row 1, column 'channel, is_gift' \(value 'web'\): names a OrderFlags"):
        warehouse.load(Basket, rows("""
            channel  is_gift  orders
            web      yes      3
        """))  # fmt: skip


def test_a_junk_dimension_can_be_loaded_itself(warehouse: Warehouse) -> None:
    warehouse.load(Sale, [{"sale_no": 1, "channel": "web", "is_gift": True}])
    result = warehouse.load(OrderFlags, rows("""
        channel  is_gift
        web      yes
        ∅        no
        ∅        no
        shop     no
    """))  # fmt: skip
    assert (result.read, result.inserted, result.unchanged, result.duplicates) == (4, 2, 1, 1)
    assert sorted(line.split(" ", 1)[1] for line in seen(warehouse, MEMBERS)) == ["shop no", "web yes", "∅ no"]
    assert warehouse.load(OrderFlags, [{"channel": None, "is_gift": False}]).unchanged == 1
    assert warehouse.keys(OrderFlags, [None, (None, None), ("web", True)]) == [-1, -1, 1]


@pytest.mark.parametrize("option", [{"snapshot": True}, {"effective": date(2024, 1, 1)}, {"deleted": "gone"}])
def test_a_junk_dimension_takes_no_times(option: dict[str, Any]) -> None:
    name = next(iter(option))
    with pytest.raises(StarSchemaError, match=f"OrderFlags is a junk dimension, .*: leave out {name}="):
        Warehouse("duckdb://", Mart).load(OrderFlags, [], **option)


@pytest.mark.everywhere
@pytest.mark.only("duckdb", "sqlite", "postgresql", "mariadb")
def test_the_database_itself_refuses_a_combination_that_is_there(warehouse: Warehouse) -> None:
    warehouse.load(OrderFlags, [{"channel": None, "is_gift": None}])
    with warehouse.engine.connect() as connection:
        combination = connection.scalar(select(OrderFlags.combination).where(OrderFlags.order_flags_key == 1))
        again = insert(OrderFlags).values(order_flags_key=2, combination=combination)
        with pytest.raises(DBAPIError):
            connection.execute(again)


def name_flags(url: str, first: int) -> int:
    """Load sales with the same few combinations, NULLs among them, in whatever order."""
    flags = [(channel, gift) for channel in ("web", "shop", None) for gift in (True, False, None)]
    opened = Warehouse(url, Mart)
    sales = [
        {"sale_no": first + n, "channel": channel, "is_gift": gift}
        for n, (channel, gift) in enumerate((flags * 20)[first % 7 :])
    ]
    inferred = opened.load(Sale, sales).inferred
    opened.engine.dispose()
    return inferred


@pytest.mark.everywhere
def test_eight_loads_at_once_make_one_member_per_combination(url: str, backend: str) -> None:
    created = Warehouse(url, Mart)
    created.create_all()
    created.engine.dispose()
    done = at_once([(name_flags, (url, 1000 * n)) for n in range(8)], threads=backend in IN_ONE_PROCESS)
    assert [outcome for outcome in done if isinstance(outcome, Exception)] == []
    assert sum(done) == 9
    lines = [line.split(" ", 1)[1] for line in seen(created, MEMBERS)]
    assert len(lines) == len(set(lines)) == 9


class TypesMart(DeclarativeBase):
    pass


class Everything(JunkDimension, TypesMart):
    number: Mapped[int | None] = attribute(SmallInteger)
    price: Mapped[Decimal | None] = attribute(Numeric(9, 3))
    share: Mapped[float | None] = attribute(Double)
    text: Mapped[str | None] = attribute(String(20))
    size: Mapped[str | None] = attribute(Enum("S", "M", name="size"))
    day: Mapped[date | None] = attribute(Date)
    at: Mapped[datetime | None] = attribute(DateTime)
    clock: Mapped[time | None] = attribute(Time)
    raw: Mapped[bytes | None] = attribute(LargeBinary)
    code: Mapped[UUID | None] = attribute(Uuid)


COMBINATIONS = st.fixed_dictionaries(
    {
        "number": st.none() | st.integers(-2, 2),
        "price": st.none() | st.sampled_from([Decimal("0"), Decimal("1.5"), Decimal("1.50"), Decimal("150")]),
        "share": st.none() | st.sampled_from([0.0, -0.0, 0.1, 1e300]),
        "text": st.none() | st.sampled_from(["", "a", "A", "a ", "1", ";text=1:a;"]),
        "size": st.none() | st.sampled_from(["S", "M"]),
        "day": st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 2)),
        "at": st.none() | st.sampled_from([datetime(2024, 1, 1), datetime(2024, 1, 1, 0, 0, 0, 1)]),
        "clock": st.none() | st.sampled_from([time(0), time(12, 30, 0, 500000)]),
        "raw": st.none() | st.sampled_from([b"", b"a", b"A"]),
        "code": st.none() | st.sampled_from([UUID(int=1), UUID(int=2)]),
    }
)


@pytest.mark.everywhere
@settings(max_examples=6)
@given(batches=st.lists(st.lists(COMBINATIONS, min_size=1, max_size=12), min_size=1, max_size=3))
def test_there_is_one_member_for_each_distinct_combination_of_every_type(
    databases: Any, batches: list[list[dict[str, Any]]]
) -> None:
    databases.reset()
    warehouse = Warehouse(databases.new(), TypesMart)
    warehouse.create_all()
    expected: set[tuple[Any, ...]] = set()
    for batch in batches:
        before = len(expected)
        expected |= {tuple(row.values()) for row in batch}
        assert warehouse.load(Everything, batch).inserted == len(expected) - before
    assert all(warehouse.load(Everything, batch).inserted == 0 for batch in batches)
    with warehouse.engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(Everything).where(Everything.everything_key > 0))
    assert count == len(expected)
