"""Working ahead: what one thread makes reaches the other in order, and neither is left waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from starschema.backends.ahead import PIECES, ahead


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "starschema-ahead"]


def test_pieces_come_in_the_order_in_which_they_are_made() -> None:
    with ahead(lambda: iter(range(100))) as pieces:
        assert list(pieces) == list(range(100))
    assert not running()


def test_no_more_pieces_are_made_than_are_kept_ready() -> None:
    made: list[int] = []
    begun = threading.Event()

    def make() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            if number == PIECES:
                begun.set()
            yield number

    with ahead(make) as pieces:
        assert begun.wait(10)
        assert len(made) <= PIECES + 1  # those in the queue and the one in hand
        assert next(pieces) == 0
    assert len(made) < 100
    assert not running()


def test_a_failure_is_raised_after_the_pieces_made_before_it() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    with ahead(make) as pieces:
        assert next(pieces) == 1
        with pytest.raises(ValueError, match="no more"):
            next(pieces)
    assert not running()


def test_leaving_early_interrupts_the_making() -> None:
    stopped = threading.Event()

    def make() -> Iterator[int]:
        yield 1
        stopped.wait(10)  # as a query that runs until it is interrupted
        yield 2

    def leave() -> None:
        with ahead(make, stop=stopped.set) as pieces:
            assert next(pieces) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        leave()
    assert stopped.is_set()
    assert not running()
