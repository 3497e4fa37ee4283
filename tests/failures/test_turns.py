"""Loads that add members to two dimensions, in whatever order their rows name them, never wait in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, LoadResult, TransactionFact, Warehouse, degenerate, natural_key, role
from starschema.load.keys.whole_maps import WholeMaps
from tests.failures.processes import at_once

pytestmark = pytest.mark.only("postgresql", "mariadb", "ducklake")


class Mart(DeclarativeBase):
    pass


class Harbour(Dimension, Mart):
    harbour: Mapped[int] = natural_key()


class Vessel(Dimension, Mart):
    vessel: Mapped[int] = natural_key()


class Landing(TransactionFact, Mart, grain="one row per landing"):
    number: Mapped[int] = degenerate(grain=True)
    harbour = role(Harbour)
    vessel = role(Vessel)


class Sailing(TransactionFact, Mart, grain="one row per sailing"):
    number: Mapped[int] = degenerate(grain=True)
    vessel = role(Vessel)
    harbour = role(Harbour)


PIECE, KNOWN = 5, 0


def load(url: str, model: type[Any], first: str, then: str) -> LoadResult:
    """Load two pieces: one names a new member of one dimension, the next one of the other."""
    rows = [{"number": n, first: 1, then: KNOWN} for n in range(PIECE)]
    rows += [{"number": PIECE + n, first: 1, then: 1} for n in range(PIECE)]
    return Warehouse(url, Mart).load(model, rows)


def test_two_loads_that_infer_into_two_dimensions_in_opposite_order_do_not_wait_for_each_other_for_ever(
    new_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    met = threading.Barrier(2)
    complete = WholeMaps.complete

    def completed(self: WholeMaps, staged: Any) -> None:
        complete(self, staged)
        # Here both would be between their two pieces, each with its turn at one dimension; but one waits for its turn.
        with suppress(threading.BrokenBarrierError):
            met.wait(1)

    monkeypatch.setattr(WholeMaps, "complete", completed)
    monkeypatch.setattr("starschema.sources.base.BATCH_ROWS", PIECE)
    monkeypatch.setattr("starschema.load.facts.as_read.SIZES", (1,))
    url = new_url()
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    for dimension in ("harbour", "vessel"):
        model = Harbour if dimension == "harbour" else Vessel
        warehouse.load(model, [{dimension: KNOWN}])
    works = [(load, (url, Landing, "harbour", "vessel")), (load, (url, Sailing, "vessel", "harbour"))]
    done = at_once(works, threads=True)
    for outcome in done:
        assert isinstance(outcome, LoadResult), outcome
    assert [outcome.inserted for outcome in done] == [2 * PIECE] * 2
    assert sum(outcome.inferred for outcome in done) == 2
    with warehouse.engine.connect() as connection:
        for table in (Harbour.__table__, Vessel.__table__):
            assert connection.scalar(select(func.count()).select_from(table)) == 4
