"""Groups whose members are known by several columns, or have shares that are not alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Dimension,
    GroupDimension,
    RejectedRows,
    SourceError,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    group,
    member,
    natural_key,
    role,
    weight,
)

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100
WIDTH = 2
"""Members that a row can name."""


class Mart(DeclarativeBase):
    pass


class Code(Dimension, Mart, durable_key=True):
    system: Mapped[str] = natural_key(String(8))
    code: Mapped[int] = natural_key()
    title: Mapped[str | None] = attribute(String(20), scd=2)


class CodeGroup(GroupDimension, Mart):
    pass


class GroupCodes(Bridge, Mart):
    group = group(CodeGroup)
    code = member(Code)
    share: Mapped[Decimal] = weight(Numeric(5, 4))


class Claim(TransactionFact, Mart, grain="one row per claim"):
    id: Mapped[int] = degenerate(grain=True)
    codes = role(CodeGroup, source=(("s1", "c1"), ("s2", "c2")))


class Bill(TransactionFact, Mart, grain="one row per bill"):
    id: Mapped[int] = degenerate(grain=True)
    codes = role(CodeGroup, source=(("s1", "c1"), ("s2", "c2")), weights=("w1", "w2"), null="not applicable")


COLUMNS = ("id", "s1", "c1", "w1", "s2", "c2", "w2")


def told(fact: type[Any], *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return rows of a fact from an id and members, each a system, a code and a share."""
    found = []
    for id_, *members in rows:
        flat = [each for one in [*members, *[(None, None, None)] * (WIDTH - len(members))] for each in one]
        row = dict(zip(COLUMNS, (id_, *flat), strict=True))
        found.append(row if fact is Bill else {n: v for n, v in row.items() if n not in ("w1", "w2")})
    return found


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    made = Warehouse(url, Mart)
    made.create_all()
    return made


def groups(warehouse: Warehouse, fact: type[Any]) -> dict[int, str]:
    """Return the members of each row's group, with their shares."""
    query = (
        select(fact.id, fact.codes_key, Code.system, Code.code, GroupCodes.share)
        .select_from(fact)
        .join(GroupCodes, GroupCodes.group_key == fact.codes_key)
        .join(Code, Code.code_durable_key == GroupCodes.code_key)
        .where(Code.is_current)
        .order_by(fact.id, Code.system, Code.code)
    )
    found: dict[int, list[str]] = {}
    special = {-1: "unknown", -2: "n/a"}
    with warehouse.engine.connect() as connection:
        for id_, key, system, code, share in connection.execute(query):
            found.setdefault(id_, []).append(f"{special.get(key, f'{system}{code}')} {share:.4f}")
    return {id_: ", ".join(shown) for id_, shown in found.items()}


def test_members_are_known_by_several_columns(warehouse: Warehouse) -> None:
    day = dt.date(2024, 1, 1)
    warehouse.load(Code, [{"system": "A", "code": 1, "title": "Ague"}], effective=day)
    a1, a2, b1 = ("A", 1, None), ("A", 2, None), ("B", 1, None)
    first = warehouse.load(Claim, told(Claim, (1, a1, b1), (2, b1, a1), (3, a1, a2), (4, a1, a1), (5,)))
    assert (first.inserted, first.inferred) == (5, 5)  # two codes and three groups
    assert groups(warehouse, Claim) == {
        1: "A1 0.5000, B1 0.5000",
        2: "A1 0.5000, B1 0.5000",
        3: "A1 0.5000, A2 0.5000",
        4: "A1 1.0000",
        5: "unknown 1.0000",
    }
    for model in (Claim, Code, CodeGroup, GroupCodes):
        assert warehouse.verify(model), warehouse.verify(model)


def test_a_row_that_names_a_part_of_a_member_is_set_aside(warehouse: Warehouse) -> None:
    rows = told(Claim, (1, ("A", None, None)), (2, (None, 1, None)), (3, ("A", 1, None)))
    with pytest.raises(RejectedRows, match="names a part of a member only; give all of s1, c1, or none"):
        warehouse.load(Claim, rows)
    assert warehouse.load(Claim, rows, reject_limit=2).rejected == 2
    assert groups(warehouse, Claim) == {3: "A1 1.0000"}
    with pytest.raises(SourceError, match=r"the data lacks column 'c2' for Claim\.codes"):
        warehouse.load(Claim, [{"id": 9, "s1": "A", "c1": 1, "s2": None}])


def test_groups_of_the_same_members_in_other_shares_are_others(warehouse: Warehouse) -> None:
    rows = told(
        Bill,
        (1, ("A", 1, "0.25"), ("B", 1, "0.75")),
        (2, ("B", 1, "0.7500"), ("A", 1, "0.250")),
        (3, ("A", 1, "0.5"), ("B", 1, "0.5")),
        (4, ("A", 1, "0.4"), ("A", 1, "0.6")),
        (5,),
    )
    assert warehouse.load(Bill, rows).inserted == 5
    assert groups(warehouse, Bill) == {
        1: "A1 0.2500, B1 0.7500",
        2: "A1 0.2500, B1 0.7500",
        3: "A1 0.5000, B1 0.5000",
        4: "A1 1.0000",
        5: "n/a 1.0000",
    }
    warehouse.load(Claim, told(Claim, (1, ("A", 1, None), ("B", 1, None))))
    assert groups(warehouse, Claim) == {1: "A1 0.5000, B1 0.5000"}
    for model in (Bill, Claim, GroupCodes):
        assert warehouse.verify(model), warehouse.verify(model)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("A", 1, "0.3"), ("B", 1, "0.6")], "the shares w1, w2 of its members are not all above 0 and 1 together"),
        ([("A", 1, "1.5"), ("B", 1, "-0.5")], "the shares w1, w2 of its members are not all above 0 and 1 together"),
        ([("A", 1, None), ("B", 1, "1")], "goes with s1, c1: give both a member and its share, or neither"),
        ([("A", 1, "1"), (None, None, "0")], "goes with s2, c2: give both a member and its share, or neither"),
    ],
)
def test_shares_that_are_not_one_together_are_set_aside(
    warehouse: Warehouse, members: list[tuple[Any, ...]], reason: str
) -> None:
    rows = told(Bill, (1, *members), (2, ("A", 1, "1")))
    with pytest.raises(RejectedRows, match=reason):
        warehouse.load(Bill, rows)
    assert warehouse.load(Bill, rows, reject_limit=1).rejected == 1
    assert groups(warehouse, Bill) == {2: "A1 1.0000"}


SHARES = st.sampled_from([None, "0.25", "0.5", "0.75", "1"])
MEMBERS = st.tuples(st.sampled_from(["A", "B"]), st.integers(1, 2), SHARES)


@given(st.lists(st.lists(st.lists(MEMBERS, max_size=2), min_size=1, max_size=4), min_size=1, max_size=3))
@settings(max_examples=40 if LONG else 6)
def test_any_loads_leave_the_groups_that_dictionaries_are(warehouse: Warehouse, loads: list[list[Any]]) -> None:
    with warehouse.engine.connect() as connection:
        first = (connection.scalar(select(func.max(Bill.id))) or 0) + 1
    wanted: dict[int, str] = {}
    number = first
    for load in loads:
        rows = []
        for members in load:
            rows += told(Bill, (number, *members))
            shares: dict[str, Decimal] = {}
            for system, code, share in members:
                shares[f"{system}{code}"] = shares.get(f"{system}{code}", Decimal(0)) + Decimal(share or 0)
            if not members:
                wanted[number] = "n/a 1.0000"
            elif all(share for _, _, share in members) and sum(shares.values()) == 1:
                wanted[number] = ", ".join(f"{who} {share:.4f}" for who, share in sorted(shares.items()))
            number += 1
        warehouse.load(Bill, rows, reject_limit=len(rows))
    assert {id_: shown for id_, shown in groups(warehouse, Bill).items() if id_ >= first} == wanted
    assert warehouse.verify(GroupCodes)
