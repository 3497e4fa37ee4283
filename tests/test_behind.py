"""Working behind: what one thread makes ready another takes, in order, and its failures come to light."""

from __future__ import annotations

import threading

import pytest

from starschema.backends.behind import PIECES, behind

PATIENCE = 120
"""Seconds after which something is taken to hang."""


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "starschema-behind"]


@pytest.mark.parametrize("apart", [True, False])
def test_pieces_are_taken_in_the_order_in_which_they_are_handed_over(apart: bool) -> None:
    taken: list[int] = []
    with behind(taken.append, apart=apart) as taker:
        for number in range(100):
            taker.hand(number)
    assert taken == list(range(100))
    assert not running()


def test_settling_waits_for_all_that_was_handed_over() -> None:
    taken: list[int] = []
    with behind(taken.append) as taker:
        for number in range(3):
            taker.hand(number)
        taker.settle()
        assert taken == [0, 1, 2]
        taker.hand(3)
    assert taken == [0, 1, 2, 3]


def test_no_more_pieces_wait_than_there_is_room_for() -> None:
    free = threading.Event()
    handed: list[int] = []

    def take(_: int) -> None:
        assert free.wait(PATIENCE)

    def hand() -> None:
        with behind(take) as taker:
            for number in range(10):
                taker.hand(number)
                handed.append(number)
                full.release()

    full = threading.Semaphore(0)
    maker = threading.Thread(target=hand)
    maker.start()
    for _ in range(PIECES + 1):  # those that wait and the one in hand
        assert full.acquire(timeout=PATIENCE)
    assert len(handed) <= PIECES + 1
    free.set()
    maker.join(PATIENCE)
    assert len(handed) == 10


@pytest.mark.parametrize("apart", [True, False])
def test_a_failure_is_raised_to_the_one_who_hands_over_and_nothing_is_taken_after_it(apart: bool) -> None:
    taken: list[int] = []

    def take(number: int) -> None:
        if number == 3:
            raise ValueError("no more")
        taken.append(number)

    def hand_all() -> None:
        with behind(take, apart=apart) as taker:
            for number in range(100):
                taker.hand(number)

    with pytest.raises(ValueError, match="no more"):
        hand_all()
    assert taken == [0, 1, 2]
    assert not running()


def test_a_failure_of_the_last_piece_is_raised_at_the_end() -> None:
    def take(_: int) -> None:
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"), behind(take) as taker:
        taker.hand(1)
    assert not running()


def test_leaving_early_takes_nothing_more() -> None:
    begun, free = threading.Event(), threading.Event()
    taken: list[int] = []

    def take(number: int) -> None:
        begun.set()
        assert free.wait(PATIENCE)
        taken.append(number)

    def leave() -> None:
        with behind(take) as taker:
            taker.hand(1)
            assert begun.wait(PATIENCE)
            taker.hand(2)
            threading.Timer(0.05, free.set).start()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        leave()
    assert taken == [1]
    assert not running()
