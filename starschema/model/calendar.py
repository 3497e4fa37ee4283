"""`Calendar`: the base class of the dimension of days, whose members are computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, MappedColumn

from starschema.errors import ModelError
from starschema.model.calendar_rules import CalendarRules
from starschema.model.columns import attribute, natural_key
from starschema.model.declaring import members_of
from starschema.model.dimension import Dimension, refuse_version_options
from starschema.model.hierarchy import hierarchy
from starschema.model.role import Role
from starschema.model.spec import Physical
from starschema.model.surrogate import refuse_surrogate

__all__ = ["Calendar", "CalendarRules"]


class Calendar(Dimension):
    """Base of a dimension of days: mix it with your own declarative base, `class Day(Calendar, Mart)`.

    The surrogate key is the day as a number, 20240229. All attributes are computed, none is versioned, and a calendar
    has no columns of its own. They are NULL for the special members, so they are NULL-able throughout.

    Args:
        fiscal_year_starts: Month in which the fiscal year starts; the year is named by the one in which it ends.
        country: ISO 3166 code of the country whose public holidays are kept, or None for none.
        subdivision: State, province or the like of that country.
        language: Language of the holidays' names; the country's own by default.
        physical: Hints for the physical design.

    Grain:
        One row per calendar day.
    """

    date: Mapped[dt.date] = natural_key(comment="The day")
    day_of_month: Mapped[int | None] = attribute(SmallInteger)
    day_of_year: Mapped[int | None] = attribute(SmallInteger)
    day_of_week: Mapped[int | None] = attribute(SmallInteger, comment="ISO: Monday is 1, Sunday 7")
    day_name: Mapped[str | None] = attribute(String(20))
    is_weekend: Mapped[bool | None] = attribute(comment="Saturday or Sunday")
    iso_week: Mapped[int | None] = attribute(SmallInteger)
    iso_year: Mapped[int | None] = attribute(SmallInteger, comment="Year to which the ISO week belongs")
    month: Mapped[int | None] = attribute(SmallInteger)
    month_name: Mapped[str | None] = attribute(String(20))
    month_start: Mapped[dt.date | None] = attribute(comment="First day of the month")
    year_month: Mapped[str | None] = attribute(String(20), comment="Such as 2024-02")
    quarter: Mapped[int | None] = attribute(SmallInteger)
    year: Mapped[int | None] = attribute(SmallInteger)
    fiscal_year: Mapped[int | None] = attribute(SmallInteger, comment="Named by the year in which it ends")
    fiscal_quarter: Mapped[int | None] = attribute(SmallInteger)
    fiscal_month: Mapped[int | None] = attribute(SmallInteger, comment="1 is the month in which the fiscal year starts")
    is_holiday: Mapped[bool | None] = attribute(comment="Public holiday of the calendar's country")
    holiday_name: Mapped[str | None] = attribute(String(400), unknown=None)

    months = hierarchy(year, quarter, month)
    weeks = hierarchy(iso_year, iso_week)
    fiscal_months = hierarchy(fiscal_year, fiscal_quarter, fiscal_month)

    def __init_subclass__(
        cls,
        *,
        fiscal_year_starts: int = 1,
        country: str | None = None,
        subdivision: str | None = None,
        language: str | None = None,
        physical: Physical | None = None,
        **kw: Any,
    ) -> None:
        """Check the calendar's rules, and map it as a dimension.

        Raises:
            ModelError: A rule cannot be computed, or the class declares columns of its own.
        """
        for name, value in members_of(cls).items():
            if isinstance(value, MappedColumn | Role) and vars(Calendar).get(name) is not value:
                raise ModelError(
                    f"{cls.__name__}.{name}: a calendar's columns are all computed; "
                    "put it on a Dimension, whose natural key may be a date"
                )
        refuse_version_options(cls, "a calendar", kw)
        refuse_surrogate(cls, "a calendar", kw)
        rules = CalendarRules(fiscal_year_starts, country, subdivision, language)
        rules.check(cls.__name__)
        super().__init_subclass__(journal=False, surrogate="number", physical=physical, **kw)
        if "__starschema__" in cls.__dict__:
            cls.__starschema__ = replace(cls.__starschema__, calendar=rules)
