"""Working behind: one thread takes what the other makes ready, a few pieces later, so that neither waits for the other.

It is the counterpart of `ahead`: there the making is left to another thread, here the taking is.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")

PIECES = 1
"""Pieces that may wait beside the one that is being taken: so the next is there, and memory stays bounded."""


class Behind(Generic[T]):
    """Hands pieces to the thread that takes them, in their order.

    Args:
        take: Takes a piece.
        pieces: How many may wait to be taken.
    """

    def __init__(self, take: Callable[[T], None], pieces: int = PIECES) -> None:
        self._take = take
        self._waiting: queue.Queue[T | None] = queue.Queue(pieces)
        self._failure: BaseException | None = None
        self._left = False
        self._taker = threading.Thread(target=self._run, name="starschema-behind", daemon=True)
        self._taker.start()

    def hand(self, piece: T) -> None:
        """Hand a piece over, as soon as there is room for it; raise the failure of an earlier one."""
        self._raise()
        self._waiting.put(piece)

    def settle(self) -> None:
        """Wait until all that was handed over has been taken; raise the failure of any of it."""
        self._waiting.join()
        self._raise()

    def leave(self) -> None:
        """Have nothing more taken but the piece in hand, and end the thread."""
        self._left = True
        self._waiting.put(None)
        self._taker.join()

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        while (piece := self._waiting.get()) is not None:
            try:
                if self._failure is None and not self._left:
                    self._take(piece)
            except BaseException as failure:
                self._failure = failure
            finally:
                del piece  # else it would stay in memory until the next comes
                self._waiting.task_done()


class Inline(Behind[T]):
    """Takes every piece at once, in the thread that hands it over."""

    def __init__(self, take: Callable[[T], None]) -> None:
        self._take = take

    def hand(self, piece: T) -> None:
        """Take the piece."""
        self._take(piece)

    def settle(self) -> None:
        """Do nothing: all has been taken."""

    def leave(self) -> None:
        """Do nothing: there is no thread."""


@contextmanager
def behind(take: Callable[[T], None], *, apart: bool = True) -> Iterator[Behind[T]]:
    """Yield what takes pieces behind the caller's back; at the end, all of them have been taken.

    A failure of `take` is raised where the next piece is handed over, or at the end; nothing is taken after it.

    Args:
        take: Takes a piece.
        apart: Whether that may be done in a thread of its own.
    """
    taker = Behind(take) if apart else Inline(take)
    try:
        yield taker
        taker.settle()
    finally:
        taker.leave()
