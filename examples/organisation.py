"""What every part of an organisation costs, to any depth: a ragged hierarchy, `python -m examples.organisation [URL]`.

A unit names the unit above it. The loads of units keep a bridge from each to all that are above it, so the costs of a
division are one join away, however deep it goes, and stay right when a department moves.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased

from starschema import (
    Calendar,
    Dimension,
    LoadResult,
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


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Unit(Dimension, Mart):
    """One row per unit; who is above it is corrected in place."""

    unit_key: Mapped[int]
    code: Mapped[str] = natural_key(String(8))
    name: Mapped[str | None] = attribute(String(40))
    above: Mapped[str | None] = attribute(String(8), unknown=None)
    tree = ragged(above)


class Cost(TransactionFact, Mart, grain="one row per posting"):
    """What was spent."""

    unit_key: Mapped[int]
    posting_no: Mapped[int] = degenerate(grain=True)
    posted_on: Mapped[date] = degenerate()
    day = role(Day, source="posted_on")
    unit = role(Unit, source="unit")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


UNITS = [
    ("ALL", "The company", None),
    ("SAL", "Sales", "ALL"),
    ("NOR", "Sales north", "SAL"),
    ("OSL", "Oslo office", "NOR"),
    ("ENG", "Engineering", "ALL"),
    ("LAB", "Laboratory", "ENG"),
]
COSTS = [
    (1, date(2024, 2, 1), "ALL", "100.00"),
    (2, date(2024, 2, 1), "NOR", "20.50"),
    (3, date(2024, 2, 2), "OSL", "9.50"),
    (4, date(2024, 2, 5), "LAB", "70.00"),
    (5, date(2024, 2, 6), "PAR", "5.00"),  # a unit that no list of units has named yet
]
MOVED = [("NOR", "Sales north", "ENG"), ("PAR", "Paris office", "NOR")]
CIRCLE = [("SAL", "Sales", "OSL"), ("NOR", "Sales north", "SAL")]


def units(data: Sequence[tuple[str, str, str | None]]) -> list[dict[str, Any]]:
    """Return tuples as rows of units."""
    return [dict(zip(("code", "name", "above"), values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load the units and what they cost."""
    yield warehouse.load(Unit, units(UNITS))
    costs = [dict(zip(("posting_no", "posted_on", "unit", "amount"), values, strict=True)) for values in COSTS]
    yield warehouse.load(Cost, costs)


def cost_of_all_below() -> Select[str | None, int, Decimal]:
    """Select what each unit costs with everything below it, and how many units these are."""
    top, tree = aliased(Unit), Unit.tree
    return (
        select(top.name, func.count(tree.descendant_key.distinct()), func.sum(Cost.amount))
        .select_from(Cost)
        .join(tree.table, tree.descendant_key == Cost.unit_key)
        .join(top, top.unit_key == tree.ancestor_key)
        .group_by(top.name)
        .order_by(func.sum(Cost.amount).desc(), top.name)
    )


def path_to(code: str) -> Select[str | None, int]:
    """Select what is above a unit, the nearest first."""
    top, tree = aliased(Unit), Unit.tree
    return (
        select(top.name, tree.depth)
        .select_from(Unit)
        .join(tree.table, tree.descendant_key == Unit.unit_key)
        .join(top, top.unit_key == tree.ancestor_key)
        .where(Unit.code == code)
        .order_by(tree.depth)
    )


def main(url: str | None = None) -> None:
    """Load, move a department and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='organisation-')}/organisation.db", Mart)
    warehouse.create_all()

    def show() -> None:
        with warehouse.engine.connect() as connection:
            for name, count, amount in connection.execute(cost_of_all_below()):
                print(f"  {name or 'not named yet'}: {amount}, {count} units that spent")

    for result in load_everything(warehouse):
        print(result)
    show()
    print(warehouse.load(Unit, units(MOVED)))
    show()
    try:
        warehouse.load(Unit, units(CIRCLE))
    except RejectedRows as error:
        print(error.rejections[0].reason)
    with warehouse.engine.connect() as connection:
        print("Paris:", " < ".join(str(name) for name, _ in connection.execute(path_to("PAR"))))


if __name__ == "__main__":
    main(*sys.argv[1:])
