"""In no haste: rows at a pace, and from a mark on with what was committed late."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

from starschema.errors import SourceError
from starschema.sources.marks import Value

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
"""Seconds of what an overlap is told in."""


class Pace:
    """Holds a reader to a number of rows a second.

    Args:
        rows_per_second: Most rows a second, or None for no limit.
        clock: Tells the time in seconds.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        rows_per_second: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.rows_per_second = rows_per_second
        self._clock = clock
        self._sleep = sleep
        self._begun = 0.0

    def begin(self) -> None:
        """Start counting."""
        self._begun = self._clock()

    def keep(self, rows: int) -> None:
        """Wait until so many rows may have been read since the start."""
        if self.rows_per_second is not None:
            early = rows / self.rows_per_second - (self._clock() - self._begun)
            if early > 0:
                self._sleep(early)


def duration(text: str) -> timedelta:
    """Return the duration that a text such as `5 minutes` tells.

    >>> duration("90 minutes")
    datetime.timedelta(seconds=5400)

    Raises:
        SourceError: It tells none.
    """
    number, _, unit = text.strip().partition(" ")
    seconds = UNITS.get(unit.strip().removesuffix("s"))
    try:
        if seconds is None or float(number) < 0:
            raise ValueError(text)
        return timedelta(seconds=float(number) * seconds)
    except ValueError:
        raise SourceError(f"overlap={text!r} is no duration; say it as '5 minutes', in {', '.join(UNITS)}s") from None


def before(value: Value, overlap: str | timedelta | float) -> Value:
    """Return the value from which to read so that `overlap` before `value` is read again.

    Raises:
        SourceError: An overlap of that kind cannot be taken from such a value.
    """
    try:
        if isinstance(overlap, str):
            # A text is the default too, which says nothing of cursors that are no times.
            return value - duration(overlap) if isinstance(value, date) else value
        if isinstance(value, str) and not overlap:
            return value
        return cast("Value", cast("Any", value) - overlap)
    except OverflowError:
        return datetime.min if isinstance(value, datetime) else date.min
    except TypeError:
        raise SourceError(
            f"overlap={overlap!r} cannot be taken from the cursor's value {value!r}; give '5 minutes' or a timedelta "
            "for times, a number for numbers, 0 for texts"
        ) from None
