"""`TimeOfDay`: the base class of the dimension of minutes or seconds of a day, whose members are computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import attribute, natural_key
from starschema.model.declaring import members_of
from starschema.model.dimension import Dimension, refuse_version_options
from starschema.model.hierarchy import hierarchy
from starschema.model.role import Role
from starschema.model.spec import Physical
from starschema.model.surrogate import refuse_surrogate

if TYPE_CHECKING:
    import pyarrow as pa

PARTS = {0: "Night", 6: "Morning", 12: "Afternoon", 18: "Evening"}
"""Names of the parts of a day by the hour in which each begins."""

SECONDS = {"minute": 60, "second": 1}
"""Length of a member by the name of its unit."""


@dataclass(frozen=True)
class TimeOfDayRules:
    """How to compute the members of a dimension of times of day.

    Args:
        unit: Length of a member.
        parts: Names of the parts of a day by the hour in which each begins; the last lasts until the first begins.
    """

    unit: Literal["minute", "second"] = "minute"
    parts: tuple[tuple[int, str], ...] = tuple(PARTS.items())

    def check(self, where: str) -> None:
        """Check that the rules can be computed.

        Raises:
            ModelError: The unit or an hour is none.
        """
        if self.unit not in SECONDS:
            raise ModelError(f"{where}: unit={self.unit!r} is unknown; use {' or '.join(map(repr, SECONDS))}")
        if not self.parts:
            raise ModelError(f"{where}: parts= names no part of the day; give the hours in which they begin")
        for hour, name in self.parts:
            if type(hour) is not int or not 0 <= hour < 24 or not isinstance(name, str) or not 0 < len(name) <= 20:
                raise ModelError(
                    f"{where}: parts={{{hour!r}: {name!r}}} is no part of a day; "
                    "give its name, up to 20 characters, by an hour from 0 to 23"
                )

    @property
    def seconds(self) -> int:
        """Length of a member, in seconds."""
        return SECONDS[self.unit]

    def rows(self, key: str = "key") -> pa.Table:
        """Return one row per member of the day.

        Args:
            key: Name of the surrogate key's column: the member's number within the day, from 1 for midnight.
        """
        import pyarrow as pa

        starts = range(0, 86_400, self.seconds)
        hours = [second // 3600 for second in starts]
        minutes = [second // 60 % 60 for second in starts]
        seconds = [second % 60 for second in starts]
        named = dict(self.parts)
        begun = [max((h for h in named if h <= hour), default=max(named)) for hour in range(24)]
        small = pa.int16()
        columns: dict[str, tuple[list[Any], pa.DataType]] = {
            key: ([second // self.seconds + 1 for second in starts], pa.int64()),
            "time": ([second * 1_000_000 for second in starts], pa.time64("us")),
            "hour": (hours, small),
            "minute": (minutes, small),
            "second": (seconds, small),
            "minute_of_day": ([second // 60 for second in starts], small),
            "half_hour": ([f"{h:02}:{m // 30 * 30:02}" for h, m in zip(hours, minutes, strict=True)], pa.string()),
            "hour_12": ([(h + 11) % 12 + 1 for h in hours], small),
            "am_pm": (["AM" if h < 12 else "PM" for h in hours], pa.string()),
            "label": (
                [self._label(h, f":{m:02}", s) for h, m, s in zip(hours, minutes, seconds, strict=True)],
                pa.string(),
            ),
            "label_12": (
                [
                    self._label((h + 11) % 12 + 1, f":{m:02}", s, pad=False) + (" AM" if h < 12 else " PM")
                    for h, m, s in zip(hours, minutes, seconds, strict=True)
                ],
                pa.string(),
            ),
            "part_of_day": ([named[begun[h]] for h in hours], pa.string()),
        }
        return pa.table({name: pa.array(values, type_) for name, (values, type_) in columns.items()})

    def _label(self, hour: int, minute: str, second: int, *, pad: bool = True) -> str:
        shown = f"{hour:02}" if pad else str(hour)
        return f"{shown}{minute}" + (f":{second:02}" if self.unit == "second" else "")


class TimeOfDay(Dimension):
    """Base of a dimension of times of day: mix it with your own declarative base, `class Clock(TimeOfDay, Mart)`.

    A fact's `role(Clock, source="sold_at")` takes the time part of the event's time, in UTC or in a zone of its own.
    All attributes are computed, none is versioned, and the class has no columns of its own. They are NULL for the
    special members, so they are NULL-able throughout. The surrogate key is the member's number within the day, from 1.

    Args:
        unit: Length of a member: "minute", of which a day has 1,440, or "second", of which it has 86,400.
        parts: Names of the parts of a day by the hour in which each begins.
        physical: Hints for the physical design.

    Grain:
        One row per minute, or second, of the day.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 3, "Time-of-Day as a Dimension or Fact".
    """

    time: Mapped[dt.time] = natural_key(comment="The time at which it begins")
    hour: Mapped[int | None] = attribute(SmallInteger)
    minute: Mapped[int | None] = attribute(SmallInteger)
    second: Mapped[int | None] = attribute(SmallInteger)
    minute_of_day: Mapped[int | None] = attribute(SmallInteger, comment="0 to 1439")
    half_hour: Mapped[str | None] = attribute(String(20), comment="Such as 14:30, when it begins")
    hour_12: Mapped[int | None] = attribute(SmallInteger, comment="1 to 12")
    am_pm: Mapped[str | None] = attribute(String(20))
    label: Mapped[str | None] = attribute(String(20), comment="Such as 14:05")
    label_12: Mapped[str | None] = attribute(String(20), comment="Such as 2:05 PM")
    part_of_day: Mapped[str | None] = attribute(String(20), comment="Such as Morning")

    hours = hierarchy(hour, half_hour, minute)

    def __init_subclass__(
        cls,
        *,
        unit: Literal["minute", "second"] = "minute",
        parts: Mapping[int, str] | None = None,
        physical: Physical | None = None,
        **kw: Any,
    ) -> None:
        """Check the rules, and map the class as a dimension.

        Raises:
            ModelError: A rule cannot be computed, or the class declares columns of its own.
        """
        for name, value in members_of(cls).items():
            if isinstance(value, MappedColumn | Role) and vars(TimeOfDay).get(name) is not value:
                raise ModelError(
                    f"{cls.__name__}.{name}: the columns of a dimension of times are all computed; "
                    "put it on a Dimension, whose natural key may be a time"
                )
        refuse_version_options(cls, "a dimension of times", kw)
        refuse_surrogate(cls, "a dimension of times", kw)
        rules = TimeOfDayRules(unit, tuple(sorted((PARTS if parts is None else parts).items(), key=repr)))
        rules.check(cls.__name__)
        super().__init_subclass__(journal=False, surrogate="number", physical=physical, **kw)
        if "__starschema__" in cls.__dict__:
            cls.__starschema__ = replace(cls.__starschema__, clock=rules)
