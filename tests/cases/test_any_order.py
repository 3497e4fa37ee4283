"""Case 25: any order of the same changes, in any batches, snapshots among them, ends in the same history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.cases.customers import Customer, SequencedCustomer, told
from tests.cases.drawn import Row

pytestmark = pytest.mark.spread

LIVES = {
    "a first sight": """
        1 Ann Oslo @01-01
                                [01-01, ∞) Ann Oslo current
    """,
    "a move": """
        1 Ann Oslo   @01-01
        1 Ann Bergen @02-01
                                [01-01, 02-01) Ann Oslo
                                [02-01, ∞) Ann Bergen current
    """,
    "a corrected name": """
        1 Ann  Oslo   @01-01
        1 Ann  Bergen @02-01
        1 Anne Bergen @03-01
                                [01-01, 02-01) Anne Oslo
                                [02-01, ∞) Anne Bergen current
    """,
    "there and back again": """
        1 Ann Oslo @01-01
        1 Ann Moss @02-01
        1 Ann Oslo @03-01
                                [01-01, 02-01) Ann Oslo
                                [02-01, 03-01) Ann Moss
                                [03-01, ∞) Ann Oslo current
    """,
    "repeats": """
        1 Ann Oslo @01-01
        1 Ann Oslo @02-01
        1 Ann Moss @03-01
        1 Ann Moss @04-01
                                [01-01, 03-01) Ann Oslo
                                [03-01, ∞) Ann Moss current
    """,
    "a run that is cut": """
        1 Ann Oslo   @01-05
        1 Ann Oslo   @01-10
        1 Ann Bergen @01-12
        1 Ann Oslo   @01-15
                                [01-05, 01-12) Ann Oslo
                                [01-12, 01-15) Ann Bergen
                                [01-15, ∞) Ann Oslo current
    """,
    "a name that changes within a version": """
        1 Ann  Oslo @01-01
        1 Anna Moss @02-01
        1 Anne Oslo @03-01
        1 Anni Oslo @04-01
                                [01-01, 02-01) Anni Oslo
                                [02-01, 03-01) Anni Moss
                                [03-01, ∞) Anni Oslo current
    """,
    "a name there and back again": """
        1 Ann  Oslo @01-01
        1 Anne Oslo @02-01
        1 Ann  Oslo @03-01
                                [01-01, ∞) Ann Oslo current
    """,
    "a deletion": """
        1 Ann Oslo @01-01
        1 deleted  @02-01
                                [01-01, 02-01) Ann Oslo
    """,
    "a deletion of nothing": """
        1 deleted @02-01
    """,
    "a deletion before the first sight": """
        1 deleted  @01-01
        1 Ann Oslo @02-01
                                [02-01, ∞) Ann Oslo current
    """,
    "a return": """
        1 Ann Oslo @01-01
        1 deleted  @02-01
        1 deleted  @02-10
        1 Ann Oslo @03-01
                                [01-01, 02-01) Ann Oslo
                                [03-01, ∞) Ann Oslo current
    """,
    "a deletion between repeats": """
        1 Ann Oslo @01-01
        1 Ann Oslo @01-15
        1 deleted  @02-01
        1 Ann Moss @03-01
        1 deleted  @04-01
                                [01-01, 02-01) Ann Oslo
                                [03-01, 04-01) Ann Moss
    """,
    "null and back": """
        1 Ann Oslo @01-01
        1 Ann ∅    @02-01
        1 ∅   ∅    @03-01
        1 ∅   Oslo @04-01
                                [01-01, 02-01) ∅ Oslo
                                [02-01, 04-01) ∅ ∅
                                [04-01, ∞) ∅ Oslo current
    """,
    "a whole life": """
        1 Ann Oslo   @01-01
        1 Ann Oslo   @01-10
        1 Ann Bergen @02-01
        1 Eva Bergen @02-15
        1 deleted    @03-01
        1 Eve Oslo   @04-01
        1 Eve Moss   @05-01
        1 Eve Oslo   @06-01
                                [01-01, 02-01) Eve Oslo
                                [02-01, 03-01) Eve Bergen
                                [04-01, 05-01) Eve Oslo
                                [05-01, 06-01) Eve Moss
                                [06-01, ∞) Eve Oslo current
    """,
}
"""Changes of one member, in order, and to their right the history they end in."""

DEALS: dict[str, Any] = {
    "in one batch": lambda rows: [rows],
    "one by one": lambda rows: [[row] for row in rows],
    "one by one, backwards": lambda rows: [[row] for row in reversed(rows)],
    "every other one first": lambda rows: [rows[1::2], rows[::2]],
    "the middle last": lambda rows: [rows[:1] + rows[2:], rows[1:2]],
    "each delivered twice": lambda rows: [pair for row in rows[::-1] for pair in ([row], [row])],
}
"""Ways to deal changes to loads."""


@pytest.mark.parametrize("deal", DEALS)
def test_every_life_ends_in_the_same_history_however_its_changes_are_dealt_to_loads(url: str, deal: str) -> None:
    # All lives at once, each of another member: the loads of one life cost as much as those of all.
    story = told(url)
    loads: list[list[Row]] = []
    expected = {}
    for number, (title, drawing) in enumerate(LIVES.items(), start=1):
        lines = [line.strip() for line in drawing.splitlines() if line.strip()]
        expected[title] = [" ".join(line.split()) for line in lines if line.startswith("[")]
        rows = [story.row(line) | {"id": number} for line in lines if not line.startswith("[")]
        for place, batch in enumerate(DEALS[deal](rows)):
            if place == len(loads):
                loads.append([])
            loads[place] += batch
    for rows in loads:
        story.load(rows)
    found: dict[str, list[str]] = {title: [] for title in LIVES}
    story.shows = ["id", "name", "city"]
    for line in story.after(keys=False):
        member, name, city, start, end, *current = line.split()
        found[list(LIVES)[int(member) - 1]].append(" ".join([start, end, name, city, *current]))
    assert found == expected


def in_orders(*orders: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("order", orders)


def tell_in(
    order: str, url: str, loads: Sequence[str], after: str, dimension: type[Any] = Customer, **options: Any
) -> None:
    """Tell the loads in the order of their numbers in `order`, then check what they end in."""
    story = told(url, dimension)
    story.shows = ["id", "city", "region"]
    for place in order:
        story.tell(loads[int(place) - 1], **options)
    story.tell(after)


@in_orders("1234", "4321", "2143", "3412")
def test_snapshots_and_changes_end_in_the_same_history_in_any_order(url: str, order: str) -> None:
    loads = [
        """
        load      1 Ann Oslo  @01-01
                  2 Bob Moss  @01-01
                  3 Cid Hamar @01-01
        """,
        """
        snapshot  @02-01
                  1 Ann Bergen
                  3 Cid Hamar
        """,
        """
        load      2 Bob Moss  @03-01
                  1 Ann Rome  @01-15
                  3 deleted   @01-20
        """,
        """
        snapshot  @04-01
                  1 Ann Bergen
                  2 Bob Moss
        """,
    ]
    after = """
        after     1 Oslo   ∅ [01-01, 01-15)
                  1 Rome   ∅ [01-15, 02-01)
                  1 Bergen ∅ [02-01, ∞) current
                  2 Moss   ∅ [01-01, 02-01)
                  2 Moss   ∅ [03-01, ∞) current
                  3 Hamar  ∅ [01-01, 01-20)
                  3 Hamar  ∅ [02-01, 04-01)
    """
    tell_in(order, url, loads, after, close_limit=1)


@in_orders("1234", "4321", "2143", "3412")
def test_snapshots_of_slices_end_in_the_same_history_in_any_order(url: str, order: str) -> None:
    loads = [
        """
        columns   id city region
        load      1 Oslo North @01-01
                  2 Moss North @01-01
                  3 Rome South @01-01
        """,
        """
        columns   id city region
        with      snapshot=region
        snapshot  @02-01
                  1 Oslo North
        """,
        """
        columns   id city region
        load      2 Moss South @01-15
        """,
        """
        columns   id city region
        with      snapshot=region
        snapshot  @03-01
                  3 Pisa South
        """,
    ]
    after = """
        after     1 Oslo North [01-01, ∞) current
                  2 Moss North [01-01, 01-15)
                  2 Moss South [01-15, 03-01)
                  3 Rome South [01-01, 03-01)
                  3 Pisa South [03-01, ∞) current
    """
    tell_in(order, url, loads, after, close_limit=1)


@in_orders("123", "132", "213", "231", "312", "321")
def test_partial_rows_end_in_the_same_history_in_any_order(url: str, order: str) -> None:
    loads = [
        "columns  id city region\nload  1 Oslo East @01-01",
        "columns  id region\nload  1 North @02-01",
        "columns  id city\nload  1 Moss @03-01",
    ]
    after = """
        after     1 Oslo East  [01-01, 02-01)
                  1 Oslo North [02-01, 03-01)
                  1 Moss North [03-01, ∞) current
    """
    tell_in(order, url, loads, after)


@in_orders("123", "321", "213")
def test_changes_of_one_time_end_in_the_last_of_their_sequence_in_any_order(url: str, order: str) -> None:
    loads = [
        "load  1 Ann Oslo #1 @01-01",
        "load  1 Ann Bergen #2 @02-01",
        "load  1 Ann Moss #3 @02-01",
    ]
    after = """
        after     1 Oslo ∅ [01-01, 02-01)
                  1 Moss ∅ [02-01, ∞) current
    """
    tell_in(order, url, loads, after, dimension=SequencedCustomer)
