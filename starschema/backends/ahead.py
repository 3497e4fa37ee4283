"""Working ahead: one thread makes what the other takes, a few pieces apart, so that neither waits for the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")

PIECES = 4
"""Pieces made ahead of their use: enough to even out a pause on either side, few enough to keep memory bounded."""


class _End(Generic[T]):
    """Ends the queue: after the last piece, or after the failure that stopped their making."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.failure = failure


@contextmanager
def ahead(
    make: Callable[[], Iterator[T]], *, pieces: int = PIECES, stop: Callable[[], None] | None = None
) -> Iterator[Iterator[T]]:
    """Yield an iterator over what `make` yields in a thread of its own, `pieces` ahead at most.

    A failure of `make` is raised where its next piece would be taken. Leaving early ends the thread.

    Args:
        make: Makes the pieces.
        pieces: How many may wait to be taken.
        stop: Called when nobody takes more pieces, to interrupt the making of the next.
    """
    waiting: queue.Queue[T | _End[T]] = queue.Queue(pieces)
    left = threading.Event()

    def hand_over(piece: T | _End[T]) -> bool:
        while not left.is_set():
            try:
                waiting.put(piece, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def run() -> None:
        try:
            for piece in make():
                if not hand_over(piece):
                    return
            hand_over(_End())
        except BaseException as failure:
            hand_over(_End(failure))

    def taken() -> Iterator[T]:
        while True:
            piece = waiting.get()
            if isinstance(piece, _End):
                if piece.failure is not None:
                    raise piece.failure
                return
            yield piece

    maker = threading.Thread(target=run, name="starschema-ahead", daemon=True)
    maker.start()
    done = False
    try:
        yield taken()
        done = True
    finally:
        left.set()
        if not done and stop is not None:
            stop()
        maker.join()
