"""What a load writes is what has changed, be the dimension ever so large."""

from __future__ import annotations

from sqlalchemy import func, select

from starschema.model.spec import dimension_spec
from tests.histories.operations import day
from tests.histories.store import Store

MEMBERS = 100


def written(store: Store, load_id: int) -> tuple[int, int]:
    """Return how many rows of the dimension and of its journal carry a load's number."""
    journal = store.books.journal(dimension_spec(store.customer))
    with store.warehouse.engine.connect() as connection:
        counts = [
            connection.scalar(select(func.count()).where(table.c.load_id == load_id))
            for table in (store.customer.__table__, journal)
        ]
    return counts[0] or 0, counts[1] or 0


def test_a_snapshot_writes_an_end_and_a_start_for_each_change_and_nothing_for_the_rest(url: str) -> None:
    store = Store(url, {"name": 1, "city": 2})

    def snapshot(number: int, moved: int) -> tuple[int, int]:
        """Load all members, the first of them moved to a city of that day."""
        rows = [{"id": i, "name": "n", "city": f"c{number}" if i < moved else "c"} for i in range(MEMBERS)]
        return written(store, store.warehouse.load(store.customer, rows, effective=day(number), snapshot=True).load_id)

    assert snapshot(2, 0) == (MEMBERS, 0)
    assert snapshot(3, 0) == (0, 0)
    assert snapshot(4, 8) == (2 * 8, 0)


def test_a_feed_in_order_leaves_its_changes_in_the_versions_alone(url: str) -> None:
    store = Store(url, {"name": 1, "city": 2})
    for number in (2, 3):
        rows = [{"id": i, "name": "n", "city": f"c{number}", "at": day(number)} for i in range(MEMBERS)]
        result = store.warehouse.load(store.customer, rows, effective="at")
        assert written(store, result.load_id) == (MEMBERS if number == 2 else 2 * MEMBERS, 0)
