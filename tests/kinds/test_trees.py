"""Ragged hierarchies: the bridge is the closure of the tree, whatever moved in whatever batches."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, delete, func, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased

from starschema import (
    Dimension,
    RejectedRows,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    ragged,
    role,
)
from tests.backends import IN_ONE_PROCESS
from tests.failures.processes import at_once
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Unit(Dimension, Mart):
    """One row per unit of the organisation."""

    name: Mapped[str] = natural_key(String(20))
    parent: Mapped[str | None] = attribute(String(20), unknown=None)
    label: Mapped[str | None] = attribute(String(20))
    tree = ragged(parent)


class Cost(TransactionFact, Mart, grain="one row per posting"):
    posting_no: Mapped[int] = degenerate(grain=True)
    unit = role(Unit, source="unit")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


above, below = aliased(Unit, name="above"), aliased(Unit, name="below")
b = Unit.tree
BRIDGE = (
    select(above.name, below.name, b.depth, b.is_top, b.is_bottom)
    .select_from(b.table)
    .join(above, above.unit_key == b.ancestor_key)
    .join(below, below.unit_key == b.descendant_key)
    .where(below.unit_key > 0)
    .order_by(below.name, b.depth)
)


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def move(warehouse: Warehouse, drawing: str, **options: Any) -> Any:
    return warehouse.load(Unit, rows(f"name parent\n{drawing.strip()}"), **options)


def test_every_member_is_related_to_all_that_are_above_it(warehouse: Warehouse) -> None:
    move(warehouse, """
        board  ∅
        sales  board
        north  sales
        oslo   north
        staff  board
        alone  ∅
    """)  # fmt: skip
    assert seen(warehouse, BRIDGE) == drawn("""
        above  below  depth  is_top  is_bottom
        alone  alone  0      yes     yes
        board  board  0      yes     no
        north  north  0      no      no
        sales  north  1      no      no
        board  north  2      yes     no
        oslo   oslo   0      no      yes
        north  oslo   1      no      yes
        sales  oslo   2      no      yes
        board  oslo   3      yes     yes
        sales  sales  0      no      no
        board  sales  1      yes     no
        staff  staff  0      no      yes
        board  staff  1      yes     yes
    """)


def test_a_move_changes_what_is_below_it_and_nothing_else(warehouse: Warehouse) -> None:
    move(warehouse, "board ∅\nsales board\nnorth sales\noslo north\nstaff board\nlab staff")
    before = written(warehouse)
    move(warehouse, "north staff\nboard ∅\nsales board")
    after = written(warehouse)
    assert seen(warehouse, BRIDGE.where(b.depth > 0)) == drawn("""
        above  below  depth  is_top  is_bottom
        staff  lab    1      no      yes
        board  lab    2      yes     yes
        staff  north  1      no      no
        board  north  2      yes     no
        north  oslo   1      no      yes
        staff  oslo   2      no      yes
        board  oslo   3      yes     yes
        board  sales  1      yes     yes
        board  staff  1      yes     no
    """)
    moved = {pair for pair in after if after[pair] != before.get(pair)}
    assert moved == {("staff", "north"), ("staff", "oslo"), ("board", "sales"), ("sales", "sales")}, (
        "two new ancestors, and sales that has nothing below it any more"
    )
    assert move(warehouse, "north staff\noslo north").unchanged == 2
    assert written(warehouse) == after


def written(warehouse: Warehouse) -> dict[tuple[str, str], int]:
    """Return which load wrote each row of the bridge."""
    with warehouse.engine.connect() as connection:
        query = BRIDGE.with_only_columns(above.name, below.name, b.load_id)
        return {(top, bottom): load for top, bottom, load in connection.execute(query)}


def test_children_may_come_before_their_parent_and_are_at_the_top_till_then(warehouse: Warehouse) -> None:
    move(warehouse, "oslo north\nmoss north")
    assert seen(warehouse, BRIDGE) == drawn("""
        above  below  depth  is_top  is_bottom
        moss   moss   0      yes     yes
        oslo   oslo   0      yes     yes
    """)
    move(warehouse, "north sales")
    move(warehouse, "sales ∅")
    assert seen(warehouse, BRIDGE.where(below.name.in_(["moss", "sales"]))) == drawn("""
        above  below  depth  is_top  is_bottom
        moss   moss   0      no      yes
        north  moss   1      no      yes
        sales  moss   2      yes     yes
        sales  sales  0      yes     no
    """)


@pytest.mark.everywhere
def test_facts_add_up_over_everything_below_and_an_inferred_member_is_in_the_tree(warehouse: Warehouse) -> None:
    move(warehouse, "board ∅\nsales board\nnorth sales")
    warehouse.load(Cost, rows("""
        posting_no  unit   amount
        1           board  1.00
        2           north  0.10
        3           sales  0.20
        4           lost   5.00
        5           ∅      7.00
    """))  # fmt: skip
    totals = (
        select(above.name, func.sum(Cost.amount))
        .select_from(Cost)
        .join(b.table, b.descendant_key == Cost.unit_key)
        .join(above, above.unit_key == b.ancestor_key)
        .group_by(above.name)
        .order_by(func.sum(Cost.amount))
    )
    assert seen(warehouse, totals) == ["north 0.10", "sales 0.30", "board 1.30", "lost 5.00", "∅ 7.00"]
    move(warehouse, "lost north")
    assert seen(warehouse, totals) == ["lost 5.00", "north 5.10", "sales 5.30", "board 6.30", "∅ 7.00"]


@pytest.mark.parametrize(
    ("moves", "circle", "count"),
    [
        ("board board", "board -> board", 1),
        ("board oslo", "board -> oslo -> north -> sales -> board", 1),
        ("sales north\nstaff sales", "sales -> north -> sales", 1),
        ("board lab\nlab oslo", "board -> lab -> oslo -> north -> sales -> board", 2),
    ],
)
def test_a_circle_is_refused_with_its_path_and_nothing_is_loaded(
    warehouse: Warehouse, moves: str, circle: str, count: int
) -> None:
    move(warehouse, "board ∅\nsales board\nnorth sales\noslo north\nstaff board\nlab staff")
    before = seen(warehouse, BRIDGE)
    with pytest.raises(RejectedRows, match=f"makes a circle: {circle}; nothing can be above itself") as caught:
        move(warehouse, moves)
    assert caught.value.count == count
    assert caught.value.rejections[0].column == "parent"
    assert seen(warehouse, BRIDGE) == before


@pytest.mark.everywhere
@pytest.mark.beyond
def test_what_a_hand_has_broken_in_the_bridge_is_found(warehouse: Warehouse) -> None:
    move(warehouse, "board ∅\nsales board\nnorth sales\noslo north\nstaff board")
    assert warehouse.verify(Unit)
    stray = {"descendant_key": 5, "ancestor_key": 2, "depth": 1, "is_top": False, "is_bottom": True, "load_id": 0}
    with warehouse.engine.begin() as connection:
        connection.execute(delete(b.table).where(b.descendant_key == 3, b.ancestor_key == 3))
        connection.execute(delete(b.table).where(b.descendant_key == 4, b.ancestor_key == 1))
        connection.execute(update(b.table).where(b.descendant_key == 2, b.depth == 0).values(is_bottom=True))
        connection.execute(insert(b.table), [stray, {**stray, "descendant_key": 77, "ancestor_key": 77, "depth": 0}])
    assert [str(fault).partition(", such as")[0] for fault in warehouse.verify(Unit).faults] == [
        "dim_unit: 1 members that dim_unit_tree does not relate to themselves",
        "dim_unit_tree: 1 rows with a key that no member has",
        "dim_unit_tree: 2 rows that relate what the tree does not",
        "dim_unit_tree: 1 relations of the tree that are missing",
        "dim_unit_tree: 2 rows whose is_top or is_bottom is not the tree's",
    ]


class HistoryMart(DeclarativeBase):
    pass


class Employee(Dimension, HistoryMart, durable_key=True):
    shop: Mapped[int] = natural_key()
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)
    boss_shop: Mapped[int | None] = attribute()
    boss_number: Mapped[int | None] = attribute()
    line = ragged(boss_shop, "boss_number")


class Trip(TransactionFact, HistoryMart, grain="one row per trip"):
    trip_no: Mapped[int] = degenerate(grain=True)
    at: Mapped[datetime] = degenerate()
    employee = role(Employee, as_of="at", durable=True)


def test_a_dimension_with_versions_has_one_tree_for_all_of_them_by_durable_key(url: str) -> None:
    warehouse = Warehouse(url, HistoryMart)
    warehouse.create_all()
    drawing = "shop number city boss_shop boss_number\n1 1 Oslo ∅ ∅\n1 2 {} 1 1\n2 1 Moss 1 2"
    warehouse.load(Employee, rows(drawing.format("Oslo")), effective=date(2024, 1, 1))
    warehouse.load(Employee, rows(drawing.format("Moss")), effective=date(2024, 2, 1))
    warehouse.load(Trip, rows("trip_no at shop number\n1 01-15 1 2\n2 02-15 1 2\n3 02-15 2 1"))
    line = Employee.line
    boss = aliased(Employee)
    key = boss.employee_durable_key  # type: ignore[attr-defined]
    query = (
        select(boss.number, func.count())
        .select_from(Trip)
        .join(line.table, line.descendant_key == Trip.__table__.c.employee_durable_key)
        .join(boss, (key == line.ancestor_key) & boss.is_current)
        .where(boss.shop == 1)
        .group_by(boss.number)
        .order_by(boss.number)
    )
    assert seen(warehouse, query) == ["1 3", "2 3"]


def grow(url: str, number: int) -> None:
    """Load a part of a tree, whose parents other loads bring."""
    opened = Warehouse(url, Mart)
    units = [{"name": f"u{n}", "parent": f"u{n // 2}" if n > 1 else None} for n in range(1, 64) if n % 4 == number]
    opened.load(Unit, units)
    opened.load(Cost, [{"posting_no": n, "unit": f"u{n}", "amount": 1} for n in range(1, 64) if n % 4 == number])
    opened.engine.dispose()


@pytest.mark.everywhere
def test_loads_at_once_leave_the_closure_of_the_whole_tree(url: str, backend: str) -> None:
    created = Warehouse(url, Mart)
    created.create_all()
    created.engine.dispose()
    done = at_once([(grow, (url, number)) for number in range(4)], threads=backend in IN_ONE_PROCESS)
    assert done == [None] * 4
    assert seen(created, BRIDGE) == closure({f"u{n}": f"u{n // 2}" if n > 1 else None for n in range(1, 64)})


def closure(parents: dict[str, str | None]) -> list[str]:
    """Return the bridge of a tree as lines; what `parents` does not hold is not known."""
    known = {name: parent if parent in parents else None for name, parent in parents.items()}
    lines = []
    for name in sorted(known):
        node: str | None = name
        depth = 0
        bottom = "no" if name in known.values() else "yes"
        while node is not None:
            lines.append(f"{node} {name} {depth} {'yes' if known[node] is None else 'no'} {bottom}")
            node, depth = known[node], depth + 1
    return lines


def circles(parents: dict[str, str | None]) -> bool:
    for name in parents:
        node, seen_so_far = parents[name], {name}
        while node in parents:
            if node in seen_so_far:
                return True
            seen_so_far.add(node)
            node = parents[node]
    return False


NODES = st.sampled_from([f"n{n}" for n in range(9)])
BATCHES = st.lists(st.dictionaries(NODES, st.none() | NODES, min_size=1, max_size=6), min_size=1, max_size=5)


@settings(max_examples=5)
@given(batches=BATCHES)
def test_the_bridge_is_the_closure_after_every_load_and_no_circle_gets_in(
    warehouse: Warehouse, batches: list[dict[str, str | None]]
) -> None:
    with warehouse.engine.begin() as connection:
        connection.execute(delete(b.table).where(b.descendant_key > 0))
        connection.execute(delete(Unit.__table__).where(Unit.__table__.c.unit_key > 0))
    tree: dict[str, str | None] = {}
    for batch in [*batches, batches[0]]:
        data = [{"name": name, "parent": parent} for name, parent in batch.items()]
        if circles(tree | batch):
            with pytest.raises(RejectedRows, match="makes a circle"):
                warehouse.load(Unit, data)
        else:
            warehouse.load(Unit, data)
            tree |= batch
        assert seen(warehouse, BRIDGE) == closure(tree)
    assert warehouse.verify(Unit)
