"""Keys that are hashes: what they are made of, that any warehouse ends with the same ones, and that none is shared."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Numeric, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    JunkDimension,
    KeyCollision,
    ModelError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    natural_key,
    role,
    rollup,
)
from starschema.sql import hashed
from tests.cases import customers
from tests.cases.customers import HashedCustomer, HashedMart, HashedSale
from tests.cases.drawn import Story

pytestmark = pytest.mark.spread


def key(*parts: str) -> int:
    """Return the key of what has these texts, as anyone can make it without the library."""
    text = "".join(f"{len(part)}:{part};" for part in parts)
    return int(hashlib.md5(text.encode()).hexdigest()[:16], 16) & (2**63 - 1) or 1


class Mart(DeclarativeBase):
    __surrogate__ = "hash"


class Day(Calendar, Mart):
    pass


class Part(Dimension, Mart):
    number: Mapped[int] = natural_key()
    code: Mapped[str] = natural_key(String(40))
    made_on: Mapped[date] = natural_key()
    seen_at: Mapped[datetime] = natural_key()
    price: Mapped[Decimal] = natural_key(Numeric(12, 4))
    is_new: Mapped[bool] = natural_key()
    tag: Mapped[uuid.UUID] = natural_key()
    opens: Mapped[time] = natural_key()


class Flags(JunkDimension, Mart):
    channel: Mapped[str | None] = attribute(String(10))


class Brand(Dimension, Mart, surrogate="number"):
    brand: Mapped[str] = natural_key(String(10))


class Order(TransactionFact, Mart, grain="one row per order"):
    order_no: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="ordered_on")
    flags = role(Flags)


PARTS: list[tuple[tuple[Any, ...], tuple[str, ...], int]] = [
    (
        (
            42,
            "bolt",
            date(2024, 2, 29),
            datetime(2024, 2, 29, 13, 5),
            Decimal("1.5000"),
            True,
            uuid.UUID(int=10),
            time(8),
        ),
        (
            "42",
            "bolt",
            "2024-02-29",
            "2024-02-29 13:05:00",
            "1.5",
            "true",
            "00000000-0000-0000-0000-00000000000a",
            "08:00:00",
        ),
        6_668_369_084_509_135_559,
    ),
    (
        (
            -7,
            "é;1:x\n😀 ",
            date(1, 1, 1),
            datetime(1999, 12, 31, 23, 59, 59, 120_000),
            Decimal("-100.0000"),
            False,
            uuid.UUID(int=2**128 - 1),
            time(23, 59, 59, 5),
        ),
        (
            "-7",
            "é;1:x\n😀 ",
            "0001-01-01",
            "1999-12-31 23:59:59.12",
            "-100",
            "false",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "23:59:59.000005",
        ),
        3_461_467_771_545_845_337,
    ),
]


@pytest.mark.everywhere
@pytest.mark.but("clickhouse")  # one of the days is the first there is, which it does not hold
def test_a_key_is_made_of_canonical_texts_that_anyone_can_write(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    names = [column.name for column in Part.__starschema__.natural_key]
    warehouse.load(Part, [dict(zip(names, values, strict=True)) for values, _, _ in PARTS])
    table = Part.__table__
    with warehouse.engine.connect() as connection:
        found = dict(connection.execute(select(table.c.number, table.c.part_key).where(table.c.part_key > 0)).all())
    assert found == {values[0]: key(*texts) for values, texts, _ in PARTS}
    assert found == {values[0]: golden for values, _, golden in PARTS}


def test_a_combination_has_the_hash_of_its_own_key_and_days_keep_their_numbers(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    orders = [{"order_no": n, "ordered_on": date(2024, 2, 1), "channel": c} for n, c in enumerate(["web", None, "web"])]
    assert warehouse.load(Order, orders).inferred == 3
    with warehouse.engine.connect() as connection:
        flags = connection.execute(select(Flags.flags_key, Flags.combination)).all()  # type: ignore[attr-defined]
        orders = connection.execute(select(Order.flags_key, Order.day_key).order_by(Order.order_no)).all()  # type: ignore[attr-defined]
    assert {found for found, text in flags if text} == {key(text) for _, text in flags if text}
    assert orders[0] == orders[2] != orders[1]
    assert {day for _, day in orders} == {20240201}


@pytest.mark.only("duckdb")
def test_bytes_are_hexadecimal_in_a_key(url: str) -> None:
    class Bytes(DeclarativeBase):
        pass

    class Chip(Dimension, Bytes, surrogate="hash"):
        serial: Mapped[bytes] = natural_key(LargeBinary(4))

    warehouse = Warehouse(url, Bytes)
    warehouse.create_all()
    warehouse.load(Chip, [{"serial": b"\x00\xfe"}])
    assert warehouse.keys(Chip, [b"\x00\xfe"]) == [key("00FE")]


def start(day: str) -> str:
    return f"2024-{day} 00:00:00"


def told(url: str) -> Story:
    return customers.told(url, HashedCustomer)


def keys(story: Story) -> dict[str, int]:
    """Return each version's key by its member and start."""
    return {f"{row['id']} {row['valid_from']}": row["hashed_customer_key"] for row in story.rows()}


def test_a_version_has_the_hash_of_its_member_and_its_start_and_the_member_one_of_its_own(url: str) -> None:
    story = told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
        sales   a 1 @01-15
                b 1 @03-05
                c 2 @03-05
        counts  3 read, 3 inserted, 1 inferred
    """)
    assert {(row["id"], row["hashed_customer_key"], row["hashed_customer_durable_key"]) for row in story.rows()} == {
        (1, key("1", start("01-01")), key("1")),
        (1, key("1", start("03-01")), key("1")),
        (2, key("2", "0001-01-01 00:00:00"), key("2")),
    }
    assert story.warehouse.keys(HashedCustomer, [1], as_of=datetime(2024, 2, 1)) == [key("1", start("01-01"))]
    assert key("1", start("01-01")) == 1_907_881_500_852_560_305


def test_a_version_whose_start_moves_gets_the_key_of_its_new_start_and_facts_follow(url: str) -> None:
    story = told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
        sales   a 1 @03-05
                b 1 @02-05
        points  a K2
                b K1
        load    1 Ann Moss @02-01
        counts  1 read, 1 updated, 4 repointed
        after   K1 Oslo [01-01, 02-01)
                K2 Moss [02-01, ∞) current
        points  a K2
                b K2
    """)
    assert keys(story)["1 2024-02-01 00:00:00"] == key("1", start("02-01"))
    # What no time tells apart follows too: the version that it refers to goes on.
    with story.warehouse.engine.connect() as connection:
        buyers = connection.execute(select(HashedSale.buyer_key).distinct()).all()  # type: ignore[attr-defined]
    assert buyers == [(key("1", start("02-01")),)]


def test_facts_that_stay_where_they_are_know_the_version_by_its_new_key_all_the_same(url: str) -> None:
    told(url).tell("""
        load    1 Ann Oslo @01-01
        load    1 Ann Moss @03-01
        sales   a 1 @03-05
                b 1 @02-05
        with    repoint=False
        load    1 Ann Moss @02-01
        counts  1 read, 1 updated, 3 repointed
        points  a K2
                b K1
    """)


LATE = ["1 Ann Oslo @01-01", "1 Ann Moss @03-01", "1 Ann Moss @02-01", "1 Ann Hamar @01-15"]


def test_any_order_of_loads_ends_with_the_same_keys_and_facts_that_point_to_them(new_url: Callable[[], str]) -> None:
    ends = []
    for order in itertools.islice(itertools.permutations(LATE), 0, None, 5):
        story = told(new_url()).tell(f"load  {order[0]}").tell("sales  a 1 @01-20")
        for change in order[1:]:
            story.tell(f"load  {change}")
        assert story.warehouse.verify(HashedCustomer)
        with story.warehouse.engine.connect() as connection:
            ends.append((keys(story), connection.execute(select(HashedSale.customer_key)).scalar()))  # type: ignore[attr-defined]
    assert ends == [ends[0]] * len(ends)
    assert set(ends[0][0].values()) == {key("1", start(day)) for day in ("01-01", "01-15", "02-01")}


def test_what_was_never_told_is_filled_though_keys_do_not_say_how_old_a_version_is(url: str) -> None:
    story = told(url).tell("""
        load    1 Ann Oslo @01-01
                2 Bob Moss @01-01
        columns id name city region
        shows   city region
        load    1 Ann Oslo East @02-01
        counts  1 read, 1 updated
        load    2 Bob Moss ∅ @02-01
                3 Eve Hamar ∅ @02-01
        load    3 Eve Hamar West @03-01
        after   Oslo East [01-01, ∞) current
                Moss ∅ [01-01, ∞) current
                Hamar ∅ [02-01, 03-01)
                Hamar West [03-01, ∞) current
    """)
    assert story.warehouse.rebuild(HashedCustomer).versioned == 0


@pytest.mark.everywhere
def test_two_versions_with_one_key_are_refused_with_both(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashed, "MASK", 3)  # four keys, so that there is no other way
    story = told(url)
    with pytest.raises(
        KeyCollision, match=r"HashedCustomer: id=\d, valid_from=.* and id=\d, .* have the same hash key, \d"
    ):
        story.tell("load  1 Ann Oslo @01-01\n      2 Ann Oslo @01-01\n      3 Ann Oslo @01-01\n      4 Ann Oslo @01-01")
    assert story.rows() == []
    for drawing in ("load  {} Ann Oslo @01-01", "load  {} Ann Oslo @02-01", "sales  a{} {} @02-01"):
        with pytest.raises(KeyCollision, match=r"surrogate=.number., or change one"):
            tell_of_many(story, drawing)
    assert len({row["hashed_customer_key"] for row in story.rows()}) == len(story.rows()) > 0


def tell_of_many(story: Story, drawing: str) -> None:
    for member in range(1, 9):
        story.tell(drawing.format(*[member] * drawing.count("{}")))


def test_a_roll_up_of_hashed_members_has_hashed_keys(url: str) -> None:
    class Stores(DeclarativeBase):
        pass

    class Store(Dimension, Stores, surrogate="hash"):
        number: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(20))

    city = rollup(Store, "city")
    warehouse = Warehouse(url, Stores)
    warehouse.create_all()
    warehouse.load(Store, [{"number": 1, "city": "Oslo"}])
    assert warehouse.keys(city, ["Oslo"]) == [key("Oslo")]
    assert warehouse.keys(Store, [1]) == [key("1")]


def test_a_dimension_can_count_its_keys_where_all_others_hash_them() -> None:
    assert Brand.__starschema__.creation is None
    assert Day.__starschema__.creation is None
    assert Part.__starschema__.creation is not None
    assert HashedMart.metadata is not Mart.metadata


def test_mistakes_about_keys_are_told() -> None:
    class Base(DeclarativeBase):
        pass

    with pytest.raises(ModelError, match=r'Thing: surrogate=\'uuid\' is no kind of key; use "number" or "hash"'):

        class Thing(Dimension, Base, surrogate="uuid"):  # type: ignore[arg-type]
            number: Mapped[int] = natural_key()

    with pytest.raises(ModelError, match=r"Scale\.reading: a floating point number has several spellings"):

        class Scale(Dimension, Base, surrogate="hash"):
            reading: Mapped[float] = natural_key()

    with pytest.raises(ModelError, match="Date: the keys of a calendar are computed, so leave out surrogate="):

        class Date(Calendar, Base, surrogate="hash"):  # type: ignore[call-arg]
            pass
