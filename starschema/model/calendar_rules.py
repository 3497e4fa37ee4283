"""What a calendar says about each day, computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, rrule

from starschema.errors import ModelError

if TYPE_CHECKING:
    import pyarrow as pa

# Not from `calendar`, whose names follow the locale of the process.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class CalendarRules:
    """How to compute the members of a calendar.

    Args:
        fiscal_year_starts: Month in which the fiscal year starts; the year is named by the one in which it ends.
        country: ISO 3166 code of the country whose public holidays are kept, or None for none.
        subdivision: State, province or the like of that country.
        language: Language of the holidays' names, as the `holidays` package spells it; the country's own by default.
    """

    fiscal_year_starts: int = 1
    country: str | None = None
    subdivision: str | None = None
    language: str | None = None

    def check(self, where: str) -> None:
        """Check that the rules can be computed.

        Raises:
            ModelError: The month is none, or the country, subdivision or language is not supported.
        """
        month = self.fiscal_year_starts
        if not isinstance(month, int) or isinstance(month, bool) or not 1 <= month <= 12:
            raise ModelError(f"{where}: fiscal_year_starts={month!r} is no month; use 1 to 12")
        if self.country is None:
            if self.subdivision is not None or self.language is not None:
                raise ModelError(f"{where}: subdivision and language need a country; give country=")
            return
        import holidays

        try:
            known = holidays.country_holidays(self.country)
        except NotImplementedError:
            raise ModelError(
                f"{where}: country={self.country!r} is not supported; use an ISO 3166 code known to holidays"
            ) from None
        languages = known.supported_languages
        if self.language is not None and self.language not in languages:
            raise ModelError(
                f"{where}: language={self.language!r} is not supported for {self.country}; "
                f"use one of {', '.join(languages) or 'none'}"
            )
        if self.subdivision is not None:
            try:
                holidays.country_holidays(self.country, subdiv=self.subdivision)
            except NotImplementedError:
                raise ModelError(
                    f"{where}: subdivision={self.subdivision!r} is not supported for {self.country}; "
                    f"use one of {', '.join(known.subdivisions) or 'none'}"
                ) from None

    def rows(self, start: date, end: date, key: str = "key") -> pa.Table:
        """Return one row per day from `start` to `end`, both included.

        Args:
            start: First day.
            end: Last day; before `start` there are no rows.
            key: Name of the surrogate key's column, the day as the number yyyymmdd.
        """
        import pyarrow as pa

        first = datetime.combine(start, time())
        days = [moment.date() for moment in rrule(DAILY, dtstart=first, until=datetime.combine(end, time()))]
        names = self._holidays(start, end)
        firsts = (day.replace(day=1) for day in days if day.day == 1 or day == start)
        months = {(day.year, day.month): self._month(day) for day in firsts}
        iso = [day.isocalendar() for day in days]
        of_month = [months[day.year, day.month] for day in days]
        numbers = [day.timetuple().tm_yday for day in days]
        columns: dict[str, tuple[list[Any], pa.DataType]] = {
            key: ([day.year * 10000 + day.month * 100 + day.day for day in days], pa.int64()),
            "date": (days, pa.date32()),
            "day_of_month": ([day.day for day in days], pa.int16()),
            "day_of_year": (numbers, pa.int16()),
            "day_of_week": ([week.weekday for week in iso], pa.int16()),
            "day_name": ([DAYS[week.weekday - 1] for week in iso], pa.string()),
            "is_weekend": ([week.weekday > 5 for week in iso], pa.bool_()),
            "iso_week": ([week.week for week in iso], pa.int16()),
            "iso_year": ([week.year for week in iso], pa.int16()),
            "month": ([day.month for day in days], pa.int16()),
            "month_name": ([MONTHS[day.month - 1] for day in days], pa.string()),
            "month_start": ([month.start for month in of_month], pa.date32()),
            "year_month": ([month.name for month in of_month], pa.string()),
            "quarter": ([(day.month + 2) // 3 for day in days], pa.int16()),
            "year": ([day.year for day in days], pa.int16()),
            "fiscal_year": ([month.fiscal_year for month in of_month], pa.int16()),
            "fiscal_quarter": ([(month.fiscal_month + 2) // 3 for month in of_month], pa.int16()),
            "fiscal_month": ([month.fiscal_month for month in of_month], pa.int16()),
            "is_holiday": ([day in names for day in days], pa.bool_()),
            "holiday_name": ([names.get(day) for day in days], pa.string()),
        }
        return pa.table({name: pa.array(values, type_) for name, (values, type_) in columns.items()})

    def _month(self, start: date) -> _Month:
        # A year that starts in July 2023 ends in 2024: half a year later, it is January 2024.
        months = (13 - self.fiscal_year_starts) % 12
        try:
            fiscal = start + relativedelta(months=months)
            fiscal_year, fiscal_month = fiscal.year, fiscal.month
        except ValueError:  # beyond the last date there is
            fiscal_year, fiscal_month = start.year + 1, start.month + months - 12
        return _Month(start, f"{start.year:04}-{start.month:02}", fiscal_year, fiscal_month)

    def _holidays(self, start: date, end: date) -> dict[date, str]:
        if self.country is None or end < start:
            return {}
        import holidays

        years = range(start.year, end.year + 1)
        # Without a language the package would take the one of the process, and two machines would disagree.
        language = self.language or holidays.country_holidays(self.country).default_language
        found = holidays.country_holidays(self.country, subdiv=self.subdivision, years=years, language=language)
        return {day: str(name) for day, name in found.items()}


@dataclass(frozen=True)
class _Month:
    """What all days of a month have in common."""

    start: date
    name: str
    fiscal_year: int
    fiscal_month: int
