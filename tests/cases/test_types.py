"""Cases 24 and 25c: attributes of types 3, 6 and 7, and attributes that the model gets, or that change type, later."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import pytest
from sqlalchemy import String, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, attribute, degenerate, natural_key, role
from tests.cases.drawn import Story

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Customer(Dimension, Mart, durable_key=True):
    id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40), scd=2)
    city: Mapped[str | None] = attribute(String(40), scd=6)
    region: Mapped[str | None] = attribute(String(40), scd=3)


class Sale(TransactionFact, Mart, grain="one row per order"):
    order_no: Mapped[str] = degenerate(String(12), grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    customer = role(Customer, as_of="sold_at", durable=True, null="not applicable")


def customers(url: str) -> Story:
    return Story(url, Customer, Sale, columns="id name city region", shows="name city region")


def durable(story: Story) -> list[tuple[str, int, int]]:
    table = Sale.__table__
    columns = table.c.order_no, table.c.customer_key, table.c.customer_durable_key
    with story.warehouse.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(table.c.order_no))]


def test_a_change_of_type_3_keeps_the_value_before_on_every_version(url: str) -> None:
    customers(url).tell("""
        shows   name region previous_region
        load    1 Ann Oslo East @01-01
        after   K1 Ann East ∅ [01-01, ∞) current
        load    1 Eve Oslo East @02-01
        load    1 Eve Oslo West @03-01
        counts  1 read, 1 updated
        after   K1 Ann West East [01-01, 02-01)
                K2 Eve West East [02-01, ∞) current
        load    1 Eve Oslo West @04-01
        counts  1 read, 1 unchanged
        load    1 Fay Oslo North @05-01
        after   K1 Ann North West [01-01, 02-01)
                K2 Eve North West [02-01, 05-01)
                K3 Fay North West [05-01, ∞) current
    """)


def test_several_changes_of_type_3_in_one_batch_keep_the_last_value_before(url: str) -> None:
    customers(url).tell("""
        shows   region previous_region
        load    1 Ann Oslo West  @03-01
                1 Ann Oslo East  @01-01
                1 Ann Oslo North @02-01
        after   K1 West North [01-01, ∞) current
    """)


def test_a_late_change_of_type_3_is_what_was_before(url: str) -> None:
    customers(url).tell("""
        shows   region previous_region
        load    1 Ann Oslo East  @01-01
        load    1 Ann Oslo West  @03-01
        load    1 Ann Oslo North @02-01
        after   K1 West North [01-01, ∞) current
    """)


def test_a_change_of_type_6_makes_a_version_and_the_newest_value_stands_on_all(url: str) -> None:
    customers(url).tell("""
        shows   city current_city
        load    1 Ann Oslo   East @01-01
        load    1 Ann Bergen East @02-01
        counts  1 read, 1 versioned
        after   K1 Oslo   Bergen [01-01, 02-01)
                K2 Bergen Bergen [02-01, ∞) current
        load    1 Ann Moss   East @03-01
        after   K1 Oslo   Moss [01-01, 02-01)
                K2 Bergen Moss [02-01, 03-01)
                K3 Moss   Moss [03-01, ∞) current
        load    1 Ann Hamar  East @02-15
        after   K1 Oslo   Moss [01-01, 02-01)
                K2 Bergen Moss [02-01, 02-15)
                K4 Hamar  Moss [02-15, 03-01)
                K3 Moss   Moss [03-01, ∞) current
    """)


def test_a_durable_key_is_one_for_all_versions_of_a_member(url: str) -> None:
    customers(url).tell("""
        shows   id customer_durable_key name
        load    1 Ann Oslo East @02-01
                2 Bob Moss East @02-01
        load    1 Eve Oslo East @03-01
        load    1 Fay Oslo East @01-01
        load    1 deleted       @04-01
        load    1 Gro Oslo East @05-01
        after   K4 1 1 Fay [01-01, 02-01)
                K1 1 1 Ann [02-01, 03-01)
                K3 1 1 Eve [03-01, 04-01)
                K5 1 1 Gro [05-01, ∞) current
                K2 2 2 Bob [02-01, ∞) current
    """)


def test_a_role_can_carry_both_keys(url: str) -> None:
    story = customers(url).tell("""
        load    1 Ann Oslo East @01-01
                2 Bob Moss East @01-01
        load    1 Eve Oslo East @02-01
        sales   a 1  @01-15
                b 1  @02-15
                c 2  @02-15
                d 99 @02-15
                e ∅  @02-15
        counts  5 read, 5 inserted, 1 inferred
    """)
    assert durable(story) == [("a", 1, 1), ("b", 3, 1), ("c", 2, 2), ("d", 4, 4), ("e", -2, -2)]
    story.tell("""
        load    1  Fay Oslo East @01-10
                99 Gro Oslo East @02-01
                99 Hal Oslo East @02-10
    """)
    keys = {row["customer_key"]: row for row in story.rows()}
    found = {order: keys[key]["name"] for order, key, _ in durable(story) if key > 0}
    assert found == {"a": "Fay", "b": "Eve", "c": "Bob", "d": "Hal"}
    assert [lasting for _, _, lasting in durable(story)] == [1, 1, 2, 4, -2]


def shop_of(owner_type: Literal[1, 2], *, with_kind: bool = False) -> type[Any]:
    """Return the model of a shop as it is at some time: `owner` of that type, and with `kind` or not yet."""

    class Mart(DeclarativeBase):
        pass

    class Without:
        id: Mapped[int] = natural_key()
        city: Mapped[str | None] = attribute(String(40), scd=2)

    class With(Without):
        kind: Mapped[str | None] = attribute(String(40), scd=2)

    columns: Any = With if with_kind else Without

    class Shop(columns, Dimension, Mart):  # type: ignore[misc]
        owner: Mapped[str | None] = attribute(String(40), scd=owner_type)

    return Shop


def shops(url: str, dimension: type[Any]) -> Story:
    return Story(url, dimension, columns="id city owner", shows="city owner")


@pytest.mark.but("spark")  # Sail adds no column to a table
def test_an_attribute_added_later_makes_no_version_until_it_has_a_value_and_then_fills(url: str) -> None:
    story = shops(url, shop_of(owner_type=1)).tell("""
        load    1 Oslo Ann @01-01
                2 Moss Bob @01-01
        load    1 Moss Ann @02-01
                1 Moss Eve @02-10
    """)
    with story.warehouse.engine.begin() as connection:
        for table in ("dim_shop", "dim_shop_journal"):
            connection.execute(text(f"ALTER TABLE {table} ADD COLUMN kind VARCHAR(40)"))
    story = shops(url, shop_of(owner_type=1, with_kind=True))
    before = story.rows()
    story.tell("""
        load    1 Moss Eve @03-01
                2 Moss Bob @03-01
        counts  2 read, 2 unchanged
    """)
    assert story.rows() == before
    story.tell("""
        columns id city owner kind
        shows   id city owner kind
        load    1 Moss Eve kiosk @04-01
        counts  1 read, 1 updated
        after   K1 1 Oslo Eve kiosk [01-01, 02-01)
                K3 1 Moss Eve kiosk [02-01, ∞) current
                K2 2 Moss Bob ∅     [01-01, ∞) current
        load    1 Moss Eve store @05-01
                3 Rome Cid ∅     @05-01
        counts  2 read, 1 inserted, 1 versioned
        load    3 Rome Cid kiosk @06-01
        counts  1 read, 1 versioned
        after   K1 1 Oslo Eve kiosk [01-01, 02-01)
                K3 1 Moss Eve kiosk [02-01, 05-01)
                K4 1 Moss Eve store [05-01, ∞) current
                K2 2 Moss Bob ∅     [01-01, ∞) current
                K5 3 Rome Cid ∅     [05-01, 06-01)
                K6 3 Rome Cid kiosk [06-01, ∞) current
    """)


def test_rebuilding_versions_an_attribute_whose_type_changed_from_1_to_2(url: str) -> None:
    shops(url, shop_of(owner_type=1)).tell("""
        load    1 Oslo Ann @01-01
        load    1 Oslo Eve @02-01
        load    1 Moss Eve @03-01
        load    1 Oslo Fay @02-15
        after   K1 Oslo Eve [01-01, 03-01)
                K2 Moss Eve [03-01, ∞) current
    """)
    story = shops(url, shop_of(owner_type=2))
    story.warehouse.rebuild(story.dimension)
    story.tell("""
        after   Oslo Ann [01-01, 02-01)
                Oslo Eve [02-01, 02-15)
                Oslo Fay [02-15, 03-01)
                Moss Eve [03-01, ∞) current
    """)
    keys = [row["shop_key"] for row in story.rows()]
    assert 1 in keys
    assert keys[-1] == 2
