"""The members "unknown" and "not applicable" that every dimension has."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Enum, Numeric, String, Text, create_engine, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, attribute, natural_key
from starschema.model.spec import BEGINNING, FOREVER, dimension_spec
from starschema.model.special import special_members
from tests.model.retail import Customer, Day, Mart, Product


class Size(enum.Enum):
    SMALL = "small"
    UNKNOWN = "Unknown"


def values(column: Any, of: type[Any] = str) -> list[Any]:
    """Return what the two members of a dimension say in an attribute."""

    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        code: Mapped[str] = natural_key(String(4))
        said = column
        __annotations__["said"] = Mapped[of | None]  # type: ignore[valid-type]

    return [row["said"] for row in special_members(Shop.__starschema__)]


def test_the_special_members_have_a_value_for_every_column() -> None:
    unknown, not_applicable = special_members(Customer.__starschema__)
    assert unknown == {
        "customer_key": -1,
        "customer_id": None,
        "joined_on": None,
        "name": "Unknown",
        "city": "Unknown",
        "region": "Unknown",
        "segment": "Unknown",
        "seen_at": None,
        "customer_durable_key": -1,
        "valid_from": BEGINNING,
        "valid_to": FOREVER,
        "is_current": True,
        "lsn": None,
        "is_inferred": False,
        "load_id": 0,
        "current_region": "Unknown",
        "previous_segment": None,
    }
    assert not_applicable["customer_key"] == not_applicable["customer_durable_key"] == -2
    assert (not_applicable["city"], not_applicable["segment"]) == ("Not applicable", "N/A")


def test_an_unversioned_dimensions_special_members_have_no_version() -> None:
    assert special_members(Product.__starschema__) == [
        {"product_key": -1, "shop": None, "sku": None, "title": "Unknown", "is_inferred": False, "load_id": 0},
        {"product_key": -2, "shop": None, "sku": None, "title": "Not applicable", "is_inferred": False, "load_id": 0},
    ]


def test_a_calendars_special_members_are_no_days() -> None:
    [unknown, _] = special_members(Day.__starschema__)
    assert {name: value for name, value in unknown.items() if value is not None} == {
        "day_key": -1,
        "day_name": "Unknown",
        "month_name": "Unknown",
        "year_month": "Unknown",
        "is_inferred": False,
        "load_id": 0,
    }


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (String(14), ["Unknown", "Not applicable"]),
        (String(13), ["Unknown", "N/A"]),
        (String(6), ["Unk", "N/A"]),
        (String(2), ["?", "-"]),
        (String(1), ["?", "-"]),
        (String(), ["Unknown", "Not applicable"]),
        (Text(), ["Unknown", "Not applicable"]),
        (Enum("a", "b", name="letters"), [None, None]),
        (Enum("a", "?", "Unk", name="marks"), ["Unk", None]),
    ],
)
def test_text_says_as_much_as_fits(kind: Any, said: list[str | None]) -> None:
    assert values(attribute(kind)) == said


@pytest.mark.parametrize(
    ("unknown", "kind", "of", "said"),
    [
        ("none", String(9), str, ["none", "none"]),
        (("?", "n/a"), String(9), str, ["?", "n/a"]),
        (None, String(9), str, [None, None]),
        ((0, -1), None, int, [0, -1]),
        (False, None, bool, [False, False]),
        (0, Numeric(8, 2), Decimal, [0, 0]),
        (Decimal("0.5"), Numeric(8, 2), Decimal, [Decimal("0.5")] * 2),
        ((date(1900, 1, 1), None), None, date, [date(1900, 1, 1), None]),
        (Size.UNKNOWN, None, Size, [Size.UNKNOWN, Size.UNKNOWN]),
    ],
)
def test_an_attribute_can_say_what_the_special_members_have(unknown: Any, kind: Any, of: Any, said: list[Any]) -> None:
    assert values(attribute(kind, unknown=unknown), of) == said


def test_the_special_members_can_be_inserted_as_they_are() -> None:
    engine = create_engine("sqlite://")
    Mart.metadata.create_all(engine)
    with engine.begin() as connection:
        for cls in (Customer, Product, Day):
            spec = dimension_spec(cls)
            connection.execute(insert(spec.table), special_members(spec))
            keys = select(spec.key).order_by(spec.key)
            assert connection.scalars(keys).all() == [-2, -1]
    engine.dispose()
